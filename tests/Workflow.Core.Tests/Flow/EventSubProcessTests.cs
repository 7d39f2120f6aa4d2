using Workflow.Core.Bpmn;
using Workflow.Core.Flow;
using Xunit;

namespace Workflow.Core.Tests.Flow;

/// <summary>Event sub-processes: BPMN 2.0, clause 13.5.4.</summary>
public sealed class EventSubProcessTests
{
    private static readonly SignalDefinition Alarm = new("alarm");

    private static ProcessGraph Armed(bool interrupts, EventDefinition? by = null) => Draw.Process("""
        start -> sub -> after -> end
        sub: start2 -> fork -> a -> end2
        sub: fork -> b -> end2
        evt: begun -> c -> end3
        """, Draw.EventSub("evt", "begun", by ?? Alarm, interrupts, "sub"));

    [Fact]
    public void An_interrupting_one_cancels_the_siblings_and_then_the_scope_completes_normally()
    {
        var play = Play.Begin(Armed(interrupts: true));
        play.Signal("alarm", ("why", "fire"));
        Assert.Equal(["c"], play.Open);
        Assert.Equal(["a", "b"], play.Log.OfType<ActivityCancelled>().Select(e => e.Element));
        Assert.True(play.Holds("begun.why = \"fire\"", at: "c"));
        Assert.Empty(play.Waits);
        Assert.Empty(play.Do(new Trigger.Signal("alarm", Play.Data())));
        play.Complete("c");
        Assert.Contains(play.Log, e => e is ActivityCompleted { Element: "sub" });
        Assert.Equal(["after"], play.Open);
        play.Complete("after").AssertEnded();
    }

    [Fact]
    public void One_that_does_not_interrupt_repeats_and_the_scope_waits_for_it()
    {
        var play = Play.Begin(Armed(interrupts: false));
        play.Signal("alarm").Signal("alarm");
        Assert.Equal(["a", "b", "c", "c"], play.Open);
        play.Complete("a").Complete("b").Complete("c");
        Assert.Equal(["c"], play.Open);
        play.Signal("alarm").Complete("c").Complete("c");
        Assert.Equal(["after"], play.Open);
        play.Complete("after").AssertEnded();
    }

    [Fact]
    public void It_is_armed_with_its_scope_and_no_longer_than_that()
    {
        var play = Play.Begin(Draw.Process("""
            start -> before -> sub -> after -> end
            sub: start2 -> a -> end2
            evt: begun -> c -> end3
            """, Draw.EventSub("evt", "begun", Alarm, parent: "sub")));
        Assert.Empty(play.Waits);
        play.Complete("before");
        Assert.Equal(["begun"], play.Waits);
        play.Complete("a");
        Assert.Empty(play.Waits);
        play.Complete("after").AssertEnded();
    }

    [Fact]
    public void At_the_level_of_the_process_it_takes_the_process_over()
    {
        var play = Play.Begin(Draw.Process("""
            start -> a -> end
            evt: begun -> c -> end3
            """, Draw.EventSub("evt", "begun", new MessageDefinition("stop"))));
        play.Message("stop");
        Assert.Equal(["c"], play.Open);
        play.Complete("c").AssertEnded();
        Assert.False(play.State.IsCancelled);
    }

    [Fact]
    public void One_for_errors_catches_before_the_boundary_of_its_scope()
    {
        var play = Play.Begin(Draw.Process("""
            start -> sub -> after -> end
            failed -> mend -> end
            sub: start2 -> fork -> job -> end2
            sub: fork -> b -> end2
            evt: begun -> c -> end3
            """, [Draw.On("sub", "failed", new ErrorDefinition("broken")), .. Draw.EventSub("evt", "begun", new ErrorDefinition("broken"), parent: "sub")]));
        play.Throw("job", "broken");
        Assert.Equal(["c"], play.Open);
        Assert.True(play.Holds("begun.code = \"broken\"", at: "c"));
        play.Complete("c").Complete("after").AssertEnded();
    }

    [Fact]
    public void An_error_thrown_inside_it_goes_to_the_boundary_of_its_scope()
    {
        var play = Play.Begin(Draw.Process("""
            start -> sub -> after -> end
            failed -> mend -> end
            sub: start2 -> job -> end2
            evt: begun -> job2 -> end3
            """, [Draw.On("sub", "failed", new ErrorDefinition("broken")), .. Draw.EventSub("evt", "begun", new ErrorDefinition("broken"), parent: "sub")]));
        play.Throw("job", "broken").Throw("job2", "broken");
        Assert.Equal(["mend"], play.Open);
        play.Complete("mend").AssertEnded();
    }

    [Fact]
    public void A_timer_that_repeats_starts_it_as_often_as_it_says()
    {
        var play = Play.Begin(Armed(interrupts: false, new TimerDefinition(new(TimerForm.Cycle, "R2/PT1H", null))));
        play.Fire("begun").Fire("begun");
        Assert.Equal(["a", "b", "c", "c"], play.Open);
        Assert.Empty(play.Waits);
        play.Complete("a").Complete("b").Complete("c").Complete("c").Complete("after").AssertEnded();
    }

    [Fact]
    public void A_condition_starts_it_each_time_it_becomes_true()
    {
        var play = Play.Begin(Armed(interrupts: false, new ConditionalDefinition(Draw.Feel("n > 1"))), ("n", 0));
        play.Complete("a", ("n", 2));
        Assert.Equal(["b", "c"], play.Open);
        play.Complete("c", ("n", 3));
        Assert.Equal(["b"], play.Open);
        play.Complete("b", ("n", 0)).Complete("after").AssertEnded();
    }

    [Fact]
    public void The_interrupting_one_disarms_the_others_of_its_scope()
    {
        var play = Play.Begin(Draw.Process("""
            start -> a -> end
            one: begun1 -> b -> end2
            two: begun2 -> c -> end3
            """, [.. Draw.EventSub("one", "begun1", new SignalDefinition("s1")), .. Draw.EventSub("two", "begun2", new SignalDefinition("s2"), interrupts: false)]));
        play.Signal("s2").Signal("s1");
        Assert.Equal(["b"], play.Open);
        Assert.Empty(play.Do(new Trigger.Signal("s2", Play.Data())));
        play.Complete("b").AssertEnded();
    }

    [Fact]
    public void A_terminate_end_event_inside_it_ends_it_and_not_the_scope_around()
    {
        var play = Play.Begin(Draw.Process("""
            start -> a -> end
            evt: begun -> fork -> b -> stop
            evt: fork -> c -> end2
            """, Draw.EventSub("evt", "begun", Alarm, interrupts: false)));
        play.Signal("alarm").Complete("b");
        Assert.Equal(["a"], play.Open);
        play.Complete("a").AssertEnded();
    }
}
