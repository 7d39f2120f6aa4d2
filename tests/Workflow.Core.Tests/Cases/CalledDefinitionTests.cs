using Workflow.Core.Bpmn;
using Workflow.Core.Cases;
using Workflow.Core.Cases.Supervision;
using Workflow.Core.Catalog.Definitions;
using Workflow.Core.Flow;
using Workflow.Core.Tests.Flow;
using Xunit;

namespace Workflow.Core.Tests.Cases;

/// <summary>A case whose model calls another published definition.</summary>
public sealed class CalledDefinitionTests
{
    private readonly Dictionary<(string Code, int Version), ProcessGraph> published = [];

    private static ProcessGraph Main => Draw.Process("start -> call -> decide -> end", new CallActivity("call", null, null, "visits"), SmallModel.Step("decide", "decide"));

    private static ProcessGraph Visit(string step) => new("visiting", null,
        [new StartEvent("begin", null, null), SmallModel.Step(step, "review") with { Name = $"Visit by {step}" }, new EndEvent("finish", null, null)],
        [new("f1", null, "begin", step, null, false), new("f2", null, step, "finish", null, false)]);

    [Fact]
    public void A_call_takes_the_latest_version_and_the_settings_of_its_steps_come_from_there()
    {
        published[("visits", 1)] = Visit("old");
        published[("visits", 2)] = Visit("a");
        var scenario = Filed();

        Assert.Equal(("a", "Visit by a"), Single(scenario));
        var called = Assert.Single(scenario.History.OfType<ScopeOpened>().Select(opened => opened.Called).OfType<CalledProcess>());
        Assert.Equal(("visiting", "visits", 2), (called.Process, called.Definition!, called.Version!.Value));

        scenario.Opinion("a");
        Assert.Equal("lead", scenario.Task(TaskKind.Decide).Department);
    }

    [Fact]
    public void What_is_published_later_is_for_later_calls_and_a_running_call_keeps_its_version()
    {
        published[("visits", 1)] = Visit("a");
        var running = Filed();
        published[("visits", 2)] = Visit("b");
        var later = Filed();

        Assert.Equal("a", Single(running).Department);
        Assert.Equal("b", Single(later).Department);
        running.Opinion("a");
        Assert.Equal("lead", running.Task(TaskKind.Decide).Department);
        Assert.Equal([("visits", 1)], running.State.Pinned!.Called!.All);
        // A rebuild knows the same, so that whoever loads the case has the version at hand.
        Assert.Equal(running.State.Pinned, running.Replayed().Pinned);
        Assert.Equal(running.State.Pinned.GetHashCode(), running.Replayed().Pinned!.GetHashCode());
    }

    [Fact]
    public void A_call_of_what_is_not_published_waits_as_an_incident_until_it_is()
    {
        var scenario = Filed();
        Assert.Equal("call-not-found", Assert.Single(scenario.State.Flow.Incidents.Values).Code);

        published[("visits", 1)] = Visit("a");
        scenario.Accepted(new RetryIncident(scenario.State.Flow.Incidents.Keys.Single()) { By = Scenario.Timer, CaseId = scenario.CaseId });
        Assert.Equal("a", Single(scenario).Department);
    }

    [Fact]
    public void A_called_definition_may_call_the_next_and_each_runs_by_its_own_graph()
    {
        published[("visits", 1)] = Draw.Process("start -> call -> end", new CallActivity("call", null, null, "inner"));
        published[("inner", 4)] = Visit("a");
        var scenario = Filed();
        Assert.Equal("a", Single(scenario).Department);
        Assert.Equal([("inner", 4), ("visits", 1)], scenario.State.Pinned!.Called!.All);
        scenario.Opinion("a");
        Assert.Equal("lead", scenario.Task(TaskKind.Decide).Department);
    }

    [Fact]
    public void Calls_of_nothing_and_calls_in_a_circle_are_told_before_deployment()
    {
        ProcessGraph Calls(string code) => Draw.Process("start -> call -> end", new CallActivity("call", null, null, code));
        var graphs = new Dictionary<string, ProcessGraph>(StringComparer.Ordinal) { ["b"] = Calls("c"), ["c"] = Calls("a"), ["d"] = Visit("a") };
        Assert.Equal([("call-not-published", "call")], Told("a", Calls("nowhere")));
        Assert.Equal([("call-cycle", "call")], Told("a", Calls("b")));
        Assert.Equal([("call-cycle", "call")], Told("a", Calls("a")));
        Assert.Empty(Told("a", Calls("d")));
        Assert.Contains("a → b → c → a", CallNeeds.Of("a", Calls("b"), graphs.GetValueOrDefault, FindingSeverity.Warning).Single().En, StringComparison.Ordinal);

        IEnumerable<(string, string?)> Told(string key, ProcessGraph graph) => CallNeeds.Of(key, graph, graphs.GetValueOrDefault, FindingSeverity.Error).Select(f => (f.Code, f.Element));
    }

    private Scenario Filed()
    {
        var scenario = new Scenario(Main);
        scenario.Pinned = scenario.Pinned with
        {
            Calls = new(
                code => published.Keys.Where(key => key.Code == code).OrderBy(key => key.Version).Select(key => ((int, ProcessGraph)?)(key.Version, published[key])).LastOrDefault(),
                (code, version) => published.GetValueOrDefault((code, version))),
        };
        return scenario.Filed().AcceptedByWindow();
    }

    private static (string Department, string Title) Single(Scenario scenario)
    {
        var task = scenario.Task(TaskKind.Review);
        return (task.Department, task.Title);
    }
}
