using Workflow.Core.Bpmn;
using Workflow.Core.Flow;
using Xunit;

namespace Workflow.Core.Tests.Flow;

/// <summary>Messages, signals and what starts a process by them: BPMN 2.0, clauses 8.4.2, 10.5.7 and 13.1.</summary>
public sealed class MessageTests
{
    private static MessageDefinition Keyed(string name, string key) => new(name, Draw.Feel(key));

    [Fact]
    public void A_message_finds_the_one_that_waits_for_its_key()
    {
        var play = Play.Begin(Draw.Process("""
            start -> fork -> m1 -> a -> end
            fork -> m2 -> b -> end2
            """, Draw.Catch("m1", Keyed("news", "one")), Draw.Catch("m2", Keyed("news", "two"))), ("one", "x"), ("two", 7));
        Assert.Equal(["x", "7"], play.State.Subscriptions.Values.OrderBy(s => s.Id).Select(s => s.Key!));
        Assert.Empty(play.Do(new Trigger.Message("news", "y", Play.Data())));
        Assert.Empty(play.Do(new Trigger.Message("other", "x", Play.Data())));
        play.Message("news", "7");
        Assert.Equal(["b"], play.Open);
        play.Message("news", "x");
        play.Complete("a").Complete("b").AssertEnded();
    }

    [Fact]
    public void A_message_is_taken_by_one_only_the_one_that_waited_longest()
    {
        var play = Play.Begin(Draw.Process("""
            start -> fork -> m1 -> a -> end
            fork -> m2 -> b -> end2
            """, Draw.Catch("m1", new MessageDefinition("news")), Draw.Catch("m2", new MessageDefinition("news"))));
        play.Message("news");
        Assert.Equal(["a"], play.Open);
        play.Message("news").Complete("a").Complete("b").AssertEnded();
    }

    [Fact]
    public void A_key_that_is_no_text_or_number_stops_the_token_until_it_is_mended()
    {
        var play = Play.Begin(Draw.Process("""
            start -> fork -> m1 -> end
            fork -> set -> end2
            """, Draw.Catch("m1", Keyed("news", "k"))));
        Assert.Equal(["key-not-evaluated at m1"], play.Codes);
        play.Complete("set", ("k", "x")).Retry().Message("news", "x").AssertEnded();
    }

    [Fact]
    public void A_thrown_message_is_taken_in_the_same_case_with_its_payload()
    {
        var play = Play.Begin(Draw.Process("""
            start -> fork -> m1 -> b -> end
            fork -> a -> tell -> end2
            """, Draw.Catch("m1", Keyed("news", "k")), Draw.Throw("tell", Keyed("news", "k")) with { Data = Draw.Ways((true, "n", "k + 1")) }), ("k", 1));
        play.Complete("a");
        Assert.Contains(play.Log, e => e is MessageThrown { Taken: true, Key: "1" });
        Assert.True(play.Holds("m1.n = 2"));
        play.Complete("b").AssertEnded();
    }

    [Fact]
    public void A_thrown_message_that_nobody_takes_says_so_and_how_long_it_is_kept()
    {
        var play = Play.Begin(Draw.Process("start -> tell", Draw.End("tell", new MessageDefinition("news", null, "PT1H"))));
        Assert.Contains(play.Log, e => e is MessageThrown { Taken: false, Ttl: "PT1H", Name: "news" });
        play.AssertEnded();
    }

    [Fact]
    public void Send_and_receive_tasks_exchange_a_message()
    {
        var play = Play.Begin(Draw.Process("""
            start -> fork -> get -> b -> end
            fork -> a -> send -> end2
            """, new ReceiveTask("get", null, null, new("news")), new SendTask("send", null, null, new("news")) { Data = Draw.Ways((true, "n", "5")) }));
        Assert.Equal(["get"], play.Waits);
        play.Complete("a");
        Assert.True(play.Holds("get.n = 5"));
        play.Complete("b").AssertEnded();
    }

    [Fact]
    public void A_signal_goes_to_everybody_who_waits_and_to_nobody_later()
    {
        var play = Play.Begin(Draw.Process("""
            start -> fork -> s1 -> a -> s3 -> end
            fork -> s2 -> b -> end2
            fork -> c -> tell -> end3
            """, Draw.Catch("s1", new SignalDefinition("go")), Draw.Catch("s2", new SignalDefinition("go")), Draw.Catch("s3", new SignalDefinition("go")), Draw.Throw("tell", new SignalDefinition("go"))));
        play.Complete("c");
        Assert.Equal(["a", "b"], play.Open);
        play.Complete("a");
        Assert.Equal(["s3"], play.Waits);
        play.Signal("go").Complete("b").AssertEnded();
    }

