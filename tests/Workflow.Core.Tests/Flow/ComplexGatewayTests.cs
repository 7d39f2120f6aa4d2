using Workflow.Core.Bpmn;
using Workflow.Core.Flow;
using Xunit;

namespace Workflow.Core.Tests.Flow;

/// <summary>The complex gateway: BPMN 2.0, clause 13.4.5.</summary>
public sealed class ComplexGatewayTests
{
    private static readonly ComplexGateway TwoOfThree = new("k", null, null, Draw.Feel("activationCount >= 2"));

    private static ProcessGraph Three(string more = "") => Draw.Process("start -> fork -> a -> k -> after -> end\nfork -> b -> k\nfork -> c -> xor -[stray = true]-> end2\nxor -[*]-> k\n" + more, TwoOfThree);

    [Fact]
    public void It_fires_with_the_second_and_the_straggler_is_absorbed()
    {
        var play = Play.Begin(Three());
        play.Complete("a");
        Assert.Equal(["b", "c"], play.Open);
        play.Complete("b");
        Assert.Equal(["c", "after"], play.Open);
        Assert.True(play.State.Scopes[play.State.Root!.Value].Resetting.ContainsKey("k"));
        play.Complete("after");
        Assert.False(play.State.IsCompleted);
        play.Complete("c");
        Assert.Equal([false, true], play.Log.OfType<ComplexPassed>().Select(e => e.Reset));
        play.AssertEnded();
    }

    [Fact]
    public void It_is_reset_without_the_straggler_once_none_can_come()
    {
        var play = Play.Begin(Three());
        play.Complete("a").Complete("b").Complete("c", ("stray", true));
        var reset = play.Log.OfType<ComplexPassed>().Single(e => e.Reset);
        Assert.Empty(reset.Consumed);
        Assert.Empty(play.State.Scopes[play.State.Root!.Value].Resetting);
        play.Complete("after").AssertEnded();
    }

    [Fact]
    public void All_at_once_fire_it_once_and_leave_nothing_to_reset()
    {
        var play = Play.Begin(Draw.Process("""
            start -> fork -> a -> k -> after -> end
            fork -> b -> k
            """, TwoOfThree));
        play.Complete("a").Complete("b");
        Assert.Equal(["after"], play.Open);
        Assert.Empty(play.Log.OfType<ComplexPassed>());
        play.Complete("after").AssertEnded();
    }

    [Fact]
    public void On_reset_it_takes_the_flows_whose_condition_holds_then()
    {
        var play = Play.Begin(Draw.Process("""
            start -> fork -> a -> k -[waitingForStart]-> early -> end
            fork -> b -> k -[waitingForStart = false]-> late -> end
            fork -> c -> k
            """, TwoOfThree));
        play.Complete("a").Complete("b");
        Assert.Equal(["c", "early"], play.Open);
        play.Complete("c");
        Assert.Equal(["early", "late"], play.Open);
        play.Complete("early").Complete("late").AssertEnded();
    }

    [Fact]
    public void After_its_reset_it_waits_for_start_again()
    {
        var play = Play.Begin(Draw.Process("""
            start -> xor_again -> fork -> a -> k -> after -> end
            fork -> b -> k
            fork -> c -> k
            after -> xor_more -[more]-> xor_again
            xor_more -[*]-> end2
            """.Replace("-> after -> end", "-> after", StringComparison.Ordinal), TwoOfThree));
        play.Complete("c").Complete("b");
        play.Complete("a");
        play.Complete("after", ("more", true));
        Assert.Equal(["a", "b", "c"], play.Open);
        play.Complete("a");
        Assert.DoesNotContain("after", play.Open);
        play.Complete("c").Complete("b").Complete("after", ("more", false)).AssertEnded();
        Assert.Equal(2, play.Log.OfType<ComplexPassed>().Count(e => !e.Reset));
    }
}
