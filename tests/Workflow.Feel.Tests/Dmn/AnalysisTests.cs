using System.Collections.Immutable;
using Workflow.Feel.Dmn;
using Workflow.Feel.Dmn.Analysis;
using Xunit;

namespace Workflow.Feel.Tests.Dmn;

/// <summary>What an author is told about tables as people draw them.</summary>
public sealed class AnalysisTests(ForeignModels models, ITestOutputHelper output) : IClassFixture<ForeignModels>
{
    [Fact]
    public void Between_five_and_six_there_is_a_gap()
    {
        var found = Of(HitPolicy.Unique, [("area", "number", null)], ["<= 5"], [">= 6"]);

        Assert.Equal("table: no rule matches area in (5..6), for example area = 5.5", Assert.Single(found.Notes).ToString());
        Assert.Equal("table：没有规则命中 area：(5..6)，例如 area = 5.5", AnalysisTexts.Zh(found.Notes[0]));
    }

    [Theory]
    [InlineData("[0..10] and floor(?) = ?")]
    [InlineData("modulo(?, 1) = 0 and ? > 0")]
    [InlineData("decimal(?, 0) = ?")]
    public void Between_five_and_six_there_is_no_gap_among_whole_numbers(string allowed)
    {
        allowed = allowed.StartsWith('[') ? "? in " + allowed : allowed;

        Assert.Empty(Of(HitPolicy.Unique, [("persons", "number", allowed)], ["<= 5"], [">= 6"]).Notes);
    }

    [Fact]
    public void Days_that_follow_each_other_leave_no_gap() =>
        Assert.Empty(Of(HitPolicy.Unique, [("day", "date", null)], ["<= @\"2026-02-28\""], [">= @\"2026-03-01\""]).Notes);

    [Fact]
    public void Two_rules_that_share_an_end_overlap_there()
    {
        var found = Of(HitPolicy.Unique, [("age", "number", null), ("kind", "string", "\"shop\", \"office\"")], ["<= 18", "-"], [">= 18", "\"shop\""], ["> 18", "\"office\""]);

        Assert.Equal("table: rules 1 and 2 both match, for example age = 18, kind = \"shop\"", Assert.Single(found.Notes).ToString());
        Assert.Equal("table：规则 1、2 会同时命中，例如 age = 18，kind = \"shop\"", AnalysisTexts.Zh(found.Notes[0]));
    }

    [Theory]
    [InlineData(HitPolicy.First)]
    [InlineData(HitPolicy.Collect)]
    [InlineData(HitPolicy.RuleOrder)]
    [InlineData(HitPolicy.OutputOrder)]
    [InlineData(HitPolicy.Any)]
    public void Rules_may_overlap_where_the_hit_policy_says_so(HitPolicy policy) =>
        Assert.Empty(Of(policy, [("age", "number", null)], ["<= 18"], [">= 18"]).Notes);

    [Fact]
    public void A_rule_behind_others_that_take_all_it_takes_is_never_reached()
    {
        var found = Of(HitPolicy.First, [("age", "number", null)], ["< 10"], [">= 10"], ["[5..20]"], ["-"]);

        Assert.Equal(["table: rule 3 is never reached: one of the rules 1, 2 always goes before it", "table: rule 4 is reached only when an input is null: otherwise one of the rules 1, 2 always goes before it"], found.Notes.Select(n => n.ToString()));
    }

    [Fact]
    public void A_condition_outside_of_what_is_allowed_never_holds()
    {
        var found = Of(HitPolicy.Collect, [("kind", "string", "\"shop\", \"office\"")], ["\"shop\""], ["\"ofice\""]);

        Assert.Equal(["table: the conditions of rule 2 never hold", "table: no rule matches kind in (\"office\"), for example kind = \"office\""], found.Notes.Select(n => n.ToString()));
    }

    [Fact]
    public void What_must_be_computed_is_left_out_and_said_so()
    {
        var found = Of(HitPolicy.Unique, [("age", "number", null)], ["> limit"], ["< 5"], ["<= 5"], ["> 7"]);

        Assert.Equal(["table: rules 2 and 3 both match, for example age = 4", "table: what rule 1 asks of 'age' must be computed; it was left out of the analysis"], found.Notes.Select(n => n.ToString()));
        Assert.False(found.Tables[0].Analysis.IsComplete);
    }

