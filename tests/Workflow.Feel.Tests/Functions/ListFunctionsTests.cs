using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Workflow.Feel.Tests.Functions;

public class ListFunctionsTests
{
    [Theory]
    [InlineData("list contains([1, null], null)", "true")]
    [InlineData("list contains([1, 2], \"1\")", "false")]
    [InlineData("list contains(element: [1], list: [[1], 2])", "true")]
    [InlineData("list contains(null, null)", "null")]
    [InlineData("append([1], 2, [3], null)", "[1, 2, [3], null]")]
    [InlineData("append(item: 2, list: [1])", "[1, 2]")]
    [InlineData("append(1, 2)", "[1, 2]")]
    [InlineData("append(null, 2)", "null")]
    [InlineData("concatenate([1, 2], [3], [[4]])", "[1, 2, 3, [4]]")]
    [InlineData("concatenate([1], null)", "null")]
    [InlineData("insert before([1, 3], 1, 2)", "[2, 1, 3]")]
    [InlineData("insert before([1, 3], -1, 2)", "[1, 2, 3]")]
    [InlineData("insert before([1, 3], 3, 2)", "null")]
    [InlineData("insert before([], 1, 2)", "null")]
    [InlineData("remove([1, 2, 3], 2)", "[1, 3]")]
    [InlineData("remove([1, 2, 3], -3)", "[2, 3]")]
    [InlineData("remove([1, 2, 3], 0)", "null")]
    [InlineData("remove([1, 2, 3], 1e40)", "null")]
    [InlineData("index of([1, 2, null, 2, null], 2)", "[2, 4]")]
    [InlineData("index of([1, 2, null, 2, null], null)", "[3, 5]")]
    [InlineData("index of([1], 5)", "[]")]
    [InlineData("union([1, 2], [2, 1.0, null], [null])", "[1, 2, null]")]
    [InlineData("distinct values([{a: 1, b: 2}, {b: 2, a: 1.0}, [1], [1.00], \"1\", 1])", "[{a: 1, b: 2}, [1], \"1\", 1]")]
    [InlineData("flatten([[1, 2], [[3]], 4, []])", "[1, 2, 3, 4]")]
    [InlineData("flatten({a: [1]})", "[{a: [1]}]")]
    [InlineData("sublist([4, 5, 6], 1, 2)", "[4, 5]")]
    [InlineData("sublist([4, 5, 6], -2)", "[5, 6]")]
    [InlineData("sublist(list: [4, 5, 6], start position: -2, length: 1)", "[5]")]
    [InlineData("sublist([4, 5, 6], 2, 3)", "null")]
    [InlineData("sublist([4, 5, 6], 4)", "null")]
    [InlineData("list replace([2, 4, 7, 8], 3, 6)", "[2, 4, 6, 8]")]
    [InlineData("list replace([2, 4, 7, 8], function(item, newItem) item < newItem, 5)", "[5, 5, 7, 8]")]
    [InlineData("list replace([2, null], function(item, newItem) item < newItem, 5)", "[5, null]")]
    [InlineData("list replace([2, 4], function(item) item = 2, 5)", "null")]
    [InlineData("list replace([2, 4], function(item, newItem) item, 5)", "null")]
    [InlineData("list replace([2, 4], 5, 5)", "null")]
    [InlineData("sort([3, 1, 4, 5, 2], function(x, y) x < y)", "[1, 2, 3, 4, 5]")]
    [InlineData("sort(precedes: function(x: number, y: number) x > y, list: [3, 1, 4])", "[4, 3, 1]")]
    [InlineData("sort([{a: 2, b: 1}, {a: 1, b: 2}, {a: 2, b: 3}], function(x, y) x.a < y.a)", "[{a: 1, b: 2}, {a: 2, b: 1}, {a: 2, b: 3}]")]
    [InlineData("sort([1, 2], function(x, y) \"yes\")", "null")]
    [InlineData("sort([1, 2], function(x) true)", "null")]
    [InlineData("sort([1, 2], \"<\")", "null")]
    [InlineData("sort([], function(x, y) x < y)", "[]")]
    [InlineData("sort([3, 1, 2], before)", "[1, 2, 3]")]
    public void A_list_function_answers(string source, string expected) => Assert.Equal(expected, Feel.Of(source));

