using System.Diagnostics;
using System.Globalization;
using Workflow.Benchmarks.Approval;
using Workflow.Benchmarks.FanOut;
using Workflow.Core.Cases;
using Workflow.Core.Deadlines;
using Workflow.Core.Runtime;
using Workflow.Postgres;
using Workflow.Postgres.Queues;

namespace Workflow.Benchmarks.Load;

/// <summary>
/// A million timers wait; those of many cases fall due in the same instant while people go on working: how long until the
/// last card stands in the log, and what people's commands notice of it.
/// </summary>
internal static class TimersBenchmark
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // Longer than the pump rests when it knows of nothing, so that it hears of the new instant in any case.
    private static readonly TimeSpan Ahead = TimeSpan.FromSeconds(7);

    public static async Task<int> RunAsync(IReadOnlyList<string> words)
    {
        var asked = new Words(words, ("--waiting", 1_000_000), ("--due", 10_000), ("--rate", 20), ("--seconds", 8), ("--rounds", 2), ("--portion", BatchLimits.Default.LowerCommandsShared), ("--load", BatchLimits.Default.StreamsPerLoad), ("--statements", 0));
        await using var postgres = await OwnPostgres.StartAsync(string.Create(CultureInfo.InvariantCulture, $"{2 + asked["--waiting"] / 2_000_000} GB"), counted: asked["--statements"] > 0);
        var cases = new DueCases(postgres);
        await cases.WaitAsync(asked["--waiting"]);
        int[] sizes = [.. Enumerable.Repeat((int[])[Math.Min(2_000, asked["--due"]), asked["--due"]], asked["--rounds"]).SelectMany(s => s)];
        // As on a server that has run for a while: until so many cards are recorded, the compiler takes as much of a processor as they do.
        var warmUp = await cases.WriteAsync(3_000);
        List<(int Size, string[] Ids)> waves = [];
        foreach (int size in sizes) waves.Add((size, await cases.WriteAsync(size)));
        await postgres.ExecuteAsync("vacuum analyze");
        // As on a server that has run for a while, whose log of changes is written into files that are there: a new one costs 50 ms.
        await postgres.ExecuteAsync("checkpoint");
        await Console.Out.WriteLineAsync($"  {postgres.Disk()}; {asked["--rate"]} other cases a second are offered all the time");

        await using var node = await Node.StartAsync(new NodeSettings(postgres.ConnectionString, [new CaseStreams()], LoadAsync, "bench") { Limits = BatchLimits.Default with { LowerCommandsShared = asked["--portion"], StreamsPerLoad = asked["--load"] } }, CancellationToken.None);
        var fired = new Fired(node);
        var pump = new TimerPump(postgres.Database, fired.SubmitAsync, node.Name);
        using var stop = new CancellationTokenSource();
        var working = Task.WhenAll(pump.RunAsync(stop.Token), WakeAsync(node, pump, stop.Token));

        using var people = new Neighbours(node);
        await people.WatchAsync(asked["--rate"], OnceAsync(cases, fired, warmUp)); // the compiler's turn
        var before = await people.WatchAsync(asked["--rate"], Task.Delay(TimeSpan.FromSeconds(asked["--seconds"])));
        await Console.Out.WriteLineAsync($"  people before: {before}");
        Dictionary<int, List<(double Seconds, Watched People)>> measured = [];
        foreach (var (size, ids) in waves)
        {
            var at = await SetAsync(cases, fired, ids);
            await Task.Delay(at - DateTimeOffset.UtcNow);
            await postgres.CountAsync();
            var cpu = await Cpu.ReadAsync(postgres.ConnectionString);
            var during = await people.WatchAsync(asked["--rate"], fired.Done);
            double seconds = (fired.LastAt - at).TotalSeconds;
            var used = (await Cpu.ReadAsync(postgres.ConnectionString)).Since(cpu, 0, size);
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"  {size} due at once: first card after {(fired.FirstAt - at).TotalMilliseconds:F0} ms, last after {seconds:F2} s; CPU a card {used.OwnMs * 1000:F0} own + {used.DatabaseMs * 1000:F0} PostgreSQL µs; people meanwhile: {during}"));
            await postgres.TellAsync(size);
            if (!measured.TryGetValue(size, out var list)) measured[size] = list = [];
            list.Add((seconds, during));
            await Task.Delay(TimeSpan.FromSeconds(1));
        }

        await stop.CancelAsync();
        await working;
        var told = measured.Select(m => string.Create(CultureInfo.InvariantCulture,
            $"{m.Key} due: last card {m.Value.Select(v => v.Seconds).Order().ElementAt(m.Value.Count / 2):F2} s, people's p99 {m.Value.Select(v => v.People.P99).Order().ElementAt(m.Value.Count / 2):F1} ms"));
        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"timers: {asked["--waiting"]} waiting · {string.Join(" · ", told)} · people's p99 before {before.P99:F1} ms · marks 2000: 1 s, 10000: 3 s"));
        return 0;
    }

    private static async Task OnceAsync(DueCases cases, Fired fired, string[] ids)
    {
        await SetAsync(cases, fired, ids);
        await fired.Done;
    }

    private static async Task<DateTimeOffset> SetAsync(DueCases cases, Fired fired, string[] ids)
    {
        fired.Await(ids.Length);
        var at = DateTimeOffset.UtcNow + Ahead;
        await cases.SetDueAsync(ids, at);
        return at;
    }

    private static async Task WakeAsync(Node node, TimerPump pump, CancellationToken ct)
    {
        try
        {
            await foreach (var _ in node.ChangesAsync(null, ct)) pump.Wake();
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Stopping.
        }
    }

    private static ValueTask<object> LoadAsync(PinnedRef pin, CancellationToken ct) =>
        FanOutCase.Contents.TryGetValue(pin.Definition, out var content) ? ValueTask.FromResult<object>(content) : Restaurant.Load(pin, ct);

    /// <summary>Stands between pump and node and notes when cards are acknowledged: an answer comes after its commit.</summary>
    private sealed class Fired(Node node)
    {
        private readonly Lock _lock = new();
        private TaskCompletionSource _done = new();
        private int _left;

        public Task Done => _done.Task;
        public DateTimeOffset FirstAt { get; private set; }
        public DateTimeOffset LastAt { get; private set; }

        public void Await(int cards)
        {
            lock (_lock) (_done, _left, FirstAt) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), cards, DateTimeOffset.MaxValue);
            _ = Task.Delay(Patience).ContinueWith(_ => _done.TrySetException(new TimeoutException("the cards did not come")), TaskScheduler.Default);
        }

        public async Task<Answer> SubmitAsync(Envelope envelope, CancellationToken ct)
        {
            var answer = await node.SubmitAsync(envelope, ct);
            if (answer is not Answer.Accepted { Events: var events } || !events.Any(e => e is CardShown)) return answer;
            var now = DateTimeOffset.UtcNow;
            lock (_lock)
            {
                LastAt = now;
                if (now < FirstAt) FirstAt = now;
                if (--_left == 0) _done.TrySetResult();
            }

            return answer;
        }
    }
}
