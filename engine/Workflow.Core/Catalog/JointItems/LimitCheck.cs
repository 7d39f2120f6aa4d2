using Workflow.Core.Deadlines;

namespace Workflow.Core.Catalog.JointItems;

/// <summary>Limits against the law's own: a longer one needs a basis, for other laws may allow it.</summary>
internal static class LimitCheck
{
    public static IEnumerable<JointItemFault> Faults(JointItem item)
    {
        var rules = item.Limits;
        if (Exceeds(item.Statutory, LegalLimits.Joint.Limit) && Blank(rules.Basis)) yield return Beyond("$.statutory.amount", item.Statutory);
        for (var i = 0; i < item.Items.Length; i++)
            if (Exceeds(item.Items[i].Statutory, LegalLimits.Single.Limit) && Blank(item.Items[i].Basis) && Blank(rules.Basis)) yield return Beyond($"$.items[{i}].statutory.amount", item.Items[i].Statutory);
        if (Exceeds(rules.Delivery, LegalLimits.Delivery.Limit) && Blank(rules.Basis)) yield return Beyond("$.limits.delivery.amount", rules.Delivery!);
        if (Exceeds(rules.Extension.Most, LegalLimits.Joint.Extension!) && Blank(rules.Basis)) yield return Beyond("$.limits.extension.most.amount", rules.Extension.Most);
        if (Exceeds(rules.ReviewExtension.Most, LegalLimits.Single.Extension!) && Blank(rules.Basis)) yield return Beyond("$.limits.reviewExtension.most.amount", rules.ReviewExtension.Most);
        if (Blank(rules.Extension.Basis)) yield return new("$.limits.extension.basis", "limit-basis-missing", "");
        if (Blank(rules.ReviewExtension.Basis)) yield return new("$.limits.reviewExtension.basis", "limit-basis-missing", "");

        foreach (var (index, rule) in rules.SpecialProcedures.Index())
        {
            if (Blank(rule.Basis)) yield return new($"$.limits.specialProcedures[{index}].basis", "limit-basis-missing", rule.Code);
            if (rules.SpecialProcedures.Take(index).Any(other => other.Code == rule.Code)) yield return new($"$.limits.specialProcedures[{index}].code", "code-twice", rule.Code);
        }
        foreach (var (index, own) in rules.Calendars.Index())
            if (rules.Calendars.Take(index).Any(other => other.Department == own.Department)) yield return new($"$.limits.calendars[{index}].department", "code-twice", own.Department);
    }

    // Limits in hours cannot be held against one in days without a calendar.
    private static bool Exceeds(TimeLimit? limit, TimeLimit law) => limit?.HalfDays > law.HalfDays;

    private static bool Blank(string? text) => string.IsNullOrWhiteSpace(text);

    private static JointItemFault Beyond(string path, TimeLimit limit) => new(path, "limit-beyond-law", limit.ToString());
}
