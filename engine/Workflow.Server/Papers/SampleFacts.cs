using System.Collections.Immutable;
using Workflow.Core.Cases.Papers;

namespace Workflow.Server.Papers;

/// <summary>Made-up values with which a template is previewed.</summary>
internal static class SampleFacts
{
    private static readonly Dictionary<string, PaperValue> Known = new(StringComparer.Ordinal)
    {
        ["applicant"] = PaperValue.Of("张三"),
        ["caseNumber"] = PaperValue.Of("510104-260302-7K3M9QZT"),
        ["jointItem"] = PaperValue.Of("开办餐饮店一件事"),
        ["items"] = PaperValue.Of(["食品经营许可(市场监管局)", "消防安全检查(消防救援大队)"]),
        ["region"] = PaperValue.Of("锦江区"),
        ["department"] = PaperValue.Of("行政审批局"),
        ["missing"] = PaperValue.Of(["租赁合同:缺少签字页", "平面图:未标注疏散通道"]),
        ["materials"] = PaperValue.Of(["租赁合同"]),
        ["conditions"] = PaperValue.Of(["开业前完成油烟净化设施验收"]),
        ["results"] = PaperValue.Of(["食品经营许可证(JY25101040000001)"]),
        ["filedOn"] = PaperValue.Of("2026年3月2日"),
        ["acceptedOn"] = PaperValue.Of("2026年3月3日"),
        ["dueOn"] = PaperValue.Of("2026年3月20日"),
        ["oldDueOn"] = PaperValue.Of("2026年3月20日"),
        ["newDueOn"] = PaperValue.Of("2026年4月3日"),
        ["deliveredOn"] = PaperValue.Of("2026年3月23日"),
        ["obligationDueOn"] = PaperValue.Of("2026年4月10日"),
        ["date"] = PaperValue.Of("2026年3月3日"),
        ["statutoryLimit"] = PaperValue.Of("45个工作日"),
        ["promisedLimit"] = PaperValue.Of("13个工作日"),
    };

    public static ImmutableSortedDictionary<string, PaperValue> Of(PaperKind kind)
    {
        var facts = ImmutableSortedDictionary.CreateBuilder<string, PaperValue>(StringComparer.Ordinal);
        foreach (var name in PaperKinds.Common.Concat(kind.Own)) facts[name] = Known.GetValueOrDefault(name) ?? PaperValue.Of($"〔{name}〕");
        facts["number"] = PaperValue.Of(PaperNumber.Of("锦江区", kind.Code, "510104-260302-7K3M9QZT", 1, 2026));
        return facts.ToImmutable();
    }
}
