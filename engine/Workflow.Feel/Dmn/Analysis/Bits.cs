using System.Numerics;

namespace Workflow.Feel.Dmn.Analysis;

/// <summary>A set of small numbers, compared by content. Filled once, then only read.</summary>
internal sealed class Bits : IEquatable<Bits>
{
    private readonly ulong[] words;

    public Bits(int size) => words = new ulong[(size + 63) / 64];

    private Bits(ulong[] words) => this.words = words;

    public static Bits Of(int size, Func<int, bool> has)
    {
        var bits = new Bits(size);
        for (var i = 0; i < size; i++)
        {
            if (has(i)) bits.Add(i);
        }
        return bits;
    }

    public bool this[int at] => (words[at >> 6] >> (at & 63) & 1) != 0;

    public bool IsEmpty => !words.AsSpan().ContainsAnyExcept(0UL);

    public int Count => words.Sum(BitOperations.PopCount);

    public void Add(int at) => words[at >> 6] |= 1UL << (at & 63);

    public Bits And(Bits other) => Combine(other, static (a, b) => a & b);

    public Bits Or(Bits other) => Combine(other, static (a, b) => a | b);

    public Bits Except(Bits other) => Combine(other, static (a, b) => a & ~b);

    public bool Meets(Bits other)
    {
        for (var i = 0; i < words.Length; i++)
        {
            if ((words[i] & other.words[i]) != 0) return true;
        }
        return false;
    }

    public bool IsWithin(Bits other)
    {
        for (var i = 0; i < words.Length; i++)
        {
            if ((words[i] & ~other.words[i]) != 0) return false;
        }
        return true;
    }

    public IEnumerable<int> All()
    {
        for (var i = 0; i < words.Length; i++)
        {
            for (var word = words[i]; word != 0; word &= word - 1) yield return i * 64 + BitOperations.TrailingZeroCount(word);
        }
    }

    public bool Equals(Bits? other) => other is not null && words.AsSpan().SequenceEqual(other.words);

    public override bool Equals(object? obj) => Equals(obj as Bits);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var word in words) hash.Add(word);
        return hash.ToHashCode();
    }

    private Bits Combine(Bits other, Func<ulong, ulong, ulong> operation)
    {
        var result = new ulong[words.Length];
        for (var i = 0; i < result.Length; i++) result[i] = operation(words[i], other.words[i]);
        return new(result);
    }
}
