using Workflow.Core.Cases;
using Workflow.Core.Cases.Closing;
using Workflow.Core.Cases.Review;
using Workflow.Core.Cases.Supervision;
using Workflow.Core.Flow;
using Workflow.Core.Runtime;
using Workflow.Feel;
using Xunit;

namespace Workflow.Core.Tests.Cases;

/// <summary>A failed step becomes an incident with a row of its own, is retried or skipped, and the log says what became of it.</summary>
public sealed class IncidentTests
{
    private const string Bpmn = """
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:approval="http://onego.dev/schema/approval" targetNamespace="http://onego.dev/tests">
          <error id="Taken" errorCode="name-taken"/>
          <process id="shop" isExecutable="true">
            <startEvent id="start"/><sequenceFlow id="f1" sourceRef="start" targetRef="register"/>
            <serviceTask id="register" approval:jobType="register" approval:retries="4" approval:backoff="PT10S,PT1M"/>
            <boundaryEvent id="taken" attachedToRef="register"><errorEventDefinition errorRef="Taken"/></boundaryEvent><sequenceFlow id="f4" sourceRef="taken" targetRef="look"/>
            <sequenceFlow id="f2" sourceRef="register" targetRef="way"/>
            <exclusiveGateway id="way"/><sequenceFlow id="f3" sourceRef="way" targetRef="look"><conditionExpression>=register.number &gt; 0</conditionExpression></sequenceFlow>
            <userTask id="look" approval:kind="work" approval:department="a"/><sequenceFlow id="f5" sourceRef="look" targetRef="end"/><endEvent id="end"/>
          </process>
        </definitions>
        """;

    private static readonly Actor Worker = new(ActorKind.Integrator, "registry", Role.Integrator, null, Scenario.Region);
    private readonly Scenario shop = new Scenario(Bpmn).Filed().AcceptedByWindow();

    [Fact]
    public void The_job_carries_the_pauses_of_its_step_and_a_retry_may_give_it_fewer_tries()
    {
        Assert.Equal((4, "PT10S,PT1M"), (Job.Retries, Job.Backoff));
        Assert.Equal([10, 60, 60], RowsOf().Jobs.Single().Pauses.Select(p => p.TotalSeconds));
        Failed();
        Retried(tries: 1);
        Assert.Equal((1, "PT10S,PT1M"), (Job.Retries, Job.Backoff));
        Assert.Equal(shop.State.Dump(), shop.Replayed().Dump());
    }

    [Fact]
    public void The_row_of_an_incident_comes_and_goes_with_its_events_and_a_rebuild_makes_the_same()
    {
        var raised = Failed();
        var row = Assert.Single(Project(raised).Incidents);
        Assert.Equal(("register", "registry-down", shop.State.Version), (row.Element, row.Code, row.Version));
        Assert.Equal(IncidentCause.Of("shop", "register", "registry-down", "no answer after 30 s"), new IncidentCause(row.Cause, row.Pattern));
        Assert.Empty(row.Tokens);
        Assert.Equal(row, Assert.Single(RowsOf().Incidents) with { Tokens = row.Tokens });

        var gone = Project(Retried());
        Assert.Equal(row.Incident, Assert.Single(gone.IncidentsGone).Incident);
        Assert.Empty(gone.Incidents);
        Assert.Empty(RowsOf().Incidents);
    }

    [Fact]
    public void A_case_that_ends_takes_its_incidents_along()
    {
        Failed();
        var ended = shop.Accepted(new Withdraw("no longer") { By = Scenario.Applicant, CaseId = shop.CaseId });
        Assert.Single(Project(ended).IncidentsGone);
        Assert.Empty(shop.State.IncidentVersions);
    }

    [Fact]
    public void A_supervisor_skips_a_failed_step_with_what_it_would_have_given()
    {
        Failed();
        var id = shop.State.Flow.Incidents.Keys.Single();
        Assert.Equal("not-your-case", shop.Refused(Skip(id, 7) with { By = Worker }));
        Assert.Equal("reason-required", shop.Refused(Skip(id, 7) with { Reason = " " }));
        Assert.Equal("incident-closed", shop.Refused(Skip(id + 100, 7)));

        shop.Accepted(Skip(id, 7));

        Assert.Equal("look", shop.Task(TaskKind.Work).Element);
        Assert.Equal(["number"], Assert.Single(shop.History.OfType<IncidentSkipped>()).Names);
        Assert.Empty(shop.State.Flow.Incidents);
        Assert.Equal("incident-closed", shop.Refused(Skip(id, 7)));
        Assert.Equal(shop.State.Dump(), shop.Replayed().Dump());
    }

