using System.Collections.Frozen;
using System.Globalization;

namespace Workflow.Feel.Dmn;

/// <summary>The words of findings, with element and place.</summary>
public static class DmnFindingTexts
{
    private static readonly FrozenDictionary<string, (string Zh, string En)> All = new Dictionary<string, (string, string)>(StringComparer.Ordinal)
    {
        ["aggregation-of-several"] = ("决策表有多个输出，不能用 {0} 聚合", "a decision table with several outputs cannot be aggregated by {0}"),
        ["aggregation-without-collect"] = ("聚合只对命中策略 COLLECT 有效，此处被忽略", "an aggregation has a meaning with the hit policy COLLECT only; it is ignored"),
        ["attribute-missing"] = ("元素 {0} 缺少属性 {1}", "the element {0} lacks the attribute {1}"),
        ["component-twice"] = ("类型 {1} 有两个名为“{0}”的成员", "the type {1} has two components called '{0}'"),
        ["dmn-version-unknown"] = ("不支持的 DMN 版本：{1}", "this version of DMN is not known: {1}"),
        ["element-missing"] = ("元素 {1} 中缺少 {0}", "there is no {0} in the element {1}"),
        ["element-twice"] = ("元素 {1} 中多出一个 {0}", "there is one {0} too many in the element {1}"),
        ["element-unknown"] = ("元素 {1} 中的 {0} 不属于 DMN，原样保留", "{0} in the element {1} is not DMN's; it is kept as it is"),
        ["entry-twice"] = ("上下文中有两个名为“{0}”的条目", "the context has two entries called '{0}'"),
        ["expression-invalid"] = ("表达式“{0}”有误（第 {4} 行第 {5} 列）：{3}", "the expression '{0}' is wrong at its line {4}, column {5}: {2}"),
        ["function-kind"] = ("{0} 函数不能在此运行，调用时得 null", "a function of the kind {0} cannot run here; calling it yields null"),
        ["id-duplicate"] = ("标识“{0}”重复", "the id '{0}' stands twice"),
        ["import-cycle"] = ("模型互相导入：{0}", "models import each other: {0}"),
        ["import-kind"] = ("导入“{0}”不是 DMN 模型（{1}），被忽略", "the import '{0}' is no DMN model ({1}); it is ignored"),
        ["import-missing"] = ("找不到导入“{0}”的模型：{1}", "the model of the import '{0}' is not known: {1}"),
        ["import-too-many"] = ("导入的模型超过 {0} 个", "more than {0} models are imported"),
        ["imported-values"] = ("不支持从其他文档导入的值", "values imported from another document are not supported"),
        ["language-unknown"] = ("不支持表达式语言 {0}，只支持 FEEL", "the expression language {0} is not supported, only FEEL is"),
        ["name-ambiguous"] = ("“{0}”需要两个都名为“{1}”的元素", "'{0}' requires two elements that are both called '{1}'"),
        ["name-twice"] = ("有两个元素名为“{0}”，按名称只能找到第一个", "two elements are called '{0}'; by its name the first is found"),
        ["not-dmn"] = ("这不是 DMN 文件：根元素是 {0}", "this is no DMN file: its root is {0}"),
        ["output-twice"] = ("两个输出列都名为“{0}”", "two outputs are called '{0}'"),
        ["output-without-name"] = ("决策表有多个输出时，每个输出都须有名称", "of several outputs each needs a name"),
        ["parameter-twice"] = ("两个参数都名为“{0}”", "two parameters are called '{0}'"),
        ["part-missing"] = ("{0} 缺少 {1}", "{0} lacks its {1}"),
        ["priority-without-values"] = ("按优先级取值，但输出“{0}”没有列出取值顺序", "the hit policy goes by priority, but the output '{0}' lists no values"),
        ["reference-kind"] = ("引用 {0} 指向的元素类型不符", "the reference {0} leads to an element of another kind"),
        ["reference-unknown"] = ("引用 {0} 指向的元素不存在", "the reference {0} leads nowhere"),
        ["relation-width"] = ("关系表应有 {0} 列，此行有 {1} 列", "the relation has {0} columns, this row has {1}"),
        ["requirement-cycle"] = ("决策互相依赖：{0}", "requirements lead in a circle: {0}"),
        ["requirement-empty"] = ("{0} 没有指明所需元素", "{0} does not say what is required"),
        ["result-not-last"] = ("上下文的结果条目必须在最后", "the entry that is the context's result must be the last"),
        ["rule-outputs"] = ("规则 {0} 应有 {1} 个输出，实际为 {2} 个", "rule {0} should have {1} outputs, it has {2}"),
        ["rule-width"] = ("规则 {0} 应有 {1} 个输入，实际为 {2} 个", "rule {0} should have {1} inputs, it has {2}"),
        ["service-without-output"] = ("决策服务“{0}”没有输出决策", "the decision service '{0}' has no output decision"),
        ["table-without-output"] = ("决策表没有输出", "the decision table has no output"),
        ["type-cycle"] = ("类型“{0}”由自身定义", "the type '{0}' is defined by itself"),
        ["type-too-deep"] = ("类型“{0}”的定义层层引用超过 {1} 层", "the type '{0}' is defined through more than {1} others"),
        ["type-twice"] = ("类型“{0}”定义了两次", "the type '{0}' is defined twice"),
        ["type-unknown"] = ("没有名为“{0}”的类型", "there is no type called '{0}'"),
        ["value-unknown"] = ("属性 {0} 的值“{1}”无效", "the attribute {0} cannot be '{1}'"),
        ["xml-dtd"] = ("不接受带文档类型声明（DTD）的 XML", "XML with a document type (DTD) is refused"),
        ["xml-malformed"] = ("XML 有误：{0}", "the XML is malformed: {0}"),
        ["xml-too-deep"] = ("XML 嵌套超过 {0} 层", "elements are nested more than {0} deep"),
        ["xml-too-large"] = ("文件过大（上限 {0}）", "the file is too large (at most {0})"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>All codes that have words here.</summary>
    public static IEnumerable<string> Codes => All.Keys;

    public static string Zh(DmnFinding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        var words = All.TryGetValue(finding.Code, out var texts) ? Filled(texts.Zh, finding) : finding.Code;
        var place = finding.Line > 0 ? $"（第 {finding.Line} 行第 {finding.Column} 列）" : "";
        return finding.Element is { } element ? $"元素 {element}：{words}{place}" : words + place;
    }

    public static string En(DmnFinding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        var words = All.TryGetValue(finding.Code, out var texts) ? Filled(texts.En, finding) : finding.Code;
        var place = finding.Line > 0 ? $" (line {finding.Line}, column {finding.Column})" : "";
        return finding.Element is { } element ? $"element {element}: {words}{place}" : words + place;
    }

    private static string Filled(string text, DmnFinding finding) =>
        string.Format(CultureInfo.InvariantCulture, text, [.. finding.Arguments, .. Enumerable.Repeat("", Math.Max(0, 6 - finding.Arguments.Length))]);
}
