using Workflow.Core.Bpmn;
using Workflow.Core.Flow;
using Xunit;

namespace Workflow.Core.Tests.Flow;

/// <summary>Event-based gateways: BPMN 2.0, clause 13.4.4; those that instantiate: clause 10.6.6.</summary>
public sealed class EventGatewayTests
{
    private static ProcessGraph Race() => Draw.Process("""
        start -> race -> letter -> a -> end
        race -> alarm -> b -> end
        race -> late -> c -> end
        """, Draw.Catch("letter", new MessageDefinition("letter")), Draw.Catch("alarm", new SignalDefinition("alarm")), Draw.Wait("late", "PT1H"));

    [Theory]
    [InlineData("letter", "a")]
    [InlineData("alarm", "b")]
    [InlineData("late", "c")]
    public void The_first_event_wins_and_the_others_wait_no_longer_from_the_same_append_on(string first, string then)
    {
        var play = Play.Begin(Race());
        Assert.Equal(["letter", "alarm", "late"], play.Waits);
        var before = play.Log.Count;
        switch (first)
        {
            case "letter": play.Message("letter"); break;
            case "alarm": play.Signal("alarm"); break;
            default: play.Fire("late"); break;
        }
        var append = play.Log.Skip(before).ToList();
        Assert.Equal(2, append.OfType<ActivityCompleted>().Single(e => e.Element == "race").TimersGone.Length);
        Assert.Contains(append, e => e is ElementPassed passed && passed.Element == first);
        Assert.Empty(play.Waits);
        Assert.Equal([then], play.Open);
        Assert.Empty(play.Do(new Trigger.Message("letter", null, Play.Data())));
        Assert.Empty(play.Do(new Trigger.Signal("alarm", Play.Data())));
        play.Complete(then).AssertEnded();
    }

    [Fact]
    public void Receive_tasks_race_as_message_events_do()
    {
        var play = Play.Begin(Draw.Process("""
            start -> race -> yes -> a -> end
            race -> no -> b -> end
            """, new ReceiveTask("yes", null, null, new("yes")), new ReceiveTask("no", null, null, new("no"))));
        play.Message("no", null, ("why", "late"));
        Assert.Equal(["b"], play.Open);
        Assert.True(play.Holds("no.why = \"late\""));
        play.Complete("b").AssertEnded();
    }

    [Fact]
    public void A_condition_that_holds_already_wins_at_once()
    {
        var play = Play.Begin(Draw.Process("""
            start -> race -> ready -> a -> end
            race -> late -> b -> end
            """, Draw.Catch("ready", new ConditionalDefinition(Draw.Feel("n > 1"))), Draw.Wait("late", "PT1H")), ("n", 2));
        Assert.Equal(["a"], play.Open);
        Assert.Empty(play.Waits);
        play.Complete("a").AssertEnded();
    }

    [Fact]
    public void One_that_instantiates_creates_a_process_with_each_first_event()
    {
        var play = Play.Begin(Draw.Process("""
            race -> m1 -> a -> end
            race -> m2 -> b -> end
            """, new EventGateway("race", null, null, Instantiates: true, IsParallel: false), Letter("m1"), Letter("m2")));
        Assert.Empty(play.Open);
        play.Message("m2").Message("m1");
        Assert.Equal(["b", "a"], play.Open);
        Assert.Equal(["m1", "m2"], play.Waits);
        play.Complete("a");
        Assert.False(play.State.IsCompleted);
        play.Complete("b").AssertEnded();
    }

    [Fact]
    public void A_parallel_one_is_created_by_the_first_message_and_ends_only_when_all_have_come()
    {
        var play = Play.Begin(Draw.Process("""
            race -> m1 -> a -> end
            race -> m2 -> b -> end
            """, new EventGateway("race", null, null, Instantiates: true, IsParallel: true), Letter("m1"), Letter("m2")));
        play.Message("m2", null, ("n", 1));
        Assert.Single(play.State.Roots);
        Assert.Equal(["b"], play.Open);
        play.Complete("b");
        Assert.False(play.State.IsCompleted);
        play.Message("m1", null, ("n", 2));
        Assert.Single(play.State.Roots);
        Assert.Equal(["a"], play.Open);
        Assert.True(play.Holds("m1.n = 2 and m2.n = 1"));
        play.Complete("a").AssertEnded();
    }

    [Fact]
    public void In_a_parallel_one_the_later_messages_find_their_own_process_by_key()
    {
        var graph = Draw.Process("""
            race -> m1 -> join -> a -> end
            race -> m2 -> join
            """, new EventGateway("race", null, null, Instantiates: true, IsParallel: true), Keyed("m1", "order"), Keyed("m2", "order"));
        var play = Play.Begin(graph);
        Assert.Empty(play.Codes);
        play.Message("m1", "1", ("order", "1")).Message("m1", "2", ("order", "2"));
        Assert.Equal(2, play.State.Roots.Count);
        Assert.Empty(play.Open);
        play.Message("m2", "2", ("order", "2"));
        Assert.Equal(["a"], play.Open);
        Assert.True(play.Holds("m1.order = \"2\"", at: "a"));
        play.Message("m2", "1", ("order", "1"));
        Assert.Equal(["a", "a"], play.Open);
        play.Complete("a").Complete("a").AssertEnded();
    }

    private static CatchEvent Letter(string name) => Draw.Catch(name, new MessageDefinition(name));

    /// <summary>The conversation's key stands in whichever message came first.</summary>
    private static CatchEvent Keyed(string name, string key) => Draw.Catch(name, new MessageDefinition(name, Draw.Feel($"if m1.{key} != null then m1.{key} else m2.{key}")));
}
