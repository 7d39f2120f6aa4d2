using System.Collections.Immutable;
using Xunit;
using Workflow.Core.Cases;
using Workflow.Core.Cases.Closing;
using Workflow.Core.Cases.Intake;
using Workflow.Core.Catalog.Mandates;
using Workflow.Core.Runtime;
using Workflow.Feel;

namespace Workflow.Core.Tests.Cases;

/// <summary>Who may act for whom (代办/委托), for which item, until when; and handling that ends without a decision (终止).</summary>
public class AgentTests
{
    private static readonly DateOnly Day = new(2026, 3, 2);
    private static readonly Actor Agent = new(ActorKind.Person, "li", Role.Applicant);
    private static readonly AgentMandate Mandate = new("m1", "li", [], Day, Day.AddDays(30), false);

    private readonly Scenario shop = new(Shop.Bpmn);

    [Fact]
    public void An_agent_files_by_its_mandate_and_acts_until_it_ends()
    {
        File(Mandate);
        Assert.Equal(("li", "m1", Day.AddDays(30)), (shop.State.Intake.Agent!.Account, shop.State.Intake.Agent.Mandate, shop.State.Intake.Agent.Until));
        Assert.Equal("wang", shop.State.Applicant!.Account);

        shop.Now += TimeSpan.FromDays(31);
        Assert.Equal("not-your-case", shop.Refused(new Withdraw("no longer") { By = Agent, CaseId = shop.CaseId }));
        shop.Now -= TimeSpan.FromDays(30);
        shop.Accepted(new Withdraw("no longer") { By = Agent, CaseId = shop.CaseId });
    }

    [Fact]
    public void Without_a_mandate_that_holds_nobody_files_for_somebody_else()
    {
        foreach (var wrong in (AgentMandate[])[
            Mandate with { Agent = "zhao" }, Mandate with { JointItems = ["something-else"] }, Mandate with { IsRevoked = true },
            Mandate with { From = Day.AddDays(1) }, Mandate with { To = Day.AddDays(-1) }])
            Assert.Equal("no-mandate", shop.Refused(Filing(wrong)));
        shop.Accepted(Filing(Mandate with { JointItems = ["open-a-shop"] }));
    }

    [Fact]
    public void A_mandate_is_given_once_and_revoked_by_who_gave_or_has_it()
    {
        var state = MandateState.Empty;
        var give = new GiveMandate("m1", "wang", "key", ApplicantKind.Person, "li", [], Day, Day.AddDays(30), "signed paper", Day, true) { By = Scenario.Applicant };
        Assert.Equal("mandate-self", Refused(give with { Agent = "wang" }, state));
        Assert.Equal("agent-not-found", Refused(give with { AgentIsOpen = false }, state));
        Assert.Equal("mandate-period", Refused(give with { To = Day.AddDays(-1) }, state));
        Assert.Equal("mandate-period", Refused(give with { To = Day.AddDays(GiveMandate.DaysMax) }, state));
        Assert.Equal("basis-required", Refused(give with { Basis = " " }, state));
        Assert.Equal("mandate-not-found", Refused(new RevokeMandate("m1", "over") { By = Scenario.Applicant }, state));

        state = Fold(give, state);
        Assert.True(state.Holds(Day) && !state.Holds(Day.AddDays(31)));
        Assert.Empty(Assert.IsType<Outcome.Events>(give.Decide(null, state, Scenario.Monday)).List);
        Assert.Equal("mandate-not-found", Refused(new RevokeMandate("m1", "over") { By = new(ActorKind.Person, "zhao", Role.Applicant) }, state));
        Assert.Equal("reason-required", Refused(new RevokeMandate("m1", "") { By = Agent }, state));
        state = Fold(new RevokeMandate("m1", "over") { By = Scenario.Applicant }, state);
        Assert.False(state.Holds(Day));
    }

    [Fact]
    public void Handling_ends_without_a_decision_for_a_reason_that_the_law_names()
    {
        shop.Filed();
        var end = new Terminate(TerminationReason.SubjectGone, "办法第二十条", "the house burnt down") { By = Scenario.Lead, CaseId = shop.CaseId };
        Assert.Equal("not-accepted", shop.Refused(end));
        shop.AcceptedByWindow();
        Assert.Equal("not-your-case", shop.Refused(end with { By = Scenario.Officer("a") }));
        Assert.Equal("basis-required", shop.Refused(end with { Basis = "" }));
        shop.Accepted(end);

        Assert.Equal((CaseStatus.Withdrawn, TerminationReason.SubjectGone), (shop.State.Status, shop.State.Intake.Terminated!.Reason));
        Assert.DoesNotContain(shop.State.Tasks.Values, t => t.IsOpen);
        Assert.Empty(shop.State.Agenda);
        Assert.Equal("case-closed", shop.Refused(end));
    }

    [Fact]
    public void What_is_decided_is_not_terminated()
    {
        shop.Filed().AcceptedByWindow();
        foreach (var department in (string[])["a", "b", "c"]) shop.Opinion(department);
        shop.Accepted(new Workflow.Core.Cases.Review.DecideCase(shop.Task(TaskKind.Decide).Id, Decision.Grant, null) { By = Scenario.Lead, CaseId = shop.CaseId });
        Assert.Equal("already-decided", shop.Refused(new Terminate(TerminationReason.LawChanged, "x", null) { By = Scenario.Lead, CaseId = shop.CaseId }));
    }

    private void File(AgentMandate mandate) => shop.Accepted(Filing(mandate));

    private FileApplication Filing(AgentMandate mandate) => new(
        new PinnedRef("open-a-shop", 1, "shop", 1, "cn", 1), Scenario.Region, "online",
        new Applicant("wang", ApplicantKind.Person, new("王小明"), new("110105199001010010"), new("13800000000")),
        Value.Context.Empty.With("area", 100).With("sign", true), []) { By = Agent, CaseId = shop.CaseId, Mandate = mandate };

    private static string Refused(Command command, MandateState state) => Assert.IsType<Outcome.Rejection>(command.Decide(null, state, Scenario.Monday)).Code;

    private static MandateState Fold(Command command, MandateState state) =>
        Assert.IsType<Outcome.Events>(command.Decide(null, state, Scenario.Monday)).List.Aggregate(state, (s, e) => (MandateState)s.Evolve(e));
}
