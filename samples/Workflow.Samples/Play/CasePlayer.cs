using System.Globalization;
using System.Text.Json;
using Workflow.Contracts;
using Workflow.Contracts.Cases;
using Workflow.Contracts.Catalog;
using Workflow.Contracts.Files;
using Workflow.Contracts.Tasks;
using Workflow.Samples.Api;

namespace Workflow.Samples.Play;

/// <summary>
/// One case and the people who act on it, through the public HTTP API. Every step has a fixed name, and its
/// Idempotency-Key is made of the story's name and that: a story that was broken off is played again from its first
/// line, and what had been done already is not done twice.
/// </summary>
/// <param name="story">names the story for ever, for instance "demo-17"</param>
/// <param name="jointItem">code of the joint item that is applied for</param>
internal sealed class CasePlayer(string story, string jointItem, string region, Cast cast, Patience patience, string controlKey)
{
    /// <summary>Legal days are those of the calendar's zone.</summary>
    public static readonly TimeSpan Zone = TimeSpan.FromHours(8);

    public string CaseId { get; private set; } = "";
    public string CaseNumber { get; private set; } = "";

    /// <summary>Uploads a stand-in for each material and files the application.</summary>
    public async Task FileAsync(Session by, string channel, ApplicantRequest applicant, IReadOnlyDictionary<string, object> answers,
        IEnumerable<(string Code, string Title)> materials, DateTimeOffset startsAt)
    {
        var request = new FileApplicationRequest(
            jointItem, region, channel, applicant,
            answers.ToDictionary(a => a.Key, a => JsonSerializer.SerializeToElement(a.Value), StringComparer.Ordinal),
            await UploadAsync(by, materials), new TestClockRequest(startsAt));
        var filed = await by.PostAsync<FiledAnswer>("/api/applications", request, Key("file"), controlKey);
        (CaseId, CaseNumber) = (filed.CaseId, filed.CaseNumber);
    }

    /// <summary>The window tells what is missing or not in order, once and in full.</summary>
    public Task AskForSupplementAsync(string note, params IReadOnlyList<MissingRequest> missing) => IntakeAsync("supplement-request", id => new SupplementRequestRequest(id, missing, note));

    public async Task SupplementAsync(Session by, IEnumerable<(string Code, string Title)> materials) =>
        await CommandAsync(by, "supplement", "supplement", new SupplementReceiptRequest(await UploadAsync(by, materials)));

    public Task AcceptAsync() => IntakeAsync("accept", id => new AcceptRequest(id));

    public Task DeclineAsync(string reason) => IntakeAsync("decline", id => new DeclineRequest(id, reason));

    public Task WithdrawAsync(Session by, string reason) => CommandAsync(by, "withdraw", "withdraw", new WithdrawRequest(reason));

    /// <summary>The officer of the item's department takes its review on.</summary>
    public async Task ClaimAsync(string item)
    {
        var task = await ReviewAsync(item);
        await CommandAsync(await OfficerOf(task), $"tasks/{task.TaskId}/claim", $"claim-{item}", new { });
    }

    public async Task OpinionAsync(string item, string kind = "positive", string? reason = null, params IReadOnlyList<string> conditions)
    {
        var task = await ReviewAsync(item);
        await CommandAsync(await OfficerOf(task), $"tasks/{task.TaskId}/opinion", $"opinion-{item}",
            new OpinionRequest(kind, reason, conditions.Count > 0 ? conditions : null));
    }

    /// <summary>A step of kind work is done; its output joins the flow's data under the step's element id.</summary>
    public async Task CompleteAsync(string element, params IReadOnlyList<(string Name, object Value)> output)
    {
        var task = (await UntilAsync($"the step {element}", c => c.Tasks.Any(t => t.Element == element))).Tasks.Last(t => t.Element == element);
        await CommandAsync(await OfficerOf(task), $"tasks/{task.TaskId}/complete", $"complete-{element}-{task.TaskId}",
            new CompleteTaskRequest(output.ToDictionary(o => o.Name, o => JsonSerializer.SerializeToElement(o.Value), StringComparer.Ordinal)));
    }

