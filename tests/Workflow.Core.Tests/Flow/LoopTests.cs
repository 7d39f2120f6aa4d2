using Workflow.Core.Bpmn;
using Workflow.Core.Flow;
using Workflow.Feel;
using Xunit;

namespace Workflow.Core.Tests.Flow;

/// <summary>Standard loops and what a multi-instance has beside its number: BPMN 2.0, clauses 10.3.8, 13.3.6 and 13.3.7.</summary>
public sealed class LoopTests
{
    private static UserTask Again(string? condition, bool testBefore = false, int? maximum = null) =>
        new("a", null, null) { Loop = new StandardLoop(condition is null ? null : Draw.Feel(condition), testBefore, maximum) };

    private static UserTask Each(Func<MultiInstance, MultiInstance> how) => new("each", null, null) { Loop = how(new(Draw.Feel("items"), "item", null)) };

    private static Value Items => new Value.List([1, 2, 3]);

    [Fact]
    public void A_loop_that_asks_before_may_not_run_at_all()
    {
        var play = Play.Begin(Draw.Process("start -> a -> after -> end", Again("go", testBefore: true)), ("go", false));
        Assert.Equal(["after"], play.Open);
        play.Complete("after").AssertEnded();
    }

    [Fact]
    public void A_loop_that_asks_after_runs_once_at_least_and_each_run_knows_its_number()
    {
        var play = Play.Begin(Draw.Process("start -> a -> after -> end", Again("go")), ("go", false));
        Assert.True(play.Holds("loopCounter = 1", at: "a#1"));
        play.Complete("a#1", ("go", true));
        Assert.True(play.Holds("loopCounter = 2", at: "a#2"));
        play.Complete("a#2", ("go", false));
        Assert.Equal(["after"], play.Open);
        play.Complete("after").AssertEnded();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("true")]
    public void The_maximum_ends_a_loop_and_is_kept_in_the_log(string? condition)
    {
        var play = Play.Begin(Draw.Process("start -> a -> after -> end", Again(condition, maximum: 2)));
        Assert.Contains(play.Log, e => e is ScopeOpened { Kind: ScopeKind.MultiInstanceBody, Count: 2, Sequential: true });
        play.Complete("a#1").Complete("a#2");
        Assert.Equal(["after"], play.Open);
        play.Complete("after").AssertEnded();
    }

    [Fact]
    public void An_event_on_the_boundary_of_a_loop_spans_all_its_runs()
    {
        var play = Play.Begin(Draw.Process("""
            start -> a -> after -> end
            late -> c -> end
            """, Again("true"), Draw.On("a", "late", "PT1H")));
        play.Now = Play.Start.AddMinutes(30);
        play.Complete("a#1").Complete("a#2");
        Assert.Single(play.Log.OfType<TimerSet>());
        Assert.Equal(Play.Start.AddHours(1), play.State.Timers.Values.Single().Due);
        play.Fire("late");
        Assert.Equal(["c"], play.Open);
        play.Complete("c").AssertEnded();
    }

    [Fact]
    public void A_sequential_multi_instance_opens_one_child_after_the_other()
    {
        var play = Play.Begin(Draw.Process("start -> each -> after -> end", Each(m => m with { IsSequential = true })), ("items", Items));
        for (var number = 1; number <= 3; number++)
        {
            Assert.Equal([$"each#{number}"], play.Open);
            Assert.True(play.Holds($"item = {number}", at: $"each#{number}"));
            play.Complete($"each#{number}");
        }
        play.Complete("after").AssertEnded();
    }

    [Fact]
    public void The_completion_condition_ends_the_children_that_are_left()
    {
        var play = Play.Begin(Draw.Process("start -> each -> after -> end",
            Each(m => m with { Completion = Draw.Feel("numberOfCompletedInstances / numberOfInstances > 0.5 and numberOfActiveInstances = 1") })), ("items", Items));
        play.Complete("each#2");
        Assert.Equal(["each#1", "each#3"], play.Open);
        play.Complete("each#3");
        Assert.Contains(play.Log, e => e is ActivityCancelled { Element: "each", Index: 1 });
        Assert.Equal(["after"], play.Open);
        play.Complete("after").AssertEnded();
    }

    [Fact]
    public void What_the_children_give_is_collected_in_their_order()
    {
        var play = Play.Begin(Draw.Process("start -> each -> after -> end", Each(m => m with { Output = "results", OutputElement = Draw.Feel("item * 10") })), ("items", Items));
        play.Complete("each#3").Complete("each#1").Complete("each#2");
        Assert.True(play.Holds("results = [10, 20, 30]"));
        play.Complete("after").AssertEnded();
    }

    [Theory]
    [InlineData(MultiInstanceMoment.First, 1)]
    [InlineData(MultiInstanceMoment.Each, 3)]
    [InlineData(MultiInstanceMoment.When, 2)]
    public void Behaviours_tell_of_children_that_are_done_and_the_activity_goes_on(MultiInstanceMoment moment, int told)
    {
        var condition = moment == MultiInstanceMoment.When ? Draw.Feel("numberOfCompletedInstances > 1") : null;
        var play = Play.Begin(Draw.Process("""
            start -> each -> after -> end
            one -> pass -> end2
            """, Each(m => m with { Throws = [new(moment, condition, new SignalDefinition("done"))] }), Draw.On("each", "one", new SignalDefinition("done"), interrupts: false)), ("items", Items));
        play.Complete("each#1").Complete("each#2").Complete("each#3");
        Assert.Equal(told, play.Passed.Count(element => element == "pass"));
        Assert.Equal(["after"], play.Open);
        play.Complete("after").AssertEnded();
    }

    [Fact]
    public void A_terminate_end_event_in_one_child_ends_that_child_only()
    {
        var sub = new SubProcess("sub", null, null) { Loop = new MultiInstance(null, null, Draw.Feel("2")) };
        var play = Play.Begin(Draw.Process("""
            start -> sub -> after -> end
            sub: start2 -> a -> stop
            """, sub));
        play.Complete("a");
        Assert.Equal(["a"], play.Open);
        play.Complete("a").Complete("after").AssertEnded();
    }

    [Fact]
    public void A_loop_condition_that_is_no_answer_is_an_incident_that_can_be_retried()
    {
        var play = Play.Begin(Draw.Process("start -> a -> after -> end", Again("more")));
        play.Complete("a#1");
        Assert.Equal(["condition-not-boolean at a"], play.Codes);
        play.Retry();
        Assert.Equal(["condition-not-boolean at a"], play.Codes);
        play.Do(new Trigger.Cancel());
        play.AssertEnded();
    }
}
