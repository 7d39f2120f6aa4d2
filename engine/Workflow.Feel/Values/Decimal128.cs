using System.Runtime.CompilerServices;

namespace Workflow.Feel;

/// <summary>
/// A FEEL number: IEEE 754-2008 decimal128, 34 digits, rounded to the nearest neighbour with ties to the even one (DMN 1.5,
/// 10.3.2.3.1). Neither NaN nor an infinity exists: what would be one is refused by the Try methods; what is too small is
/// zero. 1.0 equals 1.00, and zero has no sign. Nothing here throws.
/// </summary>
public readonly partial struct Decimal128 : IEquatable<Decimal128>, IComparable<Decimal128>
{
    /// <summary>Digits that a number keeps.</summary>
    public const int Precision = 34;

    private const int LeastExponent = -6176;
    private const int MostExponent = 6111;
    private const int ExponentAt = 49;
    private const ulong SignBit = 1UL << 63;
    private const ulong UpperCoefficient = (1UL << ExponentAt) - 1;

    // From the top: the sign, 14 bits of exponent in two's complement, 49 bits of the coefficient; below them its other 64.
    // So a small whole number has zero above and itself below, and zero, which is only ever written so, is the default.
    private readonly ulong high;
    private readonly ulong low;

    private Decimal128(ulong high, ulong low) => (this.high, this.low) = (high, low);

    /// <param name="coefficient">below 10^34</param>
    /// <param name="exponent">within its bounds</param>
    private Decimal128(bool negative, UInt128 coefficient, int exponent)
    {
        if (coefficient == default) return;
        high = (negative ? SignBit : 0) | (((ulong)exponent << (ExponentAt + 1)) >> 1) | (ulong)(coefficient >> 64);
        low = (ulong)coefficient;
    }

    /// <summary>Of a coefficient of 64 bits.</summary>
    /// <param name="sign">zero or <see cref="SignBit"/></param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Decimal128 OfShort(ulong sign, ulong coefficient, int exponent) =>
        coefficient == 0 ? default : new(sign | (((ulong)exponent << (ExponentAt + 1)) >> 1), coefficient);

    public static Decimal128 Zero => default;
    public static Decimal128 One => new(0, 1);

    /// <summary>9.999…E+6144, the greatest of all; its negative is the least.</summary>
    public static Decimal128 Greatest => new(negative: false, PowerOfTen(Precision) - 1, MostExponent);

    /// <summary>1E−6176, the smallest above zero.</summary>
    public static Decimal128 Smallest => new(negative: false, 1, LeastExponent);

    private UInt128 Coefficient => new(high & UpperCoefficient, low);

    private int Exponent => (int)((long)(high << 1) >> (ExponentAt + 1));

    private bool IsNegative => (long)high < 0;

    private bool IsZero => (high | low) == 0;

    /// <summary>Whether the coefficient fits 64 bits.</summary>
    private bool IsShort => (high & UpperCoefficient) == 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator Decimal128(int number) => (long)number;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator Decimal128(long number) => number >= 0 ? new(0, (ulong)number) : new(SignBit, (ulong)-number);

    public static implicit operator Decimal128(decimal number)
    {
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(number, parts);
        var coefficient = new UInt128((uint)parts[2], ((ulong)(uint)parts[1] << 32) | (uint)parts[0]);
        return new(parts[3] < 0, coefficient, -((parts[3] >> 16) & 0xFF));
    }

    /// <summary>Rounded to 34 digits.</summary>
    public static Decimal128 Of(Int128 number)
    {
        var negative = Int128.IsNegative(number);
        TryPack(negative, negative ? (UInt128)(-number) : (UInt128)number, 0, inexact: false, out var result);
        return result;
    }

    public int Sign => IsZero ? 0 : IsNegative ? -1 : 1;

    public bool IsInteger => Exponent >= 0 || (-Exponent < Precision && Coefficient % PowerOfTen(-Exponent) == default);

    /// <summary>False unless it is a whole number of that type.</summary>
    public bool TryToInt32(out int number)
    {
        var fits = TryToInt64(out var wide) && wide is >= int.MinValue and <= int.MaxValue;
        number = fits ? (int)wide : 0;
        return fits;
    }

    /// <summary>False unless it is a whole number of that type.</summary>
    public bool TryToInt64(out long number)
    {
        if (high == 0 && low <= long.MaxValue)
        {
            number = (long)low;
            return true;
        }
        var fits = TryToInt128(out var wide) && wide >= long.MinValue && wide <= long.MaxValue;
        number = fits ? (long)wide : 0;
        return fits;
    }

    /// <summary>False unless it is a whole number of that type.</summary>
    public bool TryToInt128(out Int128 number)
    {
        number = 0;
        var (coefficient, exponent) = (Coefficient, Exponent);
        if (exponent > 0)
        {
            if (exponent >= PowersOfTen.Length || coefficient > (UInt128)Int128.MaxValue / PowerOfTen(exponent)) return false;
            coefficient *= PowerOfTen(exponent);
        }
        else if (exponent < 0)
        {
            if (-exponent >= Precision) return false;
            (coefficient, var rest) = UInt128.DivRem(coefficient, PowerOfTen(-exponent));
            if (rest != default) return false;
        }
        number = IsNegative ? -(Int128)coefficient : (Int128)coefficient;
        return true;
    }

    /// <summary>False when it does not fit a .NET decimal; digits past the 28th are rounded.</summary>
    public bool TryToDecimal(out decimal number)
    {
        const int mostPlaces = 28;
        number = 0;
        if (IsZero) return true;
        var (coefficient, exponent) = (Coefficient, Exponent);
        if (exponent > 0)
        {
            if (Digits(coefficient) + exponent >= PowersOfTen.Length) return false;
            (coefficient, exponent) = (coefficient * PowerOfTen(exponent), 0);
        }
        for (var places = Math.Min(-exponent, mostPlaces); places >= 0; places--)
        {
            var rounded = WithoutDigits(coefficient, -exponent - places, inexact: false, IsNegative, Rounding.HalfEven);
            if (rounded >> 96 != default) continue;
            if (rounded != default) number = new((int)(uint)rounded, (int)(uint)(rounded >> 32), (int)(uint)(rounded >> 64), IsNegative, (byte)places);
            return true;
        }
        return false;
    }

    public static Decimal128 operator -(Decimal128 number) => number.IsZero ? number : new(number.high ^ SignBit, number.low);

    public Decimal128 Abs() => new(high & ~SignBit, low);

    public static bool operator ==(Decimal128 left, Decimal128 right) => left.Equals(right);
    public static bool operator !=(Decimal128 left, Decimal128 right) => !left.Equals(right);
    public static bool operator <(Decimal128 left, Decimal128 right) => left.CompareTo(right) < 0;
    public static bool operator >(Decimal128 left, Decimal128 right) => left.CompareTo(right) > 0;
    public static bool operator <=(Decimal128 left, Decimal128 right) => left.CompareTo(right) <= 0;
    public static bool operator >=(Decimal128 left, Decimal128 right) => left.CompareTo(right) >= 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int CompareTo(Decimal128 other)
    {
        // Sign, exponent and the coefficient's upper part are the same: the lower part decides.
        if (high == other.high) return IsNegative ? other.low.CompareTo(low) : low.CompareTo(other.low);
        return CompareUnlike(other);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Equals(Decimal128 other)
    {
        if (high == other.high) return low == other.low;
        // Of one exponent each number is written in one way only.
        return ((high ^ other.high) & ~UpperCoefficient & ~SignBit) != 0 && CompareUnlike(other) == 0;
    }

    public override bool Equals(object? obj) => obj is Decimal128 other && Equals(other);

    public override int GetHashCode()
    {
        var (coefficient, exponent) = (Coefficient, Exponent);
        DropZeros(ref coefficient, ref exponent, int.MaxValue);
        return HashCode.Combine(IsNegative, exponent, coefficient);
    }

    private int CompareUnlike(Decimal128 other)
    {
        var (sign, otherSign) = (Sign, other.Sign);
        if (sign != otherSign) return sign < otherSign ? -1 : 1;
        var order = CompareSizes(this, other);
        return sign < 0 ? -order : order;
    }

    /// <summary>Compares two numbers without their signs, neither of them zero.</summary>
    private static int CompareSizes(Decimal128 left, Decimal128 right)
    {
        var (a, b) = (left.Coefficient, right.Coefficient);
        var further = left.Exponent - right.Exponent;
        if (further == 0) return a.CompareTo(b);
        if (left.IsShort && right.IsShort && further > -ShortPowersOfTen.Length && further < ShortPowersOfTen.Length)
        {
            var (c, d) = (left.low, right.low);
            return further > 0 ? TryLengthen(ref c, further) ? c.CompareTo(d) : 1 : TryLengthen(ref d, -further) ? c.CompareTo(d) : -1;
        }
        var (tops, otherTops) = (Digits(a) + left.Exponent, Digits(b) + right.Exponent);
        if (tops != otherTops) return tops < otherTops ? -1 : 1;
        // Both begin at the same place, so that the one with fewer digits can be filled up to at most 34.
        return further > 0 ? (a * PowerOfTen(further)).CompareTo(b) : a.CompareTo(b * PowerOfTen(-further));
    }
}
