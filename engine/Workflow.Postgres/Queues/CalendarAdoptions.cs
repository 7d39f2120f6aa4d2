using Npgsql;
using NpgsqlTypes;

namespace Workflow.Postgres.Queues;

/// <summary>How far a version of a calendar has reached the cases under way.</summary>
/// <param name="Pass">1: all cases; 2: those filed since the first began</param>
/// <param name="AfterId">id of the last case looked at in this pass; "" at its beginning</param>
public sealed record CalendarAdoption(
    string Calendar, int Version, int Pass, string AfterId, long StartPosition, long Checked, long Moved, long Failed, string? LastError,
    DateTimeOffset StartedAt, DateTimeOffset? EndedAt);

/// <summary>The progress of calendar notices: one row a version, worked on by one node at a time under a lease.</summary>
public sealed class CalendarAdoptions(NpgsqlDataSource database, string node)
{
    /// <summary>Cases of one page.</summary>
    public const int PageSize = 200;

    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    // A version that a later one has overtaken needs no walk of its own.
    private const string BeginSql = """
        insert into calendar_adoption (calendar, version, start_position, started_at)
        select d.id, d.version, (select coalesce(max(seq_id), 0) from mt_events), transaction_timestamp()
        from document d
        where d.kind = 'calendar' and not exists (select from calendar_adoption a where a.calendar = d.id and a.version >= d.version)
        on conflict do nothing
        """;

    private const string OvertakeSql = """
        update calendar_adoption a set ended_at = transaction_timestamp()
        where a.ended_at is null and exists (select from calendar_adoption later where later.calendar = a.calendar and later.version > a.version)
        """;

    private const string ClaimSql = """
        update calendar_adoption set lease_owner = $1, lease_until = transaction_timestamp() + $2
        where (calendar, version) = (
          select calendar, version from calendar_adoption
          where ended_at is null and (lease_until is null or lease_until < transaction_timestamp() or lease_owner = $1)
          order by started_at, calendar limit 1 for update skip locked)
        returning calendar, version, pass, after_id, start_position, checked, moved, failed, last_error, started_at, ended_at
        """;

    // Versions stand in a case's first event. A case that has ended may still have clocks: of delivery, of what is owed.
    private const string PageSql = """
        select c.stream_id, coalesce(e.data -> 'Pinned' ->> 'Calendar' = $2 or e.data -> 'Pinned' -> 'Further' -> 'ByCode' ? $2, false) and e.seq_id > $3
        from (
          select stream_id from case_row r
          where stream_id > $1 and (not ended or exists (select from timer t where t.stream_id = r.stream_id))
          order by stream_id
          limit $4) c
        join mt_events e on e.stream_id = c.stream_id and e.version = 1
        order by c.stream_id
        """;

    /// <summary>Begins a walk for every calendar whose latest version has none yet, and claims one; null when none is left or others have them.</summary>
    public async Task<CalendarAdoption?> ClaimAsync(CancellationToken ct)
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(new(BeginSql));
        batch.BatchCommands.Add(new(OvertakeSql));
        batch.BatchCommands.Add(new(ClaimSql) { Parameters = { new() { Value = node }, new() { Value = Lease } } });
        await using var r = await batch.ExecuteReaderAsync(ct);
        return await r.ReadAsync(ct) ? RowOf(r) : null;
    }

    /// <summary>The next cases of a walk, each with whether it counts by the calendar; fewer than <see cref="PageSize"/> on the last page.</summary>
    public async Task<List<(string CaseId, bool Counts)>> PageAsync(CalendarAdoption of, CancellationToken ct)
    {
        await using var command = database.CreateCommand(PageSql);
        command.Parameters.Add(new() { Value = of.AfterId });
        command.Parameters.Add(new() { Value = of.Calendar });
        command.Parameters.Add(new() { Value = of.Pass == 1 ? 0L : of.StartPosition });
        command.Parameters.Add(new() { Value = PageSize });
        List<(string, bool)> cases = [];
        await using var r = await command.ExecuteReaderAsync(ct);
        while (await r.ReadAsync(ct)) cases.Add((r.GetString(0), r.GetBoolean(1)));
        return cases;
    }

    /// <summary>Writes down how far it has come; false when another node has taken over.</summary>
    public async Task<bool> SaveAsync(CalendarAdoption now, bool ended, CancellationToken ct)
    {
        await using var command = database.CreateCommand("""
            update calendar_adoption set pass = $4, after_id = $5, checked = $6, moved = $7, failed = $8, last_error = $9,
              ended_at = case when $10 then transaction_timestamp() end, lease_until = transaction_timestamp() + $11
            where calendar = $1 and version = $2 and lease_owner = $3 and ended_at is null
            """);
        command.Parameters.Add(new() { Value = now.Calendar });
        command.Parameters.Add(new() { Value = now.Version });
        command.Parameters.Add(new() { Value = node });
        command.Parameters.Add(new() { Value = (short)now.Pass });
        command.Parameters.Add(new() { Value = now.AfterId });
        command.Parameters.Add(new() { Value = now.Checked });
        command.Parameters.Add(new() { Value = now.Moved });
        command.Parameters.Add(new() { Value = now.Failed });
        command.Parameters.Add(new() { Value = (object?)now.LastError ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = ended });
        command.Parameters.Add(new() { Value = Lease });
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }

    /// <summary>Null when the walk has not begun.</summary>
    public async Task<CalendarAdoption?> FindAsync(string calendar, int version, CancellationToken ct)
    {
        await using var command = database.CreateCommand("""
            select calendar, version, pass, after_id, start_position, checked, moved, failed, last_error, started_at, ended_at
            from calendar_adoption where calendar = $1 and version = $2
            """);
        command.Parameters.Add(new() { Value = calendar });
        command.Parameters.Add(new() { Value = version });
        await using var r = await command.ExecuteReaderAsync(ct);
        return await r.ReadAsync(ct) ? RowOf(r) : null;
    }

    private static CalendarAdoption RowOf(NpgsqlDataReader r) => new(
        r.GetString(0), r.GetInt32(1), r.GetInt16(2), r.GetString(3), r.GetInt64(4), r.GetInt64(5), r.GetInt64(6), r.GetInt64(7),
        r.IsDBNull(8) ? null : r.GetString(8), r.GetFieldValue<DateTimeOffset>(9), r.IsDBNull(10) ? null : r.GetFieldValue<DateTimeOffset>(10));
}
