using System.Collections.Immutable;
using Workflow.Feel.Language;

namespace Workflow.Feel.Dmn.Analysis;

/// <summary>What is known of the values of an input.</summary>
/// <param name="Kind">a simple type; null when it is not known, or not simple</param>
/// <param name="IsStructured">known to be a list, a context, a function</param>
/// <param name="Allowed">tests that every value passes; what a type does not allow has become null before a table sees it</param>
/// <param name="Listed">those of them that the table itself holds its input against, null too</param>
internal sealed record InputDomain(FeelType? Kind, bool IsStructured, ImmutableArray<DmnUnaryTests> Allowed, ImmutableArray<DmnUnaryTests> Listed)
{
    public static readonly InputDomain Unknown = new(null, false, [], []);
}

/// <summary>
/// One input of a table, or several that are the same expression: its values cut into atoms, and which rules take which of them.
/// </summary>
internal sealed class Axis
{
    // What it costs to put a constant in its place and to find values beside it, in steps of an evaluation.
    private const int StepsForConstant = 16;

    // Of the same weight: so many answers of rules about atoms, put together.
    private const int AnswersForStep = 16;

    private readonly ImmutableArray<AtomGroup> groups;

    private Axis(string input, ImmutableArray<AtomGroup> groups)
    {
        (Input, this.groups) = (input, groups);
        Atoms = [.. groups.SelectMany(g => g.Atoms)];
    }

    /// <summary>The expression, as it is written.</summary>
    public string Input { get; }

    /// <summary>The last one is null. An input of unknown type has one more, for all its values.</summary>
    public ImmutableArray<Atom> Atoms { get; }

    public int Null => Atoms.Length - 1;

    /// <summary>Null is told as an example only where the table itself speaks of it.</summary>
    public bool SpeaksOfNull { get; private init; }

    /// <summary>The input is certainly null at times.</summary>
    public bool AllowsNull { get; private set; }

    /// <summary>Atoms that an input may be, null aside.</summary>
    public Bits Inside { get; private set; } = new(0);

    /// <summary>Those that it may be, as far as is known, null among them.</summary>
    public Bits Possible { get; private set; } = new(0);

    /// <summary>By rule: the atoms that it certainly takes.</summary>
    public ImmutableArray<Bits> Sure { get; private set; } = [];

    /// <summary>By rule: the atoms that it may take; the same where its cell can be read.</summary>
    public ImmutableArray<Bits> Maybe { get; private set; } = [];

    public ImmutableArray<int> UnreadRules { get; private set; } = [];

    /// <summary>What is allowed could not be read whole.</summary>
    public bool HasUnreadDomain { get; private set; }

    /// <summary>Nothing is known of its values, so that an example cannot name one.</summary>
    public bool IsUnknown { get; private init; }

    /// <param name="input">the expression</param>
    /// <param name="domain">what is known of its values</param>
    /// <param name="cells">by rule: the cells that test it</param>
    /// <param name="run">what reading it may use</param>
    /// <exception cref="BudgetExceeded">when that is used up</exception>
    public static Axis Of(string input, InputDomain domain, ImmutableArray<ImmutableArray<DmnUnaryTests>> cells, Evaluation run)
    {
        var read = new Dictionary<string, ReadTests?>(StringComparer.Ordinal);
        foreach (var cell in cells.SelectMany(c => c).Concat(domain.Allowed)) read.TryAdd(Key(cell), ReadTests.Of(cell));
        var allowed = domain.Allowed.Select(a => read[Key(a)]).ToList();
        var speaking = read.Values.OfType<ReadTests>().Where(t => t.IsReadable).ToList();
        var constants = speaking.SelectMany(t => t.Constants).ToList();
        run.Step((long)constants.Count * StepsForConstant);

        var isOrdered = speaking.Any(t => t.IsOrdered);
        var isWhole = allowed.Any(a => a is { IsReadable: true, IsWhole: true });
        ImmutableArray<AtomGroup> known = domain.IsStructured ? [] : [.. Groups(domain.Kind, constants, isOrdered, isWhole)];
        var axis = new Axis(input, known.IsEmpty ? [AtomGroup.Anything(), AtomGroup.Nothing()] : [.. known, AtomGroup.Nothing()])
        {
            SpeaksOfNull = constants.Any(c => c is Value.NullValue),
            IsUnknown = known.IsEmpty,
        };
        axis.Bound(allowed, [.. domain.Listed.Select(l => read[Key(l)])], run);
        axis.Judge(cells, read, domain.IsStructured, run);
        return axis;
    }

    /// <summary>Unary tests that these atoms pass.</summary>
    public string Tests(Bits among)
    {
        if (Inside.IsWithin(among)) return "-";
        var places = new Dictionary<Atom, int>(ReferenceEqualityComparer.Instance);
        for (var i = 0; i < Atoms.Length; i++) places[Atoms[i]] = i;
        var isAlone = groups.Length == 2;
        var direct = string.Join(", ", groups.Take(groups.Length - 1).SelectMany(g => g.Tests(a => among[places[a]], isAlone)));
        if (!isAlone || !direct.Contains(',', StringComparison.Ordinal) || direct.StartsWith("not(", StringComparison.Ordinal)) return direct;
        var others = string.Join(", ", groups[0].Tests(a => Inside[places[a]] && !among[places[a]], isAlone));
        return others.Length + "not()".Length < direct.Length ? $"not({others})" : direct;
    }