    [Fact]
    public void Columns_of_the_same_expression_are_one_input()
    {
        var found = Of(HitPolicy.Unique, [("age", "number", null), ("age", "number", null)], [">= 10", "< 20"], ["< 10", "-"], [">= 20", "-"], ["> 50", "< 40"]);

        Assert.Equal("table: the conditions of rule 4 never hold", Assert.Single(found.Notes).ToString());
    }

    [Fact]
    public void Types_and_what_they_allow_come_from_the_model()
    {
        var model = new DmnDefinitions("m", "n")
        {
            ItemDefinitions =
            [
                new("Level", "string") { AllowedValues = new("\"low\", \"high\"", null) },
                new("Applicant", null) { Components = [new("level", "Level"), new("member", "boolean")] },
            ],
            Elements =
            [
                new InputData("applicant", new("applicant", "Applicant")),
                new Decision("check", null) { Id = "d1", Logic = new BoxedContext([new(null, Drawn(HitPolicy.Unique, [("applicant.level", null, null), ("applicant.member", null, null)], [["\"low\"", "-"], ["\"high\"", "true"]]) with { Id = "t1" })]) },
            ],
        };

        var note = Assert.Single(DmnAnalysis.Of(model).Notes);

        Assert.Equal("d1, table t1: no rule matches applicant.level in (\"high\") and applicant.member in (false), for example applicant.level = \"high\", applicant.member = false", note.ToString());
    }

    [Fact]
    public void A_table_with_a_default_output_has_no_gap() =>
        Assert.Empty(DecisionTableAnalysis.Of(Drawn(HitPolicy.Unique, [("age", "number", null)], [["< 10"]]) with { Outputs = [new(null, null, null, new("0", null))] }).Gaps);

    [Fact]
    public void The_largest_tables_end_within_the_limit_of_steps()
    {
        // Given tables of 200 rules and 10 inputs, of hardly any order.
        uint seed = 1;
        foreach (var policy in (HitPolicy[])[HitPolicy.Unique, HitPolicy.First, HitPolicy.Priority])
        {
            var rows = Enumerable.Range(0, 200).Select(_ => Enumerable.Range(0, 10).Select(_ => Cell()).ToArray()).ToArray();
            var table = Drawn(policy, [.. Enumerable.Range(0, 10).Select(i => ($"in {i}", (string?)"number", (string?)null))], rows);

            var found = DecisionTableAnalysis.Of(table);

            // Then it says what it found, and that there may be more.
            output.WriteLine($"{policy}: {found.Overlaps.Length} + {found.MoreOverlaps} overlaps, {found.Gaps.Length} + {found.MoreGaps} gaps, {found.Masked.Length} masked, complete: {found.IsComplete}");
            Assert.InRange(found.Overlaps.Length, 0, AnalysisLimits.Default.Overlaps);
            Assert.InRange(found.Gaps.Length, 1, AnalysisLimits.Default.Gaps);
            foreach (var gap in found.Gaps)
            {
                Assert.DoesNotContain(rows, row => row.Index().All(cell => AnalysisTable.Passes(cell.Item, gap.Example[cell.Index].Value)));
            }
        }

        string Cell()
        {
            seed = seed * 1_664_525 + 1_013_904_223;
            var (from, shape) = ((int)(seed >> 16) % 1_000, seed >> 28);
            return shape < 6 ? "-" : shape < 9 ? $"> {from}" : shape < 12 ? $"<= {from}" : $"[{from}..{from + 300}]";
        }
    }

    [Fact]
    public void Tables_that_are_made_to_take_long_end_too()
    {
        // Given cells of thousands of constants, and a table of thousands of inputs.
        var longCells = Enumerable.Range(0, 100).Select(r => (string[])[string.Join(", ", Enumerable.Range(0, 5_000).Select(i => $"{r}.{i}"))]).ToArray();
        var manyInputs = Enumerable.Range(0, 5_000).Select(i => ($"in {i}", (string?)"number", (string?)null)).ToArray();

        foreach (var table in (DecisionTable[])[Drawn(HitPolicy.Unique, [("area", "number", null)], longCells), Drawn(HitPolicy.First, manyInputs, [[.. manyInputs.Select(_ => "> 5")]])])
        {
            var found = DecisionTableAnalysis.Of(table);

            Assert.False(found.IsComplete);
            Assert.Contains(found.NotAnalysed, u => u.Reason == UnreadReason.Steps);
        }
    }

