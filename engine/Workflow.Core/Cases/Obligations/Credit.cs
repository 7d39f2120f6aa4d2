using System.Collections.Immutable;
using Workflow.Core.Cases.Closing;
using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Obligations;

/// <summary>
/// A promise was not kept (失信): until a day its applicant is not trusted with another. The applicant is named by a keyed
/// hash of its id number only, so the record outlives the erasure of personal data without naming anybody.
/// </summary>
/// <param name="Until">last day</param>
public sealed record PromiseBroken(int Obligation, string TrustKey, DateOnly Until, string? Reason, DateTimeOffset At) : ObligationEvent;

/// <summary>A broken promise no longer counts (信用修复).</summary>
public sealed record CreditRestored(int Obligation, string Reason, DateTimeOffset At) : ObligationEvent;

/// <summary>A promise that an applicant broke, as whoever sends a command knows it; those that were made good are left out.</summary>
/// <param name="Until">last day on which it counts</param>
public sealed record BrokenPromise(string CaseNumber, DateOnly Until, string? Reason);

internal static class Credit
{
    /// <summary>Null when the applicant may promise something.</summary>
    public static Outcome? WhyNotTrusted(ImmutableArray<BrokenPromise> broken, DateOnly day) =>
        broken.IsDefaultOrEmpty || broken.Where(b => day <= b.Until).MaxBy(b => b.Until) is not { } worst ? null
        : Outcome.Reject("applicant-not-trusted", ("case", worst.CaseNumber), ("until", $"{worst.Until:yyyy-MM-dd}"));

    /// <summary>A promise not kept is remembered when it is known whose it was.</summary>
    public static Progress Remember(this Progress progress, Obligation owed, string? reason, DateTimeOffset at)
    {
        if (owed.Kind is not (ObligationKind.Deficiency or ObligationKind.Commitment) || progress.State.Intake.TrustKey is not { Length: > 0 } key) return progress;
        // Counted in real days, as the promise of another case will be held against it on a real day.
        var until = progress.Pinned.Calendar.DayOf(at - progress.State.ClockOffset).AddMonths(progress.Pinned.JointItem.Intake.DistrustMonths);
        return progress.Add(new PromiseBroken(owed.Id, key, until, reason, at));
    }
}

/// <summary>A supervisor lifts what a broken promise holds against its applicant (信用修复), with a reason.</summary>
public sealed record RestoreCredit(int Obligation, string Reason) : CaseCommand
{
    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        var progress = new Progress(pinned, state, now);
        if (By.Role != Role.Supervisor || !LeadRules.MayAct(progress.State, pinned, By)) return Outcome.Reject("not-your-case");
        if (!progress.State.Obligations.TryGetValue(Obligation, out var owed)) return Outcome.Reject("obligation-not-found");
        if (owed.Distrust is null) return Outcome.Reject("obligation-not-broken");
        if (string.IsNullOrWhiteSpace(Reason)) return Outcome.Reject("reason-required");
        return owed.Restored is not null ? progress.Outcome : progress.Add(new CreditRestored(Obligation, Reason, now)).Outcome;
    }
}
