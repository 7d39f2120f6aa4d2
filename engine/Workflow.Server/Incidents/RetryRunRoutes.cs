using Workflow.Contracts;
using Workflow.Contracts.Cases;
using Workflow.Core.Runtime;
using Workflow.Postgres.Queries;
using Workflow.Server.Cases;
using Workflow.Server.Http;
using Workflow.Server.Identity;
using static Workflow.Postgres.Queries.RetryItemStates;

namespace Workflow.Server.Incidents;

/// <summary>批量重试: retries the incidents of one cause, a sample first, and tells what became of each.</summary>
internal static class RetryRunRoutes
{
    private const int PageDefault = 50;

    public static void Map(RouteGroupBuilder all)
    {
        var api = all.MapGroup("/retry-runs").WithTags("Incidents");
        api.MapPost("", BeginAsync).For(Role.Supervisor).WithSummary("Retries the open incidents of a cause, a sample of them first").Produces<RetryRunAnswer>(StatusCodes.Status201Created);
        api.MapGet("", ListAsync).For(Role.Supervisor, Role.Auditor).WithSummary("Bulk retries, the newest first").Produces<Page<RetryRunAnswer>>();
        api.MapGet("/{id}", FindAsync).For(Role.Supervisor, Role.Auditor).WithSummary("A bulk retry and what became of its incidents").Produces<RetryRunAnswer>();
        api.MapGet("/{id}/items", ItemsAsync).For(Role.Supervisor, Role.Auditor).WithSummary("Its incidents, one by one").Produces<Page<RetryItemAnswer>>();
        api.MapPost("/{id}/rest", ReleaseAsync).For(Role.Supervisor).WithSummary("The rest follows the sample, or goes on after it was halted").Produces<RetryRunAnswer>();
        api.MapPost("/{id}/stop", StopAsync).For(Role.Supervisor).WithSummary("Nothing more is begun; what is under way is watched to its end").Produces<RetryRunAnswer>();
    }

    private static async Task<IResult> BeginAsync(HttpContext http, Body<RetryRunRequest> body, Principal who, RetryRuns runs, IncidentList incidents, IncidentRunner runner)
    {
        var (command, missing) = Commands.IdOf(http);
        if (missing is not null) return missing;
        var asked = body.Value;
        var prefixes = CaseScopes.PrefixesOf(who, Role.Supervisor);
        var within = asked.Region is null ? null : CaseScopes.PrefixOf(asked.Region);
        var run = new RetryRun(
            Commands.NewIdFor(command), asked.Cause, "", "", "", "", within, asked.JointItem, ScopeOf(prefixes, within), asked.Reason,
            asked.Sample, asked.AtOnce, asked.Tries, asked.PatienceSeconds, asked.HaltAfter, asked.GoesOn, RetryRunStates.Sampling, who.Account, default,
            null, null, null, null, null, null);
        var (begun, existed, isSame) = await runs.BeginAsync(run, RawBody.HashOf(http), http.RequestAborted);
        if (existed && !isSame) return new Problem(StatusCodes.Status422UnprocessableEntity, "idempotency-key-reused");
        if (begun is null) return new Problem(StatusCodes.Status409Conflict, "nothing-to-retry");
        if (existed) http.Response.Headers[Commands.ReplayedHeader] = "true";
        runner.Wake();
        return Results.Json(await AnswerOfAsync(begun, who, runs, incidents, http.RequestAborted), Json.Options, statusCode: StatusCodes.Status201Created);
    }

    /// <summary>What it was narrowed to, as far as the caller oversees that; a supervisor of a part sees the runs of that part.</summary>
    private static string[] ScopeOf(string[] prefixes, string? within) => within is null ? prefixes
        : [.. prefixes.Select(p => p.StartsWith(within, StringComparison.Ordinal) ? p : within.StartsWith(p, StringComparison.Ordinal) ? within : null).OfType<string>().Distinct(StringComparer.Ordinal)];

    private static async Task<IResult> ListAsync(HttpContext http, Principal who, RetryRuns runs, IncidentList incidents)
    {
        var query = new Query(http.Request, "cause", "open", "cursor", "limit");
        var open = query.Choice("open", "false", "true") == 1;
        var limit = query.Integer("limit", PageDefault, 1, RetryRuns.MaxLimit);
        var cursor = CaseReadRoutes.CursorOf(query);
        if (query.Problem is { } problem) return problem;
        var (found, next) = await runs.ListAsync(IncidentRoutes.PrefixesOf(who), query.Text("cause"), open, cursor, limit, http.RequestAborted);
        List<RetryRunAnswer> answers = new(found.Count);
        foreach (var run in found) answers.Add(await AnswerOfAsync(run, who, runs, incidents, http.RequestAborted));
        return Results.Json(new Page<RetryRunAnswer>(answers, next?.ToString()), Json.Options);
    }

    private static Task<IResult> FindAsync(HttpContext http, string id, Principal who, RetryRuns runs, IncidentList incidents) =>
        OnRunAsync(http, id, who, runs, async run => Results.Json(await AnswerOfAsync(run, who, runs, incidents, http.RequestAborted), Json.Options));

