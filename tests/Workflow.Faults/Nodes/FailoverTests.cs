using Npgsql;
using Xunit;

namespace Workflow.Faults.Nodes;

/// <summary>
/// The primary is destroyed and its synchronous standby promoted. Two things fence the old one off, should it be started again: its
/// commits wait for a standby that follows another by now, and a node that has seen the new timeline refuses the old.
/// </summary>
public sealed class FailoverTests : IDisposable
{
    private const int People = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(14);

    private readonly CancellationTokenSource _patience = new(Patience);
    private readonly string _folder = Directory.CreateTempSubdirectory("onego-failover-").FullName;

    public void Dispose()
    {
        _patience.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task The_standby_takes_over_with_all_that_was_acknowledged_and_the_old_primary_acknowledges_nothing_more()
    {
        if (DebianPostgres.Missing is { } missing) Assert.Skip(missing);

        // given a primary, its synchronous standby, and two nodes that know both
        await using var old = await DebianPostgres.PrimaryAsync(Path.Combine(_folder, "a"), "standby");
        await using var standby = await DebianPostgres.StandbyAsync(Path.Combine(_folder, "b"), old, "standby");
        await old.ReloadAsync();
        while (!Equals(await old.ExecuteAsync("select sync_state from pg_stat_replication"), "sync")) await Task.Delay(50, _patience.Token);
        string both = DebianPostgres.ConnectionOf(old.Host, standby.Host);
        await using var first = new ServerProcess(Path.Combine(_folder, "data"), both);
        await using var second = new ServerProcess(Path.Combine(_folder, "data"), both);
        await first.StartAsync();
        await second.StartAsync();
        using var here = await Town.SettleAsync("here", first.Url, first.Data);
        using var there = here.At(second, "there");
        using var enough = new CancellationTokenSource();
        var people = Enumerable.Range(0, People).SelectMany(person => new[] { WorkAsync(here, person, enough.Token), WorkAsync(there, person, enough.Token) }).ToList();
        await UntilMoreAsync(here, there);

        // when
        await old.DestroyAsync();
        await standby.PromoteAsync();

        // then work goes on there
        await UntilMoreAsync(here, there);

        // and when the old one is started again, the nodes stay where they are, although it comes first in their list
        await old.StartAsync();
        long stood = (long)(await old.ExecuteAsync("select max(seq_id) from mt_events"))!;
        await UntilMoreAsync(here, there);
        await enough.CancelAsync();
        await Task.WhenAll(people).WaitAsync(_patience.Token);
        Assert.Equal(stood, (long)(await old.ExecuteAsync("select max(seq_id) from mt_events"))!);

        // and one that knows only the old one does not get to work on it: nothing is confirmed there
        await using var lost = new ServerProcess(Path.Combine(_folder, "lost"), old.ConnectionString);
        await Assert.ThrowsAsync<InvalidOperationException>(lost.StartAsync);
        Assert.Equal(stood, (long)(await old.ExecuteAsync("select max(seq_id) from mt_events"))!);

        // and nothing that was acknowledged is missing
        await using var database = NpgsqlDataSource.Create(standby.ConnectionString);
        await Ledger.AssertWholeAsync(first, database, [.. here.Acknowledged, .. there.Acknowledged], _patience.Token);
    }

    private async Task UntilMoreAsync(params Town[] towns)
    {
        foreach (var town in towns)
        {
            int before = town.Acknowledged.Count;
            while (town.Acknowledged.Count < before + 6) await Task.Delay(20, _patience.Token);
        }
    }

    private static async Task WorkAsync(Town town, int person, CancellationToken enough)
    {
        for (int number = person; !enough.IsCancellationRequested; number += People) Assert.Equal(11, (await town.PlayAsync(number)).Status);
    }
}