    /// <summary>A special procedure begins: the review's clock stands still, and the case's with it.</summary>
    /// <summary>Sends a review back to an earlier step (退回); "keep" asks for that step once more beside the flow.</summary>
    public async Task SendBackAsync(string item, string target, string mode, string reason)
    {
        var task = await ReviewAsync(item);
        await CommandAsync(await OfficerOf(task), $"tasks/{task.TaskId}/send-back", $"send-back-{item}-{target}", new SendBackRequest(target, mode, reason));
    }

    /// <summary>A special procedure (特别程序) with a limit of its own, of which the applicant is told in writing.</summary>
    public async Task BeginSpecialAsync(string item, string type, int days, string told)
    {
        var task = await ReviewAsync(item);
        await CommandAsync(await OfficerOf(task), "special-procedure", $"special-{item}", new SpecialProcedureRequest($"task-{task.TaskId}", type, new LimitBody(days, "workingDays"), told));
    }

    public async Task EndSpecialAsync(string item, string result)
    {
        var task = await ReviewAsync(item);
        await CommandAsync(await OfficerOf(task), "special-procedure-end", $"special-end-{item}", new SpecialProcedureEndRequest($"task-{task.TaskId}", result));
    }

    /// <param name="reason">one that the law names: inspection, test, hearing …</param>
    public async Task StopAsync(string item, string reason, string basis)
    {
        var task = await ReviewAsync(item);
        await CommandAsync(await OfficerOf(task), "suspend", $"suspend-{item}", new SuspendRequest($"task-{task.TaskId}", reason, basis));
    }

    public async Task ResumeAsync(string item)
    {
        var task = await ReviewAsync(item);
        await CommandAsync(await OfficerOf(task), "resume", $"resume-{item}", new ResumeRequest($"task-{task.TaskId}"));
    }

    /// <summary>The supervisor urges whoever has the review of an item.</summary>
    public async Task UrgeAsync(string item, string note) =>
        await CommandAsync(await cast.SupervisorAsync(region), $"tasks/{(await ReviewAsync(item)).TaskId}/urge", $"urge-{item}", new UrgeRequest(note));

    /// <summary>It is rated by the code on its receipt, as who applied at the window does.</summary>
    public async Task RateAsync(Session filer, int level, string comment)
    {
        var receipt = await filer.GetAsync<ReceiptAnswer>($"/api/cases/{CaseId}/receipt");
        await filer.PostAsync<CommandAnswer>("/api/progress/rating", new ReceiptRatingRequest(receipt.CaseNumber, receipt.Code ?? "", level, comment), Key("rating"));
    }

    public Task DecideAsync(string decision, string? reason = null) => StepAsync("decide", "decide", id => new DecideRequest(id, decision, reason));

    public Task ConcludeAsync(IReadOnlyList<ResultRequest> results) => StepAsync("conclude", "conclude", id => new ConcludeRequest(id, results));

    public Task DeliverAsync(string method, string receipt) => StepAsync("deliver", "deliver", id => new DeliverRequest(id, method, receipt));

    /// <summary>Who promised to fulfil a condition says that it is done, and the department that watches over it agrees.</summary>
    public async Task FulfilAsync(Session by, string department, string note)
    {
        var owed = (await TimelineAsync()).Single(e => e.Code == "obligation_taken" && e.Details.GetValueOrDefault("department") == department).Details["obligation"];
        await CommandAsync(by, $"obligations/{owed}/report", $"report-{owed}", new ReportObligationRequest(note));
        await CommandAsync(await cast.OfficerAsync(region, department), $"obligations/{owed}/settle", $"settle-{owed}", new SettleObligationRequest("fulfilled", note));
    }