    [Fact]
    public void Each_of_several_start_events_creates_a_process_of_its_own()
    {
        var play = Play.Begin(Draw.Process("""
            byNews -> a -> end
            bySignal -> b -> end
            """, Starts("byNews", new MessageDefinition("news")), Starts("bySignal", new SignalDefinition("go"))));
        Assert.Contains(play.Log, e => e is FlowOpened);
        play.Message("news", null, ("n", 1)).Message("news", null, ("n", 2)).Signal("go");
        Assert.Equal(["a", "a", "b"], play.Open);
        Assert.Equal(3, play.State.Roots.Count);
        Assert.True(play.Holds("byNews.n = 1", at: "a"));
        play.Complete("a").Complete("a");
        Assert.False(play.State.IsCompleted);
        play.Complete("b").AssertEnded();
    }

    [Fact]
    public void A_none_start_begins_at_once_and_another_start_beside_it_waits()
    {
        var play = Play.Begin(Draw.Process("""
            start -> a -> end
            byNews -> b -> end
            """, Starts("byNews", new MessageDefinition("news"))));
        Assert.Equal(["a"], play.Open);
        play.Message("news");
        Assert.Equal(["a", "b"], play.Open);
        play.Complete("a").Complete("b").AssertEnded();
    }

    [Fact]
    public void A_message_start_of_another_process_of_the_file_is_created_by_a_throw()
    {
        var play = Play.Begin(Draw.Process("""
            start -> tell -> a -> end
            other: byNews -> b -> end2
            """, Starts("byNews", new MessageDefinition("news")), Draw.Throw("tell", new MessageDefinition("news"))));
        Assert.Equal(["a", "b"], play.Open.Order(StringComparer.Ordinal));
        Assert.Equal(["other", "process"], play.State.Roots.Select(id => play.State.Scopes[id].Element).Order(StringComparer.Ordinal));
        play.Complete("a");
        Assert.False(play.State.IsCompleted);
        play.Complete("b").AssertEnded();
    }

    [Fact]
    public void A_receive_task_that_instantiates_creates_its_process()
    {
        var play = Play.Begin(Draw.Process("get -> a -> end", new ReceiveTask("get", null, null, new("news"), Instantiates: true)));
        play.Message("news", null, ("n", 1));
        Assert.Equal(["a"], play.Open);
        Assert.True(play.Holds("get.n = 1"));
        play.Complete("a").AssertEnded();
    }

    [Fact]
    public void A_parallel_multiple_start_needs_all_its_events()
    {
        var both = Starts("both", new MessageDefinition("news")) with { Definitions = [new MessageDefinition("news"), new SignalDefinition("go")], IsParallel = true };
        var play = Play.Begin(Draw.Process("both -> a -> end", both));
        play.Message("news");
        Assert.Empty(play.Open);
        play.Signal("go");
        Assert.Equal(["a"], play.Open);
        Assert.Equal(2, play.Waits.Length);
        play.Complete("a").AssertEnded();
    }

    [Fact]
    public void A_key_on_a_start_event_accepts_every_conversation()
    {
        var play = Play.Begin(Draw.Process("byNews -> a -> end", Starts("byNews", Keyed("news", "order"))));
        Assert.Empty(play.Codes);
        play.Message("news", "1", ("order", "1"));
        Assert.Equal(["a"], play.Open);
    }

    [Theory]
    [InlineData("fork -> tell -> end2\nfork -> m1 -> a -> end")]
    [InlineData("fork -> m1 -> a -> end\nfork -> tell -> end2")]
    public void What_is_about_to_wait_does_so_before_anything_is_thrown_in_the_same_step(string branches)
    {
        var play = Play.Begin(Draw.Process($"start -> fork\n{branches}", Draw.Catch("m1", new MessageDefinition("news")), Draw.Throw("tell", new MessageDefinition("news"))));
        Assert.Contains(play.Log, e => e is MessageThrown { Taken: true });
        play.Complete("a").AssertEnded();
    }

    private static StartEvent Starts(string id, EventDefinition definition) => new(id, null, null) { Definitions = [definition] };
}
