using System.Buffers;
using System.Buffers.Binary;

namespace Workflow.Benchmarks.Seeding;

/// <summary>Bytes with places that each copy fills with its own values.</summary>
internal sealed class Pattern
{
    // Literal bytes and places take turns, a literal first and last; either may be empty.
    private readonly byte[][] _literals;
    private readonly int[] _places;
    private readonly int _literalLength;

    private Pattern(List<byte[]> literals, List<int> places) =>
        (_literals, _places, _literalLength) = ([.. literals], [.. places], literals.Sum(l => l.Length));

    /// <summary>Wherever a mark's bytes stand is a place of its number; of marks at the same spot the first listed wins.</summary>
    public static Pattern Of(ReadOnlySpan<byte> bytes, IReadOnlyList<(byte[] Bytes, int Place)> marks)
    {
        List<byte[]> literals = [];
        List<int> places = [];
        while (true)
        {
            var (at, length, place) = (-1, 0, 0);
            foreach (var (mark, its) in marks)
            {
                int found = bytes.IndexOf(mark);
                if (found >= 0 && (at < 0 || found < at)) (at, length, place) = (found, mark.Length, its);
            }

            if (at < 0) break;
            literals.Add(bytes[..at].ToArray());
            places.Add(place);
            bytes = bytes[(at + length)..];
        }

        literals.Add(bytes.ToArray());
        return new(literals, places);
    }

    public void Write(ArrayBufferWriter<byte> to, byte[][] values)
    {
        to.Write(_literals[0]);
        for (int i = 0; i < _places.Length; i++)
        {
            to.Write(values[_places[i]]);
            to.Write(_literals[i + 1]);
        }
    }

    /// <summary>As a field of a row in PostgreSQL's binary form: its length before it.</summary>
    public void WriteField(ArrayBufferWriter<byte> to, byte[][] values)
    {
        int length = _literalLength;
        foreach (int place in _places) length += values[place].Length;
        BinaryPrimitives.WriteInt32BigEndian(to.GetSpan(4), length);
        to.Advance(4);
        Write(to, values);
    }
}
