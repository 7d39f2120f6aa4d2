using System.Globalization;
using System.Text.Json;
using Workflow.Contracts.Messages;
using Workflow.Core.Cases;
using Workflow.Core.Catalog;
using Workflow.Core.Flow;
using Workflow.Core.Runtime;
using Workflow.Postgres.Log;
using Workflow.Postgres.Queries;
using Workflow.Postgres.Queues;
using Workflow.Server.Cases;
using Workflow.Server.Catalog;
using Workflow.Server.Http;
using Workflow.Server.Identity;
using Told = Workflow.Contracts.Messages;

namespace Workflow.Server.Messages;

/// <summary>An event as one receiver is told it, and where it belongs.</summary>
/// <param name="Position">position in the log; what a reader resumes behind</param>
/// <param name="Part">which event of the row at that position it is, from 0</param>
internal sealed record PublicEvent(long Position, int Part, string CaseId, string Region, string JointItem, CloudEvent Event);

/// <param name="Through">position that was looked through up to: the next <c>after</c>, whether or not anything was found</param>
/// <param name="IsEnd">there was nothing behind it when it was read</param>
internal sealed record PublicPage(IReadOnlyList<PublicEvent> Events, long Through, bool IsEnd);

/// <summary>What a receiver wants of that which it may see; null means all.</summary>
/// <param name="Region">division code: cases there and below</param>
/// <param name="Departments">events that belong to no department come as well</param>
internal sealed record PublicFilter(
    IReadOnlyCollection<string>? Types = null, string? Region = null, IReadOnlyCollection<string>? JointItems = null, IReadOnlyCollection<string>? Departments = null);

/// <summary>
/// What integrators are told of the log: business events in published versions, in the order of commits. An account is
/// told of the cases in its regions; one that also works for departments (officer, window) only of those in which they
/// have a part, and of tasks that are theirs, the lead department of all.
/// </summary>
internal sealed class PublicEvents(EventFeed feed, EventJson json, CaseHistory history, PinnedLoader pinned)
{
    /// <summary>Stored name of the event from which each public one is made; the tests hold that none is missing.</summary>
    public static readonly (string Alias, string Type)[] From =
    [
        ("application_filed", "case.filed.v1"), ("case_accepted", "case.accepted.v1"), ("case_declined", "case.declined.v1"),
        ("supplement_requested", "supplement.requested.v1"), ("supplement_received", "supplement.received.v1"),
        ("task_opened", "task.opened.v1"), ("task_closed", "task.closed.v1"), ("opinion_recorded", "opinion.given.v1"),
        ("case_decided", "case.decided.v1"), ("case_concluded", "case.concluded.v1"), ("case_delivered", "case.delivered.v1"),
        ("case_withdrawn", "case.withdrawn.v1"), ("case_rated", "case.rated.v1"), ("card_shown", "card.shown.v1"), ("clock_stopped", "clock.stopped.v1"),
        ("clock_resumed", "clock.resumed.v1"), ("incident_raised", "incident.raised.v1"), ("incident_resolved", "incident.resolved.v1"),
        ("message_thrown", "message.thrown.v1"), ("signal_thrown", "signal.thrown.v1"),
    ];

    private readonly Wakeup wakeup = new();

    /// <summary>Ends with the next commit, on whichever node; take it before reading, wait for it afterwards.</summary>
    public Task Next => wakeup.Next;

    /// <summary>To be called when something was committed.</summary>
    public void Wake() => wakeup.Pulse();

    /// <summary>The next stretch of the log behind a position, as this account may see it with the grants it holds now.</summary>
    /// <param name="limit">1 to <see cref="EventFeed.MaxLimit"/></param>
    public async Task<PublicPage> ReadAsync(Principal who, PublicFilter filter, long after, int limit, CancellationToken ct)
    {
        var wanted = WantedOf(filter);
        var (stored, through, end) = await feed.ReadAsync(after, RowsWith(wanted), CaseScopes.PrefixesOf(who, Role.Integrator), limit, ct);
        return new PublicPage(await ToldAsync(stored, wanted, who, filter, ct), through, through >= end);
    }

    /// <summary>
    /// What the account may see and wants of one case between two positions, both included; and the position looked through
    /// up to, which is <paramref name="through"/> unless there was too much for one read.
    /// </summary>
    public async Task<PublicPage> ReadCaseAsync(Principal who, PublicFilter filter, string caseId, long from, long through, CancellationToken ct)
    {
        var wanted = WantedOf(filter);
        var stored = await feed.ReadCaseAsync(caseId, RowsWith(wanted), from, through, ct);
        var isWhole = stored.Count < EventFeed.MaxLimit;
        return new PublicPage(await ToldAsync(stored, wanted, who, filter, ct), isWhole ? through : stored[^1].Position, isWhole);
    }

