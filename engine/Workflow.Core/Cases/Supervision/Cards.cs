using System.Collections.Immutable;
using System.Globalization;
using Workflow.Core.Catalog;
using Workflow.Core.Catalog.Oversight;
using Workflow.Core.Deadlines;

namespace Workflow.Core.Cases.Supervision;

/// <summary>A card (黄牌, 红牌) as it follows from a case's history and the rules.</summary>
/// <param name="Id">the same whenever it is derived: kind of rule, subject, instant</param>
/// <param name="Subject">what it is shown for: "task-12", "case", "decision" …</param>
/// <param name="Department">who has to answer for it</param>
/// <param name="ServiceItem">null for what belongs to the whole case</param>
/// <param name="At">its due instant, in the case's own time; one after "now" appears if nothing happens before</param>
public sealed record DerivedCard(string Id, CardRuleKind Rule, Card Card, string Subject, string Department, string? ServiceItem, DateTimeOffset At);

/// <summary>
/// All cards of a case. Pure: history, rules and calendar in, cards out. Deriving again gives the same, and the cards as of
/// an instant are those of the whole history up to that instant.
/// </summary>
public static class Cards
{
    /// <param name="steps">the history; see <see cref="CaseSteps.Of"/></param>
    /// <returns>by instant; those that appear by time alone, if nothing happens before, have an instant after the history's end</returns>
    public static ImmutableArray<DerivedCard> Derive(ImmutableArray<CaseStep> steps, Pinned pinned, CardRuleBook rules)
    {
        if (steps.IsEmpty) return [];
        var tally = new Tally(pinned, rules);
        foreach (var step in steps) tally.Take(step);
        return tally.Cards(steps[^1].After);
    }

    /// <summary>The cards that were there at an instant.</summary>
    public static ImmutableArray<DerivedCard> AsOf(IEnumerable<Runtime.Event> history, Pinned pinned, CardRuleBook rules, DateTimeOffset asOf) =>
        [.. Derive(CaseSteps.Of(history, asOf), pinned, rules).Where(c => c.At <= asOf)];

    public static string IdOf(CardRuleKind rule, string subject, DateTimeOffset at) => string.Create(CultureInfo.InvariantCulture,
        $"{System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(rule.ToString())}.{subject}.{at.ToUniversalTime():yyyyMMdd'T'HHmmss.ffffff'Z'}");

    /// <summary>Who answers for a clock: a review's department, the window for the intake, the lead department for the rest.</summary>
    public static (string Department, string? ServiceItem) OwnerOf(CaseState state, Pinned pinned, string clock)
    {
        // A special procedure's clock is named after the one that stands still for it, and belongs to the same people.
        if (clock.StartsWith("special-", StringComparison.Ordinal)) clock = clock["special-".Length..];
        if (state.Tasks.Values.FirstOrDefault(t => t.ClockId == clock) is { } task) return (task.Department, task.ServiceItem);
        if (state.Obligations.Values.FirstOrDefault(o => o.ClockId == clock) is { } owed) return (owed.Department, owed.Item);
        return (ClockSorts.Of(clock) is "intake" or "supplement" or "delivery" ? Departments.Window : pinned.JointItem.LeadDepartment, null);
    }

    /// <summary>The cards shown so far, gone on with step by step.</summary>
    internal sealed class Tally(Pinned pinned, CardRuleBook rules)
    {
        /// <summary>Since when a task stands open with nobody on it.</summary>
        private readonly Dictionary<long, DateTimeOffset> unclaimed = [];
        private readonly HashSet<DateTimeOffset> asked = [];
        private readonly List<DerivedCard> shown = [];

        /// <summary>What is shown, and what time alone brings about when the history goes on no further.</summary>
        public ImmutableArray<DerivedCard> Cards(CaseState state)
        {
            int happened = shown.Count;
            Await(state);
            ImmutableArray<DerivedCard> all = [.. shown.OrderBy(c => c.At).ThenBy(c => c.Id, StringComparer.Ordinal).DistinctBy(c => c.Id)];
            shown.RemoveRange(happened, shown.Count - happened);
            return all;
        }

        public void Take(CaseStep step)
        {
            switch (step.Happened)
            {
                case CardShown e: Clock(step.Before, e.Clock, e.Card, e.At); break;
                case SupplementRequested e: Supplement(step.Before, e.At, Departments.Window, fromIntake: true); break;
                case ClockStopped e: Stopped(step.Before, e); break;
                case OpinionRecorded { Opinion: { Kind: OpinionKind.Negative, Reason: var reason }, BySilence: false } e when string.IsNullOrWhiteSpace(reason):
                    Reasonless(step.Before, CaseClocks.OfTask(e.TaskId), e.Department, step.Before.Tasks.GetValueOrDefault(e.TaskId)?.ServiceItem, e.At);
                    break;
                case CaseDecided { Decision: Decision.Deny, Reason: var reason } e when string.IsNullOrWhiteSpace(reason):
                    Reasonless(step.Before, "decision", pinned.JointItem.LeadDepartment, null, e.At);
                    break;
                case CaseDeclined e when string.IsNullOrWhiteSpace(e.Reason): Reasonless(step.Before, "intake", Departments.Window, null, e.At); break;
            }
            Handover(step);
        }

        private void Await(CaseState state)
        {
            foreach (var clock in state.Clocks.Values.Where(c => c.Clock.IsRunning).OrderBy(c => c.Clock.Id, StringComparer.Ordinal))
            {
                if (clock.Card == Card.None && clock.YellowAt is { } yellow) Clock(state, clock.Clock.Id, Card.Yellow, yellow);
                // At the end of the intake's time there is no card: silence accepts.
                if (clock.Card != Card.Red && clock.Clock.DueAt is { } due && clock.Clock.Id != CaseClocks.Intake) Clock(state, clock.Clock.Id, Card.Red, due);
            }
            foreach (var (task, since) in unclaimed.OrderBy(t => t.Key)) Late(state, state.Tasks[task], since, null);
        }

