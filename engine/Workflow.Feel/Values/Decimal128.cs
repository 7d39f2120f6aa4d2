using System.Globalization;

namespace Workflow.Feel;

/// <summary>
/// A FEEL number: IEEE 754-2008 decimal128, 34 digits, rounded to the nearest neighbour with ties to the even one (DMN 1.5,
/// 10.3.2.3.1). Neither NaN nor an infinity exists: what would be one is refused by the Try methods. 1.0 equals 1.00.
/// </summary>
public readonly struct Decimal128 : IEquatable<Decimal128>, IComparable<Decimal128>
{
    // SKELETON: the numbers' owner replaces the inside; the members below are the contract.
    private readonly decimal value;

    private Decimal128(decimal value) => this.value = value;

    public static Decimal128 Zero => default;
    public static Decimal128 One => new(1);

    public static implicit operator Decimal128(int number) => new(number);
    public static implicit operator Decimal128(long number) => new(number);
    public static implicit operator Decimal128(decimal number) => new(number);

    /// <summary>Reads <c>[-]digits[.digits][(e|E)[+|-]digits]</c>, also <c>.5</c>; rounds to 34 digits; false when that is not all of the text, or too large.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Decimal128 number)
    {
        var read = decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed);
        number = new(parsed);
        return read;
    }

    public int Sign => Math.Sign(value);

    public bool IsInteger => decimal.IsInteger(value);

    public bool TryToInt32(out int number)
    {
        var fits = IsInteger && value is >= int.MinValue and <= int.MaxValue;
        number = fits ? (int)value : 0;
        return fits;
    }

    public bool TryToInt64(out long number)
    {
        var fits = IsInteger && value is >= long.MinValue and <= long.MaxValue;
        number = fits ? (long)value : 0;
        return fits;
    }

    /// <summary>False when it does not fit a .NET decimal; digits past the 28th are rounded.</summary>
    public bool TryToDecimal(out decimal number) { number = value; return true; }

    public static bool TryAdd(Decimal128 left, Decimal128 right, out Decimal128 result) => Try(() => left.value + right.value, out result);
    public static bool TrySubtract(Decimal128 left, Decimal128 right, out Decimal128 result) => Try(() => left.value - right.value, out result);
    public static bool TryMultiply(Decimal128 left, Decimal128 right, out Decimal128 result) => Try(() => left.value * right.value, out result);

    /// <summary>False also for a divisor of zero.</summary>
    public static bool TryDivide(Decimal128 left, Decimal128 right, out Decimal128 result) => Try(() => left.value / right.value, out result);
    public static bool TryPower(Decimal128 left, Decimal128 right, out Decimal128 result) => Try(() => (decimal)Math.Pow((double)left.value, (double)right.value), out result);

    private static bool Try(Func<decimal> compute, out Decimal128 result)
    {
        try { result = new(compute()); return true; }
        catch (Exception e) when (e is OverflowException or DivideByZeroException) { result = default; return false; }
    }

    public static Decimal128 operator -(Decimal128 number) => new(-number.value);
    public static bool operator ==(Decimal128 left, Decimal128 right) => left.value == right.value;
    public static bool operator !=(Decimal128 left, Decimal128 right) => left.value != right.value;
    public static bool operator <(Decimal128 left, Decimal128 right) => left.value < right.value;
    public static bool operator >(Decimal128 left, Decimal128 right) => left.value > right.value;
    public static bool operator <=(Decimal128 left, Decimal128 right) => left.value <= right.value;
    public static bool operator >=(Decimal128 left, Decimal128 right) => left.value >= right.value;

    public int CompareTo(Decimal128 other) => value.CompareTo(other.value);
    public bool Equals(Decimal128 other) => value == other.value;
    public override bool Equals(object? obj) => obj is Decimal128 other && Equals(other);
    public override int GetHashCode() => value.GetHashCode();

    /// <summary>Plain digits without an exponent and without trailing zeros after the point; reads back as the same number.</summary>
    public override string ToString() => (value / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture);
}
