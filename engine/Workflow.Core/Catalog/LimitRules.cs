using System.Collections.Immutable;
using Workflow.Core.Deadlines;

namespace Workflow.Core.Catalog;

/// <summary>What a joint item says of its clocks beyond the limits themselves; where it says nothing, the law's own (<see cref="LegalLimits"/>).</summary>
public sealed record LimitRules
{
    public static readonly LimitRules Usual = new();

    /// <summary>What limits longer than the law's rest on; null where none is.</summary>
    public string? Basis { get; init; }

    /// <summary>How long the case's own clock may be extended (延期), once.</summary>
    public ExtensionRule Extension { get; init; } = new(LegalLimits.Joint.Extension!, LegalLimits.Joint.Basis);

    /// <summary>How long one department's review may be extended, once.</summary>
    public ExtensionRule ReviewExtension { get; init; } = new(LegalLimits.Single.Extension!, LegalLimits.Single.Basis);

    /// <summary>From the decision to its delivery (送达); null for no such clock. It runs only where the definition has a step of delivery.</summary>
    public TimeLimit? Delivery { get; init; } = LegalLimits.Delivery.Limit;

    /// <summary>Which special procedures (特别程序) the authority knows.</summary>
    public ImmutableArray<SpecialProcedureRule> SpecialProcedures { get; init; } = SpecialProcedureRule.OfTheLaw;

    /// <summary>Departments that work by a calendar of their own.</summary>
    public ImmutableArray<DepartmentCalendar> Calendars { get; init; } = [];
}

/// <param name="Most">added at most</param>
/// <param name="Basis">the article that allows it</param>
public sealed record ExtensionRule(TimeLimit Most, string Basis);

/// <summary>A kind of special procedure: hearing, inspection, test …</summary>
/// <param name="Code">letters, digits, dash</param>
/// <param name="Reason">what its time counts as in the clock's stops</param>
/// <param name="Most">longest limit it may be given; null where no law says</param>
public sealed record SpecialProcedureRule(string Code, LocalText Name, SuspensionReason Reason, TimeLimit? Most, string Basis)
{
    /// <summary>Those that the law names (行政许可法 45).</summary>
    public static readonly ImmutableArray<SpecialProcedureRule> OfTheLaw =
    [
        new("hearing", new("听证", "Hearing"), SuspensionReason.Hearing, LegalLimits.Hearing.Limit, LegalLimits.Hearing.Basis),
        Of("auction", "招标拍卖", "Tender or auction", SuspensionReason.Auction),
        Of("inspection", "检验", "Inspection", SuspensionReason.Inspection),
        Of("test", "检测", "Test", SuspensionReason.Test),
        Of("quarantine", "检疫", "Quarantine", SuspensionReason.Quarantine),
        Of("appraisal", "鉴定", "Appraisal", SuspensionReason.Appraisal),
        Of("expert-review", "专家评审", "Expert review", SuspensionReason.ExpertReview),
    ];

    private static SpecialProcedureRule Of(string code, string zh, string en, SuspensionReason reason) =>
        new(code, new(zh, en), reason, null, LegalLimits.SpecialBasis);
}

/// <param name="Calendar">code of a calendar, mostly built over that of the joint item</param>
public sealed record DepartmentCalendar(string Department, string Calendar);
