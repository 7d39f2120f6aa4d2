using Xunit;

namespace Workflow.Feel.Tests.Dmn;

/// <summary>Each kind of boxed expression means what its text would (DMN 1.5, 10.2.1).</summary>
public sealed class BoxedExpressionTests
{
    private static string Entry(string name, string logic, string? type = null) =>
        $"<contextEntry><variable name=\"{name}\"{(type is null ? "" : $" typeRef=\"{type}\"")}/>{logic}</contextEntry>";

    private static void Is(string expected, string logic, string? type = null) => Assert.Equal(Drawn.Of(expected), Drawn.ValueOf(logic, type));

    [Fact]
    public void A_context_holds_entries_that_see_those_before() =>
        Is("{a: 1, b and more: 3}", $"<context>{Entry("a", Drawn.Feel("1"))}{Entry("b and more", Drawn.Feel("a + 2"))}</context>");

    [Fact]
    public void A_context_with_a_result_is_that_result() =>
        Is("5", $"<context>{Entry("long name", Drawn.Feel("4"))}<contextEntry>{Drawn.Feel("long name + 1")}</contextEntry></context>");

    [Fact]
    public void An_entry_is_what_its_variable_says_or_null() =>
        Is("{a: null, b: 1}", $"<context>{Entry("a", Drawn.Feel("\"x\""), "number")}{Entry("b", Drawn.Feel("[1]"), "number")}</context>");

    [Fact]
    public void A_list_holds_boxed_expressions() => Is("[1, [2], {c: 3}]", $"<list>{Drawn.Feel("1")}<list>{Drawn.Feel("2")}</list><context>{Entry("c", Drawn.Feel("3"))}</context></list>");

    [Fact]
    public void A_relation_is_a_list_of_contexts() => Is("[{a: 1, b: 2}, {a: 3, b: 4}]",
        $"<relation><column name=\"a\"/><column name=\"b\"/><row>{Drawn.Feel("1")}{Drawn.Feel("2")}</row><row>{Drawn.Feel("3")}{Drawn.Feel("4")}</row></relation>");

    [Fact]
    public void A_function_is_called_by_the_entries_behind_it_and_by_itself() => Is("120", $"""
        <context>{Entry("fact", $"<functionDefinition><formalParameter name=\"n\" typeRef=\"number\"/>{Drawn.Feel("if n < 2 then 1 else n * fact(n - 1)")}</functionDefinition>")}
        <contextEntry><invocation>{Drawn.Feel("fact")}<binding><parameter name="n"/>{Drawn.Feel("5")}</binding></invocation></contextEntry></context>
        """);

    [Fact]
    public void A_conditional_takes_one_side()
    {
        Is("\"no\"", $"<conditional><if>{Drawn.Feel("1 > 2")}</if><then>{Drawn.Feel("\"yes\"")}</then><else>{Drawn.Feel("\"no\"")}</else></conditional>");
        Is("\"no\"", $"<conditional><if>{Drawn.Feel("null")}</if><then>{Drawn.Feel("\"yes\"")}</then><else>{Drawn.Feel("\"no\"")}</else></conditional>");
    }

    [Fact]
    public void A_filter_keeps_what_matches() => Is("[{a: 2}]", $"<filter><in>{Drawn.Feel("[{a: 1}, {a: 2}]")}</in><match>{Drawn.Feel("a > 1 and item.a > 1")}</match></filter>");

    [Fact]
    public void Iterators_go_through_lists_and_ranges()
    {
        Is("[2, 4]", $"<for iteratorVariable=\"each one\"><in>{Drawn.Feel("[1, 2]")}</in><return>{Drawn.Feel("each one * 2")}</return></for>");
        Is("[1, 2, 4]", $"<for iteratorVariable=\"i\"><in>{Drawn.Feel("[1..3]")}</in><return>{Drawn.Feel("if i = 1 then 1 else 2 * partial[-1]")}</return></for>");
        Is("true", $"<some iteratorVariable=\"i\"><in>{Drawn.Feel("[1, 2]")}</in><satisfies>{Drawn.Feel("i > 1")}</satisfies></some>");
        Is("false", $"<every iteratorVariable=\"i\"><in>{Drawn.Feel("[1, 2]")}</in><satisfies>{Drawn.Feel("i > 1")}</satisfies></every>");
    }

    [Fact]
    public void A_type_that_the_expression_does_not_have_makes_null()
    {
        Is("null", Drawn.Feel("\"x\"", "number"));
        Is("1", Drawn.Feel("[1]", "number"));
        Is("[1]", Drawn.Feel("1"), "list&lt;number&gt;");
        Is("null", Drawn.Feel("1"), "string");
        Is("null", Drawn.Feel("[[1]]", "number"));
    }

    [Fact]
    public void A_function_of_another_kind_is_noted_and_yields_null_when_called()
    {
        var content = Drawn.Knowledge("java", $"<context>{Entry("class", Drawn.Feel("\"a.B\""))}</context>").Replace("<encapsulatedLogic>", "<encapsulatedLogic kind=\"Java\">", StringComparison.Ordinal)
            + Drawn.Decision("d", Drawn.Feel("java()"), null, "k_java") + Drawn.Decision("e", Drawn.Feel("1"));
        var build = Drawn.Build(content);
        Assert.Equal("function-kind", Assert.Single(build.Findings).Code);
        var outcome = build.Model!.Evaluate("d", Value.Context.Empty, new());
        Assert.Equal(Value.Null, outcome.Value);
        Assert.Equal("function-kind", Assert.Single(outcome.Diagnostics).Code);
        Assert.False(build.Model.Evaluate("e", Value.Context.Empty, new()).IsError);
    }

    [Fact]
    public void Nothing_written_is_null() => Is("null", "<literalExpression/>");
}
