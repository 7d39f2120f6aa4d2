using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Workflow.Core.Cases;
using Workflow.Core.Flow;
using Workflow.Core.Runtime;

namespace Workflow.Benchmarks.Approval;

/// <summary>Plays whole cases through some way of submitting a command; the six opinions of a case go out at once.</summary>
internal sealed class CaseRunner(Func<Envelope, Task<Answer>> submit)
{
    /// <summary>How long each opinion took from when it was due (the case's acceptance was answered) to its answer.</summary>
    public ConcurrentBag<Decided> Decisions { get; } = [];

    public Task PlayAsync() => PlayAsync(TimeSpan.Zero);

    /// <param name="late">how long after it was due the case begins; its decisions have waited that long too</param>
    public async Task PlayAsync(TimeSpan late)
    {
        string id = $"case-{Guid.NewGuid():N}";
        var known = new OpenedTasks();
        known.Note(await SendAsync(Restaurant.File(id), 0));
        known.Note(await SendAsync(Restaurant.Accept(id, known), 1));
        long due = Stopwatch.GetTimestamp();
        var opinions = await Task.WhenAll(Enumerable.Range(0, Restaurant.Departments).Select(async i =>
        {
            var answer = await SendAsync(Restaurant.Opinion(id, known, i), 2 + i);
            Decisions.Add(new Decided(due, Stopwatch.GetTimestamp(), late));
            return answer;
        }));
        foreach (var opinion in opinions) known.Note(opinion);
        known.Note(await SendAsync(Restaurant.Decide(id, known), 8));
        var last = await SendAsync(Restaurant.Conclude(id, known), 9);
        if (!last.Events.Any(e => e is CaseConcluded) || !last.Events.Any(e => e is ProcessCompleted)) throw new InvalidOperationException($"{id} did not conclude");
    }

    private async Task<Answer.Accepted> SendAsync(CaseCommand command, int step)
    {
        string key = string.Create(CultureInfo.InvariantCulture, $"{command.CaseId}/{step}");
        var answer = await submit(new Envelope(new CommandId(command.By.Id, "http", key), command, SHA256.HashData(Encoding.UTF8.GetBytes(key))));
        return answer as Answer.Accepted ?? throw new InvalidOperationException($"{command.GetType().Name} of {command.CaseId}: {answer}");
    }
}
