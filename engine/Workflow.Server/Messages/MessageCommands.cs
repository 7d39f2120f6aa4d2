using Workflow.Contracts.Messages;
using Workflow.Core.Cases;
using Workflow.Core.Cases.Closing;
using Workflow.Core.Cases.Intake;
using Workflow.Core.Cases.Review;
using Workflow.Core.Runtime;
using Workflow.Postgres.Queues;
using Workflow.Server.Cases;
using Workflow.Server.Http;
using Workflow.Server.Identity;
using Workflow.Server.Jobs;
using Asked = Workflow.Contracts.Messages;

namespace Workflow.Server.Messages;

/// <summary>
/// From the data of a message to the command that the API's routes send too, by the same checks: an account that holds an
/// officer's grant acts in that role, and jobs are for integrators of the case's region.
/// </summary>
internal sealed class MessageCommands(CaseReader cases, JobQueue jobs)
{
    /// <param name="id">names the message for ever</param>
    /// <returns>the command, or why there is none; neither when the message was dealt with already</returns>
    public async ValueTask<(CaseCommand? Command, Problem? Problem)> PrepareAsync(object data, string caseId, string id, Principal who, CancellationToken ct)
    {
        return data switch
        {
            AcceptCase m => await OnTask(m.TaskId, by => new Accept(m.TaskId) { By = by, CaseId = caseId }),
            DeclineCase m => await OnTask(m.TaskId, by => new Decline(m.TaskId, m.Reason) { By = by, CaseId = caseId }),
            Asked.RequestSupplement m => await OnTask(m.TaskId, by => new Core.Cases.Intake.RequestSupplement(
                m.TaskId, [.. m.Missing.Select(x => new Core.Cases.MissingMaterial(x.Material, x.Reason))], m.Note) { By = by, CaseId = caseId }),
            Asked.ClaimTask m => await OnTask(m.TaskId, by => new Core.Cases.Review.ClaimTask(m.TaskId) { By = by, CaseId = caseId }),
            Asked.CompleteTask m => await OnTask(m.TaskId, by => new Core.Cases.Review.CompleteTask(m.TaskId, FeelJson.FromJson(m.Output)) { By = by, CaseId = caseId }),
            GiveOpinion m => await OnTask(m.TaskId, by => new RecordOpinion(
                m.TaskId, new Opinion(Words.Parse<OpinionKind>(m.Kind)!.Value, m.Reason, [.. m.Conditions ?? []])) { By = by, CaseId = caseId }),
            Asked.DecideCase m => await OnTask(m.TaskId, by => new Core.Cases.Review.DecideCase(m.TaskId, Words.Parse<Decision>(m.Decision)!.Value, m.Reason) { By = by, CaseId = caseId }),
            ConcludeCase m => await OnTask(m.TaskId, by => new Conclude(
                m.TaskId, [.. m.Results?.Select(r => new IssuedResult(r.Item, r.Name, r.Number)) ?? []]) { By = by, CaseId = caseId }),
            DeliverCase m => await OnTask(m.TaskId, by => new Deliver(m.TaskId, m.Method, m.Receipt) { By = by, CaseId = caseId }),
            Asked.CompleteJob m => await OnJob(by => new Core.Cases.Review.CompleteJob(m.Activity, FeelJson.FromJson(m.Output)) { By = by, CaseId = caseId }),
            Asked.FailJob m => await FailJob(m),
            JobError m => await OnJob(by => new ThrowJobError(m.Activity, m.Code, m.Message) { By = by, CaseId = caseId }),
            _ => throw new InvalidOperationException($"no command is made of {data.GetType().Name}"),
        };

        ValueTask<(CaseCommand?, Problem?)> OnTask(long taskId, Func<Actor, CaseCommand> make) => Asking.OnTaskAsync(cases, caseId, taskId, who, make, ct);

        ValueTask<(CaseCommand?, Problem?)> OnJob(Func<Actor, CaseCommand> make) => Asking.OnJobAsync(cases, caseId, who, make, ct);

        async ValueTask<(CaseCommand?, Problem?)> FailJob(Asked.FailJob m)
        {
            var (command, problem) = await OnJob(by => new Core.Cases.Review.FailJob(m.Activity, m.Code, m.Detail) { By = by, CaseId = caseId });
            if (problem is not null) return (null, problem);
            return await jobs.FailedAsync(caseId, m.Activity, JobRoutes.WorkerOf(who, m.Worker), JobRoutes.TryOf(id, m.Code, m.Detail, m.RetryAfterSeconds, m.GivesUp), ct) switch
            {
                JobFailure.TriedAgain => (null, null),
                JobFailure.NotHeld => (null, new Problem(StatusCodes.Status409Conflict, "job-not-held")),
                _ => (command, null),
            };
        }
    }
}
