using System.Numerics;
using FsCheck.Fluent;
using Xunit;
using static Workflow.Feel.Tests.Values.Decimal128Gen;

namespace Workflow.Feel.Tests.Values;

public sealed class Decimal128Tests
{
    private delegate bool Operation(Decimal128 left, Decimal128 right, out Decimal128 result);

    [Fact]
    public void A_sum_is_the_exact_one_rounded() => Holds(Decimal128.TryAdd, (a, b) => (a + b).Rounded());

    [Fact]
    public void A_difference_is_the_exact_one_rounded() => Holds(Decimal128.TrySubtract, (a, b) => (a - b).Rounded());

    [Fact]
    public void A_product_is_the_exact_one_rounded() => Holds(Decimal128.TryMultiply, (a, b) => (a * b).Rounded());

    [Fact]
    public void A_quotient_is_the_exact_one_rounded() =>
        Holds(Decimal128.TryDivide, (a, b) => b.Digits.IsZero ? null : ExactDecimal.Rounded(a.Digits, b.Digits, a.Exponent - b.Exponent));

    [Fact]
    public void Modulo_is_what_floor_division_leaves_and_exact_where_it_fits() =>
        Holds(Decimal128.TryModulo, (a, b) => b.Digits.IsZero ? null : ExactDecimal.Modulo(a, b).Rounded());

    [Fact]
    public void A_product_and_a_quotient_near_the_ends_are_rounded_once() => ForAll(Two.Two(), pair =>
    {
        // Of (a, b) and (c, d): b and d bring the product of a and c to the ends of the range.
        var ((a, b), (c, _)) = pair;
        foreach (var end in (int[])[-6210, -6176, 6111, 6140])
        {
            var other = new ExactDecimal(c.Digits, Math.Clamp(end - a.Exponent, -6176, 6111));
            Same((a * other).Rounded(), Decimal128.TryMultiply(a.ToNumber(), other.ToNumber(), out var product), product);
            if (b.Digits.IsZero) continue;
            var divisor = new ExactDecimal(b.Digits, Math.Clamp(a.Exponent - end, -6176, 6070));
            var expected = ExactDecimal.Rounded(a.Digits, divisor.Digits, a.Exponent - divisor.Exponent);
            Same(expected, Decimal128.TryDivide(a.ToNumber(), divisor.ToNumber(), out var quotient), quotient);
        }
    }, 500);

    [Fact]
    public void Order_is_the_order_of_the_exact_values() => ForAll(Two, pair =>
    {
        var (a, b) = (pair.Item1.ToNumber(), pair.Item2.ToNumber());
        var order = pair.Item1.CompareTo(pair.Item2);
        Assert.Equal(order, Math.Sign(a.CompareTo(b)));
        Assert.Equal((order < 0, order <= 0, order == 0, order >= 0, order > 0, order != 0), (a < b, a <= b, a == b, a >= b, a > b, a != b));
        Assert.Equal(pair.Item1.Digits.Sign, a.Sign);
    });

    [Fact]
    public void The_same_number_written_with_more_zeros_is_equal_and_has_the_same_hash() => ForAll(One, exact =>
    {
        var number = exact.ToNumber();
        var room = 34 - exact.Digits.ToString().TrimStart('-').Length;
        for (var zeros = 1; zeros <= room && exact.Exponent - zeros >= -6176; zeros++)
        {
            Assert.True(Decimal128.TryParse($"{exact.Digits * ExactDecimal.Ten(zeros)}e{exact.Exponent - zeros}", out var longer));
            Assert.True(number == longer && number.Equals(longer) && number.CompareTo(longer) == 0);
            Assert.Equal(number.GetHashCode(), longer.GetHashCode());
            Assert.Equal(number.ToString(), longer.ToString());
            Assert.Equal(number.IsInteger, longer.IsInteger);
        }
    }, 500);

    [Fact]
    public void What_is_written_reads_back_as_the_same_number() => ForAll(One, exact =>
    {
        var number = exact.ToNumber();
        var text = number.ToString();
        Assert.True(Decimal128.TryParse(text, out var read));
        Assert.Equal(number, read);
        Assert.InRange(text.Length, 1, 6_179);
        Assert.Equal(exact, ExactDecimal.Of(number));
    });

