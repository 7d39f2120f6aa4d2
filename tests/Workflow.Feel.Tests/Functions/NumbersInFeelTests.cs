using Xunit;

namespace Workflow.Feel.Tests.Functions;

/// <summary>Numbers and their functions as expressions use them: names of arguments, implicit conversions, the limits of decimal128.</summary>
public sealed class NumbersInFeelTests
{
    [Theory]
    [InlineData("1/3", "0.3333333333333333333333333333333333")]
    [InlineData("1/3*3", "0.9999999999999999999999999999999999")]
    [InlineData("2/3", "0.6666666666666666666666666666666667")]
    [InlineData("0.1 + 0.2", "0.3")]
    [InlineData("1.10 * 1.10", "1.21")]
    [InlineData("1.00 = 1", "true")]
    [InlineData("{a: 1.00} = {a: 1}", "true")]
    [InlineData("99999999999999999999999999999999999", "100000000000000000000000000000000000")]
    [InlineData("1234567890123456789012345678901234 + 0.5", "1234567890123456789012345678901234")]
    [InlineData("1.5e3", "1500")]
    [InlineData("1E-3", "0.001")]
    [InlineData("9.9e6144 * 10", "null")]
    [InlineData("1e-6176 / 10", "0")]
    [InlineData("-(0)", "0")]
    [InlineData("0 / 0", "null")]
    [InlineData("3 ** 4 ** 5", "3486784401")]
    [InlineData("-3 ** 2", "9")]
    [InlineData("2 ** 0.5", "1.414213562373095048801688724209698")]
    [InlineData("2 ** -2", "0.25")]
    [InlineData("0 ** 0", "1")]
    [InlineData("(-8) ** (1/3)", "null")]
    [InlineData("10 ** 7000", "null")]
    public void Arithmetic_keeps_34_digits(string source, string expected) => Assert.Equal(expected, Feel.Of(source));

    [Theory]
    [InlineData("decimal(n: 15/7, scale: 3)", "2.143")]
    [InlineData("decimal(scale: 3, n: 15/7)", "2.143")]
    [InlineData("floor(n: 1.56, scale: 1)", "1.5")]
    [InlineData("ceiling(n: -1.5)", "-1")]
    [InlineData("round up(n: 5.5, scale: 0)", "6")]
    [InlineData("round half down(n: 5.5, scale: 0)", "5")]
    [InlineData("abs(n: -1)", "1")]
    [InlineData("modulo(dividend: 10, divisor: 4)", "2")]
    [InlineData("exp(number: 0)", "1")]
    [InlineData("odd(number: 3)", "true")]
    [InlineData("number(from: \"1.000,5\", grouping separator: \".\", decimal separator: \",\")", "1000.5")]
    [InlineData("number(from: \"1\", grouping separator: null, decimal separator: null)", "1")]
    [InlineData("count(list: [1, 2])", "2")]
    [InlineData("median(list: [6, 1, 2, 3])", "2.5")]
    [InlineData("mode(list: [6, 1, 9, 6, 1])", "[1, 6]")]
    [InlineData("max(list: [1, 3, 2])", "3")]
    public void Arguments_have_the_names_of_the_standard(string source, string expected) => Assert.Equal(expected, Feel.Of(source));

    [Theory]
    [InlineData("abs([-1])", "1")]
    [InlineData("sqrt([16])", "4")]
    [InlineData("count(1)", "1")]
    [InlineData("sum(1)", "1")]
    [InlineData("median(8, 2, 5, 3, 4)", "4")]
    [InlineData("max(\"a\", \"c\", \"b\")", "\"c\"")]
    [InlineData("min(@\"2026-02-01\", @\"2026-01-01\") = @\"2026-01-01\"", "true")]
    [InlineData("max(@\"PT1H\", @\"P1D\") = @\"P1D\"", "true")]
    [InlineData("min(1, \"a\")", "null")]
    [InlineData("min(@\"2026-01-01\", 1)", "null")]
    [InlineData("min(null)", "null")]
    [InlineData("sum(null)", "null")]
    [InlineData("mean([])", "null")]
    [InlineData("mode([])", "[]")]
    [InlineData("sum([1, null])", "null")]
    [InlineData("abs(null)", "null")]
    [InlineData("abs([null])", "null")]
    [InlineData("abs(\"-1\")", "null")]
    [InlineData("abs(@\"2026-01-01\")", "null")]
    [InlineData("floor(1.5, null)", "null")]
    [InlineData("modulo(10, null)", "null")]
    [InlineData("number(null)", "null")]
    [InlineData("number(1)", "null")]
    [InlineData("sqrt(true)", "null")]
    [InlineData("log(0)", "null")]
    [InlineData("odd(\"3\")", "null")]
    [InlineData("even(@\"P1D\")", "null")]
    public void What_fits_after_conversion_is_taken_and_all_else_is_null(string source, string expected) => Assert.Equal(expected, Feel.Of(source));

    [Fact]
    public void Long_computations_are_paid_for()
    {
        foreach (var costly in (string[])["exp(i)", "log(i)", "1.000000001 ** (i * 1000001)", "1.5 ** (i + 0.5)"])
        {
            var run = new Evaluation(new Budget(100_000, 100_000, 100));
            Assert.Equal(Value.Null, Feel.Evaluate($"for i in 1..1000 return {costly}", Value.Context.Empty, run));
            Assert.Equal("budget-steps", run.Fault);
        }
    }
}
