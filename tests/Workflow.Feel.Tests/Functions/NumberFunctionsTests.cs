using Workflow.Feel.Functions;
using Xunit;
using static Workflow.Feel.Tests.Functions.BuiltinCall;

namespace Workflow.Feel.Tests.Functions;

public sealed class NumberFunctionsTests
{
    [Theory]
    [InlineData("decimal", "0.3333333333333333333333333333333333", "2", "0.33")]
    [InlineData("decimal", "0.3333333333333333333333333333333333", "2.5", "0.33")]
    [InlineData("decimal", "15.55", "-1.9", "20")]
    [InlineData("decimal", "1.5", "0", "2")]
    [InlineData("decimal", "2.5", "0", "2")]
    [InlineData("decimal", "-2.5", "0", "-2")]
    [InlineData("decimal", "0.0", "1", "0")]
    [InlineData("decimal", "0.505", "2", "0.5")]
    [InlineData("decimal", "0.515", "2", "0.52")]
    [InlineData("decimal", "65.123456", "6", "65.123456")]
    [InlineData("decimal", "1", "1e6000", "null")]
    [InlineData("floor", "1.56", "1", "1.5")]
    [InlineData("floor", "-1.56", "1", "-1.6")]
    [InlineData("floor", "-1.56", "-1", "-10")]
    [InlineData("ceiling", "1.56", "1", "1.6")]
    [InlineData("ceiling", "-1.56", "1", "-1.5")]
    [InlineData("round up", "5.5", "0", "6")]
    [InlineData("round up", "-5.5", "0", "-6")]
    [InlineData("round up", "1.121", "2", "1.13")]
    [InlineData("round up", "-1.000000000000126", "14", "-1.00000000000013")]
    [InlineData("round down", "5.5", "0", "5")]
    [InlineData("round down", "-1.126", "2", "-1.12")]
    [InlineData("round half up", "5.5", "0", "6")]
    [InlineData("round half up", "-5.5", "0", "-6")]
    [InlineData("round half up", "-1.126", "2", "-1.13")]
    [InlineData("round half down", "5.5", "0", "5")]
    [InlineData("round half down", "-5.5", "0", "-5")]
    [InlineData("round half down", "-1.126", "2", "-1.13")]
    [InlineData("round half down", "5.5", "6176", "5.5")]
    [InlineData("round half down", "5.5", "6177", "null")]
    [InlineData("round half down", "5.5", "-6112", "null")]
    [InlineData("round half down", "5.5", "-6111", "0")]
    public void Numbers_are_rounded_to_a_scale(string name, string number, string scale, string expected) =>
        Assert.Equal(expected, Show(Call(name, ["n", "scale"], [Read(number), Read(scale)])));

    [Theory]
    [InlineData("floor", "1.5", "1")]
    [InlineData("floor", "-1.5", "-2")]
    [InlineData("floor", "7e6000", "7e6000")]
    [InlineData("ceiling", "1.5", "2")]
    [InlineData("ceiling", "-1.5", "-1")]
    [InlineData("abs", "-1.5", "1.5")]
    [InlineData("abs", "0", "0")]
    public void Some_functions_ask_for_a_number_called_n(string name, string number, string expected) =>
        Assert.Equal(Read(expected), Call(name, ["n"], [Read(number)]));

    [Theory]
    [InlineData("sqrt", "16", "4")]
    [InlineData("sqrt", "0", "0")]
    [InlineData("sqrt", "2", "1.414213562373095048801688724209698")]
    [InlineData("sqrt", "-1", "null")]
    [InlineData("log", "4", "1.386294361119890618834464242916353")]
    [InlineData("log", "1", "0")]
    [InlineData("log", "0", "null")]
    [InlineData("log", "-1", "null")]
    [InlineData("exp", "5", "148.4131591025766034211155800405523")]
    [InlineData("exp", "0", "1")]
    [InlineData("exp", "20000", "null")]
    [InlineData("exp", "-20000", "0")]
    [InlineData("odd", "5", "true")]
    [InlineData("odd", "2", "false")]
    [InlineData("odd", "-1", "true")]
    [InlineData("odd", "5.0", "true")]
    [InlineData("odd", "0.5", "null")]
    [InlineData("odd", "1e40", "false")]
    [InlineData("even", "2", "true")]
    [InlineData("even", "-1", "false")]
    [InlineData("even", "0", "true")]
    [InlineData("even", "-2", "true")]
    [InlineData("even", "2.5", "null")]
    public void Others_ask_for_one_called_number(string name, string number, string expected) =>
        Assert.Equal(expected, Show(Call(name, ["number"], [Read(number)])));

