using System.Numerics;
using FsCheck.Fluent;
using Xunit;
using static Workflow.Feel.Tests.Values.Decimal128Gen;

namespace Workflow.Feel.Tests.Values;

public sealed class Decimal128FunctionsTests
{
    [Fact]
    public void Rounding_to_a_scale_is_exact_in_every_mode()
    {
        var given = from exact in One from near in Gen.Choose(-3, 40) from mode in Gen.Elements(Enum.GetValues<Rounding>()) select (exact, near, mode);
        ForAll(given, g =>
        {
            var (exact, near, mode) = g;
            var scale = Math.Clamp(-exact.Exponent - near, Decimal128.LeastScale, Decimal128.MostScale);
            // Up to so many places before the first digit of the number the reference stays small.
            var expected = exact.ToScale(scale, mode).Rounded();
            Assert.Equal(expected is not null, exact.ToNumber().TryRound(scale, mode, out var result));
            Assert.Equal(expected ?? default, ExactDecimal.Of(result));
        });
    }

    [Theory]
    [InlineData("5.5", 0, "6 6 5 6 5 5 6")]
    [InlineData("-5.5", 0, "-6 -6 -5 -6 -5 -6 -5")]
    [InlineData("2.5", 0, "2 3 2 3 2 2 3")]
    [InlineData("1.121", 2, "1.12 1.12 1.12 1.13 1.12 1.12 1.13")]
    [InlineData("-1.126", 2, "-1.13 -1.13 -1.13 -1.13 -1.12 -1.13 -1.12")]
    [InlineData("1250", -2, "1200 1300 1200 1300 1200 1200 1300")]
    [InlineData("0.4", 0, "0 0 0 1 0 0 1")]
    [InlineData("-0.4", -1, "0 0 0 -10 0 -10 0")]
    [InlineData("7", 6176, "7 7 7 7 7 7 7")]
    public void Each_mode_goes_its_own_way(string number, int scale, string expected) => Assert.Equal(expected, string.Join(' ', Enum.GetValues<Rounding>().Select(mode =>
    {
        Assert.True(Number(number).TryRound(scale, mode, out var result));
        return result.ToString();
    })));

    [Fact]
    public void A_scale_beyond_the_exponents_and_a_result_too_large_are_refused()
    {
        Assert.False(Number("5.5").TryRound(6177, Rounding.HalfUp, out _));
        Assert.False(Number("5.5").TryRound(-6112, Rounding.HalfUp, out _));
        Assert.True(Number("5.5").TryRound(-6111, Rounding.Up, out var up) && up == Number("1e6111"));
        Assert.True(Decimal128.Greatest.TryRound(-6111, Rounding.Up, out up) && up == Decimal128.Greatest);
        Assert.True(Number("1e-6176").TryRound(6175, Rounding.Up, out up) && up == Number("1e-6175"));
        Assert.Equal(-3, Number("-2.1").Floor());
        Assert.Equal(-2, Number("-2.1").Ceiling());
        Assert.Equal(Decimal128.Greatest, Decimal128.Greatest.Ceiling());
        Assert.Equal(Number("2.5"), Number("-2.5").Abs());
    }

    [Fact]
    public void A_square_root_is_the_nearest_number_to_the_exact_one() => ForAll(One, exact =>
    {
        var done = exact.ToNumber().TrySqrt(out var result);
        Assert.Equal(exact.Digits.Sign >= 0, done);
        if (!done || exact.Digits.IsZero) return;
        var root = ExactDecimal.Of(result);
        // Half a unit of the 34th digit to both sides.
        var half = new ExactDecimal(5, root.Exponent + root.Digits.ToString().Length - 35);
        Assert.True(((root - half) * (root - half)).CompareTo(exact) <= 0);
        Assert.True(((root + half) * (root + half)).CompareTo(exact) >= 0);
    });

    [Fact]
    public void The_square_root_of_a_square_is_exact() => ForAll(Gen.Choose(0, int.MaxValue), number =>
    {
        Assert.True(Decimal128.TryMultiply(number, number, out var square));
        Assert.True(square.TrySqrt(out var root));
        Assert.Equal(number, root);
    }, 500);

