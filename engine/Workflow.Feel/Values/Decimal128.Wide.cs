using System.Numerics;
using System.Runtime.CompilerServices;

namespace Workflow.Feel;

public readonly partial struct Decimal128
{
    private static readonly UInt128 TenToPrecision = UInt128.Parse("1" + new string('0', Precision));

    private static readonly UInt128[] PowersOfTen = MakePowersOfTen();

    private static UInt128[] MakePowersOfTen()
    {
        // 10^38 is the greatest below 2^128.
        var powers = new UInt128[39];
        powers[0] = 1;
        for (var i = 1; i < powers.Length; i++) powers[i] = powers[i - 1] * 10;
        return powers;
    }

    /// <summary>Those that have 64 bits.</summary>
    private static ReadOnlySpan<ulong> ShortPowersOfTen =>
    [
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000, 100_000_000_000, 1_000_000_000_000,
        10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000, 10_000_000_000_000_000, 100_000_000_000_000_000, 1_000_000_000_000_000_000,
        10_000_000_000_000_000_000,
    ];

    /// <summary>Puts so many zeros behind the number; false when it then has more than 64 bits, and it is another one.</summary>
    /// <param name="zeros">0 or more</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryLengthen(ref ulong number, int zeros)
    {
        if (zeros == 0) return true;
        return zeros < ShortPowersOfTen.Length && Math.BigMul(number, ShortPowersOfTen[zeros], out number) == 0;
    }

    /// <param name="exponent">0 to 38</param>
    private static UInt128 PowerOfTen(int exponent) => PowersOfTen[exponent];

    /// <summary>Decimal digits; zero has one.</summary>
    private static int Digits(UInt128 number)
    {
        // 1233 / 4096 is a little below log10(2): right or one too low, which the table tells.
        var bits = 128 - (int)UInt128.LeadingZeroCount(number);
        var about = (bits * 1233) >> 12;
        return number >= PowersOfTen[about] ? about + 1 : Math.Max(about, 1);
    }

    private static UInt128 ShortProduct(ulong a, ulong b)
    {
        var above = Math.BigMul(a, b, out var below);
        return new(above, below);
    }

    /// <summary>The 256 bits of a product.</summary>
    private static (UInt128 Upper, UInt128 Lower) WideProduct(UInt128 a, UInt128 b)
    {
        var (a1, a0, b1, b0) = ((ulong)(a >> 64), (ulong)a, (ulong)(b >> 64), (ulong)b);
        var below = ShortProduct(a0, b0);
        var first = ShortProduct(a1, b0) + (below >> 64);
        var second = ShortProduct(a0, b1) + (ulong)first;
        return (ShortProduct(a1, b1) + (first >> 64) + (second >> 64), (second << 64) | (ulong)below);
    }

    /// <summary>256 bits by 128 in two steps of schoolbook division, a digit being 64 bits (Knuth's algorithm D).</summary>
    /// <param name="upper">less than the divisor, so that the quotient has 128 bits</param>
    private static UInt128 WideQuotient(UInt128 upper, UInt128 lower, UInt128 divisor, out UInt128 rest)
    {
        var shift = (int)UInt128.LeadingZeroCount(divisor);
        if (shift > 0)
        {
            divisor <<= shift;
            upper = (upper << shift) | (lower >> (128 - shift));
            lower <<= shift;
        }
        var first = QuotientDigit(upper, (ulong)(lower >> 64), divisor, out rest);
        var second = QuotientDigit(rest, (ulong)lower, divisor, out rest);
        rest >>= shift;
        return new(first, second);
    }

    /// <summary>192 bits by 128.</summary>
    /// <param name="divisor">its first bit is set</param>
    private static ulong QuotientDigit(UInt128 upper, ulong next, UInt128 divisor, out UInt128 rest)
    {
        var (d1, d0) = ((ulong)(divisor >> 64), (ulong)divisor);
        var (guess, left) = UInt128.DivRem(upper, d1);
        // The guess by the first half of the divisor is at most two too great.
        while (guess >> 64 != default || guess * d0 > ((left << 64) | next))
        {
            guess--;
            left += d1;
            if (left >> 64 != default) break;
        }
        // Only the lower 128 bits of the difference are not zero.
        rest = unchecked(((upper << 64) | next) - (guess * divisor));
        return (ulong)guess;
    }

    /// <summary>The whole square root.</summary>
    private static BigInteger Root(BigInteger square)
    {
        if (square.IsZero) return square;
        var root = BigInteger.One << (int)((square.GetBitLength() + 1) / 2);
        while (true)
        {
            var closer = (root + (square / root)) >> 1;
            if (closer >= root) return root;
            root = closer;
        }
    }
}
