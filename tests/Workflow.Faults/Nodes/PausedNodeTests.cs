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

    /// <summary>The writer's lock time-out (3 s), the second after which a holder that waits for its client counts as stopped, and two for a busy machine.</summary>
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(6);

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

        TestContext.Current.SendDiagnosticMessage($"seed {Seed}: after a pause the others' next command took {longest.TotalMilliseconds:F0} ms at most");
        Assert.InRange(longest, TimeSpan.Zero, Bound);

        // and nothing is lost or done twice
        await nodes.AssertWholeAsync(towns);
        towns.ForEach(town => town.Dispose());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_node_paused_while_it_holds_the_writers_lock_is_put_out_by_the_others(bool connectionsBreak)
    {
        // given people who have signed in at the other nodes
        var towns = nodes.Nodes.Skip(1).Select(node => nodes.Town("beside", node)).ToList();
        foreach (var town in towns) await town.Cast.WindowAsync(Faults.Town.Region);

        // when a node is stopped after its batch's first bytes: the lock is taken, the rest does not come
        using var here = nodes.Town("holder", nodes.Nodes[0]);
        var stopped = nodes.Wire.HoldInBurst(atLeast: 6_000, keep: 1_200);
        var story = here.PlayAsync(0);
        await stopped.WaitAsync(nodes.Ends);
        while (!await HoldsTheLockAsync())
        {
            // It was something else that this node had to send, a derived view for instance.
            stopped = nodes.Wire.HoldInBurst(atLeast: 6_000, keep: 1_200);
            nodes.Wire.Release(Way.ToTarget);
            await stopped.WaitAsync(nodes.Ends);
        }

        await nodes.Nodes[0].PauseAsync();
        var next = towns.Select(FiledAfterAsync).ToList();

        // and, in one case, all who could put it out lose their connections too
        const string inLine = "from pg_stat_activity where application_name like 'onego writer %' and wait_event = 'advisory'";
        if (connectionsBreak)
        {
            await nodes.UntilAsync("the others in line", () => nodes.AskAsync<bool>($"select count(*) >= 2 {inLine}"));
            await nodes.AskAsync<long>($"select count(pg_terminate_backend(pid)) {inLine}");
        }

        // then what the others file takes little longer than the lock's time-out
        var waits = await Task.WhenAll(next);
        TestContext.Current.SendDiagnosticMessage($"the others' next filing took {waits.Max().TotalSeconds:F1} s");
        Assert.All(waits, wait => Assert.InRange(wait, TimeSpan.Zero, Bound));

        // and when it goes on, what it had begun happens once
        nodes.Wire.Release(Way.ToTarget);
        await nodes.Nodes[0].ContinueAsync();
        Assert.Equal(11, (await story).Status);
        await nodes.AssertOnceAsync([here, .. towns]);
        towns.ForEach(town => town.Dispose());
    }

    /// <summary>The first node's writer has the lock, and waits for what does not come.</summary>
    private async Task<bool> HoldsTheLockAsync()
    {
        for (int looks = 0; looks < 20; looks++)
        {
            if (await nodes.AskAsync<bool>(
                """
                select exists (select from pg_locks l join pg_stat_activity a using (pid)
                  where l.locktype = 'advisory' and l.granted and l.classid = 1332634951 and l.objid = 1 and l.objsubid = 2 and a.wait_event_type = 'Client')
                """)) return true;
            await Task.Delay(25, nodes.Ends);
        }

        return false;
    }

    private static async Task<TimeSpan> FiledAfterAsync(Town town)
    {
        long started = Stopwatch.GetTimestamp();
        await town.FileAsync(1, DateTimeOffset.UtcNow.AddDays(-1));
        return Stopwatch.GetElapsedTime(started);
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
