using System.Collections.Immutable;
using Workflow.Core.Deadlines;

namespace Workflow.Core.Catalog;

/// <summary>
/// What a joint item lays down for the time before and around acceptance. The defaults are those of an item that says
/// nothing: the window checks, a supplement has no limit, and nothing may be handed in later.
/// </summary>
/// <param name="SupplementLimit">how long the applicant has for a supplement; an application that is not completed in that time ends. Null means no limit</param>
/// <param name="DeficiencyLimit">the longest time for which minor materials may follow (容缺受理); null means that none may</param>
/// <param name="DistrustMonths">for how many months a broken promise keeps its applicant from promising again</param>
/// <param name="Basis">legal basis of these rules, in words</param>
public sealed record IntakeRules(CheckedBy CheckedBy, TimeLimit? SupplementLimit, TimeLimit? DeficiencyLimit, int DistrustMonths, string? Basis)
{
    public static readonly IntakeRules Default = new(CheckedBy.Window, null, null, 12, null);
}

/// <summary>Who checks the materials within the five working days of receipt.</summary>
public enum CheckedBy { Window, Departments }

/// <summary>A service item that may be decided on a promise (告知承诺): the applicant is told what must be so and promises that it is.</summary>
/// <param name="Text">what is promised</param>
/// <param name="Replaces">codes of the materials that the promise stands for; this item needs them no more</param>
/// <param name="CheckWithin">after the grant the promise is checked within this time</param>
public sealed record CommitmentRule(LocalText Text, ImmutableArray<string> Replaces, TimeLimit CheckWithin, string? Basis);
