using Workflow.Contracts.Cases;
using Workflow.Contracts.Catalog;
using Workflow.Core.Cases;
using Workflow.Core.Cases.Intake;
using Workflow.Core.Cases.Obligations;
using Workflow.Core.Catalog;
using Workflow.Core.Deadlines;
using Workflow.Core.Runtime;
using Workflow.Server.Catalog;
using Workflow.Server.Http;
using Workflow.Server.Identity;

namespace Workflow.Server.Cases;

/// <summary>What lies before and around acceptance, and what is owed, as one caller may see it. Pure.</summary>
internal static class IntakeView
{
    public static IntakeAnswer Of(CaseState state, Pinned pinned, CaseAccess access)
    {
        var (rules, book) = (pinned.JointItem.Intake, state.Intake);
        return new IntakeAnswer(
            Words.Of(rules.CheckedBy),
            [.. state.Tasks.Values.Where(t => t.Kind == TaskKind.Check && (access.SeesAllWork || access.Departments.Contains(t.Department)))
                .Where(t => t.IsOpen || book.Checks.GetValueOrDefault(t.Department)?.TaskId == t.Id).OrderBy(t => t.Id).Select(t => CheckOf(state, pinned, t))],
            MayFollow(state, pinned.JointItem), LimitOf(rules.DeficiencyLimit),
            book.Deficiency is { } d ? new DeficiencyAnswer(d.Materials, d.Promise, LimitOf(d.Limit)!, d.At) : null,
            [.. CommitmentsOf(state, pinned.JointItem)],
            book.Agent is { } agent ? new AgentAnswer(access.IsApplicant || access.SeesOfficers ? agent.Account : null, agent.Until) : null);
    }

    private static CheckedAnswer CheckOf(CaseState state, Pinned pinned, CaseTask task)
    {
        var said = state.Intake.Checks.GetValueOrDefault(task.Department) is { } check && check.TaskId == task.Id ? check : null;
        return new CheckedAnswer(task.Department, task.Id, Checking.NeededBy(pinned, state, task.Department), said is null ? null : [.. said.Missing.Select(m => new MissingRequest(m.Material, m.Reason))], said?.At);
    }

    private static IEnumerable<CommitmentAnswer> CommitmentsOf(CaseState state, JointItem jointItem) =>
        from item in jointItem.Items
        where item.Commitment is not null && state.SubCases.Any(s => s.Applies && s.Item == item.Code)
        let rule = item.Commitment
        select new CommitmentAnswer(item.Code, rule.Text.ToText(), rule.Replaces, LimitOf(rule.CheckWithin)!, rule.Basis, state.Intake.Commitments.GetValueOrDefault(item.Code)?.At);

    /// <summary>Minor materials that this case needs and that every item which needs them lets follow.</summary>
    public static IReadOnlyList<string> MayFollow(CaseState state, JointItem jointItem)
    {
        if (jointItem.Intake.DeficiencyLimit is null) return [];
        var strict = jointItem.Items.Where(i => !i.AllowsDeficiency && state.SubCases.Any(s => s.Applies && s.Item == i.Code)).Select(i => i.Code).ToHashSet(StringComparer.Ordinal);
        return [.. jointItem.Materials.Where(m => !m.Main && Checking.IsNeeded(state, m) && !m.NeededBy.Any(strict.Contains)).Select(m => m.Code)];
    }

    public static IReadOnlyList<ObligationAnswer> ObligationsOf(CaseState state, CaseAccess access, Principal who) =>
        [.. state.Obligations.Values.Where(o => Sees(state, access, o)).Select(o => ObligationOf(state, access, who, o))];

    /// <summary>A condition is seen with its opinion; a later check is the authority's own, and no duty of the applicant.</summary>
    private static bool Sees(CaseState state, CaseAccess access, Obligation owed) => owed.Kind switch
    {
        ObligationKind.Condition => access.SeesOpinion(state, owed.Department),
        ObligationKind.Check => access.SeesAllWork || access.Departments.Contains(owed.Department),
        _ => access.SeesAllWork || access.IsApplicant || access.Departments.Contains(owed.Department),
    };

