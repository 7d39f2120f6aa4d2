using System.Collections.Immutable;
using System.Text.Json;
using Workflow.Core.Bpmn;
using Workflow.Core.Cases;
using Workflow.Core.Cases.Rehearsals;
using Workflow.Core.Catalog;
using Workflow.Core.Deadlines;
using Workflow.Core.Tests.Bpmn;
using Workflow.Feel;
using Xunit;

namespace Workflow.Core.Tests.Cases;

/// <summary>One sample case is played through a definition, and a designer sees where it comes to.</summary>
public sealed class RehearsalTests
{
    private static readonly DateTimeOffset Monday = Scenario.Monday;

    [Fact]
    public void The_sample_is_played_from_filing_to_delivery_with_every_department_at_once()
    {
        var folder = Path.Combine(Models.Root, "samples", "open-a-restaurant");
        var item = JsonSerializer.Deserialize<JointItem>(File.ReadAllBytes(Path.Combine(folder, "joint-item.json")), CatalogJson.Options)!;
        var pinned = new Pinned(item, BpmnReader.Read(File.ReadAllBytes(Path.Combine(folder, "definition.bpmn"))).Graph!, StateCouncilCalendar.Latest);

        var answers = SampleAnswers.For(pinned, Scenario.Monday);
        var report = Rehearsal.Play(pinned, item.Region, answers, Monday);

        Assert.Equal(RehearsalEnd.Concluded, report.End);
        Assert.All(item.Items, i => Assert.True(pinned.Applies(i, answers, Scenario.Monday), i.Code));
        Assert.Equal(item.Items.Length, report.Steps.Count(s => s.Code == "opinion_recorded"));
        Assert.Single(report.Steps.Where(s => s.Code == "opinion_recorded").Select(s => s.At).Distinct());
        Assert.Equal("window", report.Departments[0]);
        Assert.Superset(item.Items.Select(i => i.Department).ToHashSet(), report.Departments.ToHashSet());
        Assert.Equal(["application_filed", "case_accepted", "case_decided", "case_concluded", "case_delivered", "process_completed"],
            report.Steps.Where(s => s.Code.StartsWith("case_", StringComparison.Ordinal) || s.Code is "application_filed" or "process_completed").Select(s => s.Code));
        // Filed on Monday; intake, review, decide, conclude and deliver take a working day each.
        Assert.Equal(5, report.WorkingDays);
        Assert.Equal(Rehearsal.Play(pinned, item.Region, answers, Monday).Steps.AsEnumerable(), report.Steps.AsEnumerable());
    }

    [Fact]
    public void Timers_fire_and_jobs_are_done_on_the_way()
    {
        var report = Play("""
            <startEvent id="s"/><userTask id="a" approval:kind="review" approval:department="a" approval:item="a"/>
            <intermediateCatchEvent id="wait"><timerEventDefinition><timeDuration>P10D</timeDuration></timerEventDefinition></intermediateCatchEvent>
            <serviceTask id="register" name="登记" approval:jobType="register"/><endEvent id="e"/>
            """ + Models.Arrow("s", "a") + Models.Arrow("a", "wait") + Models.Arrow("wait", "register") + Models.Arrow("register", "e"));

        Assert.Equal(RehearsalEnd.Concluded, report.End);
        Assert.Contains(report.Steps, s => s is { Element: "wait", Code: "timer_fired" });
        Assert.Contains(report.Steps, s => s is { Element: "register", Code: "job_opened" } && s.Text.Zh.Contains("登记", StringComparison.Ordinal));
        Assert.Equal(report.Steps.Select(s => s.At).Order(), report.Steps.Select(s => s.At));
    }

    [Fact]
    public void A_timer_that_interrupts_before_the_next_working_day_takes_the_step_away()
    {
        // given: filed on Thursday, so the review opens on Friday and would be done on Monday
        var report = Play("""
            <startEvent id="s"/><userTask id="a" approval:kind="review" approval:department="a" approval:item="a"/>
            <boundaryEvent id="late" attachedToRef="a"><timerEventDefinition><timeDuration>P2D</timeDuration></timerEventDefinition></boundaryEvent>
            <endEvent id="e"/><endEvent id="gone"/>
            """ + Models.Arrow("s", "a") + Models.Arrow("a", "e") + Models.Arrow("late", "gone"), Monday.AddDays(3));

        Assert.Equal(RehearsalEnd.Concluded, report.End);
        Assert.Contains(report.Steps, s => s is { Element: "a", Code: "task_closed" });
        Assert.DoesNotContain(report.Steps, s => s.Code == "opinion_recorded");
    }

