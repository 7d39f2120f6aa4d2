using System.Text;
using Workflow.Feel.Dmn.Testing;

namespace Workflow.Feel.Dmn;

/// <summary>Why a decision came out as it did, in sentences, one a line: for a person who reads the file of a case.</summary>
public static class ExplanationTexts
{
    /// <summary>Characters of one value at most; the rest is cut.</summary>
    private const int LongestValue = 200;

    private const int MostLines = 500;

    public static string Zh(DecisionOutcome outcome) => Lines(outcome, isZh: true);

    public static string En(DecisionOutcome outcome) => Lines(outcome, isZh: false);

    private static string Lines(DecisionOutcome outcome, bool isZh)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        var lines = new List<string>();
        foreach (var decision in outcome.Traces)
        {
            foreach (var table in decision.Tables) Table(table, isZh, lines);
            lines.Add(isZh ? $"“{decision.Name}”的结果是 {Text(decision.Value)}。" : $"'{decision.Name}' is {Text(decision.Value)}.");
            if (lines.Count > MostLines) break;
        }
        foreach (var diagnostic in outcome.Diagnostics)
        {
            var within = diagnostic.Within is not { } name ? "" : isZh ? $"（“{name}”）" : $" in '{name}'";
            lines.Add(isZh ? $"求值中的问题{within}：{DiagnosticTexts.Zh(diagnostic)}。" : $"A problem on the way{within}: {DiagnosticTexts.En(diagnostic)}.");
        }
        // The decision that was asked has just said it.
        if (outcome.Traces is [.., var last] && last.Value.Equals(outcome.Value)) return string.Join('\n', lines);
        lines.Add(isZh ? $"结论：{Text(outcome.Value)}。" : $"The result: {Text(outcome.Value)}.");
        return string.Join('\n', lines);
    }

    private static void Table(TableTrace table, bool isZh, List<string> lines)
    {
        var given = Listed(table.Inputs, isZh);
        if (table.Matched.IsEmpty) lines.Add(isZh ? $"没有规则命中：{given}。" : $"No rule matched: {given}.");
        foreach (var rule in table.Matched)
        {
            var line = new StringBuilder(isZh ? $"规则 {rule.Number} 命中" : $"Rule {rule.Number} matched");
            if (given.Length > 0) line.Append(isZh ? $"：{given}" : $": {given}");
            if (!rule.Outputs.IsEmpty) line.Append(isZh ? $"，结论 {Listed(rule.Outputs, isZh)}" : $"; it concludes {Listed(rule.Outputs, isZh)}");
            line.Append(isZh ? '。' : '.');
            if (!rule.Annotations.IsEmpty) line.Append(isZh ? $"（{string.Join('；', rule.Annotations)}）" : $" ({string.Join("; ", rule.Annotations)})");
            lines.Add(line.ToString());
        }
    }

    private static string Listed(IEnumerable<(string Name, Value Value)> values, bool isZh) =>
        string.Join(isZh ? "，" : ", ", values.Select(v => $"{v.Name} = {Text(v.Value)}"));

    private static string Text(Value value)
    {
        var text = FeelText.Of(value);
        return text.Length <= LongestValue ? text : text[..LongestValue] + "…";
    }
}
