using System.Globalization;
using Workflow.Core.Cases;
using Workflow.Core.Cases.Closing;
using Workflow.Core.Cases.Review;
using Workflow.Core.Cases.Supervision;
using Workflow.Core.Runtime;
using Workflow.Feel;
using Xunit;

namespace Workflow.Core.Tests.Cases;

/// <summary>One case with thousands of children: it opens, closes and is taken back in slices, and what comes too late comes to nothing. 200,000 where ONEGO_LONG is set.</summary>
public sealed class WideCaseTests
{
    private const int EventsOfASlice = 3_500;
    private static readonly int Children = Environment.GetEnvironmentVariable("ONEGO_LONG") is { Length: > 0 } ? 200_000 : 3_000;
    private static readonly CaseStreams Kind = new();

    [Fact]
    public void Every_child_is_decided_and_the_case_ends_and_replays()
    {
        var wide = Opened("work", "", Children);

        foreach (var task in wide.OpenTasks(TaskKind.Work).ToList()) wide.Accepted(new CompleteTask(task.Id, Value.Context.Empty) { By = Scenario.Officer("a"), CaseId = wide.CaseId });

        Assert.True(wide.State.IsClosed);
        Walks.AssertReplays(wide);
    }

    [Fact]
    public void The_opinions_of_all_come_to_one_outcome_as_they_would_among_a_few()
    {
        var wide = Opened("review", """approval:policy="all" """, Children);
        var tasks = wide.OpenTasks(TaskKind.Review).ToList();

        foreach (var task in tasks.Take(Children - 1)) Give(wide, task, OpinionKind.Positive);
        Assert.Null(wide.State.Reviews.Groups.Values.Single().Outcome);
        Give(wide, tasks[^1], OpinionKind.Positive);

        Assert.Equal(ReviewOutcome.Positive, wide.State.Reviews.Groups.Values.Single().Outcome?.Outcome);
        Assert.True(wide.State.IsClosed);
        CountedGroups.AssertCounted(wide);
        Walks.AssertReplays(wide);
    }

    [Fact]
    public void An_early_outcome_closes_thousands_in_slices_and_takes_no_opinion_in_between()
    {
        var wide = Opened("review", """approval:policy="any" approval:early="close" """, Children);
        var tasks = wide.OpenTasks(TaskKind.Review).ToList();

        var first = Give(wide, tasks[0], OpinionKind.Positive);

        Assert.True(first.Count <= EventsOfASlice, $"{first.Count} events");
        Assert.IsType<ContinueFlow>(Kind.NextInternal(wide.CaseId, wide.State));
        Assert.Equal("task-closed", wide.Refused(Opinion(wide, tasks[^1], OpinionKind.Negative)));
        GoOn(wide);
        Assert.True(wide.State.IsClosed);
        Assert.Equal(Children - 1, wide.State.Reviews.ClosedEarly.Count);
        CountedGroups.AssertCounted(wide);
        Walks.AssertReplays(wide);
    }

    [Fact]
    public void Five_thousand_are_taken_back_in_slices_and_a_late_command_is_refused_in_between()
    {
        var wide = Opened("work", "", 5_000);
        var last = wide.OpenTasks(TaskKind.Work).Last();

        wide.Accepted(new Withdraw("no longer") { By = Scenario.Applicant, CaseId = wide.CaseId });

        Assert.True(wide.State.HasMore);
        Assert.Equal("task-closed", wide.Refused(new CompleteTask(last.Id, Value.Context.Empty) { By = Scenario.Officer("a"), CaseId = wide.CaseId }));
        GoOn(wide);
        Assert.True(wide.State.Flow.IsCancelled && wide.State.Flow.Scopes.IsEmpty);
        Assert.DoesNotContain(wide.State.Tasks.Values, t => t.IsOpen);
        Walks.AssertReplays(wide);
    }

    [Fact]
    public void Silence_of_thousands_counts_for_each_of_them()
    {
        var wide = Opened("review", """approval:policy="all" approval:timeout="consent" """, 1_000, ReviewDefinition.Limit(1));

        for (var rounds = 0; !wide.State.IsClosed && rounds < 100; rounds++) Walks.FallDue(wide);

        Assert.True(wide.State.IsClosed);
        Assert.Equal(1_000, wide.State.Opinions.Values.Count(o => o.BySilence));
        Walks.AssertReplays(wide);
    }

    private static Scenario Opened(string kind, string attributes, int children, string limit = ">")
    {
        var wide = new Scenario(string.Create(CultureInfo.InvariantCulture, $"""
            <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:approval="http://onego.dev/schema/approval" targetNamespace="t">
              <process id="shop" isExecutable="true">
                <startEvent id="start"/>
                <userTask id="child" name="逐户" approval:kind="{kind}" approval:department="a" {attributes}{limit}
                  <multiInstanceLoopCharacteristics><loopCardinality>={children}</loopCardinality></multiInstanceLoopCharacteristics>
                </userTask>
                <endEvent id="end"/>
                <sequenceFlow id="f1" sourceRef="start" targetRef="child"/>
                <sequenceFlow id="f2" sourceRef="child" targetRef="end"/>
              </process>
            </definitions>
            """));
        wide.Filed().AcceptedByWindow();
        GoOn(wide);
        Assert.Equal(children, wide.State.Tasks.Values.Count(t => t.IsOpen));
        return wide;
    }

    /// <summary>As the node goes on by itself; every slice is bounded.</summary>
    private static void GoOn(Scenario wide)
    {
        while (Kind.NextInternal(wide.CaseId, wide.State) is { } next)
        {
            var events = wide.Accepted(next);
            Assert.True(events.Count is > 0 and <= EventsOfASlice, $"{events.Count} events in a slice");
        }
    }

    private static IReadOnlyList<Event> Give(Scenario wide, CaseTask task, OpinionKind kind) => wide.Accepted(Opinion(wide, task, kind));

    private static RecordOpinion Opinion(Scenario wide, CaseTask task, OpinionKind kind) =>
        new(task.Id, new Opinion(kind, "because", [])) { By = Scenario.Officer("a"), CaseId = wide.CaseId };
}
