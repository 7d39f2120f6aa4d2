using System.Runtime.CompilerServices;

namespace Workflow.Feel;

public readonly partial struct Decimal128
{
    /// <summary>False when the sum is too large.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryAdd(Decimal128 left, Decimal128 right, out Decimal128 result)
    {
        // Two short numbers above zero with one exponent: most of them all.
        if (left.high == right.high && (left.high & (SignBit | UpperCoefficient)) == 0)
        {
            var sum = left.low + right.low;
            if (sum >= left.low)
            {
                result = new(left.high, sum);
                return true;
            }
        }
        return TryAddUnlike(left, right, out result);
    }

    /// <summary>False when the difference is too large.</summary>
    public static bool TrySubtract(Decimal128 left, Decimal128 right, out Decimal128 result) => TryAdd(left, -right, out result);

    /// <summary>False when the product is too large.</summary>
    public static bool TryMultiply(Decimal128 left, Decimal128 right, out Decimal128 result)
    {
        var negative = left.IsNegative != right.IsNegative;
        var exponent = left.Exponent + right.Exponent;
        if (left.IsShort && right.IsShort)
        {
            var above = Math.BigMul(left.low, right.low, out var below);
            if (above == 0 && exponent is >= LeastExponent and <= MostExponent)
            {
                result = OfShort((left.high ^ right.high) & SignBit, below, exponent);
                return true;
            }
            return TryPack(negative, new(above, below), exponent, inexact: false, out result);
        }

        var (a, b) = (left.Coefficient, right.Coefficient);
        // So many digits more than the 35 or 36 that rounding needs.
        var spare = Digits(a) + Digits(b) - Precision - 2;
        if (spare <= 0) return TryPack(negative, a * b, exponent, inexact: false, out result);
        var (upper, lower) = WideProduct(a, b);
        var product = WideQuotient(upper, lower, PowerOfTen(spare), out var rest);
        return TryPack(negative, product, exponent + spare, rest != default, out result);
    }

    /// <summary>False when the quotient is too large, or the divisor zero.</summary>
    public static bool TryDivide(Decimal128 left, Decimal128 right, out Decimal128 result)
    {
        result = default;
        if (right.IsZero) return false;
        if (left.IsZero) return true;
        var negative = left.IsNegative != right.IsNegative;
        var exponent = left.Exponent - right.Exponent;
        if (left.IsShort && right.IsShort)
        {
            var whole = left.low / right.low;
            if (whole * right.low == left.low) return TryPack(negative, whole, exponent, inexact: false, out result);
        }

        // The dividend is filled up to 34 digits and then lengthened, so that the quotient has 35 or 36.
        var (a, b) = (left.Coefficient, right.Coefficient);
        var (filled, longer) = (Precision - Digits(a), Digits(b) + 1);
        var (upper, lower) = WideProduct(a * PowerOfTen(filled), PowerOfTen(longer));
        var quotient = WideQuotient(upper, lower, b, out var rest);
        exponent -= filled + longer;
        if (rest == default) DropZeros(ref quotient, ref exponent, filled + longer);
        return TryPack(negative, quotient, exponent, rest != default, out result);
    }

    /// <summary>
    /// <c>dividend - divisor * floor(dividend / divisor)</c> (10.3.4.5), exact also where the quotient has more than 34
    /// digits; it has the sign of the divisor. False for a divisor of zero.
    /// </summary>
    public static bool TryModulo(Decimal128 dividend, Decimal128 divisor, out Decimal128 result)
    {
        result = default;
        if (divisor.IsZero) return false;
        if (dividend.IsZero) return true;

        var rest = Remainder(dividend.Abs(), divisor.Abs());
        if (rest.IsZero) return true;
        if (dividend.IsNegative != divisor.IsNegative) TrySubtract(divisor.Abs(), rest, out rest);
        result = divisor.IsNegative ? -rest : rest;
        return true;
    }

    private static bool TryAddUnlike(Decimal128 left, Decimal128 right, out Decimal128 result)
    {
        if (left.IsShort && right.IsShort && TryAddShort(left, right, out result)) return true;
        result = left;
        if (right.IsZero) return true;
        result = right;
        if (left.IsZero) return true;

        if (left.Exponent < right.Exponent) (left, right) = (right, left);
        var (a, b) = (left.Coefficient, right.Coefficient);
        var (exponent, apart) = (right.Exponent, left.Exponent - right.Exponent);
        var inexact = false;
        if (apart > 0)
        {
            if (left.IsShort && apart <= 19) a = ShortProduct(left.low, (ulong)PowerOfTen(apart));
            else
            {
                var room = PowersOfTen.Length - 1 - Digits(a);
                a *= PowerOfTen(Math.Min(apart, room));
                if (apart > room)
                {
                    // The left has 38 digits now. Of the right only what stands below the last of them is lost, and the
                    // result keeps 37 digits: enough to round by, when it is known that something was there.
                    var lost = apart - room;
                    exponent += lost;
                    (b, var rest) = lost < PowersOfTen.Length ? UInt128.DivRem(b, PowerOfTen(lost)) : (default, b);
                    inexact = rest != default;
                }
            }
        }

        if (left.IsNegative == right.IsNegative) return TryPack(left.IsNegative, a + b, exponent, inexact, out result);
        if (a == b)
        {
            result = default;
            return true;
        }
        return a > b
            ? TryPack(left.IsNegative, a - b - (inexact ? 1u : 0u), exponent, inexact, out result)
            : TryPack(right.IsNegative, b - a, exponent, inexact, out result);
    }

    /// <summary>Where 64 bits are enough all the way; false otherwise.</summary>
    private static bool TryAddShort(Decimal128 left, Decimal128 right, out Decimal128 result)
    {
        var (a, b) = (left.low, right.low);
        var (exponent, apart) = (right.Exponent, left.Exponent - right.Exponent);
        if (apart < 0) exponent = left.Exponent;
        result = default;
        if (apart > 0 ? !TryLengthen(ref a, apart) : !TryLengthen(ref b, -apart)) return false;
        var sign = left.high & SignBit;
        if (((left.high ^ right.high) & SignBit) != 0) result = a >= b ? OfShort(sign, a - b, exponent) : OfShort(sign ^ SignBit, b - a, exponent);
        else if (a + b < a) return false;
        else result = OfShort(sign, a + b, exponent);
        return true;
    }

    /// <summary>Of two numbers above zero.</summary>
    private static Decimal128 Remainder(Decimal128 dividend, Decimal128 divisor)
    {
        if (dividend < divisor) return dividend;
        var (a, b) = (dividend.Coefficient, divisor.Coefficient);
        var apart = dividend.Exponent - divisor.Exponent;
        if (apart < 0)
        {
            // The divisor is the smaller one: lengthened to the dividend's exponent it has not more than 34 digits.
            return new(negative: false, a % (b * PowerOfTen(-apart)), dividend.Exponent);
        }

        // a · 10^apart by squaring, of which only remainders are kept; apart is 12,287 at most.
        a %= b;
        for (var power = 10 % b; apart > 0; apart >>= 1)
        {
            if ((apart & 1) != 0) a = RemainderOfProduct(a, power, b);
            power = RemainderOfProduct(power, power, b);
        }
        return new(negative: false, a, divisor.Exponent);
    }

    /// <summary>Of two numbers below the divisor.</summary>
    private static UInt128 RemainderOfProduct(UInt128 a, UInt128 b, UInt128 divisor)
    {
        var (upper, lower) = WideProduct(a, b);
        WideQuotient(upper, lower, divisor, out var rest);
        return rest;
    }

    /// <summary>Rounds to 34 digits, ties to even, and to the exponents that exist. False when it is too large.</summary>
    /// <param name="inexact">something was cut off below the coefficient, which then has 35 digits or more</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryPack(bool negative, UInt128 coefficient, int exponent, bool inexact, out Decimal128 result)
    {
        if (!inexact && exponent is >= LeastExponent and <= MostExponent && coefficient < TenToPrecision)
        {
            result = new(negative, coefficient, exponent);
            return true;
        }
        return TryPackRounded(negative, coefficient, exponent, inexact, out result);
    }

    private static bool TryPackRounded(bool negative, UInt128 coefficient, int exponent, bool inexact, out Decimal128 result)
    {
        result = default;
        var drop = Math.Max(Digits(coefficient) - Precision, LeastExponent - exponent);
        if (drop > 0)
        {
            coefficient = WithoutDigits(coefficient, drop, inexact, negative, Rounding.HalfEven);
            exponent += drop;
            if (coefficient == PowerOfTen(Precision)) (coefficient, exponent) = (PowerOfTen(Precision - 1), exponent + 1);
        }
        if (coefficient == default) return true;
        if (exponent > MostExponent)
        {
            var filled = exponent - MostExponent;
            if (Digits(coefficient) + filled > Precision) return false;
            (coefficient, exponent) = (coefficient * PowerOfTen(filled), MostExponent);
        }
        result = new(negative, coefficient, exponent);
        return true;
    }

    /// <summary>Takes zeros off the end of the coefficient, so many at most.</summary>
    private static void DropZeros(ref UInt128 coefficient, ref int exponent, int most)
    {
        // An odd one ends in no zero; zero itself would end in zeros for ever.
        if (((ulong)coefficient & 1) != 0 || coefficient == default) return;
        for (var count = 16; count > 0; count /= 2)
        {
            while (count <= most)
            {
                var (shorter, rest) = UInt128.DivRem(coefficient, PowerOfTen(count));
                if (rest != default) break;
                coefficient = shorter;
                exponent += count;
                most -= count;
            }
        }
    }
}