    [Theory]
    [InlineData("12", "5", "2")]
    [InlineData("-12", "5", "3")]
    [InlineData("12", "-5", "-3")]
    [InlineData("-12", "-5", "-2")]
    [InlineData("10.1", "4.5", "1.1")]
    [InlineData("-10.1", "4.5", "3.4")]
    [InlineData("10.1", "-4.5", "-3.4")]
    [InlineData("-10.1", "-4.5", "-1.1")]
    [InlineData("0", "4", "0")]
    [InlineData("10", "0", "null")]
    [InlineData("1e6000", "7", "1")]
    public void Modulo_has_the_sign_of_the_divisor(string dividend, string divisor, string expected) =>
        Assert.Equal(expected, Show(Call("modulo", ["dividend", "divisor"], [Read(dividend), Read(divisor)])));

    [Theory]
    [InlineData("-P1DT2H", "P1DT2H")]
    [InlineData("P1D", "P1D")]
    [InlineData("-P1Y2M", "P1Y2M")]
    [InlineData("P3M", "P3M")]
    public void A_duration_has_an_absolute_value_too(string duration, string expected)
    {
        Value value = DayTimeDuration.TryParse(duration, out var days) ? new Value.DayTime(days)
            : YearMonthDuration.TryParse(duration, out var months) ? new Value.YearMonth(months) : Value.Null;
        Assert.Equal(expected, Show(Call("abs", ["n"], [value])));
    }

    [Theory]
    [InlineData("1,000.5", "\",\"", "\".\"", "1000.5")]
    [InlineData("1.000,5", "\".\"", "\",\"", "1000.5")]
    [InlineData("1 000 000,01", "\" \"", "\",\"", "1000000.01")]
    [InlineData("-1 000,5", "\" \"", "\",\"", "-1000.5")]
    [InlineData("10,00,000", "\",\"", "null", "1000000")]
    [InlineData("1,000.5", "\",\"", "null", "1000.5")]
    [InlineData("1.000", "\".\"", "null", "1000")]
    [InlineData("1000000.01", "null", "\".\"", "1000000.01")]
    [InlineData("1000000,01", "null", "\",\"", "1000000.01")]
    [InlineData("1.5", "null", "null", "1.5")]
    [InlineData("1.5", "null", "\",\"", "null")]
    [InlineData("1.000.5", "\".\"", "null", "10005")]
    [InlineData("1,000.5", "\".\"", "\",\"", "null")]
    [InlineData("1,000", "\",\"", "\",\"", "null")]
    [InlineData("1.000", "\".\"", "\".\"", "null")]
    [InlineData("1'000", "\"'\"", "\".\"", "null")]
    [InlineData("1 000", "\" \"", "\" \"", "null")]
    [InlineData("1 000", "\"  \"", "null", "null")]
    [InlineData("1000", "\"\"", "null", "null")]
    [InlineData("1,000", "null", "null", "null")]
    [InlineData("1,,000", "\",\"", "null", "null")]
    [InlineData(",000", "\",\"", "null", "null")]
    [InlineData("1000,", "\",\"", "null", "null")]
    [InlineData("1.0,5", "\",\"", "\".\"", "null")]
    [InlineData("1.5.5", "null", "\".\"", "null")]
    [InlineData("abc", "null", "null", "null")]
    [InlineData("", "null", "null", "null")]
    public void A_text_is_read_as_a_number_with_separators(string text, string grouping, string point, string expected) =>
        Assert.Equal(expected, Show(Call("number", ["from", "grouping separator", "decimal separator"], [text, Read(grouping), Read(point)])));

    [Theory]
    [InlineData("1.5", "1.5")]
    [InlineData("-1.5", "-1.5")]
    [InlineData(".5", "0.5")]
    [InlineData("1e3", "1000")]
    [InlineData("1,5", "null")]
    [InlineData("1 000", "null")]
    [InlineData("one", "null")]
    [InlineData("1e7000", "null")]
    public void A_text_alone_is_read_as_FEEL_writes_numbers(string text, string expected) => Assert.Equal(expected, Show(Call("number", ["from"], [text])));

    [Fact]
    public void Nothing_is_no_number_and_is_noted()
    {
        var run = new Evaluation();
        Assert.Equal(Value.Null, Call("number", ["from", "grouping separator", "decimal separator"], [Value.Null, Value.Null, Value.Null], run));
        Assert.Equal("null-argument", Assert.Single(run.Diagnostics).Code);
    }

    [Theory]
    [InlineData("decimal", "n,scale")]
    [InlineData("modulo", "dividend,divisor")]
    [InlineData("sqrt", "number")]
    [InlineData("abs", "n")]
    [InlineData("number", "from")]
    public void Parameters_have_the_names_of_the_standard(string name, string parameters) =>
        Assert.Equal(parameters, string.Join(',', Builtins.Find(name)!.Signatures[0].Parameters.Select(p => p.Name)));
}
