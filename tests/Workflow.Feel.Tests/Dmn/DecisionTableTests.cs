using Workflow.Feel.Dmn;
using Xunit;

namespace Workflow.Feel.Tests.Dmn;

/// <summary>Every hit policy, with one output and with several (DMN 1.5, 8.2.10).</summary>
public sealed class DecisionTableTests
{
    // Rule 1: up to 10, low; rule 2: up to 20, middle; rule 3: up to 30, high. For 5 all match, for 15 the last two, for 25 the last.
    private const string One = """
        <input><inputExpression typeRef="number"><text>n</text></inputExpression></input>
        <output typeRef="string"><outputValues><text>"high", "middle", "low"</text></outputValues>{0}</output>
        <rule id="r1"><inputEntry><text>&lt;= 10</text></inputEntry><outputEntry><text>"low"</text></outputEntry></rule>
        <rule id="r2"><inputEntry><text>&lt;= 20</text></inputEntry><outputEntry><text>"middle"</text></outputEntry></rule>
        <rule id="r3"><inputEntry><text>&lt;= 30</text></inputEntry><outputEntry><text>"high"</text></outputEntry></rule>
        """;

    private const string Two = """
        <input><inputExpression typeRef="number"><text>n</text></inputExpression></input>
        <output name="a" typeRef="string"><outputValues><text>"y", "x"</text></outputValues>{0}</output>
        <output name="b" typeRef="number"><outputValues><text>3, 2, 1</text></outputValues></output>
        <rule><inputEntry><text>&lt;= 10</text></inputEntry><outputEntry><text>"x"</text></outputEntry><outputEntry><text>1</text></outputEntry></rule>
        <rule><inputEntry><text>&lt;= 20</text></inputEntry><outputEntry><text>"y"</text></outputEntry><outputEntry><text>2</text></outputEntry></rule>
        <rule><inputEntry><text>&lt;= 30</text></inputEntry><outputEntry><text>"y"</text></outputEntry><outputEntry><text>3</text></outputEntry></rule>
        """;

    private static DecisionOutcome Ask(string attributes, string rules, string n, string more = "")
    {
        var logic = $"<decisionTable {attributes}>{rules.Replace("{0}", more, StringComparison.Ordinal)}</decisionTable>";
        var model = Drawn.Model(Drawn.Input("n", "number") + Drawn.Decision("d", logic, null, "i_n"));
        return model.Evaluate("d", Drawn.Given($"{{n: {n}}}"), new(), traced: true);
    }

    [Theory]
    [InlineData("UNIQUE", "25", "\"high\"")]
    [InlineData("UNIQUE", "40", "null")]
    [InlineData("ANY", "25", "\"high\"")]
    [InlineData("FIRST", "5", "\"low\"")]
    [InlineData("FIRST", "15", "\"middle\"")]
    [InlineData("FIRST", "40", "null")]
    [InlineData("PRIORITY", "5", "\"high\"")]
    [InlineData("RULE ORDER", "5", "[\"low\", \"middle\", \"high\"]")]
    [InlineData("OUTPUT ORDER", "5", "[\"high\", \"middle\", \"low\"]")]
    [InlineData("COLLECT", "15", "[\"middle\", \"high\"]")]
    [InlineData("COLLECT\" aggregation=\"COUNT", "15", "2")]
    [InlineData("COLLECT\" aggregation=\"MIN", "5", "\"high\"")]
    [InlineData("COLLECT\" aggregation=\"MAX", "5", "\"middle\"")]
    public void Of_one_output_each_hit_policy_makes_what_the_standard_says(string policy, string n, string expected) =>
        Assert.Equal(Drawn.Of(expected), Ask($"hitPolicy=\"{policy}\"", One, n).Value);

    [Theory]
    [InlineData("UNIQUE", "25", "{a: \"y\", b: 3}")]
    [InlineData("ANY", "25", "{a: \"y\", b: 3}")]
    [InlineData("FIRST", "5", "{a: \"x\", b: 1}")]
    [InlineData("PRIORITY", "5", "{a: \"y\", b: 3}")]
    [InlineData("RULE ORDER", "15", "[{a: \"y\", b: 2}, {a: \"y\", b: 3}]")]
    [InlineData("OUTPUT ORDER", "5", "[{a: \"y\", b: 3}, {a: \"y\", b: 2}, {a: \"x\", b: 1}]")]
    [InlineData("COLLECT", "15", "[{a: \"y\", b: 2}, {a: \"y\", b: 3}]")]
    [InlineData("COLLECT\" aggregation=\"COUNT", "5", "3")]
    public void Of_several_outputs_each_hit_policy_makes_contexts(string policy, string n, string expected) =>
        Assert.Equal(Drawn.Of(expected), Ask($"hitPolicy=\"{policy}\"", Two, n).Value);

    [Theory]
    [InlineData("SUM", "60")]
    [InlineData("MIN", "10")]
    [InlineData("MAX", "30")]
    [InlineData("COUNT", "3")]
    public void Numbers_that_are_collected_are_aggregated(string aggregation, string expected)
    {
        var numbers = One.Replace("\"low\"", "10", StringComparison.Ordinal).Replace("\"middle\"", "20", StringComparison.Ordinal)
            .Replace("\"high\"", "30", StringComparison.Ordinal).Replace("<output typeRef=\"string\">", "<output typeRef=\"number\">", StringComparison.Ordinal);
        Assert.Equal(Drawn.Of(expected), Ask($"hitPolicy=\"COLLECT\" aggregation=\"{aggregation}\"", numbers, "5").Value);
    }

