using System.Collections.Immutable;
using Workflow.Core.Deadlines;

namespace Workflow.Core.Catalog;

/// <summary>A joint item (一件事): several service items applied for at once, one version of its published content.</summary>
/// <param name="Code">stable code, for instance "open-a-restaurant"</param>
/// <param name="Region">division code (GB/T 2260) of the authority that publishes it; it applies there and below</param>
/// <param name="Definition">key of the BPMN definition that reviews it</param>
/// <param name="Calendar">code of the working-day calendar that its clocks count in</param>
/// <param name="Statutory">what the law allows for the whole (joint handling: 45 working days)</param>
/// <param name="Promised">what the authority promises for the whole</param>
public sealed record JointItem(
    string Code, LocalText Name, string Region, string Definition, string Calendar, string LeadDepartment,
    TimeLimit Statutory, TimeLimit Promised,
    ImmutableArray<ServiceItem> Items, ImmutableArray<Material> Materials, ImmutableArray<FormField> Form, CardRules Cards)
{
    /// <summary>What holds before and around acceptance.</summary>
    public IntakeRules Intake { get; init; } = IntakeRules.Default;

    /// <summary>Extensions, special procedures, delivery, calendars of departments.</summary>
    public LimitRules Limits { get; init; } = LimitRules.Usual;

    /// <summary>Which documents are issued and how the applicant is told; null when none are issued here.</summary>
    public PaperRules? Papers { get; init; }

    /// <summary>Checks before an application is taken in (预审); all findings are told at once.</summary>
    public ImmutableArray<PreCheckRule> PreCheck { get; init; } = [];

    /// <summary>What follows a decision by rules (秒批).</summary>
    public InstantRules Instant { get; init; } = InstantRules.Usual;
}

/// <summary>Documents (文书) and notices (送达) of a joint item's cases.</summary>
/// <param name="Kinds">kinds of documents that are issued; empty for every kind</param>
/// <param name="Channels">how the applicant is told</param>
/// <param name="EmailField">field of the form that holds the applicant's e-mail address; null when none does</param>
public sealed record PaperRules(ImmutableArray<string> Kinds, ImmutableArray<Cases.Papers.NoticeChannel> Channels, string? EmailField)
{
    public bool Issues(string kind) => Kinds.IsDefaultOrEmpty || Kinds.Contains(kind, StringComparer.Ordinal);
}

/// <summary>A text in the two languages of the product; Chinese is the original.</summary>
public sealed record LocalText(string Zh, string En);

/// <summary>A service item (事项): what one department decides on.</summary>
/// <param name="Code">short name used in conditions (applies.fire), letters, digits, underscore</param>
/// <param name="ItemCode">the item's code of the national list (GB/T 39554), when there is one</param>
/// <param name="Department">department code within the region</param>
/// <param name="AppliesWhen">FEEL, with or without a leading "=", over <c>application</c> (the answers); null means always</param>
public sealed record ServiceItem(
    string Code, LocalText Name, string? ItemCode, string Department, string? AppliesWhen, TimeLimit Promised, TimeLimit Statutory, string? Basis)
{
    /// <summary>Its own rate of later checks of decisions by rules; null for that of the joint item.</summary>
    public int? SamplePerMille { get; init; }

    /// <summary>Set when its result is a certificate.</summary>
    public CertificateRule? Issues { get; init; }

    /// <summary>It may be decided on a promise; null when it may not.</summary>
    public CommitmentRule? Commitment { get; init; }

    /// <summary>Minor materials that it needs may follow after acceptance, where the joint item allows that at all.</summary>
    public bool AllowsDeficiency { get; init; } = true;
}

/// <summary>A material (材料) on the joint list; asked for once, whoever needs it.</summary>
/// <param name="NeededBy">codes of the service items that need it</param>
/// <param name="Main">main materials must be there; minor ones may follow (容缺受理)</param>
public sealed record Material(string Code, LocalText Name, ImmutableArray<string> NeededBy, bool Required, bool Main, LocalText? Hint)
{
    /// <summary>What sort of paper it is, the same in every joint item that asks for it ("business-licence"); null when it is of use here only.</summary>
    public string? Kind { get; init; }

    /// <summary>The least trusted grade that is taken in.</summary>
    public MaterialGrade LeastGrade { get; init; } = MaterialGrade.D;

    /// <summary>What happens when its validity has ended.</summary>
    public ExpiredMaterial Expired { get; init; }
}

/// <summary>A field of the merged form; each is asked once.</summary>
/// <param name="Personal">kept encrypted under the case's own key and never part of the flow's data</param>
/// <param name="AskedWhen">FEEL over <c>application</c> (the answers so far); null means always</param>
/// <param name="Min">least value of a number, least length of a text; null means no limit</param>
public sealed record FormField(
    string Name, LocalText Label, FieldType Type, bool Required, bool Personal, ImmutableArray<string> NeededBy,
    ImmutableArray<FieldChoice> Choices, decimal? Min, decimal? Max, string? AskedWhen, LocalText? Hint);

public sealed record FieldChoice(string Value, LocalText Label);

public enum FieldType { Text, Number, Integer, Boolean, Date, Choice }

/// <summary>When cards are shown (黄牌, 红牌); thresholds differ by place, so they are data.</summary>
/// <param name="YellowBeforeDays">yellow this many working days before the due instant; never before the clock's own start</param>
public sealed record CardRules(int YellowBeforeDays);
