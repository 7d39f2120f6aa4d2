using System.Collections.Immutable;

namespace Workflow.Feel;

/// <summary>A FEEL type (DMN 1.5, 10.3.2.9). Compared by content.</summary>
public abstract partial record FeelType
{
    private FeelType() { }

    /// <summary>Everything conforms to it.</summary>
    public static readonly FeelType Any = new Simple("Any");
    /// <summary>The type of null alone; it conforms to every type.</summary>
    public static readonly FeelType Null = new Simple("Null");
    public static readonly FeelType Number = new Simple("number");
    public static readonly FeelType String = new Simple("string");
    public static readonly FeelType Boolean = new Simple("boolean");
    public static readonly FeelType Date = new Simple("date");
    public static readonly FeelType Time = new Simple("time");
    public static readonly FeelType DateTime = new Simple("date and time");
    public static readonly FeelType DayTimeDuration = new Simple("days and time duration");
    public static readonly FeelType YearMonthDuration = new Simple("years and months duration");

    /// <summary>The simple types by their FEEL names, also those that DMN 1.1 wrote otherwise ("dateTime", "dayTimeDuration", "yearMonthDuration").</summary>
    public static FeelType? Named(string name) => name switch
    {
        "Any" => Any, "Null" => Null, "number" => Number, "string" => String, "boolean" => Boolean, "date" => Date, "time" => Time,
        "date and time" or "dateTime" => DateTime,
        "days and time duration" or "dayTimeDuration" => DayTimeDuration,
        "years and months duration" or "yearMonthDuration" => YearMonthDuration,
        _ => null,
    };

    public sealed record Simple(string Name) : FeelType
    {
        public override string ToString() => Name;
    }

    public sealed record ListOf(FeelType Item) : FeelType
    {
        public override string ToString() => $"list<{Item}>";
    }

    public sealed record RangeOf(FeelType Ends) : FeelType
    {
        public override string ToString() => $"range<{Ends}>";
    }

    /// <summary>A context with at least these members. Without any it is every context.</summary>
    public sealed record ContextOf(ImmutableArray<Parameter> Members) : FeelType
    {
        public bool Equals(ContextOf? other) => other is not null && Members.AsSpan().SequenceEqual(other.Members.AsSpan());
        public override int GetHashCode() => Members.Length;
        public override string ToString() => Members.IsEmpty ? "context" : $"context<{string.Join(", ", Members.Select(m => $"{m.Name}: {m.Type}"))}>";
    }

    public sealed record FunctionOf(ImmutableArray<FeelType> Parameters, FeelType Result) : FeelType
    {
        public bool Equals(FunctionOf? other) => other is not null && Result == other.Result && Parameters.AsSpan().SequenceEqual(other.Parameters.AsSpan());
        public override int GetHashCode() => Parameters.Length;
        public override string ToString() => $"function<{string.Join(", ", Parameters)}>->{Result}";
    }

    /// <summary>A type with a name of its own, and values that it does not allow although its base would (an item definition's, DMN 7.3.3).</summary>
    /// <param name="Allows">null when every value of the base is allowed</param>
    public sealed record Constrained(string Name, FeelType Base, Func<Value, Evaluation, bool>? Allows) : FeelType
    {
        public override string ToString() => Name;
    }
}
