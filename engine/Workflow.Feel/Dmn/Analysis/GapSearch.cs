using System.Collections.Immutable;

namespace Workflow.Feel.Dmn.Analysis;

/// <summary>The inputs that no rule takes, as few boxes, each as large as can be.</summary>
internal sealed class GapSearch
{
    // Small boxes are found beside large ones; the largest are told.
    public const int KeptForOneTold = 10;

    private readonly ImmutableArray<Classes> classes;
    private readonly int rules;
    private readonly Steps steps;
    private readonly int most;
    private readonly List<Bits[]> found = [];

    private GapSearch(ImmutableArray<Axis> axes, int rules, int told, Steps steps)
    {
        (this.rules, this.steps) = (rules, steps);
        most = (int)Math.Min(int.MaxValue, (long)told * KeptForOneTold);
        classes = [.. axes.Select(a => Classes.Of(a.Inside, a.Maybe, steps))];
    }

    /// <param name="axes">of the table</param>
    /// <param name="rules">how many it has</param>
    /// <param name="told">how many gaps are wanted</param>
    /// <param name="most">steps; when they are used up, those found until then are the answer</param>
    /// <returns>by gap, by axis: its atoms; ten times as many as wanted at most; and whether the steps sufficed</returns>
    public static (ImmutableArray<ImmutableArray<Bits>> Boxes, bool StepsSufficed) Find(ImmutableArray<Axis> axes, int rules, int told, long most)
    {
        if (axes.Any(a => a.Inside.IsEmpty)) return ([], true);
        // So that what was found is told too, when not all of it could be looked at.
        var (toBuild, toTell) = (new Steps(most / 2), new Steps(most / 2));
        // Where most rules choose, few are left behind: the diagram stays small.
        ImmutableArray<Axis> ordered = [.. axes.OrderBy(a => a.Maybe.Count(m => a.Inside.IsWithin(m)))];
        var search = new GapSearch(ordered, rules, told, toTell);
        var everyRule = Bits.Of(rules, _ => true);
        search.Walk(Region.Uncovered([.. search.classes.Select(c => c.Rules)], everyRule, toBuild), [.. search.classes.Select(c => c.All)]);
        var places = axes.Select(a => ordered.IndexOf(a)).ToList();
        var boxes = search.found.OrderBy(search.Conditions).Select(box => ImmutableArray.CreateRange(places.Select(p => search.classes[p].Atoms(box[p]))));
        return ([.. boxes], !toBuild.AreUsedUp && !toTell.AreUsedUp);
    }

    private int Conditions(Bits[] box) => box.Zip(classes).Count(side => !side.Second.All.IsWithin(side.First));

    private void Walk(Region region, Bits[] box)
    {
        if (ReferenceEquals(region, Region.Nothing) || found.Count >= most || !steps.Take()) return;
        if (ReferenceEquals(region, Region.Everything))
        {
            if (found.Exists(known => Holds(known, box))) return;
            found.Add(Grown(box));
            return;
        }
        foreach (var part in region.Parts.Distinct())
        {
            steps.Take(region.Parts.Length);
            var inside = (Bits[])box.Clone();
            inside[region.Axis] = Bits.Of(region.Parts.Length, i => ReferenceEquals(region.Parts[i], part));
            Walk(part, inside);
        }
    }

    private static bool Holds(Bits[] outer, Bits[] inner)
    {
        for (var axis = 0; axis < outer.Length; axis++)
        {
            if (!inner[axis].IsWithin(outer[axis])) return false;
        }
        return true;
    }

    /// <summary>As far along each axis as no rule is met.</summary>
    private Bits[] Grown(Bits[] box)
    {
        var grown = (Bits[])box.Clone();
        for (var axis = 0; axis < grown.Length; axis++)
        {
            var free = classes[axis].All;
            for (var rule = 0; rule < rules && steps.Take(); rule++)
            {
                if (MeetsElsewhere(grown, rule, axis)) free = free.Except(classes[axis].OfRule[rule]);
            }
            // Unfinished, it may hold what a rule takes.
            if (!steps.AreUsedUp) grown[axis] = free;
        }
        return grown;
    }

    private bool MeetsElsewhere(Bits[] box, int rule, int but)
    {
        for (var axis = 0; axis < box.Length; axis++)
        {
            if (axis != but && !classes[axis].OfRule[rule].Meets(box[axis])) return false;
        }
        return true;
    }
}

/// <summary>Atoms of an axis that the same rules take are one class.</summary>
/// <param name="Members">by class: its atoms</param>
/// <param name="Rules">by class: the rules that take it</param>
/// <param name="OfRule">by rule: its classes</param>
internal sealed record Classes(ImmutableArray<Bits> Members, ImmutableArray<Bits> Rules, ImmutableArray<Bits> OfRule)
{
    public Bits All { get; } = Bits.Of(Members.Length, _ => true);

    /// <param name="atoms">those that count</param>
    /// <param name="takes">by rule: the atoms that it takes</param>
    /// <param name="steps">always taken, so that what follows has fewer</param>
    public static Classes Of(Bits atoms, ImmutableArray<Bits> takes, Steps steps)
    {
        var members = new Dictionary<Bits, Bits>();
        foreach (var atom in atoms.All())
        {
            steps.Take(takes.Length);
            var rules = Bits.Of(takes.Length, r => takes[r][atom]);
            if (!members.TryGetValue(rules, out var same)) members[rules] = same = atoms.Except(atoms);
            same.Add(atom);
        }
        ImmutableArray<Bits> signatures = [.. members.Keys];
        return new([.. members.Values], signatures, [.. Enumerable.Range(0, takes.Length).Select(r => Bits.Of(signatures.Length, c => signatures[c][r]))]);
    }

    /// <summary>The atoms of several classes.</summary>
    public Bits Atoms(Bits chosen) => chosen.All().Select(c => Members[c]).Aggregate((a, b) => a.Or(b));
}
