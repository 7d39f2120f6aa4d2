using Workflow.Contracts.Catalog;
using Workflow.Core.Catalog;
using Workflow.Core.Deadlines;
using Workflow.Server.Http;

namespace Workflow.Server.Catalog;

/// <summary>The rules of a joint item's clocks between the contract and the core.</summary>
internal static class LimitMapping
{
    public static LimitRules ToCore(LimitsBody? body, List<FieldError> errors)
    {
        if (body is null) return LimitRules.Usual;
        var usual = LimitRules.Usual;
        return new LimitRules
        {
            Basis = string.IsNullOrWhiteSpace(body.Basis) ? null : body.Basis,
            Extension = Extension(body.Extension, "$.limits.extension", errors) ?? usual.Extension,
            ReviewExtension = Extension(body.ReviewExtension, "$.limits.reviewExtension", errors) ?? usual.ReviewExtension,
            Delivery = body.WithoutDelivery ? null : body.Delivery is { } delivery ? JointItemMapping.Limit(delivery, "$.limits.delivery", errors) : usual.Delivery,
            SpecialProcedures = body.SpecialProcedures is null ? usual.SpecialProcedures
                : [.. body.SpecialProcedures.Select((rule, index) => Special(rule, $"$.limits.specialProcedures[{index}]", errors))],
            Calendars = [.. (body.Calendars ?? []).Select(c => new DepartmentCalendar(c.Department, c.Calendar))],
        };
    }

    /// <summary>Null where the rules are the usual ones, so that a joint item that says nothing of them is shown as it was written.</summary>
    public static LimitsBody? ToBody(LimitRules rules) =>
        ReferenceEquals(rules, LimitRules.Usual) || IsUsual(rules) ? null
        : new(rules.Basis, ToBody(rules.Extension), ToBody(rules.ReviewExtension), rules.Delivery is { } limit ? JointItemMapping.Limit(limit) : null, rules.Delivery is null,
            [.. rules.SpecialProcedures.Select(ToBody)], [.. rules.Calendars.Select(c => new DepartmentCalendarBody(c.Department, c.Calendar))]);

    public static ExtensionBody ToBody(ExtensionRule rule) => new(JointItemMapping.Limit(rule.Most), rule.Basis);

    public static SpecialProcedureBody ToBody(SpecialProcedureRule rule) =>
        new(rule.Code, rule.Name.ToText(), Words.Of(rule.Reason), rule.Most is { } most ? JointItemMapping.Limit(most) : null, rule.Basis);

    // Read from the catalogue, the usual rules are another object of the same content.
    private static bool IsUsual(LimitRules rules) => rules.Basis is null && rules.Calendars.IsEmpty && rules.Extension == LimitRules.Usual.Extension
        && rules.ReviewExtension == LimitRules.Usual.ReviewExtension && rules.Delivery == LimitRules.Usual.Delivery
        && rules.SpecialProcedures.SequenceEqual(LimitRules.Usual.SpecialProcedures);

    private static ExtensionRule? Extension(ExtensionBody? body, string path, List<FieldError> errors) =>
        body is null ? null : new(JointItemMapping.Limit(body.Most, path + ".most", errors), body.Basis);

    private static SpecialProcedureRule Special(SpecialProcedureBody body, string path, List<FieldError> errors)
    {
        var reason = Words.Parse<SuspensionReason>(body.Reason);
        if (reason is null or SuspensionReason.Supplement or SuspensionReason.ForceMajeure) errors.Add(Words.Unknown<SuspensionReason>(path + ".reason"));
        return new(body.Code, body.Name.ToCore(), reason ?? SuspensionReason.Other, body.Most is { } most ? JointItemMapping.Limit(most, path + ".most", errors) : null, body.Basis);
    }
}
