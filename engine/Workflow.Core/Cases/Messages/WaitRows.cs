using Workflow.Core.Flow;
using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Messages;

/// <summary>
/// The rows by which messages and signals find the cases that wait for them. Conditions are the case's own affair and have none; a
/// name that no message from outside may have has none either.
/// </summary>
internal static class WaitRows
{
    public static void Project(string streamId, CaseState was, CaseState now, IReadOnlyList<Event>? events, RowChanges rows)
    {
        if (events is null)
        {
            foreach (var wait in now.Flow.Subscriptions.Values.Where(IsWait).OrderBy(w => w.Id)) rows.Waits.Add(RowOf(streamId, now, wait));
            return;
        }
        if (ReferenceEquals(was.Flow.Subscriptions, now.Flow.Subscriptions)) return;
        foreach (var began in events.OfType<Subscribed>())
            if (now.Flow.Subscriptions.TryGetValue(began.Subscription, out var wait) && IsWait(wait)) rows.Waits.Add(RowOf(streamId, now, wait));
        foreach (var id in EndedIn(was.Flow, now.Flow, events)) rows.WaitsGone.Add((streamId, id));
    }

    /// <summary>Only what the events name is looked at: a case may have a hundred thousand waits, of which one ends.</summary>
    private static IEnumerable<long> EndedIn(FlowState was, FlowState now, IReadOnlyList<Event> events)
    {
        if (was.Subscriptions.IsEmpty) return [];
        var named = now.Subscriptions.IsEmpty ? was.Subscriptions.Keys : events.OfType<FlowEvent>().SelectMany(CaseEvolution.TimersTouched).Distinct();
        return named.Where(id => was.Subscriptions.TryGetValue(id, out var ended) && IsWait(ended) && !now.Subscriptions.ContainsKey(id)).Order();
    }

    private static bool IsWait(Subscription subscription) => subscription is { Name.Length: <= MessageAddress.NameMax, Kind: SubscriptionKind.Message or SubscriptionKind.Signal };

    private static WaitRow RowOf(string streamId, CaseState state, Subscription wait) => new(
        streamId, wait.Id, wait.Kind == SubscriptionKind.Message ? WaitKind.Message : WaitKind.Signal, wait.Name!, MessageAddress.Of(wait.Name!, wait.Key), wait.Element,
        state.Region, state.Pinned!.JointItem, state.WaitsSince[wait.Id]);
}
