using System.Collections.Immutable;
using Workflow.Feel.Dmn.Testing;
using Xunit;

namespace Workflow.Feel.Tests.Dmn.Testing;

public sealed class DmnTestValueTests
{
    [Fact]
    public void Numbers_match_within_one_unit_of_the_eighth_digit()
    {
        Assert.True(Typed(1.38629436m).Matches(1.3862943611198906188m));
        Assert.True(Typed(1).Matches(0.99999999m));
        Assert.False(Typed(1).Matches(0.999999989m));
        Assert.False(Typed(1).Matches("1"));
        Assert.False(Typed(1).Matches(Value.Null));
    }

    [Fact]
    public void Null_matches_null_alone()
    {
        Assert.True(Typed(Value.Null).Matches(Value.Null));
        Assert.False(Typed(Value.Null).Matches(false));
        Assert.False(Typed(Value.Null).Matches(Value.List.Empty));
    }

    [Fact]
    public void Lists_are_compared_in_their_order_and_contexts_by_name()
    {
        var list = new DmnTestValue.List([Typed(1), Typed("b")]);
        Assert.True(list.Matches(new Value.List([1.000000001m, "b"])));
        Assert.False(list.Matches(new Value.List(["b", 1])));
        Assert.False(list.Matches(new Value.List([1])));

        var context = Context(("a", Typed(1)), ("b", list));
        var actual = Value.Context.Empty.With("b", new Value.List([1, "b"])).With("a", 1);
        Assert.True(context.Matches(actual));
        Assert.False(context.Matches(actual.With("c", Value.Null)));
        Assert.False(Context(("a", Typed(1)), ("c", Typed(Value.Null))).Matches(Value.Context.Empty.With("a", 1).With("d", Value.Null)));
    }

    [Fact]
    public void A_text_without_a_type_is_read_as_what_came_out()
    {
        Assert.True(new DmnTestValue.Untyped("10").Matches(10));
        Assert.True(new DmnTestValue.Untyped("10").Matches("10"));
        Assert.True(new DmnTestValue.Untyped(" true ").Matches(true));
        Assert.False(new DmnTestValue.Untyped("ten").Matches(10));
        Assert.False(new DmnTestValue.Untyped("null").Matches(Value.Null));
    }

    [Fact]
    public void A_text_without_a_type_becomes_what_the_model_says()
    {
        var type = new FeelType.ListOf(new FeelType.ContextOf([new("code", FeelType.String), new("fee", new FeelType.Constrained("tFee", FeelType.Number, null))]));
        var given = new DmnTestValue.List([Context(("code", new DmnTestValue.Untyped("007")), ("fee", new DmnTestValue.Untyped("7")), ("more", new DmnTestValue.Untyped("x")))]);

        Assert.Equal(new Value.List([Value.Context.Empty.With("code", "007").With("fee", 7).With("more", "x")]), given.ToValue(type));
        Assert.Equal("ten", given.Items[0] is DmnTestValue.Context ? new DmnTestValue.Untyped("ten").ToValue(FeelType.Number) : Value.Null);
    }

    private static DmnTestValue.Typed Typed(Value value) => new(value);

    private static DmnTestValue.Context Context(params ImmutableArray<(string Name, DmnTestValue Value)> components) => new([.. components.Select(c => KeyValuePair.Create(c.Name, c.Value))]);
}
