using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Workflow.Postgres.Embedded;
using Xunit;

namespace Workflow.Faults;

/// <summary>Servers die by kill -9 while people work; afterwards everything that was acknowledged is there, once.</summary>
public sealed class KilledServerTests : IDisposable
{
    private const int PeopleAtOnce = 6;

    // ./test.sh --long goes on for longer.
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("ONEGO_LONG") is { Length: > 0 };
    private static readonly int Kills = IsLong ? 40 : 4;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(IsLong ? 60 : 8);

    private readonly CancellationTokenSource _patience = new(Patience);
    private readonly string _folder = Directory.CreateTempSubdirectory("onego-faults-").FullName;

    public void Dispose()
    {
        _patience.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_server_killed_again_and_again_under_load_loses_nothing_and_does_nothing_twice()
    {
        // given
        await using var server = new ServerProcess(Path.Combine(_folder, "data"));
        await server.StartAsync();
        using var town = await Town.SettleAsync("load", server.Url, server.Data);
        int stories = 0;
        using var enough = new CancellationTokenSource();

        // when: every other time PostgreSQL is killed with its host
        var people = Enumerable.Range(0, PeopleAtOnce).Select(_ => WorkAsync(town, () => Interlocked.Increment(ref stories), enough.Token)).ToList();
        var random = new Random(7);
        for (int n = 0; n < Kills; n++)
        {
            await Task.Delay(random.Next(300, 3_000));
            if (n % 2 == 1) KillPostmaster(server);
            await server.KillAsync();
            await server.StartAsync();
        }

        await enough.CancelAsync();
        var played = (await Task.WhenAll(people).WaitAsync(_patience.Token)).SelectMany(numbers => numbers).ToList();

        // then
        Assert.NotEmpty(played);
        await using var database = await Ledger.OpenAsync(server);
        await Ledger.AssertWholeAsync(server, database, town.Acknowledged, _patience.Token);

        // and played again from their first line, the stories change nothing
        long head = await HeadAsync(database);
        foreach (int number in played.Take(3)) await town.PlayAsync(number);
        Assert.Equal(head, await HeadAsync(database));
    }

    [Fact]
    public async Task Timers_that_fell_due_while_the_server_was_dead_fire_once_when_it_is_back()
    {
        // given cases whose intake falls silent in a moment
        const int cases = 12;
        await using var server = new ServerProcess(Path.Combine(_folder, "data"));
        await server.StartAsync();
        using var town = await Town.SettleAsync("silence", server.Url, server.Data);
        var filed = await Task.WhenAll(Enumerable.Range(0, cases).Select(async number =>
        {
            var player = await town.FileAsync(number, DateTimeOffset.UtcNow.AddDays(-30));
            var due = (await player.ReadAsync()).Clocks.Single(clock => clock.Clock == "intake").DueAt!.Value;
            await player.MoveClockAsync(due - TimeSpan.FromSeconds(number % 2 == 0 ? 2 : 30));
            return player;
        }));

        // when the server dies before the first half is due, and is back after
        await server.KillAsync();
        await Task.Delay(TimeSpan.FromSeconds(3));
        await server.StartAsync();

        // then
        for (int number = 0; number < cases; number += 2) Assert.NotEqual(1, (await filed[number].UntilAsync("acceptance by silence", c => c.Status != 1)).Status);
        for (int number = 1; number < cases; number += 2) Assert.NotEqual(1, (await filed[number].UntilAsync("acceptance by silence", c => c.Status != 1)).Status);
        await using var database = await Ledger.OpenAsync(server);
        await Ledger.AssertWholeAsync(server, database, town.Acknowledged, _patience.Token);
        Assert.Equal(cases, (await Ledger.ColumnAsync(database, "select stream_id from mt_events where type = 'case_accepted' and (data ->> 'BySilence')::boolean", _patience.Token)).Count);
    }

    [Fact]
    public async Task Of_two_servers_on_one_database_each_may_die_while_the_other_works_on()
    {
        // given
        await using var postgres = await EmbeddedPostgres.StartAsync(Path.Combine(_folder, "postgres"));
        await using var first = new ServerProcess(Path.Combine(_folder, "a"), postgres.ConnectionString);
        await using var second = new ServerProcess(Path.Combine(_folder, "b"), postgres.ConnectionString);
        await first.StartAsync();
        await second.StartAsync();
        using var here = await Town.SettleAsync("first", first.Url, first.Data);
        using var there = here.At(second, "second");
        int stories = 0;
        using var enough = new CancellationTokenSource();

        // when
        var people = Enumerable.Range(0, PeopleAtOnce).Select(n => WorkAsync(n % 2 == 0 ? here : there, () => Interlocked.Increment(ref stories), enough.Token)).ToList();
        var random = new Random(11);
        for (int n = 0; n < Kills; n++)
        {
            await Task.Delay(random.Next(300, 2_000));
            var victim = n % 2 == 0 ? first : second;
            await victim.KillAsync();
            await Task.Delay(random.Next(1_000));
            await victim.StartAsync();
        }

        await enough.CancelAsync();
        var played = (await Task.WhenAll(people).WaitAsync(_patience.Token)).SelectMany(numbers => numbers).ToList();

        // then
        Assert.NotEmpty(played);
        await using var database = NpgsqlDataSource.Create(postgres.ConnectionString);
        await Ledger.AssertWholeAsync(first, database, [.. here.Acknowledged, .. there.Acknowledged], _patience.Token);
    }

    /// <summary>Plays stories one after another until it is enough; the last one is played to its end.</summary>
    private static async Task<List<int>> WorkAsync(Town town, Func<int> nextStory, CancellationToken enough)
    {
        var played = new List<int>();
        do
        {
            int number = nextStory();
            var read = await town.PlayAsync(number);
            Assert.Equal(11, read.Status);
            played.Add(number);
        }
        while (!enough.IsCancellationRequested);
        return played;
    }

    private static void KillPostmaster(ServerProcess server)
    {
        string pid = File.ReadLines(Path.Combine(server.Data, "postgres", "cluster", "postmaster.pid")).First();
        using var postmaster = Process.GetProcessById(int.Parse(pid, CultureInfo.InvariantCulture));
        postmaster.Kill();
    }

    private static async Task<long> HeadAsync(NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand("select max(seq_id) from mt_events");
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
