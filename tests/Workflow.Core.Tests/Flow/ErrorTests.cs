using Workflow.Core.Bpmn;
using Workflow.Core.Flow;
using Workflow.Feel;
using Xunit;

namespace Workflow.Core.Tests.Flow;

public sealed class ErrorTests
{
    [Fact]
    public void An_error_event_on_a_job_ends_it_and_goes_its_own_way_with_the_code_in_the_data()
    {
        var play = Play.Begin(Draw.Process("""
            start -> job -> end
            refused -> correct -> end
            """, Catch("refused", "job", "no-such-name")));
        var job = play.State.Activities.Keys.Single();
        play.Do(new Trigger.Throw(job, "no-such-name", "the name is taken"));
        Assert.Equal(["correct"], play.Open);
        Assert.Contains(play.Log, e => e is ErrorCaught { Element: "refused", Source: "job", Code: "no-such-name" });
        Assert.Contains(play.Log, e => e is ActivityCancelled { Element: "job" });
        var told = (Value.Context)play.State.DataOf(play.State.Root!.Value)["refused"];
        Assert.Equal(("no-such-name", "the name is taken"), (((Value.Text)told["code"]).Is, ((Value.Text)told["message"]).Is));
        Assert.Empty(play.Do(new Trigger.Throw(job, "no-such-name")));
        Assert.Empty(play.Do(new Trigger.Complete(job)));
        play.Complete("correct").AssertEnded();
    }

    [Theory]
    [InlineData("known", "byCode")]
    [InlineData("other", "byAll")]
    public void The_event_that_names_the_code_comes_before_the_one_that_catches_all(string code, string expected)
    {
        var play = Play.Begin(Draw.Process("""
            start -> job -> end
            all -> byAll -> end
            one -> byCode -> end
            """, Catch("all", "job", null), Catch("one", "job", "known")));
        play.Do(new Trigger.Throw(play.State.Activities.Keys.Single(), code));
        Assert.Equal([expected], play.Open);
        play.Complete(expected).AssertEnded();
    }

    [Fact]
    public void What_nothing_catches_becomes_an_incident_and_the_job_can_be_tried_again()
    {
        var play = Play.Begin(Draw.Process("""
            start -> job -> end
            one -> other -> end
            """, Catch("one", "job", "known")));
        play.Do(new Trigger.Throw(play.State.Activities.Keys.Single(), "unknown"));
        Assert.Equal(["error-not-caught at job"], play.Codes);
        Assert.Empty(play.Do(new Trigger.Throw(play.State.Activities.Keys.Single(), "known")));
        play.Retry().Complete("job").AssertEnded();
    }

    [Fact]
    public void An_error_inside_is_caught_by_the_nearest_sub_process_that_can_and_everything_inside_ends()
    {
        var play = Play.Begin(Draw.Process("""
            start -> sub -> end
            failed -> mend -> end
            sub: start2 -> fork -> a -> end2
            sub: fork -> sub_inner -> end2
            sub_inner: start3 -> job -> end3
            late -> end
            """, Catch("failed", "sub", "broken"), Catch("elsewhere", "sub_inner", "other") with { Parent = "sub" }, Draw.On("sub", "late", "P1D")));
        play.Do(new Trigger.Throw(play.State.Activities.Values.Single(a => a.Element == "job").Id, "broken"));
        Assert.Equal(["mend"], play.Open);
        Assert.Empty(play.State.Timers);
        Assert.Equal(["a", "job", "sub", "sub_inner"], play.Log.OfType<ActivityCancelled>().Select(e => e.Element).Order(StringComparer.Ordinal));
        play.Complete("mend").AssertEnded();
    }

    [Fact]
    public void An_error_end_event_throws_to_the_activity_around_its_sub_process()
    {
        var play = Play.Begin(Draw.Process("""
            start -> sub -> after -> end
            failed -> mend -> end
            sub: start2 -> fork -> a -> fail
            sub: fork -> b -> end2
            """, Catch("failed", "sub", null), Draw.End("fail", new ErrorDefinition("broken"))));
        play.Complete("a");
        Assert.Equal(["mend"], play.Open);
        play.Complete("mend").AssertEnded();
    }

    [Fact]
    public void An_error_end_event_that_nothing_catches_holds_its_token_with_an_incident()
    {
        var play = Play.Begin(Draw.Process("start -> a -> fail", Draw.End("fail", new ErrorDefinition("broken"))));
        play.Complete("a");
        Assert.Equal(["error-not-caught at fail"], play.Codes);
        Assert.False(play.State.IsCompleted);
        play.Retry();
        Assert.Equal(["error-not-caught at fail"], play.Codes);
    }

    [Fact]
    public void An_error_in_one_child_of_a_multi_instance_ends_all_children()
    {
        var jobs = new ServiceTask("job", null, null) { Loop = new MultiInstance(null, null, Draw.Feel("3")) };
        var play = Play.Begin(Draw.Process("""
            start -> job -> end
            failed -> mend -> end
            """, jobs, Catch("failed", "job", null)));
        Assert.Equal(["job#1", "job#2", "job#3"], play.Open);
        play.Do(new Trigger.Throw(play.State.Activities.Values.Single(a => a.Index == 2).Id, "broken"));
        Assert.Equal(["mend"], play.Open);
        play.Complete("mend").AssertEnded();
    }

    private static BoundaryEvent Catch(string id, string activity, string? code) => Draw.On(activity, id, new ErrorDefinition(code));
}
