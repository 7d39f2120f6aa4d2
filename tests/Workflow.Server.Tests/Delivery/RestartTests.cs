using Workflow.Contracts.Cases;
using Workflow.Server.Tests.Cases;
using Xunit;

namespace Workflow.Server.Tests.Delivery;

/// <summary>A node that goes away in the middle of deliveries, and another that goes on.</summary>
public sealed class RestartTests(DeliveryWorld world) : IClassFixture<DeliveryWorld>
{
    [Fact]
    public async Task Another_node_goes_on_where_the_first_one_stood_and_every_message_arrives()
    {
        // given a receiver that answers one message and keeps the next ones waiting
        await using var receiver = await world.ReceiverAsync();
        await world.SubscribeAsync("resumed", receiver);
        var first = await world.AcceptedAsync();
        await receiver.UntilAsync(r => r.Taken.Count(m => m.CaseId == first.CaseId) >= 5);
        await world.SubscriptionAsync("resumed", s => s is { Lag: 0, HeldCases: 0 });
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        receiver.Answer = async _ =>
        {
            await gate.Task;
            return 200;
        };
        var second = await world.AcceptedAsync();
        await receiver.UntilAsync(r => r.Got.Any(m => m.CaseId == second.CaseId));
        var seen = receiver.Got.Count(m => m.CaseId == first.CaseId);

        // when the node stops and another starts on the same database
        await using var other = await world.Server.StartAnotherAsync();
        await world.Server.StopAsync();
        gate.SetResult();

        // then everything of the second case arrives, in its order, and nothing of the first comes again
        var taken = await receiver.UntilAsync(r => r.Taken.Count(m => m.CaseId == second.CaseId && m.Type.EndsWith("task.opened.v1", StringComparison.Ordinal)) >= 3);
        var ofCase = taken.Where(m => m.CaseId == second.CaseId).DistinctBy(m => m.Id).Select(m => m.Sequence).ToList();
        Assert.Equal(ofCase.Order(), ofCase);
        Assert.Equal(taken.Where(m => m.CaseId == first.CaseId).Select(m => m.Type).Order(StringComparer.Ordinal),
            taken.Where(m => m.CaseId == second.CaseId).DistinctBy(m => m.Id).Select(m => m.Type).Order(StringComparer.Ordinal));
        Assert.Equal(seen, receiver.Got.Count(m => m.CaseId == first.CaseId));
    }
}
