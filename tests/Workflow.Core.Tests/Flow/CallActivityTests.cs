using Workflow.Core.Bpmn;
using Workflow.Core.Flow;
using Workflow.Feel;
using Xunit;

namespace Workflow.Core.Tests.Flow;

/// <summary>Call activities: BPMN 2.0, clause 13.3.4.</summary>
public sealed class CallActivityTests
{
    private const string File = """
        start -> call -> after -> end
        other: start2 -> a -> end2
        """;

    private static CallActivity Call(string called, params (bool IsInput, string Name, string Value)[] ways) => new("call", null, null, called) { Data = ways.Length == 0 ? DataMapping.None : Draw.Ways(ways) };

    [Fact]
    public void A_process_of_the_same_file_runs_in_the_same_log_and_shares_the_data_when_nothing_is_mapped()
    {
        var play = Play.Begin(Draw.Process(File, Call("other")), ("n", 1));
        Assert.Equal(["a"], play.Open);
        Assert.Contains(play.Log, e => e is ScopeOpened { Kind: ScopeKind.Call, Called: { Process: "other", Definition: null, IsIsolated: false } });
        play.Complete("a", ("n", 2), ("m", 3));
        Assert.Equal(["after"], play.Open);
        Assert.True(play.Holds("n = 2 and m = 3"));
        play.Complete("after").AssertEnded();
    }

    [Fact]
    public void With_inputs_and_outputs_it_knows_and_leaves_only_these()
    {
        var play = Play.Begin(Draw.Process(File, Call("other", (true, "x", "n + 1"), (false, "y", "x * 2"))), ("n", 1));
        Assert.True(play.Holds("x = 2 and n = null", at: "a"));
        play.Complete("a", ("x", 5), ("n", 9));
        Assert.True(play.Holds("n = 1 and y = 10 and x = null"));
        play.Complete("after").AssertEnded();
    }

    [Fact]
    public void A_definition_elsewhere_is_taken_in_its_latest_version_and_kept_at_that()
    {
        var (one, two) = (Draw.Process("start2 -> a -> end2"), Draw.Process("start2 -> b -> end2"));
        var latest = 1;
        var calls = new Calls(code => code == "check" ? (latest, latest == 1 ? one : two) : null, (_, version) => version == 1 ? one : two);
        var around = Surroundings.None with { Calls = calls };
        var play = Play.Begin(Draw.Process("start -> call -> after -> end", Call("check")), around);
        Assert.Contains(play.Log, e => e is ScopeOpened { Called: { Definition: "check", Version: 1 } });
        latest = 2;
        Assert.Equal(["a"], play.Open);
        play.Complete("a").Complete("after").AssertEnded();
        Assert.Equal(["b"], Play.Begin(Draw.Process("start -> call -> after -> end", Call("check")), around).Open);
    }

    [Fact]
    public void What_cannot_be_found_is_an_incident_that_can_be_retried()
    {
        var found = false;
        var inner = Draw.Process("start2 -> a -> end2");
        var play = Play.Begin(Draw.Process("start -> call -> end", Call("check")), Surroundings.None with { Calls = new(_ => found ? (1, inner) : null, (_, _) => inner) });
        Assert.Equal(["call-not-found at call"], play.Codes);
        found = true;
        play.Retry().Complete("a").AssertEnded();
    }

    [Fact]
    public void A_process_that_calls_itself_ends_in_an_incident_and_not_in_a_loop()
    {
        var play = Play.Begin(Draw.Process("""
            start -> call -> end
            other: start2 -> again -> end2
            """, Call("other"), new CallActivity("again", null, null, "other")));
        Assert.Equal(["call-too-deep at again"], play.Codes);
        Assert.Equal(DepthLimit, play.State.Scopes.Values.Count(s => s.Kind == ScopeKind.Call));
        play.Do(new Trigger.Cancel());
        play.AssertEnded();
    }

    [Fact]
    public void An_error_inside_is_caught_on_the_boundary_of_the_call()
    {
        var play = Play.Begin(Draw.Process("""
            start -> call -> after -> end
            failed -> mend -> end
            other: start2 -> a -> fail
            """, Call("other"), Draw.End("fail", new ErrorDefinition("broken")), Draw.On("call", "failed", new ErrorDefinition("broken"))));
        play.Complete("a");
        Assert.Equal(["mend"], play.Open);
        play.Complete("mend").AssertEnded();
    }

    [Fact]
    public void A_called_process_has_its_own_event_sub_processes()
    {
        var play = Play.Begin(Draw.Process("""
            start -> call -> after -> end
            other: start2 -> a -> end2
            evt: begun -> c -> end3
            """, [Call("other"), .. Draw.EventSub("evt", "begun", new SignalDefinition("alarm"), parent: "other")]));
        play.Signal("alarm");
        Assert.Equal(["c"], play.Open);
        play.Complete("c").Complete("after").AssertEnded();
    }

    private const int DepthLimit = 64;
}
