using System.Collections.Immutable;
using Workflow.Core.Deadlines;

namespace Workflow.Core.Cases.Obligations;

/// <summary>
/// Something still owed to the authority: a material promised (容缺受理), a commitment to be checked (告知承诺), a condition
/// of an opinion, a sampled later check. It has its own clock, outlives the grant, and can revoke it.
/// </summary>
public abstract record ObligationEvent : CaseEvent;

/// <param name="Id">from 1, in the case's own series</param>
/// <param name="Text">what is owed, in words</param>
/// <param name="Department">who watches over it</param>
/// <param name="Item">service item it belongs to; null for the whole case</param>
/// <param name="Materials">materials that fulfil it; empty for other kinds</param>
/// <param name="TaskId">the task whose opinion set it as a condition; null for other kinds</param>
public sealed record ObligationTaken(
    int Id, ObligationKind Kind, string Text, string Department, string? Item, ImmutableArray<string> Materials, long? TaskId, DateTimeOffset At) : ObligationEvent;

/// <param name="By">who found it so; null when time did</param>
public sealed record ObligationClosed(int Id, ObligationEnd End, string? Note, string? By, DateTimeOffset At) : ObligationEvent;

/// <summary>Whoever owes it says that it is done; nobody has confirmed it yet.</summary>
public sealed record ObligationReported(int Id, string Note, string By, DateTimeOffset At) : ObligationEvent;

public enum ObligationKind { Deficiency, Commitment, Condition, Check }

public enum ObligationEnd { Fulfilled, Broken, Waived }

/// <param name="End">null while it is open</param>
public sealed record Obligation(
    int Id, ObligationKind Kind, string Text, string Department, string? Item, ImmutableArray<string> Materials, long? TaskId, DateTimeOffset TakenAt)
{
    public ObligationEnd? End { get; init; }
    public string? Note { get; init; }
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>What was reported about it, oldest first.</summary>
    public ImmutableArray<ObligationReported> Reports { get; init; } = [];

    /// <summary>What its being broken holds against the applicant; null when nothing.</summary>
    public PromiseBroken? Distrust { get; init; }

    /// <summary>That was lifted.</summary>
    public CreditRestored? Restored { get; init; }

    public bool IsOpen => End is null;

    /// <summary>Id of its clock, when it has a limit.</summary>
    public string ClockId => CaseClocks.OfObligation(Id);
}

public static class ObligationEventNames
{
    public static readonly (string, Type)[] All =
    [
        ("obligation_taken", typeof(ObligationTaken)),
        ("obligation_closed", typeof(ObligationClosed)),
        ("obligation_reported", typeof(ObligationReported)),
        ("promise_broken", typeof(PromiseBroken)),
        ("credit_restored", typeof(CreditRestored)),
    ];
}

internal static class ObligationFold
{
    public static CaseState Evolve(CaseState state, ObligationEvent happened) => happened switch
    {
        ObligationTaken e => CaseEvolution.At(state, e.At) with
        {
            Obligations = state.Obligations.SetItem(e.Id, new(e.Id, e.Kind, e.Text, e.Department, e.Item, e.Materials, e.TaskId, e.At)),
        },
        ObligationClosed e => CaseEvolution.At(state, e.At) with
        {
            Obligations = state.Obligations.SetItem(e.Id, state.Obligations[e.Id] with { End = e.End, Note = e.Note, ClosedAt = e.At }),
        },
        ObligationReported e => CaseEvolution.At(state, e.At) with
        {
            Obligations = state.Obligations.SetItem(e.Id, state.Obligations[e.Id] with { Reports = state.Obligations[e.Id].Reports.Add(e) }),
        },
        PromiseBroken e => CaseEvolution.At(state, e.At) with { Obligations = state.Obligations.SetItem(e.Obligation, state.Obligations[e.Obligation] with { Distrust = e }) },
        CreditRestored e => CaseEvolution.At(state, e.At) with { Obligations = state.Obligations.SetItem(e.Obligation, state.Obligations[e.Obligation] with { Restored = e }) },
        _ => throw new InvalidOperationException($"no fold for {happened.GetType().Name}"),
    };
}

internal static class ProgressObligations
{
    /// <summary>Something is owed from here on, with a clock of its own when it has a limit.</summary>
    public static Progress TakeObligation(
        this Progress progress, ObligationKind kind, string text, string department, string? item, ImmutableArray<string> materials, long? taskId, TimeLimit? limit, DateTimeOffset at)
    {
        var id = progress.State.Obligations.Count + 1;
        progress.Add(new ObligationTaken(id, kind, text, department, item, materials, taskId, at));
        return limit is null ? progress : progress.StartClock(CaseClocks.OfObligation(id), limit, null, at);
    }

    /// <summary>Nothing is owed any more; its check, if one is open, is not needed, and a broken promise is remembered.</summary>
    public static Progress CloseObligation(this Progress progress, int id, ObligationEnd end, string? note, string? by, DateTimeOffset at)
    {
        progress.Add(new ObligationClosed(id, end, note, by, at)).EndClock(CaseClocks.OfObligation(id), at);
        var owed = progress.State.Obligations[id];
        foreach (var task in progress.State.Tasks.Values.Where(t => t is { IsOpen: true, Kind: TaskKind.Verify } && t.Element == owed.ClockId).ToList())
            progress.Add(new TaskClosed(task.Id, TaskEnd.Superseded, null, at));
        return end == ObligationEnd.Broken ? progress.Remember(owed, note, at) : progress;
    }
}