    private static readonly Gen<Value> Item = Gen.Elements<Value>(Value.Null, true, 1, 2, 3, 1.0m, "a", "b", Value.List.Empty, new Value.List([1]), Value.Context.Empty.With("a", 1));

    private static readonly Arbitrary<Value> Lists = Item.ListOf().Select(l => (Value)new Value.List([.. l])).ToArbitrary();

    private static Value Of(string source, Value a, Value b) => Feel.Evaluate(source, Value.Context.Empty.With("a", a).With("b", b), new Evaluation());

    private static void Hold(string source) => Prop.ForAll(Lists, Lists, (a, b) => Assert.Equal(Value.True, Of(source, a, b))).QuickCheckThrowOnFailure();

    [Fact]
    public void Reversed_twice_a_list_is_itself() => Hold("reverse(reverse(a)) = a");

    [Fact]
    public void A_union_is_what_is_distinct_in_the_lists_together() => Hold("union(a, b) = distinct values(concatenate(a, b))");

    [Fact]
    public void Distinct_values_are_all_there_and_once() =>
        Hold("every x in a satisfies list contains(distinct values(a), x) and count(index of(distinct values(a), x)) = 1");

    [Fact]
    public void What_is_inserted_can_be_removed() => Hold("if a = [] then true else every i in 1..count(a) satisfies remove(insert before(a, i, b), i) = a and insert before(a, i, b)[i] = b");

    [Fact]
    public void A_list_is_its_beginning_and_its_end() =>
        Hold("if count(a) < 2 then true else every i in 2..count(a) satisfies concatenate(sublist(a, 1, i - 1), sublist(a, i)) = a and sublist(a, i) = sublist(a, i - 1 - count(a))");

    [Fact]
    public void Sorting_keeps_the_items_and_puts_them_in_order() =>
        Prop.ForAll(Gen.Choose(-5, 5).ListOf().ToArbitrary(), numbers =>
        {
            var list = new Value.List([.. numbers.Select(n => (Value)n)]);
            Assert.Equal(new Value.List([.. numbers.Order().Select(n => (Value)n)]), Of("sort(a, function(x, y) x < y)", list, Value.Null));
            // Equal ones keep their order.
            var pairs = new Value.List([.. numbers.Select((n, i) => (Value)Value.Context.Empty.With("n", n).With("i", i))]);
            Assert.Equal(new Value.List([.. numbers.Select((n, i) => (n, i)).OrderBy(p => p.n).Select(p => (Value)p.i)]), Of("sort(a, function(x, y) x.n < y.n).i", pairs, Value.Null));
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("sort(for i in 1..1000 return i, function(x, y) true)")]
    [InlineData("sort(for i in 1..1000 return i, function(x, y) modulo(x * y, 7) < 3)")]
    public void An_order_that_contradicts_itself_ends_too(string source)
    {
        var run = new Evaluation(new Budget(1_000_000, 1_000_000, 100));
        var sorted = Assert.IsType<Value.List>(Feel.Evaluate(source, Value.Context.Empty, run));
        Assert.Equal(1_000, sorted.Items.Length);
    }

    [Theory]
    [InlineData("for i in 1..100 return if i = 1 then [1, 2] else concatenate(partial[-1], partial[-1])", "budget-")]
    [InlineData("distinct values(for i in 1..100000 return [i])", "budget-steps")]
    [InlineData("flatten(for i in 1..40 return if i = 1 then [1] else [partial[-1], partial[-1]])", "budget-")]
    public void What_a_list_function_makes_and_visits_counts(string source, string fault)
    {
        var run = new Evaluation(new Budget(1_000_000, 1_000_000, 100));
        Assert.Equal(Value.Null, Feel.Evaluate(source, Value.Context.Empty, run));
        Assert.StartsWith(fault, run.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Lists_deeper_than_the_stack_are_flattened()
    {
        Value deep = new Value.List([1]);
        for (var i = 0; i < 200_000; i++) deep = new Value.List([deep]);
        Assert.Equal(new Value.List([1]), Feel.Evaluate("flatten(a)", Value.Context.Empty.With("a", deep), new Evaluation()));
    }
}
