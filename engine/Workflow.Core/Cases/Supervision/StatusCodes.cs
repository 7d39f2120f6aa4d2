using System.Collections.Immutable;
using Workflow.Core.Cases.Obligations;
using Workflow.Core.Deadlines;
using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Supervision;

/// <summary>A status code (办件状态) of the exchange standard, as it was reached.</summary>
/// <param name="Item">code of the service item; null for the whole case</param>
/// <param name="Department">of the item; null for the whole case</param>
/// <param name="Version">of the event that brought it about</param>
public sealed record StatusEntry(string? Item, string? Department, CaseStatus Code, DateTimeOffset At, long Version);

/// <summary>
/// Status codes 1 to 15 per case and per service item. Pure: they follow from the history and can be derived again at any
/// time. The case's last code is its <see cref="CaseState.Status"/>.
/// </summary>
public static class StatusCodes
{
    public static ImmutableArray<StatusEntry> Derive(ImmutableArray<CaseStep> steps)
    {
        var tally = new Tally();
        foreach (var step in steps) tally.Take(step);
        return tally.Entries;
    }

    /// <summary>The codes reached so far, gone on with step by step.</summary>
    internal sealed class Tally
    {
        private readonly Dictionary<string, CaseStatus> _items = new(StringComparer.Ordinal);

        public ImmutableArray<StatusEntry> Entries { get; private set; } = [];

        public void Take(CaseStep step)
        {
            var moved = step.After.Status != step.Before.Status;
            if (moved) Entries = Entries.Add(new(null, null, step.After.Status, step.At, step.After.Version));
            if (!moved && step.Happened is not (TaskClaimed or TaskReassigned or OpinionRecorded or ClockStopped or ClockResumed)) return;
            foreach (var part in step.After.SubCases)
            {
                if (!part.Applies) continue;
                var was = _items.GetValueOrDefault(part.Item);
                if (Next(step, part, was) is not { } code || code == was) continue;
                _items[part.Item] = code;
                Entries = Entries.Add(new(part.Item, part.Department, code, step.At, step.After.Version));
            }
        }
    }

    /// <summary>The code that a step brings a service item to; null when it says nothing about the item.</summary>
    private static CaseStatus? Next(CaseStep step, SubCase part, CaseStatus was)
    {
        var (before, after) = (step.Before, step.After);
        switch (step.Happened)
        {
            // An item begins with the first officer who takes it on, whichever item made the case begin.
            case TaskClaimed e when IsReviewOf(after, e.TaskId, part): return Begun(was);
            case TaskReassigned e when IsReviewOf(after, e.TaskId, part): return Begun(was);
            case OpinionRecorded e when IsReviewOf(after, e.TaskId, part): return Begun(was);
            case ClockStopped e when IsClockOf(after, e.Clock, part) && after.Clocks[e.Clock].Clock is { Stops: [.., var stop] } && IsSpecial(stop.Reason): return CaseStatus.SpecialProcedure;
            case ClockResumed e when was == CaseStatus.SpecialProcedure && IsClockOf(after, e.Clock, part): return CaseStatus.SpecialProcedureEnded;
        }
        if (after.Status == before.Status) return null;
        return after.Status switch
        {
            // Decided again by a person: the items are with their departments once more.
            CaseStatus.UnderReview when was is CaseStatus.Granted or CaseStatus.GrantedWithDeficiency or CaseStatus.Denied => CaseStatus.UnderReview,
            CaseStatus.UnderReview or CaseStatus.SpecialProcedure or CaseStatus.SpecialProcedureEnded => null,
            CaseStatus.Granted or CaseStatus.GrantedWithDeficiency => Granted(after, part),
            var status => status,
        };
    }

    private static CaseStatus? Begun(CaseStatus was) => was is CaseStatus.Accepted or CaseStatus.SpecialProcedureEnded ? CaseStatus.UnderReview : null;

    /// <summary>The case was granted; an item whose own last opinion is negative, and for which nothing was issued, was not.</summary>
    private static CaseStatus Granted(CaseState state, SubCase part)
    {
        var opinion = state.Opinions.Values.Where(o => IsReviewOf(state, o.TaskId, part)).MaxBy(o => (o.At, o.TaskId));
        if (opinion?.Opinion.Kind == OpinionKind.Negative && state.Concluded?.Results.Any(r => r.Item == part.Item) != true) return CaseStatus.Denied;
        var owes = state.Obligations.Values.Any(o => o is { IsOpen: true, Kind: ObligationKind.Deficiency } && (o.Item is null || o.Item == part.Item));
        return owes ? CaseStatus.GrantedWithDeficiency : CaseStatus.Granted;
    }

    private static bool IsReviewOf(CaseState state, long taskId, SubCase part) =>
        state.Tasks.GetValueOrDefault(taskId) is { Kind: TaskKind.Review } task && task.ServiceItem == part.Item;

    private static bool IsClockOf(CaseState state, string clock, SubCase part) =>
        state.Tasks.Values.Any(t => t.ClockId == clock && t.Kind == TaskKind.Review && t.ServiceItem == part.Item);

    private static bool IsSpecial(SuspensionReason reason) => reason is not (SuspensionReason.Supplement or SuspensionReason.ForceMajeure);
}
