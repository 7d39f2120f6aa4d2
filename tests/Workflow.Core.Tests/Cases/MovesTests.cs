using Workflow.Core.Cases;
using Workflow.Core.Cases.Closing;
using Workflow.Core.Cases.Moves;
using Workflow.Core.Cases.Review;
using Workflow.Core.Runtime;
using Xunit;

namespace Workflow.Core.Tests.Cases;

/// <summary>Sending back, taking back, delegating, passing on, copying; on a definition with a step before the fork and two steps in each branch.</summary>
public class MovesTests
{
    private const string Two = """
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:approval="http://onego.dev/schema/approval" targetNamespace="t">
          <process id="shop" isExecutable="true">
            <startEvent id="start"/>
            <userTask id="survey" name="踏勘" approval:kind="work" approval:department="c"/>
            <parallelGateway id="fork"/>
            <userTask id="reviewA" name="A 初审" approval:kind="review" approval:department="a"><extensionElements><approval:limit days="5"/></extensionElements></userTask>
            <userTask id="checkA" name="A 复核" approval:kind="review" approval:department="a"/>
            <userTask id="reviewB" name="B 审查" approval:kind="review" approval:department="b"/>
            <parallelGateway id="join"/>
            <userTask id="decide" name="决定" approval:kind="decide" approval:department="lead"/>
            <userTask id="conclude" name="办结" approval:kind="conclude" approval:department="lead"/>
            <endEvent id="end"/>
            <sequenceFlow id="f1" sourceRef="start" targetRef="survey"/>
            <sequenceFlow id="f2" sourceRef="survey" targetRef="fork"/>
            <sequenceFlow id="f3" sourceRef="fork" targetRef="reviewA"/>
            <sequenceFlow id="f4" sourceRef="reviewA" targetRef="checkA"/>
            <sequenceFlow id="f5" sourceRef="checkA" targetRef="join"/>
            <sequenceFlow id="f6" sourceRef="fork" targetRef="reviewB"/>
            <sequenceFlow id="f7" sourceRef="reviewB" targetRef="join"/>
            <sequenceFlow id="f8" sourceRef="join" targetRef="decide"/>
            <sequenceFlow id="f9" sourceRef="decide" targetRef="conclude"/>
            <sequenceFlow id="f10" sourceRef="conclude" targetRef="end"/>
          </process>
        </definitions>
        """;

    private readonly Scenario shop = Surveyed();

    private static Scenario Surveyed()
    {
        var scenario = new Scenario(Two).Filed().AcceptedByWindow();
        scenario.Accepted(new CompleteTask(scenario.Task(TaskKind.Work).Id, Workflow.Feel.Value.Context.Empty) { By = Scenario.Officer("c"), CaseId = scenario.CaseId });
        return scenario;
    }

    [Fact]
    public void Within_a_branch_only_the_own_token_goes_back_and_its_opinions_are_asked_again()
    {
        shop.Opinion("a");
        shop.Opinion("b");

        shop.Accepted(Back("a", "reviewA", SendBackMode.Branch));

        Assert.Equal(["reviewA"], Open());
        Assert.Equal(2, shop.Task(TaskKind.Review, "a").Round);
        Assert.Equal(["b"], shop.State.Opinions.Values.Select(o => o.Department));
        Assert.Contains(shop.State.Tasks.Values, t => t is { Element: "checkA", End: TaskEnd.Superseded });
        shop.Opinion("a");
        shop.Opinion("a");
        Assert.Equal(["decide"], Open());
        ConcludesAndReplays();
    }

    [Fact]
    public void To_before_the_fork_with_cancel_every_token_of_the_fork_goes_and_their_opinions_with_it()
    {
        shop.Opinion("b");

        shop.Accepted(Back("a", "survey", SendBackMode.Cancel));

        Assert.Equal(["survey"], Open());
        Assert.Empty(shop.State.Opinions);
        Complete("c");
        Assert.Equal(["reviewA", "reviewB"], Open());
        Assert.All(shop.OpenTasks(TaskKind.Review), t => Assert.Equal(t.Element == "checkA" ? 1 : 2, t.Round));
        ConcludesAndReplays();
    }

    [Fact]
    public void With_keep_the_fork_stays_and_the_sender_waits_until_the_step_was_done_once_more()
    {
        shop.Opinion("b");
        var host = shop.Task(TaskKind.Review, "a").Id;

        shop.Accepted(Back("a", "survey", SendBackMode.Keep));

        Assert.Equal(["reviewA", "survey"], Open());
        Assert.Equal("task-held", shop.Refused(Opinion(host, "a")));
        Assert.Single(shop.State.Opinions);
        Complete("c");
        Assert.Equal(["reviewA"], Open());
        Assert.Equal(2, shop.State.Tasks[host].Round);
        Assert.Equal(shop.State.Tasks[host].ClockId, shop.State.RunningClock(shop.State.Tasks[host].ClockId)!.Clock.Id);
        ConcludesAndReplays();
    }

