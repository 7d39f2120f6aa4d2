using Workflow.Core.Bpmn;
using Workflow.Core.Flow;
using Xunit;

namespace Workflow.Core.Tests.Flow;

public sealed class TimerTests
{
    [Fact]
    public void An_intermediate_timer_holds_its_token_until_it_is_due()
    {
        var play = Play.Begin(Draw.Process("start -> wait -> after -> end", Draw.Wait("wait", "P1DT2H")));
        Assert.Equal(Play.Start.AddHours(26), play.State.Timers.Values.Single().Due);
        Assert.Empty(play.Do(new Trigger.FireTimer(play.State.Timers.Keys.Single())));
        play.Fire("wait");
        Assert.Equal(["after"], play.Open);
        play.Complete("after").AssertEnded();
    }

    [Fact]
    public void An_interrupting_boundary_timer_ends_its_task_and_takes_its_own_way()
    {
        var play = Play.Begin(Draw.Process("""
            start -> a -> end
            late -> escalate -> end
            """, Draw.On("a", "late", "PT1H")));
        var a = play.State.Activities.Keys.Single();
        play.Fire("late");
        Assert.Equal(["escalate"], play.Open);
        Assert.Contains(play.Log, e => e is ActivityCancelled { Element: "a" });
        Assert.Empty(play.Do(new Trigger.Complete(a)));
        play.Complete("escalate").AssertEnded();
    }

    [Fact]
    public void A_boundary_timer_that_does_not_interrupt_leaves_its_task_open()
    {
        var play = Play.Begin(Draw.Process("""
            start -> a -> end
            remind -> notice -> end
            """, Draw.On("a", "remind", "PT1H", interrupts: false)));
        play.Fire("remind");
        Assert.Equal(["a", "notice"], play.Open);
        Assert.Empty(play.State.Timers);
        play.Complete("a").Complete("notice").AssertEnded();
    }

    [Fact]
    public void A_task_that_is_done_disarms_its_timers()
    {
        var play = Play.Begin(Draw.Process("""
            start -> a -> after -> end
            late -> end
            """, Draw.On("a", "late", "PT1H")));
        var timer = play.State.Timers.Keys.Single();
        play.Complete("a");
        Assert.Equal([timer], play.Log.OfType<ActivityCompleted>().Single().TimersGone);
        Assert.Empty(play.State.Timers);
        Assert.Empty(play.Do(new Trigger.FireTimer(timer)));
    }

    [Fact]
    public void A_cycle_fires_as_often_as_it_says_and_does_not_drift()
    {
        var play = Play.Begin(Draw.Process("""
            start -> a -> end
            remind -> pass -> end
            """, Draw.Every("a", "remind", "R3/PT10M")));
        play.Now = Play.Start.AddMinutes(17);
        play.Fire("remind");
        Assert.Equal(Play.Start.AddMinutes(20), play.State.Timers.Values.Single().Due);
        play.Fire("remind").Fire("remind");
        Assert.Empty(play.State.Timers);
        Assert.Equal([10, 20, 30], play.Log.OfType<TimerFired>().Select(e => (int)(e.Due - Play.Start).TotalMinutes));
        play.Complete("a").AssertEnded();
    }

    [Fact]
    public void A_boundary_timer_on_a_sub_process_cancels_its_whole_inside()
    {
        var play = Play.Begin(Draw.Process("""
            start -> sub -> end
            late -> escalate -> end
            sub: start2 -> fork -> a -> end2
            sub: fork -> sub_inner -> end2
            sub_inner: start3 -> b -> end3
            """, Draw.On("sub", "late", "P1D")));
        play.Fire("late");
        Assert.Equal(["escalate"], play.Open);
        Assert.Equal(["a", "b", "sub_inner", "sub"], play.Log.OfType<ActivityCancelled>().Select(e => e.Element));
        play.Complete("escalate").AssertEnded();
    }

    [Fact]
    public void A_timer_expression_is_evaluated_when_the_activity_starts()
    {
        var spec = new TimerSpec(TimerForm.Duration, null, Draw.Feel("limit"));
        var graph = Draw.Process("start -> a -> end\nlate -> end", Draw.On("a", "late", new TimerDefinition(spec)));
        Assert.Equal(Play.Start.AddDays(3), Play.Begin(graph, ("limit", "P3D")).State.Timers.Values.Single().Due);
    }

    [Fact]
    public void A_timer_expression_that_gives_no_time_stops_the_token_before_the_activity()
    {
        var spec = new TimerSpec(TimerForm.Duration, null, Draw.Feel("limit"));
        var graph = Draw.Process("start -> fork -> a -> end\nlate -> end\nfork -> set -> end", Draw.On("a", "late", new TimerDefinition(spec)));
        var play = Play.Begin(graph, ("limit", "soon"));
        Assert.Equal(["timer-not-a-time at a"], play.Codes);
        play.Complete("set", ("limit", "PT1H")).Retry();
        Assert.Equal(["a"], play.Open);
        Assert.Single(play.State.Timers);
    }
}
