using Workflow.Core.Bpmn;
using Workflow.Core.Flow;
using Xunit;

namespace Workflow.Core.Tests.Flow;

/// <summary>Events on the boundary of an activity: BPMN 2.0, clauses 10.5.4 and 13.5.3.</summary>
public sealed class BoundaryTests
{
    private static readonly SignalDefinition Call = new("call");

    [Fact]
    public void The_token_of_one_that_does_not_interrupt_is_in_the_parent_scope_and_in_the_fork_of_its_host()
    {
        var play = Play.Begin(Draw.Process("""
            start -> fork -> sub -> join -> after -> end
            fork -> b -> join
            note -> c -> end2
            sub: start2 -> a -> end3
            """, Draw.On("sub", "note", Call, interrupts: false)));
        play.Signal("call");
        var (host, beside) = (play.Find("sub"), play.Find("c"));
        Assert.Equal(host.Scope, beside.Scope);
        Assert.NotNull(play.State.Tokens[host.Token].Split);
        Assert.Equal(play.State.Tokens[host.Token].Split, play.State.Tokens[beside.Token].Split);
        play.Complete("a").Complete("b").Complete("after");
        Assert.False(play.State.IsCompleted);
        play.Complete("c").AssertEnded();
    }

    [Theory]
    [InlineData(false, 3)]
    [InlineData(true, 0)]
    public void On_a_multi_instance_it_stands_on_the_body_and_not_on_each_instance(bool interrupts, int left)
    {
        var play = Play.Begin(Draw.Process("""
            start -> each -> end
            note -> c -> end2
            """, Draw.Times("each", "3"), Draw.On("each", "note", Call, interrupts)));
        Assert.Equal(["note"], play.Waits);
        play.Signal("call");
        Assert.Equal(left, play.Open.Count(name => name.StartsWith("each", StringComparison.Ordinal)));
        Assert.Single(play.Open, "c");
        for (var number = 1; number <= left; number++) play.Complete($"each#{number}");
        play.Complete("c").AssertEnded();
    }

    [Fact]
    public void One_that_does_not_interrupt_acts_each_time()
    {
        var play = Play.Begin(Draw.Process("""
            start -> a -> end
            note -> c -> end2
            """, Draw.On("a", "note", new MessageDefinition("news"), interrupts: false)));
        play.Message("news", null, ("n", 1)).Message("news", null, ("n", 2));
        Assert.Equal(["a", "c", "c"], play.Open);
        Assert.True(play.Holds("note.n = 2"));
        play.Complete("a").Complete("c").Complete("c").AssertEnded();
        Assert.Empty(play.Do(new Trigger.Message("news", null, Play.Data())));
    }

    [Fact]
    public void An_interrupting_one_ends_all_other_events_of_its_host_with_it()
    {
        var play = Play.Begin(Draw.Process("""
            start -> a -> end
            one -> b -> end
            two -> c -> end
            """, Draw.On("a", "one", Call), Draw.On("a", "two", new MessageDefinition("news"))));
        play.Signal("call");
        Assert.Equal(["b"], play.Open);
        Assert.Empty(play.Waits);
        play.Complete("b").AssertEnded();
    }

    [Fact]
    public void A_condition_ends_its_host_when_data_makes_it_true()
    {
        var play = Play.Begin(Draw.Process("""
            start -> fork -> a -> end
            fork -> b -> end
            ready -> c -> end
            """, Draw.On("a", "ready", new ConditionalDefinition(Draw.Feel("n > 1")))), ("n", 0));
        play.Complete("b", ("n", 2));
        Assert.Equal(["c"], play.Open);
        play.Complete("c").AssertEnded();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_escalation_leaves_the_host_running_unless_its_event_interrupts(bool interrupts)
    {
        var play = Play.Begin(Draw.Process("""
            start -> sub -> after -> end
            told -> c -> end2
            sub: start2 -> a -> esc -> b -> end3
            """, Draw.Throw("esc", new EscalationDefinition("late")), Draw.On("sub", "told", new EscalationDefinition("late"), interrupts)));
        play.Complete("a");
        Assert.Equal(interrupts ? ["c"] : ["b", "c"], play.Open.Order(StringComparer.Ordinal));
        Assert.True(play.Holds("told.code = \"late\""));
        if (!interrupts) play.Complete("b").Complete("after");
        play.Complete("c").AssertEnded();
    }

    [Fact]
    public void An_escalation_that_nothing_catches_has_no_effect()
    {
        var play = Play.Begin(Draw.Process("start -> esc -> a -> end", Draw.Throw("esc", new EscalationDefinition("late"))));
        Assert.Contains(play.Log, e => e is EscalationThrown { Caught: false });
        play.Complete("a").AssertEnded();
    }

    [Fact]
    public void An_escalation_end_event_ends_its_token_and_tells()
    {
        var play = Play.Begin(Draw.Process("""
            start -> sub -> after -> end
            told -> c -> end2
            sub: start2 -> a -> esc
            """, Draw.End("esc", new EscalationDefinition("x")), Draw.On("sub", "told", new EscalationDefinition(null), interrupts: false)));
        play.Complete("a");
        Assert.Equal(["after", "c"], play.Open.Order(StringComparer.Ordinal));
        play.Complete("after").Complete("c").AssertEnded();
    }

    [Theory]
    [InlineData("call")]
    [InlineData("news")]
    public void Of_several_definitions_one_is_enough(string first)
    {
        var play = Play.Begin(Draw.Process("""
            start -> a -> end
            any -> c -> end
            """, Draw.On("a", "any", Call) with { Definitions = [Call, new MessageDefinition("news")] }));
        if (first == "call") play.Signal("call");
        else play.Message("news");
        Assert.Equal(["c"], play.Open);
        Assert.Empty(play.Waits);
        play.Complete("c").AssertEnded();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_parallel_one_needs_all_its_definitions(bool interrupts)
    {
        var play = Play.Begin(Draw.Process("""
            start -> a -> end
            all -> c -> end2
            """, Draw.On("a", "all", Call, interrupts) with { Definitions = [Call, new MessageDefinition("news"), Draw.After("PT1H")], IsParallel = true }));
        play.Message("news").Signal("call").Signal("call");
        Assert.Equal(["a"], play.Open);
        play.Fire("all");
        Assert.Equal(interrupts ? ["c"] : ["a", "c"], play.Open);
        Assert.Equal(interrupts ? 0 : 3, play.Waits.Length);
        if (!interrupts) play.Complete("a");
        play.Complete("c").AssertEnded();
    }
}
