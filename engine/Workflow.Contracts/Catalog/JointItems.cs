using System.ComponentModel.DataAnnotations;
using Workflow.Contracts.Identity;

namespace Workflow.Contracts.Catalog;

/// <summary>A joint item (一件事), whole: PUT /api/joint-items/{code} publishes its next version.</summary>
/// <param name="Code">as in the address</param>
/// <param name="Region">division code of the authority that publishes it; it applies there and below</param>
/// <param name="Definition">key of the BPMN definition that reviews it</param>
/// <param name="Calendar">code of the working-day calendar that its clocks count in</param>
/// <param name="Papers">documents issued to the applicants; null when none are</param>
/// <param name="PreCheck">checks before an application is taken in (预审)</param>
/// <param name="Instant">what follows a decision by rules (秒批); null for the usual</param>
/// <param name="Limits">extensions, special procedures, delivery, calendars of departments; left out: as the law has it</param>
public sealed record JointItemBody(
    [property: RegularExpression(Patterns.Code)] string Code,
    Text Name,
    [property: RegularExpression(Patterns.Region)] string Region,
    [property: RegularExpression(Patterns.Code)] string Definition,
    [property: RegularExpression(Patterns.Code)] string Calendar,
    [property: RegularExpression(Patterns.Code)] string LeadDepartment,
    LimitBody Statutory, LimitBody Promised,
    [property: Length(1, 100)] IReadOnlyList<ServiceItemBody> Items,
    [property: Length(0, 300)] IReadOnlyList<MaterialBody> Materials,
    [property: Length(0, 300)] IReadOnlyList<FormFieldBody> Form,
    CardRulesBody Cards, PapersBody? Papers = null,
    [property: Length(0, 200)] IReadOnlyList<PreCheckRuleBody>? PreCheck = null, InstantRulesBody? Instant = null,
    LimitsBody? Limits = null, IntakeRulesBody? Intake = null);

/// <summary>What holds before and around acceptance.</summary>
/// <param name="CheckedBy">"window" or "departments": who checks the materials within five working days of receipt</param>
/// <param name="SupplementLimit">how long the applicant has for a supplement; null means no limit</param>
/// <param name="DeficiencyLimit">the longest time for which minor materials may follow (容缺受理); null means that none may</param>
/// <param name="DistrustMonths">for how many months a broken promise keeps its applicant from promising again</param>
public sealed record IntakeRulesBody(
    string CheckedBy = "window", LimitBody? SupplementLimit = null, LimitBody? DeficiencyLimit = null,
    [property: Range(0, 120)] int DistrustMonths = 12, [property: StringLength(500)] string? Basis = null);

/// <summary>A service item that may be decided on a promise (告知承诺).</summary>
/// <param name="Replaces">codes of the materials that the promise stands for</param>
/// <param name="CheckWithin">after the grant the promise is checked within this time</param>
public sealed record CommitmentBody(Text Text, [property: Length(0, 100)] IReadOnlyList<string> Replaces, LimitBody CheckWithin, [property: StringLength(500)] string? Basis = null);

/// <param name="Unit">"workingDays", "halfDays" or "workingHours"</param>
public sealed record LimitBody([property: Range(1, 1000)] int Amount, string Unit);

/// <summary>A service item (事项): what one department decides on.</summary>
/// <param name="Code">letters, digits, underscore: conditions name it as applies.code</param>
/// <param name="ItemCode">the item's code of the national list (GB/T 39554)</param>
/// <param name="AppliesWhen">FEEL over <c>application</c>; null means always</param>
/// <param name="SamplePerMille">of 1000 decisions by rules how many are checked later; null for the joint item's rate</param>
/// <param name="Issues">set when its result is a certificate that later applications may use</param>
/// <param name="Commitment">it may be decided on a promise; null when it may not</param>
/// <param name="AllowsDeficiency">minor materials that it needs may follow, where the joint item allows that at all</param>
public sealed record ServiceItemBody(
    [property: RegularExpression("^[a-z][a-z0-9_]{0,59}$")] string Code, Text Name, [property: StringLength(60)] string? ItemCode,
    [property: RegularExpression(Patterns.Code)] string Department, [property: StringLength(1000)] string? AppliesWhen,
    LimitBody Promised, LimitBody Statutory, [property: StringLength(500)] string? Basis,
    [property: Range(0, 1000)] int? SamplePerMille = null, CertificateRuleBody? Issues = null,
    CommitmentBody? Commitment = null, bool AllowsDeficiency = true);