    private static ObligationAnswer ObligationOf(CaseState state, CaseAccess access, Principal who, Obligation owed)
    {
        var clock = state.Clocks.GetValueOrDefault(owed.ClockId);
        return new ObligationAnswer(
            owed.Id, Words.Of(owed.Kind), owed.Text, owed.Department, owed.Item, owed.Materials.IsDefault ? [] : owed.Materials, owed.TaskId, owed.TakenAt,
            clock?.Clock is { IsRunning: true } running ? running.DueAt : null, Words.Of(owed.IsOpen ? clock?.Card ?? Card.None : Card.None),
            owed.End is { } end ? Words.Of(end) : null, owed.Note, owed.ClosedAt, [.. owed.Reports.Select(r => new ObligationReportAnswer(r.Note, r.At))],
            access.SeesOfficers && owed.Restored is null ? owed.Distrust?.Until : null, ActionsOn(state, access, who, owed));
    }

    private static List<string> ActionsOn(CaseState state, CaseAccess access, Principal who, Obligation owed)
    {
        List<string> actions = [];
        var asApplicant = access.IsApplicant || (access.IsWindow && state.Channel == Channels.Window);
        if (owed is { IsOpen: true, Kind: ObligationKind.Deficiency } && asApplicant) actions.Add("hand-in-later");
        if (owed.IsOpen && access is { IsApplicant: true, IsAgent: false } && owed.Kind == ObligationKind.Condition) actions.Add("report");
        if (owed is { IsOpen: true, Kind: ObligationKind.Condition or ObligationKind.Deficiency } && CaseActions.ActorFor(who, state.Region, owed.Department) is not null) actions.Add("settle");
        if (owed is { Distrust: not null, Restored: null } && access.IsSupervisor) actions.Add("restore-credit");
        return actions;
    }

    /// <summary>What may be done with the case beyond its tasks.</summary>
    public static IEnumerable<string> ActionsOnCase(Principal who, CaseState state, JointItem item, CaseAccess access)
    {
        var asApplicant = access.IsApplicant || (access.IsWindow && state.Channel == Channels.Window);
        var intake = state.Tasks.Values.FirstOrDefault(t => t is { IsOpen: true, Kind: TaskKind.Intake });
        if (intake is not null && CaseActions.OnTask(who, state, intake).Contains("accept", StringComparer.Ordinal) && MayFollow(state, item).Count > 0) yield return "accept-deficiency";
        if (intake is not null && asApplicant && CommitmentsOf(state, item).Any(c => c.MadeAt is null)) yield return "commit";
        if (asApplicant && state.Obligations.Values.Any(o => o is { IsOpen: true, Kind: ObligationKind.Deficiency })) yield return "hand-in-later";
        if (LeadOf(who, state, item) is null) yield break;
        if (state is { IsClosed: false, Flow.IsStarted: true, Decided: null }) yield return "terminate";
        if (state.Status is CaseStatus.Granted or CaseStatus.GrantedWithDeficiency) yield return "revoke";
    }

    /// <summary>In whose name the caller answers for the whole case: the lead department's officer, or a supervisor.</summary>
    public static Actor? LeadOf(Principal who, CaseState state, JointItem item) =>
        CaseActions.ActorFor(who, state.Region, item.LeadDepartment) ?? (who.Has(Role.Supervisor, state.Region) ? who.As(Role.Supervisor, state.Region) : null);

    /// <summary>Why it ended though nobody declined or withdrew it; null when that is not so.</summary>
    public static EndAnswer? EndOf(CaseState state) =>
        state.Intake.Revoked is { } revoked ? new("revoked", revoked.Reason, revoked.At)
        : state.Intake.Terminated is { } terminated ? new("terminated", terminated.Note is { Length: > 0 } note ? note : terminated.Basis, terminated.At)
        : state.Intake.Lapsed is { } lapsed ? new("lapsed", string.Join(", ", lapsed.Awaited), lapsed.At)
        : null;

    private static LimitBody? LimitOf(TimeLimit? limit) => limit is null ? null : new(limit.Amount, Words.Of(limit.Unit));
}
