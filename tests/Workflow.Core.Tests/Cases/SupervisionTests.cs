using System.Collections.Immutable;
using Xunit;
using Workflow.Core.Cases;
using Workflow.Core.Cases.Closing;
using Workflow.Core.Cases.Intake;
using Workflow.Core.Cases.Review;
using Workflow.Core.Cases.Supervision;
using Workflow.Core.Runtime;

namespace Workflow.Core.Tests.Cases;

public sealed class SupervisionTests
{
    private static readonly Actor Boss = new(ActorKind.Person, "boss", Role.Supervisor, null, Scenario.Region);
    private readonly Scenario shop = new Scenario(Shop.Bpmn).Filed().AcceptedByWindow();

    [Fact]
    public void An_urged_task_keeps_who_urged_it_when_and_why()
    {
        var task = shop.Task(TaskKind.Review, "a").Id;
        shop.Accepted(Urge(task, "due tomorrow"));
        shop.Now += TimeSpan.FromHours(3);
        shop.Accepted(Urge(task, "due today"));

        Assert.Equal(["due tomorrow", "due today"], shop.State.Tasks[task].Urges.Select(u => u.Note));
        Assert.Equal(("boss", shop.Now), (shop.State.Tasks[task].Urges[^1].Supervisor, shop.State.Tasks[task].Urges[^1].At));
    }

    [Fact]
    public void Only_a_supervisor_of_the_region_urges_and_only_what_is_open()
    {
        var task = shop.Task(TaskKind.Review, "a").Id;
        Assert.Equal("not-your-case", shop.Refused(Urge(task, "x") with { By = Scenario.Officer("a") }));
        Assert.Equal("not-your-case", shop.Refused(Urge(task, "x") with { By = Boss with { Region = "110106" } }));
        Assert.Equal("reason-required", shop.Refused(Urge(task, " ")));
        Assert.Equal("task-not-found", shop.Refused(Urge(999, "x")));

        shop.Opinion("a");
        Assert.Equal("task-closed", shop.Refused(Urge(task, "x")));
    }

    [Fact]
    public void Nobody_is_urged_without_end()
    {
        var task = shop.Task(TaskKind.Review, "a").Id;
        for (var i = 0; i < UrgeTask.UrgesMax; i++) shop.Accepted(Urge(task, $"{i}"));
        Assert.Equal("too-many-urges", shop.Refused(Urge(task, "once more")));
    }

    [Fact]
    public void A_reassigned_task_is_the_other_officers_and_no_longer_the_first_ones()
    {
        var task = shop.Task(TaskKind.Review, "a").Id;
        shop.Accepted(new ClaimTask(task) { By = Scenario.Officer("a", "li"), CaseId = shop.CaseId });

        var moved = Assert.IsType<TaskReassigned>(Assert.Single(shop.Accepted(Reassign(task, "zhao"))));

        Assert.Equal(("zhao", "li", "too much work", null), (moved.Officer, moved.From, moved.Reason, moved.Absence));
        Assert.Equal("task-claimed", shop.Refused(Opine(task, "li")));
        shop.Accepted(Opine(task, "zhao"));
    }

    [Fact]
    public void Nobody_gets_a_task_who_is_absent_elsewhere_or_has_it_already()
    {
        var task = shop.Task(TaskKind.Review, "a").Id;
        Assert.Equal("not-an-officer-there", shop.Refused(Reassign(task, "zhao") with { IsColleague = false }));
        Assert.Equal("officer-absent", shop.Refused(Reassign(task, "zhao", Away("zhao", 0, 3))));
        Assert.Equal("reason-required", shop.Refused(Reassign(task, "zhao") with { Reason = "" }));
        Assert.Equal("not-your-case", shop.Refused(Reassign(task, "zhao") with { By = Scenario.Officer("a") }));

        shop.Accepted(Reassign(task, "zhao", Away("zhao", 1, 3)));
        Assert.Equal("already-assigned", shop.Refused(Reassign(task, "zhao")));
    }

    [Fact]
    public void What_is_taken_from_an_absent_officer_says_on_what_basis()
    {
        var task = shop.Task(TaskKind.Review, "a").Id;
        shop.Accepted(Reassign(task, "li"));
        var moved = (TaskReassigned)shop.Accepted(Reassign(task, "zhao", Away("li", -1, 5))).Single();
        Assert.Equal(new AbsenceBasis("li", new DateOnly(2026, 3, 1), new DateOnly(2026, 3, 7), "annual leave"), moved.Absence);
    }