    [Fact]
    public void A_text_of_any_length_is_rounded_to_34_digits()
    {
        var digits = from length in Gen.Choose(1, 90)
                     from tail in Gen.Elements("", "5", "50", "500000000000000000000000000000000000001", "49", "00000")
                     from text in Gen.ArrayOf(Gen.Elements("0123456789999".ToCharArray()), length)
                     from point in Gen.Choose(0, length)
                     from exponent in Gen.OneOf(Gen.Choose(-60, 60), Gen.Choose(-6260, -6100), Gen.Choose(6060, 6160))
                     select (Text: new string(text) + tail, Point: point, Exponent: exponent);
        ForAll(digits, given =>
        {
            var (text, point, exponent) = given;
            var places = text.Length - point;
            var written = (places == 0 ? text : $"{text[..point]}.{text[point..]}") + (exponent == 0 ? "" : $"E{exponent:+0;-0}");
            var expected = new ExactDecimal(BigInteger.Parse(text), exponent - places).Rounded();
            Same(expected, Decimal128.TryParse(written, out var number), number);
        });
    }

    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0", "0")]
    [InlineData("-0.00", "0")]
    [InlineData("0e9999999999", "0")]
    [InlineData(".5", "0.5")]
    [InlineData("-.50", "-0.5")]
    [InlineData("1e3", "1000")]
    [InlineData("1E+3", "1000")]
    [InlineData("12.340e-1", "1.234")]
    [InlineData("100", "100")]
    [InlineData("1.00", "1")]
    [InlineData("18446744073709551616", "18446744073709551616")]
    [InlineData("-18446744073709551615.5", "-18446744073709551615.5")]
    [InlineData("1e-7000", "0")]
    [InlineData("5e-6177", "0")]
    [InlineData("0.1234567890123456789012345678901234500", "0.1234567890123456789012345678901234")]
    [InlineData("0.1234567890123456789012345678901235500", "0.1234567890123456789012345678901236")]
    [InlineData("0.12345678901234567890123456789012345000000000000000000000000001", "0.1234567890123456789012345678901235")]
    [InlineData("99999999999999999999999999999999995", "100000000000000000000000000000000000")]
    public void A_literal_is_read_and_written_plainly(string text, string expected)
    {
        Assert.True(Decimal128.TryParse(text, out var number));
        Assert.Equal(expected, number.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("1.")]
    [InlineData("1.e5")]
    [InlineData("1..5")]
    [InlineData("1.2.3")]
    [InlineData("+1")]
    [InlineData("--1")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("1e-")]
    [InlineData("1e+-5")]
    [InlineData("e5")]
    [InlineData("1,5")]
    [InlineData("0x10")]
    [InlineData("NaN")]
    [InlineData("∞")]
    [InlineData("١")]
    [InlineData("1e6145")]
    [InlineData("1e99999999999999999999")]
    [InlineData("99999999999999999999999999999999995e6110")]
    public void What_is_no_literal_or_too_large_is_not_read(string text)
    {
        Assert.False(Decimal128.TryParse(text, out var number));
        Assert.Equal(Decimal128.Zero, number);
    }

    [Fact]
    public void The_ends_of_the_range_hold()
    {
        var (greatest, smallest) = (Decimal128.Greatest, Decimal128.Smallest);
        Assert.Equal(new string('9', 34) + new string('0', 6111), greatest.ToString());
        Assert.Equal("0." + new string('0', 6175) + "1", smallest.ToString());
        Assert.Equal(6_179, (-smallest).ToString().Length);
        Assert.Equal(Number("1e6144"), Number("1000000000000000000000000000000000e6111"));

        Assert.False(Decimal128.TryAdd(greatest, Number("5e6110"), out _));
        Assert.True(Decimal128.TryAdd(greatest, Number("4.999e6110"), out var sum) && sum == greatest);
        Assert.True(Decimal128.TryAdd(greatest, -greatest, out sum) && sum == 0);
        Assert.False(Decimal128.TrySubtract(-greatest, greatest, out _));
        Assert.False(Decimal128.TryMultiply(greatest, Number("1.1"), out _));
        Assert.False(Decimal128.TryDivide(greatest, Number("0.1"), out _));
        Assert.False(Decimal128.TryDivide(1, 0, out _));
        Assert.False(Decimal128.TryModulo(1, 0, out _));

        Assert.True(Decimal128.TryDivide(smallest, 2, out var half) && half == 0);
        Assert.True(Decimal128.TryMultiply(smallest, Number("1.5"), out half) && half == Number("2e-6176"));
        Assert.True(Decimal128.TryMultiply(smallest, Number("0.51"), out half) && half == smallest);
        Assert.True(Decimal128.TryMultiply(smallest, smallest, out half) && half == 0 && half.Sign == 0);
    }

    [Fact]
    public void Ties_go_to_the_even_neighbour()
    {
        Assert.True(Decimal128.TryAdd(Number("1000000000000000000000000000000000"), Number("0.5"), out var even));
        Assert.Equal("1000000000000000000000000000000000", even.ToString());
        Assert.True(Decimal128.TryAdd(Number("1000000000000000000000000000000001"), Number("0.5"), out var odd));
        Assert.Equal("1000000000000000000000000000000002", odd.ToString());
        Assert.True(Decimal128.TryAdd(Number("1000000000000000000000000000000000"), Number("0.5000000000000000000000000000000001"), out var more));
        Assert.Equal("1000000000000000000000000000000001", more.ToString());
        Assert.True(Decimal128.TrySubtract(Number("1e34"), Number("1e-6000"), out var less));
        Assert.Equal("10000000000000000000000000000000000", less.ToString());
    }

    [Fact]
    public void A_decimal_and_whole_numbers_come_back_unchanged()
    {
        var decimals = from parts in Gen.ArrayOf(Gen.Choose(int.MinValue, int.MaxValue), 3)
                       from cut in Gen.Choose(0, 3)
                       from negative in Gen.Elements(true, false)
                       from scale in Gen.Choose(0, 28)
                       select new decimal(parts[0], cut > 0 ? 0 : parts[1], cut > 1 ? 0 : parts[2], negative, (byte)scale);
        ForAll(decimals, number =>
        {
            Decimal128 wide = number;
            Assert.True(wide.TryToDecimal(out var back));
            Assert.Equal(number, back);
            Assert.Equal(decimal.IsInteger(number), wide.IsInteger);
            Assert.True(Decimal128.TryParse(number.ToString(), out var read));
            Assert.Equal(wide, read);
            var whole = decimal.Truncate(number);
            Assert.Equal(whole is >= int.MinValue and <= int.MaxValue, ((Decimal128)whole).TryToInt32(out var small));
            if (whole is >= int.MinValue and <= int.MaxValue) Assert.Equal((int)whole, small);
            Assert.Equal(whole is >= long.MinValue and <= long.MaxValue, ((Decimal128)whole).TryToInt64(out var large));
            if (whole is >= long.MinValue and <= long.MaxValue) Assert.Equal((long)whole, large);
            Assert.True(Decimal128.Of((Int128)whole).TryToInt128(out var largest));
            Assert.Equal((Int128)whole, largest);
        });
        foreach (var number in (long[])[0, 1, -1, int.MinValue, int.MaxValue, long.MinValue, long.MaxValue])
        {
            Assert.True(((Decimal128)number).TryToInt64(out var back));
            Assert.Equal(number, back);
            Assert.Equal(number.ToString(), ((Decimal128)number).ToString());
        }
    }

    [Theory]
    [InlineData("1e28", "10000000000000000000000000000")]
    [InlineData("79228162514264337593543950335", "79228162514264337593543950335")]
    [InlineData("79228162514264337593543950336", null)]
    [InlineData("79228162514264337593543950335.5", null)]
    [InlineData("79228162514264337593543950335.4", "79228162514264337593543950335")]
    [InlineData("-1e29", null)]
    [InlineData("1e6000", null)]
    [InlineData("1e-6000", "0")]
    [InlineData("0.3333333333333333333333333333333333", "0.3333333333333333333333333333")]
    [InlineData("-1.23456789012345678901234567890123", "-1.2345678901234567890123456789")]
    [InlineData("1.50", "1.50")]
    public void A_number_becomes_a_decimal_where_it_fits(string text, string? expected)
    {
        Assert.Equal(expected is not null, Number(text).TryToDecimal(out var number));
        if (expected is not null) Assert.Equal(expected, number.ToString());
    }

    [Theory]
    [InlineData("0.5")]
    [InlineData("1e19")]
    [InlineData("9223372036854775808")]
    [InlineData("-9223372036854775809")]
    [InlineData("1e6000")]
    [InlineData("1e-6000")]
    public void What_is_not_whole_or_too_long_is_no_integer(string text)
    {
        Assert.False(Number(text).TryToInt64(out _));
        Assert.False(Number(text).TryToInt32(out _));
    }

    private static Decimal128 Number(string text)
    {
        Assert.True(Decimal128.TryParse(text, out var number), text);
        return number;
    }

    private static void Holds(Operation operation, Func<ExactDecimal, ExactDecimal, ExactDecimal?> expected) =>
        ForAll(Two, pair => Same(expected(pair.Item1, pair.Item2), operation(pair.Item1.ToNumber(), pair.Item2.ToNumber(), out var result), result));

    private static void Same(ExactDecimal? expected, bool done, Decimal128 result)
    {
        Assert.Equal(expected is not null, done);
        Assert.Equal(expected ?? default, ExactDecimal.Of(result));
    }
}
