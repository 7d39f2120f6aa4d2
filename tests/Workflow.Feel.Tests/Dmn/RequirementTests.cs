using Workflow.Feel.Dmn;
using Xunit;

namespace Workflow.Feel.Tests.Dmn;

/// <summary>The requirement graph, its names and types, its functions (DMN 1.5, clauses 6, 7.3 and 10.4).</summary>
public sealed class RequirementTests
{
    private static Value Ask(string content, string given = "{}", string decision = "d") => Drawn.Model(content).Evaluate(decision, Drawn.Given(given), new()).Value;

    [Fact]
    public void A_decision_uses_others_in_whatever_order_they_are_drawn()
    {
        var content = Drawn.Decision("d", Drawn.Feel("monthly income * 12 + basis"), null, "d_monthly income", "d_basis").Replace("#d_monthly income", "#d_monthly", StringComparison.Ordinal)
            + Drawn.Decision("monthly income", Drawn.Feel("basis + 1"), null, "d_basis").Replace("d_monthly income", "d_monthly", StringComparison.Ordinal)
            + Drawn.Decision("basis", Drawn.Feel("n"), null, "i_n") + Drawn.Input("n", "number");
        Assert.Equal(38, Ask(content, "{n: 2}"));
    }

    [Fact]
    public void Only_what_is_needed_is_evaluated_and_each_once()
    {
        var content = Drawn.Decision("base", Drawn.Feel("1")) + Drawn.Decision("a", Drawn.Feel("base + 1"), null, "d_base") + Drawn.Decision("b", Drawn.Feel("base + 2"), null, "d_base")
            + Drawn.Decision("aside", Drawn.Feel("1 / 0")) + Drawn.Decision("d", Drawn.Feel("a + b"), null, "d_a", "d_b", "d_aside");
        var outcome = Drawn.Model(content).Evaluate("d", Value.Context.Empty, new(), traced: true);
        Assert.Equal(5, outcome.Value);
        Assert.Equal(["base", "a", "b", "d"], outcome.Traces.Select(t => t.Name));
        Assert.False(outcome.IsError);
    }

    [Fact]
    public void A_chain_of_thousands_is_evaluated()
    {
        var chain = string.Concat(Enumerable.Range(1, 5_000).Select(i => Drawn.Decision($"c{i}", Drawn.Feel($"c{i - 1} + 1"), null, $"d_c{i - 1}")));
        Assert.Equal(5_000, Ask(chain + Drawn.Decision("c0", Drawn.Feel("0")), decision: "c5000"));
    }