    [Fact]
    public void A_step_that_only_advises_gives_its_advice_and_the_case_goes_on()
    {
        var report = Play("""
            <startEvent id="s"/><userTask id="a" approval:kind="review" approval:department="a" approval:item="a" approval:policy="advisory"/><endEvent id="e"/>
            """ + Models.Arrow("s", "a") + Models.Arrow("a", "e"));

        Assert.Equal(RehearsalEnd.Concluded, report.End);
        Assert.Equal("a 提出参考意见", report.Steps.Single(s => s.Code == "opinion_recorded").Text.Zh);
    }

    [Fact]
    public void A_condition_that_says_neither_yes_nor_no_ends_the_play_with_its_incident()
    {
        var report = Play("""<startEvent id="s"/><exclusiveGateway id="g"/><endEvent id="e"/><endEvent id="f"/>"""
            + Models.Arrow("s", "g") + Models.Arrow("g", "e", Models.Condition("=application.nothing > 1")) + Models.Arrow("g", "f", Models.Condition("=false")));

        Assert.Equal(RehearsalEnd.Incident, report.End);
        Assert.Equal(("g", "incident_raised"), (report.Steps[^1].Element, report.Steps[^1].Code));
        Assert.Contains("condition-not-boolean", report.Steps[^1].Text.Zh, StringComparison.Ordinal);
    }

    [Fact]
    public void A_join_that_waits_for_a_branch_nobody_takes_leaves_the_case_stuck()
    {
        var report = Play("""<startEvent id="s"/><exclusiveGateway id="g"/><parallelGateway id="j"/><endEvent id="e"/>"""
            + Models.Arrow("s", "g") + """<sequenceFlow id="x" sourceRef="g" targetRef="j"><conditionExpression>=true</conditionExpression></sequenceFlow>"""
            + """<sequenceFlow id="y" sourceRef="g" targetRef="j"><conditionExpression>=false</conditionExpression></sequenceFlow>""" + Models.Arrow("j", "e"));

        Assert.Equal(RehearsalEnd.Stuck, report.End);
    }

    [Fact]
    public void A_process_that_goes_round_for_ever_is_stopped()
    {
        var report = Play("""
            <startEvent id="s"/><userTask id="again" approval:kind="work" approval:department="a"/><exclusiveGateway id="g"/><endEvent id="e"/>
            """ + Models.Arrow("s", "again") + Models.Arrow("again", "g") + Models.Arrow("g", "again", Models.Condition("=true")) + Models.Arrow("g", "e", Models.Condition("=false")));

        Assert.Equal(RehearsalEnd.Stopped, report.End);
        Assert.InRange(report.Steps.Length, 100, Rehearsal.MaxSteps);
    }

    [Fact]
    public void An_application_to_which_nothing_applies_says_so()
    {
        var report = Play("""<startEvent id="s"/><endEvent id="e"/>""" + Models.Arrow("s", "e"), items: [Scenario.Item("a", "=false")]);

        Assert.Equal(RehearsalEnd.Stuck, report.End);
        Assert.Equal("nothing-applies", Assert.Single(report.Steps).Code);
    }

    private static RehearsalReport Play(string process, DateTimeOffset? startsAt = null, ImmutableArray<ServiceItem> items = default)
    {
        var reading = Models.ReadProcess(process);
        Assert.True(reading.Graph is not null, string.Join('\n', reading.Findings));
        var pinned = new Pinned(Scenario.ItemOf(items), reading.Graph, StateCouncilCalendar.Latest);
        return Rehearsal.Play(pinned, Scenario.Region, Value.Context.Empty.With("area", 500).With("sign", true), startsAt ?? Monday);
    }
}
