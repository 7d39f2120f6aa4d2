using Workflow.Core.Flow;
using Xunit;

namespace Workflow.Core.Tests.Flow;

/// <summary>The inclusive gateway's join: BPMN 2.0, clause 13.4.3.</summary>
public sealed class InclusiveJoinTests
{
    [Theory]
    [InlineData(1, new[] { "a" })]
    [InlineData(2, new[] { "a", "b" })]
    [InlineData(3, new[] { "a", "b", "c" })]
    public void It_waits_for_every_branch_that_was_taken_and_for_no_other(int n, string[] taken)
    {
        var play = Play.Begin(Draw.Process("""
            start -> some_split -[n > 0]-> a -> some_join -> after -> end
            some_split -[n > 1]-> b -> some_join
            some_split -[n > 2]-> c -> some_join
            """), ("n", n));
        Assert.Equal(taken, play.Open);
        foreach (var branch in taken)
        {
            Assert.DoesNotContain("after", play.Open);
            play.Complete(branch);
        }
        Assert.Equal(["after"], play.Open);
        play.Complete("after").AssertEnded();
    }

    [Fact]
    public void Where_no_condition_holds_the_default_flow_is_taken_alone()
    {
        var play = Play.Begin(Draw.Process("""
            start -> some_split -[n > 5]-> a -> some_join -> after -> end
            some_split -[n > 7]-> b -> some_join
            some_split -[*]-> c -> some_join
            """), ("n", 1));
        Assert.Equal(["c"], play.Open);
        play.Complete("c").Complete("after").AssertEnded();
    }

    [Theory]
    [InlineData("b", false)]
    [InlineData("sub", false)]
    [InlineData("b", true)]
    [InlineData("sub", true)]
    public void It_waits_for_a_token_inside_an_activity_that_can_leave_by_a_boundary_event(string host, bool leaves)
    {
        var play = Play.Begin(Draw.Process($$"""
            start -> fork -> a -> some_join -> after -> end
            fork -> {{host}} -> end2
            late -> some_join
            sub: start2 -> inner -> end3
            """, Draw.On(host, "late", "PT1H")));
        play.Complete("a");
        Assert.DoesNotContain("after", play.Open);
        if (leaves) play.Fire("late");
        else play.Complete(host == "sub" ? "inner" : host);
        Assert.Equal(leaves, play.Passed.Contains("late"));
        Assert.Equal(["after"], play.Open);
        play.Complete("after").AssertEnded();
    }

    [Fact]
    public void It_is_asked_again_when_the_token_that_it_waited_for_ends_elsewhere()
    {
        var play = Play.Begin(Draw.Process("""
            start -> fork -> a -> some_join -> after -> end
            fork -> b -> xor -[go]-> some_join
            xor -[*]-> end2
            """), ("go", true));
        play.Complete("a");
        Assert.Equal(["b"], play.Open);
        play.Complete("b", ("go", false));
        Assert.Equal(["after"], play.Open);
        play.Complete("after").AssertEnded();
    }

    [Fact]
    public void It_is_asked_again_when_the_activity_that_it_waited_for_is_interrupted()
    {
        var play = Play.Begin(Draw.Process("""
            start -> fork -> a -> some_join -> after -> end
            fork -> b -> some_join
            late -> end2
            """, Draw.On("b", "late", "PT1H")));
        play.Complete("a").Fire("late");
        Assert.Equal(["after"], play.Open);
        Assert.Single(play.Passed, "some_join");
        play.Complete("after").AssertEnded();
    }

    [Fact]
    public void A_token_that_could_as_well_come_to_a_flow_that_is_full_does_not_hold_it_up()
    {
        var play = Play.Begin(Draw.Process("""
            start -> fork -> a -> xor_merge -> some_join -> after -> end
            fork -> b -> xor -[go]-> xor_merge
            xor -[*]-> some_join
            """), ("go", false));
        play.Complete("a");
        Assert.Equal(["b", "after"], play.Open);
        play.Complete("b");
        Assert.Equal(["after", "after"], play.Open);
        play.Complete("after").Complete("after").AssertEnded();
    }

    [Fact]
    public void A_loop_back_to_the_join_itself_does_not_hold_it_up()
    {
        var play = Play.Begin(Draw.Process("""
            start -> some_join -> a -> xor -[go]-> some_join
            xor -[*]-> end
            """));
        play.Complete("a", ("go", true)).Complete("a", ("go", true)).Complete("a", ("go", false)).AssertEnded();
        Assert.Equal(3, play.Passed.Count(element => element == "some_join"));
    }

    [Fact]
    public void Two_tokens_on_one_flow_make_it_fire_twice_and_not_as_two_branches()
    {
        var play = Play.Begin(Draw.Process("""
            start -> fork -> a -> xor_merge -> some_join -> after -> end
            fork -> b -> xor_merge
            fork -> c -> some_join
            """));
        play.Complete("a").Complete("b");
        Assert.Equal(["c"], play.Open);
        play.Complete("c");
        Assert.Equal(["after", "after"], play.Open);
        Assert.Equal([2, 1], play.Log.OfType<ElementPassed>().Where(e => e.Element == "some_join").Select(e => e.Consumed.Length));
        play.Complete("after").Complete("after").AssertEnded();
    }
}
