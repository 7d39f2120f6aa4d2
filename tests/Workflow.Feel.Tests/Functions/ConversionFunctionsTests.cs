using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Workflow.Feel.Tests.Functions;

public class ConversionFunctionsTests
{
    [Theory]
    [InlineData("string(123.450)", "\"123.45\"")]
    [InlineData("string(null)", "null")]
    [InlineData("string(\"a\\\"b\")", "\"a\\\"b\"")]
    [InlineData("string(@\"2020-02-29\")", "\"2020-02-29\"")]
    [InlineData("string([1, \"a\", null, true, [@\"2020-02-29\"]])", """ "[1, \"a\", null, true, [@\"2020-02-29\"]]" """)]
    [InlineData("string([])", "\"[]\"")]
    [InlineData("string({a: {}, b c: \"x\", \"d+e\": 1, \"\": 2})", """ "{a: {}, b c: \"x\", \"d+e\": 1, \"\": 2}" """)]
    [InlineData("string([1..3))", "\"[1..3)\"")]
    [InlineData("string([\"a\"..\"b\"])", """ "[\"a\"..\"b\"]" """)]
    [InlineData("string((< 10))", "\"(< 10)\"")]
    [InlineData("string((>= @\"P1D\"))", """ "(>= @\"P1D\")" """)]
    [InlineData("string([\"a~\"])", """ "[\"a\\n\"]" """)]
    public void A_value_is_written(string source, string expected) => Assert.Equal(expected.Trim(), Feel.Of(source.Replace("~", "\\n")));

    private static Gen<Value> Values(int depth) => depth == 0
        ? Gen.Elements<Value>(Value.Null, true, false, 0, -1.5m, "", "a", "\"\\\n\t", "🐎", Feel.Evaluate("@\"2020-02-29\"", Value.Context.Empty, new()), Feel.Evaluate("@\"-P1DT2H\"", Value.Context.Empty, new()), Feel.Evaluate("@\"10:00:00@Europe/Paris\"", Value.Context.Empty, new()), new Value.Range(1, true, 2, false))
        : Gen.Frequency(
            (1, Values(0)),
            (1, Values(depth - 1).ListOf().Select(l => (Value)new Value.List([.. l.Take(4)]))),
            (1, Gen.Elements("a", "b c", "\"", "d+e", "").Zip(Values(depth - 1)).ListOf().Select(l => (Value)Value.Context.Of(l.Select(p => KeyValuePair.Create(p.Item1, p.Item2))))));

    [Fact]
    public void What_is_written_reads_as_the_same_value() =>
        Prop.ForAll(Values(3).ToArbitrary(), value => Assert.Equal(value, Feel.Evaluate(Feel.Show(value), Value.Context.Empty, new Evaluation()))).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void A_text_that_doubles_with_each_level_is_ended_by_the_budget()
    {
        var run = new Evaluation(new Budget(1_000_000, 1_000_000, 100));
        Assert.Equal(Value.Null, Feel.Evaluate("string(for i in 1..60 return if i = 1 then [1] else [partial[-1], partial[-1]])", Value.Context.Empty, run));
        Assert.NotNull(run.Fault);
    }

    [Fact]
    public void For_people_a_long_or_deep_value_is_cut_off()
    {
        Value wide = 1;
        for (var i = 0; i < 100; i++) wide = new Value.List([wide, wide]);
        Assert.Equal(Value.MostCharacters + 1, wide.ToString().Length);

        Value deep = 1;
        for (var i = 0; i < 200_000; i++) deep = new Value.List([deep]);
        Assert.EndsWith("…", deep.ToString(), StringComparison.Ordinal);
        Assert.Equal(Value.MostCharacters + 1, ((Value)new string('a', 20_000)).ToString().Length);
    }
}
