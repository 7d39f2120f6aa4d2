using Npgsql;
using Workflow.Core.Cases.Messages;
using Workflow.Postgres.Correlation;
using Workflow.Testing;
using Xunit;

namespace Workflow.Postgres.Tests.Correlation;

public sealed class ParkedMessageTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    private static readonly CancellationToken Ct = CancellationToken.None;
    private NpgsqlDataSource _database = null!;
    private Postbox _box = null!;

    public async ValueTask InitializeAsync() => _box = new(_database = NpgsqlDataSource.Create(await postgres.CreateDatabaseAsync()));

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task A_message_that_comes_twice_is_taken_once_and_another_under_its_id_is_refused()
    {
        Assert.IsType<Standing.Taken>(await _box.Parked.TakeAsync(Postbox.Message("a"), Ct));
        Assert.IsType<Standing.Known>(await _box.Parked.TakeAsync(Postbox.Message("a"), Ct));
        Assert.IsType<Standing.Reused>(await _box.Parked.TakeAsync(Postbox.Message("a", body: "2"), Ct));
    }

    [Fact]
    public async Task A_message_that_was_delivered_is_answered_by_the_log_for_ever()
    {
        // given
        await _box.AcceptedAsync(Postbox.Message("a"), "case-1");

        // when, then
        var delivered = Assert.IsType<Standing.Delivered>(await _box.Parked.TakeAsync(Postbox.Message("a"), Ct));
        Assert.Equal(("case-1", 7L, 70L), (delivered.CaseId, delivered.Version, delivered.Position));
        Assert.IsType<Standing.Reused>(await _box.Parked.TakeAsync(Postbox.Message("a", body: "2"), Ct));
        Assert.Equal(0L, await _box.AskAsync<long>("select count(*) from parked_message"));
    }

    [Fact]
    public async Task Eight_that_race_to_take_the_same_message_get_it_once()
    {
        var standings = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => _box.Parked.TakeAsync(Postbox.Message("a"), Ct))));

        Assert.Single(standings.OfType<Standing.Taken>());
        Assert.Equal(7, standings.OfType<Standing.Known>().Count());
    }

    [Fact]
    public async Task A_message_sleeps_until_a_case_waits_for_its_name_and_its_key()
    {
        // given
        var message = await _box.ParkAsync(Postbox.Message("a"));
        await _box.WaitAsync("case-1", 10, key: "other");
        await _box.WaitAsync("case-2", 11, key: null);
        await _box.WaitAsync("case-3", 12, name: "other");
        await _box.Parked.WakeAwaitedAsync(0, Ct);
        Assert.Empty(await _box.Parked.ClaimAsync(Ct));

        // when
        await _box.WaitAsync("case-4", 13);
        await _box.Parked.WakeAwaitedAsync(12, Ct);

        // then
        Assert.Equal(message.Id, Assert.Single(await _box.Parked.ClaimAsync(Ct)).Id);
        Assert.Empty(await _box.Parked.ClaimAsync(Ct));
    }

    [Fact]
    public async Task Who_begins_to_wait_while_a_message_is_looked_at_wakes_it_again()
    {
        // given a message that somebody has and that is about to be put to sleep
        var taken = ((Standing.Taken)await _box.Parked.TakeAsync(Postbox.Message("a"), Ct)).Message;
        await _box.WaitAsync("case-1", 10);
        await _box.Parked.WakeAwaitedAsync(9, Ct);

        // when
        await _box.Parked.SleepAsync(taken, Ct);

        // then
        Assert.Single(await _box.Parked.ClaimAsync(Ct));
    }

    [Fact]
    public async Task Who_waited_first_is_asked_first_within_the_senders_reach()
    {
        // given
        await _box.WaitAsync("case-late", 30);
        await _box.WaitAsync("case-far", 10, region: "440100");
        await _box.WaitAsync("case-first", 20);
        await _box.WaitAsync("case-above", 25, region: "330000");
        var address = MessageAddress.Of("paid", "k");

        // when, then
        Assert.Equal(["case-far", "case-first", "case-above", "case-late"], await AtAsync(Postbox.Everywhere));
        Assert.Equal(["case-first", "case-late"], await AtAsync(new Reach(["3301"], [])));
        Assert.Equal(["case-first", "case-above", "case-late"], await AtAsync(new Reach(["330102"], ["330100", "330000", "000000"])));
        Assert.Empty(await AtAsync(Reach.Nowhere));

        async Task<IEnumerable<string>> AtAsync(Reach reach) => (await _box.Waits.AtAsync(address, null, reach, -1, Ct)).Select(w => w.StreamId);
    }

    [Fact]
    public async Task Messages_whose_time_is_over_are_handed_out_once_and_wait_no_more_until_they_are_revived()
    {
        // given
        var over = await _box.ParkAsync(Postbox.Message("over", ttl: TimeSpan.FromSeconds(-1)));
        await _box.ParkAsync(Postbox.Message("not-yet"));
        var delivered = Postbox.Message("delivered", ttl: TimeSpan.FromSeconds(-1));
        await _box.ParkAsync(delivered);
        await _box.AcceptedAsync(delivered, "case-1");

        // when
        var claimed = Assert.Single(await _box.Parked.ClaimExpiredAsync(Ct));
        Assert.Empty(await _box.Parked.ClaimExpiredAsync(Ct));
        await _box.Parked.ExpireAsync(claimed, "message-expired", Ct);

        // then
        Assert.Equal(over.Id, claimed.Id);
        var known = Assert.IsType<Standing.Known>(await _box.Parked.TakeAsync(Postbox.Message("over"), Ct));
        Assert.Equal(("expired", "message-expired"), (known.Message.State, known.Message.LastCode));
        await _box.WaitAsync("case-1", 10);
        await _box.Parked.WakeAwaitedAsync(0, Ct);
        Assert.DoesNotContain(await _box.Parked.ClaimAsync(Ct), m => m.Id == over.Id);
        Assert.True(await _box.Parked.ReviveAsync(over.Id, DateTimeOffset.UtcNow.AddHours(1), Ct));
        Assert.False(await _box.Parked.ReviveAsync(over.Id, DateTimeOffset.UtcNow.AddHours(1), Ct));
        Assert.Equal(over.Id, Assert.Single(await _box.Parked.ClaimAsync(Ct)).Id);
    }

    [Fact]
    public async Task A_discarded_message_keeps_who_and_why_and_loses_what_it_said()
    {
        var message = await _box.ParkAsync(Postbox.Message("a"));

        Assert.True(await _box.Parked.DiscardAsync(message.Id, "boss", "sent by mistake", Ct));
        Assert.False(await _box.Parked.DiscardAsync(message.Id, "boss", "again", Ct));

        var kept = Assert.Single(await _box.Parked.ListAsync([""], "discarded", "paid", null, null, 10, Ct));
        Assert.Equal(("boss", "sent by mistake", ""), (kept.SettledBy, kept.Reason, kept.Message.Sealed));
        Assert.Empty(await _box.Parked.ListAsync(["44"], "discarded", null, null, null, 10, Ct));
    }

    [Fact]
    public async Task Two_that_claim_at_once_have_no_message_in_common()
    {
        // given
        for (var i = 0; i < 300; i++) await _box.ParkAsync(Postbox.Message($"m{i}", key: $"k{i}"));
        await _box.RunAsync("update parked_message set due_at = now()");

        // when
        var claimed = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => _box.Parked.ClaimAsync(Ct))));

        // then
        Assert.Equal(300, claimed.Sum(c => c.Count));
        Assert.Equal(300, claimed.SelectMany(c => c).Select(m => m.Id).Distinct().Count());
    }

    [Fact]
    public async Task An_account_that_has_sent_too_many_is_noticed()
    {
        await _box.ParkAsync(Postbox.Message("a"));
        await _box.ParkAsync(Postbox.Message("b"));

        Assert.True(await _box.Parked.HasManyAsync("bank", 2, Ct));
        Assert.False(await _box.Parked.HasManyAsync("bank", 3, Ct));
    }
}
