using Workflow.Core.Bpmn;
using Workflow.Core.Flow;
using Xunit;

namespace Workflow.Core.Tests.Flow;

/// <summary>How the processes of a flow are started by events, and when the flow is over.</summary>
public sealed class StartTests
{
    private static StartEvent On(params EventDefinition[] definitions) => new("start", null, null) { Definitions = [.. definitions] };

    [Fact]
    public void A_timer_start_begins_the_process_when_it_is_due()
    {
        var play = Play.Begin(Draw.Process("start -> a -> end", On(new TimerDefinition(new(TimerForm.Duration, "PT5S", null)))));
        Assert.Empty(play.Open);
        Assert.False(play.State.IsCompleted);
        play.Fire("start");
        play.Complete("a").AssertEnded();
    }

    [Fact]
    public void A_timer_cycle_begins_the_process_as_often_as_it_says_and_the_flow_waits_for_all()
    {
        var play = Play.Begin(Draw.Process("start -> a -> end", On(new TimerDefinition(new(TimerForm.Cycle, "R3/PT1S", null)))));
        for (var round = 0; round < 3; round++)
        {
            Assert.False(play.State.IsCompleted);
            play.Fire("start");
            play.Complete("a");
        }
        play.AssertEnded();
    }

    [Fact]
    public void A_condition_that_holds_begins_the_process_at_once()
    {
        var play = Play.Begin(Draw.Process("start -> a -> end", On(new ConditionalDefinition(Draw.Feel("wanted")))), ("wanted", Workflow.Feel.Value.True));
        Assert.Equal(["a"], play.Open);
        play.Complete("a").AssertEnded();
    }

    [Fact]
    public void A_case_that_waits_for_its_start_can_be_ended_from_outside()
    {
        var play = Play.Begin(Draw.Process("start -> a -> end", On(new SignalDefinition("go"))));
        play.Do(new Trigger.Cancel());
        play.AssertEnded();
        Assert.True(play.State.IsCancelled);
    }
}
