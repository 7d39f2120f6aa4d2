using Workflow.Contracts.Cases;
using Workflow.Core.Cases;
using Workflow.Core.Cases.Obligations;
using Workflow.Core.Cases.Review;
using Workflow.Server.Http;
using Workflow.Server.Identity;

namespace Workflow.Server.Cases;

/// <summary>How the reviews of a case come together, as one caller may see it.</summary>
internal static class ReviewView
{
    public static ReviewsAnswer Of(LoadedCase of, Principal who)
    {
        var (state, access) = (of.State, of.Access);
        var book = state.Reviews;
        return new ReviewsAnswer(
            [.. book.GroupOrder.Select(key => book.Groups[key]).Where(group => SeesGroup(state, access, group)).Select(group => GroupOf(of, group))],
            access.SeesOfficers ? [.. SignersOf(of)] : [],
            [.. book.Late.Values.Where(late => access.SeesOpinion(state, late.Department)).OrderBy(late => late.At).ThenBy(late => late.TaskId)
                .Select(late => new LateOpinionAnswer(late.TaskId, late.Department, Words.Of(late.Opinion.Kind), late.Opinion.Reason, late.At))],
            [.. state.Obligations.Values.Where(owed => owed.Kind == ObligationKind.Condition && access.SeesOpinion(state, owed.Department)).Select(owed => ConditionOf(of, who, owed))]);
    }

    /// <summary>Those with a voice in it are told how it ended; the applicant when the case is decided.</summary>
    public static bool SeesGroup(CaseState state, CaseAccess access, ReviewGroup group) =>
        access.SeesAllWork || (access.IsApplicant && state.Decided is not null) || Groups.TasksOf(state, group).Any(id => access.Departments.Contains(state.Tasks[id].Department));

    private static ConditionAnswer ConditionOf(LoadedCase of, Principal who, Obligation owed)
    {
        var clock = of.State.Clocks.GetValueOrDefault(owed.ClockId);
        List<string> actions = [];
        if (owed.IsOpen && CaseActions.ActorFor(who, of.State.Region, owed.Department) is not null) actions.Add("settle");
        if (owed.IsOpen && of.Access.IsApplicant) actions.Add("report");
        return new ConditionAnswer(
            owed.Id, owed.TaskId, owed.Department, owed.Text, owed.End is { } end ? Words.Of(end) : "open",
            clock?.Clock is { IsRunning: true } running ? running.DueAt : null, owed.Note, [.. owed.Reports.Select(report => report.Note)], actions);
    }

    private static ReviewGroupAnswer GroupOf(LoadedCase of, ReviewGroup group)
    {
        var (state, access) = (of.State, of.Access);
        return new ReviewGroupAnswer(
            group.Key, group.Element, of.Pinned.NodeOf(state.Flow, null, group.Element)?.Name, Words.Of(group.Policy), group.K, group.Threshold, group.Lead, Words.Of(group.Early),
            group.Outer, group.Weight, group.Veto, group.Outcome is { } reached ? Words.Of(reached.Outcome) : null, group.Outcome?.At, group.Outcome?.Early ?? false,
            [.. group.Seats.Select(id => state.Tasks[id]).Where(access.Sees).Select(task => SeatOf(state, access, task))]);
    }

    private static SeatAnswer SeatOf(CaseState state, CaseAccess access, CaseTask task)
    {
        var seat = state.Reviews.Seats[task.Id];
        var opinion = access.SeesOpinion(state, task.Department) ? state.Opinions.GetValueOrDefault(task.Id) : null;
        return new SeatAnswer(
            task.Id, task.Title, task.Department, CaseWords.StateOf(task), seat.Weight, seat.Veto,
            opinion is null ? null : Words.Of(opinion.Opinion.Kind), opinion?.BySilence ?? false, [.. task.Holds.Select(Words.Of)]);
    }

    private static IEnumerable<SignerAnswer> SignersOf(LoadedCase of)
    {
        var (state, book) = (of.State, of.State.Reviews);
        foreach (var id in book.Signers.Keys.Union(book.Removed.Keys).Order())
        {
            if (!of.Access.Sees(state.Tasks[id])) continue;
            var removed = book.Removed.GetValueOrDefault(id);
            yield return book.Signers.GetValueOrDefault(id) is { } added
                ? new(id, added.Host, Words.Of(added.Position), added.Department, added.Officer, added.Reason, added.By, added.At, removed?.At, removed?.Reason)
                : new(id, null, null, state.Tasks[id].Department, null, removed!.Reason, removed.By, removed.At, removed.At, removed.Reason);
        }
    }
}
