using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Workflow.Feel;

/// <summary>
/// A FEEL value (DMN 1.5, clause 10.3.2.3). Immutable. <see cref="object.Equals(object)"/> compares by content and never
/// answers "not known"; FEEL's own three-valued <c>=</c> is <see cref="Comparison.AreEqual"/>.
/// </summary>
public abstract partial record Value
{
    private Value() { }

    /// <summary>How many values it holds, itself among them, each counted as often as it can be reached: what walking through it costs.</summary>
    internal virtual long Weight => 1;

    /// <summary>Lists and contexts inside each other, itself among them; 0 for every other value.</summary>
    internal virtual int Nesting => 0;

    /// <summary>What holds itself twice, again and again, soon weighs more than a number can say.</summary>
    private const long HeaviestWeight = 1L << 50;

    private static (long Weight, int Nesting) Measure((long Weight, int Nesting) sofar, Value item) =>
        item is List or Context ? (Math.Min(sofar.Weight + item.Weight, HeaviestWeight), Math.Max(sofar.Nesting, item.Nesting + 1)) : (sofar.Weight + 1, sofar.Nesting);

    public static readonly Value Null = new NullValue();
    public static readonly Value True = new Boolean(true);
    public static readonly Value False = new Boolean(false);

    public sealed record NullValue : Value;
    public sealed record Boolean(bool Is) : Value;
    public sealed record Number(Decimal128 Is) : Value;
    public sealed record Text(string Is) : Value;
    public sealed record Date(FeelDate Is) : Value;
    public sealed record Time(FeelTime Is) : Value;
    public sealed record DateTime(FeelDateTime Is) : Value;
    public sealed record DayTime(DayTimeDuration Is) : Value;
    public sealed record YearMonth(YearMonthDuration Is) : Value;

    /// <summary>An interval (10.3.2.7). </summary>
    public sealed record Range(Value Low, bool LowIncluded, Value High, bool HighIncluded) : Value
    {
        /// <summary>
        /// Written with this comparison, as in <c>(&lt; 10)</c>: the end that is null is no end. Null for an interval, in which a null end
        /// is a value that is not known. The two are not equal, even where they hold the same values.
        /// </summary>
        public string? Comparator { get; init; }
    }

    public sealed record List(ImmutableArray<Value> Items) : Value
    {
        public static readonly List Empty = new([]);

        private readonly (long Weight, int Nesting) measure = MeasureOf(Items);

        internal override long Weight => measure.Weight;

        internal override int Nesting => measure.Nesting;

        private static (long, int) MeasureOf(ImmutableArray<Value> items)
        {
            (long, int) sum = (1, 1);
            foreach (var item in items) sum = Measure(sum, item);
            return sum;
        }

        public bool Equals(List? other)
        {
            RuntimeHelpers.EnsureSufficientExecutionStack();
            return other is not null && Items.AsSpan().SequenceEqual(other.Items.AsSpan());
        }

        public override int GetHashCode()
        {
            RuntimeHelpers.EnsureSufficientExecutionStack();
            var hash = default(HashCode);
            foreach (var item in Items) hash.Add(item);
            return hash.ToHashCode();
        }
    }

    /// <summary>Something that can be called: a built-in, a function of the expression's own, a business knowledge model, a decision service.</summary>
    public abstract record Function : Value
    {
        /// <summary>Names and types of the parameters; what is passed by name is put in this order.</summary>
        public abstract ImmutableArray<Parameter> Parameters { get; }

        public abstract FeelType Result { get; }

        /// <param name="arguments">as many as there are parameters, in their order; already converted to their types</param>
        internal abstract Value Invoke(ReadOnlySpan<Value> arguments, Evaluation run);
    }

    public static implicit operator Value(bool value) => value ? True : False;
    public static implicit operator Value(decimal value) => new Number(value);
    public static implicit operator Value(int value) => new Number(value);
    public static implicit operator Value(string? value) => value is null ? Null : new Text(value);
}

/// <param name="Name">as it may stand before the colon of a named argument</param>
public sealed record Parameter(string Name, FeelType Type);
