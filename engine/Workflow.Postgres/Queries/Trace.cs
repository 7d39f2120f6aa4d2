using Npgsql;

namespace Workflow.Postgres.Queries;

/// <summary>How often an element of a case's model was left, done or cancelled, or a flow was taken.</summary>
/// <param name="What">"done", "cancelled" or "taken"</param>
public readonly record struct Traced(string Element, string What, int Count);

/// <summary>Where a case has been in its model: counted over its events, which one index holds together.</summary>
public sealed class Trace(NpgsqlDataSource database)
{
    private const string Sql = """
        with moved as (
          select e.type, e.data from single_event e
          where e.stream_id = $1 and e.type in ('element_passed', 'activity_completed', 'activity_cancelled')
        )
        select m.data ->> 'Element', case m.type when 'activity_cancelled' then 'cancelled' else 'done' end, count(*)::int from moved m group by 1, 2
        union all
        select f ->> 'Flow', 'taken', count(*)::int
        from moved m cross join lateral jsonb_array_elements(case when m.type = 'activity_cancelled' then '[]' else m.data -> 'Produced' end) f
        group by 1
        """;

    public async Task<List<Traced>> ReadAsync(string streamId, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql);
        command.Parameters.Add(new() { Value = streamId });
        await using var read = await command.ExecuteReaderAsync(ct);
        List<Traced> traced = [];
        while (await read.ReadAsync(ct)) traced.Add(new(read.GetString(0), read.GetString(1), read.GetInt32(2)));
        return traced;
    }
}
