using System.Collections.Immutable;

namespace Workflow.Feel.Dmn.Testing;

/// <summary>A value as a test writes it: of a type, or a text whose type the model must say.</summary>
public abstract record DmnTestValue
{
    /// <summary>
    /// Two numbers are the same when they differ by at most 10⁻⁸. The kit writes irrational results with eight digits after the
    /// point (<c>log(4)</c> as 1.38629436) and others as a binary double came out, so the last digits of decimal128 cannot be
    /// asked for; and no result of a designer's table is told from another by less.
    /// </summary>
    public static readonly Decimal128 Tolerance = 0.00000001m;

    private DmnTestValue() { }

    /// <summary>With an <c>xsi:type</c>, or null by <c>xsi:nil</c>.</summary>
    public sealed record Typed(Value Is) : DmnTestValue;

    /// <summary>Without an <c>xsi:type</c>.</summary>
    public sealed record Untyped(string Text) : DmnTestValue;

    public sealed record List(ImmutableArray<DmnTestValue> Items) : DmnTestValue
    {
        public bool Equals(List? other) => other is not null && Items.AsSpan().SequenceEqual(other.Items.AsSpan());

        public override int GetHashCode() => Items.Length;
    }

    public sealed record Context(ImmutableArray<KeyValuePair<string, DmnTestValue>> Components) : DmnTestValue
    {
        public bool Equals(Context? other) => other is not null && Components.AsSpan().SequenceEqual(other.Components.AsSpan());

        public override int GetHashCode() => Components.Length;
    }

    /// <summary>As a FEEL value.</summary>
    /// <param name="type">what an untyped text is read as; one that cannot be read so stays a string</param>
    public Value ToValue(FeelType type) => (this, Base(type)) switch
    {
        (Typed typed, _) => typed.Is,
        (Untyped untyped, var simple) => Read(untyped.Text, simple) ?? new Value.Text(untyped.Text),
        (List list, FeelType.ListOf of) => new Value.List([.. list.Items.Select(item => item.ToValue(of.Item))]),
        (List list, _) => new Value.List([.. list.Items.Select(item => item.ToValue(FeelType.Any))]),
        (Context context, var of) => Value.Context.Of(context.Components.Select(c => KeyValuePair.Create(c.Key, c.Value.ToValue(TypeOf(of, c.Key))))),
        _ => Value.Null,
    };

    /// <summary>
    /// Whether a result is what was expected: of the same kind; numbers within <see cref="Tolerance"/>; lists item by item in their
    /// order; contexts entry by entry by name, none more and none fewer; times, dates and durations by FEEL's own equality
    /// (DMN 1.5, table 51: 10:00 at UTC is 11:00 at +01:00); null only null. An untyped text is read as the kind of the result; none at all is also null.
    /// </summary>
    public bool Matches(Value actual)
    {
        switch (this, actual)
        {
            case (Untyped { Text: "" }, Value.NullValue):
                return true;
            case (Untyped untyped, _):
                return Read(untyped.Text, KindOf(actual)) is { } read && Same(read, actual);
            case (List list, Value.List items):
                if (list.Items.Length != items.Items.Length) return false;
                for (var i = 0; i < items.Items.Length; i++)
                {
                    if (!list.Items[i].Matches(items.Items[i])) return false;
                }
                return true;
            case (Context context, Value.Context entries):
                return context.Components.Select(c => c.Key).Distinct(StringComparer.Ordinal).Count() == entries.Count
                    && context.Components.All(c => entries.Has(c.Key) && c.Value.Matches(entries[c.Key]));
            case (Typed typed, _):
                return Same(typed.Is, actual);
            default:
                return false;
        }
    }

    /// <summary>The expectation beside a result: an untyped text in the result's kind.</summary>
    internal Value Beside(Value actual) => (this, actual) switch
    {
        (Untyped untyped, _) => Read(untyped.Text, KindOf(actual)) ?? new Value.Text(untyped.Text),
        (List list, Value.List items) => new Value.List([.. list.Items.Select((item, i) => item.Beside(i < items.Items.Length ? items.Items[i] : Value.Null))]),
        (Context context, Value.Context entries) => Value.Context.Of(context.Components.Select(c => KeyValuePair.Create(c.Key, c.Value.Beside(entries[c.Key])))),
        _ => ToValue(FeelType.Any),
    };

    /// <summary>The value that a text means in a simple type; null when it means none.</summary>
    internal static Value? Read(string text, FeelType type)
    {
        if (type == FeelType.String || type == FeelType.Any) return new Value.Text(text);
        var trimmed = text.Trim();
        if (type == FeelType.Number) return Decimal128.TryParse(trimmed.AsSpan(trimmed.StartsWith('+') ? 1 : 0), out var number) ? new Value.Number(number) : null;
        if (type == FeelType.Boolean) return trimmed switch { "true" or "1" => Value.True, "false" or "0" => Value.False, _ => null };
        return TemporalValues.OfAtLiteral(trimmed) is { } value && KindOf(value) == type ? value : null;
    }

    internal static FeelType KindOf(Value value) => value switch
    {
        Value.Number => FeelType.Number,
        Value.Text => FeelType.String,
        Value.Boolean => FeelType.Boolean,
        Value.Date => FeelType.Date,
        Value.Time => FeelType.Time,
        Value.DateTime => FeelType.DateTime,
        Value.DayTime => FeelType.DayTimeDuration,
        Value.YearMonth => FeelType.YearMonthDuration,
        _ => FeelType.Null,
    };

    private static bool Same(Value expected, Value actual) => (expected, actual) switch
    {
        (Value.Number a, Value.Number b) => a.Is == b.Is || (Decimal128.TrySubtract(a.Is, b.Is, out var difference) && (difference.Sign < 0 ? -difference : difference) <= Tolerance),
        _ => expected.GetType() == actual.GetType() && Comparison.AreEqual(expected, actual) == true,
    };

    private static FeelType Base(FeelType type)
    {
        while (type is FeelType.Constrained constrained) type = constrained.Base;
        return type;
    }

    private static FeelType TypeOf(FeelType context, string name) =>
        context is FeelType.ContextOf of && of.Members.FirstOrDefault(m => m.Name == name) is { } member ? member.Type : FeelType.Any;
}
