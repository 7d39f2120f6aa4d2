using System.Diagnostics;
using System.Globalization;
using Workflow.Benchmarks.Approval;
using Workflow.Core.Cases;
using Workflow.Core.Catalog.Oversight;
using Workflow.Core.Runtime;
using Workflow.Postgres;
using Workflow.Postgres.Log;
using Workflow.Postgres.Projections;
using Workflow.Postgres.Queries;

namespace Workflow.Benchmarks.Load;

/// <summary>
/// How long after its commit an event stands in the rows of the asynchronous projections while the writer is kept as busy
/// as it can be, and how fast projections and derived tables are made anew from the log.
/// </summary>
internal static class ProjectionBenchmark
{
    public static async Task<int> RunAsync(IReadOnlyList<string> words)
    {
        var asked = new Words(words, ("--clients", 64), ("--seconds", 8), ("--rounds", 2), ("--alone", 1), ("--rebuild", 1));
        await using var postgres = await OwnPostgres.StartAsync("3 GB");
        await using var node = await Node.StartAsync(new NodeSettings(postgres.ConnectionString, [new CaseStreams()], Restaurant.Load, "bench"), CancellationToken.None);
        var options = new Options(Clients: asked["--clients"], Rounds: 1, Seconds: asked["--seconds"]);
        var runner = new CaseRunner(envelope => node.SubmitAsync(envelope, CancellationToken.None));
        // 0 leaves a part out, for a quick look.
        var alone = asked["--alone"] == 0 ? new Round(0, 0, 0) : (await Rounds.RunAsync("without projections", options, postgres.ConnectionString, runner.PlayAsync))[0];

        var oversight = new Oversight(new Histories(postgres.Database, new EventJson()), (pin, ct) => Restaurant.Load(pin, ct), (_, _) => ValueTask.FromResult(CardRuleBook.Usual));
        var watch = new LagWatch(postgres);
        var projections = new ProjectionRunner(postgres.Database, [CaseDaily.Projection, oversight.Projection]);
        await projections.CatchUpAsync(CancellationToken.None);
        using var stop = new CancellationTokenSource();
        var working = Task.WhenAll(projections.RunAsync(stop.Token), WakeAsync(node, projections, stop.Token), watch.FollowAsync(node, stop.Token));
        List<Round> rounds = [];
        for (int i = 1; i <= asked["--rounds"]; i++)
        {
            watch.Clear();
            rounds.Add((await Rounds.RunAsync("with projections", options, postgres.ConnectionString, runner.PlayAsync))[0]);
            await Console.Out.WriteLineAsync($"    {watch}");
        }

        string lag = watch.ToString();
        await stop.CancelAsync();
        await working;
        string rebuilt = asked["--rebuild"] == 0 ? "nothing rebuilt" : await RebuildAsync(postgres, projections);
        await Console.Out.WriteLineAsync($"  {postgres.Disk()}");
        var median = Rounds.Median(rounds);
        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"projection: {rebuilt} · {lag} · at {median.PerSecond:F0} cases/s (without projections {alone.PerSecond:F0}), CPU a case {median.CpuMs:F2} ms (without {alone.CpuMs:F2}) · mark p99 200 ms"));
        return 0;
    }

    private static async Task<string> RebuildAsync(OwnPostgres postgres, ProjectionRunner projections)
    {
        await projections.CatchUpAsync(CancellationToken.None);
        long events = Convert.ToInt64(await postgres.ScalarAsync("select sum(version)::bigint from mt_streams"), CultureInfo.InvariantCulture);
        List<string> told = [];
        foreach (string name in (string[])["CaseDaily", Oversight.Name])
        {
            await projections.AskForRebuildAsync(name, CancellationToken.None);
            var clock = Stopwatch.StartNew();
            await projections.CatchUpAsync(CancellationToken.None);
            told.Add(string.Create(CultureInfo.InvariantCulture, $"{name} {events / clock.Elapsed.TotalSeconds:F0}"));
        }

        var watch = Stopwatch.StartNew();
        var failed = await new Rebuild(postgres.Database, [new CaseStreams()], new EventJson()).RunAsync(null, CancellationToken.None);
        if (failed.Count > 0) throw new InvalidOperationException($"{failed[0]}");
        told.Add(string.Create(CultureInfo.InvariantCulture, $"derived tables {events / watch.Elapsed.TotalSeconds:F0}"));
        return $"rebuild of {events} events, events/s: {string.Join(", ", told)}";
    }

    private static async Task WakeAsync(Node node, ProjectionRunner projections, CancellationToken ct)
    {
        try
        {
            await foreach (var _ in node.ChangesAsync(null, ct)) projections.Wake();
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Stopping.
        }
    }
}
