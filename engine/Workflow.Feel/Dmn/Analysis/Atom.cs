using System.Text;
using Workflow.Feel.Dmn.Testing;
using Workflow.Feel.Language;

namespace Workflow.Feel.Dmn.Analysis;

internal enum Standing
{
    /// <summary>A value of the input.</summary>
    Inside,

    /// <summary>Not allowed.</summary>
    Outside,

    /// <summary>Perhaps not allowed: what is allowed could not be read, and the example is not.</summary>
    Doubtful,

    /// <summary>There is no such value.</summary>
    Empty,
}

/// <summary>Values that no cell of the axis tells apart: a constant, all between two neighbouring ones, or all others.</summary>
/// <param name="Group">atoms of one kind, in their order</param>
/// <param name="Point">the constant; null when it is many values</param>
/// <param name="Low">of those between two: the constant before; null when there is none</param>
/// <param name="High">of those between two: the constant behind; null when there is none</param>
/// <param name="Example">one of them; null when there is none</param>
internal sealed record Atom(AtomGroup Group, Value? Point, Value? Low, Value? High, Value? Example)
{
    public Standing Standing { get; set; } = Example is null ? Standing.Empty : Standing.Inside;

    /// <summary>How readily an example uses it, 0 first.</summary>
    public int Oddness => Example is null ? int.MaxValue : Group.Oddness(Example) * 2 + (Point is null ? 1 : 0);
}

/// <summary>The atoms of one kind of values.</summary>
internal abstract class AtomGroup
{
    private readonly List<Atom> atoms = [];

    public IReadOnlyList<Atom> Atoms => atoms;

    protected void Add(Value? point, Value? low, Value? high, Value? example) => atoms.Add(new(this, point, low, high, example));

    public virtual int Oddness(Value value) => 0;

    /// <summary>Unary tests that some of its atoms pass, and no others.</summary>
    public abstract IEnumerable<string> Tests(Func<Atom, bool> among, bool isAlone);

    public static AtomGroup Ordered(Scale scale, IEnumerable<Value> constants) => new OrderedAtoms(scale, constants);

    public static AtomGroup Texts(IEnumerable<Value> constants) => new TextAtoms(constants.OfType<Value.Text>());

    public static AtomGroup Booleans() => new SingleAtoms(Value.True, Value.False);

    public static AtomGroup Nothing() => new SingleAtoms(Value.Null);

    public static AtomGroup Anything() => new UnknownAtoms();

    private sealed class OrderedAtoms : AtomGroup
    {
        private readonly Scale scale;

        public OrderedAtoms(Scale scale, IEnumerable<Value> constants)
        {
            this.scale = scale;
            var sorted = constants.Where(scale.Has).ToList();
            sorted.Sort(static (a, b) => Comparison.Order(a, b) ?? 0);
            Value? before = null;
            foreach (var value in sorted)
            {
                if (before is not null && Comparison.Order(before, value) == 0) continue;
                Add(null, before, value, scale.Between(before, value));
                Add(value, null, null, value);
                before = value;
            }
            Add(null, before, null, scale.Between(before, null));
        }

        public override int Oddness(Value value) => scale.Oddness(value);

        public override IEnumerable<string> Tests(Func<Atom, bool> among, bool isAlone)
        {
            for (var i = 0; i < Atoms.Count; i++)
            {
                if (!among(Atoms[i])) continue;
                var (first, last) = (i, i);
                // What is empty is no reason to begin a new interval.
                for (i++; i < Atoms.Count && (among(Atoms[i]) || Atoms[i].Standing == Standing.Empty); i++)
                {
                    if (among(Atoms[i])) last = i;
                }
                i--;
                yield return Interval(Atoms[first], Atoms[last], isAlone);
            }
        }

        private static string Interval(Atom first, Atom last, bool isAlone)
        {
            if (first == last && first.Point is { } point) return FeelText.Of(point);
            var (low, high) = (first.Point ?? first.Low, last.Point ?? last.High);
            return (low, high) switch
            {
                (null, null) => isAlone ? "-" : $"? instance of {Kind.Of(first.Example!)}",
                (null, { } end) => $"{(last.Point is null ? "<" : "<=")} {FeelText.Of(end)}",
                ({ } start, null) => $"{(first.Point is null ? ">" : ">=")} {FeelText.Of(start)}",
                ({ } start, { } end) => $"{(first.Point is null ? '(' : '[')}{FeelText.Of(start)}..{FeelText.Of(end)}{(last.Point is null ? ')' : ']')}",
            };
        }
    }

    /// <summary>Texts that are only compared for equality: those named, and all others.</summary>
    private sealed class TextAtoms : AtomGroup
    {
        public TextAtoms(IEnumerable<Value.Text> constants)
        {
            var named = constants.Select(t => t.Is).Distinct(StringComparer.Ordinal).ToList();
            foreach (var text in named) Add(text, null, null, text);
            var other = "other";
            for (var i = 1; named.Contains(other); i++) other = $"other {i}";
            Add(null, null, null, other);
        }

        public override IEnumerable<string> Tests(Func<Atom, bool> among, bool isAlone)
        {
            if (!among(Atoms[^1])) return Atoms.Where(among).Select(a => FeelText.Of(a.Point!));
            var others = string.Join(", ", Atoms.Where(a => a.Point is not null && !among(a)).Select(a => FeelText.Of(a.Point!)));
            if (isAlone) return [$"not({others})"];
            return [others.Length == 0 ? "? instance of string" : $"? instance of string and not(list contains([{others}], ?))"];
        }
    }

    /// <summary>Values that stand for themselves.</summary>
    private sealed class SingleAtoms : AtomGroup
    {
        public SingleAtoms(params ReadOnlySpan<Value> values)
        {
            foreach (var value in values) Add(value, null, null, value);
        }

        public override IEnumerable<string> Tests(Func<Atom, bool> among, bool isAlone) => Atoms.Where(among).Select(a => FeelText.Of(a.Point!));
    }

    /// <summary>All values of an input of which nothing is known, and that no cell tells apart but from null.</summary>
    private sealed class UnknownAtoms : AtomGroup
    {
        public UnknownAtoms() => Add(null, null, null, Value.Context.Empty);

        public override IEnumerable<string> Tests(Func<Atom, bool> among, bool isAlone) => ["-"];
    }
}
