using System.Collections.Immutable;
using Workflow.Core.Flow;
using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Supervision;

/// <summary>What became of an incident that was to be tried again.</summary>
public enum RetryEnd
{
    /// <summary>Nothing yet: the incident stands, or the step waits for its worker.</summary>
    Open,

    /// <summary>The step is done or the flow went on behind it.</summary>
    Healed,

    /// <summary>The step failed again, or the tokens stand still again.</summary>
    FailedAgain,

    /// <summary>The step was cancelled, skipped by hand, or the case ended.</summary>
    Gone,
}

/// <summary>An incident that somebody waits for, by what it held.</summary>
public sealed record WatchedIncident(long Incident, long? Activity, ImmutableArray<long> Tokens, string Element, string Code);

/// <summary>
/// What the log says about a retry. An accepted command proves nothing: a step is healed when its end stands in the case's own events.
/// </summary>
/// <param name="IsResolved">the incident itself is closed; to be handed in again with the events that follow</param>
/// <param name="Again">the incident that it failed with again; null for every other end</param>
public sealed record RetryVerdict(RetryEnd End, bool IsResolved, IncidentRaised? Again)
{
    /// <param name="isResolved">what the verdict over the events before said</param>
    /// <param name="since">the case's events after the one that raised the incident, or after those already judged, in order</param>
    /// <param name="after">the case's flow after the last of them</param>
    public static RetryVerdict Of(WatchedIncident of, bool isResolved, IEnumerable<Event> since, FlowState after)
    {
        var wentOn = false;
        foreach (var happened in since)
        {
            switch (happened)
            {
                case IncidentSkipped e when e.Incident == of.Incident: return new(RetryEnd.Gone, isResolved, null);
                case IncidentResolved e when e.Incident == of.Incident: isResolved = true; break;
                case ActivityCompleted e when e.Activity == of.Activity: return new(RetryEnd.Healed, true, null);
                case ErrorCaught e when e.Activity == of.Activity && isResolved: return new(RetryEnd.Healed, true, null);
                case ActivityCancelled e when e.Activity == of.Activity && !wentOn: return new(RetryEnd.Gone, isResolved, null);
                case IncidentRaised e when isResolved && IsAgain(e, of): return new(RetryEnd.FailedAgain, true, e);
                // A call or a multi-instance that could not begin: what it opens has a life, and incidents, of its own.
                case ScopeOpened e when isResolved && of.Activity is not null && e.Activity == of.Activity: wentOn = true; break;
                case ElementPassed e when e.Consumed.Any(of.Tokens.Contains): wentOn = isResolved; break;
                case JoinAwaited e when of.Tokens.Contains(e.Token): wentOn = isResolved; break;
                case ActivityStarted e when of.Tokens.Contains(e.Token): wentOn = isResolved; break;
            }
        }
        if (wentOn) return new(RetryEnd.Healed, true, null);
        return new(EndOf(of, isResolved, after), isResolved, null);
    }

    private static RetryEnd EndOf(WatchedIncident of, bool isResolved, FlowState after)
    {
        if (!isResolved) return after.Incidents.ContainsKey(of.Incident) ? RetryEnd.Open : RetryEnd.Gone;
        if (of.Activity is { } activity) return after.Activities.ContainsKey(activity) ? RetryEnd.Open : RetryEnd.Gone;
        // Nothing stood still because of it (an event could not be armed): with its end it is mended.
        if (of.Tokens.IsEmpty) return RetryEnd.Healed;
        return of.Tokens.Any(after.Tokens.ContainsKey) ? RetryEnd.Open : RetryEnd.Gone;
    }

    /// <summary>
    /// The same activity or one of the tokens. Tokens that went on and ran into the same trouble at the same element within the
    /// same events (an endless loop) have failed again as well, though they are others by then.
    /// </summary>
    private static bool IsAgain(IncidentRaised raised, WatchedIncident of) => of.Activity is { } activity
        ? raised.Activity == activity
        : raised.Tokens.Any(of.Tokens.Contains) || (raised.Element == of.Element && raised.Code == of.Code);
}
