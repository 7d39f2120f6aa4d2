using System.Collections.Immutable;

namespace Workflow.Feel;

/// <summary>A FEEL value (DMN 1.5, clause 10.3.2.3). Immutable, compared by content.</summary>
public abstract record Value
{
    private Value() { }

    public static readonly Value Null = new NullValue();
    public static readonly Value True = new Boolean(true);
    public static readonly Value False = new Boolean(false);

    public sealed record NullValue : Value;
    public sealed record Boolean(bool Is) : Value;
    public sealed record Number(decimal Is) : Value;
    public sealed record Text(string Is) : Value;
    public sealed record Date(DateOnly Is) : Value;

    public sealed record List(ImmutableArray<Value> Items) : Value
    {
        public bool Equals(List? other) => other is not null && Items.AsSpan().SequenceEqual(other.Items.AsSpan());
        public override int GetHashCode()
        {
            var hash = default(HashCode);
            foreach (var item in Items) hash.Add(item);
            return hash.ToHashCode();
        }
    }

    public sealed record Context(ImmutableSortedDictionary<string, Value> Entries) : Value
    {
        public static readonly Context Empty = new(ImmutableSortedDictionary.Create<string, Value>(StringComparer.Ordinal));

        public Context With(string name, Value value) => new(Entries.SetItem(name, value));

        /// <summary>The entry's value, or FEEL null where there is none.</summary>
        public Value this[string name] => Entries.GetValueOrDefault(name, Null);

        public bool Equals(Context? other) => other is not null && Entries.Count == other.Entries.Count && Entries.SequenceEqual(other.Entries);
        public override int GetHashCode()
        {
            var hash = default(HashCode);
            foreach (var (name, value) in Entries) { hash.Add(name); hash.Add(value); }
            return hash.ToHashCode();
        }
    }

    public static implicit operator Value(bool value) => value ? True : False;
    public static implicit operator Value(decimal value) => new Number(value);
    public static implicit operator Value(int value) => new Number(value);
    public static implicit operator Value(string? value) => value is null ? Null : new Text(value);
}
