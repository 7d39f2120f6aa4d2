using Npgsql;
using NpgsqlTypes;

namespace Workflow.Postgres.Queries;

/// <summary>A bulk retry (批量重试) of the open incidents of one cause.</summary>
/// <param name="Region">beginning of the division codes it was narrowed to; null for all that its starter oversees</param>
/// <param name="Scope">beginnings of the division codes that its starter oversaw</param>
/// <param name="Sample">incidents, the oldest, that are retried first</param>
/// <param name="AtOnce">retries under way at the same time at most</param>
/// <param name="Tries">how often each step is tried before it counts as failed again</param>
/// <param name="PatienceSeconds">after that long without an end a retry counts as still running</param>
/// <param name="HaltAfter">so many retries in a row that did not heal stop the rest until a person looks</param>
/// <param name="GoesOn">when the whole sample is healed, the rest follows without being asked</param>
/// <param name="State">one of <see cref="RetryRunStates"/></param>
public sealed record RetryRun(
    string Id, string Cause, string Definition, string Element, string Code, string Pattern, string? Region, string? JointItem, string[] Scope, string Reason,
    int Sample, int AtOnce, int Tries, int PatienceSeconds, int HaltAfter, bool GoesOn, string State, string StartedBy, DateTimeOffset StartedAt,
    string? ReleasedBy, DateTimeOffset? ReleasedAt, string? StoppedBy, DateTimeOffset? StoppedAt, DateTimeOffset? EndedAt, string? HaltedBecause)
{
    public bool IsOpen => EndedAt is null;
}

public static class RetryRunStates
{
    public const string Sampling = "sampling";

    /// <summary>The sample is over; a person says whether the rest follows.</summary>
    public const string Sampled = "sampled";

    public const string Running = "running";

    /// <summary>Too many in a row did not heal; a person says whether it goes on.</summary>
    public const string Halted = "halted";

    /// <summary>Nothing more is begun; what is under way is watched to its end.</summary>
    public const string Stopping = "stopping";

    public const string Stopped = "stopped";
    public const string Ended = "ended";
}

public static class RetryItemStates
{
    public const string Waiting = "waiting";
    public const string Sending = "sending";
    public const string UnderWay = "under-way";
    public const string StillRunning = "still-running";
    public const string Healed = "healed";
    public const string FailedAgain = "failed-again";
    public const string Gone = "gone";
    public const string Refused = "refused";
    public const string Left = "left";
}

/// <summary>One incident of a bulk retry and what became of it.</summary>
/// <param name="NextCode">code of the incident that it failed with again, or of the refusal</param>
public sealed record RetryItem(
    int Ordinal, string CaseId, string CaseNumber, long Incident, bool IsSample, string State, DateTimeOffset? SentAt, DateTimeOffset? SettledAt,
    string? NextCode, string? NextDetail, string? NextCause);

/// <param name="Count">incidents that failed again for this cause</param>
public sealed record RetryFailure(string Cause, string Code, string Example, long Count);

/// <summary>How many items of a run are in which state.</summary>
public sealed record RetryCounts(IReadOnlyDictionary<string, long> All, IReadOnlyDictionary<string, long> Sample)
{
    public long Of(params ReadOnlySpan<string> states) => Sum(All, states);

    public long OfSample(params ReadOnlySpan<string> states) => Sum(Sample, states);

    public long Total => All.Values.Sum();

    private static long Sum(IReadOnlyDictionary<string, long> counts, ReadOnlySpan<string> states)
    {
        long sum = 0;
        foreach (var state in states) sum += counts.GetValueOrDefault(state);
        return sum;
    }
}

/// <summary>Bulk retries: begun, steered by people, read. What works on them is <see cref="Queues.RetryWork"/>.</summary>
public sealed class RetryRuns(NpgsqlDataSource database)
{
    /// <summary>Incidents of one run at most; what is left is another run's.</summary>
    public const int ItemsMax = 100_000;

    public const int MaxLimit = 200;

    internal const string Columns =
        "id, cause, definition, element, code, pattern, region, joint_item, scope, reason, sample, at_once, tries, patience_seconds, halt_after, goes_on, state, "
        + "started_by, started_at, released_by, released_at, stopped_by, stopped_at, ended_at, halted_because";

