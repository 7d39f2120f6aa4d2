namespace Workflow.Feel;

/// <summary>To which of its two neighbours a number goes that stands between them.</summary>
public enum Rounding
{
    /// <summary>The nearest; of two as near the even one: <c>decimal</c>.</summary>
    HalfEven,
    /// <summary>The nearest; of two as near the one away from zero.</summary>
    HalfUp,
    /// <summary>The nearest; of two as near the one towards zero.</summary>
    HalfDown,
    /// <summary>Away from zero.</summary>
    Up,
    /// <summary>Towards zero.</summary>
    Down,
    /// <summary>The lower one.</summary>
    Floor,
    /// <summary>The higher one.</summary>
    Ceiling,
}

public readonly partial struct Decimal128
{
    /// <summary>The least and the greatest scale to which can be rounded (10.3.4.5).</summary>
    public const int LeastScale = -MostExponent, MostScale = -LeastExponent;

    public Decimal128 Floor() => RoundedToWhole(Rounding.Floor);

    public Decimal128 Ceiling() => RoundedToWhole(Rounding.Ceiling);

    /// <summary>Rounds to so many places after the point, below zero so many before it. False when the scale is out of its bounds, or the result too large.</summary>
    /// <param name="scale"><see cref="LeastScale"/> to <see cref="MostScale"/></param>
    public bool TryRound(int scale, Rounding mode, out Decimal128 result)
    {
        result = this;
        if (scale is < LeastScale or > MostScale)
        {
            result = default;
            return false;
        }
        var drop = -scale - Exponent;
        return drop <= 0 || IsZero || TryPack(IsNegative, WithoutDigits(Coefficient, drop, inexact: false, IsNegative, mode), -scale, inexact: false, out result);
    }

    private Decimal128 RoundedToWhole(Rounding mode)
    {
        // A number with places after the point is far from being too large.
        TryRound(0, mode, out var result);
        return result;
    }

    /// <summary>The coefficient without its last digits, rounded.</summary>
    /// <param name="inexact">something was cut off below the coefficient before</param>
    private static UInt128 WithoutDigits(UInt128 coefficient, int count, bool inexact, bool negative, Rounding mode)
    {
        if (count <= 0) return coefficient;
        UInt128 kept;
        int half;
        if (count < PowersOfTen.Length)
        {
            var unit = PowerOfTen(count);
            (kept, var rest) = UInt128.DivRem(coefficient, unit);
            if (rest == default && !inexact) return kept;
            half = rest.CompareTo(unit - rest) is 0 && inexact ? 1 : rest.CompareTo(unit - rest);
        }
        else
        {
            // Half of 10^39 is more than any coefficient.
            if (coefficient == default && !inexact) return default;
            (kept, half) = (default, -1);
        }

        var up = mode switch
        {
            Rounding.HalfEven => half > 0 || (half == 0 && UInt128.IsOddInteger(kept)),
            Rounding.HalfUp => half >= 0,
            Rounding.HalfDown => half > 0,
            Rounding.Up => true,
            Rounding.Floor => negative,
            Rounding.Ceiling => !negative,
            _ => false,
        };
        return up ? kept + 1 : kept;
    }
}
