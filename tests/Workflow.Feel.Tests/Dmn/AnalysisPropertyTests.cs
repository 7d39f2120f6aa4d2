using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Workflow.Feel.Dmn;
using Workflow.Feel.Dmn.Analysis;
using Xunit;

namespace Workflow.Feel.Tests.Dmn;

/// <summary>The analysis of a table agrees with asking every cell about every value that could make a difference.</summary>
public sealed class AnalysisPropertyTests
{
    private static readonly AnalysisLimits Generous = new(50_000_000, 10_000, 10_000);

    [Fact]
    public void What_is_found_in_a_table_is_what_is_there() => ForAll(table =>
    {
        var found = DecisionTableAnalysis.Of(table.Table, Generous);

        var grid = new Answers(table);
        Assert.DoesNotContain(found.NotAnalysed, u => u.Reason is UnreadReason.Steps);
        Assert.Equal(found.NotAnalysed.IsEmpty, found.IsComplete);
        AssertOverlaps(table, grid, found);
        AssertGaps(table, grid, found);
        AssertMasked(table, grid, found);
    });

    [Fact]
    public void With_few_steps_less_is_found_and_nothing_wrong() => ForAll(table =>
    {
        var whole = DecisionTableAnalysis.Of(table.Table, Generous);
        for (var steps = 1; steps < 3_000; steps *= 3)
        {
            var part = DecisionTableAnalysis.Of(table.Table, new(steps, 10_000, 10_000));

            Assert.Subset(whole.Overlaps.Select(o => (o.First, o.Second)).ToHashSet(), part.Overlaps.Select(o => (o.First, o.Second)).ToHashSet());
            Assert.Subset(whole.Masked.Select(m => m.Rule).ToHashSet(), part.Masked.Select(m => m.Rule).ToHashSet());
            foreach (var gap in part.Gaps) AssertIsGap(table, gap);
            Assert.Equal(part.IsComplete, part.NotAnalysed.IsEmpty);
            if (part.NotAnalysed.All(u => u.Reason != UnreadReason.Steps)) Assert.Equal(whole.Gaps.Length, part.Gaps.Length);
        }
    }, 100);

    [Fact]
    public void The_examples_come_out_as_said_when_the_table_is_evaluated() => ForAll(table =>
    {
        var built = DecisionModel.Compile(table.Model);
        Assert.True(built.Model is not null, string.Join("; ", built.Findings));

        var found = Assert.Single(DmnAnalysis.Of(table.Model, limits: Generous).Tables).Analysis;

        foreach (var overlap in found.Overlaps)
        {
            var matched = Matched(overlap.Example, out var outcome);
            Assert.Contains(overlap.First, matched);
            Assert.Contains(overlap.Second, matched);
            Assert.Contains(outcome.Diagnostics, d => d.Code == (table.Table.HitPolicy == HitPolicy.Unique ? "rules-overlap" : "rules-differ"));
        }
        foreach (var gap in found.Gaps)
        {
            Assert.Empty(Matched(gap.Example, out var outcome));
            Assert.Equal(Value.Null, outcome.Value);
            Assert.DoesNotContain(outcome.Diagnostics, d => d.Code == "input-not-allowed");
        }

        List<int> Matched(ImmutableArray<ExampleInput> example, out DecisionOutcome outcome)
        {
            var inputs = table.Table.Inputs.Zip(table.Values(example), (i, v) => KeyValuePair.Create(i.Expression.Text!, v));
            outcome = built.Model!.Evaluate("decided", Value.Context.Of([.. inputs, new("limit", 1)]), new Evaluation(), traced: true);
            return [.. outcome.Traces.SelectMany(t => t.Tables).Single().Matched.Select(m => m.Number)];
        }
    }, 150);

    private static void AssertOverlaps(AnalysisTable table, Answers grid, DecisionTableAnalysis found)
    {
        var told = found.Overlaps.Select(o => (o.First, o.Second)).ToHashSet();
        foreach (var overlap in found.Overlaps)
        {
            var values = table.Values(overlap.Example);
            Assert.True(table.Takes(overlap.First - 1, values) == true && table.Takes(overlap.Second - 1, values) == true, $"{overlap.First}, {overlap.Second} at {Say(overlap.Example)}");
            Assert.All(values, (v, i) => Assert.True(table.IsAllowed(i, v), $"{v} is not allowed"));
        }
        var isSpoken = table.Table.HitPolicy is HitPolicy.Unique or HitPolicy.Any;
        foreach (var point in grid.Points(withNull: false))
        {
            var matching = grid.Sure(point);
            for (var a = 0; a < table.Count; a++)
            {
                for (var b = a + 1; b < table.Count; b++)
                {
                    if ((matching >> a & matching >> b & 1) == 0) continue;
                    var wrong = isSpoken && (table.Table.HitPolicy == HitPolicy.Unique || table.Outputs[a] != table.Outputs[b]);
                    Assert.True(told.Contains((a + 1, b + 1)) == wrong, $"{a + 1}, {b + 1} at {grid.Say(point)}");
                }
            }
        }
    }

    private static void AssertGaps(AnalysisTable table, Answers grid, DecisionTableAnalysis found)
    {
        Assert.Equal(0, found.MoreGaps);
        foreach (var gap in found.Gaps) AssertIsGap(table, gap);
        // By gap, by input: which values of the grid lie in its side.
        var sides = found.Gaps.Select(g => table.Grid.Select((values, i) => values.Select(v => AnalysisTable.Passes(g.Box[i].Tests, v)).ToArray()).ToArray()).ToList();
        foreach (var point in grid.Points(withNull: false))
        {
            var isGap = grid.Maybe(point) == 0;
            Assert.True(sides.Exists(box => box.Select((side, i) => side[point[i]]).All(inside => inside)) == isGap, $"{(isGap ? "is no gap" : "is a gap")}: {grid.Say(point)}");
        }
    }