    [Fact]
    public void A_substitute_takes_over_what_an_absent_officer_has_claimed_and_only_while_it_is_absent()
    {
        var task = shop.Task(TaskKind.Review, "a").Id;
        shop.Accepted(new ClaimTask(task) { By = Scenario.Officer("a", "li"), CaseId = shop.CaseId });
        Assert.Equal("task-claimed", shop.Refused(TakeOver(task, "zhao", Away("li", 1, 5, "zhao"))));
        Assert.Equal("task-claimed", shop.Refused(TakeOver(task, "zhao", Away("li", -5, -1, "zhao"))));
        Assert.Equal("task-claimed", shop.Refused(TakeOver(task, "zhao", Away("li", 0, 5, "qian"))));
        Assert.Equal("not-your-task", shop.Refused(TakeOver(task, "zhao", Away("li", 0, 5, "zhao")) with { By = Scenario.Officer("b", "zhao") }));

        var taken = (TaskReassigned)shop.Accepted(TakeOver(task, "zhao", Away("li", 0, 0, "zhao"))).Single();

        Assert.Equal(("zhao", "li", null, "annual leave"), (taken.Officer, taken.From, taken.Reason, taken.Absence!.Basis));
        shop.Accepted(Opine(task, "zhao"));
        Assert.Equal(shop.State.Dump(), shop.Replayed().Dump());
    }

    [Fact]
    public void An_absence_counts_real_days_whatever_clock_the_case_runs_on()
    {
        var task = shop.Task(TaskKind.Review, "a").Id;
        shop.Accepted(new ClaimTask(task) { By = Scenario.Officer("a", "li"), CaseId = shop.CaseId });
        var ahead = shop.Now + TimeSpan.FromDays(2);
        var state = shop.State with { TestClock = TimeSpan.FromDays(2), HasTestClock = true };
        Assert.IsType<Outcome.Events>(TakeOver(task, "zhao", Away("li", 0, 0, "zhao")).Decide(shop.Pinned, state, ahead));
        Assert.IsType<Outcome.Rejection>(TakeOver(task, "zhao", Away("li", 2, 2, "zhao")).Decide(shop.Pinned, state, ahead));
    }

    [Fact]
    public void A_case_is_rated_once_by_its_applicant_after_it_was_answered()
    {
        Assert.Equal("not-concluded", shop.Refused(Rate(5)));
        foreach (var department in (string[])["a", "b", "c"]) shop.Opinion(department);
        shop.Accepted(new DecideCase(shop.Task(TaskKind.Decide).Id, Decision.Grant, null) { By = Scenario.Lead, CaseId = shop.CaseId });
        shop.Accepted(new Conclude(shop.Task(TaskKind.Conclude).Id, []) { By = Scenario.Lead, CaseId = shop.CaseId });
        Assert.Equal("not-your-case", shop.Refused(Rate(5) with { By = Scenario.Window }));

        shop.Accepted(Rate(2) with { Comment = "slow" });

        Assert.Equal((2, "slow"), (shop.State.Rated!.Level, shop.State.Rated.Comment!.Value.Value));
        Assert.Equal("already-rated", shop.Refused(Rate(5)));
        Assert.Equal("already-rated", shop.Refused(Rate(5) with { ByReceipt = true, By = new Actor(ActorKind.Person, "receipt", Role.Applicant) }));
    }

    [Fact]
    public void A_comment_is_erased_with_the_rest_and_the_level_stays()
    {
        var declined = new Scenario(Shop.Bpmn).Filed();
        declined.Accepted(new Decline(declined.Task(TaskKind.Intake).Id, "elsewhere") { By = Scenario.Window, CaseId = shop.CaseId });
        declined.Accepted(Rate(1) with { Comment = "rude" });
        declined.Accepted(new ErasePersonalData("PIPL 47") { By = Boss, CaseId = shop.CaseId });
        Assert.Equal((1, null), (declined.State.Rated!.Level, declined.State.Rated.Comment));
    }

    private UrgeTask Urge(long task, string note) => new(task, note) { By = Boss, CaseId = shop.CaseId };

    private ReassignTask Reassign(long task, string to, params ImmutableArray<OfficerAbsence> absences) =>
        new(task, to, "too much work", true, absences) { By = Boss, CaseId = shop.CaseId };

    private ClaimTask TakeOver(long task, string officer, OfficerAbsence absence) =>
        new(task, [absence]) { By = Scenario.Officer("a", officer), CaseId = shop.CaseId };

    private RecordOpinion Opine(long task, string officer) =>
        new(task, new Opinion(OpinionKind.Positive, null, [])) { By = Scenario.Officer("a", officer), CaseId = shop.CaseId };

    private RateCase Rate(int level) => new(level, null, ByReceipt: false) { By = Scenario.Applicant, CaseId = shop.CaseId };

    /// <summary>Days from and to, counted from the Monday on which the scenario begins.</summary>
    private static OfficerAbsence Away(string officer, int from, int to, string? substitute = null) =>
        new(officer, new DateOnly(2026, 3, 2).AddDays(from), new DateOnly(2026, 3, 2).AddDays(to), substitute, "annual leave");
}
