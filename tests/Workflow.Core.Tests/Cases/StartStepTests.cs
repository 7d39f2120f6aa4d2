using Workflow.Core.Bpmn;
using Workflow.Core.Cases;
using Workflow.Core.Cases.Moves;
using Workflow.Core.Tests.Flow;
using Xunit;

namespace Workflow.Core.Tests.Cases;

/// <summary>Steps whose order the model leaves open: a person starts them.</summary>
public sealed class StartStepTests
{
    private static ProcessGraph Model => new("process", null,
        [
            new StartEvent("start", null, null),
            new SubProcess("checks", "Checks", null) { AdHoc = new(IsSequential: false, Draw.Feel("done"), CancelsRemaining: true, Draw.Feel("[\"a\"]")) },
            SmallModel.Step("a", "review") with { Parent = "checks", Name = "First look" },
            SmallModel.Step("b", "review") with { Parent = "checks", Name = "Second look" },
            SmallModel.Step("decide", "decide"),
            new EndEvent("end", null, null),
        ],
        [new("f1", null, "start", "checks", null, false), new("f2", null, "checks", "decide", null, false), new("f3", null, "decide", "end", null, false)]);

    private static Scenario Accepted() => new Scenario(Model).Filed().AcceptedByWindow();

    private static StartStep Start(Scenario scenario, string element, long? activity = null) =>
        new(activity ?? scenario.State.Flow.Activities.Values.Single(a => a.Element == "checks").Id, element) { By = Scenario.Lead, CaseId = scenario.CaseId };

    [Fact]
    public void What_may_be_started_is_named_and_starts_a_task_as_often_as_it_is_started()
    {
        var scenario = Accepted();
        Assert.Equal([("Checks", "a", "First look"), ("Checks", "b", "Second look")], StartStep.Of(scenario.Pinned, scenario.State.Flow).Select(s => (s.SubProcess, s.Element, s.Name)));
        Assert.Equal(["a"], scenario.OpenTasks(TaskKind.Review).Select(t => t.Element));

        scenario.Accepted(Start(scenario, "b"));
        scenario.Accepted(Start(scenario, "b"));
        Assert.Equal(["a", "b", "b"], scenario.OpenTasks(TaskKind.Review).Select(t => t.Element));
    }

    [Fact]
    public void What_is_not_in_a_running_ad_hoc_sub_process_cannot_be_started()
    {
        var scenario = Accepted();
        Assert.Equal("step-not-startable", scenario.Refused(Start(scenario, "decide")));
        Assert.Equal("step-not-startable", scenario.Refused(Start(scenario, "b", activity: 999)));
    }
}