    /// <summary>A person looks at a decision by rules afterwards, and finds it right.</summary>
    public async Task VerifyAsync(string note)
    {
        foreach (var task in (await ReadAsync()).Tasks.Where(t => t.Kind == "verify" && IsOpen(t)))
            await CommandAsync(await OfficerOf(task), "instant-check", $"instant-check-{task.TaskId}", new InstantCheckRequest(task.TaskId, true, note));
    }

    /// <summary>Lets days pass: the case's own clock moves on to an instant of its time.</summary>
    public async Task MoveClockAsync(DateTimeOffset to)
    {
        var by = await cast.SupervisorAsync(region);
        await by.PostAsync<CommandAnswer>($"/api/cases/{CaseId}/test-clock", new MoveTestClockRequest(To: to.ToUniversalTime()),
            Key("clock-" + to.UtcDateTime.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture)), controlKey);
    }

    /// <summary>The case as a supervisor of its region sees it.</summary>
    public async Task<CaseAnswer> ReadAsync() => await (await cast.SupervisorAsync(region)).GetAsync<CaseAnswer>($"/api/cases/{CaseId}");

    public async Task<IReadOnlyList<TimelineEntry>> TimelineAsync()
    {
        var by = await cast.SupervisorAsync(region);
        var all = new List<TimelineEntry>();
        string? cursor = null;
        do
        {
            var page = await by.GetAsync<Page<TimelineEntry>>($"/api/cases/{CaseId}/timeline?limit=200{(cursor is null ? "" : "&cursor=" + Uri.EscapeDataString(cursor))}");
            all.AddRange(page.Items);
            cursor = page.NextCursor;
        }
        while (cursor is not null);
        return all;
    }

    public Task<CaseAnswer> UntilAsync(string awaited, Func<CaseAnswer, bool> fits) => patience.UntilAsync($"{CaseNumber}: {awaited}", ReadAsync, fits);

    private async Task<IReadOnlyList<MaterialRequest>> UploadAsync(Session by, IEnumerable<(string Code, string Title)> materials)
    {
        var filed = new List<MaterialRequest>();
        foreach (var (code, title) in materials)
        {
            var file = await by.PostBytesAsync<FileAnswer>($"/api/files?name={code}.pdf", Paper.Of(title), Paper.ContentType, Key($"upload-{(CaseId.Length == 0 ? "first" : "again")}-{code}"));
            filed.Add(new MaterialRequest(code, file.FileId));
        }
        return filed;
    }

    private async Task IntakeAsync(string action, Func<long, object> body)
    {
        // After a supplement there is a second intake task; a story played again must find the one it meant.
        var tasks = (await ReadAsync()).Tasks.Where(t => t.Kind == "intake").OrderBy(t => t.TaskId).ToList();
        var task = action == "supplement-request" ? tasks[0] : tasks[^1];
        await CommandAsync(await cast.WindowAsync(region), action, action, body(task.TaskId));
    }

    private async Task StepAsync(string kind, string action, Func<long, object> body)
    {
        var read = await UntilAsync($"a task of kind {kind}", c => c.Tasks.Any(t => t.Kind == kind));
        var task = read.Tasks.Last(t => t.Kind == kind);
        await CommandAsync(await OfficerOf(task), action, action, body(task.TaskId));
    }

    private async Task<CaseTaskAnswer> ReviewAsync(string item) =>
        (await UntilAsync($"the review of {item}", c => c.Tasks.Any(t => t.Item == item))).Tasks.First(t => t.Item == item);

    private static bool IsOpen(CaseTaskAnswer task) => task.State is "open" or "claimed";

    private Task<Session> OfficerOf(CaseTaskAnswer task) => cast.OfficerAsync(region, task.Department);

    private Task CommandAsync(Session by, string route, string step, object body) =>
        by.PostAsync<CommandAnswer>($"/api/cases/{CaseId}/{route}", body, Key(step));

    private string Key(string step) => $"{story}-{step}";
}
