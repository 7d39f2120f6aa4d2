using Npgsql;

namespace Workflow.Postgres.Projections;

/// <summary>
/// A table made from the log after the fact. Its rows carry a generation, so that a new generation can be made beside
/// the one that is read.
/// </summary>
/// <param name="Name">its progress stands under "Name:All"</param>
/// <param name="Apply">one statement that adds the events of positions above $2 up to and including $3 to generation $1</param>
/// <param name="Clear">one statement that removes the rows of generation $1</param>
/// <param name="Settle">does a part of the work that Apply has only noted, for a generation; false when none is left. Null: Apply does all</param>
/// <param name="TakenOver">told when this node begins the work: whatever it remembers of the rows, another node may have written since</param>
public sealed record Projection(string Name, string Apply, string Clear, Func<NpgsqlConnection, int, CancellationToken, Task<bool>>? Settle = null, Action? TakenOver = null)
{
    /// <summary>Those that SQL alone makes; <see cref="Oversight"/> comes to them.</summary>
    public static IReadOnlyList<Projection> All { get; } = [CaseDaily.Projection];
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
