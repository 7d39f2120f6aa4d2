using System.ComponentModel.DataAnnotations;
using Workflow.Contracts.Identity;

namespace Workflow.Contracts.Catalog;

/// <summary>A joint item (一件事), whole: PUT /api/joint-items/{code} publishes its next version.</summary>
/// <param name="Code">as in the address</param>
/// <param name="Region">division code of the authority that publishes it; it applies there and below</param>
/// <param name="Definition">key of the BPMN definition that reviews it</param>
/// <param name="Calendar">code of the working-day calendar that its clocks count in</param>
/// <param name="Papers">documents issued to the applicants; null when none are</param>
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
    CardRulesBody Cards, PapersBody? Papers = null);

/// <param name="Unit">"workingDays" or "workingHours"</param>
public sealed record LimitBody([property: Range(1, 1000)] int Amount, string Unit);

/// <summary>A service item (事项): what one department decides on.</summary>
/// <param name="Code">letters, digits, underscore: conditions name it as applies.code</param>
/// <param name="ItemCode">the item's code of the national list (GB/T 39554)</param>
/// <param name="AppliesWhen">FEEL over <c>application</c>; null means always</param>
public sealed record ServiceItemBody(
    [property: RegularExpression("^[a-z][a-z0-9_]{0,59}$")] string Code, Text Name, [property: StringLength(60)] string? ItemCode,
    [property: RegularExpression(Patterns.Code)] string Department, [property: StringLength(1000)] string? AppliesWhen,
    LimitBody Promised, LimitBody Statutory, [property: StringLength(500)] string? Basis);

/// <summary>A material (材料) on the joint list; asked for once, whoever needs it.</summary>
/// <param name="Main">main materials must be there; minor ones may follow (容缺受理)</param>
public sealed record MaterialBody(
    [property: RegularExpression(Patterns.Code)] string Code, Text Name, IReadOnlyList<string> NeededBy, bool Required, bool Main, Text? Hint = null);

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
