using System.Text.Json;
using Workflow.Core.Cases;
using Workflow.Core.Catalog;
using Workflow.Core.Runtime;
using Workflow.Server.Cases;
using Workflow.Server.Identity;

namespace Workflow.Server.Messages;

/// <summary>
/// What an integrator's account may be told of one case. It follows from the grants and from what is settled with each
/// event, never from what comes later: the log is told in order, and once.
/// </summary>
internal sealed record Receiver(Principal Who, CaseAccess Access, string Region, bool IsOfDepartments)
{
    public static Receiver Of(Principal who, CaseState at, Pinned pinned) =>
        new(who, CaseAccess.Of(who, at, pinned), at.Region, who.Has(Role.Officer) || who.Has(Role.Window));

    /// <summary>Works for the lead department, or for none at all: then it is the region's own system.</summary>
    public bool SeesAll => !IsOfDepartments || Access.Leads;

    public bool SeesCase => !IsOfDepartments || Access.IsWindow || Access.Departments.Count > 0;

    public bool Sees(string department) => SeesAll || IsOf(department);

    /// <summary>The case's own clocks are everybody's, a task's are its department's.</summary>
    public bool SeesClock(string? department) => department is null || Sees(department);

    /// <summary>Is that department or leads the case: may know what is said and issued there.</summary>
    public bool WorksFor(string department) => IsOfDepartments && Sees(department);

    /// <summary>The answers that this department needs; null unless the account works for it.</summary>
    public IReadOnlyDictionary<string, JsonElement>? AnswersFor(string department, CaseState at, JointItem item)
    {
        if (!IsOf(department)) return null;
        var needed = item.Form.Where(f => !f.Personal && Access.Sees(f, at)).Select(f => f.Name).ToHashSet(StringComparer.Ordinal);
        return at.Answers.Entries.Where(a => needed.Contains(a.Key)).ToDictionary(a => a.Key, a => FeelJson.ToJson(a.Value), StringComparer.Ordinal);
    }

    private bool IsOf(string department) => CaseActions.ActorFor(Who, Region, department) is not null;
}
