using Workflow.Core.Deadlines;

namespace Workflow.Core.Catalog;

/// <summary>What follows a decision by rules (秒批): a later check of some of them by a person, and the applicant's appeal.</summary>
/// <param name="SamplePerMille">of 1000 decisions how many a person checks later; a service item may say otherwise</param>
/// <param name="CheckWithin">how long the check may take after the case was concluded</param>
/// <param name="AppealWithin">how long the applicant may appeal after the decision</param>
public sealed record InstantRules(int SamplePerMille, TimeLimit CheckWithin, TimeLimit AppealWithin)
{
    public static readonly InstantRules Usual = new(50, new(20, TimeUnit.WorkingDays), new(15, TimeUnit.WorkingDays));
}

/// <summary>A check that an application must pass before it is taken in (预审).</summary>
/// <param name="Code">short and stable</param>
/// <param name="When">FEEL over application, applies, region and materials (code → grade): true means that something is wrong</param>
/// <param name="Words">what is wrong and what to do about it, as the applicant is told</param>
/// <param name="Field">name of the field it is about; null when it is about none</param>
/// <param name="Material">code of the material it is about; null when it is about none</param>
public sealed record PreCheckRule(string Code, string When, LocalText Words, string? Field, string? Material);

/// <summary>How far a material is to be trusted (材料可信等级), the most trusted first.</summary>
public enum MaterialGrade
{
    /// <summary>Issued by an agency and taken from it.</summary>
    A,

    /// <summary>Held against the original at a window.</summary>
    B,

    /// <summary>Uploaded by the applicant.</summary>
    C,

    /// <summary>Declared by the applicant in its own words.</summary>
    D,
}

/// <summary>What happens to a material whose validity has ended when it is handed in.</summary>
public enum ExpiredMaterial { Refuse, Flag }

/// <summary>A service item's result is a certificate (电子证照) that later applications may use instead of a paper.</summary>
/// <param name="Kind">what sort of material it is wherever it is asked for; see <see cref="Material.Kind"/></param>
/// <param name="ValidMonths">from the day of conclusion; null for one that does not end</param>
public sealed record CertificateRule(string Kind, int? ValidMonths);