    private static void AssertIsGap(AnalysisTable table, TableGap gap)
    {
        var values = table.Values(gap.Example);
        Assert.All(values, (v, i) => Assert.True(v is not Value.NullValue && table.IsAllowed(i, v) && AnalysisTable.Passes(gap.Box[i].Tests, v), $"{v} is not in {gap.Box[i].Tests}"));
        Assert.All(Enumerable.Range(0, table.Count), rule => Assert.True(table.Takes(rule, values) == false, $"{rule + 1} at {Say(gap.Example)}"));
    }

    private static void AssertMasked(AnalysisTable table, Answers grid, DecisionTableAnalysis found)
    {
        var reached = new int[2];
        var matched = 0;
        foreach (var withNull in (ReadOnlySpan<bool>)[true, false])
        {
            foreach (var point in grid.Points(withNull))
            {
                var (sure, maybe) = (grid.Sure(point), grid.Maybe(point));
                matched |= maybe;
                for (var rule = 0; rule < table.Count; rule++)
                {
                    if ((maybe >> rule & 1) != 0 && (sure & Before(table, rule)) == 0) reached[withNull ? 0 : 1] |= 1 << rule;
                }
            }
        }
        for (var rule = 0; rule < table.Count; rule++)
        {
            var told = found.Masked.FirstOrDefault(m => m.Rule == rule + 1);
            var never = (matched >> rule & 1) == 0;
            Assert.True((told is { By.IsEmpty: true }) == never, $"{rule + 1} {(never ? "never matches" : "matches")}");
            if (never) continue;
            Assert.True((told is { ButForNull: false }) == ((reached[0] >> rule & 1) == 0), $"{rule + 1} masked: {told}");
            if (told is not null) Assert.True((reached[1] >> rule & 1) == 0, $"{rule + 1} is reached");
            if (told is { ButForNull: true }) Assert.True((reached[0] >> rule & 1) != 0, $"{rule + 1} is not reached even by null");
            // Those told are enough.
            var by = told?.By.Aggregate(0, (bits, r) => bits | 1 << (r - 1)) ?? 0;
            Assert.Equal(by & Before(table, rule), by);
            foreach (var point in grid.Points(told is { ButForNull: false }))
            {
                if (told is not null && (grid.Maybe(point) >> rule & 1) != 0) Assert.True((grid.Sure(point) & by) != 0, $"{rule + 1} is reached at {grid.Say(point)} in spite of {string.Join(", ", told.By)}");
            }
        }
    }

    /// <summary>The rules that go before one when both match.</summary>
    private static int Before(AnalysisTable table, int rule) => table.Table.HitPolicy switch
    {
        HitPolicy.First => (1 << rule) - 1,
        HitPolicy.Priority when table.Outputs[rule] == "\"low\"" => table.Outputs.Select((o, i) => o == "\"high\"" ? 1 << i : 0).Sum(),
        _ => 0,
    };

    private static string Say(ImmutableArray<ExampleInput> example) => string.Join(", ", example.Select(e => $"{e.Input} = {e.Feel}"));

    private static void ForAll(Action<AnalysisTable> holds, int count = 250) =>
        Prop.ForAll(AnalysisTable.Any.ToArbitrary(), holds).Check(Config.QuickThrowOnFailure.WithMaxTest(count).WithQuietOnSuccess(true));

    /// <summary>What each rule says about each combination of the grid's values, one bit a rule.</summary>
    private sealed class Answers
    {
        private readonly AnalysisTable table;
        private readonly ImmutableArray<ImmutableArray<Value>> grid;
        private readonly int[][] sure;
        private readonly int[][] maybe;

        public Answers(AnalysisTable table)
        {
            (this.table, grid) = (table, table.Grid);
            sure = [.. grid.Select((values, input) => values.Select(v => Bits(input, v, takes => takes == true)).ToArray())];
            maybe = [.. grid.Select((values, input) => values.Select(v => Bits(input, v, takes => takes != false)).ToArray())];
        }

        /// <summary>Combinations of allowed values, as places in the grid.</summary>
        public IEnumerable<int[]> Points(bool withNull)
        {
            var places = grid.Select((values, input) => Enumerable.Range(0, values.Length).Where(i => (withNull || values[i] is not Value.NullValue) && table.IsAllowed(input, values[i])).ToArray()).ToArray();
            IEnumerable<int[]> points = [[]];
            foreach (var column in places) points = points.SelectMany(_ => column, (p, at) => (int[])[.. p, at]);
            return points;
        }

        public int Sure(int[] point) => point.Select((at, i) => sure[i][at]).Aggregate((1 << table.Count) - 1, (a, b) => a & b);

        public int Maybe(int[] point) => point.Select((at, i) => maybe[i][at]).Aggregate((1 << table.Count) - 1, (a, b) => a & b);

        public string Say(int[] point) => string.Join(", ", point.Select((at, i) => new ExampleInput("", grid[i][at]).Feel));

        private int Bits(int input, Value value, Func<bool?, bool> counts) => Enumerable.Range(0, table.Count).Sum(rule => counts(table.Takes(rule, input, value)) ? 1 << rule : 0);
    }
}
