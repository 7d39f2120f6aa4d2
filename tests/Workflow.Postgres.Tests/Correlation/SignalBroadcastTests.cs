using Npgsql;
using Workflow.Postgres.Correlation;
using Workflow.Testing;
using Xunit;

namespace Workflow.Postgres.Tests.Correlation;

public sealed class SignalBroadcastTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    private static readonly CancellationToken Ct = CancellationToken.None;
    private NpgsqlDataSource _database = null!;
    private Postbox _box = null!;

    public async ValueTask InitializeAsync() => _box = new(_database = NpgsqlDataSource.Create(await postgres.CreateDatabaseAsync()));

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    public static NewSignal Signal(string id, byte body = 1, string? thrownBy = null, long? position = null) =>
        new("bank", "http", id, [body], "330100", "rules-changed", "sealed", thrownBy, position);

    [Fact]
    public async Task A_signal_is_taken_once_and_another_under_its_id_is_refused()
    {
        var first = await _box.Signals.TakeAsync(Signal("a"), Ct);
        var again = await _box.Signals.TakeAsync(Signal("a"), Ct);

        Assert.Equal(first!.Id, again!.Id);
        Assert.Null(await _box.Signals.TakeAsync(Signal("a", body: 2), Ct));
    }

    [Fact]
    public async Task Twelve_hundred_cases_are_given_out_in_slices_of_five_hundred_by_their_ids()
    {
        // given 1,200 that wait, one that began too late, one that threw it, one elsewhere, one that waits for another
        await _box.RunAsync(
            """
            insert into case_wait (stream_id, subscription, kind, name, address, element, region, joint_item, position, since)
            select 'case-' || lpad(n::text, 5, '0'), s, 1, 'rules-changed', '\x00', 'e', '330102', 'j', 10, now() from generate_series(1, 1200) n, generate_series(1, 2) s
            """);
        await _box.WaitAsync("case-late", 21, "rules-changed", kind: 1);
        await _box.WaitAsync("case-itself", 10, "rules-changed", kind: 1);
        await _box.WaitAsync("case-far", 10, "rules-changed", kind: 1, region: "440100");
        await _box.WaitAsync("case-other", 10, "another", kind: 1);
        var signal = (await _box.Signals.TakeAsync(Signal("a", thrownBy: "case-itself", position: 20), Ct))!;

        // when
        var (told, sizes) = (new List<string>(), new List<int>());
        while (true)
        {
            var slice = await _box.Waits.SliceAsync(signal, new Reach(["3301"], []), Ct);
            Assert.All(slice, one => Assert.Equal([1L, 2L], one.Subscriptions));
            told.AddRange(slice.Select(one => one.StreamId));
            sizes.Add(slice.Count);
            var next = signal with { AfterId = slice[^1].StreamId, Reached = signal.Reached + slice.Count };
            Assert.True(await _box.Signals.SaveAsync(signal, next, ended: slice.Count < CaseWaits.SliceMax, Ct));
            // A node that is behind writes nothing.
            Assert.False(await _box.Signals.SaveAsync(signal, next with { Reached = 1 }, ended: true, Ct));
            if (await _box.Signals.NextAsync(0, Ct) is not { } left) break;
            Assert.Equal(next.AfterId, left.AfterId);
            signal = left;
        }

        // then
        Assert.Equal([500, 500, 200], sizes);
        Assert.Equal(1_200, told.Distinct().Count());
        var ended = (await _box.Signals.FindAsync("bank", signal.Id, Ct))!;
        Assert.Equal((1_200L, "", true), (ended.Reached, ended.Sealed, ended.EndedAt is not null));
    }
}
