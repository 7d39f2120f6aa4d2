using System.Collections.Immutable;

namespace Workflow.Feel.Dmn.Analysis;

/// <summary>Rules before which others always go, and rules that never match.</summary>
internal sealed class MaskSearch(ImmutableArray<Axis> axes, Steps steps)
{
    // Of more, all that play a part are told, needed or not.
    private const int MostToTryWithout = 16;

    /// <summary>True when no input passes all its conditions.</summary>
    public bool NeverMatches(int rule) => axes.Any(a => !a.Possible.Meets(a.Maybe[rule]));

    /// <param name="rule">the rule looked at, from 0</param>
    /// <param name="before">those that go before it when both match, from 0</param>
    /// <returns>null when it is reached, or the steps did not suffice</returns>
    public MaskedRule? Mask(int rule, IEnumerable<int> before)
    {
        var possible = Box(rule, a => a.Possible);
        var meeting = before.Where(b => steps.Take(axes.Length) && Meets(b, possible)).ToList();
        if (meeting.Count == 0) return null;
        if (By(possible, meeting) is { } by) return new(rule + 1, by, false);
        var withoutNull = Box(rule, a => Bits.Of(a.Atoms.Length, i => i != a.Null && a.Possible[i]));
        // A rule about null is there for null.
        if (withoutNull.Any(side => side.IsEmpty)) return null;
        return By(withoutNull, [.. meeting.Where(b => Meets(b, withoutNull))]) is { } others ? new(rule + 1, others, true) : null;
    }

    private Bits[] Box(int rule, Func<Axis, Bits> space) => [.. axes.Select(a => space(a).And(a.Maybe[rule]))];

    private bool Meets(int rule, Bits[] box)
    {
        for (var axis = 0; axis < box.Length; axis++)
        {
            if (!axes[axis].Sure[rule].Meets(box[axis])) return false;
        }
        return true;
    }

    /// <summary>The rules that together take the whole box, as few as is easily found; null when they do not.</summary>
    private ImmutableArray<int>? By(Bits[] box, List<int> rules)
    {
        if (rules.Count == 0) return null;
        foreach (var rule in rules)
        {
            if (Covers(rule, box)) return [rule + 1];
        }
        if (!Cover(rules, box)) return null;
        if (rules.Count <= MostToTryWithout)
        {
            // The last ones first: the earlier a rule, the better known.
            for (var i = rules.Count - 1; i >= 0; i--)
            {
                List<int> without = [.. rules.Where((_, at) => at != i)];
                if (Cover(without, box)) rules = without;
            }
        }
        return [.. rules.Select(r => r + 1)];
    }

    private bool Covers(int rule, Bits[] box)
    {
        for (var axis = 0; axis < box.Length; axis++)
        {
            if (!box[axis].IsWithin(axes[axis].Sure[rule])) return false;
        }
        return true;
    }

    private bool Cover(List<int> rules, Bits[] box)
    {
        ImmutableArray<ImmutableArray<Bits>> takes = [.. axes.Select((axis, i) => Classes.Of(box[i], [.. rules.Select(r => axis.Sure[r])], steps).Rules)];
        var left = Region.Uncovered(takes, Bits.Of(rules.Count, _ => true), steps);
        return !steps.AreUsedUp && ReferenceEquals(left, Region.Nothing);
    }
}