        private void Clock(CaseState state, string clock, Card card, DateTimeOffset at)
        {
            var (department, item) = OwnerOf(state, pinned, clock);
            var kind = card == Card.Red ? CardRuleKind.ClockRed : CardRuleKind.ClockYellow;
            if (Rule(kind, at, item, clock) is not null) Show(kind, card, clock, department, item, at);
            var isStep = state.Tasks.Values.Any(t => t.ClockId == clock && t.Kind != TaskKind.Intake);
            if (card != Card.Red || !isStep || IsCaseOverdue(state, at)) return;
            if (Rule(CardRuleKind.StepOverdue, at, item) is { } rule) Show(CardRuleKind.StepOverdue, rule.Card, clock, pinned.JointItem.LeadDepartment, item, at);
        }

        private static bool IsCaseOverdue(CaseState state, DateTimeOffset at) =>
            state.Clocks.GetValueOrDefault(CaseClocks.Case) is not { } whole || whole.Card == Card.Red || whole.Clock is { EndedAt: null, DueAt: { } due } && due <= at;

        private void Stopped(CaseState before, ClockStopped e)
        {
            var (department, item) = OwnerOf(before, pinned, e.Clock);
            // One command stops several clocks: what it lacks is shown once.
            if (e.Reason == SuspensionReason.Supplement && asked.Add(e.At)) Supplement(before, e.At, department, fromIntake: false);
            if (string.IsNullOrWhiteSpace(e.Basis) && !shown.Exists(c => c.Rule == CardRuleKind.ReasonMissing && c.At == e.At)) Reasonless(before, e.Clock, department, item, e.At);
        }

        private int supplements;

        private void Supplement(CaseState before, DateTimeOffset at, string department, bool fromIntake)
        {
            supplements++;
            var subject = string.Create(CultureInfo.InvariantCulture, $"supplement-{supplements}");
            if (supplements > 1 && Rule(CardRuleKind.SupplementTwice, at, null) is { } twice) Show(CardRuleKind.SupplementTwice, twice.Card, subject, department, null, at);
            if (!fromIntake || before.Clocks.GetValueOrDefault(CaseClocks.Intake)?.Clock.StartedAt is not { } received) return;
            if (Rule(CardRuleKind.SupplementLate, received, null) is { After: { } wait } late && at >= Deadlines.Clocks.TimesOf(pinned.Calendar, wait, received, [], 0).DueAt)
                Show(CardRuleKind.SupplementLate, late.Card, subject, department, null, at);
        }

        private void Reasonless(CaseState before, string subject, string department, string? item, DateTimeOffset at)
        {
            if (Rule(CardRuleKind.ReasonMissing, at, item) is { } rule) Show(CardRuleKind.ReasonMissing, rule.Card, subject, department, item, at);
        }

        /// <summary>A task waits for its officer from the instant at which it can be taken on.</summary>
        private void Handover(CaseStep step)
        {
            if (ReferenceEquals(step.Before.Tasks, step.After.Tasks)) return;
            if (TaskOf(step.Happened) is not { } id || !step.After.Tasks.TryGetValue(id, out var task)) return;
            var waits = task is { IsOpen: true, Assignee: null, IsHeld: false };
            if (waits && !unclaimed.ContainsKey(id)) unclaimed[id] = step.At;
            else if (!waits && unclaimed.Remove(id, out var since)) Late(step.Before, step.Before.Tasks[id], since, step.At);
        }

        /// <param name="until">when somebody took it on or it ended; null while it waits</param>
        private void Late(CaseState state, CaseTask task, DateTimeOffset since, DateTimeOffset? until)
        {
            if (Rule(CardRuleKind.LateHandover, since, task.ServiceItem) is not { After: { } wait } rule) return;
            // What stands still by law waits for nobody: the task's own clock, or else the case's, takes its stops out.
            var clock = (state.Clocks.GetValueOrDefault(task.ClockId) ?? state.Clocks.GetValueOrDefault(CaseClocks.Case))?.Clock;
            ImmutableArray<ClockStop> stops = clock is null ? [] :
                [.. clock.Stops.Where(s => s.ResumedAt is not { } resumed || resumed > since).Select(s => s.StoppedAt < since ? s with { StoppedAt = since } : s)];
            var still = stops is [.., { ResumedAt: null } last] ? last : null;
            if (still is not null) stops = stops.RemoveAt(stops.Length - 1);
            var due = Deadlines.Clocks.TimesOf(pinned.Calendar, wait, since, stops, 0).DueAt;
            if (still is not null && still.StoppedAt < due) return;
            if (until is null || due <= until) Show(CardRuleKind.LateHandover, rule.Card, CaseClocks.OfTask(task.Id), task.Department, task.ServiceItem, due);
        }

        private CardRule? Rule(CardRuleKind kind, DateTimeOffset began, string? item, string? clock = null) => rules.RuleFor(kind, began, pinned.JointItem.Code, item, clock);

        private void Show(CardRuleKind kind, Card card, string subject, string department, string? item, DateTimeOffset at) =>
            shown.Add(new(IdOf(kind, subject, at), kind, card, subject, department, item, at));

        private static long? TaskOf(Runtime.Event happened) => happened switch
        {
            TaskOpened e => e.TaskId,
            TaskClaimed e => e.TaskId,
            TaskReassigned e => e.TaskId,
            TaskReleased e => e.TaskId,
            TaskClosed e => e.TaskId,
            Review.TaskHeld e => e.TaskId,
            Review.TaskFreed e => e.TaskId,
            _ => null,
        };
    }
}
