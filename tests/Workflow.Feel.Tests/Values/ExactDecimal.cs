using System.Globalization;
using System.Numerics;

namespace Workflow.Feel.Tests.Values;

/// <summary>Digits · 10^Exponent without limits, in its shortest form: the plain reference beside which <see cref="Decimal128"/> is held.</summary>
internal readonly record struct ExactDecimal : IComparable<ExactDecimal>
{
    public ExactDecimal(BigInteger digits, int exponent)
    {
        if (digits.IsZero) exponent = 0;
        while (!digits.IsZero && (digits % 10).IsZero) (digits, exponent) = (digits / 10, exponent + 1);
        (Digits, Exponent) = (digits, exponent);
    }

    public BigInteger Digits { get; }

    public int Exponent { get; }

    public static ExactDecimal Of(Decimal128 number)
    {
        var text = number.ToString();
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var digits = point < 0 ? text : text.Remove(point, 1);
        // Parsing is slower than the square of the length: zeros are taken off first.
        var shorter = digits.TrimEnd('0');
        if (shorter is "" or "-") return default;
        return new(BigInteger.Parse(shorter, CultureInfo.InvariantCulture), digits.Length - shorter.Length - (point < 0 ? 0 : text.Length - 1 - point));
    }

    public Decimal128 ToNumber()
    {
        Xunit.Assert.True(Decimal128.TryParse($"{Digits}E{Exponent}", out var number));
        return number;
    }

    public static BigInteger Ten(int exponent) => BigInteger.Pow(10, exponent);

    public static ExactDecimal operator +(ExactDecimal a, ExactDecimal b) => Aligned(a, b) is var (x, y, e) ? new(x + y, e) : default;
    public static ExactDecimal operator -(ExactDecimal a, ExactDecimal b) => Aligned(a, b) is var (x, y, e) ? new(x - y, e) : default;
    public static ExactDecimal operator *(ExactDecimal a, ExactDecimal b) => new(a.Digits * b.Digits, a.Exponent + b.Exponent);

    public int CompareTo(ExactDecimal other) => Aligned(this, other) is var (x, y, _) ? x.CompareTo(y) : 0;

    public ExactDecimal Abs() => new(BigInteger.Abs(Digits), Exponent);

    /// <summary>dividend - divisor · floor(dividend / divisor)</summary>
    public static ExactDecimal Modulo(ExactDecimal dividend, ExactDecimal divisor)
    {
        var (x, y, e) = Aligned(dividend, divisor);
        return new(x - (y * FloorOf(x, y)), e);
    }

    /// <summary>The value as decimal128 has it; null when it is too large.</summary>
    public ExactDecimal? Rounded() => Rounded(Digits, BigInteger.One, Exponent);

    /// <summary>numerator / denominator · 10^exponent as decimal128 has it; null when it is too large.</summary>
    public static ExactDecimal? Rounded(BigInteger numerator, BigInteger denominator, int exponent)
    {
        if (numerator.IsZero) return default(ExactDecimal);
        var (n, d) = (BigInteger.Abs(numerator), BigInteger.Abs(denominator));
        var longer = 34 - (Length(n) - Length(d));
        longer = Math.Min(longer, exponent + 6176);
        var digits = HalfEven(n, d, longer);
        if (Length(digits) > 34)
        {
            longer--;
            digits = HalfEven(n, d, longer);
        }
        if (Length(digits) + exponent - longer > 6145) return null;
        return new(numerator.Sign * denominator.Sign < 0 ? -digits : digits, exponent - longer);
    }

    /// <summary>Rounded to so many places, without limits.</summary>
    public ExactDecimal ToScale(int scale, Rounding mode)
    {
        if (-Exponent <= scale) return this;
        var unit = Ten(-Exponent - scale);
        var floor = FloorOf(Digits, unit);
        var rest = Digits - (floor * unit);
        if (rest.IsZero) return new(floor, -scale);
        var half = (2 * rest).CompareTo(unit);
        var away = Digits.Sign > 0;
        var up = mode switch
        {
            Rounding.Floor => false,
            Rounding.Ceiling => true,
            Rounding.Up => away,
            Rounding.Down => !away,
            Rounding.HalfUp => half > 0 || (half == 0 && away),
            Rounding.HalfDown => half > 0 || (half == 0 && !away),
            _ => half > 0 || (half == 0 && !floor.IsEven),
        };
        return new(up ? floor + 1 : floor, -scale);
    }

    private static BigInteger HalfEven(BigInteger n, BigInteger d, int longer)
    {
        if (longer >= 0) n *= Ten(longer);
        else d *= Ten(-longer);
        var quotient = BigInteger.DivRem(n, d, out var rest);
        var half = (2 * rest).CompareTo(d);
        return half > 0 || (half == 0 && !quotient.IsEven) ? quotient + 1 : quotient;
    }

    private static BigInteger FloorOf(BigInteger x, BigInteger y)
    {
        var quotient = BigInteger.DivRem(x, y, out var rest);
        return !rest.IsZero && rest.Sign != y.Sign ? quotient - 1 : quotient;
    }

    private static int Length(BigInteger number) => number.IsZero ? 1 : BigInteger.Abs(number).ToString(CultureInfo.InvariantCulture).Length;

    private static (BigInteger X, BigInteger Y, int Exponent) Aligned(ExactDecimal a, ExactDecimal b)
    {
        if (a.Digits.IsZero) return (a.Digits, b.Digits, b.Exponent);
        if (b.Digits.IsZero) return (a.Digits, b.Digits, a.Exponent);
        var exponent = Math.Min(a.Exponent, b.Exponent);
        return (a.Digits * Ten(a.Exponent - exponent), b.Digits * Ten(b.Exponent - exponent), exponent);
    }
}
