using System.Collections.Immutable;

namespace Workflow.Core.Tests.Flow;

/// <summary>One piece of a random model: a kind and the sequences inside it. A model that fails is made smaller by leaving pieces out.</summary>
internal sealed record Piece(PieceKind Kind, int Variant, ImmutableArray<Sequence> Inside)
{
    public int Size => 1 + Inside.Sum(sequence => sequence.Size);
}

/// <summary>Pieces one after the other.</summary>
internal sealed record Sequence(ImmutableArray<Piece> Pieces)
{
    public static readonly Sequence Nothing = new([]);

    public int Size => Pieces.Sum(piece => piece.Size);

    /// <summary>All sequences that are smaller by one step, the smallest first.</summary>
    public IEnumerable<Sequence> Smaller()
    {
        foreach (var piece in Pieces.OrderByDescending(p => p.Size)) yield return new(Pieces.Remove(piece));
        for (var i = 0; i < Pieces.Length; i++)
        {
            // What is inside may be enough without what is around it.
            foreach (var inside in Pieces[i].Inside.Where(inside => inside.Size > 0)) yield return new([.. Pieces[..i], .. inside.Pieces, .. Pieces[(i + 1)..]]);
            for (var j = 0; j < Pieces[i].Inside.Length; j++)
            {
                foreach (var smaller in Pieces[i].Inside[j].Smaller())
                    yield return new(Pieces.SetItem(i, Pieces[i] with { Inside = Pieces[i].Inside.SetItem(j, smaller) }));
            }
        }
    }
}

internal enum PieceKind
{
    User, Job, Pass, Script, Send, Receive, CatchTimer, CatchSignal, CatchAny, CatchAll, Throw, Escalate, Link, Undo, Quantity, Cycle,
    Parallel, Choice, Inclusive, Complex, Race, Loop, Sub, Transaction, AdHoc, Call, Each, StandardLoop, Graph,
}

/// <summary>Makes random models out of every kind of element.</summary>
internal static class RandomModel
{
    private const PieceKind LastLeaf = PieceKind.Cycle;

    public static Sequence Make(int seed)
    {
        var random = new Random(seed);
        return Sequence(random, 1 + random.Next(4), depth: 0);
    }

    private static Sequence Sequence(Random random, int length, int depth) => new([.. Enumerable.Range(0, length).Select(_ => Piece(random, depth))]);

    private static Piece Piece(Random random, int depth)
    {
        var kind = depth < 3 && random.Next(2) == 0 ? (PieceKind)random.Next((int)LastLeaf + 1, (int)PieceKind.Graph + 1) : (PieceKind)random.Next((int)LastLeaf + 1);
        var branches = kind switch
        {
            <= LastLeaf or PieceKind.Graph => 0,
            PieceKind.Parallel or PieceKind.Choice or PieceKind.Inclusive => 2 + random.Next(2),
            PieceKind.Complex or PieceKind.Race => 3,
            PieceKind.Sub or PieceKind.Transaction => 2,
            _ => 1,
        };
        return new(kind, random.Next(1 << 16), [.. Enumerable.Range(0, branches).Select(_ => Sequence(random, random.Next(3), depth + 1))]);
    }
}
