using Npgsql;
using NpgsqlTypes;
using Workflow.Core.Runtime;
using Workflow.Postgres.Queries;

namespace Workflow.Postgres.Queues;

/// <summary>An automated step that a worker holds.</summary>
/// <param name="Activity">the flow's activity behind it; with the stream id it names the job</param>
/// <param name="Retries">tries left, this one included</param>
/// <param name="LeaseUntil">until then nobody else is given the job</param>
public sealed record ActivatedJob(string StreamId, long Activity, string Type, string Element, int Retries, DateTimeOffset LeaseUntil);

/// <summary>
/// Automated steps for workers. A worker holds a job under a lease; one that dies loses it when the lease runs out.
/// Completing and giving up are commands (CompleteJob, FailJob), which take the row away.
/// </summary>
public sealed class JobQueue(NpgsqlDataSource database)
{
    public const int ActivateMax = 200;
    public static readonly TimeSpan LongestLease = TimeSpan.FromHours(1);
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    // Behind the wake-ups: finds jobs whose lease or pause ran out.
    private static readonly TimeSpan SlowPoll = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(100);

    private readonly Wakeup _wakeup = new();

    /// <summary>To be called when something was committed, by whichever node: it may have opened a job.</summary>
    public void Wake() => _wakeup.Pulse();