    private static readonly Dictionary<string, Type> Stored = EventNames.Known.ToDictionary(known => known.Alias, known => known.Type, StringComparer.Ordinal);
    private static readonly string Several = EventNames.Known.First(known => known.Type == typeof(CaseAdvanced)).Alias;

    private static HashSet<string> WantedOf(PublicFilter filter) =>
        From.Where(f => filter.Types?.Contains(MessageTypes.Prefix + f.Type) ?? true).Select(f => f.Alias).ToHashSet(StringComparer.Ordinal);

    /// <summary>The rows in which the wanted events may stand: their own, and those of several.</summary>
    private static List<string> RowsWith(HashSet<string> wanted) => wanted.Any(alias => CaseAdvanced.MayHold(Stored[alias])) ? [.. wanted, Several] : [.. wanted];

    private async Task<List<PublicEvent>> ToldAsync(List<FeedEvent> stored, HashSet<string> wanted, Principal who, PublicFilter filter, CancellationToken ct)
    {
        var told = new List<PublicEvent>(stored.Count);
        foreach (var row in stored)
        {
            var events = CaseAdvanced.PartsOf(json.Read(row.StreamId, row.Alias, row.Data, key: null));
            if (!events.Any(e => wanted.Contains(json.NameOf(e)))) continue;
            var state = await history.AfterAsync(row.StreamId, row.Version, ct);
            var content = (Pinned)await pinned.LoadAsync(state.Pinned!, ct);
            for (var part = 0; part < events.Length; part++)
                if (wanted.Contains(json.NameOf(events[part])) && Of(row, part, events[part], state, content, who) is { } visible && IsWanted(visible, filter)) told.Add(visible);
        }
        return told;
    }

    /// <summary>One event of the log as the account is told it; null for what is not public or not for this account.</summary>
    /// <param name="part">which of its row's events it is, from 0</param>
    /// <param name="at">the case as it stood after the command that wrote the event</param>
    private static PublicEvent? Of(FeedEvent row, int part, Event happened, CaseState at, Pinned content, Principal who)
    {
        if (!who.Has(Role.Integrator, at.Region)) return null;
        var receiver = Receiver.Of(who, at, content);
        if (!receiver.SeesCase || DataOf(happened, at, content.JointItem, receiver) is not var (data, department)) return null;
        var type = MessageTypes.Events.First(t => t.Data == data.GetType());
        var extensions = new Dictionary<string, JsonElement>(StringComparer.Ordinal)
        {
            ["region"] = JsonSerializer.SerializeToElement(at.Region),
            ["jointitem"] = JsonSerializer.SerializeToElement(content.JointItem.Code),
            // Ordered as text too, as the extension "sequence" asks.
            ["sequence"] = JsonSerializer.SerializeToElement(part == 0 ? $"{row.Position:D19}" : string.Create(CultureInfo.InvariantCulture, $"{row.Position:D19}.{part:D3}")),
        };
        if (department is not null) extensions["department"] = JsonSerializer.SerializeToElement(department);
        // The first of a row is named by the row's version, as those that have a row of their own.
        var id = part == 0 ? string.Create(CultureInfo.InvariantCulture, $"{row.StreamId}.{row.Version}") : string.Create(CultureInfo.InvariantCulture, $"{row.StreamId}.{row.Version}.{part}");
        return new PublicEvent(row.Position, part, row.StreamId, at.Region, content.JointItem.Code,
            new CloudEvent(id, MessageTypes.Source, type.Type)
            {
                Subject = row.StreamId, Time = row.At, DataContentType = "application/json", DataSchema = type.Schema,
                Extensions = extensions, Data = JsonSerializer.SerializeToElement(data, data.GetType(), Json.Options),
            });
    }

    private static bool IsWanted(PublicEvent told, PublicFilter filter) =>
        (filter.JointItems is null || filter.JointItems.Contains(told.JointItem))
        && (filter.Region is null || Regions.Covers(filter.Region, told.Region))
        && (filter.Departments is null || told.Event.Extension("department") is not { } department || filter.Departments.Contains(department));

