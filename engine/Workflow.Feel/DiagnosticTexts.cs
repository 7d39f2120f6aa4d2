using System.Collections.Frozen;

namespace Workflow.Feel;

/// <summary>What went wrong in an evaluation, in words; <c>{0}</c> and on are the diagnostic's arguments.</summary>
public static class DiagnosticTexts
{
    private static readonly FrozenDictionary<string, (string Zh, string En)> All = new Dictionary<string, (string, string)>(StringComparer.Ordinal)
    {
        ["argument-count"] = ("应有 {0} 个参数，实际为 {1} 个", "{0} arguments are expected, {1} were given"),
        ["argument-null"] = ("函数 {0} 的参数不能为 null", "'{0}' takes no null"),
        ["argument-type"] = ("参数 {0} 应为 {1}，实际为 {2}", "the argument {0} should be {1}, not {2}"),
        ["arguments-do-not-fit"] = ("函数 {0} 不接受这些参数：{1}", "'{0}' does not take these arguments: {1}"),
        ["budget-cells"] = ("求值产生的数据超过上限", "the evaluation made more data than it may"),
        ["budget-depth"] = ("求值嵌套调用过深", "the evaluation called itself too deeply"),
        ["budget-steps"] = ("求值步数超过上限", "the evaluation took more steps than it may"),
        ["calendar-not-published"] = ("日历 {0} 尚未公布 {1} 的工作日安排", "the calendar {0} does not yet say whether {1} is a working day"),
        ["calendar-unknown"] = ("没有名为 {0} 的日历", "there is no calendar {0}"),
        ["context-key-twice"] = ("上下文中有重复的名称", "a name stands twice in the context"),
        ["division-by-zero"] = ("除数为零", "division by zero"),
        ["entry-incomplete"] = ("每一项都要有文本 key 和 value", "every entry needs a key, which is a string, and a value"),
        ["expression-invalid"] = ("表达式有误：{0}", "the expression is wrong: {0}"),
        ["function-kind"] = ("{0} 函数不能在此运行", "a function of the kind {0} cannot run here"),
        ["input-not-allowed"] = ("输入 {0} = {1} 不在允许的取值之内", "the input {0} = {1} is none of the values allowed"),
        ["input-type"] = ("输入数据 {0} 应为 {1}，实际为 {2}", "the input data {0} should be {1}, not {2}"),
        ["item-not-a-number"] = ("{0} 的列表中有不是数字的项", "an item of the list of '{0}' is no number"),
        ["key-twice"] = ("名称 {0} 出现了两次", "the key {0} stands twice"),
        ["length-outside"] = ("长度应在 1 至 {1} 之间，实际为 {0}", "the length should be 1 to {1}, not {0}"),
        ["list-too-short"] = ("{0} 至少需要 {1} 项", "'{0}' needs {1} items or more"),
        ["no-arithmetic"] = ("{1} 与 {2} 之间不能做 {0} 运算", "{0} is not defined for {1} and {2}"),
        ["no-clock"] = ("调用方未提供当前时间，{0} 没有值", "{0} has no value: the caller passed no time"),
        ["no-keys"] = ("没有给出名称", "there are no keys"),
        ["no-negation"] = ("{0} 不能取负", "{0} cannot be negated"),
        ["no-number"] = ("结果不是可表示的数字", "the result is no number that can be represented"),
        ["no-such-member"] = ("没有名为 {0} 的成员", "there is no member {0}"),
        ["no-such-parameter"] = ("缺少参数 {0}", "the parameter {0} is missing"),
        ["no-such-position"] = ("列表中没有第 {0} 项", "the list has no position {0}"),
        ["not-a-context"] = ("{0} 的值不是上下文", "the value of {0} is no context"),
        ["not-a-date"] = ("“{0}”不是日期", "'{0}' is no date"),
        ["not-a-date-and-time"] = ("“{0}”不是日期时间", "'{0}' is no date and time"),
        ["not-a-duration"] = ("“{0}”不是时长", "'{0}' is no duration"),
        ["not-a-filter"] = ("筛选条件应为布尔值或序号，实际为 {0}", "a filter is a boolean or a position, not {0}"),
        ["not-a-function"] = ("被调用的不是函数", "what is called is no function"),
        ["not-a-list"] = ("应为列表，实际为 {0}", "a list is expected, not {0}"),
        ["not-a-number"] = ("“{0}”不是数字", "'{0}' is no number"),
        ["not-a-range"] = ("“{0}”不是区间", "'{0}' is no range"),
        ["not-a-separator"] = ("“{0}”不能作为分隔符", "'{0}' cannot be a separator"),
        ["not-a-time"] = ("“{0}”不是时间", "'{0}' is no time"),
        ["not-a-whole-number"] = ("{0} 应为整数，实际为 {1}", "{0} should be a whole number, not {1}"),
        ["not-a-zone"] = ("没有名为 {0} 的时区", "there is no zone {0}"),
        ["not-an-offset"] = ("{0} 不是有效的时差", "{0} is no offset"),
        ["not-boolean"] = ("应为布尔值，实际为 {0}", "a boolean is expected, not {0}"),
        ["not-comparable"] = ("{0} 与 {1} 不能比较", "{0} and {1} cannot be compared"),
        ["not-temporal"] = ("“{0}”不是日期、时间或时长", "'{0}' is no date, time or duration"),
        ["null-argument"] = ("{0} 的参数不能为 null", "'{0}' takes no null"),
        ["out-of-range"] = ("{0} 的结果超出范围", "the result of '{0}' is out of range"),
        ["output-not-listed"] = ("规则 {1} 的输出 {0} 不在列出的取值之内", "the output {0} of rule {1} is none of the values listed"),
        ["pattern-flags"] = ("“{0}”中有 s、m、i、x、q 之外的标志", "'{0}' holds flags other than s, m, i, x and q"),
        ["pattern-invalid"] = ("正则表达式 {0} 在第 {1} 个字符处有误", "the pattern {0} is not valid at character {1}"),
        ["pattern-matches-nothing"] = ("正则表达式不得匹配空文本", "the pattern must not match an empty text"),
        ["pattern-too-large"] = ("正则表达式 {0} 展开后过大或嵌套过深", "the pattern {0} is too large when written out, or nested too deeply"),
        ["position-outside"] = ("没有第 {0} 个位置，共有 {1} 个", "there is no position {0} among {1}"),
        ["range-ends"] = ("区间的两端 {0} 与 {1} 不能比较", "the ends {0} and {1} make no range"),
        ["replacement-invalid"] = ("替换文本无效：{0}", "the replacement is not valid: {0}"),
        ["result-type"] = ("{0} 应为 {1}，实际为 {2}", "{0} should be {1}, not {2}"),
        ["rules-differ"] = ("决策表 {0} 命中的规则 {1} 结论不同", "the rules {1} of the table {0} all match, with different outputs"),
        ["rules-overlap"] = ("决策表 {0} 只应命中一条规则，实际命中 {1}", "of the table {0} one rule may match at most; the rules {1} do"),
        ["scale-out-of-range"] = ("小数位数应在 -6111 至 6176 之间", "the scale is not between -6111 and 6176"),
        ["unknown-decision"] = ("没有名为 {0} 的决策", "there is no decision {0}"),
        ["unknown-function"] = ("没有名为 {0} 的决策服务或业务知识模型", "there is no decision service or business knowledge model {0}"),
        ["unknown-name"] = ("没有名为 {0} 的变量", "there is no variable {0}"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static string Zh(Diagnostic diagnostic) => Filled(All.TryGetValue(diagnostic.Code, out var words) ? words.Zh : diagnostic.Code, diagnostic);

    public static string En(Diagnostic diagnostic) => Filled(All.TryGetValue(diagnostic.Code, out var words) ? words.En : diagnostic.Code, diagnostic);

    internal static bool Has(string code) => All.ContainsKey(code);

    private static string Filled(string text, Diagnostic diagnostic)
    {
        for (var i = 0; i < diagnostic.Arguments.Length; i++) text = text.Replace($"{{{i}}}", diagnostic.Arguments[i], StringComparison.Ordinal);
        return text;
    }
}
