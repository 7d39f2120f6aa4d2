using Workflow.Core.Runtime;

namespace Workflow.Core.Catalog.Accounts;

/// <summary>
/// Records that somebody is away for some days, and who takes over meanwhile: an officer of the same department. For
/// past days nothing is recorded, as what was done then rested on nothing.
/// </summary>
/// <param name="Today">the day on which it is sent, in the calendar's zone</param>
/// <param name="SubstituteGrants">roles of the substitute; empty when none is named</param>
public sealed record RecordAbsence(
    string Account, string AbsenceId, DateOnly From, DateOnly To, string? Substitute, string Basis, DateOnly Today,
    IReadOnlyList<GrantWish> SubstituteGrants) : AccountCommand(Account)
{
    public const int DaysMax = 366;

    /// <summary>Absences kept that are not over.</summary>
    public const int AbsencesMax = 50;

    protected override Outcome DecideOpen(AccountState account, DateTimeOffset now)
    {
        if (account.Absences.ContainsKey(AbsenceId)) return Outcome.Accept();
        if (string.IsNullOrWhiteSpace(Basis)) return Outcome.Reject("basis-required");
        if (To < From || To < Today || To.DayNumber - From.DayNumber >= DaysMax) return Outcome.Reject("absence-period", ("limit", $"{DaysMax}"));
        var ahead = account.Absences.Values.Where(a => a.To >= Today).ToList();
        if (ahead.Find(a => a.From <= To && From <= a.To) is { } other)
            return Outcome.Reject("absence-overlaps", ("from", $"{other.From:yyyy-MM-dd}"), ("to", $"{other.To:yyyy-MM-dd}"));
        if (ahead.Count >= AbsencesMax) return Outcome.Reject("too-many-absences", ("limit", $"{AbsencesMax}"));
        if (Substitute == Account) return Outcome.Reject("substitute-self");
        if (Substitute is not null && !SubstituteGrants.Any(theirs => account.Grants.Values.Any(own => IsSameWork(own, theirs)))) return Outcome.Reject("substitute-elsewhere");
        return Outcome.Accept(new AbsenceRecorded(AbsenceId, From, To, Substitute, Basis, now));
    }

    private static bool IsSameWork(RoleGranted own, GrantWish theirs) =>
        own.Role is Role.Officer or Role.Window && own.Role == theirs.Role && own.Region == theirs.Region && own.Department == theirs.Department;
}

/// <summary>Takes an absence back: planned otherwise, or somebody came back early.</summary>
public sealed record CancelAbsence(string Account, string AbsenceId) : AccountCommand(Account)
{
    protected override Outcome DecideOpen(AccountState account, DateTimeOffset now) =>
        account.Absences.ContainsKey(AbsenceId) ? Outcome.Accept(new AbsenceCancelled(AbsenceId, now)) : Outcome.Reject("absence-not-found");
}
