namespace Workflow.Core.Bpmn.Soundness;

/// <summary>Where tokens stand: at most one a place, which is what the game asks for.</summary>
internal sealed class Marking : IEquatable<Marking>
{
    private readonly ulong[] words;

    private Marking(ulong[] words) => this.words = words;

    public static Marking Of(int places, IEnumerable<int> full)
    {
        var marked = new ulong[(places + 63) / 64];
        foreach (var place in full) marked[place / 64] |= 1UL << place;
        return new(marked);
    }

    public bool Has(int place) => (words[place / 64] & (1UL << place)) != 0;

    public Marking With(IEnumerable<int> gone, IEnumerable<int> come)
    {
        var next = (ulong[])words.Clone();
        foreach (var place in gone) next[place / 64] &= ~(1UL << place);
        foreach (var place in come) next[place / 64] |= 1UL << place;
        return new(next);
    }

    public Marking Or(Marking other)
    {
        var next = (ulong[])words.Clone();
        for (var i = 0; i < next.Length; i++) next[i] |= other.words[i];
        return new(next);
    }

    /// <summary>Whether a token stands in <paramref name="these"/> and not in <paramref name="others"/>.</summary>
    public bool Meets(Marking these, Marking others)
    {
        for (var i = 0; i < words.Length; i++)
            if ((words[i] & these.words[i] & ~others.words[i]) != 0) return true;
        return false;
    }

    public bool Equals(Marking? other) => other is not null && words.AsSpan().SequenceEqual(other.words);
    public override bool Equals(object? obj) => Equals(obj as Marking);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var word in words) hash.Add(word);
        return hash.ToHashCode();
    }
}
