using Workflow.Core.Cases;
using Workflow.Core.Cases.Closing;
using Workflow.Core.Cases.Intake;
using Workflow.Core.Cases.Review;
using Workflow.Core.Cases.Supervision;
using Workflow.Core.Cases.Timing;
using Workflow.Core.Deadlines;
using Workflow.Core.Runtime;
using Xunit;

namespace Workflow.Core.Tests.Cases;

/// <summary>Status codes 1 to 15 of the exchange standard follow from the history, per case and per service item.</summary>
public sealed class StatusCodeTests
{
    private static readonly Actor Boss = new(ActorKind.Person, "boss", Role.Supervisor, null, Scenario.Region);
    private readonly Scenario shop = new Scenario(Shop.Bpmn).Filed();

    [Fact]
    public void A_granted_case_passes_through_the_codes_of_its_life()
    {
        shop.Accepted(new RequestSupplement(shop.Task(TaskKind.Intake).Id, [new("lease", "missing")], null) { By = Scenario.Window, CaseId = shop.CaseId });
        shop.Now += TimeSpan.FromDays(1);
        shop.Accepted(new Supplement([new FiledMaterial("lease", "f2", "lease.pdf", "application/pdf", 5, new string('b', 64))]) { By = Scenario.Applicant, CaseId = shop.CaseId });
        shop.AcceptedByWindow();
        shop.Now += TimeSpan.FromDays(1);
        Claim("b");
        shop.Accepted(new Suspend(shop.Task(TaskKind.Review, "b").ClockId, SuspensionReason.Inspection, "art. 45") { By = Boss, CaseId = shop.CaseId });
        shop.Now += TimeSpan.FromDays(1);
        shop.Accepted(new Resume(shop.Task(TaskKind.Review, "b").ClockId) { By = Boss, CaseId = shop.CaseId });
        shop.Opinion("a");
        shop.Opinion("b");
        shop.Opinion("c", OpinionKind.Negative, "no sign allowed here");
        shop.Accepted(new DecideCase(shop.Task(TaskKind.Decide).Id, Decision.Grant, "without the sign") { By = Scenario.Lead, CaseId = shop.CaseId });
        shop.Accepted(new Conclude(shop.Task(TaskKind.Conclude).Id, [new IssuedResult("a", "许可证", "许-1")]) { By = Scenario.Lead, CaseId = shop.CaseId });

        Assert.Equal([1, 6, 7, 3, 8, 9, 11], Codes(null).Where(c => c != 10));
        Assert.Equal([1, 6, 7, 3, 8, 11], Codes("a"));
        Assert.Equal([1, 6, 7, 3, 8, 9, 10, 8, 11], Codes("b"));
        Assert.Equal([1, 6, 7, 3, 8, 13], Codes("c"));
    }

    [Fact]
    public void An_item_that_does_not_apply_has_no_code()
    {
        var small = new Scenario(Shop.Bpmn).Filed(area: 10, sign: false);
        Assert.Equal([null, "a"], StatusCodes.Derive(CaseSteps.Of(small.History)).Select(e => e.Item));
    }

    [Fact]
    public void A_case_that_is_declined_or_withdrawn_says_so_for_every_item()
    {
        shop.Accepted(new Decline(shop.Task(TaskKind.Intake).Id, "not ours") { By = Scenario.Window, CaseId = shop.CaseId });
        Assert.Equal([1, 5], Codes("a"));
        var early = new Scenario(Shop.Bpmn).Filed();
        early.Accepted(new Withdraw("x") { By = Scenario.Applicant, CaseId = early.CaseId });
        Assert.Equal([1, 2], Codes("c", early));
        var late = new Scenario(Shop.Bpmn).Filed().AcceptedByWindow();
        late.Accepted(new Withdraw("x") { By = Scenario.Applicant, CaseId = late.CaseId });
        Assert.Equal([1, 3, 14], Codes("c", late));
    }

    [Fact]
    public void A_denied_case_is_denied_for_every_item()
    {
        shop.AcceptedByWindow();
        foreach (var department in (string[])["a", "b", "c"]) shop.Opinion(department);
        shop.Accepted(new DecideCase(shop.Task(TaskKind.Decide).Id, Decision.Deny, "against the plan") { By = Scenario.Lead, CaseId = shop.CaseId });
        shop.Accepted(new Deliver(shop.Task(TaskKind.Deliver).Id, "post", null) { By = Scenario.Window, CaseId = shop.CaseId });
        Assert.Equal([1, 3, 8, 13], Codes(null));
        Assert.Equal([1, 3, 8, 13], Codes("b"));
    }