    [Fact]
    public void With_pause_the_other_branches_wait_as_well()
    {
        var ofB = shop.Task(TaskKind.Review, "b").Id;

        shop.Accepted(Back("a", "survey", SendBackMode.Pause));
        Assert.Equal("task-held", shop.Refused(Opinion(ofB, "b")));

        Complete("c");
        shop.Accepted(Opinion(ofB, "b"));
        ConcludesAndReplays();
    }

    [Fact]
    public void The_window_can_be_asked_beside_the_flow()
    {
        shop.Accepted(Back("a", CaseSentBack.Intake, SendBackMode.Keep));

        var window = shop.Task(TaskKind.Work, "window");
        Assert.True(shop.Task(TaskKind.Review, "a").IsHeld);
        shop.Accepted(new CompleteTask(window.Id, Workflow.Feel.Value.Context.Empty) { By = Scenario.Window, CaseId = shop.CaseId });

        Assert.False(shop.Task(TaskKind.Review, "a").IsHeld);
        ConcludesAndReplays();
    }

    [Fact]
    public void From_behind_the_join_a_branch_is_asked_again_only_beside_the_flow()
    {
        foreach (var department in (string[])["a", "a", "b"]) shop.Opinion(department);

        Assert.Equal("join-would-starve", Refused("lead", "reviewB", SendBackMode.Cancel));
        Assert.Equal("join-would-starve", Refused("lead", "reviewB", SendBackMode.Branch));
        shop.Accepted(Back("lead", "reviewB", SendBackMode.Keep));
        Assert.Equal(2, shop.Task(TaskKind.Review, "b").Round);
        Assert.Equal(2, shop.State.Opinions.Count);
        shop.Opinion("b");
        Assert.Equal(3, shop.State.Opinions.Count);
        ConcludesAndReplays();
    }

    [Fact]
    public void Each_other_way_back_is_refused_by_its_own_code()
    {
        Assert.Equal("target-not-done", Refused("a", "checkA", SendBackMode.Branch));
        Assert.Equal("target-unknown", Refused("a", "nowhere", SendBackMode.Branch));
        Assert.Equal("target-unknown", Refused("a", "fork", SendBackMode.Branch));
        Assert.Equal("target-is-itself", Refused("a", "reviewA", SendBackMode.Branch));
        Assert.Equal("mode-before-fork", Refused("a", "survey", SendBackMode.Branch));
        Assert.Equal("mode-beside-flow", Refused("a", CaseSentBack.Intake, SendBackMode.Cancel));
        shop.Opinion("b");
        Assert.Equal("target-not-earlier", Refused("a", "reviewB", SendBackMode.Cancel));
        Assert.Equal("reason-required", shop.Refused(new SendBack(shop.Task(TaskKind.Review, "a").Id, "survey", SendBackMode.Cancel, " ") { By = Scenario.Officer("a"), CaseId = shop.CaseId }));
        shop.Opinion("a");
        Assert.Equal("mode-within-branch", Refused("a", "reviewA", SendBackMode.Keep));
        Assert.Equal("mode-within-branch", Refused("a", "reviewA", SendBackMode.Cancel));
        shop.Accepted(Back("a", "survey", SendBackMode.Keep));
        Assert.Equal("task-held", shop.Refused(new SendBack(shop.Task(TaskKind.Review, "a").Id, "survey", SendBackMode.Keep, "x") { By = Scenario.Officer("a"), CaseId = shop.CaseId }));
        Assert.Equal("detour-within-detour", Refused("c", CaseSentBack.Intake, SendBackMode.Keep));
    }

    [Fact]
    public void The_targets_offered_are_those_that_would_be_accepted()
    {
        shop.Opinion("a");

        var targets = SendBackTarget.Of(shop.Pinned, shop.State, shop.Task(TaskKind.Review, "a"));

        Assert.Equal(
            ["intake: Keep Pause", "survey: Cancel Keep Pause", "reviewA: Branch"],
            targets.Select(t => $"{t.Element}: {string.Join(' ', t.Modes)}"));
    }

