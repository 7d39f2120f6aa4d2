using FsCheck;
using FsCheck.Fluent;
using Workflow.Feel.Functions;
using Workflow.Feel.Tests.Values;
using Xunit;
using static Workflow.Feel.Tests.Functions.BuiltinCall;

namespace Workflow.Feel.Tests.Functions;

public sealed class StatisticFunctionsTests
{
    [Theory]
    [InlineData("count", "[]", "0")]
    [InlineData("count", "[1,null,\"a\"]", "3")]
    [InlineData("min", "[]", "null")]
    [InlineData("min", "[3,1,2]", "1")]
    [InlineData("min", "[\"b\",\"a\",\"c\"]", "\"a\"")]
    [InlineData("min", "[1,\"a\"]", "null")]
    [InlineData("min", "[1,null]", "null")]
    [InlineData("min", "[null]", "null")]
    [InlineData("max", "[]", "null")]
    [InlineData("max", "[3,1,2]", "3")]
    [InlineData("max", "[7]", "7")]
    [InlineData("max", "[true]", "null")]
    [InlineData("max", "[true,false]", "null")]
    [InlineData("max", "[\"😀\",\"\uffee\"]", "\"😀\"")]
    [InlineData("sum", "[]", "null")]
    [InlineData("sum", "[1,2,3]", "6")]
    [InlineData("sum", "[0.1,0.2]", "0.3")]
    [InlineData("sum", "[1,\"2\"]", "null")]
    [InlineData("sum", "[1,null]", "null")]
    [InlineData("sum", "[9e6144,9e6144]", "null")]
    [InlineData("mean", "[]", "null")]
    [InlineData("mean", "[1,2,3,4]", "2.5")]
    [InlineData("mean", "[1,1,2]", "1.333333333333333333333333333333333")]
    [InlineData("mean", "[1,true]", "null")]
    [InlineData("product", "[]", "null")]
    [InlineData("product", "[2.5,1,2.5,3]", "18.75")]
    [InlineData("product", "[1,2,null,4]", "null")]
    [InlineData("product", "[1e6000,1e6000]", "null")]
    [InlineData("median", "[]", "null")]
    [InlineData("median", "[8,2,5,3,4]", "4")]
    [InlineData("median", "[6,1,2,3]", "2.5")]
    [InlineData("median", "[1,\"2\"]", "null")]
    [InlineData("stddev", "[2,4,7,5]", "2.081665999466132735282297706979931")]
    [InlineData("stddev", "[47]", "null")]
    [InlineData("stddev", "[]", "null")]
    [InlineData("stddev", "[5,5]", "0")]
    [InlineData("stddev", "[1,2,\"foo\",4]", "null")]
    [InlineData("stddev", "[9e6144,-9e6144]", "null")]
    [InlineData("mode", "[]", "[]")]
    [InlineData("mode", "[6,3,9,6,6]", "[6]")]
    [InlineData("mode", "[6,1,9,6,1]", "[1,6]")]
    [InlineData("mode", "[2.5,1,2.50,3]", "[2.5]")]
    [InlineData("mode", "[3,1,2]", "[1,2,3]")]
    [InlineData("mode", "[1,null]", "null")]
    public void A_list_has_its_figures(string name, string list, string expected) => Assert.Equal(expected, Show(Call(name, ["list"], [Read(list)])));

    [Theory]
    [InlineData("min")]
    [InlineData("max")]
    [InlineData("sum")]
    [InlineData("mean")]
    [InlineData("product")]
    [InlineData("median")]
    [InlineData("stddev")]
    [InlineData("mode")]
    public void Items_one_by_one_are_as_good_as_a_list(string name)
    {
        var list = List(2, 4, 4, 7);
        var one = Builtins.Find(name)!.Signatures.Single(s => s.Variadic);
        Assert.Equal(Call(name, ["list"], [list]), one.Body([list], new Evaluation()));
    }

    [Fact]
    public void The_least_and_the_greatest_may_be_of_any_kind_that_has_an_order()
    {
        var dates = List(Day(3), Day(1), Day(2));
        Assert.Equal(Day(1), Call("min", ["list"], [dates]));
        Assert.Equal(Day(3), Call("max", ["list"], [dates]));
        var durations = List(new Value.DayTime(DayTimeDuration.OfSeconds(60)), new Value.DayTime(DayTimeDuration.OfSeconds(-60)));
        Assert.Equal(durations.Items[1], Call("min", ["list"], [durations]));
        Assert.Equal(durations.Items[0], Call("max", ["list"], [durations]));
        Assert.Equal(Value.Null, Call("max", ["list"], [List(Day(1), 1)]));
    }

    [Fact]
    public void Figures_stand_to_each_other_as_they_should()
    {
        Decimal128Gen.ForAll(Gen.NonEmptyListOf(Decimal128Gen.Ordinary), numbers =>
        {
            var list = new Value.List([.. numbers.Select(n => (Value)new Value.Number(n.ToNumber()))]);
            var (least, middle, greatest) = (Of("min", list), Of("median", list), Of("max", list));
            Assert.True(least <= middle && middle <= greatest);
            var sorted = numbers.Order().ToList();
            Assert.Equal(sorted[0].ToNumber(), least);
            Assert.Equal(sorted[^1].ToNumber(), greatest);
            var modes = (Value.List)Call("mode", ["list"], [list]);
            var most = numbers.GroupBy(n => n).Max(group => group.Count());
            Assert.Equal(numbers.GroupBy(n => n).Where(group => group.Count() == most).Select(group => group.Key).Order().Select(n => new Value.Number(n.ToNumber())), modes.Items);
            if (numbers.Count > 1) Assert.True(Of("stddev", list) >= 0);
        }, 500);

        static Decimal128 Of(string name, Value list) => ((Value.Number)Call(name, ["list"], [list])).Is;
    }

    [Fact]
    public void What_is_no_number_is_noted()
    {
        var run = new Evaluation();
        Call("sum", ["list"], [List(1, "a")], run);
        Call("min", ["list"], [List(1, "a")], run);
        Assert.Equal(["item-not-a-number", "not-comparable"], run.Diagnostics.Select(d => d.Code));
        var quiet = new Evaluation();
        Call("sum", ["list"], [List()], quiet);
        Assert.Equal(["list-too-short"], quiet.Diagnostics.Select(d => d.Code));
    }

    [Fact]
    public void A_long_list_is_paid_for()
    {
        var list = new Value.List([.. Enumerable.Repeat((Value)1, 1_000)]);
        Assert.Throws<BudgetExceeded>(() => Call("sum", ["list"], [list], new Evaluation(new Budget(500, 1_000_000, 100))));
        Assert.Throws<BudgetExceeded>(() => Call("median", ["list"], [list], new Evaluation(new Budget(5_000, 1_000_000, 100))));
        Assert.Throws<BudgetExceeded>(() => Call("mode", ["list"], [list], new Evaluation(new Budget(1_000_000, 500, 100))));
    }

    private static Value Day(int day) => new Value.Date(new DateOnly(2026, 1, day));
}
