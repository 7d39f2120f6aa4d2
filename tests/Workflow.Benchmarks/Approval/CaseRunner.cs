using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Workflow.Core.Cases;
using Workflow.Core.Runtime;

namespace Workflow.Benchmarks.Approval;

/// <summary>Plays whole cases through some way of submitting a command; the six opinions of a case go out at once.</summary>
internal sealed class CaseRunner(Func<Envelope, Task<Answer>> submit)
{
    /// <summary>How long each opinion took from submitting to its answer, milliseconds.</summary>
    public ConcurrentBag<double> Decisions { get; } = [];

    public async Task PlayAsync()
    {
        string id = $"case-{Guid.NewGuid():N}";
        var state = CaseState.Empty;
        state = Fold(state, await SendAsync(Restaurant.File(id), 0));
        state = Fold(state, await SendAsync(Restaurant.Accept(id, state), 1));
        var open = state;
        var opinions = await Task.WhenAll(Enumerable.Range(0, Restaurant.Departments).Select(i => TimedAsync(Restaurant.Opinion(id, open, i), 2 + i)));
        foreach (var opinion in opinions.OrderBy(o => o.Version)) state = Fold(state, opinion);
        state = Fold(state, await SendAsync(Restaurant.Decide(id, state), 8));
        state = Fold(state, await SendAsync(Restaurant.Conclude(id, state), 9));
        if (state.Concluded is null || !state.Flow.IsCompleted) throw new InvalidOperationException($"{id} did not conclude");
    }

    private async Task<Answer.Accepted> TimedAsync(CaseCommand command, int step)
    {
        long started = Stopwatch.GetTimestamp();
        var answer = await SendAsync(command, step);
        Decisions.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        return answer;
    }

    private async Task<Answer.Accepted> SendAsync(CaseCommand command, int step)
    {
        string key = string.Create(CultureInfo.InvariantCulture, $"{command.CaseId}/{step}");
        var answer = await submit(new Envelope(new CommandId(command.By.Id, "http", key), command, SHA256.HashData(Encoding.UTF8.GetBytes(key))));
        return answer as Answer.Accepted ?? throw new InvalidOperationException($"{command.GetType().Name} of {command.CaseId}: {answer}");
    }

    private static CaseState Fold(CaseState state, Answer.Accepted answer) => answer.Events.Aggregate(state, (s, e) => (CaseState)s.Evolve(e));
}