    [Fact]
    public void An_opinion_is_withdrawn_while_its_token_waits_at_the_join_and_not_once_that_has_fired()
    {
        shop.Opinion("b", OpinionKind.Negative, "too narrow");
        var given = shop.State.Opinions.Values.Single().TaskId;
        Assert.Equal("not-your-task", shop.Refused(new WithdrawOpinion(given, "x") { By = Scenario.Officer("a"), CaseId = shop.CaseId }));
        Assert.Equal("not-your-opinion", shop.Refused(new WithdrawOpinion(given, "x") { By = Scenario.Officer("b", "other"), CaseId = shop.CaseId }));
        Assert.Equal("reason-required", shop.Refused(new WithdrawOpinion(given, "") { By = Scenario.Officer("b"), CaseId = shop.CaseId }));

        shop.Accepted(new WithdrawOpinion(given, "measured again") { By = Scenario.Officer("b"), CaseId = shop.CaseId });
        Assert.Empty(shop.State.Opinions);
        Assert.Equal(2, shop.Task(TaskKind.Review, "b").Round);
        Assert.Equal("no-opinion", shop.Refused(new WithdrawOpinion(given, "x") { By = Scenario.Officer("b"), CaseId = shop.CaseId }));

        shop.Opinion("b");
        shop.Opinion("a");
        var first = shop.State.Opinions.Values.Single(o => o.Department == "a").TaskId;
        Assert.Equal("join-passed", shop.Refused(new WithdrawOpinion(first, "x") { By = Scenario.Officer("a"), CaseId = shop.CaseId }));
        shop.Opinion("a");
        Assert.Equal("join-passed", shop.Refused(new WithdrawOpinion(shop.State.Opinions.Keys.Max(), "x") { By = Scenario.Officer(shop.State.Opinions[shop.State.Opinions.Keys.Max()].Department), CaseId = shop.CaseId }));
        ConcludesAndReplays();
    }

    [Fact]
    public void A_delegated_task_waits_until_it_is_returned_or_recalled()
    {
        var host = shop.Task(TaskKind.Review, "a").Id;
        shop.Accepted(Delegate(host, "b", null));
        Assert.Equal("task-held", shop.Refused(Opinion(host, "a")));
        Assert.Equal("return-it", shop.Refused(new CompleteTask(shop.Task(TaskKind.Work, "b").Id, Workflow.Feel.Value.Context.Empty) { By = Scenario.Officer("b"), CaseId = shop.CaseId }));
        Assert.Equal("reason-required", shop.Refused(new ReturnTask(shop.Task(TaskKind.Work, "b").Id, null) { By = Scenario.Officer("b"), CaseId = shop.CaseId }));

        shop.Accepted(new ReturnTask(shop.Task(TaskKind.Work, "b").Id, "all there") { By = Scenario.Officer("b"), CaseId = shop.CaseId });
        Assert.False(shop.State.Tasks[host].IsHeld);

        shop.Accepted(Delegate(host, "a", "officer-li"));
        Assert.Equal("officer-li", shop.Task(TaskKind.Work, "a").Assignee);
        Assert.Equal("not-your-task", shop.Refused(new ReturnTask(host, null) { By = Scenario.Officer("b"), CaseId = shop.CaseId }));
        shop.Accepted(new ReturnTask(host, null) { By = Scenario.Officer("a"), CaseId = shop.CaseId });
        Assert.Empty(shop.OpenTasks(TaskKind.Work));
        Assert.Equal("delegate-is-yourself", shop.Refused(Delegate(host, "a", null)));
        Assert.Equal("not-delegated", shop.Refused(new ReturnTask(host, "x") { By = Scenario.Officer("a"), CaseId = shop.CaseId }));
        ConcludesAndReplays();
    }

    [Fact]
    public void A_withdrawn_case_leaves_no_detour_and_no_delegation_behind()
    {
        shop.Accepted(Back("a", CaseSentBack.Intake, SendBackMode.Pause));
        Assert.Equal("task-held", shop.Refused(Delegate(shop.Task(TaskKind.Review, "b").Id, "c", null, "b")));
        var other = Surveyed();
        other.Accepted(new DelegateTask(other.Task(TaskKind.Review, "b").Id, "c", null, "x", true, []) { By = Scenario.Officer("b"), CaseId = other.CaseId });
        other.Accepted(new SendBack(other.Task(TaskKind.Review, "a").Id, "survey", SendBackMode.Keep, "x") { By = Scenario.Officer("a"), CaseId = other.CaseId });

        foreach (var scenario in (Scenario[])[shop, other])
        {
            scenario.Accepted(new Withdraw("moved away") { By = Scenario.Applicant, CaseId = scenario.CaseId });
            Assert.DoesNotContain(scenario.State.Tasks.Values, t => t.IsOpen);
            Assert.Empty(scenario.State.Moves.Detours);
            Assert.Empty(scenario.State.Moves.Delegations);
        }
    }

