using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Workflow.Feel.Dmn.Analysis;

/// <summary>Work that is counted, so that it ends.</summary>
internal sealed class Steps(long most)
{
    private long left = most;

    public bool AreUsedUp => left <= 0;

    /// <summary>False when they are used up; from then on always.</summary>
    public bool Take(long count = 1) => (left -= count) > 0;
}

/// <summary>
/// The part of the inputs that no rule takes, as a decision diagram: one level an axis, equal parts shared. Small for the tables that
/// people draw; the steps bound it for the others.
/// </summary>
internal sealed class Region
{
    /// <summary>No input at all: rules take everything.</summary>
    public static readonly Region Nothing = new(-1, []);

    /// <summary>All inputs of the axes that are left.</summary>
    public static readonly Region Everything = new(-1, []);

    private Region(int axis, ImmutableArray<Region> parts) => (Axis, Parts) = (axis, parts);

    public int Axis { get; }

    /// <summary>One for each class of the axis.</summary>
    public ImmutableArray<Region> Parts { get; }

    /// <param name="takes">by axis, by class: the rules that take it</param>
    /// <param name="rules">those that take part</param>
    /// <param name="steps">when they are used up, what was not looked at counts as taken</param>
    public static Region Uncovered(ImmutableArray<ImmutableArray<Bits>> takes, Bits rules, Steps steps) => new Builder(takes, rules, steps).Build(0, rules);

    private sealed class Builder(ImmutableArray<ImmutableArray<Bits>> takes, Bits rules, Steps steps)
    {
        private readonly Dictionary<(int Axis, Bits Alive), Region> known = [];
        private readonly HashSet<Region> shared = new(ByParts.Instance);
        private readonly ImmutableArray<Bits> takeAllBehind = TakeAllBehind(takes, rules);

        public Region Build(int axis, Bits alive)
        {
            if (alive.IsEmpty) return Everything;
            // A rule that takes whatever the axes behind may be.
            if (alive.Meets(takeAllBehind[axis]) || !steps.Take(1)) return Nothing;
            if (known.TryGetValue((axis, alive), out var region)) return region;
            var parts = new Region[takes[axis].Length];
            for (var i = 0; i < parts.Length; i++)
            {
                parts[i] = steps.Take() ? Build(axis + 1, alive.And(takes[axis][i])) : Nothing;
            }
            region = Array.TrueForAll(parts, p => ReferenceEquals(p, parts[0])) ? parts[0] : Share(new(axis, [.. parts]));
            return known[(axis, alive)] = region;
        }

        private Region Share(Region region)
        {
            if (shared.TryGetValue(region, out var same)) return same;
            shared.Add(region);
            return region;
        }

        /// <summary>By axis: the rules that take all its classes and all of those behind it.</summary>
        private static ImmutableArray<Bits> TakeAllBehind(ImmutableArray<ImmutableArray<Bits>> takes, Bits rules)
        {
            var behind = new Bits[takes.Length + 1];
            behind[takes.Length] = rules;
            for (var axis = takes.Length - 1; axis >= 0; axis--) behind[axis] = takes[axis].Aggregate(behind[axis + 1], (all, c) => all.And(c));
            return [.. behind];
        }
    }

    private sealed class ByParts : IEqualityComparer<Region>
    {
        public static readonly ByParts Instance = new();

        public bool Equals(Region? x, Region? y)
        {
            if (x is null || y is null || x.Axis != y.Axis) return x is null && y is null;
            for (var i = 0; i < x.Parts.Length; i++)
            {
                if (!ReferenceEquals(x.Parts[i], y.Parts[i])) return false;
            }
            return true;
        }

        public int GetHashCode(Region region)
        {
            var hash = default(HashCode);
            hash.Add(region.Axis);
            foreach (var part in region.Parts) hash.Add(RuntimeHelpers.GetHashCode(part));
            return hash.ToHashCode();
        }
    }
}