    [Fact]
    public void A_circle_is_refused_and_its_path_named()
    {
        var content = Drawn.Decision("a", Drawn.Feel("b"), null, "d_b") + Drawn.Decision("b", Drawn.Feel("c"), null, "d_c") + Drawn.Decision("c", Drawn.Feel("b"), null, "d_b");
        var finding = Assert.Single(Drawn.Findings(content));
        Assert.Equal("requirement-cycle", finding.Code);
        Assert.Equal("b → c → b", finding.Arguments[0]);
        Assert.Contains("b → c → b", DmnFindingTexts.Zh(finding), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_required_is_not_in_sight()
    {
        var outcome = Drawn.Model(Drawn.Input("n") + Drawn.Decision("d", Drawn.Feel("n + 1"))).Evaluate("d", Drawn.Given("{n: 1}"), new());
        Assert.Equal(Value.Null, outcome.Value);
        Assert.Equal("unknown-name", outcome.Diagnostics[0].Code);
    }

    [Theory]
    [InlineData("#d_x", "reference-unknown")]
    [InlineData("urn:other#d_x", "reference-unknown")]
    [InlineData("#i_n", null)]
    [InlineData("urn:m#i_n", null)]
    [InlineData("#k_f", "reference-kind")]
    public void References_lead_somewhere_or_are_named(string href, string? code)
    {
        var content = Drawn.Input("n") + Drawn.Knowledge("f", Drawn.Feel("1"))
            + $"""<decision id="d_d" name="d"><informationRequirement><requiredDecision href="{href}"/></informationRequirement>{Drawn.Feel("1")}</decision>""";
        var findings = Drawn.Findings(content);
        if (code is null) Assert.Empty(findings);
        else Assert.Equal((code, "d_d", href), (findings[0].Code, findings[0].Element, findings[0].Arguments[0]));
    }

    [Fact]
    public void A_knowledge_model_is_a_function_that_may_call_itself()
    {
        var content = Drawn.Knowledge("fibonacci", Drawn.Feel("if n < 2 then n else fibonacci(n - 1) + fibonacci(n - 2)"), "<formalParameter name=\"n\" typeRef=\"number\"/>")
            + Drawn.Decision("d", Drawn.Feel("fibonacci(15)"), null, "k_fibonacci");
        Assert.Equal(610, Ask(content));
        Assert.Equal(5, Drawn.Model(content).Invoke("fibonacci", Drawn.Given("{n: 5}"), new()).Value);
    }

    [Fact]
    public void A_recursion_without_end_ends_with_the_budget()
    {
        var content = Drawn.Knowledge("f", Drawn.Feel("f(n + 1)"), "<formalParameter name=\"n\"/>") + Drawn.Decision("d", Drawn.Feel("f(1)"), null, "k_f");
        var run = new Evaluation();
        var outcome = Drawn.Model(content).Evaluate("d", Value.Context.Empty, run);
        Assert.True(outcome.IsError);
        Assert.StartsWith("budget-", run.Fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("f(1, 2)", "3")]
    [InlineData("f(b: 2, a: 1)", "3")]
    [InlineData("f([1], 2)", "3")]
    [InlineData("f(1)", "null")]
    [InlineData("f(1, 2, 3)", "null")]
    [InlineData("f(a: 1, c: 2)", "null")]
    [InlineData("f(\"x\", 2)", "null")]
    public void Arguments_fit_or_the_call_is_null(string call, string expected)
    {
        var content = Drawn.Knowledge("f", Drawn.Feel("a + b"), "<formalParameter name=\"a\" typeRef=\"number\"/><formalParameter name=\"b\"/>") + Drawn.Decision("d", Drawn.Feel(call), null, "k_f");
        Assert.Equal(Drawn.Of(expected), Ask(content));
    }

    private const string Types = """
        <itemDefinition name="tAge"><typeRef>number</typeRef><allowedValues><text>[0..150]</text></allowedValues></itemDefinition>
        <itemDefinition name="tColour"><typeRef>string</typeRef><allowedValues><text>"red", "green"</text></allowedValues></itemDefinition>
        <itemDefinition name="tColours" isCollection="true"><typeRef>tColour</typeRef><typeConstraint><text>count(?) &lt;= 2</text></typeConstraint></itemDefinition>
        <itemDefinition name="tPerson"><itemComponent name="full name"><typeRef>string</typeRef></itemComponent><itemComponent name="age"><typeRef>tAge</typeRef></itemComponent></itemDefinition>
        <itemDefinition name="tTree"><itemComponent name="value"><typeRef>number</typeRef></itemComponent><itemComponent name="children" isCollection="true"><typeRef>tTree</typeRef></itemComponent></itemDefinition>
        """;

    [Theory]
    [InlineData("tAge", "30", "30")]
    [InlineData("tAge", "[30]", "30")]
    [InlineData("tAge", "200", "null")]
    [InlineData("tAge", "null", "null")]
    [InlineData("tColour", "\"red\"", "\"red\"")]
    [InlineData("tColour", "\"blue\"", "null")]
    [InlineData("tColours", "[\"red\", \"green\"]", "[\"red\", \"green\"]")]
    [InlineData("tColours", "\"red\"", "[\"red\"]")]
    [InlineData("tColours", "[\"red\", \"blue\"]", "null")]
    [InlineData("tColours", "[\"red\", \"red\", \"red\"]", "null")]
    [InlineData("tPerson", "{full name: \"a\", age: 1, more: 2}", "{full name: \"a\", age: 1, more: 2}")]
    [InlineData("tPerson", "{full name: \"a\"}", "null")]
    [InlineData("tPerson", "{full name: \"a\", age: -1}", "null")]
    [InlineData("tTree", "{value: 1, children: [{value: 2, children: []}]}", "{value: 1, children: [{value: 2, children: []}]}")]
    [InlineData("tTree", "{value: 1, children: [{value: \"x\", children: []}]}", "null")]
    [InlineData("date and time", "date(\"2024-02-01\")", "date and time(\"2024-02-01T00:00:00Z\")")]
    public void Input_data_is_what_its_type_says_or_null(string type, string given, string expected)
    {
        var outcome = Drawn.Model(Types + Drawn.Input("n", type) + Drawn.Decision("d", Drawn.Feel("n"), null, "i_n")).Evaluate("d", Drawn.Given($"{{n: {given}}}"), new());
        Assert.Equal(Drawn.Of(expected), outcome.Value);
        Assert.Equal(expected == "null" && given != "null", outcome.IsError);
    }

    [Fact]
    public void A_types_members_are_known_with_their_blanks() =>
        Assert.Equal("a!", Ask(Types + Drawn.Input("p", "tPerson") + Drawn.Decision("d", Drawn.Feel("p.full name + \"!\""), "string", "i_p"), "{p: {full name: \"a\", age: 1}}").ToString());

    [Theory]
    [InlineData("""<itemDefinition name="a"><typeRef>b</typeRef></itemDefinition><itemDefinition name="b"><typeRef>a</typeRef></itemDefinition>""", "type-cycle")]
    [InlineData("""<itemDefinition name="a"><typeRef>nothing</typeRef></itemDefinition>""", "type-unknown")]
    [InlineData("""<itemDefinition name="a"><typeRef>number</typeRef></itemDefinition><itemDefinition name="a"><typeRef>string</typeRef></itemDefinition>""", "type-twice")]
    [InlineData("""<itemDefinition id="t" name="a"><typeRef>number</typeRef><allowedValues><text>1 +</text></allowedValues></itemDefinition>""", "expression-invalid")]
    public void Types_that_are_none_are_refused(string types, string code)
    {
        var build = Drawn.Build(types + Drawn.Decision("d", Drawn.Feel("1")));
        Assert.Null(build.Model);
        Assert.Contains(build.Findings, f => f.Code == code && f.IsError);
    }

    [Fact]
    public void Types_defined_through_thousands_of_others_are_refused()
    {
        var chain = string.Concat(Enumerable.Range(0, 10_000).Select(i => $"<itemDefinition name=\"t{i}\"><itemComponent name=\"c\"><typeRef>t{i + 1}</typeRef></itemComponent></itemDefinition>"));
        Assert.Contains(Drawn.Findings(chain), f => f.Code == "type-too-deep");
        var plain = string.Concat(Enumerable.Range(0, 10_000).Select(i => $"<itemDefinition name=\"t{i}\"><typeRef>t{i + 1}</typeRef></itemDefinition>"));
        Assert.Contains(Drawn.Findings(plain), f => f.Code == "type-too-deep");
    }

    private static readonly string Service = Drawn.Input("n", "number") + Drawn.Decision("given", Drawn.Feel("100"), "number")
        + Drawn.Decision("inner", Drawn.Feel("n + given"), null, "i_n", "d_given") + Drawn.Decision("one", Drawn.Feel("inner * 2"), null, "d_inner") + Drawn.Decision("two", Drawn.Feel("inner * 3"), null, "d_inner")
        + """
        <decisionService id="k_single" name="single"><outputDecision href="#d_one"/><encapsulatedDecision href="#d_inner"/><inputDecision href="#d_given"/><inputData href="#i_n"/></decisionService>
        <decisionService id="k_both" name="both"><outputDecision href="#d_one"/><outputDecision href="#d_two"/><inputData href="#i_n"/></decisionService>
        """;

    [Theory]
    [InlineData("single(1, 2)", "6")]
    [InlineData("single(given: 2, n: 1)", "6")]
    [InlineData("single(1)", "null")]
    [InlineData("both(1)", "{one: 202, two: 303}")]
    public void A_service_is_a_function_of_its_inputs(string call, string expected) =>
        Assert.Equal(Drawn.Of(expected), Ask(Service + Drawn.Decision("d", Drawn.Feel(call), null, "k_single", "k_both")));

    [Fact]
    public void A_service_is_asked_from_outside_by_name()
    {
        var model = Drawn.Model(Service);
        Assert.Equal(6, model.Invoke("single", Drawn.Given("{n: 1, given: 2}"), new()).Value);
        Assert.True(model.Invoke("single", Drawn.Given("{n: \"x\", given: 2}"), new()).IsError);
        Assert.Equal(["n", "given"], model.Invocables.Single(i => i.Name == "single").Parameters.Select(p => p.Name));
        Assert.Equal(["n"], model.Invocables.Single(i => i.Name == "one").Parameters.Select(p => p.Name));
    }

    [Fact]
    public void Who_is_not_there_is_an_error()
    {
        Assert.Equal("unknown-decision", Drawn.Model(Service).Evaluate("nobody", Value.Context.Empty, new()).Diagnostics[0].Code);
        Assert.Equal("unknown-function", Drawn.Model(Service).Invoke("nobody", Value.Context.Empty, new()).Diagnostics[0].Code);
    }
}