    [Fact]
    public void Sending_the_fork_back_recalls_what_was_delegated_in_it()
    {
        shop.Accepted(Delegate(shop.Task(TaskKind.Review, "b").Id, "c", null, "b"));
        shop.Accepted(Back("a", "survey", SendBackMode.Cancel));

        Assert.Equal(["survey"], Open());
        Assert.Empty(shop.State.Moves.Delegations);
        ConcludesAndReplays();
    }

    [Fact]
    public void An_officer_passes_a_task_on_to_a_colleague()
    {
        var task = shop.Task(TaskKind.Review, "a").Id;
        Assert.Equal("not-an-officer-there", shop.Refused(PassOn(task, "li", isColleague: false)));
        shop.Accepted(PassOn(task, "li"));
        Assert.Equal("li", shop.State.Tasks[task].Assignee);
        Assert.Equal("task-claimed", shop.Refused(PassOn(task, "li")));
        var today = shop.Pinned.Calendar.DayOf(shop.Now);
        Assert.Equal("officer-absent", shop.Refused(new PassTaskOn(task, "zhao", "x", true, [new("zhao", today, today, null, "leave")]) { By = Scenario.Officer("a", "li"), CaseId = shop.CaseId }));
        Assert.Equal("already-assigned", shop.Refused(new PassTaskOn(task, "li", "x", true, []) { By = Scenario.Officer("a", "li"), CaseId = shop.CaseId }));
        Assert.Equal("reason-required", shop.Refused(new PassTaskOn(task, "zhao", "", true, []) { By = Scenario.Officer("a", "li"), CaseId = shop.CaseId }));
    }

    [Fact]
    public void A_copy_is_for_whom_it_was_sent_to_until_it_is_read()
    {
        var copy = new SendCopy("traffic", null, "road works planned", true) { By = Scenario.Officer("a"), CaseId = shop.CaseId };
        Assert.Equal("not-your-case", shop.Refused(copy with { By = Scenario.Officer("traffic") }));
        Assert.Equal("not-an-officer-there", shop.Refused(copy with { IsKnown = false }));
        Assert.Equal("reason-required", shop.Refused(copy with { Note = "" }));
        shop.Accepted(copy);
        Assert.Equal("copy-already-sent", shop.Refused(copy));
        var id = shop.State.Moves.Copies.Keys.Single();
        Assert.Equal("not-your-copy", shop.Refused(new ReadCopy(id) { By = Scenario.Officer("b"), CaseId = shop.CaseId }));
        Assert.Equal("copy-not-found", shop.Refused(new ReadCopy(id + 1) { By = Scenario.Officer("b"), CaseId = shop.CaseId }));
        shop.Accepted(new ReadCopy(id) { By = Scenario.Officer("traffic"), CaseId = shop.CaseId });
        Assert.Empty(shop.Accepted(new ReadCopy(id) { By = Scenario.Officer("traffic"), CaseId = shop.CaseId }));
        ConcludesAndReplays();
    }

    private string[] Open() => [.. shop.State.Tasks.Values.Where(t => t.IsOpen).Select(t => t.Element).Order(StringComparer.Ordinal)];

    private SendBack Back(string department, string target, SendBackMode mode)
    {
        var task = shop.State.Tasks.Values.Single(t => t.IsOpen && !t.IsHeld && t.Department == department);
        return new SendBack(task.Id, target, mode, "something is missing") { By = Scenario.Officer(department), CaseId = shop.CaseId };
    }

    private string Refused(string department, string target, SendBackMode mode) => shop.Refused(Back(department, target, mode));

    private RecordOpinion Opinion(long task, string department) => new(task, new Opinion(OpinionKind.Positive, null, [])) { By = Scenario.Officer(department), CaseId = shop.CaseId };

    private DelegateTask Delegate(long task, string department, string? to, string by = "a") =>
        new(task, department, to, "please look at the stairs", true, []) { By = Scenario.Officer(by), CaseId = shop.CaseId };

    private PassTaskOn PassOn(long task, string to, bool isColleague = true) => new(task, to, "on leave", isColleague, []) { By = Scenario.Officer("a"), CaseId = shop.CaseId };

    private void Complete(string department) =>
        shop.Accepted(new CompleteTask(shop.Task(TaskKind.Work, department).Id, Workflow.Feel.Value.Context.Empty) { By = Scenario.Officer(department), CaseId = shop.CaseId });

    /// <summary>Whatever was done: playing the open tasks concludes the case, and the log replays to the live state.</summary>
    private void ConcludesAndReplays()
    {
        Walks.PlayToTheEnd(shop);
        Assert.True(shop.State.IsClosed);
        Assert.DoesNotContain(shop.State.Tasks.Values, t => t.IsOpen);
        Walks.AssertReplays(shop);
    }
}
