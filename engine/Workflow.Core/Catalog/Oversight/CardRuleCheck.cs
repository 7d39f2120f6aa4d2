using Workflow.Core.Deadlines;

namespace Workflow.Core.Catalog.Oversight;

/// <summary>One thing wrong in a set of rules.</summary>
/// <param name="Path">as in "$.rules[2].after"</param>
/// <param name="Code">stable, kebab-case</param>
/// <param name="Value">what was found there</param>
public sealed record CardRuleFault(string Path, string Code, string Value);

/// <summary>What a set of rules must hold beyond the types of its members.</summary>
public static class CardRuleCheck
{
    public const int RulesMax = 500;
    private const int AmountMax = 1000;

    public static IReadOnlyList<CardRuleFault> Faults(CardRuleSet set)
    {
        List<CardRuleFault> faults = [];
        if (set.Rules.Length > RulesMax) faults.Add(new("$.rules", "too-many-rules", $"{set.Rules.Length}"));
        HashSet<(CardRuleKind, string?, string?, string?)> seen = [];
        foreach (var (index, rule) in set.Rules.Index())
        {
            var path = $"$.rules[{index}]";
            if (rule.Card == Card.None) faults.Add(new(path + ".card", "rule-card-none", ""));
            if (CardRuleKinds.Waits(rule.Kind) && rule.On && rule.After is null) faults.Add(new(path + ".after", "rule-wait-missing", rule.Kind.ToString()));
            if (!CardRuleKinds.Waits(rule.Kind) && rule.After is not null) faults.Add(new(path + ".after", "rule-wait-unexpected", rule.Kind.ToString()));
            if (rule.After is { Amount: < 1 or > AmountMax }) faults.Add(new(path + ".after.amount", "rule-wait-range", $"{rule.After.Amount}"));
            if (rule.Clock is { } clock && (!CardRuleKinds.IsAboutClocks(rule.Kind) || !ClockSorts.All.Contains(clock))) faults.Add(new(path + ".clock", "rule-clock-unknown", clock));
            if (!seen.Add((rule.Kind, rule.Clock, rule.JointItem, rule.ServiceItem))) faults.Add(new(path, "rule-twice", rule.Kind.ToString()));
        }
        HashSet<(string, string?)> targets = [];
        foreach (var (index, target) in set.Targets.Index())
        {
            var path = $"$.targets[{index}]";
            if (Indicators.Find(target.Indicator) is not { } indicator) faults.Add(new(path + ".indicator", "indicator-unknown", target.Indicator));
            else if (indicator.HigherIsBetter ? target.Green < target.Yellow : target.Green > target.Yellow) faults.Add(new(path + ".yellow", "target-order", target.Indicator));
            if (!targets.Add((target.Indicator, target.JointItem))) faults.Add(new(path, "target-twice", target.Indicator));
        }
        return faults;
    }
}
