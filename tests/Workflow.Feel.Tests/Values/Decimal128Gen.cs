using System.Numerics;
using FsCheck;
using FsCheck.Fluent;

namespace Workflow.Feel.Tests.Values;

/// <summary>Numbers of every length and size, with those more often at which rounding, carrying and the ends of the range go wrong.</summary>
internal static class Decimal128Gen
{
    private static readonly Gen<BigInteger> Digits =
        from length in Gen.Choose(1, 34)
        from shape in Gen.Choose(0, 5)
        from parts in Gen.ArrayOf(Gen.Choose(0, 999_999_999), 4)
        from zeros in Gen.Choose(0, length - 1)
        let power = ExactDecimal.Ten(length)
        let random = parts.Aggregate(BigInteger.Zero, (sum, part) => (sum * 1_000_000_000) + part) % power
        select shape switch
        {
            0 => power - 1 - (random % 3),
            1 => (power / 10) + (random % 3),
            2 => (power / 2) + (random % 2),
            3 => random / ExactDecimal.Ten(zeros) * ExactDecimal.Ten(zeros),
            _ => random,
        };

    private static readonly Gen<int> Exponent = Gen.Frequency(
        (4, Gen.Choose(-6, 2)), (4, Gen.Choose(-70, 70)), (1, Gen.Choose(-6176, 6111)), (1, Gen.Choose(-6176, -6130)), (1, Gen.Choose(6070, 6111)));

    private static readonly Gen<int> Near = Gen.Frequency((4, Gen.Choose(-8, 8)), (2, Gen.Choose(-72, 72)), (1, Gen.Constant(20_000)));

    public static readonly Gen<ExactDecimal> One = Of(Exponent);

    /// <summary>Of sizes that people use.</summary>
    public static readonly Gen<ExactDecimal> Ordinary = Of(Gen.Choose(-12, 3));

    /// <summary>Two of them, mostly so near to each other that both count in the result.</summary>
    public static readonly Gen<(ExactDecimal, ExactDecimal)> Two =
        from exponent in Exponent
        from near in Near
        from other in Exponent
        from a in Of(Gen.Constant(exponent))
        from b in Of(Gen.Constant(near == 20_000 ? other : Math.Clamp(exponent + near, -6176, 6111)))
        select (a, b);

    private static Gen<ExactDecimal> Of(Gen<int> exponents) =>
        from digits in Digits
        from exponent in exponents
        from negative in Gen.Elements(false, true)
        select new ExactDecimal(negative ? -digits : digits, exponent);

    /// <summary>Holds for so many of what is generated, or the counterexample is thrown.</summary>
    public static void ForAll<T>(Gen<T> gen, Action<T> holds, int count = 3_000) =>
        Prop.ForAll(gen.ToArbitrary(), holds).Check(Config.QuickThrowOnFailure.WithMaxTest(count).WithQuietOnSuccess(true));
}
