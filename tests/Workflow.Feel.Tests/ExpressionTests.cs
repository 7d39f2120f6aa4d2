using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Workflow.Feel.Tests;

public sealed class ExpressionTests
{
    private static readonly Value.Context Case = Value.Context.Empty
        .With("application", Value.Context.Empty.With("floorArea", 320).With("面积", 18.5m).With("sign", true)
            .With("employees", new Value.List([Employee("张三", 31), Employee("李四", 45)])))
        .With("applies", Value.Context.Empty.With("fire_safety", true).With("110-2", false))
        .With("decision", "grant")
        .With("nothing", Value.Null);

    [Theory]
    [InlineData("1", "1")]
    [InlineData("0.10", "0.1")]
    [InlineData(".5", "0.5")]
    [InlineData("-3", "-3")]
    [InlineData("1 + 2 * 3", "7")]
    [InlineData("(1 + 2) * 3", "9")]
    [InlineData("7 - 2 - 1", "4")]
    [InlineData("8 / 4 / 2", "1")]
    [InlineData("0.1 + 0.2 = 0.3", "true")]
    [InlineData("\"a\" + \"b\"", "\"ab\"")]
    [InlineData("\"\\u4e2d\\n\\\"\" = \"中\n\\\"\"", "true")]
    [InlineData("\"\\U01F600\"", "\"😀\"")]
    [InlineData("[1, [2], \"x\"]", "[1,[2],\"x\"]")]
    [InlineData("[]", "[]")]
    public void Literals_and_arithmetic_give_their_value(string text, string expected) => Assert.Equal(expected, Show(Evaluate(text)));

    [Theory]
    [InlineData("application.floorArea", "320")]
    [InlineData("application.面积", "18.5")]
    [InlineData("application.employees.age", "[31,45]")]
    [InlineData("count(application.employees)", "2")]
    [InlineData("get value(applies, \"110-2\")", "false")]
    [InlineData("application.floorArea > 300 and applies.fire_safety", "true")]
    [InlineData("decision = \"grant\"", "true")]
    [InlineData("application.unknown", "null")]
    [InlineData("unknown.member.of.nothing", "null")]
    [InlineData("contains(decision, \"ran\")", "true")]
    public void Names_and_paths_reach_into_the_data(string text, string expected) => Assert.Equal(expected, Show(Evaluate(text)));

    [Theory]
    [InlineData("1 < 2", "true")]
    [InlineData("2 <= 2", "true")]
    [InlineData("\"b\" > \"a\"", "true")]
    [InlineData("1 = 1.0", "true")]
    [InlineData("1 != 2", "true")]
    [InlineData("1 = \"1\"", "null")]
    [InlineData("1 < \"2\"", "null")]
    [InlineData("null = null", "true")]
    [InlineData("nothing = 1", "false")]
    [InlineData("nothing != 1", "true")]
    [InlineData("nothing < 1", "null")]
    [InlineData("true = not(false)", "true")]
    [InlineData("[1,2] = [1,2]", "true")]
    [InlineData("date(\"2026-01-02\") > date(\"2026-01-01\")", "true")]
    public void Comparisons_follow_the_standard(string text, string expected) => Assert.Equal(expected, Show(Evaluate(text)));

    [Theory]
    [InlineData("5 in [1..5]", "true")]
    [InlineData("5 in [1..5)", "false")]
    [InlineData("1 in (1..5]", "false")]
    [InlineData("1 in ]1..5[", "false")]
    [InlineData("3 in (1, 2, 3)", "true")]
    [InlineData("3 in [1, 2, 3]", "true")]
    [InlineData("3 in [4]", "false")]
    [InlineData("3 in (<2, >=3)", "true")]
    [InlineData("3 in > 5", "false")]
    [InlineData("nothing in [1..5]", "null")]
    [InlineData("decision in (\"grant\", \"deny\")", "true")]
    public void In_tests_ranges_and_lists(string text, string expected) => Assert.Equal(expected, Show(Evaluate(text)));

    [Fact]
    public void And_or_not_are_three_valued()
    {
        string[] values = ["true", "false", "null"];
        var and = "true false null false false false null false null".Split(' ');
        var or = "true true true true false null true null null".Split(' ');
        for (var i = 0; i < 9; i++)
        {
            Assert.Equal(and[i], Show(Evaluate($"{values[i / 3]} and {values[i % 3]}")));
            Assert.Equal(or[i], Show(Evaluate($"{values[i / 3]} or {values[i % 3]}")));
        }
        Assert.Equal("null", Show(Evaluate("not(null)")));
        Assert.Equal("null", Show(Evaluate("not(1)")));
        Assert.Equal("false", Show(Evaluate("false and 1")));
    }

