using Workflow.Core.Bpmn;
using Workflow.Core.Flow;
using Workflow.Feel;
using Xunit;

namespace Workflow.Core.Tests.Flow;

/// <summary>Compensation: BPMN 2.0, clause 13.5.5.</summary>
public sealed class CompensationTests
{
    private static readonly CompensationDefinition All = new(null);

    [Fact]
    public void What_was_completed_is_undone_in_reverse_order_and_the_throw_waits()
    {
        var play = Play.Begin(Draw.Process("start -> a -> b -> c -> undo -> after -> end",
            [Draw.Throw("undo", All), .. Draw.Undoes("a", "ua"), .. Draw.Undoes("b", "ub")]));
        play.Complete("a").Complete("b").Complete("c");
        Assert.Equal(["ub"], play.Open);
        play.Complete("ub");
        Assert.Equal(["ua"], play.Open);
        play.Complete("ua");
        Assert.Equal(["after"], play.Open);
        play.Complete("after").AssertEnded();
    }

    [Fact]
    public void It_is_the_order_of_completion_that_is_reversed_and_not_that_of_the_model()
    {
        var play = Play.Begin(Draw.Process("""
            start -> fork -> a -> join -> undo -> end
            fork -> b -> join
            """, [Draw.Throw("undo", All), .. Draw.Undoes("a", "ua"), .. Draw.Undoes("b", "ub")]));
        play.Complete("b").Complete("a");
        Assert.Equal(["ua"], play.Open);
        play.Complete("ua").Complete("ub").AssertEnded();
    }

    [Fact]
    public void Nothing_is_undone_twice()
    {
        var play = Play.Begin(Draw.Process("start -> a -> undo -> undo2 -> end", [Draw.Throw("undo", All), Draw.Throw("undo2", All), .. Draw.Undoes("a", "ua")]));
        play.Complete("a").Complete("ua").AssertEnded();
        Assert.Single(play.Log.OfType<CompensationStarted>());
    }

    [Fact]
    public void What_still_runs_and_what_was_cancelled_is_not_undone()
    {
        var play = Play.Begin(Draw.Process("""
            start -> fork -> a -> end
            fork -> b -> end
            fork -> c -> undo -> after -> end
            late -> end
            """, [Draw.Throw("undo", All), Draw.On("b", "late", "PT1H"), .. Draw.Undoes("a", "ua"), .. Draw.Undoes("b", "ub")]));
        play.Fire("late").Complete("c");
        Assert.Equal(["a", "after"], play.Open);
        play.Complete("after").Complete("a").AssertEnded();
    }

    [Fact]
    public void An_activity_that_was_completed_twice_is_undone_twice_each_with_what_it_knew()
    {
        var a = new UserTask("a", null, null) { Data = Draw.Ways((true, "seen", "n")) };
        var play = Play.Begin(Draw.Process("""
            start -> xor_merge -> a -> xor -[n < 3]-> xor_merge
            xor -[*]-> undo -> end
            """, [a, Draw.Throw("undo", All), .. Draw.Undoes("a", "ua")]), ("n", 1));
        play.Complete("a", ("n", 2)).Complete("a", ("n", 3));
        Assert.True(play.Holds("seen = 2 and n = 3", at: "ua"));
        play.Complete("ua");
        Assert.True(play.Holds("seen = 1 and n = 3", at: "ua"));
        play.Complete("ua").AssertEnded();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Each_instance_of_a_multi_instance_is_undone_with_its_own_element(bool inside)
    {
        var loop = new MultiInstance(Draw.Feel("items"), "item", null);
        FlowNode[] special = inside
            ? [new SubProcess("sub", null, null) { Loop = loop }, .. Draw.Undoes("a", "ua", "sub")]
            : [new UserTask("sub", null, null) { Loop = loop }, .. Draw.Undoes("sub", "ua")];
        var play = Play.Begin(Draw.Process("start -> sub -> undo -> after -> end" + (inside ? "\nsub: start2 -> a -> end2" : ""), [Draw.Throw("undo", All), .. special]),
            ("items", new Value.List(["甲", "乙"])));
        foreach (var open in play.State.Activities.Values.Where(a => a.Kind == ActivityKind.UserTask).OrderByDescending(a => a.Id).ToList()) play.Do(new Trigger.Complete(open.Id));
        // 甲 was completed last.
        Assert.True(play.Holds("item = \"甲\"", at: "ua"));
        play.Complete("ua");
        Assert.True(play.Holds("item = \"乙\"", at: "ua"));
        play.Complete("ua").Complete("after").AssertEnded();
    }

    [Fact]
    public void What_was_done_inside_a_completed_sub_process_is_undone_from_around_it()
    {
        var play = Play.Begin(Draw.Process("""
            start -> a -> sub -> undo -> end
            sub: start2 -> b -> c -> end2
            """, [Draw.Throw("undo", All), .. Draw.Undoes("a", "ua"), .. Draw.Undoes("b", "ub", "sub"), .. Draw.Undoes("c", "uc", "sub")]));
        play.Complete("a").Complete("b").Complete("c");
        play.Complete("uc").Complete("ub").Complete("ua").AssertEnded();
    }

    [Fact]
    public void A_throw_inside_a_sub_process_undoes_only_what_is_inside()
    {
        var play = Play.Begin(Draw.Process("""
            start -> a -> sub -> after -> end
            sub: start2 -> b -> undo -> end2
            """, [Draw.Throw("undo", All), .. Draw.Undoes("a", "ua"), .. Draw.Undoes("b", "ub", "sub")]));
        play.Complete("a").Complete("b").Complete("ub");
        Assert.Equal(["after"], play.Open);
        play.Complete("after").AssertEnded();
    }

    [Fact]
    public void An_event_sub_process_for_compensation_undoes_its_sub_process()
    {
        var play = Play.Begin(Draw.Process("""
            start -> sub -> undo -> end
            sub: start2 -> b -> end2
            undoing: begun -> clean -> end3
            """, [Draw.Throw("undo", All), .. Draw.EventSub("undoing", "begun", All, parent: "sub")]));
        play.Complete("b");
        Assert.Equal(["clean"], play.Open);
        play.Complete("clean").AssertEnded();
    }

    [Fact]
    public void One_activity_can_be_named()
    {
        var play = Play.Begin(Draw.Process("start -> a -> b -> undo -> end",
            [Draw.Throw("undo", new CompensationDefinition("a")), .. Draw.Undoes("a", "ua"), .. Draw.Undoes("b", "ub")]));
        play.Complete("a").Complete("b");
        Assert.Equal(["ua"], play.Open);
        play.Complete("ua").AssertEnded();
    }

    [Fact]
    public void An_end_event_undoes_and_then_the_process_ends()
    {
        var play = Play.Begin(Draw.Process("start -> a -> undo", [Draw.End("undo", All), .. Draw.Undoes("a", "ua")]));
        play.Complete("a");
        Assert.Equal(["ua"], play.Open);
        play.Complete("ua").AssertEnded();
    }

    [Fact]
    public void A_throw_that_does_not_wait_lets_its_token_go_at_once()
    {
        var play = Play.Begin(Draw.Process("start -> a -> undo -> after -> end", [Draw.Throw("undo", All with { Waits = false }), .. Draw.Undoes("a", "ua")]));
        play.Complete("a");
        Assert.Equal(["after", "ua"], play.Open.Order(StringComparer.Ordinal));
        play.Complete("after");
        Assert.False(play.State.IsCompleted);
        play.Complete("ua").AssertEnded();
    }
}
