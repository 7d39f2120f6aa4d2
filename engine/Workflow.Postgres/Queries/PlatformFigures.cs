using Npgsql;

namespace Workflow.Postgres.Queries;

/// <param name="Nodes">connected nodes, and since when</param>
/// <param name="WaitingForLock">backends that wait for the writer's lock</param>
public sealed record PlatformReading(
    DateTimeOffset At, long Position, IReadOnlyList<(string Name, DateTimeOffset Since)> Nodes, int WaitingForLock, (int Due, double LateMs, int Leased, DateTimeOffset? NextAt) Timers,
    (int Waiting, int Leased, int Retrying) Jobs, IReadOnlyList<ProjectionReading> Projections, IReadOnlyList<DeliveryReading> Deliveries, long DeadLetters);

public sealed record ProjectionReading(string Name, long Position, long Behind, double BehindMs, bool IsRebuilding);

public sealed record DeliveryReading(string Subscription, long Behind, long HeldCases, string? Node, string? Trouble);

/// <summary>
/// How the platform stands as the database knows it: one round trip of statements that read the ends of indexes, none of them the more
/// expensive the more there is.
/// </summary>
public sealed class PlatformFigures(NpgsqlDataSource database)
{
    /// <summary>Rows of a queue that are counted; one more means "more".</summary>
    public const int CountedMax = 10_000;

    /// <summary>Subscriptions shown, the furthest behind first.</summary>
    public const int SubscriptionsMax = 100;

    private const string WholeSql =
        """
        select clock_timestamp(), coalesce((select max(seq_id) from mt_events), 0),
          (select count(*) from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())
            and classid::bigint = $2 and objid::bigint = $3 and not granted),
          (select count(*) from (select 1 from timer where due_at <= clock_timestamp() order by due_at limit $1) due),
          coalesce((select extract(epoch from clock_timestamp() - min(due_at)) * 1000 from timer where due_at <= clock_timestamp()), 0)::float8,
          (select count(*) from (select lease_until from timer where due_at <= clock_timestamp() order by due_at limit $1) due where lease_until > clock_timestamp()),
          (select min(due_at) from timer where due_at > clock_timestamp()),
          (select count(*) from (select 1 from job where available_at <= clock_timestamp() and (lease_until is null or lease_until <= clock_timestamp()) limit $1) job),
          (select count(*) from (select 1 from job where lease_until > clock_timestamp() limit $1) job),
          (select count(*) from (select 1 from job where tries > 0 limit $1) job),
          (select count(*) from (select 1 from dead_letter where state = 'waiting' limit $1) letter)
        """;

    private const string NodesSql =
        """
        select substr(application_name, length('onego listener ') + 1), min(backend_start) from pg_stat_activity
        where datname = current_database() and application_name like 'onego listener %'
        group by application_name order by application_name
        """;

    private const string ProjectionsSql =
        """
        select p.name, coalesce(live.last_seq_id, 0), head.seq_id - coalesce(live.last_seq_id, 0),
          greatest(coalesce(extract(epoch from clock_timestamp() - (
            select timestamp from mt_events where seq_id > coalesce(live.last_seq_id, 0) order by seq_id limit 1)) * 1000, 0), 0)::float8,
          p.rebuilding is not null
        from projection p
        cross join (select coalesce(max(seq_id), 0) as seq_id from mt_events) head
        left join mt_event_progression live on live.name = p.name || ':All'
        order by p.name
        """;

    private const string DeliveriesSql =
        """
        select c.subscription, head.seq_id - c.position, (select count(*) from held_case h where h.subscription = c.subscription),
          case when c.lease_until > clock_timestamp() then c.lease_owner end, c.trouble
        from subscription_cursor c
        cross join (select coalesce(max(seq_id), 0) as seq_id from mt_events) head
        order by c.position, c.subscription
        limit $1
        """;

    public async Task<PlatformReading> ReadAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new(WholeSql) { Parameters = { new() { Value = CountedMax + 1 }, new() { Value = (long)AdvisoryLocks.Class }, new() { Value = (long)AdvisoryLocks.Writer } } },
                new(NodesSql), new(ProjectionsSql),
                new(DeliveriesSql) { Parameters = { new() { Value = SubscriptionsMax } } },
            },
        };
        await using var r = await batch.ExecuteReaderAsync(ct);
        await r.ReadAsync(ct);
        var whole = new PlatformReading(
            r.GetFieldValue<DateTimeOffset>(0), r.GetInt64(1), [], (int)r.GetInt64(2),
            ((int)r.GetInt64(3), r.GetDouble(4), (int)r.GetInt64(5), r.IsDBNull(6) ? null : r.GetFieldValue<DateTimeOffset>(6)),
            ((int)r.GetInt64(7), (int)r.GetInt64(8), (int)r.GetInt64(9)), [], [], r.GetInt64(10));
        var nodes = await AllAsync(r, () => (r.GetString(0), r.GetFieldValue<DateTimeOffset>(1)), ct);
        var projections = await AllAsync(r, () => new ProjectionReading(r.GetString(0), r.GetInt64(1), r.GetInt64(2), r.GetDouble(3), r.GetBoolean(4)), ct);
        var deliveries = await AllAsync(r, () => new DeliveryReading(r.GetString(0), r.GetInt64(1), r.GetInt64(2), r.IsDBNull(3) ? null : r.GetString(3), r.IsDBNull(4) ? null : r.GetString(4)), ct);
        return whole with { Nodes = nodes, Projections = projections, Deliveries = deliveries };
    }

    private static async Task<List<T>> AllAsync<T>(NpgsqlDataReader reader, Func<T> read, CancellationToken ct)
    {
        await reader.NextResultAsync(ct);
        var all = new List<T>();
        while (await reader.ReadAsync(ct)) all.Add(read());
        return all;
    }
}
