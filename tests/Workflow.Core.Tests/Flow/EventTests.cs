using Workflow.Core.Bpmn;
using Workflow.Core.Flow;
using Xunit;

namespace Workflow.Core.Tests.Flow;

/// <summary>Intermediate events that no other file is about: conditions, links, several definitions. BPMN 2.0, clause 10.5.</summary>
public sealed class EventTests
{
    [Fact]
    public void A_condition_that_holds_already_lets_its_token_pass()
    {
        var play = Play.Begin(Draw.Process("start -> when -> a -> end", Draw.Catch("when", new ConditionalDefinition(Draw.Feel("n > 1")))), ("n", 2));
        Assert.Equal(["a"], play.Open);
        play.Complete("a").AssertEnded();
    }

    [Fact]
    public void A_condition_waits_until_data_makes_it_true()
    {
        var play = Play.Begin(Draw.Process("""
            start -> fork -> when -> a -> end
            fork -> b -> end2
            """, Draw.Catch("when", new ConditionalDefinition(Draw.Feel("n > 1")))));
        Assert.Equal(["when"], play.Waits);
        play.Complete("b", ("n", 2));
        Assert.Equal(["a"], play.Open);
        play.Complete("a").AssertEnded();
    }

    [Fact]
    public void A_link_leads_from_every_throw_to_the_catch_of_its_name()
    {
        var play = Play.Begin(Draw.Process("""
            start -> fork -> a -> go1
            fork -> b -> go2
            arrive -> c -> end
            """, Draw.Throw("go1", new LinkDefinition("L")), Draw.Throw("go2", new LinkDefinition("L")), Draw.Catch("arrive", new LinkDefinition("L"))));
        Assert.Equal(["a", "b"], play.Open);
        play.Complete("b");
        Assert.Equal(["a", "c"], play.Open);
        play.Complete("a").Complete("c").Complete("c").AssertEnded();
    }

    [Fact]
    public void Of_several_definitions_the_first_lets_the_token_go_and_the_others_wait_no_longer()
    {
        var play = Play.Begin(Draw.Process("start -> any -> a -> end", Draw.Catch("any", new SignalDefinition("go"), new MessageDefinition("news"), Draw.After("PT1H"))));
        Assert.Equal(["any", "any", "any"], play.Waits);
        play.Message("news");
        Assert.Empty(play.Waits);
        play.Complete("a").AssertEnded();
    }

    [Fact]
    public void A_parallel_one_waits_for_all_of_them_in_any_order()
    {
        var all = Draw.Catch("all", new SignalDefinition("go"), new MessageDefinition("news"), Draw.After("PT1H")) with { IsParallel = true };
        var play = Play.Begin(Draw.Process("start -> all -> a -> end", all));
        play.Fire("all").Message("news");
        Assert.Empty(play.Open);
        Assert.Empty(play.Do(new Trigger.Message("news", null, Play.Data())));
        play.Signal("go");
        Assert.Equal(["a"], play.Open);
        play.Complete("a").AssertEnded();
    }

    [Fact]
    public void A_throw_of_several_definitions_throws_them_all()
    {
        var play = Play.Begin(Draw.Process("start -> tell -> end", Draw.Throw("tell", new SignalDefinition("go"), new MessageDefinition("news"), new EscalationDefinition("x"))));
        Assert.Single(play.Log.OfType<SignalThrown>());
        Assert.Single(play.Log.OfType<MessageThrown>());
        Assert.Single(play.Log.OfType<EscalationThrown>());
        play.AssertEnded();
    }

    [Fact]
    public void A_terminate_end_event_ends_everything_in_its_own_scope_only()
    {
        var play = Play.Begin(Draw.Process("""
            start -> fork -> sub -> after -> end
            fork -> b -> end2
            sub: start2 -> fork2 -> a -> stop
            sub: fork2 -> c -> end3
            """));
        play.Complete("a");
        Assert.Equal(["b", "after"], play.Open);
        play.Complete("b").Complete("after").AssertEnded();
    }

    [Fact]
    public void A_cycle_of_a_catch_event_lets_a_token_go_at_each_firing()
    {
        var play = Play.Begin(Draw.Process("start -> tick -> a -> end", Draw.Catch("tick", new TimerDefinition(new(TimerForm.Cycle, "R2/PT1H", null)))));
        play.Fire("tick");
        Assert.Equal(["a"], play.Open);
        play.Fire("tick");
        Assert.Equal(["a", "a"], play.Open);
        play.Complete("a").Complete("a").AssertEnded();
    }
}
