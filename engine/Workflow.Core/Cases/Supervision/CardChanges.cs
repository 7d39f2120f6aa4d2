using System.Collections.Immutable;
using Workflow.Core.Catalog.Oversight;

namespace Workflow.Core.Cases.Supervision;

/// <summary>What a change of rules does to one card. Exactly one of the two is null when it appears or disappears.</summary>
public sealed record CardChange(DerivedCard? Old, DerivedCard? New)
{
    public string Department => (New ?? Old)!.Department;
}

/// <summary>What another set of rules would have done to a case so far.</summary>
public static class CardChanges
{
    /// <summary>
    /// Cards that appear, disappear, or change their instant or colour. Cards of one kind for one subject are held against
    /// each other in their order.
    /// </summary>
    public static ImmutableArray<CardChange> Between(IEnumerable<DerivedCard> before, IEnumerable<DerivedCard> after)
    {
        var (was, now) = (Lines(before), Lines(after));
        var changes = ImmutableArray.CreateBuilder<CardChange>();
        foreach (var key in was.Keys.Union(now.Keys).OrderBy(k => k.Rule).ThenBy(k => k.Subject, StringComparer.Ordinal))
        {
            var (old, made) = (was.GetValueOrDefault(key, []), now.GetValueOrDefault(key, []));
            // What stays is taken out first, so that one card less does not look like many that moved.
            var same = old.Intersect(made).ToHashSet();
            var (gone, come) = (old.Where(c => !same.Contains(c)).ToList(), made.Where(c => !same.Contains(c)).ToList());
            for (var i = 0; i < Math.Max(gone.Count, come.Count); i++)
                changes.Add(new(i < gone.Count ? gone[i] : null, i < come.Count ? come[i] : null));
        }
        return changes.ToImmutable();
    }

    private static Dictionary<(CardRuleKind Rule, string Subject), List<DerivedCard>> Lines(IEnumerable<DerivedCard> cards) =>
        cards.GroupBy(c => (c.Rule, c.Subject)).ToDictionary(g => g.Key, g => g.OrderBy(c => c.At).ToList());
}