    [Fact]
    public void The_last_code_of_a_random_life_is_its_status_and_instants_never_fall_back()
    {
        var seen = new HashSet<CaseStatus>();
        for (var seed = 0; seed < 200; seed++)
        {
            var life = RandomLives.Play(seed);
            var entries = StatusCodes.Derive(CaseSteps.Of(life.History));
            Assert.Equal(life.State.Status, entries.Last(e => e.Item is null).Code);
            foreach (var line in entries.GroupBy(e => e.Item))
            {
                Assert.Equal(CaseStatus.Filed, line.First().Code);
                Assert.Equal(line.Select(e => e.At).Order(), line.Select(e => e.At));
                Assert.All(line.SkipLast(1), e => Assert.False(IsEnd(e.Code), $"seed {seed}: {line.Key} goes on after {e.Code}"));
                seen.UnionWith(line.Select(e => e.Code));
            }
        }
        Assert.Superset(new HashSet<CaseStatus> { CaseStatus.Filed, CaseStatus.Accepted, CaseStatus.SupplementAsked, CaseStatus.Supplemented, CaseStatus.UnderReview, CaseStatus.SpecialProcedure, CaseStatus.SpecialProcedureEnded, CaseStatus.Granted, CaseStatus.Denied }, seen);
    }

    [Fact]
    public void Figures_of_a_case_follow_from_its_history()
    {
        shop.Now += TimeSpan.FromHours(2);
        shop.AcceptedByWindow();
        shop.Now += TimeSpan.FromHours(1);
        Claim("a");
        shop.Now += TimeSpan.FromDays(1);
        foreach (var department in (string[])["a", "b", "c"]) shop.Opinion(department);
        shop.Accepted(new DecideCase(shop.Task(TaskKind.Decide).Id, Decision.Grant, null) { By = Scenario.Lead, CaseId = shop.CaseId });
        shop.Accepted(new Conclude(shop.Task(TaskKind.Conclude).Id, []) { By = Scenario.Lead, CaseId = shop.CaseId });
        shop.Accepted(new RateCase(5, null, ByReceipt: true) { By = Scenario.Applicant, CaseId = shop.CaseId });

        var steps = CaseSteps.Of(shop.History);
        var fact = CaseFacts.Of(steps, shop.Pinned);
        Assert.Equal((true, true, 120, 0, false, 5), (fact.InTime, fact.InStatutory, fact.IntakeMinutes, fact.Supplements, fact.ByRule, fact.Rating));
        Assert.Equal(("lead", shop.Now), (fact.LeadDepartment, fact.EndedAt));
        var a = CaseFacts.StepsOf(steps, shop.Pinned).Single(s => s.Department == "a");
        // Opened at 11:00: 30 minutes are the rest of the lunch break's hour and a half left out.
        Assert.Equal((60, false, false), (a.HandoverMinutes, a.IsOverdue, a.BySilence));
        Assert.Equal(7 * 60 + 60, a.Minutes);
    }

    [Fact]
    public void A_case_decided_too_late_is_not_in_time_but_may_be_within_the_law()
    {
        shop.AcceptedByWindow();
        shop.Now += TimeSpan.FromDays(30);
        foreach (var department in (string[])["a", "b", "c"]) shop.Opinion(department);
        shop.Accepted(new DecideCase(shop.Task(TaskKind.Decide).Id, Decision.Grant, null) { By = Scenario.Lead, CaseId = shop.CaseId });
        var steps = CaseSteps.Of(shop.History);
        var fact = CaseFacts.Of(steps, shop.Pinned);
        Assert.Equal((false, true), (fact.InTime, fact.InStatutory));
        Assert.All(CaseFacts.StepsOf(steps, shop.Pinned).Where(s => s.Kind == TaskKind.Review), s => Assert.True(s.IsOverdue));
    }

    private void Claim(string department) =>
        shop.Accepted(new ClaimTask(shop.Task(TaskKind.Review, department).Id) { By = Scenario.Officer(department), CaseId = shop.CaseId });

    private IEnumerable<int> Codes(string? item, Scenario? of = null) =>
        StatusCodes.Derive(CaseSteps.Of((of ?? shop).History)).Where(e => e.Item == item).Select(e => (int)e.Code);

    private static bool IsEnd(CaseStatus code) => code is CaseStatus.WithdrawnBeforeAcceptance or CaseStatus.NotAccepted or CaseStatus.Declined
        or CaseStatus.Granted or CaseStatus.GrantedWithDeficiency or CaseStatus.Denied or CaseStatus.Withdrawn;
}
