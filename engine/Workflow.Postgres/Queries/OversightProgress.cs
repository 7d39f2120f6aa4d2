using Npgsql;

namespace Workflow.Postgres.Queries;

/// <summary>How far figures, cards and status codes have come.</summary>
public sealed class OversightProgress(NpgsqlDataSource database)
{
    /// <summary>Cases that are still to be derived anew, and the position up to which all are.</summary>
    public async Task<(long Waiting, long Position)> ReadAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            with live as (select coalesce((select generation from projection where name = 'Oversight'), 1) as generation),
              waiting as (select count(*) as cases, min(position) as first from stale_case, live where stale_case.generation = live.generation)
            select waiting.cases, coalesce(waiting.first - 1, (select last_seq_id from mt_event_progression where name = 'Oversight:All'), 0) from waiting
            """);
        await using var r = await command.ExecuteReaderAsync(ct);
        await r.ReadAsync(ct);
        return (r.GetInt64(0), r.GetInt64(1));
    }

    /// <summary>Waits until everything up to a position is in the rows; false when it is not within the given time.</summary>
    public async Task<bool> WaitForAsync(long position, TimeSpan patience, CancellationToken ct)
    {
        var until = Environment.TickCount64 + (long)patience.TotalMilliseconds;
        for (var pause = 5; ; pause = Math.Min(pause * 2, 200))
        {
            if ((await ReadAsync(ct)).Position >= position) return true;
            if (Environment.TickCount64 + pause > until) return false;
            await Task.Delay(pause, ct);
        }
    }
}
