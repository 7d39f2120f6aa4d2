using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Workflow.Core.Cases.Timing;
using Workflow.Core.Catalog;
using Workflow.Core.Catalog.Calendars;
using Workflow.Core.Deadlines;
using Workflow.Core.Runtime;
using Workflow.Postgres.Queries;
using Workflow.Postgres.Queues;
using Workflow.Server.Http;

namespace Workflow.Server.Catalog;

/// <summary>
/// Brings every new version of a calendar to the cases under way: first the calendars built over it get a next version on it,
/// then each case hears of it by a command of its own, whose id makes a second time harmless. Every node runs one; how far a
/// walk has come stands in the database.
/// </summary>
internal sealed partial class CalendarNotices(
    CalendarAdoptions adoptions, Documents documents, PinnedLoader versions, Submit submit, TimeProvider time, ILogger<CalendarNotices> log) : BackgroundService
{
    /// <summary>Until a walk that had to wait goes on.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>Behind the change feed: finds a walk whose node has died.</summary>
    internal static readonly TimeSpan SlowPoll = TimeSpan.FromSeconds(30);

    /// <summary>Cases asked at once; their commands share commits.</summary>
    private const int AtOnce = 20;

    /// <summary>By then every node files by the new version.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(3);

    private readonly Wakeup published = new();

    /// <summary>Told by the change feed; a new version of a calendar begins a walk.</summary>
    public void Changed(IReadOnlyList<string> streamIds)
    {
        if (streamIds.Any(id => id.StartsWith(CalendarStreams.IdOf(""), StringComparison.Ordinal))) published.Pulse();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var next = published.Next;
            try
            {
                var hasToWait = false;
                while (!hasToWait && await adoptions.ClaimAsync(stoppingToken) is { } job) hasToWait = !await StepAsync(job, stoppingToken);
                await Wakeup.WaitAsync(next, hasToWait ? Pause : SlowPoll, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failed)
            {
                Failed(log, failed);
                await Task.Delay(Pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>One page of a walk; false when it has to wait.</summary>
    private async Task<bool> StepAsync(CalendarAdoption job, CancellationToken ct)
    {
        if (job is { Pass: 1, AfterId: "" }) await RebaseAsync(job, ct);
        if (job is { Pass: 2, AfterId: "" } && time.GetUtcNow() - job.StartedAt < Settled) return false;
        var calendar = await versions.CalendarAsync(job.Calendar, job.Version, ct);
        var page = await adoptions.PageAsync(job, ct);
        foreach (var some in page.Where(c => c.Counts).Select(c => c.CaseId).Chunk(AtOnce))
        {
            var answers = await Task.WhenAll(some.Select(id => AskAsync(id, calendar, ct)));
            // Asked again later, from the beginning of the page: who has heard already does nothing.
            if (answers.Any(a => a is Answer.Failed { Code: FailureCodes.Busy or FailureCodes.Unavailable or FailureCodes.Contended })) return false;
            job = job with
            {
                Checked = job.Checked + answers.Length,
                Moved = job.Moved + answers.Count(a => a is Answer.Accepted accepted && accepted.Events.Any(e => e is CalendarAdopted { Changes.IsEmpty: false })),
                Failed = job.Failed + answers.Count(a => a is not Answer.Accepted),
                LastError = answers.LastOrDefault(a => a is not Answer.Accepted) is { } why ? why.ToString() : job.LastError,
            };
        }
        var isLast = page.Count < CalendarAdoptions.PageSize;
        var next = isLast ? job with { Pass = job.Pass + 1, AfterId = "" } : job with { AfterId = page[^1].CaseId };
        await adoptions.SaveAsync(isLast && job.Pass > 1 ? job : next, ended: isLast && job.Pass > 1, ct);
        return true;
    }

    private Task<Answer> AskAsync(string caseId, WorkCalendar calendar, CancellationToken ct) => SendAsync(
        string.Create(CultureInfo.InvariantCulture, $"{calendar.Code}@{calendar.Version}/{caseId}"),
        new AdoptCalendar(calendar) { By = Actor.System("calendar"), CaseId = caseId }, ct);

    /// <summary>A calendar whose days rest on this one gets a next version on the new one, in the name of its own region.</summary>
    private async Task RebaseAsync(CalendarAdoption job, CancellationToken ct)
    {
        foreach (var row in await documents.AllAsync("calendar", null, ct))
        {
            var over = JsonSerializer.Deserialize<CalendarDocument>(row.Json, CatalogJson.Options)!;
            if (over.Content.Base != job.Calendar || over.Content.BaseVersion >= job.Version) continue;
            var command = new PublishCalendar(over.Code, over.Content with { BaseVersion = job.Version }, BaseKnown: true) { By = Actor.System("calendar") with { Region = row.Region } };
            await SendAsync(string.Create(CultureInfo.InvariantCulture, $"{over.Code}@{over.Version}<{job.Calendar}@{job.Version}"), command, ct);
        }
    }

    private Task<Answer> SendAsync(string id, Command command, CancellationToken ct) =>
        submit(new Envelope(new CommandId("system", "calendar", id), command, SHA256.HashData(Encoding.UTF8.GetBytes(id)), CommandPriority.System), ct);

    [LoggerMessage(40, LogLevel.Error, "a calendar notice could not be passed on and is tried again")]
    private static partial void Failed(ILogger log, Exception failed);
}