    [Theory]
    [InlineData("1 / 0")]
    [InlineData("1 + \"a\"")]
    [InlineData("-\"a\"")]
    [InlineData("date(\"2026-02-30\")")]
    public void What_cannot_be_computed_is_null(string text) => Assert.Equal("null", Show(Evaluate(text)));

    [Theory]
    [InlineData("", "empty", 1, 1)]
    [InlineData("  \n ", "empty", 1, 1)]
    [InlineData("1 +", "unexpected-end", 1, 4)]
    [InlineData("(1", "unexpected-end", 1, 3)]
    [InlineData("1 2", "unexpected-token", 1, 3)]
    [InlineData("a\n  and #", "unexpected-character", 2, 7)]
    [InlineData("\"abc", "unterminated-string", 1, 1)]
    [InlineData("\"\\uD8\"", "bad-escape", 1, 2)]
    [InlineData("\"\\U110000\"", "bad-escape", 1, 2)]
    [InlineData("\"\\u12", "bad-escape", 1, 2)]
    [InlineData("1e6145", "number-out-of-range", 1, 1)]
    [InlineData("frobnicate(1)", "unknown-function", 1, 1)]
    [InlineData("not(1, 2)", "wrong-argument-count", 1, 1)]
    [InlineData("and", "unexpected-token", 1, 1)]
    [InlineData("a.", "unexpected-end", 1, 3)]
    [InlineData("${x}", "unexpected-character", 1, 1)]
    public void A_text_that_is_no_expression_is_refused_with_its_place(string text, string code, int line, int column)
    {
        Assert.False(Expression.TryParse(text, out _, out var error));
        Assert.Equal((code, line, column), (error.Code, error.Line, error.Column));
    }

    [Theory]
    [InlineData("(")]
    [InlineData("[")]
    [InlineData("-")]
    [InlineData("not(")]
    [InlineData("x in [")]
    [InlineData("1 + ")]
    [InlineData("a.")]
    [InlineData("a or ")]
    public void Hostile_nesting_is_an_error_and_never_a_stack_overflow(string open)
    {
        var text = string.Concat(Enumerable.Repeat(open, (Expression.MaxLength / open.Length) - 1)) + "a";
        Assert.False(Expression.TryParse(text, out _, out var error));
        Assert.Equal("too-deep", error.Code);
        Assert.False(Expression.TryParse(string.Concat(Enumerable.Repeat(open, 100_000)), out _, out error));
        Assert.Equal("too-long", error.Code);
    }

    [Fact]
    public void The_deepest_allowed_expression_evaluates()
    {
        var text = string.Join(" + ", Enumerable.Repeat("1", Expression.MaxDepth));
        Assert.Equal("200", Show(Evaluate(text)));
    }

    [Fact]
    public void No_text_makes_the_parser_or_the_evaluation_throw()
    {
        var pieces = Gen.Elements("1", ".5", "\"s\"", "\"", "\\", "a", "面", "not", "in", "and", "or", "(", ")", "[", "]", "..", ".", ",", "=", "<", ">=", "-", "+", "/", "*", " ", "null", "true", "count", "get value", "\ud800", "#", "\0");
        var texts = Gen.ArrayOf(pieces).Select(parts => string.Join(' ', parts));
        Prop.ForAll(texts.ToArbitrary(), text =>
        {
            if (Expression.TryParse(text, out var expression, out _)) Assert.NotNull(expression.Evaluate(Case));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5_000));
    }

    private static Value Employee(string name, int age) => Value.Context.Empty.With("name", name).With("age", age);

    private static Value Evaluate(string text)
    {
        Assert.True(Expression.TryParse(text, out var expression, out var error), error?.ToString());
        return expression.Evaluate(Case);
    }

    private static string Show(Value value) => value switch
    {
        Value.Boolean b => b.Is ? "true" : "false",
        Value.Number n => n.Is.ToString(),
        Value.Text t => $"\"{t.Is}\"",
        Value.List l => $"[{string.Join(',', l.Items.Select(Show))}]",
        Value.NullValue => "null",
        _ => value.ToString(),
    };
}
