using System.Collections.Immutable;
using Workflow.Core.Bpmn;
using Workflow.Core.Flow;
using Workflow.Feel;
using Xunit;

namespace Workflow.Core.Tests.Flow;

public sealed class MultiInstanceTests
{
    [Fact]
    public void A_collection_gives_one_child_per_element_which_knows_its_element_and_number()
    {
        var play = Play.Begin(Draw.Process("start -> each -> after -> end", Draw.ForEach("each", "names", "name")), ("names", Texts("甲", "乙", "丙")));
        Assert.Equal(["each#1", "each#2", "each#3"], play.Open);
        var second = play.State.Activities.Values.Single(a => a.Index == 2);
        var data = play.State.DataOf(second.Scope);
        Assert.Equal((Value)"乙", data["name"]);
        Assert.Equal((Value)2, data["loopCounter"]);
        Assert.NotEqual(Value.Null, data["names"]);

        play.Complete("each#3").Complete("each#1");
        Assert.Equal(["each#2"], play.Open);
        play.Complete("each#2");
        Assert.Equal(["after"], play.Open);
        play.Complete("after").AssertEnded();
    }

    [Fact]
    public void A_cardinality_gives_that_many_children()
    {
        var play = Play.Begin(Draw.Process("start -> three -> end", Draw.Times("three", "n + 1")), ("n", 2));
        Assert.Equal(3, play.Open.Length);
        play.Complete("three#1").Complete("three#2").Complete("three#3").AssertEnded();
    }

    [Theory]
    [InlineData("items")]
    [InlineData(null)]
    public void Zero_children_complete_at_once(string? collection)
    {
        var node = collection is null ? Draw.Times("each", "0") : Draw.ForEach("each", collection);
        var play = Play.Begin(Draw.Process("start -> each -> end", node), ("items", new Value.List([])));
        play.AssertEnded();
        Assert.Contains(play.Log, e => e is ActivityCompleted { Element: "each" });
    }

    [Theory]
    [InlineData("1.5", "cardinality-not-a-count")]
    [InlineData("-1", "cardinality-not-a-count")]
    [InlineData("unknown", "cardinality-not-a-count")]
    [InlineData("1000000 * 1000000", "cardinality-not-a-count")]
    public void What_is_no_number_of_children_is_an_incident(string cardinality, string code)
    {
        var play = Play.Begin(Draw.Process("start -> each -> end", Draw.Times("each", cardinality)));
        Assert.Equal([$"{code} at each"], play.Codes);
    }

    [Fact]
    public void A_collection_that_is_no_list_is_an_incident_that_can_be_retried()
    {
        var play = Play.Begin(Draw.Process("start -> fork -> each -> end\nfork -> set -> end", Draw.ForEach("each", "items")));
        Assert.Equal(["collection-not-a-list at each"], play.Codes);
        play.Complete("set", ("items", Texts("x"))).Retry();
        Assert.Equal(["each#1"], play.Open);
    }

    [Fact]
    public void A_multi_instance_sub_process_opens_its_inside_once_per_element()
    {
        var sub = new SubProcess("sub", null, null) { Loop = new MultiInstance(Draw.Feel("items"), "item", null) };
        var play = Play.Begin(Draw.Process("""
            start -> sub -> end
            sub: start2 -> xor -[item > 1]-> a -> end2
            sub: xor -[*]-> stop
            """, sub), ("items", ActivityTests.List(1, 2, 3)));
        Assert.Equal(["a", "a"], play.Open);
        foreach (var a in play.State.Activities.Values.Where(a => a.Element == "a").Select(a => a.Id).Order().ToList()) play.Do(new Trigger.Complete(a));
        play.AssertEnded();
    }

    [Fact]
    public void A_boundary_timer_on_a_multi_instance_cancels_all_its_children()
    {
        var play = Play.Begin(Draw.Process("start -> each -> end\nlate -> after -> end", Draw.Times("each", "3"), Draw.On("each", "late", "PT1H")));
        play.Complete("each#2").Fire("late");
        Assert.Equal(["after"], play.Open);
        Assert.Equal(2, play.Log.OfType<ActivityCancelled>().Count(e => e.Kind == ActivityKind.UserTask));
        play.Complete("after").AssertEnded();
    }

    [Fact]
    public void Children_open_in_slices_and_may_be_completed_meanwhile()
    {
        var play = Play.Begin(Draw.Process("start -> each -> end", Draw.Times("each", "1200")));
        Assert.Equal(Interpreter.SliceLimit, play.Open.Length);
        Assert.True(play.State.HasMore);

        play.Complete("each#7");
        Assert.True(play.State.HasMore);
        play.Continue();
        Assert.Equal(1199, play.Open.Length);
        Assert.False(play.State.HasMore);
    }

    [Fact]
    public void A_body_whose_open_children_are_all_done_still_waits_for_those_yet_to_open()
    {
        var play = Play.BeginLarge(Draw.Process("start -> each -> end", Draw.Times("each", "600")));
        for (var i = 0; i < 500; i++) play.Do(new Trigger.Complete(play.State.Activities.Values.Where(a => a.Kind == ActivityKind.UserTask).Min(a => a.Id)));
        Assert.False(play.State.IsCompleted);
        play.Continue();
        foreach (var id in play.State.Activities.Values.Where(a => a.Kind == ActivityKind.UserTask).Select(a => a.Id).ToList()) play.Do(new Trigger.Complete(id));
        play.AssertEnded();
    }

    [Fact]
    public void A_large_cancellation_goes_in_slices_and_blocks_late_commands()
    {
        var play = Play.BeginLarge(Draw.Process("start -> fork -> each -> end\nfork -> a -> stop\nfork -> other -> end", Draw.Times("each", "1200")));
        play.Continue();
        var late = play.State.Activities.Values.Single(x => x.Element == "other").Id;

        play.Do(new Trigger.Complete(play.State.Activities.Values.Single(x => x.Element == "a").Id));
        Assert.True(play.State.HasMore);
        Assert.Empty(play.Do(new Trigger.Complete(late)));
        Assert.Empty(play.Do(new Trigger.Fail(late, "x", "y")));
        Assert.False(play.State.IsCompleted);

        play.Continue().AssertEnded();
        Assert.Equal(1200, play.Log.OfType<ActivityCancelled>().Count(e => e.Element == "each" && e.Kind == ActivityKind.UserTask));
    }

    [Fact]
    public void Twenty_thousand_children_cost_a_fixed_number_of_events_each()
    {
        const int count = 20_000;
        var play = Play.BeginLarge(Draw.Process("start -> each -> end", Draw.Times("each", "n")), ("n", count));
        var slices = 1;
        for (; play.State.HasMore; slices++) play.Do(new Trigger.Continue());
        Assert.Equal(count / Interpreter.SliceLimit, slices);
        Assert.Equal(count, play.State.Activities.Count - 1);

        var opened = play.Log.Count;
        var perCompletion = new HashSet<int>();
        foreach (var id in play.State.Activities.Values.Where(a => a.Kind == ActivityKind.UserTask).OrderBy(a => a.Id).Select(a => a.Id).Take(count - 1).ToList())
            perCompletion.Add(play.Do(new Trigger.Complete(id)).Count);
        Assert.InRange(opened, 2 * count, (2 * count) + 10);
        Assert.Equal([2], perCompletion);

        play.Do(new Trigger.Complete(play.State.Activities.Values.Single(a => a.Kind == ActivityKind.UserTask).Id));
        play.AssertEnded();
    }

    internal static Value Texts(params IEnumerable<string> texts) => new Value.List([.. texts.Select(t => (Value)t)]);
}
