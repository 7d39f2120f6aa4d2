using System.Collections.Immutable;

namespace Workflow.Core.Deadlines;

/// <summary>A limit that the law itself sets: data with its basis.</summary>
/// <param name="Code">stable name</param>
/// <param name="Extension">how much may be added once, with an authority's approval; null where the law allows none</param>
/// <param name="Basis">article, in the law's own words of reference</param>
public sealed record LegalLimit(string Code, TimeLimit Limit, TimeLimit? Extension, string Basis);

/// <summary>
/// The limits of the Administrative Licensing Law (行政许可法), in working days as its article 82 says. They are what a joint
/// item has when it says nothing else, and what its publication is held against: a longer limit needs a basis of its own.
/// </summary>
public static class LegalLimits
{
    /// <summary>To tell all that is missing; silence accepts as of receipt.</summary>
    public static readonly LegalLimit Intake = new("intake", Days(5), null, "行政许可法 第三十二条");

    /// <summary>One authority decides.</summary>
    public static readonly LegalLimit Single = new("single", Days(20), Days(10), "行政许可法 第四十二条第一款");

    /// <summary>Unified, joint or centralised handling (统一办理、联合办理、集中办理).</summary>
    public static readonly LegalLimit Joint = new("joint", Days(45), Days(15), "行政许可法 第四十二条第二款");

    /// <summary>A lower authority's review before the higher one decides.</summary>
    public static readonly LegalLimit PriorReview = new("prior-review", Days(20), null, "行政许可法 第四十三条");

    /// <summary>Issue and delivery of what was granted, from the decision.</summary>
    public static readonly LegalLimit Delivery = new("delivery", Days(10), null, "行政许可法 第四十四条");

    /// <summary>To hold the hearing that was asked for.</summary>
    public static readonly LegalLimit Hearing = new("hearing", Days(20), null, "行政许可法 第四十七条");

    /// <summary>What special procedures (特别程序) rest on: their time is not counted, and the applicant is told of it in writing.</summary>
    public const string SpecialBasis = "行政许可法 第四十五条";

    public static ImmutableArray<LegalLimit> All { get; } = [Intake, Single, Joint, PriorReview, Delivery, Hearing];

    private static TimeLimit Days(int amount) => new(amount, TimeUnit.WorkingDays);
}
