using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Workflow.Feel.Tests.Functions;

/// <summary>The relations of table 83 against what they mean for sets of points, and against each other.</summary>
public class RangeFunctionsTests
{
    [Theory]
    [InlineData("before(1, 10)", "true")]
    [InlineData("before(1, (1..10])", "true")]
    [InlineData("before([1..10], 10)", "false")]
    [InlineData("before([1..10), [10..20])", "true")]
    [InlineData("after((1..10], 1)", "true")]
    [InlineData("after(range1: [11..20], range2: [1..11))", "true")]
    [InlineData("meets([1..5], [5..10])", "true")]
    [InlineData("meets([1..5], (5..10])", "false")]
    [InlineData("met by([5..10], [1..5])", "true")]
    [InlineData("overlaps([1..5], (5..8])", "false")]
    [InlineData("overlaps before([1..5], [3..8])", "true")]
    [InlineData("overlaps before([1..5), (1..5])", "true")]
    [InlineData("overlaps before([1..5], (1..5])", "true")]
    [InlineData("overlaps before([1..5], [1..5])", "false")]
    [InlineData("overlaps after([3..8], [1..5])", "true")]
    [InlineData("finishes(10, [1..10])", "true")]
    [InlineData("finishes(10, [1..10))", "false")]
    [InlineData("finishes([5..10], [1..10])", "true")]
    [InlineData("finished by([1..10], 10)", "true")]
    [InlineData("finished by([1..10], (5..10])", "true")]
    [InlineData("includes([1..10], 5)", "true")]
    [InlineData("includes((1..10), 1)", "false")]
    [InlineData("during(point: 5, range: [1..10])", "true")]
    [InlineData("during((1..10), [1..10])", "true")]
    [InlineData("starts(1, [1..10])", "true")]
    [InlineData("starts((1..5], (1..5])", "true")]
    [InlineData("started by([1..10], [1..5])", "true")]
    [InlineData("coincides(5, 5)", "true")]
    [InlineData("coincides([1..5], [1..5))", "false")]
    [InlineData("coincides(null, null)", "null")]
    [InlineData("before(@\"2020-01-01\", [@\"2020-02-01\"..@\"2020-03-01\"])", "true")]
    [InlineData("includes([@\"P1D\"..@\"P10D\"], @\"PT36H\")", "true")]
    // An end that is not there lies beyond all points.
    [InlineData("includes((< 10), -1e30)", "true")]
    [InlineData("overlaps((< 10), (> 5))", "true")]
    [InlineData("before((< 10), (> 10))", "true")]
    // What cannot be ordered.
    [InlineData("before(1, \"a\")", "null")]
    [InlineData("includes([1..10], \"5\")", "null")]
    [InlineData("overlaps([1..2], [\"a\"..\"b\"])", "null")]
    [InlineData("before(null, [1..2])", "null")]
    [InlineData("before(1, null)", "null")]
    [InlineData("includes((null..10), 5)", "null")]
    [InlineData("includes((!= 10), 5)", "null")]
    public void Points_and_ranges_are_related(string source, string expected) => Assert.Equal(expected, Feel.Of(source));

    [Theory]
    [InlineData("[1..3]", "[1..3]")]
    [InlineData(" ( -1.5 .. 2e1 [ ", "(-1.5..20)")]
    [InlineData("]1..3]", "(1..3]")]
    [InlineData("[2..)", "(>= 2)")]
    [InlineData("(..2]", "(<= 2)")]
    [InlineData("(2..[", "(> 2)")]
    [InlineData("[\\\"a..\\\"..\\\"z\\\"]", "[\"a..\"..\"z\"]")]
    [InlineData("[@\\\"2020-01-01\\\"..@\\\"2020-02-01\\\")", "[@\"2020-01-01\"..@\"2020-02-01\")")]
    [InlineData("[date(\\\"2020-01-01\\\")..date(\\\"2020-02-01\\\")]", "[@\"2020-01-01\"..@\"2020-02-01\"]")]
    [InlineData("[duration(\\\"P1D\\\")..@\\\"P2D\\\"]", "[@\"P1D\"..@\"P2D\"]")]
    [InlineData("[1..1]", "[1..1]")]
    // Only literals of one kind, in their order; only an open end may be left out.
    [InlineData("[3..1]", "null")]
    [InlineData("[1..\\\"a\\\"]", "null")]
    [InlineData("[1+1..3]", "null")]
    [InlineData("[a..3]", "null")]
    [InlineData("[..2]", "null")]
    [InlineData("[2..]", "null")]
    [InlineData("(..)", "null")]
    [InlineData("[null..2]", "null")]
    [InlineData("[true..true]", "null")]
    [InlineData("[--1..2]", "null")]
    [InlineData("[@\\\"never\\\"..@\\\"P2D\\\"]", "null")]
    [InlineData("[1..2", "null")]
    [InlineData("1..2", "null")]
    [InlineData("", "null")]
    public void A_range_is_read_from_its_text(string text, string expected) => Assert.Equal(expected, Feel.Of($"range(\"{text}\")"));

