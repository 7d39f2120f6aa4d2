using System.Numerics;

namespace Workflow.Feel;

/// <summary>
/// Square root, exponential, logarithm and power. All by whole numbers with so many digits more than 34 that the rounded
/// result does not depend on them, the same on every machine.
/// </summary>
public readonly partial struct Decimal128
{
    // Places after the point of the intermediate results. The logarithm of a number that differs from 1 in its 34th digit
    // begins at the 34th place, and a power's exponent may move it up again by as many: 80 leave ten for the errors.
    private const int Places = 80;

    // Digits that a repeated multiplication keeps: its relative error grows with the exponent, of which there are 10^38 at most.
    private const int PowerDigits = 90;

    // Beyond it a power is too large, or zero.
    private const int FarPower = 20_000;

    private static class Constants
    {
        public static readonly BigInteger One = BigInteger.Pow(10, Places);
        public static readonly BigInteger Ln2 = BigInteger.Parse("69314718055994530941723212145817656807550013436025525412068000949339362196969471");
        public static readonly BigInteger Ln10 = BigInteger.Parse("230258509299404568401799145468436420760110148862877297603332790096757260967735248");
    }

    /// <summary>What a square root, an exponential and a logarithm cost, in the steps of an evaluation.</summary>
    internal const int RootSteps = 25, ExpSteps = 150, LogSteps = 200;

    /// <summary>What a power costs: a whole one grows with its exponent, any other takes a logarithm and an exponential.</summary>
    internal static int PowerSteps(Decimal128 right) => !right.IsInteger ? LogSteps + ExpSteps : right.Abs() <= 1_000 ? 40 : 1_000;

    /// <summary>False below zero.</summary>
    public bool TrySqrt(out Decimal128 result)
    {
        result = default;
        if (IsNegative) return false;
        if (IsZero) return true;
        // Lengthened to 69 or 70 digits and an even exponent, so that the root has 35.
        var (coefficient, exponent) = (Coefficient, Exponent);
        var longer = (2 * Precision) + 2 - Digits(coefficient);
        if (((exponent - longer) & 1) != 0) longer--;
        var square = coefficient * BigInteger.Pow(10, longer);
        var root = Root(square);
        return TryPack(negative: false, root, (exponent - longer) / 2, inexact: root * root != square, out result);
    }

    /// <summary>e to the power of this; false when that is too large.</summary>
    public bool TryExp(out Decimal128 result)
    {
        result = default;
        // Too large, or zero: known before the digits are written out.
        return Digits(Coefficient) + Exponent > 6 ? IsNegative : TryExp(Fixed(this), out result);
    }

    /// <summary>The natural logarithm; false for zero and below.</summary>
    public bool TryLog(out Decimal128 result)
    {
        result = default;
        return Sign > 0 && (this == One || TryPack(Ln(this), -Places, out result));
    }

    /// <summary>
    /// False when the power is too large, for zero to a power below zero, and for a number below zero to one that is not
    /// whole. Anything to the power of zero is 1.
    /// </summary>
    public static bool TryPower(Decimal128 left, Decimal128 right, out Decimal128 result)
    {
        result = One;
        if (right.IsZero || left == One) return true;
        if (left.IsZero)
        {
            result = default;
            return right.Sign > 0;
        }
        if (right.IsInteger) return TryWholePower(left, right, out result);
        result = default;
        if (left.IsNegative) return false;

        var (exponent, logarithm) = (right.Exponent, Ln(left) * right.Coefficient);
        if (right.IsNegative) logarithm = -logarithm;
        logarithm = exponent >= 0 ? logarithm * BigInteger.Pow(10, exponent) : logarithm / BigInteger.Pow(10, -exponent);
        return TryExp(logarithm, out result);
    }

    private static bool TryWholePower(Decimal128 left, Decimal128 right, out Decimal128 result)
    {
        if (right == 2) return TryMultiply(left, left, out result);
        // A whole number that is too long to be one of 128 bits is even: its coefficient has 34 digits at most.
        // It also takes every base but 1 out of the range, be it only 10^-34 away from it.
        var isShort = right.Abs().TryToInt128(out var whole);
        var negative = left.IsNegative && isShort && Int128.IsOddInteger(whole);
        var order = CompareSizes(left, One);
        result = negative ? -One : One;
        if (order == 0) return true;

        result = default;
        // Whether it leaves the range upwards, which is refused, or downwards, which is zero.
        var grows = order > 0 != right.IsNegative;
        if (!isShort) return !grows;

        var (coefficient, tens) = (left.Coefficient, left.Exponent);
        DropZeros(ref coefficient, ref tens, int.MaxValue);
        var (square, power) = (new Long(coefficient, tens, Inexact: false), new Long(1, 0, Inexact: false));
        while (true)
        {
            if (Int128.IsOddInteger(whole)) power = power.Times(square);
            whole >>= 1;
            // Every square still to come goes into the result.
            if (Math.Abs(power.Tops) > FarPower || (whole > 0 && Math.Abs(square.Tops) > FarPower)) return !grows;
            if (whole == 0) break;
            square = square.Times(square);
        }
        if (right.IsNegative) power = power.Reciprocal();
        return TryPack(negative, power.Coefficient, power.Exponent, power.Inexact, out result);
    }

    private static bool TryExp(BigInteger power, out Decimal128 result)
    {
        result = default;
        if (BigInteger.Abs(power) > Constants.Ln10 * FarPower) return power.Sign < 0;
        // e^x = 10^k · (e^(r / 1024))^1024, with r between plus and minus half of ln 10.
        const int halvings = 10;
        var tens = BigInteger.Divide((2 * power) + (power.Sign * Constants.Ln10), 2 * Constants.Ln10);
        var small = (power - (tens * Constants.Ln10)) >> halvings;
        var (sum, term) = (Constants.One + small, small);
        for (var i = 2; !term.IsZero; i++)
        {
            term = term * small / (Constants.One * i);
            sum += term;
        }
        for (var i = 0; i < halvings; i++) sum = sum * sum / Constants.One;
        return TryPack(negative: false, sum, (int)tens - Places, inexact: false, out result);
    }

    /// <summary>The natural logarithm of a number above zero and other than 1, times 10^<see cref="Places"/>.</summary>
    private static BigInteger Ln(Decimal128 number)
    {
        // x = 10^k · 2^j · m with m near 1, and ln m = 2·artanh((m - 1) / (m + 1)), a series of powers below 1/5.
        var coefficient = number.Coefficient;
        var digits = Digits(coefficient);
        var (tens, twos) = (number.Exponent + digits, 0);
        var m = coefficient * BigInteger.Pow(10, Places - digits);
        for (; 3 * m < 2 * Constants.One; twos--) m <<= 1;
        var y = (m - Constants.One) * Constants.One / (m + Constants.One);
        var square = y * y / Constants.One;
        var (sum, power) = (y, y);
        for (var i = 3; !power.IsZero; i += 2)
        {
            power = power * square / Constants.One;
            sum += power / i;
        }
        return (2 * sum) + (tens * Constants.Ln10) + (twos * Constants.Ln2);
    }

    /// <summary>Times 10^<see cref="Places"/>, cut off below.</summary>
    private static BigInteger Fixed(Decimal128 number)
    {
        var places = number.Exponent + Places;
        BigInteger coefficient = number.Coefficient;
        coefficient = places >= 0 ? coefficient * BigInteger.Pow(10, places) : -places > Precision ? BigInteger.Zero : coefficient / BigInteger.Pow(10, -places);
        return number.IsNegative ? -coefficient : coefficient;
    }

    private static bool TryPack(BigInteger number, int exponent, out Decimal128 result) =>
        TryPack(number.Sign < 0, BigInteger.Abs(number), exponent, inexact: false, out result);

    private static bool TryPack(bool negative, BigInteger coefficient, int exponent, bool inexact, out Decimal128 result)
    {
        var cut = new Long(coefficient, exponent, inexact).CutTo(Precision + 3);
        var (shorter, tens) = ((UInt128)cut.Coefficient, cut.Exponent);
        if (!cut.Inexact)
        {
            DropZeros(ref shorter, ref tens, int.MaxValue);
            // Whole numbers are quickest without an exponent.
            if (tens > 0 && Digits(shorter) + tens <= Precision) (shorter, tens) = (shorter * PowerOfTen(tens), 0);
        }
        return TryPack(negative, shorter, tens, cut.Inexact, out result);
    }

    /// <summary>A number above zero with more digits.</summary>
    /// <param name="Inexact">something was cut off below the coefficient</param>
    private readonly record struct Long(BigInteger Coefficient, int Exponent, bool Inexact)
    {
        /// <summary>The power of ten just above, or one more.</summary>
        public int Tops => About(Coefficient) + Exponent;

        public Long Times(Long other) => new Long(Coefficient * other.Coefficient, Exponent + other.Exponent, Inexact || other.Inexact).CutTo(PowerDigits);

        public Long Reciprocal()
        {
            var longer = About(Coefficient) + PowerDigits;
            var quotient = BigInteger.DivRem(BigInteger.Pow(10, longer), Coefficient, out var rest);
            return new(quotient, -Exponent - longer, Inexact || !rest.IsZero);
        }

        /// <summary>Keeps so many digits, or one less.</summary>
        public Long CutTo(int digits)
        {
            var drop = About(Coefficient) - digits;
            if (drop <= 0) return this;
            var kept = BigInteger.DivRem(Coefficient, BigInteger.Pow(10, drop), out var rest);
            return new(kept, Exponent + drop, Inexact || !rest.IsZero);
        }

        /// <summary>The number of digits, or one more.</summary>
        private static int About(BigInteger number) => (int)(number.GetBitLength() * 30103 / 100000) + 1;
    }
}
