using Workflow.Core.Flow;
using Workflow.Feel;
using Xunit;

namespace Workflow.Core.Tests.Flow;

public sealed class GatewayTests
{
    [Fact]
    public void A_parallel_gateway_joins_only_when_both_arrive()
    {
        var play = Play.Begin(Draw.Process("""
            start -> fork -> a -> join -> after -> end
            fork -> b -> join
            """));
        Assert.Equal(["a", "b"], play.Open);

        play.Complete("b");
        Assert.Equal(["a"], play.Open);
        Assert.Contains(play.Log, e => e is JoinAwaited { Element: "join" });

        play.Complete("a");
        Assert.Equal(["after"], play.Open);
        play.Complete("after").AssertEnded();
    }

    [Fact]
    public void One_flow_taken_twice_does_not_fire_a_join_and_the_surplus_stays()
    {
        // Both branches merge into the same flow of the join before c has come.
        var play = Play.Begin(Draw.Process("""
            start -> fork -> a -> xor_merge -> join -> after -> end
            fork -> b -> xor_merge
            fork -> c -> xor_second -> join
            fork -> d -> xor_second
            """));
        play.Complete("a").Complete("b");
        Assert.Equal(["c", "d"], play.Open);

        play.Complete("c");
        Assert.Equal(["d", "after"], play.Open);
        Assert.Single(play.State.Tokens.Values, t => t.Waits);

        play.Complete("d");
        Assert.Equal(["after", "after"], play.Open);
        foreach (var after in play.State.Activities.Keys.Order().ToList()) play.Do(new Trigger.Complete(after));
        play.AssertEnded();
    }

    [Fact]
    public void Branches_of_different_length_without_a_wait_join_once()
    {
        var play = Play.Begin(Draw.Process("""
            start -> fork -> join -> end
            fork -> pass1 -> pass2 -> join
            fork -> pass3 -> join
            """));
        play.AssertEnded();
        Assert.Single(play.Log, e => e is ElementPassed { Element: "join" });
    }

    [Fact]
    public void Tokens_of_a_fork_know_it_until_their_branches_meet()
    {
        var play = Play.Begin(Draw.Process("""
            start -> before -> fork -> a -> join -> after -> end
            fork -> fork2 -> b -> join2 -> join
            fork2 -> c -> join2
            """));
        play.Complete("before");
        Split? Of(string element) => play.State.Tokens[play.State.Activities.Values.Single(x => x.Element == element).Token].Split;
        Assert.Equal("fork", Of("a")!.Element);
        Assert.Equal("fork2", Of("b")!.Element);
        Assert.Equal("fork", Of("c")!.Outer!.Element);
        play.Complete("b").Complete("c").Complete("a");
        Assert.Null(Of("after"));
    }

    [Theory]
    [InlineData(5, "large")]
    [InlineData(2, "middle")]
    [InlineData(0, "small")]
    public void An_exclusive_gateway_takes_the_first_flow_that_holds_or_the_default(int n, string expected)
    {
        var play = Play.Begin(Draw.Process("""
            start -> xor -[n > 3]-> large -> end
            xor -[n > 1]-> middle -> end
            xor -[*]-> small -> end
            """), ("n", n));
        Assert.Equal([expected], play.Open);
    }

    [Fact]
    public void When_no_condition_holds_and_there_is_no_default_an_incident_is_raised()
    {
        var play = Play.Begin(Draw.Process("""
            start -> fork -> xor -[n > 3]-> a -> end
            xor -[n < 1]-> b -> end
            fork -> ask -> end
            """), ("n", 2));
        Assert.Equal(["no-flow-taken at xor"], play.Codes);

        play.Retry();
        Assert.Equal(["no-flow-taken at xor"], play.Codes);

        play.Complete("ask", ("n", 7)).Retry();
        Assert.Equal(["a"], play.Open);
        Assert.Empty(play.Codes);
        play.Complete("a").AssertEnded();
    }

    [Fact]
    public void A_condition_that_gives_neither_true_nor_false_is_an_incident_and_not_the_default()
    {
        var play = Play.Begin(Draw.Process("""
            start -> xor -[application.floorArea > 300]-> fire -> end
            xor -[*]-> end
            """), ("application", Value.Context.Empty));
        Assert.Equal(["condition-not-boolean at xor"], play.Codes);
        Assert.Contains("application.floorArea > 300", play.State.Incidents.Values.Single().Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_flows_out_of_a_task_fork_without_a_gateway()
    {
        var play = Play.Begin(Draw.Process("""
            start -> a -> b -> end
            a -> c -> end
            """));
        Assert.Equal(["b", "c"], play.Complete("a").Open);
        play.Complete("b");
        Assert.False(play.State.IsCompleted);
        play.Complete("c").AssertEnded();
    }

    [Theory]
    [InlineData(true, true, "x y always")]
    [InlineData(false, true, "y always")]
    [InlineData(false, false, "always other")]
    public void Conditional_flows_out_of_a_task_are_taken_each_for_itself(bool x, bool y, string expected)
    {
        var play = Play.Begin(Draw.Process("""
            start -> a -[x]-> x -> end
            a -[y]-> y -> end
            a -> always -> end
            a -[*]-> other -> end
            """));
        play.Complete("a", ("x", x), ("y", y));
        Assert.Equal(expected.Split(' '), play.Open);
    }

    [Fact]
    public void A_task_that_is_done_but_has_no_way_out_waits_with_an_incident()
    {
        var play = Play.Begin(Draw.Process("""
            start -> fork -> a -[go]-> b -> end
            fork -> set -> end
            """), ("go", false));
        var a = play.State.Activities.Values.Single(x => x.Element == "a").Id;
        play.Do(new Trigger.Complete(a));
        Assert.Equal(["no-flow-taken at a"], play.Codes);
        Assert.Empty(play.Do(new Trigger.Complete(a)));

        play.Complete("set", ("go", true)).Retry();
        Assert.Equal(["b"], play.Open);
        play.Complete("b").AssertEnded();
    }

    [Fact]
    public void An_endless_loop_is_stopped_by_the_step_limit_and_named()
    {
        var play = Play.BeginLarge(Draw.Process("""
            start -> xor_back -> pass -> xor
            xor -[go]-> end
            xor -[*]-> xor_back
            """), ("go", false));
        Assert.Equal("step-limit", play.State.Incidents.Values.Single().Code);
        Assert.False(play.State.HasMore);
        Assert.InRange(play.Log.Count, Interpreter.StepLimit, Interpreter.StepLimit + 5);
    }

    [Fact]
    public void A_loop_that_forks_at_every_turn_is_stopped_as_a_whole()
    {
        var play = Play.BeginLarge(Draw.Process("""
            start -> xor_back -> fork -> pass1 -> xor_back
            fork -> pass2 -> xor_back
            fork -> end
            """));
        Assert.Equal("step-limit", play.State.Incidents.Values.Single().Code);
        Assert.False(play.State.HasMore);
        play.Do(new Trigger.Cancel());
        play.Continue().AssertEnded();
    }
}
