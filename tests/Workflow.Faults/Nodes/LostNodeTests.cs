using Xunit;

namespace Workflow.Faults.Nodes;

/// <summary>A node dies by kill -9; what it held goes on elsewhere within seconds.</summary>
[Collection(NodeTests.Name)]
public sealed class LostNodeTests(NodeGroup nodes)
{
    private const int Cases = 4;

    // Would the others have to wait for the leases to run out, they would wait for ever.
    private const string ForEver = "interval '1 day'";

    [Fact]
    public async Task What_two_dead_nodes_held_the_third_goes_on_with_before_any_lease_has_run_out()
    {
        // given three nodes at work, and cases whose intake falls silent in a moment
        using var town = nodes.Town("lost");
        await town.PlayAsync(0);
        await nodes.UntilAsync("an owner of the message router", async () => await nodes.AskAsync<string>("select lease_owner from message_router") is not null);
        string owner = await nodes.AskAsync<string>("select lease_owner from message_router");
        var survivor = nodes.Nodes.First(node => !owner.Contains($"-{node.Id}-", StringComparison.Ordinal));
        using var there = nodes.Town("lost", survivor);
        var filed = await Task.WhenAll(Enumerable.Range(1, Cases).Select(async number =>
        {
            var player = await there.FileAsync(number, DateTimeOffset.UtcNow.AddDays(-30));
            var due = (await player.ReadAsync()).Clocks.Single(clock => clock.Clock == "intake").DueAt!.Value;
            await player.MoveClockAsync(due - TimeSpan.FromSeconds(2));
            return player;
        }));

        // when the two others die, holding everything
        var dead = nodes.Nodes.Where(node => node != survivor).ToList();
        await nodes.AskAsync<object>(
            $"update timer set lease_owner = $1, lease_until = clock_timestamp() + {ForEver} where stream_id = any ($2)", owner, filed.Select(player => player.CaseId).ToArray());
        foreach (string table in (string[])["message_router", "paper_cursor"])
            await nodes.AskAsync<object>($"update {table} set lease_until = clock_timestamp() + {ForEver} where lease_owner = $1", owner);
        await Task.WhenAll(dead.Select(node => node.KillAsync()));
        string[] stories = [.. filed.Select(player => player.CaseId)];

        // then timers, messages between cases, papers and projections go on
        await nodes.UntilAsync("silence of all", async () =>
            await nodes.AskAsync<long>("select count(*) from mt_events where type = 'case_accepted' and (data ->> 'BySilence')::boolean and stream_id = any ($1)", [stories]) == Cases);
        foreach (string table in (string[])["message_router", "paper_cursor"])
            await nodes.UntilAsync($"the survivor holds {table}", async () => (await nodes.AskAsync<string>($"select lease_owner from {table}"))?.Contains($"-{survivor.Id}-", StringComparison.Ordinal) == true);
        long head = await nodes.AskAsync<long>("select max(seq_id) from mt_events");
        await nodes.UntilAsync("papers at the head", async () => await nodes.AskAsync<bool>("select position >= $1 from paper_cursor", head));
        await nodes.UntilAsync("projections at the head", async () =>
            await nodes.AskAsync<bool>("select not exists (select from mt_event_progression where last_seq_id < $1)", await nodes.AskAsync<long>("select max(seq_id) from mt_events")));

        await Task.WhenAll(dead.Select(node => node.StartAsync()));
        await nodes.AssertWholeAsync(town, there);
    }
}
