using Workflow.Core.Bpmn;
using Workflow.Core.Flow;
using Workflow.Core.Tests.Bpmn;
using Xunit;

namespace Workflow.Core.Tests.Flow;

/// <summary>What activities take and leave: tokens (startQuantity, completionQuantity), data (clause 10.4.2), scripts, and ad-hoc work (clause 13.3.5). Read from XML.</summary>
public sealed class ActivityDataTests
{
    private static ProcessGraph Read(string content)
    {
        var reading = Models.ReadProcess(content);
        return reading.Graph ?? throw new ArgumentException(string.Join('\n', reading.Findings.Select(f => $"{f.Code} {f.Element}: {f.En}")), nameof(content));
    }

    [Fact]
    public void An_activity_starts_with_as_many_tokens_as_it_takes_and_puts_as_many_on_each_flow()
    {
        var play = Play.Begin(Draw.Process("""
            start -> fork -> a -> pair -> c -> end
            fork -> b -> pair
            """, new UserTask("pair", null, null) { StartQuantity = 2, CompletionQuantity = 3 }));
        play.Complete("a");
        Assert.Equal(["b"], play.Open);
        play.Complete("b");
        Assert.Equal(["pair"], play.Open);
        play.Complete("pair");
        Assert.Equal(["c", "c", "c"], play.Open);
        play.Complete("c").Complete("c").Complete("c").AssertEnded();
    }

    [Fact]
    public void A_script_writes_its_value_under_its_result()
    {
        var play = Play.Begin(Read(Models.Around("""<scriptTask id="x" approval:result="sum"><script>n + 1</script></scriptTask>""").Replace("<endEvent", """<userTask id="a"/><endEvent""", StringComparison.Ordinal)
            .Replace("sourceRef=\"x\" targetRef=\"e\"", "sourceRef=\"x\" targetRef=\"a\"", StringComparison.Ordinal) + Models.Arrow("a", "e")), ("n", 1));
        Assert.True(play.Holds("sum = 2"));
        play.Complete("a").AssertEnded();
    }

    [Fact]
    public void A_script_without_a_result_writes_the_entries_of_its_context()
    {
        var play = Play.Begin(Draw.Process("start -> s -> a -> end", new ScriptTask("s", null, null, Draw.Feel("{one: n, two: n + 1}"), null)), ("n", 1));
        Assert.True(play.Holds("one = 1 and two = 2"));
        play.Complete("a").AssertEnded();
    }

    [Fact]
    public void A_script_that_gives_no_value_is_an_incident_that_can_be_retried()
    {
        var play = Play.Begin(Draw.Process("""
            start -> fork -> s -> end
            fork -> a -> end2
            """, new ScriptTask("s", null, null, Draw.Feel("1 / n"), "x")), ("n", 0));
        Assert.Equal(["script-failed at s"], play.Codes);
        play.Complete("a", ("n", 2)).Retry().AssertEnded();
    }

    [Fact]
    public void Inputs_are_known_inside_only_and_of_the_result_only_the_outputs_are_written()
    {
        var play = Play.Begin(Draw.Process("start -> a -> b -> end", new UserTask("a", null, null) { Data = Draw.Ways((true, "x", "n + 1"), (false, "m", "x + y")) }), ("n", 1));
        Assert.True(play.Holds("x = 2", at: "a"));
        play.Complete("a", ("y", 5), ("z", 6));
        Assert.True(play.Holds("m = 7 and x = null and y = null and z = null"));
        play.Complete("b").AssertEnded();
    }

    [Fact]
    public void Data_objects_are_there_from_the_start_of_their_scope_and_associations_move_data()
    {
        var play = Play.Begin(Read("""
            <dataObject id="d1" name="order"/><dataObjectReference id="r1" dataObjectRef="d1"/>
            <startEvent id="s"/><subProcess id="sub"><dataObject id="d2" name="n"/><startEvent id="s2"/>
            <userTask id="a"><ioSpecification><dataInput id="i1" name="given"/><dataOutput id="o1" name="result"/><inputSet><dataInputRefs>i1</dataInputRefs></inputSet><outputSet><dataOutputRefs>o1</dataOutputRefs></outputSet></ioSpecification>
            <dataInputAssociation><sourceRef>r1</sourceRef><targetRef>i1</targetRef></dataInputAssociation>
            <dataOutputAssociation><sourceRef>o1</sourceRef><targetRef>r1</targetRef><transformation>result + 1</transformation></dataOutputAssociation></userTask>
            <userTask id="c"/><endEvent id="e2"/>
            """ + Models.Arrow("s2", "a") + Models.Arrow("a", "c") + Models.Arrow("c", "e2") + """</subProcess><userTask id="b"/><endEvent id="e"/>"""
            + Models.Arrow("s", "sub") + Models.Arrow("sub", "b") + Models.Arrow("b", "e")), ("order", 4), ("n", 1));
        Assert.True(play.Holds("given = 4 and n = null", at: "a"));
        play.Complete("a", ("result", 6));
        Assert.True(play.Holds("order = 7"));
        play.Complete("c", ("n", 8));
        Assert.True(play.Holds("n = 1 and order = 7"));
        play.Complete("b").AssertEnded();
    }