/// <summary>A material (材料) on the joint list; asked for once, whoever needs it.</summary>
/// <param name="Main">main materials must be there; minor ones may follow (容缺受理)</param>
/// <param name="Kind">what sort of paper it is in every joint item; null when it is of use here only</param>
/// <param name="LeastGrade">the least trusted grade that is taken in, "A" to "D"; null for "D"</param>
/// <param name="Expired">"refuse" (the usual) or "flag": what happens when its validity has ended</param>
public sealed record MaterialBody(
    [property: RegularExpression(Patterns.Code)] string Code, Text Name, IReadOnlyList<string> NeededBy, bool Required, bool Main, Text? Hint = null,
    [property: RegularExpression(Patterns.Code)] string? Kind = null, [property: RegularExpression("^[A-D]$")] string? LeastGrade = null,
    [property: RegularExpression("^(refuse|flag)$")] string? Expired = null);

/// <summary>A field of the merged form; each is asked once.</summary>
/// <param name="Type">text, number, integer, boolean, date or choice</param>
/// <param name="Personal">kept encrypted under the case's own key and never part of the flow's data</param>
/// <param name="Min">least value of a number, least length of a text</param>
/// <param name="AskedWhen">FEEL over <c>application</c>; null means always</param>
public sealed record FormFieldBody(
    [property: RegularExpression("^[A-Za-z][A-Za-z0-9_]{0,59}$")] string Name, Text Label, string Type, bool Required, bool Personal,
    IReadOnlyList<string> NeededBy, [property: Length(0, 500)] IReadOnlyList<ChoiceBody>? Choices = null,
    decimal? Min = null, decimal? Max = null, [property: StringLength(1000)] string? AskedWhen = null, Text? Hint = null);

public sealed record ChoiceBody([property: StringLength(100, MinimumLength = 1)] string Value, Text Label);

/// <param name="YellowBeforeDays">yellow card this many working days before the due instant</param>
public sealed record CardRulesBody([property: Range(0, 100)] int YellowBeforeDays);

/// <summary>A published version of a joint item.</summary>
/// <param name="Version">from 1</param>
public sealed record JointItemAnswer(int Version, DateTimeOffset PublishedAt, JointItemBody Item);

/// <summary>A line of the list of joint items.</summary>
public sealed record JointItemSummary(string Code, Text Name, string Region, int Version, DateTimeOffset PublishedAt);

/// <summary>A check before an application is taken in (预审).</summary>
/// <param name="When">FEEL over application, applies, region and materials (code → grade): true means that something is wrong</param>
/// <param name="Words">what is wrong and what to do about it</param>
/// <param name="Field">name of the field it is about</param>
/// <param name="Material">code of the material it is about</param>
public sealed record PreCheckRuleBody(
    [property: RegularExpression(Patterns.Code)] string Code, [property: StringLength(1000, MinimumLength = 1)] string When, Text Words, string? Field = null, string? Material = null);

/// <param name="SamplePerMille">of 1000 decisions by rules how many a person checks later</param>
/// <param name="CheckWithin">how long the check may take</param>
/// <param name="AppealWithin">how long the applicant may appeal</param>
public sealed record InstantRulesBody([property: Range(0, 1000)] int SamplePerMille, LimitBody CheckWithin, LimitBody AppealWithin);

/// <param name="Kind">what sort of material it is wherever it is asked for</param>
/// <param name="ValidMonths">from the day of conclusion; null for one that does not end</param>
public sealed record CertificateRuleBody([property: RegularExpression(Patterns.Code)] string Kind, [property: Range(1, 1200)] int? ValidMonths = null);