    /// <summary>Jobs of a type, oldest first; when there are none, waits for some.</summary>
    /// <param name="worker">names the worker; needed again to report a failure</param>
    /// <param name="max">1 to <see cref="ActivateMax"/></param>
    /// <param name="wait">how long to wait for a first job (long poll); zero to return at once</param>
    /// <param name="regionPrefixes">beginnings of the division codes that the worker works for; null for everywhere</param>
    public async Task<IReadOnlyList<ActivatedJob>> ActivateAsync(
        string type, string worker, int max, TimeSpan lease, TimeSpan wait, CancellationToken ct, IReadOnlyList<string>? regionPrefixes = null)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(max is >= 1 and <= ActivateMax, true, nameof(max));
        ArgumentOutOfRangeException.ThrowIfNotEqual(lease > TimeSpan.Zero && lease <= LongestLease, true, nameof(lease));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(wait, LongestWait);
        long until = Environment.TickCount64 + (long)wait.TotalMilliseconds;
        while (true)
        {
            var next = _wakeup.Next;
            var jobs = await ClaimAsync(type, worker, max, lease, regionPrefixes, ct);
            var left = TimeSpan.FromMilliseconds(until - Environment.TickCount64);
            if (jobs.Count > 0 || left <= TimeSpan.Zero) return jobs;
            await Task.Delay(left < ShortestPause ? left : ShortestPause, ct);
            await Wakeup.WaitAsync(next, left < SlowPoll ? left : SlowPoll, ct);
        }
    }

    /// <summary>
    /// A worker's try failed. While tries are left the job becomes available again after the pause that its definition, or the
    /// worker, says, counted by the database's clock; with the last one gone it is still held, and the caller raises the
    /// incident with the command FailJob.
    /// </summary>
    public async Task<JobFailure> FailedAsync(string streamId, long activity, string worker, FailedTry failed, CancellationToken ct)
    {
        // What was told before is answered as before: the same words again are no further try.
        await using var command = database.CreateCommand(
            """
            with told as (
              update job
              set retries = greatest(retries - 1, 1),
                  tries = tries + 1,
                  failed_at = statement_timestamp(), last_code = $6, last_detail = $7, last_failure = case when retries > 1 and not $9 then $8 end,
                  available_at = case when retries > 1 and not $9 then statement_timestamp()
                    + coalesce($10, pauses[least(tries + 1, cardinality(pauses))] * interval '1 millisecond', least($4 * (2 ^ least(tries, 30)), $5)) else available_at end,
                  lease_until = case when retries > 1 and not $9 then null else lease_until end,
                  worker = case when retries > 1 and not $9 then null else worker end
              where stream_id = $1 and activity = $2 and worker = $3 and lease_until > clock_timestamp() and last_failure is distinct from $8
              returning worker is null as again)
            select again from told
            union all
            select true from job where stream_id = $1 and activity = $2 and last_failure = $8
            """);
        command.Parameters.Add(new() { Value = streamId });
        command.Parameters.Add(new() { Value = activity });
        command.Parameters.Add(new() { Value = worker });
        command.Parameters.Add(new() { Value = Backoff.OfQueues.First });
        command.Parameters.Add(new() { Value = Backoff.OfQueues.Cap });
        command.Parameters.Add(new() { Value = failed.Code });
        command.Parameters.Add(new() { Value = failed.Detail });
        command.Parameters.Add(new() { Value = failed.Id });
        command.Parameters.Add(new() { Value = failed.GivesUp });
        command.Parameters.Add(new() { Value = (object?)failed.RetryAfter ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Interval });
        return await command.ExecuteScalarAsync(ct) switch
        {
            true => JobFailure.TriedAgain,
            false => JobFailure.GivenUp,
            _ => JobFailure.NotHeld,
        };
    }

    /// <summary>True while the worker holds the job; a late one may still complete it, as long as nobody else has.</summary>
    public async Task<bool> IsHeldByAsync(string streamId, long activity, string worker, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            "select exists (select from job where stream_id = $1 and activity = $2 and worker = $3 and lease_until > clock_timestamp())");
        command.Parameters.Add(new() { Value = streamId });
        command.Parameters.Add(new() { Value = activity });
        command.Parameters.Add(new() { Value = worker });
        return await command.ExecuteScalarAsync(ct) is true;
    }

    private async Task<List<ActivatedJob>> ClaimAsync(
        string type, string worker, int max, TimeSpan lease, IReadOnlyList<string>? regionPrefixes, CancellationToken ct)
    {
        // Not clock_timestamp(): what may change from row to row is no bound of an index scan.
        await using var command = database.CreateCommand(
            """
            with free as (
              select stream_id, activity from job
              where type = $1 and available_at <= statement_timestamp() and (lease_until is null or lease_until <= statement_timestamp())
                and ($5::text[] is null
                     or exists (select from case_row where case_row.stream_id = job.stream_id and case_row.region like any ($5)))
              order by available_at
              limit $2
              for update skip locked)
            update job
            set lease_until = statement_timestamp() + $3, worker = $4
            from free
            where job.stream_id = free.stream_id and job.activity = free.activity
            returning job.stream_id, job.activity, job.type, job.element, job.retries, job.lease_until
            """);
        command.Parameters.Add(new() { Value = type });
        command.Parameters.Add(new() { Value = max });
        command.Parameters.Add(new() { Value = lease });
        command.Parameters.Add(new() { Value = worker });
        command.Parameters.Add(new()
        {
            Value = regionPrefixes is null ? DBNull.Value : Scope.Patterns(regionPrefixes), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text,
        });
        var jobs = new List<ActivatedJob>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            jobs.Add(new ActivatedJob(
                reader.GetString(0), reader.GetInt64(1), reader.GetString(2), reader.GetString(3), reader.GetInt32(4), reader.GetFieldValue<DateTimeOffset>(5)));
        }

        return jobs;
    }
}

/// <summary>What a worker says of a try that failed.</summary>
/// <param name="Id">the same when the worker tells it again</param>
/// <param name="RetryAfter">the pause that the worker asks for; null for the definition's</param>
/// <param name="GivesUp">no further try would help: it becomes an incident at once</param>
public sealed record FailedTry(string Id, string Code, string Detail, TimeSpan? RetryAfter = null, bool GivesUp = false);

/// <summary>What became of a job whose try failed.</summary>
public enum JobFailure
{
    /// <summary>Available again after a pause.</summary>
    TriedAgain,

    /// <summary>No tries are left: raise the incident.</summary>
    GivenUp,

    /// <summary>The worker does not hold it any more; nothing was changed.</summary>
    NotHeld,
}
