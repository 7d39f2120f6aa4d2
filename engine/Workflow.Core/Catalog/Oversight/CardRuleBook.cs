using System.Collections.Immutable;
using Workflow.Core.Deadlines;

namespace Workflow.Core.Catalog.Oversight;

/// <summary>
/// The rules that reach a region: its own before those of the regions above it, then the product's. Within one region the
/// narrowest rule wins: a service item's before a joint item's before a sort of clock's before the rest.
/// </summary>
/// <param name="Nearest">the region's own rules first, the whole country's last</param>
public sealed record CardRuleBook(ImmutableArray<CardRulesState> Nearest)
{
    public static readonly CardRuleBook Usual = new([]);

    /// <summary>The division codes whose rules reach a region, nearest first.</summary>
    public static ImmutableArray<string> ChainOf(string region) =>
        [.. new[] { region, region[..4] + "00", region[..2] + "0000", "000000" }.Distinct(StringComparer.Ordinal)];

    /// <summary>This book with other content in place of the latest version of the nearest region: what a change would do.</summary>
    public CardRuleBook With(string region, int depth, CardRuleSet content, DateTimeOffset? appliesFrom, DateTimeOffset at)
    {
        var padded = Nearest;
        while (padded.Length <= depth) padded = padded.Add(CardRulesState.Empty);
        var next = new CardRulesPublished(region, padded[depth].Versions.Length + 1, content, appliesFrom, "", at);
        return new(padded.SetItem(depth, (CardRulesState)padded[depth].Evolve(next)));
    }

    /// <summary>The rule for something that began then; null when no card is shown for it.</summary>
    public CardRule? RuleFor(CardRuleKind kind, DateTimeOffset began, string jointItem, string? serviceItem, string? clock = null)
    {
        foreach (var state in Nearest)
            if (state.At(began) is { } version && Narrowest(version.Content, kind, jointItem, serviceItem, clock) is { } rule) return rule.On ? rule : null;
        return Narrowest(CardRuleSet.Usual, kind, jointItem, serviceItem, clock) is { On: true } usual ? usual : null;
    }

    public IndicatorTarget? TargetFor(string indicator, string? jointItem)
    {
        foreach (var state in Nearest)
        {
            if (state.Latest is not { } latest) continue;
            if (latest.Content.Targets.Where(t => t.Indicator == indicator && (t.JointItem is null || t.JointItem == jointItem)).MaxBy(t => t.JointItem is null ? 0 : 1) is { } target)
                return target;
        }
        return null;
    }

    private static CardRule? Narrowest(CardRuleSet set, CardRuleKind kind, string jointItem, string? serviceItem, string? clock) => set.Rules
        .Where(r => r.Kind == kind && (r.JointItem is null || r.JointItem == jointItem) && (r.ServiceItem is null || r.ServiceItem == serviceItem)
            && (r.Clock is null || (clock is not null && r.Clock == ClockSorts.Of(clock))))
        .MaxBy(r => (r.ServiceItem is null ? 0 : 4) + (r.JointItem is null ? 0 : 2) + (r.Clock is null ? 0 : 1));
}
