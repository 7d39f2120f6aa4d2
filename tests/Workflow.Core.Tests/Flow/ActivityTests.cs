using Workflow.Core.Bpmn;
using Workflow.Core.Flow;
using Workflow.Feel;
using Xunit;

namespace Workflow.Core.Tests.Flow;

public sealed class ActivityTests
{
    [Fact]
    public void A_process_starts_once_and_ends_when_its_last_token_is_gone()
    {
        var graph = Draw.Process("start -> a -> end");
        var play = Play.Begin(graph);
        Assert.Equal(["a"], play.Open);
        Assert.Empty(play.Do(new Trigger.Begin(Value.Context.Empty)));
        play.Complete("a").AssertEnded();
        Assert.IsType<ProcessCompleted>(play.Log[^1]);
        Assert.Empty(play.Do(new Trigger.Cancel()));
        Assert.Empty(play.Do(new Trigger.Continue()));
    }

    [Fact]
    public void Output_is_written_to_the_nearest_scope_that_has_the_name_otherwise_to_the_process()
    {
        var play = Play.Begin(Draw.Process("""
            start -> each -> after -> end
            """, Draw.ForEach("each", "items")), ("items", List(1, 2)), ("total", 0));
        play.Complete("each#1", ("total", 5), ("item", 9), ("new", "x"));
        var root = play.State.Scopes[play.State.Root!.Value].Data;
        Assert.Equal((Value)5, root["total"]);
        Assert.Equal((Value)"x", root["new"]);
        Assert.Equal(Value.Null, root["item"]);
    }

    [Fact]
    public void A_service_task_that_fails_waits_with_an_incident_until_retried()
    {
        var play = Play.Begin(Draw.Process("start -> job -> end"));
        var job = play.State.Activities.Keys.Single();
        Assert.NotEmpty(play.Do(new Trigger.Fail(job, "registry-down", "no answer")));
        Assert.Empty(play.Do(new Trigger.Fail(job, "registry-down", "no answer")));
        Assert.Equal(["registry-down at job"], play.Codes);

        play.Retry();
        Assert.Empty(play.Codes);
        Assert.Equal(["job"], play.Open);
        play.Complete("job").AssertEnded();
    }

    [Fact]
    public void A_service_task_may_still_be_completed_while_its_incident_is_open()
    {
        var play = Play.Begin(Draw.Process("start -> job -> end"));
        play.Do(new Trigger.Fail(play.State.Activities.Keys.Single(), "late", "lease ran out"));
        play.Complete("job").AssertEnded();
    }

    [Fact]
    public void A_sub_process_goes_on_only_when_everything_inside_it_ended()
    {
        var play = Play.Begin(Draw.Process("""
            start -> sub -> after -> end
            sub: start2 -> fork -> a -> end2
            sub: fork -> b -> end3
            """));
        Assert.Equal(["a", "b"], play.Open);
        play.Complete("a");
        Assert.Equal(["b"], play.Open);
        play.Complete("b");
        Assert.Equal(["after"], play.Open);
        play.Complete("after").AssertEnded();
    }

    [Fact]
    public void A_terminate_end_ends_its_own_scope_and_the_flow_goes_on_behind_it()
    {
        var play = Play.Begin(Draw.Process("""
            start -> fork -> sub -> after -> end
            fork -> beside -> end
            sub: start2 -> fork2 -> a -> stop
            sub: fork2 -> b -> end2
            sub: fork2 -> sub_inner -> end2
            sub_inner: start3 -> c -> end3
            """));
        play.Complete("a");
        Assert.Equal(["beside", "after"], play.Open);
        Assert.Equal(["b", "c", "sub_inner"], play.Log.OfType<ActivityCancelled>().Select(e => e.Element).Order());
        play.Complete("beside").Complete("after").AssertEnded();
    }

    [Fact]
    public void A_terminate_end_of_the_process_ends_everything()
    {
        var play = Play.Begin(Draw.Process("""
            start -> fork -> a -> stop
            fork -> b -> join -> end
            fork -> pass -> join
            """));
        play.Complete("a").AssertEnded();
        Assert.True(Assert.IsType<ProcessCompleted>(play.Log[^1]).Terminated);
        Assert.False(play.State.IsCancelled);
    }

    [Fact]
    public void Cancelling_from_outside_cancels_every_activity_and_ends_the_process()
    {
        var play = Play.Begin(Draw.Process("""
            start -> fork -> a -> end
            fork -> sub -> end
            sub: start2 -> b -> end2
            """, Draw.On("a", "late", "PT1H", interrupts: false)));
        play.Do(new Trigger.Cancel());
        play.AssertEnded();
        Assert.True(play.State.IsCancelled);
        Assert.Equal(["a", "b", "sub"], play.Log.OfType<ActivityCancelled>().Select(e => e.Element).Order());
        Assert.Single(play.Log.OfType<ActivityCancelled>().Single(e => e.Element == "a").TimersGone);
    }

    [Fact]
    public void A_second_case_of_the_same_process_gets_the_same_ids()
    {
        var graph = Draw.Process("start -> fork -> a -> end\nfork -> b -> end");
        Assert.Equal(Play.Begin(graph).Log.Select(Play.Show), Play.Begin(graph).Log.Select(Play.Show));
    }

    internal static Value List(params IEnumerable<int> numbers) => new Value.List([.. numbers.Select(n => (Value)n)]);
}
