using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace Workflow.Faults.Nodes;

/// <summary>A node stands still (SIGSTOP), its connections open, whatever it was doing.</summary>
[Collection(NodeTests.Name)]
public sealed class PausedNodeTests(NodeGroup nodes)
{
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("ONEGO_LONG") is { Length: > 0 };
    private static readonly int Pauses = IsLong ? 40 : 3;
    private static readonly int Seed = int.TryParse(Environment.GetEnvironmentVariable("ONEGO_SEED"), CultureInfo.InvariantCulture, out int seed) ? seed : 20261122;

    /// <summary>Commands of each of the others that are acknowledged before the paused node goes on.</summary>
    private const int Meanwhile = 6;

    [Fact]
    public async Task Nodes_paused_at_any_moment_under_load_stop_nobody_else_and_do_no_harm_afterwards()
    {
        // given people at work at every node
        var random = new Random(Seed);
        var towns = nodes.Nodes.Select(node => nodes.Town("paused", node)).ToList();
        using var enough = new CancellationTokenSource();
        var people = towns.SelectMany(town => Enumerable.Range(0, 2).Select(person => WorkAsync(town, person, enough.Token))).ToList();
        var longest = TimeSpan.Zero;

        // when one after another is paused
        for (int n = 0; n < Pauses; n++)
        {
            await Task.Delay(random.Next(300), nodes.Ends);
            int paused = random.Next(towns.Count);
            await nodes.Nodes[paused].PauseAsync();

            // then the others work on while it stands still
            var others = towns.Where((_, i) => i != paused).ToList();
            foreach (var other in others)
                if (await NextAsync(other) is var wait && wait > longest) longest = wait;
            foreach (var other in others)
                for (int more = 1; more < Meanwhile; more++) await NextAsync(other);
            await nodes.Nodes[paused].ContinueAsync();
        }

        await enough.CancelAsync();
        await Task.WhenAll(people).WaitAsync(nodes.Ends);

        // and nothing is lost or done twice
        TestContext.Current.SendDiagnosticMessage($"seed {Seed}: after a pause the others' next command took {longest.TotalMilliseconds:F0} ms at most");
        await nodes.AssertWholeAsync(towns);
        towns.ForEach(town => town.Dispose());
    }

    [Fact]
    public async Task A_node_paused_while_it_holds_the_writers_lock_is_put_out_by_the_others()
    {
        // given a node that is stopped after its batch's first bytes: the lock is taken, the rest does not come
        using var here = nodes.Town("holder", nodes.Nodes[0]);
        using var there = nodes.Town("holder", nodes.Nodes[1]);
        var stopped = nodes.Wire.HoldInBurst(atLeast: 6_000, keep: 1_200);
        var story = here.PlayAsync(0);
        await stopped.WaitAsync(nodes.Ends);
        await nodes.Nodes[0].PauseAsync();
        bool isHeld = await nodes.AskAsync<bool>(
            """
            select exists (select from pg_locks l join pg_stat_activity a using (pid)
              where l.locktype = 'advisory' and l.granted and l.classid = 1332634951 and l.objid = 1 and l.objsubid = 2 and a.wait_event_type = 'Client')
            """);

        // when
        long started = Stopwatch.GetTimestamp();
        var read = await there.PlayAsync(1);
        var took = Stopwatch.GetElapsedTime(started);

        // then
        Assert.Equal(11, read.Status);
        TestContext.Current.SendDiagnosticMessage($"lock held: {isHeld}; a whole story beside it took {took.TotalSeconds:F1} s");
        Assert.True(isHeld, "the batch was not in the middle");

        // and when it goes on, what it had begun happens once
        nodes.Wire.Release(Way.ToTarget);
        await nodes.Nodes[0].ContinueAsync();
        Assert.Equal(11, (await story).Status);
        await nodes.AssertOnceAsync(here, there);
    }

    private async Task<TimeSpan> NextAsync(Town town)
    {
        long started = Stopwatch.GetTimestamp();
        int before = town.Acknowledged.Count;
        while (town.Acknowledged.Count == before) await Task.Delay(5, nodes.Ends);
        return Stopwatch.GetElapsedTime(started);
    }

    private static async Task WorkAsync(Town town, int person, CancellationToken enough)
    {
        for (int number = person; !enough.IsCancellationRequested; number += 10) Assert.Equal(11, (await town.PlayAsync(number)).Status);
    }
}