    [Theory]
    [InlineData("1", "2.718281828459045235360287471352662")]
    [InlineData("-1", "0.3678794411714423215955237701614609")]
    [InlineData("5", "148.4131591025766034211155800405523")]
    [InlineData("0.1", "1.105170918075647624811707826490247")]
    [InlineData("0.5", "1.648721270700128146848650787814164")]
    [InlineData("-0.000000000000000000000000000000000000001", "1.000000000000000000000000000000000")]
    [InlineData("1e-33", "1.000000000000000000000000000000001")]
    [InlineData("-1e-34", "0.9999999999999999999999999999999999")]
    [InlineData("10", "22026.46579480671651695790064528424")]
    [InlineData("100.25", "3.451610733125923987136198599526575E+43")]
    [InlineData("-14000", "7.537951771629720907593006284141136E-6081")]
    [InlineData("14149", "6.801809260978894125530050851897730E+6144")]
    [InlineData("-1234.5678", "6.823652855662270491244391916849043E-537")]
    [InlineData("0.6931471805599453094172321214581766", "2.000000000000000000000000000000000")]
    [InlineData("1e-6000", "1.000000000000000000000000000000000")]
    [InlineData("3.141592653589793238462643383279503", "23.14069263277926900572908636794855")]
    [InlineData("14149.4", null)]
    [InlineData("1e6000", null)]
    [InlineData("0", "1")]
    [InlineData("-1e6000", "0")]
    [InlineData("-14300", "0")]
    public void An_exponential_has_34_right_digits(string number, string? expected)
    {
        Assert.Equal(expected is not null, Number(number).TryExp(out var result));
        if (expected is not null) Assert.Equal(Number(expected), result);
    }

    [Theory]
    [InlineData("2", "0.6931471805599453094172321214581766")]
    [InlineData("4", "1.386294361119890618834464242916353")]
    [InlineData("10", "2.302585092994045684017991454684364")]
    [InlineData("0.5", "-0.6931471805599453094172321214581766")]
    [InlineData("0.1", "-2.302585092994045684017991454684364")]
    [InlineData("1e6144", "14147.08281135541668260653949758073")]
    [InlineData("1e-6176", "-14220.76553433122614449511522413063")]
    [InlineData("9.999999999999999999999999999999999e6144", "14149.38539644841072829055748903542")]
    [InlineData("1.000000000000000000000000000000001", "9.999999999999999999999999999999995E-34")]
    [InlineData("0.9999999999999999999999999999999999", "-1.000000000000000000000000000000000E-34")]
    [InlineData("0.999", "-0.001000500333583533500142982254068345")]
    [InlineData("1.001", "0.0009995003330835331668093989205350115")]
    [InlineData("2.718281828459045235360287471352662", "0.9999999999999999999999999999999998")]
    [InlineData("123456789.123456789", "18.63140176716801803269393334829654")]
    [InlineData("0.6666666666666666666666666666666667", "-0.4054651081081643819780131154643491")]
    [InlineData("1.3333333333333333333", "0.2876820724517809274142190059938274")]
    [InlineData("1", "0")]
    [InlineData("1.00", "0")]
    [InlineData("0", null)]
    [InlineData("-1", null)]
    public void A_logarithm_has_34_right_digits(string number, string? expected)
    {
        Assert.Equal(expected is not null, Number(number).TryLog(out var result));
        if (expected is not null) Assert.Equal(Number(expected), result);
    }

    [Fact]
    public void The_exponential_of_the_logarithm_comes_back_up_to_the_last_digits() => ForAll(One, exact =>
    {
        var done = exact.ToNumber().TryLog(out var logarithm);
        Assert.Equal(exact.Digits.Sign > 0, done);
        if (!done) return;
        Assert.True(logarithm.TryExp(out var back) || exact.CompareTo(new ExactDecimal(9, 6144)) > 0);
        var number = exact.ToNumber();
        // An error in the 34th digit of the logarithm is one of its size in the result.
        Assert.True(Decimal128.TrySubtract(back, number, out var difference) && Decimal128.TryDivide(difference.Abs(), number, out difference));
        Assert.True(Decimal128.TryAdd(logarithm.Abs(), 1, out var allowed) && Decimal128.TryMultiply(allowed, Number("2e-33"), out allowed));
        Assert.True(difference <= allowed || number < Number("1e-6130"), $"{number} {back}");
    }, 500);

