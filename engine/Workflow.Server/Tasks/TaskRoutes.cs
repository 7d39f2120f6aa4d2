using Workflow.Contracts;
using Workflow.Contracts.Tasks;
using Workflow.Core.Cases;
using Workflow.Core.Cases.Review;
using Workflow.Core.Runtime;
using Workflow.Postgres.Queries;
using Workflow.Server.Cases;
using Workflow.Server.Http;
using Workflow.Server.Identity;

namespace Workflow.Server.Tasks;

/// <summary>The inbox (待办箱) and what is done from it.</summary>
internal static class TaskRoutes
{
    private static readonly string[] Kinds = [.. Enum.GetValues<TaskKind>().Select(Words.Of)];

    public static void Map(RouteGroupBuilder api)
    {
        Role[] workers = [Role.Window, Role.Officer];
        api.MapGet("/tasks", ListAsync).For(workers).WithSummary("The caller's inbox").Produces<Page<TaskSummary>>();
        api.MapGet("/tasks/counts", CountsAsync).For(workers).WithSummary("How many active tasks the caller's departments have").Produces<TaskCounts>();
        var task = api.MapGroup("/cases/{id}/tasks/{taskId:long}");
        Add("claim", ClaimAsync, "Takes a task on");
        Add("release", ReleaseAsync, "Gives a claimed task back to the department");
        Add("opinion", OpinionAsync, "意见: the department's opinion");
        Add("complete", CompleteAsync, "A task of kind work is done");

        void Add(string route, Delegate handler, string summary) => task.MapPost("/" + route, handler).For(workers).WithSummary(summary).Produces<CommandAnswer>();
    }

    private static async Task<IResult> ListAsync(HttpContext http, Principal who, Inbox inbox)
    {
        var query = new Query(http.Request, "view", "kind", "state", "jointItem", "item", "card", "urged", "q", "sort", "cursor", "limit");
        var mine = query.Choice("view", "department", "mine") == 1;
        var kind = query.Choice("kind", Kinds);
        short[] states = query.Choice("state", ["active", .. CaseWords.TaskStates]) is > 0 and var chosen ? [(short)(chosen - 1)] : [0, 1];
        var sort = query.Choice("sort", "due", "opened", "received", "priority") is >= 0 and var order ? (Inbox.Sort)order : Inbox.Sort.Due;
        short? card = query.Choice("card", "none", "yellow", "red") is >= 0 and var shown ? (short)shown : null;
        var urged = query.Choice("urged", "false", "true") == 1;
        var limit = query.Integer("limit", CaseReadRoutes.PageDefault, 1, Inbox.MaxLimit);
        var after = CaseReadRoutes.CursorOf(query);
        if (query.Problem is { } problem) return problem;

        var filter = new Inbox.Filter(mine ? who.Account : null, kind < 0 ? null : Kinds[kind], states, query.Text("jointItem"), card, urged, query.Text("item"), new Search(query.Text("q")));
        var (rows, next) = await inbox.ReadAsync(CaseScopes.OfTasks(who), filter, sort, after, limit, who.Account, http.RequestAborted);
        return Results.Json(new Page<TaskSummary>([.. rows.Select(SummaryOf)], next?.ToString()), Json.Options);
    }

    private static TaskSummary SummaryOf(TaskRow row) => new(
        row.StreamId, row.TaskId, row.CaseNumber, row.Region, row.Department, row.Kind, row.Title, row.JointItem, CaseWords.TaskStates[row.State],
        row.Assignee, row.Personal, row.OpenedAt, row.ClosedAt, row.DueAt, CaseWords.CardOf(row.Card),
        row.UrgedAt is not null, row.UrgedAt, row.ServiceItem);

    private static async Task<IResult> CountsAsync(HttpContext http, Principal who, Inbox inbox)
    {
        var counts = await inbox.CountAsync(CaseScopes.OfTasks(who), who.Account, http.RequestAborted);
        return Results.Json(new TaskCounts(
            counts.Sum(c => c.Tasks), counts.Where(c => c.Mine).Sum(c => c.Tasks),
            counts.GroupBy(c => c.Kind, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Sum(c => c.Tasks), StringComparer.Ordinal),
            counts.GroupBy(c => CaseWords.CardOf(c.Card), StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Sum(c => c.Tasks), StringComparer.Ordinal),
            counts.Where(c => c.Urged).Sum(c => c.Tasks)), Json.Options);
    }

    private static async Task<IResult> ClaimAsync(HttpContext http, CaseReader cases, Officers officers, string id, long taskId, Principal who)
    {
        // What an absent colleague has may be taken over by the substitute that was named.
        var holder = (await cases.FindAsync(id, who, http.RequestAborted))?.State.OpenTask(taskId)?.Assignee;
        var absences = holder is null || holder == who.Account ? [] : await officers.AbsencesAsync([holder], http.RequestAborted);
        return await CaseCommandRoutes.OnTaskAsync(http, cases, id, taskId, who, by => new ClaimTask(taskId, absences) { By = by, CaseId = id });
    }

    private static Task<IResult> ReleaseAsync(HttpContext http, CaseReader cases, string id, long taskId, Principal who) =>
        CaseCommandRoutes.OnTaskAsync(http, cases, id, taskId, who, by => new ReleaseTask(taskId) { By = by, CaseId = id });

    private static async Task<IResult> OpinionAsync(HttpContext http, CaseReader cases, string id, long taskId, Body<OpinionRequest> body, Principal who)
    {
        var given = body.Value;
        if (Words.Parse<OpinionKind>(given.Kind) is not { } kind)
            return Problem.Body(Words.Unknown<OpinionKind>("$.kind"));
        var opinion = new Opinion(kind, given.Reason, [.. given.Conditions ?? []]);
        return await CaseCommandRoutes.OnTaskAsync(http, cases, id, taskId, who, by => new RecordOpinion(taskId, opinion, given.ConditionDays) { By = by, CaseId = id });
    }

    private static Task<IResult> CompleteAsync(HttpContext http, CaseReader cases, string id, long taskId, Body<CompleteTaskRequest> body, Principal who) =>
        CaseCommandRoutes.OnTaskAsync(http, cases, id, taskId, who, by => new CompleteTask(taskId, FeelJson.FromJson(body.Value.Output)) { By = by, CaseId = id });
}
