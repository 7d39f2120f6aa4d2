using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Workflow.Core.Bpmn;
using Workflow.Core.Cases;
using Workflow.Core.Catalog;
using Workflow.Core.Runtime;
using Workflow.Server.Identity;

namespace Workflow.Server.Cases;

/// <summary>
/// What a caller may see of one case. An applicant sees its own; a window all of its region's; a department those in
/// which it has a part, and of these its part; supervisors and auditors those of their regions. Nobody else anything.
/// </summary>
/// <param name="Departments">departments that the caller works for and that have a part in the case</param>
/// <param name="Leads">one of these is the lead department (牵头部门)</param>
/// <param name="Sight">what the steps of the model narrow</param>
internal sealed record CaseAccess(bool IsApplicant, bool IsWindow, bool IsSupervisor, bool IsAuditor, FrozenSet<string> Departments, bool Leads, ReviewSight Sight)
{
    /// <summary>Acts for the applicant by a mandate (代办); is told and may do what the applicant is and may.</summary>
    public bool IsAgent { get; init; }

    public bool MaySee => IsApplicant || IsWindow || IsSupervisor || IsAuditor || Departments.Count > 0;

    /// <summary>Sees every task and every step, whoever does it.</summary>
    public bool SeesAllWork => IsWindow || IsSupervisor || IsAuditor || Leads;

    /// <summary>Officers are named to officers; an applicant deals with departments.</summary>
    public bool SeesOfficers => IsWindow || IsSupervisor || IsAuditor || Departments.Count > 0;

    public bool SeesName => IsApplicant || IsWindow || IsSupervisor || Departments.Count > 0;

    /// <summary>Sees everything that was handed in, personal or not.</summary>
    public bool SeesAllAnswers => IsApplicant || IsWindow;

    public static CaseAccess Of(Principal who, CaseState state, Pinned pinned)
    {
        var item = pinned.JointItem;
        var parts = state.Departments.Append(item.LeadDepartment)
            .Where(d => who.Has(Role.Officer, state.Region, d))
            .ToFrozenSet(StringComparer.Ordinal);
        return new CaseAccess(
            IsApplicant: who.IsSignedIn && state.Applicant?.Account == who.Account,
            IsWindow: who.Has(Role.Window, state.Region),
            IsSupervisor: who.Has(Role.Supervisor, state.Region),
            IsAuditor: who.Has(Role.Auditor, state.Region),
            parts,
            Leads: parts.Contains(item.LeadDepartment),
            ReviewSight.Of(pinned.Graph));
    }

    public bool Sees(CaseTask task) => SeesAllWork || IsApplicant || Departments.Contains(task.Department);

    /// <summary>
    /// A department's opinion is its own until the branches have joined, so that none writes after another; the lead
    /// department and those who oversee see it at once, the applicant when the case is decided.
    /// </summary>
    public bool SeesOpinion(CaseState state, string department) =>
        IsSupervisor || IsAuditor || Leads || Departments.Contains(department)
        || ((IsWindow || Departments.Count > 0) && HasJoined(state))
        || (IsApplicant && state.Decided is not null);

    public bool Sees(Material material, CaseState state) => SeesAllAnswers || IsSupervisor || IsAuditor || Leads || Needs(material.NeededBy, state, s => s.Materials, material.Code);

    public bool Sees(FormField field, CaseState state) =>
        SeesAllAnswers || (!field.Personal && (IsSupervisor || IsAuditor || Leads)) || Needs(field.NeededBy, state, s => s.Fields, field.Name);

    private bool Needs(IEnumerable<string> items, CaseState state, Func<StepSettings, ImmutableArray<string>?> narrowing, string name) =>
        Departments.Count > 0 && state.SubCases.Any(s => s.Applies && Departments.Contains(s.Department) && items.Contains(s.Item) && Sight.Shows(s.Item, narrowing, name));

    private static bool HasJoined(CaseState state) =>
        state.Decided is not null || state.Tasks.Values.Any(t => t.Kind is TaskKind.Decide or TaskKind.Conclude or TaskKind.Deliver);
}

/// <summary>
/// What the reviews of a model narrow (approval:materials, approval:fields): the department of an item sees what one of the
/// item's reviews shows it, and everything the item needs when none of them says less.
/// </summary>
internal sealed class ReviewSight
{
    private static readonly ConditionalWeakTable<ProcessGraph, ReviewSight> Made = [];
    private readonly ILookup<string, StepSettings> reviewsOf;

    private ReviewSight(ProcessGraph graph) => reviewsOf = graph.Nodes.OfType<UserTask>().Select(StepSettings.Of)
        .Where(s => s is { Kind: TaskKind.Review, Item: not null }).ToLookup(s => s.Item!, StringComparer.Ordinal);

    // Graphs are kept by the loader of pinned content and never change.
    public static ReviewSight Of(ProcessGraph graph) => Made.GetValue(graph, g => new ReviewSight(g));

    public bool Shows(string item, Func<StepSettings, ImmutableArray<string>?> narrowing, string name) =>
        !reviewsOf.Contains(item) || reviewsOf[item].Any(step => narrowing(step) is not { } only || only.Contains(name, StringComparer.Ordinal));
}
