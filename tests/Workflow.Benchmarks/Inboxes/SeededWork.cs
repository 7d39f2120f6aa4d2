using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Npgsql;
using Workflow.Benchmarks.Seeding;
using Workflow.Core.Cases;
using Workflow.Core.Cases.Closing;
using Workflow.Core.Cases.Review;
using Workflow.Core.Catalog;
using Workflow.Core.Runtime;
using Workflow.Postgres;

namespace Workflow.Benchmarks.Inboxes;

/// <summary>
/// What officers decide on seeded cases: each case is taken up once, anywhere in the database, and led to its end by six
/// opinions at once, the decision and the conclusion. So the work of a command is the same whatever the number of cases.
/// </summary>
internal sealed class SeededWork(Node node, ConcurrentQueue<string> cases)
{
    private readonly string _run = Guid.NewGuid().ToString("N")[..8];
    private int _commands;

    /// <summary>Commands answered so far.</summary>
    public int Commands => Volatile.Read(ref _commands);

    public int CasesLeft => cases.Count;

    /// <summary>Cases under review, from everywhere in the table, in no order that an index has.</summary>
    public static async Task<ConcurrentQueue<string>> CasesAsync(string connectionString, int atMost)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            "select stream_id from (select stream_id from case_row tablesample bernoulli (least(100, 100.0 * $2 * 3 / (select greatest(reltuples, 1) from pg_class where relname = 'case_row'))) where status in (3, 8)) c order by md5(stream_id || $1) limit $2",
            connection) { Parameters = { new() { Value = Guid.NewGuid().ToString() }, new() { Value = atMost } } };
        ConcurrentQueue<string> found = [];
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) found.Enqueue(reader.GetString(0));
        return found;
    }

    /// <summary>Closed loop until time is up; commands answered.</summary>
    public async Task<int> PlayAsync(int clients, TimeSpan length)
    {
        int before = Commands;
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(async () =>
        {
            while (clock.Elapsed < length) await LeadToItsEndAsync(NextCase());
        })));
        return Commands - before;
    }

    /// <summary>So many cases, a few at a time.</summary>
    public Task PlayAsync(int clients, int cases)
    {
        int left = cases;
        return Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Decrement(ref left) >= 0) await LeadToItsEndAsync(NextCase());
        })));
    }

    /// <summary>So many commands a second, whatever becomes of those before, until told to stop.</summary>
    public async Task PlayAtAsync(int rate, CancellationToken stop)
    {
        List<Task> all = [];
        var clock = Stopwatch.StartNew();
        for (int started = 0; !stop.IsCancellationRequested; started++)
        {
            // Eight commands a case.
            var due = TimeSpan.FromSeconds(started * 8.0 / rate);
            if (due > clock.Elapsed) await Task.Delay(due - clock.Elapsed, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!stop.IsCancellationRequested) all.Add(LeadToItsEndAsync(NextCase()));
        }

        await Task.WhenAll(all);
    }

    private string NextCase() => cases.TryDequeue(out string? id) ? id : throw new InvalidOperationException("every case under review was decided; seed more or run shorter");

    private async Task LeadToItsEndAsync(string id)
    {
        var state = (CaseState)(await node.ReadAsync(id, CancellationToken.None)).State;
        var answers = await Task.WhenAll(Open(state, TaskKind.Review).Select(t =>
            SendAsync(new RecordOpinion(t.Id, new Opinion(OpinionKind.Positive, "符合要求", [])) { CaseId = id, By = Officer(state, t) })));
        foreach (var answer in answers.OrderBy(a => a.Version)) state = Fold(state, answer);
        // Of a database that is kept, a run that was cut off may have left some in between.
        if (Open(state, TaskKind.Decide).SingleOrDefault() is { } decide)
            state = Fold(state, await SendAsync(new DecideCase(decide.Id, Decision.Grant, null) { CaseId = id, By = Officer(state, decide) }));
        var conclude = Open(state, TaskKind.Conclude).Single();
        await SendAsync(new Conclude(conclude.Id, [new IssuedResult("i0", "许可证", "许-0001")]) { CaseId = id, By = Officer(state, conclude) });
    }

    private static IEnumerable<CaseTask> Open(CaseState state, TaskKind kind) => state.Tasks.Values.Where(t => t.IsOpen && t.Kind == kind);

    private static Actor Officer(CaseState state, CaseTask task) =>
        new(ActorKind.Person, task.Assignee ?? TemplateCases.OfficerOf(state.Region, task.Department), Role.Officer, task.Department, state.Region);

    private static CaseState Fold(CaseState state, Answer.Accepted answer) => answer.Events.Aggregate(state, (s, e) => (CaseState)s.Evolve(e));

    private async Task<Answer.Accepted> SendAsync(CaseCommand command)
    {
        string key = string.Create(CultureInfo.InvariantCulture, $"{_run}/{command.CaseId}/{command.GetType().Name}/{command.By.Id}");
        var answer = await node.SubmitAsync(new Envelope(new CommandId(command.By.Id, "http", key), command, SHA256.HashData(Encoding.UTF8.GetBytes(key))), CancellationToken.None);
        Interlocked.Increment(ref _commands);
        return answer as Answer.Accepted ?? throw new InvalidOperationException($"{command.GetType().Name} of {command.CaseId}: {answer}");
    }
}