    // The oldest first: who has waited longest is helped first, and is as good a sample as any.
    private const string BeginSql = """
        with chosen as (
          select i.*, row_number() over (order by i.raised_at, i.stream_id, i.incident) as place from incident i
          where i.cause = $2 and exists (select from unnest($3::text[], $4::text[]) as part (low, high) where i.region between part.low and part.high)
            and ($5::text is null or i.joint_item = $5)
            and not exists (select from retry_item t where t.stream_id = i.stream_id and t.incident = i.incident and t.state in ('waiting', 'sending', 'under-way', 'still-running'))
          order by i.raised_at, i.stream_id, i.incident
          limit $6
        ), run as (
          insert into retry_run (id, body_hash, cause, definition, element, code, pattern, region, joint_item, scope, reason, sample, at_once, tries,
            patience_seconds, halt_after, goes_on, state, started_by, started_at)
          select $1, $7, cause, definition, element, code, pattern, $8, $5, $9, $10, $11, $12, $13, $14, $15, $16, 'sampling', $17, transaction_timestamp()
          from chosen where place = 1
          returning id
        )
        insert into retry_item (run_id, ordinal, stream_id, case_number, incident, activity, tokens, element, code, version, is_sample, state)
        select run.id, c.place, c.stream_id, c.case_number, c.incident, c.activity, c.tokens, c.element, c.code, c.version, c.place <= $11, 'waiting'
        from chosen c cross join run
        on conflict do nothing
        """;

    /// <summary>
    /// Chooses the open incidents of a cause and begins with them. The same id again begins nothing; who asked for something else
    /// under it is told by <paramref name="bodyHash"/>.
    /// </summary>
    /// <returns>the run, and whether it was there already; no run when there is nothing to retry</returns>
    public async Task<(RetryRun? Run, bool Existed, bool SameBody)> BeginAsync(RetryRun run, byte[] bodyHash, CancellationToken ct)
    {
        if (await FindAsync(run.Id, ct) is { } known) return (known, true, await IsSameAsync(run.Id, bodyHash, ct));
        var spans = RegionSpans.Of(run.Scope, run.Region);
        await using var command = database.CreateCommand(BeginSql);
        var p = command.Parameters;
        p.Add(new() { Value = run.Id });
        p.Add(new() { Value = run.Cause });
        p.Add(new() { Value = spans.Lows });
        p.Add(new() { Value = spans.Highs });
        p.Add(Optional(run.JointItem, NpgsqlDbType.Text));
        p.Add(new() { Value = ItemsMax });
        p.Add(new() { Value = bodyHash });
        p.Add(Optional(run.Region, NpgsqlDbType.Text));
        foreach (object value in (object[])[run.Scope, run.Reason, run.Sample, run.AtOnce, run.Tries, run.PatienceSeconds, run.HaltAfter, run.GoesOn, run.StartedBy])
            p.Add(new() { Value = value });
        try
        {
            await command.ExecuteNonQueryAsync(ct);
        }
        catch (PostgresException twice) when (twice.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            // The same request came twice at the same time.
            return (await FindAsync(run.Id, ct), true, await IsSameAsync(run.Id, bodyHash, ct));
        }
        return (await FindAsync(run.Id, ct), false, true);
    }

    public async Task<RetryRun?> FindAsync(string id, CancellationToken ct)
    {
        await using var command = database.CreateCommand($"select {Columns} from retry_run where id = $1");
        command.Parameters.Add(new() { Value = id });
        await using var r = await command.ExecuteReaderAsync(ct);
        return await r.ReadAsync(ct) ? RunOf(r) : null;
    }

    /// <summary>The newest first.</summary>
    /// <param name="prefixes">beginnings of the division codes that the caller oversees; only runs wholly within them are seen</param>
    public async Task<(List<RetryRun> Runs, Cursor? Next)> ListAsync(IEnumerable<string> prefixes, string? cause, bool openOnly, Cursor? after, int limit, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(limit is >= 1 and <= MaxLimit, true, nameof(limit));
        await using var command = database.CreateCommand($"""
            select {Columns} from retry_run
            where not exists (select from unnest(scope) as of (prefix) where not exists (select from unnest($1::text[]) as mine (prefix) where starts_with(of.prefix, mine.prefix)))
              and ($2::text is null or cause = $2) and (not $3 or ended_at is null)
              and ($4::timestamptz is null or (started_at, id) < ($4, $5))
            order by started_at desc, id desc limit $6
            """);
        var p = command.Parameters;
        p.Add(new() { Value = prefixes.ToArray() });
        p.Add(Optional(cause, NpgsqlDbType.Text));
        p.Add(new() { Value = openOnly });
        p.Add(Optional(after?.At, NpgsqlDbType.TimestampTz));
        p.Add(new() { Value = after?.StreamId ?? "" });
        p.Add(new() { Value = limit + 1 });
        List<RetryRun> runs = [];
        await using var r = await command.ExecuteReaderAsync(ct);
        while (await r.ReadAsync(ct)) runs.Add(RunOf(r));
        if (runs.Count <= limit) return (runs, null);
        runs.RemoveAt(limit);
        return (runs, new Cursor(runs[^1].StartedAt, runs[^1].Id, 0));
    }