    [Fact]
    public void Tokens_that_find_no_way_cannot_be_skipped_and_are_retried()
    {
        shop.Accepted(new CompleteJob(Job.Activity, Value.Context.Empty.With("number", 0)) { By = Worker, CaseId = shop.CaseId });
        var incident = Assert.Single(shop.State.Flow.Incidents.Values);
        Assert.Null(incident.Activity);
        Assert.Equal("incident-not-skippable", shop.Refused(Skip(incident.Id, 7)));

        var watched = new WatchedIncident(incident.Id, null, [.. incident.Tokens], incident.Element, incident.Code);
        Assert.Equal(RetryEnd.Open, RetryVerdict.Of(watched, false, [], shop.State.Flow).End);
        Assert.Equal(RetryEnd.FailedAgain, RetryVerdict.Of(watched, false, Retried(), shop.State.Flow).End);
    }

    [Fact]
    public void The_log_says_whether_a_retry_healed_failed_again_or_went_otherwise()
    {
        Failed();
        var incident = shop.State.Flow.Incidents.Values.Single();
        var watched = new WatchedIncident(incident.Id, incident.Activity, [], incident.Element, incident.Code);
        Retried();

        AssertEnd(RetryEnd.Open, s => []);
        AssertEnd(RetryEnd.Healed, s => s.Accepted(new CompleteJob(JobOf(s).Activity, Value.Context.Empty.With("number", 3)) { By = Worker, CaseId = s.CaseId }));
        // Done, and no way out behind it: the step itself is healed, what stands still now is another incident.
        AssertEnd(RetryEnd.Healed, s => s.Accepted(new CompleteJob(JobOf(s).Activity, Value.Context.Empty.With("number", 0)) { By = Worker, CaseId = s.CaseId }));
        AssertEnd(RetryEnd.Healed, s => s.Accepted(new ThrowJobError(JobOf(s).Activity, "name-taken", null) { By = Worker, CaseId = s.CaseId }));
        AssertEnd(RetryEnd.FailedAgain, s => s.Accepted(new FailJob(JobOf(s).Activity, "registry-down", "again") { By = Worker, CaseId = s.CaseId }), "registry-down");
        AssertEnd(RetryEnd.FailedAgain, s => s.Accepted(new ThrowJobError(JobOf(s).Activity, "unheard-of", null) { By = Worker, CaseId = s.CaseId }), "error-not-caught");
        AssertEnd(RetryEnd.Gone, s => s.Accepted(new Withdraw("no longer") { By = Scenario.Applicant, CaseId = s.CaseId }));

        void AssertEnd(RetryEnd end, Func<Scenario, IReadOnlyList<Event>> then, string? code = null)
        {
            var copy = shop.Fork();
            var after = then(copy);
            var verdict = RetryVerdict.Of(watched, isResolved: true, after, copy.State.Flow);
            Assert.Equal((end, code), (verdict.End, verdict.Again?.Code));
            // The same, judged from the retry on in one go.
            Assert.Equal(end, RetryVerdict.Of(watched, isResolved: false, [.. RetryEvents(), .. after], copy.State.Flow).End);
        }

        IEnumerable<Event> RetryEvents() => shop.History.Skip(shop.History.FindLastIndex(e => e is IncidentRaised) + 1);
    }

    [Fact]
    public void A_skip_by_hand_before_the_retry_is_no_healing()
    {
        Failed();
        var incident = shop.State.Flow.Incidents.Values.Single();
        var skipped = shop.Accepted(Skip(incident.Id, 5));
        Assert.Equal(RetryEnd.Gone, RetryVerdict.Of(new(incident.Id, incident.Activity, [], incident.Element, incident.Code), false, skipped, shop.State.Flow).End);
    }

    [Fact]
    public void A_retry_says_who_did_it_and_with_which_run()
    {
        Failed();
        Retried(tries: 1, run: "run-1");
        var said = Assert.Single(shop.History.OfType<IncidentRetried>());
        Assert.Equal(("register", "chief", "run-1"), (said.Element, said.Supervisor, said.Run));
    }

    private Job Job => JobOf(shop);

    private static Job JobOf(Scenario of) => of.State.Jobs.Values.Single();

    private IReadOnlyList<Event> Failed() => shop.Accepted(new FailJob(Job.Activity, "registry-down", "no answer after 30 s") { By = Worker, CaseId = shop.CaseId });

    private IReadOnlyList<Event> Retried(int? tries = null, string? run = null) =>
        shop.Accepted(new RetryIncident(shop.State.Flow.Incidents.Keys.Single(), tries, run) { By = Walks.Supervisor, CaseId = shop.CaseId });

    private SkipIncident Skip(long incident, int number) =>
        new(incident, Value.Context.Empty.With("number", number), "entered by hand") { By = Walks.Supervisor, CaseId = shop.CaseId };

    /// <summary>What the last events of the case change in the rows.</summary>
    private RowChanges Project(IReadOnlyList<Event> last)
    {
        var before = shop.History.Take(shop.History.Count - last.Count).Aggregate(CaseState.Empty, (state, e) => (CaseState)state.Evolve(e));
        var rows = new RowChanges();
        new CaseStreams().Project(shop.CaseId, before, shop.State, last, rows);
        return rows;
    }

    private RowChanges RowsOf()
    {
        var rows = new RowChanges();
        new CaseStreams().Project(shop.CaseId, CaseState.Empty, shop.State, null, rows);
        return rows;
    }
}
