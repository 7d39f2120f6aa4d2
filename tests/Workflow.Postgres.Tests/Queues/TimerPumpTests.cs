using System.Collections.Concurrent;
using Npgsql;
using Workflow.Core.Cases.Timing;
using Workflow.Core.Cases;
using Workflow.Core.Runtime;
using Workflow.Postgres.Queues;
using Workflow.Testing;
using Xunit;

namespace Workflow.Postgres.Tests.Queues;

public sealed class TimerPumpTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    private NpgsqlDataSource _database = null!;

    public async ValueTask InitializeAsync() => _database = NpgsqlDataSource.Create(await postgres.CreateDatabaseAsync());

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Eight_nodes_that_race_hand_each_timer_over_exactly_once()
    {
        // given
        const int timers = 4_000;
        await RunAsync($"insert into timer (stream_id, due_at) select 'case-' || n, now() - n * interval '1 ms' from generate_series(1, {timers}) n");
        var fired = new ConcurrentBag<string>();
        Task<Answer> Submit(Envelope envelope, CancellationToken ct)
        {
            fired.Add(envelope.Command.StreamId);
            return Gone(envelope);
        }

        // when
        await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Task.Run(async () =>
        {
            var pump = new TimerPump(_database, Submit, $"node-{n}");
            while ((await pump.FireDueAsync(CancellationToken.None)).Claimed > 0) { }
        })));

        // then
        Assert.Equal(timers, fired.Count);
        Assert.Equal(timers, fired.Distinct().Count());
        Assert.Equal(0L, await ScalarAsync("select count(*) from timer"));
    }

    [Fact]
    public async Task A_timer_is_handed_over_as_a_command_that_names_it_for_ever()
    {
        // given
        await RunAsync("insert into timer (stream_id, due_at) values ('case-1', '2026-01-05T01:00:00.000001Z')");
        Envelope? handed = null;
        var pump = new TimerPump(_database, (envelope, _) => { handed = envelope; return Gone(envelope); }, "node-1");

        // when
        await pump.FireDueAsync(CancellationToken.None);

        // then
        Assert.Equal(new CommandId("system", "timer", "case-1/2026-01-05T01:00:00.0000010Z/1"), handed!.Id);
        Assert.Equal("case-1", Assert.IsType<FireTimer>(handed.Command).CaseId);
        Assert.Equal((CommandPriority.Timer, "timer"), (handed.Priority, handed.Command.By.Id));
    }

    [Fact]
    public async Task What_a_dead_node_had_claimed_is_fired_by_another_when_the_lease_is_over()
    {
        // given
        await RunAsync("insert into timer (stream_id, due_at, lease_until, lease_owner, attempts) values ('case-1', now(), now() + interval '1 hour', 'dead', 1)");
        var pump = new TimerPump(_database, (envelope, _) => Gone(envelope), "node-1");

        // when, then
        Assert.Equal(0, (await pump.FireDueAsync(CancellationToken.None)).Claimed);
        await RunAsync("update timer set lease_until = now()");
        Assert.Equal(1, (await pump.FireDueAsync(CancellationToken.None)).Claimed);
        Assert.Equal(0L, await ScalarAsync("select count(*) from timer"));
    }

    [Fact]
    public async Task A_timer_whose_command_fails_waits_longer_each_time_and_holds_up_no_other()
    {
        // given
        await RunAsync("insert into timer (stream_id, due_at) values ('case-bad', now() - interval '1 hour'), ('case-good', now())");
        var pump = new TimerPump(
            _database, (envelope, _) => envelope.Command.StreamId == "case-bad" ? throw new InvalidOperationException("bug") : Gone(envelope), "node-1");

        // when
        await pump.FireDueAsync(CancellationToken.None);
        double first = (double)(await ScalarAsync("select extract(epoch from lease_until - clock_timestamp())::float8 from timer"))!;
        await RunAsync("update timer set lease_until = now()");
        await pump.FireDueAsync(CancellationToken.None);
        await RunAsync("update timer set lease_until = now()");
        await pump.FireDueAsync(CancellationToken.None);
        double third = (double)(await ScalarAsync("select extract(epoch from lease_until - clock_timestamp())::float8 from timer"))!;

        // then
        Assert.Equal("case-bad", await ScalarAsync("select stream_id from timer where lease_owner is null and attempts = 3"));
        Assert.InRange(first, 0.2, 1.0);
        Assert.InRange(third, 2.0, 4.0);
    }

    [Fact]
    public async Task A_timer_heard_a_moment_too_early_is_heard_again_under_another_id()
    {
        // given
        await RunAsync("insert into timer (stream_id, due_at) values ('case-1', now())");
        var ids = new List<string>();
        var pump = new TimerPump(
            _database,
            (envelope, _) =>
            {
                ids.Add(envelope.Id.Id);
                return ids.Count == 1 ? Task.FromResult<Answer>(new Answer.Accepted("case-1", 3, 3, [], false)) : Gone(envelope);
            },
            "node-1");

        // when
        await pump.FireDueAsync(CancellationToken.None);
        await RunAsync("update timer set lease_until = now()");
        await pump.FireDueAsync(CancellationToken.None);

        // then
        Assert.Equal(2, ids.Distinct().Count());
        Assert.Equal(0L, await ScalarAsync("select count(*) from timer"));
    }

    [Fact]
    public async Task A_timer_with_more_due_at_its_instant_than_one_command_does_is_fired_on_under_other_ids_at_once()
    {
        // given
        await RunAsync("insert into timer (stream_id, due_at) values ('case-1', now())");
        var ids = new List<string>();
        var pump = new TimerPump(
            _database,
            (envelope, _) =>
            {
                ids.Add(envelope.Id.Id);
                return ids.Count == 3 ? Gone(envelope) : Task.FromResult<Answer>(new Answer.Accepted("case-1", 3, 3, [new ClockEnded("case", default)], false));
            },
            "node-1");

        // when
        while ((await pump.FireDueAsync(CancellationToken.None)).Claimed > 0) { }

        // then
        Assert.Equal(3, ids.Distinct().Count());
        Assert.Equal(0L, await ScalarAsync("select count(*) from timer"));
    }

    [Fact]
    public async Task A_sleeping_pump_is_woken_for_a_timer_that_falls_due_before_its_poll()
    {
        // given
        using var stop = new CancellationTokenSource();
        var fired = new TaskCompletionSource<DateTimeOffset>(TaskCreationOptions.RunContinuationsAsynchronously);
        var pump = new TimerPump(_database, (envelope, _) => { fired.TrySetResult(DateTimeOffset.UtcNow); return Gone(envelope); }, "node-1");
        var running = pump.RunAsync(stop.Token);

        // when
        var due = (DateTime)(await ScalarAsync("insert into timer (stream_id, due_at) values ('case-1', clock_timestamp() + interval '400 ms') returning due_at"))!;
        pump.Wake();
        var at = await fired.Task.WaitAsync(TimeSpan.FromSeconds(4));
        await stop.CancelAsync();
        await running;

        // then
        Assert.InRange(at.UtcDateTime - due, TimeSpan.Zero, TimeSpan.FromSeconds(1.5));
    }

    [Fact]
    public async Task A_pump_that_stops_gives_back_what_it_holds()
    {
        // given
        await RunAsync("insert into timer (stream_id, due_at) values ('case-1', now())");
        using var stop = new CancellationTokenSource();
        var handed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var pump = new TimerPump(
            _database, async (_, ct) => { handed.SetResult(); await Task.Delay(Timeout.Infinite, ct); throw new InvalidOperationException(); }, "node-1");
        var running = pump.RunAsync(stop.Token);
        await handed.Task;

        // when
        await stop.CancelAsync();
        await running;

        // then
        Assert.Equal(1L, await ScalarAsync("select count(*) from timer where lease_until is null and lease_owner is null"));
    }

    /// <summary>What an accepted FireTimer does to the row, in its transaction.</summary>
    private async Task<Answer> Gone(Envelope envelope)
    {
        await using var command = _database.CreateCommand("delete from timer where stream_id = $1");
        command.Parameters.Add(new() { Value = envelope.Command.StreamId });
        await command.ExecuteNonQueryAsync();
        return new Answer.Accepted(envelope.Command.StreamId, 4, 4, [new ClockEnded("case", default)], false);
    }

    private Task RunAsync(string sql) => ScalarAsync(sql);

    private async Task<object?> ScalarAsync(string sql)
    {
        await using var command = _database.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
