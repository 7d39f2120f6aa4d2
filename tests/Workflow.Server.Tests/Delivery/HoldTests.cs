using Workflow.Contracts.Cases;
using Xunit;

namespace Workflow.Server.Tests.Delivery;

/// <summary>What a message that cannot be delivered means for its own case, and for the others.</summary>
public sealed class HoldTests(PatientWorld world) : IClassFixture<PatientWorld>
{
    [Fact]
    public async Task A_message_that_fails_holds_its_own_case_and_the_others_go_on()
    {
        await using var receiver = await world.ReceiverAsync();
        await world.SubscribeAsync("hold-one", receiver);
        var stuck = (await world.FileAsync()).CaseId;
        await receiver.UntilAsync(r => r.Taken.Any(m => m.CaseId == stuck));
        var isOpen = false;
        receiver.Answer = m => Task.FromResult(m.CaseId == stuck && !isOpen ? 503 : 200);
        await (await world.AsAsync("window")).PostAsync($"/api/cases/{stuck}/accept", new AcceptRequest(1));
        var other = await world.PlayedAsync();
        await receiver.UntilAsync(r => r.Taken.Any(m => m.CaseId == other && m.Type.EndsWith("case.delivered.v1", StringComparison.Ordinal)));

        var held = Assert.Single((await world.SubscriptionAsync("hold-one", s => s.Held is [{ Error: not null }])).Held);
        Assert.Equal((stuck, "answered 503"), (held.CaseId, held.Error));
        isOpen = true;
        await receiver.UntilAsync(r => r.Taken.Any(m => m.CaseId == stuck && m.Type.EndsWith("task.opened.v1", StringComparison.Ordinal) && m.Sequence > held.Position));
        await world.SubscriptionAsync("hold-one", s => s is { HeldCases: 0, Lag: 0 });
        var ofCase = receiver.Taken.Where(m => m.CaseId == stuck).Select(m => m.Sequence).ToList();
        Assert.Equal(ofCase.Order(), ofCase);
    }

    [Fact]
    public async Task A_receiver_that_never_answers_holds_up_its_own_subscription_and_nobody_else()
    {
        await using var hangs = await world.ReceiverAsync();
        await using var well = await world.ReceiverAsync();
        var letGo = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        hangs.Answer = _ => letGo.Task;
        await world.SubscribeAsync("hangs", hangs);
        await world.SubscribeAsync("well", well);
        var first = (await world.FileAsync()).CaseId;
        await hangs.UntilAsync(r => r.Got.Count > 0);

        // Commands are answered, and the other receiver is told everything.
        var played = await world.PlayedAsync();
        await well.UntilAsync(r => r.Taken.Any(m => m.CaseId == played && m.Type.EndsWith("case.delivered.v1", StringComparison.Ordinal)));
        Assert.Empty(hangs.Taken);

        letGo.SetResult(204);
        await hangs.UntilAsync(r => r.Taken.Any(m => m.CaseId == first) && r.Taken.Any(m => m.CaseId == played && m.Type.EndsWith("case.delivered.v1", StringComparison.Ordinal)));
        await world.SubscriptionAsync("hangs", s => s is { HeldCases: 0, Lag: 0 });
    }
}