    /// <summary>The value that says most plainly which they are; null when nothing needs to be said.</summary>
    public ExampleInput? Example(Bits among)
    {
        var best = -1;
        foreach (var at in among.All())
        {
            if (best < 0 || (at != Null && Atoms[at].Oddness < Atoms[best].Oddness)) best = at;
        }
        return best < 0 || (IsUnknown && best != Null) ? null : new(Input, Atoms[best].Example!);
    }

    private static IEnumerable<AtomGroup> Groups(FeelType? kind, List<Value> constants, bool isOrdered, bool isWhole)
    {
        IEnumerable<FeelType> kinds = kind is null ? constants.Select(FeelType.OfKind).Where(k => k != FeelType.Null && k != FeelType.Any).Distinct() : [kind];
        return kinds.SelectMany(k => OfKind(k));

        IEnumerable<AtomGroup> OfKind(FeelType of)
        {
            if (of == FeelType.Boolean) return [AtomGroup.Booleans()];
            if (of == FeelType.String && !isOrdered) return [AtomGroup.Texts(constants)];
            return ScalesOf(of).Select(s => AtomGroup.Ordered(s, constants));
        }

        IEnumerable<Scale> ScalesOf(FeelType of)
        {
            if (of == FeelType.Number) return [new NumberScale(isWhole)];
            if (of == FeelType.String) return [Scales.Text];
            if (of == FeelType.Date) return [Scales.Date];
            if (of == FeelType.YearMonthDuration) return [Scales.YearMonth];
            if (of == FeelType.DayTimeDuration) return [Scales.DayTime];
            return of == FeelType.Time ? Scales.OfTimes(constants) : of == FeelType.DateTime ? Scales.OfDateTimes(constants) : [];
        }
    }

    /// <summary>Takes out what is not allowed.</summary>
    private void Bound(List<ReadTests?> allowed, List<ReadTests?> listed, Evaluation run)
    {
        HasUnreadDomain = allowed.Any(a => a is null or { IsReadable: false });
        foreach (var atom in Atoms.Take(Null).Where(a => a.Standing == Standing.Inside && !IsUnknown))
        {
            foreach (var tests in allowed.OfType<ReadTests>().Where(t => !t.SpeaksOfOthers))
            {
                if (tests.Holds(atom.Example!, run)) continue;
                atom.Standing = tests.IsReadable ? Standing.Outside : Standing.Doubtful;
                if (tests.IsReadable) break;
            }
        }
        AllowsNull = listed.TrueForAll(t => t is { SpeaksOfOthers: false } && t.Holds(Value.Null, run));
        var mayBeNull = AllowsNull || listed.Exists(t => t is null or { SpeaksOfOthers: true });
        Inside = Bits.Of(Atoms.Length, i => i != Null && Atoms[i].Standing == Standing.Inside);
        Possible = Bits.Of(Atoms.Length, i => i == Null ? mayBeNull : Atoms[i].Standing is Standing.Inside or Standing.Doubtful);
    }

    private void Judge(ImmutableArray<ImmutableArray<DmnUnaryTests>> cells, Dictionary<string, ReadTests?> read, bool isStructured, Evaluation run)
    {
        run.Step((long)Atoms.Length * cells.Length / AnswersForStep);
        var (none, all) = (new Bits(Atoms.Length), Bits.Of(Atoms.Length, _ => true));
        var taken = new Dictionary<string, Bits?>(StringComparer.Ordinal);
        var (sure, maybe) = (ImmutableArray.CreateBuilder<Bits>(cells.Length), ImmutableArray.CreateBuilder<Bits>(cells.Length));
        var unread = ImmutableArray.CreateBuilder<int>();
        for (var rule = 0; rule < cells.Length; rule++)
        {
            var (certain, possible) = (all, all);
            foreach (var cell in cells[rule])
            {
                if (!taken.TryGetValue(Key(cell), out var takes)) taken[Key(cell)] = takes = Taken(read[Key(cell)]);
                certain = certain.And(takes ?? none);
                possible = possible.And(takes ?? all);
                if (takes is null && (unread.Count == 0 || unread[^1] != rule + 1)) unread.Add(rule + 1);
            }
            sure.Add(certain);
            maybe.Add(possible);
        }
        (Sure, Maybe, UnreadRules) = (sure.MoveToImmutable(), maybe.MoveToImmutable(), unread.ToImmutable());

        Bits? Taken(ReadTests? tests)
        {
            if (tests is null || !tests.IsReadable || tests.IsWhole || (isStructured && !tests.IsAny)) return null;
            return tests.IsAny ? all : Bits.Of(Atoms.Length, i => Atoms[i].Standing is not (Standing.Empty or Standing.Outside) && tests.Holds(Atoms[i].Example!, run));
        }
    }

    /// <summary>Cells of the same text are read once.</summary>
    private static string Key(DmnUnaryTests tests) => $"{tests.ExpressionLanguage}\n{tests.Text}";
}