    /// <summary>Ranges over few numbers, so that ends often coincide; none is empty.</summary>
    private static readonly Gen<Value> Range =
        from low in Gen.Choose(0, 6)
        from length in Gen.Choose(0, 4)
        from lowIncluded in Gen.Elements(true, false)
        from highIncluded in Gen.Elements(true, false)
        where length > 0 || (lowIncluded && highIncluded)
        select (Value)new Value.Range(low, lowIncluded, low + length, highIncluded);

    private static void Hold(string source, Func<Value, Value, bool>? expected = null) => Prop.ForAll(Range.ToArbitrary(), Range.ToArbitrary(), (a, b) =>
        Assert.Equal(expected?.Invoke(a, b) ?? true, Feel.Evaluate(source, Value.Context.Empty.With("a", a).With("b", b), new Evaluation()))).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    /// <summary>The places 0, ¼, ½ … inside of a range: enough to tell all ranges with whole ends apart.</summary>
    private static HashSet<int> Quarters(Value value)
    {
        var range = (Value.Range)value;
        var (low, high) = (4 * int.Parse(range.Low.ToString()), 4 * int.Parse(range.High.ToString()));
        return [.. Enumerable.Range(0, 48).Where(q => (q > low || (q == low && range.LowIncluded)) && (q < high || (q == high && range.HighIncluded)))];
    }

    [Fact]
    public void Before_means_that_all_points_lie_before() => Hold("before(a, b)", (a, b) => Quarters(a).Max() < Quarters(b).Min());

    [Fact]
    public void Overlapping_ranges_share_a_point() => Hold("overlaps(a, b)", (a, b) => Quarters(a).Overlaps(Quarters(b)));

    [Fact]
    public void An_included_range_is_a_subset() => Hold("includes(a, b)", (a, b) => Quarters(a).IsSupersetOf(Quarters(b)));

    [Fact]
    public void Coinciding_ranges_have_the_same_points() => Hold("coincides(a, b)", (a, b) => Quarters(a).SetEquals(Quarters(b)));

    [Fact]
    public void Starting_means_to_share_the_beginning() => Hold("starts(a, b)", (a, b) => Quarters(a).IsSubsetOf(Quarters(b)) && Quarters(a).Min() == Quarters(b).Min());

    [Fact]
    public void Finishing_means_to_share_the_end() => Hold("finishes(a, b)", (a, b) => Quarters(a).IsSubsetOf(Quarters(b)) && Quarters(a).Max() == Quarters(b).Max());

    [Fact]
    public void Each_relation_is_its_inverse_the_other_way_round() => Hold("""
        before(a, b) = after(b, a) and meets(a, b) = met by(b, a) and overlaps(a, b) = overlaps(b, a) and overlaps before(a, b) = overlaps after(b, a)
        and finishes(a, b) = finished by(b, a) and includes(a, b) = during(b, a) and starts(a, b) = started by(b, a) and coincides(a, b) = coincides(b, a)
        """);

    [Fact]
    public void Two_ranges_lie_apart_or_overlap() => Hold("count([before(a, b), after(a, b), overlaps(a, b)][item]) = 1");

    [Fact]
    public void Overlapping_ranges_contain_each_other_or_reach_over_an_end() =>
        Hold("not(overlaps(a, b)) or includes(a, b) or during(a, b) or overlaps before(a, b) or overlaps after(a, b)");

    [Fact]
    public void A_point_is_a_range_of_one() => Prop.ForAll(Gen.Choose(0, 10).ToArbitrary(), Range.ToArbitrary(), (p, r) =>
        Assert.Equal(Value.True, Feel.Evaluate("""
            before(p, r) = before([p..p], r) and after(p, r) = after([p..p], r) and during(p, r) = during([p..p], r) and includes(r, p) = includes(r, [p..p])
            and before(r, p) = after(p, r) and after(r, p) = before(p, r) and (p in r) = includes(r, p)
            and starts(p, r) = starts([p..p], r) and finishes(p, r) = finishes([p..p], r)
            """, Value.Context.Empty.With("p", p).With("r", r), new Evaluation()))).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));
}