    [Fact]
    public void A_whole_power_is_the_exact_one_rounded()
    {
        var given = from exact in Ordinary from power in Gen.Choose(-60, 60) select (exact, power);
        ForAll(given, g =>
        {
            var (exact, power) = g;
            var digits = BigInteger.Pow(exact.Digits, Math.Abs(power));
            var expected = power >= 0 ? ExactDecimal.Rounded(digits, 1, exact.Exponent * power)
                : exact.Digits.IsZero ? null : ExactDecimal.Rounded(1, digits, exact.Exponent * power);
            Assert.Equal(expected is not null, Decimal128.TryPower(exact.ToNumber(), power, out var result));
            Assert.Equal(expected ?? default, ExactDecimal.Of(result));
        }, 1_000);
    }

    [Theory]
    [InlineData("0", "0", "1")]
    [InlineData("0", "5", "0")]
    [InlineData("0", "0.5", "0")]
    [InlineData("0", "-1", null)]
    [InlineData("0", "-0.5", null)]
    [InlineData("-3", "2", "9")]
    [InlineData("-2", "3", "-8")]
    [InlineData("-8", "0.5", null)]
    [InlineData("2", "-1", "0.5")]
    [InlineData("2", "0.5", "1.414213562373095048801688724209698")]
    [InlineData("4", "0.5", "2")]
    [InlineData("4", "-0.5", "0.5")]
    [InlineData("1000", "0.3333333333333333333333333333333333", "9.999999999999999999999999999999998")]
    [InlineData("10", "3", "1000")]
    [InlineData("10", "6144", "1e6144")]
    [InlineData("10", "6145", null)]
    [InlineData("10", "-6176", "1e-6176")]
    [InlineData("10", "-6177", "0")]
    [InlineData("-10", "-6177", "0")]
    [InlineData("0.1", "-6144", "1e6144")]
    [InlineData("0.1", "-6145", null)]
    [InlineData("1", "1e6000", "1")]
    [InlineData("-1", "1e6000", "1")]
    [InlineData("-1", "-123456789012345678901234567890123", "-1")]
    [InlineData("2", "1e6000", null)]
    [InlineData("2", "-1e6000", "0")]
    [InlineData("0.5", "1e6000", "0")]
    [InlineData("0.5", "-1e6000", null)]
    [InlineData("9.999999999999999999999999999999999e6144", "9.9e6144", null)]
    [InlineData("1e-6176", "0.5", "1e-3088")]
    [InlineData("1.000000000000000000000000000000001", "1e33", "2.718281828459045235360287471352661")]
    [InlineData("0.9999999999999999999999999999999999", "1e34", "0.3678794411714423215955237701614608")]
    [InlineData("1.000000000000000000000000000000001", "1e38", null)]
    [InlineData("0.9999999999999999999999999999999999", "1e38", "1.135483865314736098540938875065681E-4343")]
    [InlineData("1.000000000000000000000000000000001", "123456789012345678901234567890.1234", "1.000123464410115344706689342483099")]
    [InlineData("7.25", "-3.125", "0.002048536608597971149619317594669353")]
    public void Powers_have_their_value_and_their_limits(string number, string power, string? expected)
    {
        Assert.Equal(expected is not null, Decimal128.TryPower(Number(number), Number(power), out var result));
        if (expected is not null) Assert.Equal(Number(expected), result);
    }

    [Fact]
    public void Nothing_throws_at_any_size() => ForAll(Two, pair =>
    {
        var (a, b) = (pair.Item1.ToNumber(), pair.Item2.ToNumber());
        Decimal128.TryPower(a, b, out _);
        a.TryExp(out _);
        a.TryLog(out _);
        a.TrySqrt(out _);
        a.TryToDecimal(out _);
        a.TryToInt128(out _);
        a.TryRound(b.TryToInt32(out var scale) ? scale : int.MinValue, Rounding.HalfDown, out _);
        Assert.True(a.Floor() <= a && a <= a.Ceiling());
    });

    private static Decimal128 Number(string text)
    {
        Assert.True(Decimal128.TryParse(text, out var number), text);
        return number;
    }
}
