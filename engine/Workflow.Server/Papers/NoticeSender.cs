using System.Text.Json;
using Npgsql;
using Workflow.Core.Cases;
using Workflow.Core.Cases.Papers;
using Workflow.Core.Runtime;
using Workflow.Feel;
using Workflow.Postgres.Papers;
using Workflow.Postgres.Queues;
using Workflow.Server.Catalog;
using Workflow.Server.Delivery;
using Workflow.Server.Http;

namespace Workflow.Server.Papers;

/// <summary>
/// Sends the notices (送达通知) that wait: by e-mail and text message, as far as the operator set them up. What fails is tried
/// again with growing pauses; in the end the case says that it went out, or that it was given up.
/// </summary>
internal sealed partial class NoticeSender : IDisposable
{
    private const int AtOnce = 8;
    private static readonly TimeSpan SlowPoll = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(50);

    private readonly NoticeSettings settings;
    private readonly PaperStore store;
    private readonly ReadStream read;
    private readonly Submit submit;
    private readonly PinnedLoader pinned;
    private readonly TimeProvider time;
    private readonly ILogger<NoticeSender> log;
    private readonly MailSender? mail;
    private readonly SmsSender? sms;
    private readonly Backoff pauses;
    private readonly Wakeup queued = new();

    public NoticeSender(
        NoticeSettings settings, PaperStore store, ReadStream read, Submit submit, PinnedLoader pinned, AllowedTargets targets, TimeProvider time, ILogger<NoticeSender> log)
    {
        (this.settings, this.store, this.read, this.submit, this.pinned, this.time, this.log) = (settings, store, read, submit, pinned, time, log);
        mail = settings.Mail is { } server ? new MailSender(server) : null;
        sms = settings.Sms is { } gateway ? new SmsSender(gateway, targets) : null;
        pauses = new Backoff(settings.Rules.FirstPause, settings.Rules.LongestPause);
    }

    /// <summary>Queues what a document's case wants and this server sends; an applicant without an address is told on the page only.</summary>
    public async Task QueueAsync(string caseId, int document, CancellationToken ct)
    {
        if (mail is null && sms is null) return;
        if (await LoadAsync(caseId, ct) is not var (state, content) || content.JointItem.Papers is not { } rules) return;
        List<string> channels = [];
        foreach (var (channel, name) in ((NoticeChannel, string)[])[(NoticeChannel.Email, NoticeSettings.Channels.Email), (NoticeChannel.Sms, NoticeSettings.Channels.Sms)])
            if (rules.Channels.Contains(channel) && settings.Sends(name) && state.Papers.NoticeOf(document, channel) is null && AddressOf(state, rules.EmailField, channel) is not null) channels.Add(name);
        if (channels.Count == 0) return;
        await store.QueueAsync(caseId, document, channels, ct);
        queued.Pulse();
    }

    public async Task RunAsync(CancellationToken ct)
    {
        // Without a channel nothing is ever queued here, and another node's notices are its own.
        if (mail is null && sms is null) await Task.Delay(Timeout.InfiniteTimeSpan, time, ct);
        for (var troubles = 0; !ct.IsCancellationRequested;)
        {
            var next = queued.Next;
            TimeSpan pause;
            try
            {
                var due = await store.TakeAsync(AtOnce, ct);
                await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (one, stop) => await SendAsync(one, stop));
                pause = due.Count > 0 ? TimeSpan.Zero : await store.NextAsync(ct) is { } soon && soon < SlowPoll ? soon : SlowPoll;
                troubles = 0;
            }
            catch (NpgsqlException)
            {
                pause = Backoff.OfQueues.After(++troubles);
            }
            if (pause == TimeSpan.Zero) continue;
            await Task.Delay(ShortestPause, time, ct);
            await Wakeup.WaitAsync(next, pause, ct);
        }
    }

    private async Task SendAsync(WaitingNotice waiting, CancellationToken ct)
    {
        var channel = waiting.Channel == NoticeSettings.Channels.Email ? NoticeChannel.Email : NoticeChannel.Sms;
        if (await LoadAsync(waiting.StreamId, ct) is not var (state, content) || state.Papers.Document(waiting.Document) is not { } document
            || state.Papers.NoticeOf(waiting.Document, channel) is not null || AddressOf(state, content.JointItem.Papers?.EmailField, channel) is not { } to)
        {
            // Told already, or erased meanwhile.
            await store.RemoveAsync(waiting, ct);
            return;
        }
        var text = NoticeText.Of(waiting.StreamId, state, document);
        var tried = channel == NoticeChannel.Email
            ? mail is null ? NoticeTry.Failed("e-mail is not set up on this node") : await mail.SendAsync(to, text, ct)
            : sms is null ? NoticeTry.Failed("text messages are not set up on this node") : await sms.SendAsync(to, text, ct);
        var attempts = waiting.Attempts + 1;
        if (tried.Proof is null && !tried.IsFinal && attempts < settings.Rules.Tries)
        {
            await store.PutOffAsync(waiting, pauses.After(attempts), tried.Error!, ct);
            return;
        }
        var command = new RecordNotice(waiting.Document, channel, to, tried.Proof, tried.Error, attempts) { CaseId = waiting.StreamId, By = Actor.System("papers") };
        var answer = await submit(SystemCommand.Of($"notice-{waiting.StreamId}-{waiting.Document}-{waiting.Channel}", command), ct);
        // Not recorded: the row stays, and the receiver knows the message again by its id.
        if (answer is Answer.Accepted) await store.RemoveAsync(waiting, ct);
        else NotRecorded(log, waiting.StreamId, waiting.Document, answer.ToString());
    }

    private async Task<(CaseState State, Pinned Content)?> LoadAsync(string caseId, CancellationToken ct) =>
        (await read(caseId, ct)).State is CaseState { Pinned: { } versions } state ? (state, (Pinned)await pinned.LoadAsync(versions, ct)) : null;

    /// <summary>Where the applicant is reached; null when that was not said or is erased.</summary>
    private static string? AddressOf(CaseState state, string? emailField, NoticeChannel channel)
    {
        if (channel == NoticeChannel.Sms) return state.Applicant?.Phone.Value;
        if (emailField is null) return null;
        var given = state.Answers.Has(emailField) ? (state.Answers[emailField] as Value.Text)?.Is : Personal(state, emailField);
        return string.IsNullOrWhiteSpace(given) ? null : given.Trim();
    }

    private static string? Personal(CaseState state, string field) =>
        state.PersonalAnswers.Value is { } text && JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(text)!.TryGetValue(field, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString() : null;

    public void Dispose() => sms?.Dispose();

    [LoggerMessage(61, LogLevel.Warning, "papers: notice of document {Document} of {Case} was tried and not recorded: {Answer}")]
    private static partial void NotRecorded(ILogger log, string @case, int document, string answer);
}
