using Npgsql;

namespace Workflow.Postgres.Projections;

/// <summary>
/// A table made from the log after the fact. Its rows carry a generation, so that a new generation can be made beside
/// the one that is read.
/// </summary>
/// <param name="Name">its progress stands under "Name:All"</param>
/// <param name="Lock">key of the advisory lock that its one worker holds</param>
/// <param name="Apply">one statement that adds the events of positions above $2 up to and including $3 to generation $1</param>
/// <param name="Clear">one statement that removes the rows of generation $1</param>
/// <param name="Settle">does a part of the work that Apply has only noted, up to where a generation has come; false when none is left. Null: Apply does all</param>
/// <param name="Follow">what Apply and Settle do, at once for a short part of the log, its progress included; false when that part has to be noted. Null: Apply does it</param>
/// <param name="Forget">told the log's head when what it remembers of the rows may not be what stands there: another node, a note or a rebuild has come between</param>
public sealed record Projection(
    string Name, int Lock, string Apply, string Clear,
    Func<NpgsqlConnection, ProjectionPart, CancellationToken, Task<bool>>? Settle = null,
    Func<NpgsqlConnection, ProjectionPart, CancellationToken, Task<bool>>? Follow = null,
    Action<long>? Forget = null)
{
    /// <summary>Those that SQL alone makes; <see cref="Oversight"/> comes to them.</summary>
    public static IReadOnlyList<Projection> All { get; } = [CaseDaily.Projection];
}

/// <summary>A part of the log on its way into a generation of a projection.</summary>
/// <param name="IsRebuild">the generation is being made beside the one that is read</param>
/// <param name="After">the last position before it</param>
/// <param name="UpTo">its last position</param>
public sealed record ProjectionPart(string Name, int Generation, bool IsRebuild, long After, long UpTo)
{
    /// <summary>Notes its end; belongs into the transaction that writes its rows.</summary>
    internal NpgsqlBatchCommand Done() => new(
        """
        insert into mt_event_progression (name, last_seq_id, last_updated) values ($1, $2, transaction_timestamp())
        on conflict (name) do update set last_seq_id = excluded.last_seq_id, last_updated = excluded.last_updated
        """) { Parameters = { new() { Value = IsRebuild ? $"{Name}:Rebuild:All" : $"{Name}:All" }, new() { Value = UpTo } } };
}

/// <summary>How far a projection has come.</summary>
/// <param name="Position">last position that its rows contain</param>
/// <param name="Head">last position of the log</param>
/// <param name="Generation">the one that is read</param>
/// <param name="Rebuilding">the one that is being made beside it, and how far that has come; null when none is</param>
public sealed record ProjectionProgress(string Name, long Position, long Head, int Generation, (int Generation, long Position)? Rebuilding)
{
    public long Lag => Head - Position;
}
