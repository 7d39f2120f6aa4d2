using System.Runtime.CompilerServices;

namespace Workflow.Feel;

public abstract partial record Value
{
    /// <summary>
    /// Entries in the order in which they were put (10.3.2.6); two contexts are equal when they hold equal entries, in
    /// whatever order. Small ones are searched along, larger ones by a table made at the first question.
    /// </summary>
    public sealed record Context : Value
    {
        private const int Few = 8;

        private readonly KeyValuePair<string, Value>[] entries;
        private Dictionary<string, int>? places;

        private readonly (long Weight, int Nesting) measure;

        private Context(KeyValuePair<string, Value>[] entries)
        {
            this.entries = entries;
            measure = (1, 1);
            foreach (var (_, value) in entries) measure = Measure(measure, value);
        }

        internal override long Weight => measure.Weight;

        internal override int Nesting => measure.Nesting;

        public static readonly Context Empty = new([]);

        /// <summary>Of two entries of one name the later counts, at the place of the earlier.</summary>
        public static Context Of(IEnumerable<KeyValuePair<string, Value>> entries)
        {
            var list = new List<KeyValuePair<string, Value>>();
            var at = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var entry in entries)
            {
                if (at.TryAdd(entry.Key, list.Count)) list.Add(entry);
                else list[at[entry.Key]] = entry;
            }
            return list.Count == 0 ? Empty : new([.. list]);
        }

        /// <summary>The names must differ; nothing is checked.</summary>
        internal static Context OfDistinct(KeyValuePair<string, Value>[] entries) => new(entries);

        public ReadOnlySpan<KeyValuePair<string, Value>> Span => entries;

        public IReadOnlyList<KeyValuePair<string, Value>> Entries => entries;

        public int Count => entries.Length;

        public bool IsEmpty => entries.Length == 0;

        /// <summary>The entry's value, or FEEL null where there is none.</summary>
        public Value this[string name] => IndexOf(name) is >= 0 and var at ? entries[at].Value : Null;

        public bool Has(string name) => IndexOf(name) >= 0;

        public Context With(string name, Value value)
        {
            var at = IndexOf(name);
            var copy = new KeyValuePair<string, Value>[at < 0 ? entries.Length + 1 : entries.Length];
            entries.CopyTo(copy, 0);
            copy[at < 0 ? entries.Length : at] = new(name, value);
            return new(copy);
        }

        /// <summary>These entries, and over them those of another context.</summary>
        public Context WithAll(Context other) => other.IsEmpty ? this : IsEmpty ? other : Of(entries.Concat(other.entries));

        public Context Without(IReadOnlySet<string> names) => Of(entries.Where(e => !names.Contains(e.Key)));

        private int IndexOf(string name)
        {
            if (entries.Length > Few) return (places ??= Places()).GetValueOrDefault(name, -1);
            for (var i = 0; i < entries.Length; i++)
            {
                if (ReferenceEquals(entries[i].Key, name) || string.Equals(entries[i].Key, name, StringComparison.Ordinal)) return i;
            }
            return -1;
        }

        private Dictionary<string, int> Places()
        {
            var found = new Dictionary<string, int>(entries.Length, StringComparer.Ordinal);
            for (var i = 0; i < entries.Length; i++) found[entries[i].Key] = i;
            return found;
        }

        public bool Equals(Context? other)
        {
            // Data is handed on from state to state as it is.
            if (ReferenceEquals(this, other)) return true;
            RuntimeHelpers.EnsureSufficientExecutionStack();
            if (other is null || entries.Length != other.entries.Length) return false;
            foreach (var (name, value) in entries)
            {
                if (other.IndexOf(name) is var at && (at < 0 || !value.Equals(other.entries[at].Value))) return false;
            }
            return true;
        }

        public override int GetHashCode()
        {
            RuntimeHelpers.EnsureSufficientExecutionStack();
            var hash = entries.Length;
            foreach (var (name, value) in entries) hash ^= HashCode.Combine(name, value);
            return hash;
        }
    }
}