    [Fact]
    public void A_sub_process_with_outputs_leaves_what_they_say()
    {
        var play = Play.Begin(Draw.Process("""
            start -> sub -> b -> end
            sub: start2 -> a -> end2
            """, new SubProcess("sub", null, null) { Data = Draw.Ways((true, "x", "n + 1"), (false, "y", "x * 2")) }), ("n", 1));
        play.Complete("a", ("x", 5));
        Assert.True(play.Holds("y = 10 and x = null"));
        play.Complete("b").AssertEnded();
    }

    private static ProcessGraph AdHoc(string attributes, string completion = "") => Read(
        $"""<startEvent id="s"/><adHocSubProcess id="x" {attributes}><userTask id="a"/><userTask id="b"/>{completion}</adHocSubProcess><userTask id="c"/><endEvent id="e"/>"""
        + Models.Arrow("s", "x") + Models.Arrow("x", "c") + Models.Arrow("c", "e"));

    [Fact]
    public void Ad_hoc_work_runs_in_any_order_and_is_done_when_nothing_is_left()
    {
        var play = Play.Begin(AdHoc(""));
        Assert.Equal(["a", "b"], play.Open);
        play.Complete("b").Complete("a").Complete("c").AssertEnded();
    }

    [Fact]
    public void Ad_hoc_work_may_be_started_again_until_its_condition_holds()
    {
        var play = Play.Begin(AdHoc("", "<completionCondition>ready</completionCondition>"), ("ready", false));
        play.Complete("a").Complete("b");
        Assert.Empty(play.Open);
        Assert.False(play.State.IsCompleted);
        Assert.NotEmpty(play.Do(new Trigger.StartAdHoc(play.Find("x").Id, "a")));
        Assert.Empty(play.Do(new Trigger.StartAdHoc(play.Find("x").Id, "c")));
        play.Complete("a", ("ready", true));
        Assert.Equal(["c"], play.Open);
        play.Complete("c").AssertEnded();
    }

    [Theory]
    [InlineData("true", new[] { "c" })]
    [InlineData("false", new[] { "b" })]
    public void What_still_runs_is_ended_or_waited_for_as_the_model_says(string cancels, string[] left)
    {
        var play = Play.Begin(AdHoc($"""cancelRemainingInstances="{cancels}" """, "<completionCondition>ready</completionCondition>"), ("ready", false));
        play.Complete("a", ("ready", true));
        Assert.Equal(left, play.Open);
        if (left is ["b"]) play.Complete("b");
        play.Complete("c").AssertEnded();
    }

    [Fact]
    public void Sequential_ad_hoc_work_runs_one_at_a_time()
    {
        var play = Play.Begin(AdHoc("""ordering="Sequential" """));
        Assert.Equal(["a"], play.Open);
        play.Complete("a");
        Assert.Equal(["b"], play.Open);
        play.Complete("b").Complete("c").AssertEnded();
    }

    [Fact]
    public void A_token_that_waits_at_a_join_inside_does_not_hold_up_what_waits_for_its_turn()
    {
        var sub = new SubProcess("sub", null, null) { AdHoc = new(IsSequential: true, Completion: null, CancelsRemaining: true, Activate: null) };
        var play = Play.Begin(Draw.Process("""
            start -> sub -> c -> end
            sub: a -> fork -> join -> d
            sub: fork -> b -> join
            """, sub));
        play.Complete("a");
        Assert.Equal(["b"], play.Open);
        play.Complete("b").Complete("d").Complete("c").AssertEnded();
    }
}
