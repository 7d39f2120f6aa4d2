using Workflow.Core.Flow;
using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Supervision;

/// <summary>The rows of table incident: one while an incident (异常) is open, so that lists and groups show it with the commit that raised it.</summary>
internal static class IncidentRows
{
    public static void Project(string streamId, CaseState was, CaseState now, IReadOnlyList<Event>? events, RowChanges rows)
    {
        if (events is null)
        {
            foreach (var id in now.Flow.Incidents.Keys.Order()) rows.Incidents.Add(RowOf(streamId, now, id));
            return;
        }
        // Both maps change together, and a map that did not change is the same object.
        if (ReferenceEquals(was.IncidentVersions, now.IncidentVersions)) return;
        foreach (var raised in events.OfType<IncidentRaised>())
            if (now.Flow.Incidents.ContainsKey(raised.Incident)) rows.Incidents.Add(RowOf(streamId, now, raised.Incident));
        foreach (var id in Gone(was, now, events)) rows.IncidentsGone.Add((streamId, id));
    }

    /// <summary>Named by the event that closed it, nearly always; otherwise found by looking, as when a scope went with all that stood still in it.</summary>
    private static IEnumerable<long> Gone(CaseState was, CaseState now, IReadOnlyList<Event> events)
    {
        var closed = events.OfType<IncidentResolved>().Select(e => e.Incident).Where(id => was.IncidentVersions.ContainsKey(id) && !now.IncidentVersions.ContainsKey(id)).Distinct().ToList();
        var stayed = events.OfType<IncidentRaised>().Count(e => now.IncidentVersions.ContainsKey(e.Incident));
        return now.IncidentVersions.Count == was.IncidentVersions.Count - closed.Count + stayed ? closed
            : was.IncidentVersions.Keys.Where(id => !now.IncidentVersions.ContainsKey(id)).Order();
    }

    private static IncidentRow RowOf(string streamId, CaseState state, long id)
    {
        var (incident, pinned) = (state.Flow.Incidents[id], state.Pinned!);
        var cause = IncidentCause.Of(pinned.Definition, incident.Element, incident.Code, incident.Detail);
        return new(
            streamId, id, state.IncidentVersions[id], state.CaseNumber, state.Region, pinned.JointItem, pinned.Definition, pinned.DefinitionVersion, incident.Element,
            incident.Activity, [.. incident.Tokens], incident.Done, incident.Code, incident.Detail, cause.Id, cause.Pattern);
    }
}
