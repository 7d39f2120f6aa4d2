using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Npgsql;
using Workflow.Benchmarks.FanOut;
using Workflow.Core.Cases;
using Workflow.Core.Cases.Timing;
using Workflow.Core.Deadlines;
using Workflow.Core.Runtime;
using Workflow.Postgres.Log;

namespace Workflow.Benchmarks.Load;

/// <summary>
/// Cases that were filed and accepted so many days ago that exactly one yellow card has fallen due since: whole streams,
/// written by the writer's own statements, only with instants of the past. When their timers are heard is set afterwards.
/// </summary>
internal sealed class DueCases(OwnPostgres postgres)
{
    private const int CasesInABatch = 64;
    private const int DaysBackMax = 60;

    private static readonly FanOutCase Content = new(ChildKind.User);
    private static readonly Dictionary<string, StreamKind> Kinds = new(StringComparer.Ordinal) { ["case"] = new CaseStreams() };

    /// <summary>Timers that wait for a month and more, of no case that is looked at in this run: they only make the table large.</summary>
    public async Task WaitAsync(int timers) => await postgres.ExecuteAsync(
        """
        insert into timer (stream_id, due_at)
        select 'case-' || md5(i::text), clock_timestamp() + interval '30 days' + i * interval '1 second' from generate_series(1, $1) as i
        """, timers);

    /// <returns>the ids; their timers wait without end until <see cref="SetDueAsync"/></returns>
    public async Task<string[]> WriteAsync(int cases)
    {
        var accepted = DateTimeOffset.UtcNow.AddDays(-DaysBack());
        var json = new EventJson();
        await using var database = LogWriter.DataSourceFor(postgres.ConnectionString, "seeding");
        await using var connection = await database.OpenConnectionAsync();
        List<string> ids = [];
        while (ids.Count < cases)
        {
            var items = Enumerable.Range(0, Math.Min(CasesInABatch, cases - ids.Count)).Select(_ => Play($"case-{Guid.NewGuid():N}", accepted)).ToList();
            await using var batch = new NpgsqlBatch(connection);
            new EncodedBatch(new Batch(ids.Count + 1, items), Kinds, json).AddTo(batch, "seeding");
            await batch.ExecuteNonQueryAsync();
            ids.AddRange(items.Select(item => item.StreamId));
        }

        await postgres.ExecuteAsync("update timer set due_at = timestamptz '2200-01-01' where stream_id = any ($1)", (object)ids.ToArray());
        return [.. ids];
    }

    /// <summary>From then on the timers of these cases may be heard.</summary>
    public Task SetDueAsync(string[] ids, DateTimeOffset at) =>
        postgres.ExecuteAsync("update timer set due_at = $2 where stream_id = any ($1)", ids, at.ToUniversalTime());

    private static int DaysBack()
    {
        var (id, now) = ($"case-{Guid.NewGuid():N}", DateTimeOffset.UtcNow);
        for (int days = 1; days <= DaysBackMax; days++)
        {
            var state = (CaseState)Play(id, now.AddDays(-days)).After;
            if (new FireTimer() { CaseId = id, By = Actor.System("timer") }.Decide(Content.Pinned, state, now) is Outcome.Events { List: var events } && events.Any(e => e is CardShown)) return days;
        }

        throw new InvalidOperationException("no case shows a card");
    }

    private static BatchItem Play(string id, DateTimeOffset at)
    {
        at = at.AddTicks(-(at.Ticks % TimeSpan.TicksPerMicrosecond));
        var (state, decided, version) = (CaseState.Empty, new List<DecidedCommand>(), 0L);
        Send(Content.File(id, 1));
        Send(FanOutCase.Accept(id, state));
        return new BatchItem(id, StreamHead.None, CaseState.Empty, state, decided);

        void Send(CaseCommand command)
        {
            if (command.Decide(Content.Pinned, state, at) is not Outcome.Events { List: var events }) throw new InvalidOperationException($"{command} was refused");
            var rows = Kinds["case"].RowsOf(events);
            foreach (var row in rows) state = (CaseState)state.Evolve(row);
            version += rows.Count;
            string key = string.Create(CultureInfo.InvariantCulture, $"{id}/{decided.Count}");
            var envelope = new Envelope(new CommandId(command.By.Id, "http", key), command, SHA256.HashData(Encoding.UTF8.GetBytes(key)));
            decided.Add(new DecidedCommand(envelope, null, events, at, version) { Rows = rows });
        }
    }
}
