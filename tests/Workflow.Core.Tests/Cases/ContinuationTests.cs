using Workflow.Core.Cases;
using Workflow.Core.Cases.Supervision;
using Workflow.Core.Cases.Timing;
using Workflow.Core.Runtime;
using Xunit;

namespace Workflow.Core.Tests.Cases;

/// <summary>A fan-out too wide for one command goes on slice by slice, whoever dies in between.</summary>
public sealed class ContinuationTests
{
    private const string Wide = """
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:approval="http://onego.dev/schema/approval" targetNamespace="t">
          <process id="shop" isExecutable="true">
            <startEvent id="start"/>
            <userTask id="work" name="核查" approval:kind="work" approval:department="a">
              <multiInstanceLoopCharacteristics><loopCardinality>=1200</loopCardinality></multiInstanceLoopCharacteristics>
            </userTask>
            <endEvent id="end"/>
            <sequenceFlow id="f1" sourceRef="start" targetRef="work"/>
            <sequenceFlow id="f2" sourceRef="work" targetRef="end"/>
          </process>
        </definitions>
        """;

    private static readonly CaseStreams Kind = new();

    [Fact]
    public void While_it_is_under_way_a_timer_stands_behind_it_and_goes_with_it()
    {
        var wide = new Scenario(Wide);
        wide.Filed().AcceptedByWindow();
        Assert.True(wide.State.Flow.HasMore);
        Assert.IsType<ContinueFlow>(Kind.NextInternal(wide.CaseId, wide.State));
        Assert.Equal(wide.State.ChangedAt + FireTimer.ContinueAfter, Assert.Single(TimersOf(wide, CaseState.Empty, events: null).Timers).DueAt);
        Assert.Empty(wide.Accepted(new FireTimer { By = Scenario.Timer, CaseId = wide.CaseId }));

        var before = wide.State;
        IReadOnlyList<Event> last = [];
        for (int slices = 0; wide.State.Flow.HasMore && slices < 10; slices++)
        {
            before = wide.State;
            wide.Now += FireTimer.ContinueAfter;
            last = wide.Accepted(new FireTimer { By = Scenario.Timer, CaseId = wide.CaseId });
        }

        Assert.Equal(1_200, wide.OpenTasks(TaskKind.Work).Count());
        Assert.Null(Kind.NextInternal(wide.CaseId, wide.State));
        Assert.Equal(wide.State.Agenda[0].Due, Assert.Single(TimersOf(wide, before, last).Timers).DueAt);
        Assert.Empty(wide.Accepted(new FireTimer { By = Scenario.Timer, CaseId = wide.CaseId }));
    }

    private static RowChanges TimersOf(Scenario scenario, CaseState before, IReadOnlyList<Event>? events)
    {
        var rows = new RowChanges();
        Kind.Project(scenario.CaseId, before, scenario.State, events, rows);
        return rows;
    }
}
