using System.Collections.Immutable;
using System.Globalization;

namespace Workflow.Feel.Dmn.Analysis;

/// <summary>The words of what an analysis found.</summary>
public static class AnalysisTexts
{
    public static string Zh(AnalysisNote note)
    {
        ArgumentNullException.ThrowIfNull(note);
        return Where(note, "，决策表 ") + "：" + note.Code switch
        {
            "rules-overlap" => $"规则 {Rules(note, "、")} 会同时命中{Example(note, "，例如 ", "，", "")}",
            "more-overlaps" => $"另有 {note.Arguments[0]} 对规则会同时命中",
            "no-rule-matches" => $"没有规则命中 {Box(note, "，", "：", "任何输入")}{Example(note, "，例如 ", "，", "")}",
            "more-gaps" => $"另有至少 {note.Arguments[0]} 处没有规则命中",
            "rule-never-matches" => $"规则 {note.Rules[0]} 的条件永远不成立",
            "rule-never-reached" => $"规则 {note.Rules[0]} 永远轮不到：总有规则 {Rules(note, "、", 1)} 先命中",
            "rule-reached-by-null" => $"规则 {note.Rules[0]} 只在某个输入为 null 时才轮得到：其他情况下总有规则 {Rules(note, "、", 1)} 先命中",
            "cells-unread" => $"规则 {Rules(note, "、")} 对输入“{note.Arguments[0]}”的条件需要计算才能知道，未作分析",
            "outputs-unread" => $"规则 {Rules(note, "、")} 的输出需要计算才能知道，未作比较",
            "allowed-values-unread" => $"输入“{note.Arguments[0]}”的允许取值未能完全识别，空缺的边界可能不准",
            "steps-used-up" => "决策表过大，分析已在步数限额处停止，可能还有未发现的重叠或空缺",
            _ => note.Code,
        };
    }

    public static string En(AnalysisNote note)
    {
        ArgumentNullException.ThrowIfNull(note);
        return Where(note, ", table ") + ": " + note.Code switch
        {
            "rules-overlap" => $"rules {Rules(note, " and ")} both match{Example(note, ", for example ", ", ", " whatever the input")}",
            "more-overlaps" => $"{note.Arguments[0]} more pairs of rules both match",
            "no-rule-matches" => $"no rule matches {Box(note, " and ", ": ", "any input", " in ")}{Example(note, ", for example ", ", ", "")}",
            "more-gaps" => $"at least {note.Arguments[0]} more gaps that no rule matches",
            "rule-never-matches" => $"the conditions of rule {note.Rules[0]} never hold",
            "rule-never-reached" => $"rule {note.Rules[0]} is never reached: {Going(note)} before it",
            "rule-reached-by-null" => $"rule {note.Rules[0]} is reached only when an input is null: otherwise {Going(note)} before it",
            "cells-unread" => $"what {(note.Rules.Length == 1 ? $"rule {note.Rules[0]} asks" : $"rules {Rules(note, ", ")} ask")} of '{note.Arguments[0]}' must be computed; it was left out of the analysis",
            "outputs-unread" => $"the outputs of rules {Rules(note, ", ")} must be computed; they were not compared",
            "allowed-values-unread" => $"what '{note.Arguments[0]}' may be could not be read whole; the limits of gaps may be wider than it",
            "steps-used-up" => "the table is so large that the analysis stopped at its limit of steps; there may be more overlaps and gaps",
            _ => note.Code,
        };
    }

    private static string Where(AnalysisNote note, string table) => note.Table == note.Element ? note.Element : note.Element + table + note.Table;

    private static string Going(AnalysisNote note) => note.Rules.Length == 2 ? $"rule {note.Rules[1]} always goes" : $"one of the rules {Rules(note, ", ", 1)} always goes";

    private static string Rules(AnalysisNote note, string between, int from = 0) => string.Join(between, note.Rules.Skip(from).Select(r => r.ToString(CultureInfo.InvariantCulture)));

    private static string Example(AnalysisNote note, string before, string between, string none) =>
        note.Example.IsEmpty ? none : before + string.Join(between, note.Example.Select(e => $"{e.Input} = {e.Feel}"));

    /// <summary>The sides that say something: "area in (10..20]".</summary>
    /// <param name="note">of a gap</param>
    /// <param name="between">two sides</param>
    /// <param name="colon">between an input and its tests</param>
    /// <param name="all">when no side says anything</param>
    /// <param name="within">instead of the colon, where it makes a condition of FEEL</param>
    private static string Box(AnalysisNote note, string between, string colon, string all, string? within = null)
    {
        var sides = Sides(note.Arguments).Where(s => s.Tests != "-").Select(s => within is null || s.Tests.StartsWith("not(", StringComparison.Ordinal) ? s.Input + colon + s.Tests
            : s.Input + within + (IsRange(s.Tests) ? s.Tests : $"({s.Tests})")).ToList();
        return sides.Count == 0 ? all : string.Join(between, sides);
    }

    private static bool IsRange(string tests) => tests[0] is '(' or '[' && !tests.Contains(',', StringComparison.Ordinal);

    private static IEnumerable<(string Input, string Tests)> Sides(ImmutableArray<string> arguments) =>
        Enumerable.Range(0, arguments.Length / 2).Select(i => (arguments[2 * i], arguments[2 * i + 1]));
}