    private static Task<IResult> ItemsAsync(HttpContext http, string id, Principal who, RetryRuns runs)
    {
        string[] states = [Waiting, UnderWay, Healed, FailedAgain, Gone, StillRunning, Refused, Left];
        var query = new Query(http.Request, "state", "cursor", "limit");
        var state = query.Choice("state", states);
        var after = query.Integer("cursor", 0, 0, RetryRuns.ItemsMax);
        var limit = query.Integer("limit", PageDefault, 1, RetryRuns.MaxLimit);
        if (query.Problem is { } problem) return Task.FromResult<IResult>(problem);
        return OnRunAsync(http, id, who, runs, async run =>
        {
            var (items, next) = await runs.ItemsAsync(run.Id, state < 0 ? null : states[state], after, limit, http.RequestAborted);
            return Results.Json(new Page<RetryItemAnswer>(
                [.. items.Select(i => new RetryItemAnswer(
                    i.Ordinal, i.CaseId, i.CaseNumber, i.Incident, i.IsSample, i.State == Sending ? UnderWay : i.State, i.SentAt, i.SettledAt, i.NextCode, i.NextDetail, i.NextCause))],
                next?.ToString(System.Globalization.CultureInfo.InvariantCulture)), Json.Options);
        });
    }

    private static Task<IResult> ReleaseAsync(HttpContext http, string id, Body<RetryRestRequest> body, Principal who, RetryRuns runs, IncidentList incidents, IncidentRunner runner) =>
        OnRunAsync(http, id, who, runs, async run =>
        {
            if (!Oversees(who, run)) return Problem.Forbidden();
            var counts = await runs.CountsAsync(id, http.RequestAborted);
            if (run.State == RetryRunStates.Sampled && !IncidentRunner.IsHealed(counts) && !body.Value.Anyway) return new Problem(StatusCodes.Status409Conflict, "sample-not-healed");
            var isRepeated = run.State == RetryRunStates.Running && run.ReleasedBy == who.Account;
            if (!isRepeated && !await runs.ReleaseAsync(id, who.Account, http.RequestAborted)) return new Problem(StatusCodes.Status409Conflict, "retry-run-not-waiting");
            return await AgainAsync(http, id, who, runs, incidents, runner);
        });

    private static Task<IResult> StopAsync(HttpContext http, string id, Principal who, RetryRuns runs, IncidentList incidents, IncidentRunner runner) =>
        OnRunAsync(http, id, who, runs, async run =>
        {
            if (!Oversees(who, run)) return Problem.Forbidden();
            if (run.StoppedBy is null && !await runs.StopAsync(id, who.Account, http.RequestAborted)) return new Problem(StatusCodes.Status409Conflict, "retry-run-ended");
            return await AgainAsync(http, id, who, runs, incidents, runner);
        });

    private static async Task<IResult> AgainAsync(HttpContext http, string id, Principal who, RetryRuns runs, IncidentList incidents, IncidentRunner runner)
    {
        runner.Wake();
        return Results.Json(await AnswerOfAsync((await runs.FindAsync(id, http.RequestAborted))!, who, runs, incidents, http.RequestAborted), Json.Options);
    }

    /// <summary>A run that the caller does not oversee as a whole answers as one that is not there.</summary>
    private static async Task<IResult> OnRunAsync(HttpContext http, string id, Principal who, RetryRuns runs, Func<RetryRun, Task<IResult>> answer)
    {
        var run = await runs.FindAsync(id, http.RequestAborted);
        return run is not null && IsWithin(run, IncidentRoutes.PrefixesOf(who)) ? await answer(run) : Problem.NotFound("retry-run-not-found");
    }

    private static bool Oversees(Principal who, RetryRun run) => IsWithin(run, CaseScopes.PrefixesOf(who, Role.Supervisor));

    private static bool IsWithin(RetryRun run, string[] prefixes) => run.Scope.All(of => prefixes.Any(mine => of.StartsWith(mine, StringComparison.Ordinal)));

    private static async Task<RetryRunAnswer> AnswerOfAsync(RetryRun run, Principal who, RetryRuns runs, IncidentList incidents, CancellationToken ct)
    {
        var counts = await runs.CountsAsync(run.Id, ct);
        var failures = await runs.FailuresAsync(run.Id, ct);
        var (groups, _) = await incidents.GroupsAsync(
            IncidentRoutes.PrefixesOf(who), new(Cause: run.Cause, Region: run.Region, JointItem: run.JointItem), null, 1, ct);
        return new(
            run.Id, run.Cause, run.Definition, run.Element, run.Code, run.Pattern, run.Region, run.JointItem, run.Reason,
            run.Sample, run.AtOnce, run.Tries, run.PatienceSeconds, run.HaltAfter, run.GoesOn, run.State, run.StartedBy, run.StartedAt,
            run.ReleasedBy, run.ReleasedAt, run.StoppedBy, run.StoppedAt, run.EndedAt, run.HaltedBecause,
            CountsOf(counts.All), CountsOf(counts.Sample), [.. failures.Select(f => new RetryFailureLine(f.Cause, f.Code, f.Example, f.Count, f.Cause == run.Cause))],
            groups.Count == 0 ? 0 : groups[0].Incidents, run.State is RetryRunStates.Sampled or RetryRunStates.Halted && Oversees(who, run));
    }

    private static RetryRunCounts CountsOf(IReadOnlyDictionary<string, long> by)
    {
        return new(by.Values.Sum(), Of(Waiting), Of(UnderWay) + Of(Sending), Of(Healed), Of(FailedAgain), Of(Gone), Of(StillRunning), Of(Refused), Of(Left));

        long Of(string state) => by.GetValueOrDefault(state);
    }
}