    public async Task<RetryCounts> CountsAsync(string id, CancellationToken ct)
    {
        await using var command = database.CreateCommand("select state, count(*), count(*) filter (where is_sample) from retry_item where run_id = $1 group by state");
        command.Parameters.Add(new() { Value = id });
        Dictionary<string, long> all = new(StringComparer.Ordinal), sample = new(StringComparer.Ordinal);
        await using var r = await command.ExecuteReaderAsync(ct);
        while (await r.ReadAsync(ct)) (all[r.GetString(0)], sample[r.GetString(0)]) = (r.GetInt64(1), r.GetInt64(2));
        return new(all, sample);
    }

    /// <summary>What failed again, by cause, the most frequent first; at most 50 causes.</summary>
    public async Task<List<RetryFailure>> FailuresAsync(string id, CancellationToken ct)
    {
        await using var command = database.CreateCommand("""
            select next_cause, min(next_code), min(next_detail), count(*) from retry_item
            where run_id = $1 and state in ('failed-again', 'refused') group by next_cause order by count(*) desc, next_cause limit 50
            """);
        command.Parameters.Add(new() { Value = id });
        List<RetryFailure> failures = [];
        await using var r = await command.ExecuteReaderAsync(ct);
        while (await r.ReadAsync(ct)) failures.Add(new(r.IsDBNull(0) ? "" : r.GetString(0), r.GetString(1), r.GetString(2), r.GetInt64(3)));
        return failures;
    }

    /// <param name="state">one of <see cref="RetryItemStates"/>; null for all</param>
    /// <param name="after">ordinal of the last item of the page before; 0 for the first page</param>
    public async Task<(List<RetryItem> Items, int? Next)> ItemsAsync(string id, string? state, int after, int limit, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(limit is >= 1 and <= MaxLimit, true, nameof(limit));
        await using var command = database.CreateCommand("""
            select ordinal, stream_id, case_number, incident, is_sample, state, sent_at, settled_at, next_code, next_detail, next_cause from retry_item
            where run_id = $1 and ($2::text is null or state = $2) and ordinal > $3 order by ordinal limit $4
            """);
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(Optional(state, NpgsqlDbType.Text));
        command.Parameters.Add(new() { Value = after });
        command.Parameters.Add(new() { Value = limit + 1 });
        List<RetryItem> items = [];
        await using var r = await command.ExecuteReaderAsync(ct);
        while (await r.ReadAsync(ct))
            items.Add(new(r.GetInt32(0), r.GetString(1), r.GetString(2), r.GetInt64(3), r.GetBoolean(4), r.GetString(5), Instant(r, 6), Instant(r, 7), Text(r, 8), Text(r, 9), Text(r, 10)));
        if (items.Count <= limit) return (items, null);
        items.RemoveAt(limit);
        return (items, items[^1].Ordinal);
    }

    /// <summary>The rest may follow, as a person says. False when the run does not wait for that (any more).</summary>
    public async Task<bool> ReleaseAsync(string id, string by, CancellationToken ct)
    {
        await using var command = database.CreateCommand("""
            update retry_run set state = 'running', released_by = $2, released_at = transaction_timestamp(), halted_because = null
            where id = $1 and state in ('sampled', 'halted')
            """);
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(new() { Value = by });
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }

    /// <summary>Nothing more is begun. False when it has ended, or is being stopped already.</summary>
    public async Task<bool> StopAsync(string id, string by, CancellationToken ct)
    {
        await using var command = database.CreateCommand("""
            update retry_run set state = 'stopping', stopped_by = $2, stopped_at = transaction_timestamp()
            where id = $1 and state in ('sampling', 'sampled', 'running', 'halted')
            """);
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(new() { Value = by });
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }

    private async Task<bool> IsSameAsync(string id, byte[] bodyHash, CancellationToken ct)
    {
        await using var command = database.CreateCommand("select body_hash = $2 from retry_run where id = $1");
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(new() { Value = bodyHash });
        return await command.ExecuteScalarAsync(ct) is true;
    }

    internal static RetryRun RunOf(NpgsqlDataReader r) => new(
        r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetString(5), Text(r, 6), Text(r, 7), r.GetFieldValue<string[]>(8), r.GetString(9),
        r.GetInt32(10), r.GetInt32(11), r.GetInt32(12), r.GetInt32(13), r.GetInt32(14), r.GetBoolean(15), r.GetString(16), r.GetString(17), r.GetFieldValue<DateTimeOffset>(18),
        Text(r, 19), Instant(r, 20), Text(r, 21), Instant(r, 22), Instant(r, 23), Text(r, 24));

    private static string? Text(NpgsqlDataReader r, int column) => r.IsDBNull(column) ? null : r.GetString(column);

    private static DateTimeOffset? Instant(NpgsqlDataReader r, int column) => r.IsDBNull(column) ? null : r.GetFieldValue<DateTimeOffset>(column);

    private static NpgsqlParameter Optional(object? value, NpgsqlDbType type) => new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };
}
