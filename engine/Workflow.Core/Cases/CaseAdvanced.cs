using System.Collections.Frozen;
using System.Collections.Immutable;
using Workflow.Core.Flow;
using Workflow.Core.Runtime;

namespace Workflow.Core.Cases;

/// <summary>
/// What the engine did of itself after a command: tasks opened and closed, clocks started and ended, tokens moved, data
/// written; in one row of the log, because a row costs the writer more than what stands in it. It folds as its parts would one after another.
/// </summary>
/// <param name="Parts">in the order in which they happened; 2 to <see cref="MostParts"/></param>
public sealed record CaseAdvanced(ImmutableArray<Event> Parts) : CaseEvent
{
    /// <summary>Bounds a row: a wide fan-out fills several.</summary>
    public const int MostParts = 512;

    // Only what follows from the event before it. What people and rules brought about, and what others look for in the log by its type, keeps a row of its own.
    private static readonly FrozenSet<Type> Kinds = new[]
    {
        typeof(TaskOpened), typeof(TaskClosed), typeof(ClockStarted), typeof(ClockEnded),
        typeof(ProcessStarted), typeof(ProcessCompleted), typeof(ElementPassed), typeof(JoinAwaited), typeof(ComplexPassed),
        typeof(ActivityStarted), typeof(ActivityCompleted), typeof(ActivityCancelled), typeof(ScopeOpened), typeof(ScopeClosed),
        typeof(DataWritten), typeof(TimerSet), typeof(CompensationKept),
    }.ToFrozenSet();

    /// <summary>Whether events of this type may stand in such a row.</summary>
    public static bool MayHold(Type type) => Kinds.Contains(type);

    /// <summary>What happened, one by one: the parts of a row of several, otherwise the event itself.</summary>
    public static ImmutableArray<Event> PartsOf(Event row) => row is CaseAdvanced advanced ? advanced.Parts : [row];

    /// <summary>The rows of a command's events: neighbours that may stand together do. Order is kept.</summary>
    public static IReadOnlyList<Event> Rows(IReadOnlyList<Event> events)
    {
        if (events.Count < 2) return events;
        var rows = new List<Event>(events.Count);
        for (int first = 0, next; first < events.Count; first = next)
        {
            next = first + 1;
            if (Kinds.Contains(events[first].GetType()))
                while (next < events.Count && next - first < MostParts && Kinds.Contains(events[next].GetType())) next++;
            if (next - first == 1) { rows.Add(events[first]); continue; }
            var parts = ImmutableArray.CreateBuilder<Event>(next - first);
            for (int i = first; i < next; i++) parts.Add(events[i]);
            rows.Add(new CaseAdvanced(parts.MoveToImmutable()));
        }
        return rows;
    }

    public bool Equals(CaseAdvanced? other) => other is not null && Parts.SequenceEqual(other.Parts);

    public override int GetHashCode() => Parts.Length;
}
