using System.ComponentModel.DataAnnotations;
using Workflow.Contracts.Identity;

namespace Workflow.Contracts.Catalog;

/// <summary>What a joint item says of its clocks beyond the limits themselves. What is left out is as the law has it (行政许可法).</summary>
/// <param name="Basis">what limits longer than the law's rest on</param>
/// <param name="Extension">how long the case's clock may be extended, once; left out: 15 working days</param>
/// <param name="ReviewExtension">how long one department's review may be extended, once; left out: 10 working days</param>
/// <param name="Delivery">from the decision to its delivery; left out: 10 working days</param>
/// <param name="WithoutDelivery">no such clock runs</param>
/// <param name="SpecialProcedures">the kinds of special procedures (特别程序); left out: those that the law names</param>
/// <param name="Calendars">departments that work by a calendar of their own</param>
public sealed record LimitsBody(
    [property: StringLength(500)] string? Basis = null, ExtensionBody? Extension = null, ExtensionBody? ReviewExtension = null,
    LimitBody? Delivery = null, bool WithoutDelivery = false,
    [property: Length(0, 50)] IReadOnlyList<SpecialProcedureBody>? SpecialProcedures = null, [property: Length(0, 100)] IReadOnlyList<DepartmentCalendarBody>? Calendars = null);

/// <param name="Most">added at most</param>
/// <param name="Basis">the article that allows it</param>
public sealed record ExtensionBody(LimitBody Most, [property: StringLength(500, MinimumLength = 1)] string Basis);

/// <param name="Reason">what its time counts as: hearing, inspection, test, quarantine, appraisal, expertReview, auction or other</param>
/// <param name="Most">longest limit it may be given; null where no law says</param>
public sealed record SpecialProcedureBody(
    [property: RegularExpression(Patterns.Code)] string Code, Text Name, string Reason, LimitBody? Most, [property: StringLength(500, MinimumLength = 1)] string Basis);

/// <param name="Calendar">code of a calendar, mostly built over that of the joint item</param>
public sealed record DepartmentCalendarBody([property: RegularExpression(Patterns.Code)] string Department, [property: RegularExpression(Patterns.Code)] string Calendar);