    private static (object Data, string? Department)? DataOf(Event happened, CaseState at, JointItem item, Receiver to)
    {
        var number = at.CaseNumber;
        switch (happened)
        {
            case ApplicationFiled e:
                return (new CaseFiled(number, e.Title, e.Channel, [.. e.SubCases.Select(s => new CaseItem(s.Item, s.Department, s.Applies))], e.At), null);
            case Core.Cases.CaseAccepted e:
                return (new Told.CaseAccepted(number, e.BySilence, e.At, DueOf(at, CaseClocks.Case)), null);
            case Core.Cases.CaseDeclined:
                return (new Told.CaseDeclined(number), null);
            case Core.Cases.SupplementRequested e:
                return (new Told.SupplementRequested(number, [.. e.Missing.Select(m => m.Material)]), null);
            case Core.Cases.SupplementReceived e:
                return (new Told.SupplementReceived(number, [.. e.Materials.Select(m => m.Material)]), null);
            case Core.Cases.TaskOpened e when to.Sees(e.Department):
                var due = DueOf(at, e.Kind == TaskKind.Intake ? CaseClocks.Intake : CaseClocks.OfTask(e.TaskId));
                return (new Told.TaskOpened(number, e.TaskId, Words.Of(e.Kind), e.Department, e.ServiceItem, e.Title, e.Element, due, to.AnswersFor(e.Department, at, item)), e.Department);
            case Core.Cases.TaskClosed e when at.Tasks[e.TaskId] is var task && to.Sees(task.Department):
                return (new Told.TaskClosed(number, e.TaskId, Words.Of(task.Kind), task.Department, task.ServiceItem, Words.Of(e.End)), task.Department);
            case OpinionRecorded e when to.Sees(e.Department):
                return (new OpinionGiven(number, e.TaskId, e.Department, at.Tasks[e.TaskId].ServiceItem, to.WorksFor(e.Department) ? Words.Of(e.Opinion.Kind) : null), e.Department);
            case Core.Cases.CaseDecided e:
                return (new Told.CaseDecided(number, Words.Of(e.Decision), e.At), null);
            case Core.Cases.CaseConcluded e:
                return (new Told.CaseConcluded(number, at.Decided is { } decided ? Words.Of(decided.Decision) : null, [.. e.Results.Select(r => ResultOf(r, item, to))]), null);
            case Core.Cases.CaseDelivered e:
                return (new Told.CaseDelivered(number, e.Method), null);
            case Core.Cases.CaseWithdrawn:
                return (new Told.CaseWithdrawn(number), null);
            case Core.Cases.CaseRated e:
                return (new Told.CaseRated(number, e.Level), null);
            case Core.Cases.CardShown e when ClockOf(at, e.Clock) is var (task, department) && to.SeesClock(department):
                return (new Told.CardShown(number, e.Clock, task, department, Words.Of(e.Card), e.At), department);
            case Core.Cases.ClockStopped e when ClockOf(at, e.Clock) is var (task, department) && to.SeesClock(department):
                return (new Told.ClockStopped(number, e.Clock, task, department, Words.Of(e.Reason), e.At), department);
            case Core.Cases.ClockResumed e when ClockOf(at, e.Clock) is var (task, department) && to.SeesClock(department):
                return (new Told.ClockResumed(number, e.Clock, task, department, e.At, e.DueAt), department);
            case Core.Flow.IncidentRaised e when to.SeesAll:
                return (new Told.IncidentRaised(number, e.Incident, e.Element, e.Code), null);
            case Core.Flow.IncidentResolved e when to.SeesAll:
                return (new Told.IncidentResolved(number, e.Incident, e.Element), null);
            case Core.Flow.MessageThrown e:
                return (new Told.MessageThrown(number, e.Element, e.Name, to.SeesAll ? e.Key : null, to.SeesAll ? FeelJson.ToJson(e.Payload) : null, e.Taken), null);
            case Core.Flow.SignalThrown e:
                return (new Told.SignalThrown(number, e.Element, e.Name, to.SeesAll ? FeelJson.ToJson(e.Payload) : null), null);
            default:
                return null;
        }
    }

    private static CaseResult ResultOf(IssuedResult result, JointItem item, Receiver to) =>
        item.Items.FirstOrDefault(i => i.Code == result.Item) is { } of && to.WorksFor(of.Department)
            ? new(result.Item, result.Name, result.Number) : new(result.Item, null, null);

    private static DateTimeOffset? DueOf(CaseState at, string clock) => at.Clocks.GetValueOrDefault(clock)?.Clock is { IsRunning: true } running ? running.DueAt : null;

    private static (long? TaskId, string? Department) ClockOf(CaseState at, string clock) =>
        at.Tasks.Values.FirstOrDefault(t => t.ClockId == clock) is { } task ? (task.Id, task.Department) : (null, null);
}