    [Fact]
    public void A_large_table_of_ordinary_order_is_read_whole()
    {
        // Given 10 bands of area, 5 kinds, 4 zones: every combination has its rule, but one.
        string[] kinds = ["\"a\"", "\"b\"", "\"c\"", "\"d\"", "not(\"a\", \"b\", \"c\", \"d\")"];
        string[] zones = ["1", "2", "3", "4"];
        var rows = from band in Enumerable.Range(0, 10)
                   from kind in kinds
                   from zone in zones
                   where (band, kind, zone) != (7, "\"b\"", "3")
                   select (string[])[band == 0 ? "< 10" : band == 9 ? ">= 90" : $"[{band}0..{band + 1}0)", kind, zone, "-", "-", "-", "-", "-", "-", "-"];
        (string, string?, string?)[] more = [.. Enumerable.Range(0, 7).Select(i => ($"in {i}", (string?)"boolean", (string?)null))];

        var found = Of(HitPolicy.Unique, [("area", "number", null), ("kind", "string", null), ("zone", "number", "1, 2, 3, 4"), .. more], [.. rows]);

        Assert.True(found.Tables[0].Analysis.IsComplete);
        Assert.StartsWith("table: no rule matches area in [70..80) and kind in (\"b\") and zone in (3), for example area = 70, kind = \"b\", zone = 3", Assert.Single(found.Notes).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Tables_of_other_people_are_all_analysed()
    {
        var files = models.Files("dmn-tck/tck-cases.tar.xz", ".dmn").Concat(models.Files("bpmn-operaton/models.tar.xz", ".dmn")).ToList();
        if (files.Count == 0) Assert.Skip("the models are not beside the repository");
        var known = files.Select(f => (f.Name, Model: DmnXml.Read(File.ReadAllBytes(f.FullName)).Definitions)).Where(f => f.Model is not null).ToList();
        var byNamespace = known.DistinctBy(f => f.Model!.Namespace).ToDictionary(f => f.Model!.Namespace, f => f.Model!, StringComparer.Ordinal);
        var (tables, complete, notes) = (0, 0, new List<AnalysisNote>());
        foreach (var (name, model) in known)
        {
            var found = DmnAnalysis.Of(model!, byNamespace.GetValueOrDefault);

            tables += found.Tables.Length;
            complete += found.Tables.Count(t => t.Analysis.IsComplete);
            notes.AddRange(found.Notes);
            foreach (var note in found.Notes)
            {
                output.WriteLine($"{name}: {note}");
                Assert.NotEqual(note.Code, AnalysisTexts.Zh(note));
                Assert.NotEmpty(AnalysisTexts.Zh(note));
            }
        }
        output.WriteLine($"{tables} tables, {complete} read whole; {string.Join(", ", notes.CountBy(n => n.Code).Select(c => $"{c.Key} {c.Value}"))}");
        Assert.True(tables > 20);
    }

    private static DmnAnalysis Of(HitPolicy policy, (string Expression, string? Type, string? Values)[] inputs, params string[][] rows) =>
        DmnAnalysis.Of(new DmnDefinitions("m", "n") { Elements = [new Decision("table", null) { Logic = Drawn(policy, inputs, rows) }] });

    private static DecisionTable Drawn(HitPolicy policy, (string Expression, string? Type, string? Values)[] inputs, string[][] rows) => new()
    {
        HitPolicy = policy,
        Inputs = [.. inputs.Select(i => new TableInput(new(i.Expression, null) { TypeRef = i.Type }, i.Values is { } values ? new(values, null) : null))],
        Outputs = [new(null, null, new("1, 2", null), null)],
        Rules = [.. rows.Select(row => new TableRule([.. row.Select(cell => new DmnUnaryTests(cell, null))], [new("1", null)], []))],
    };
}