    [Theory]
    [InlineData("UNIQUE", "rules-overlap")]
    [InlineData("ANY", "rules-differ")]
    public void Two_rules_where_one_is_allowed_make_null_and_are_named(string policy, string code)
    {
        var outcome = Ask($"hitPolicy=\"{policy}\"", One, "15");
        Assert.Equal(Value.Null, outcome.Value);
        Assert.True(outcome.IsError);
        var diagnostic = Assert.Single(outcome.Diagnostics);
        Assert.Equal(code, diagnostic.Code);
        Assert.Equal("2, 3", diagnostic.Arguments[1]);
        Assert.Contains("2, 3", DiagnosticTexts.Zh(diagnostic), StringComparison.Ordinal);
        Assert.Equal([2, 3], outcome.Traces[0].Tables[0].Matched.Select(m => m.Number));
    }

    [Fact]
    public void Any_takes_rules_that_agree() =>
        Assert.Equal("same", Ask("hitPolicy=\"ANY\"", One.Replace("\"middle\"", "\"same\"", StringComparison.Ordinal).Replace("\"high\"", "\"same\"", StringComparison.Ordinal), "15").Value.ToString());

    [Theory]
    [InlineData("UNIQUE")]
    [InlineData("FIRST")]
    [InlineData("PRIORITY")]
    [InlineData("COLLECT")]
    public void Where_no_rule_matches_the_default_stands(string policy)
    {
        const string Default = "<defaultOutputEntry><text>\"low\"</text></defaultOutputEntry>";
        Assert.Equal("low", Ask($"hitPolicy=\"{policy}\"", One, "99", Default).Value.ToString());
        Assert.Equal(Drawn.Of("{a: \"x\", b: null}"), Ask($"hitPolicy=\"{policy}\"", Two, "99", Default.Replace("low", "x", StringComparison.Ordinal)).Value);
    }

    [Fact]
    public void An_input_that_the_table_does_not_allow_is_an_error()
    {
        const string Rules = """
            <input><inputExpression><text>n</text></inputExpression><inputValues><text>[0..10]</text></inputValues></input><output/>
            <rule><inputEntry><text>-</text></inputEntry><outputEntry><text>"ok"</text></outputEntry></rule>
            """;
        Assert.Equal("ok", Ask("", Rules, "10").Value.ToString());
        var outcome = Ask("", Rules, "11");
        Assert.Equal(Value.Null, outcome.Value);
        Assert.Equal("input-not-allowed", Assert.Single(outcome.Diagnostics).Code);
    }

    [Theory]
    [InlineData("", "7", true)]
    [InlineData("-", "7", true)]
    [InlineData("7", "7", true)]
    [InlineData("7", "8", false)]
    [InlineData("< 7", "6.99", true)]
    [InlineData("< 7", "7", false)]
    [InlineData(">= 7", "7", true)]
    [InlineData("[1..7)", "7", false)]
    [InlineData("(1..7]", "7", true)]
    [InlineData("(1..7]", "1", false)]
    [InlineData("1, 3, [5..6]", "5.5", true)]
    [InlineData("not(1, 3)", "3", false)]
    [InlineData("not(1, 3)", "2", true)]
    [InlineData("? * 2 > 10", "6", true)]
    [InlineData("? in (limit..9)", "5", true)]
    [InlineData("> limit", "4", false)]
    [InlineData("\"a\"", "\"a\"", true)]
    [InlineData("\"a\", \"b\"", "\"b\"", true)]
    [InlineData("\"a\", \"b\"", "\"c\"", false)]
    [InlineData("true", "true", true)]
    [InlineData("true", "false", false)]
    [InlineData("date(\"2024-01-31\")", "date(\"2024-01-31\")", true)]
    [InlineData("< date(\"2024-01-31\")", "date(\"2024-02-01\")", false)]
    [InlineData("null", "null", true)]
    [InlineData("7", "null", false)]
    [InlineData("< 7", "null", false)]
    [InlineData("\"a\"", "7", false)]
    [InlineData("\"a\"", "[\"b\", \"a\"]", false)]
    public void A_cell_tests_the_input(string cell, string input, bool holds)
    {
        var entry = System.Security.SecurityElement.Escape(cell);
        var logic = $"<decisionTable><input><inputExpression><text>n</text></inputExpression></input><output/><rule><inputEntry><text>{entry}</text></inputEntry><outputEntry><text>\"hit\"</text></outputEntry></rule></decisionTable>";
        var model = Drawn.Model(Drawn.Input("n") + Drawn.Input("limit") + Drawn.Decision("d", logic, null, "i_n", "i_limit"));
        Assert.Equal(holds, model.Evaluate("d", Drawn.Given($"{{n: {input}, limit: 4}}"), new()).Value is Value.Text);
    }

    [Fact]
    public void A_table_in_a_table_of_no_inputs_takes_its_first_rule() =>
        Assert.Equal("yes", Drawn.ValueOf("<decisionTable hitPolicy=\"FIRST\"><output/><rule><outputEntry><text>\"yes\"</text></outputEntry></rule></decisionTable>").ToString());

    [Fact]
    public void Outputs_are_checked_against_their_type_and_noted_when_not_listed()
    {
        var wrong = Ask("", One.Replace("\"high\"</text></outputEntry>", "1</text></outputEntry>", StringComparison.Ordinal), "25");
        Assert.Equal(Value.Null, wrong.Value);
        Assert.Equal("result-type", Assert.Single(wrong.Diagnostics).Code);

        var strange = Ask("", One.Replace("\"high\"</text></outputEntry>", "\"odd\"</text></outputEntry>", StringComparison.Ordinal), "25");
        Assert.Equal("odd", strange.Value.ToString());
        Assert.Equal("output-not-listed", Assert.Single(strange.Diagnostics).Code);
    }
}
