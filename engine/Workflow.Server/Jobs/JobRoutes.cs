using Workflow.Contracts;
using Workflow.Contracts.Jobs;
using Workflow.Core.Cases;
using Workflow.Core.Cases.Review;
using Workflow.Core.Runtime;
using Workflow.Postgres.Queues;
using Workflow.Server.Cases;
using Workflow.Server.Http;
using Workflow.Server.Identity;
using ActivatedJob = Workflow.Contracts.Jobs.ActivatedJob;
using Workflow.Server.Operations;

namespace Workflow.Server.Jobs;

/// <summary>Automated steps for workers outside: taken under a lease, completed or given up by a command.</summary>
internal static class JobRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/jobs/activate", ActivateAsync).For(Role.Integrator).WithMetadata(OwnPace.Instance).WithSummary("Takes jobs of a type under a lease; waits for the first").Produces<ActivatedJobs>();
        api.MapPost("/jobs/{caseId}/{activity:long}/complete", CompleteAsync).For(Role.Integrator).WithSummary("A job is done; its output joins the flow's data").Produces<CommandAnswer>();
        api.MapPost("/jobs/{caseId}/{activity:long}/fail", FailAsync).For(Role.Integrator)
            .WithSummary("A try failed: 202 while tries are left, otherwise an incident is raised").Produces<CommandAnswer>().Produces(StatusCodes.Status202Accepted);
        api.MapPost("/jobs/{caseId}/{activity:long}/error", ErrorAsync).For(Role.Integrator)
            .WithSummary("A job came to a business error: an error event of the definition catches it, otherwise an incident is raised").Produces<CommandAnswer>();
    }

    private static async Task<IResult> ActivateAsync(HttpContext http, Body<ActivateJobsRequest> body, Principal who, JobQueue jobs, CaseReader cases)
    {
        var asked = body.Value;
        var given = await jobs.ActivateAsync(
            asked.Type, WorkerOf(who, asked.Worker), asked.Max, TimeSpan.FromSeconds(asked.LeaseSeconds), TimeSpan.FromSeconds(asked.WaitSeconds), http.RequestAborted, CaseScopes.PrefixesOf(who, Role.Integrator));
        var answer = new List<ActivatedJob>(given.Count);
        foreach (var job in given)
        {
            // Withdrawn or completed by another since it was taken: the row goes with the commit, so nothing is lost.
            if (await cases.FindAsync(job.StreamId, who, http.RequestAborted) is not { } of || !who.Has(Role.Integrator, of.State.Region)) continue;
            if (!of.State.Flow.Activities.TryGetValue(job.Activity, out var activity)) continue;
            answer.Add(new ActivatedJob(
                job.StreamId, of.State.CaseNumber, job.Activity, job.Type, job.Element, job.Retries, job.LeaseUntil, FeelJson.ToJson(of.State.Flow.DataOf(activity.Scope))));
        }
        return Results.Json(new ActivatedJobs(answer), Json.Options);
    }

    private static Task<IResult> CompleteAsync(HttpContext http, string caseId, long activity, Body<CompleteJobRequest> body, Principal who, CaseReader cases) =>
        SubmitAsync(http, cases, caseId, who, by => new CompleteJob(activity, FeelJson.FromJson(body.Value.Output)) { By = by, CaseId = caseId });

    private static async Task<IResult> FailAsync(HttpContext http, string caseId, long activity, Body<FailJobRequest> body, Principal who, CaseReader cases, JobQueue jobs)
    {
        var (id, missing) = Commands.IdOf(http);
        if (missing is not null) return missing;
        var failed = body.Value;
        return await jobs.FailedAsync(caseId, activity, WorkerOf(who, failed.Worker), TryOf($"{id.Principal}/{id.Id}", failed.Code, failed.Detail, failed.RetryAfterSeconds, failed.GivesUp), http.RequestAborted) switch
        {
            JobFailure.TriedAgain => Results.StatusCode(StatusCodes.Status202Accepted),
            JobFailure.NotHeld => new Problem(StatusCodes.Status409Conflict, "job-not-held"),
            _ => await SubmitAsync(http, cases, caseId, who, by => new FailJob(activity, failed.Code, failed.Detail) { By = by, CaseId = caseId }),
        };
    }

    private static Task<IResult> ErrorAsync(HttpContext http, string caseId, long activity, Body<JobErrorRequest> body, Principal who, CaseReader cases) =>
        SubmitAsync(http, cases, caseId, who, by => new ThrowJobError(activity, body.Value.Code, body.Value.Message) { By = by, CaseId = caseId });

    private static async Task<IResult> SubmitAsync(HttpContext http, CaseReader cases, string caseId, Principal who, Func<Actor, CaseCommand> make)
    {
        var (command, problem) = await Asking.OnJobAsync(cases, caseId, who, make, http.RequestAborted);
        return command is null ? problem! : await CaseCommandRoutes.SubmitAsync(http, command);
    }

    internal static FailedTry TryOf(string id, string code, string detail, int? retryAfterSeconds, bool givesUp) =>
        new(id, code, detail, retryAfterSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null, givesUp);

    /// <summary>A lease belongs to the account and the name that its worker gave itself.</summary>
    internal static string WorkerOf(Principal who, string? worker) => $"{who.Account}/{worker}";
}
