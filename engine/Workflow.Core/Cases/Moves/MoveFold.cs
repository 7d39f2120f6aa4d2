using System.Collections.Immutable;

namespace Workflow.Core.Cases.Moves;

internal static class MoveFold
{
    public static CaseState Evolve(CaseState state, MoveEvent happened) => happened switch
    {
        CaseSentBack e => With(CaseEvolution.At(state, e.At), book => book with
        {
            Rounds = NextRounds(state, e.Again),
            Detours = e.Mode is SendBackMode.Keep or SendBackMode.Pause ? book.Detours.SetItem(e.TaskId, e) : book.Detours,
        }),
        DetourEnded e => With(CaseEvolution.WithTask(CaseEvolution.At(state, e.At), e.TaskId, task => task.IsOpen ? task with { Round = task.Round + 1 } : task),
            book => book with { Detours = book.Detours.Remove(e.TaskId) }),
        OpinionsSuperseded e => CaseEvolution.At(state, e.At) with { Opinions = state.Opinions.RemoveRange(e.Tasks) },
        OpinionWithdrawn e => With(CaseEvolution.At(state, e.At) with { Opinions = state.Opinions.Remove(e.TaskId) }, book => book with
        {
            Rounds = book.Rounds.SetItem(KeyOf(state.Tasks[e.TaskId]), state.Tasks[e.TaskId].Round + 1),
        }),
        TaskDelegated e => With(CaseEvolution.At(state, e.At), book => book with { Delegations = book.Delegations.SetItem(e.TaskId, e) }),
        TaskReturned e => With(CaseEvolution.At(state, e.At), book => book with { Delegations = book.Delegations.Remove(e.TaskId) }),
        CopySent e => With(CaseEvolution.At(state, e.At) with { Departments = state.Departments.Add(e.Department) }, book => book with { Copies = book.Copies.SetItem(e.Copy, new(e, null, null)) }) with
        {
            Flow = state.Flow with { LastId = Math.Max(state.Flow.LastId, e.Copy) },
        },
        CopyRead e => With(CaseEvolution.At(state, e.At), book => book with { Copies = book.Copies.SetItem(e.Copy, book.Copies[e.Copy] with { ReadBy = e.Officer, ReadAt = e.At }) }),
        _ => throw new InvalidOperationException($"no fold for {happened.GetType().Name}"),
    };

    /// <summary>A task just opened: where in the flow it stands and which round of its step it is.</summary>
    public static CaseTask Placed(CaseState state, CaseTask task)
    {
        if (task.Activity is not { } id || !state.Flow.Activities.TryGetValue(id, out var activity)) return task;
        var path = ImmutableArray.CreateBuilder<long>();
        for (long? at = activity.Scope; at is { } scope; at = state.Flow.Scopes[scope].Parent) path.Insert(0, scope);
        return task with { Path = path.ToImmutable(), Index = activity.Index, Round = state.Moves.RoundOf(task.Element, activity.Index) };
    }

    private static CaseState With(CaseState state, Func<MoveBook, MoveBook> change) => state with { Moves = change(state.Moves) };

    private static string KeyOf(CaseTask task) => task.Index is { } index ? MoveBook.KeyOf(task.Element, index) : task.Element;

    private static ImmutableDictionary<string, int> NextRounds(CaseState state, ImmutableArray<string> again)
    {
        var rounds = state.Moves.Rounds.ToBuilder();
        foreach (var element in again)
        {
            var last = 0;
            foreach (var task in state.Tasks.Values)
                if (task.Element == element) last = Math.Max(last, task.Round);
            foreach (var key in state.Moves.Rounds.Keys)
                if (key.StartsWith(element + "#", StringComparison.Ordinal)) rounds.Remove(key);
            rounds[element] = last + 1;
        }
        return rounds.ToImmutable();
    }
}
