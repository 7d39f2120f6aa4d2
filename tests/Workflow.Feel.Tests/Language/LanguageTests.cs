using Xunit;

namespace Workflow.Feel.Tests.Language;

/// <summary>What is written beside each other means the same: the right side is simple enough to be believed.</summary>
public class LanguageTests
{
    private static readonly Names Known = new(
    [
        new("Monthly Income", FeelType.Number), new("a", FeelType.Any), new("a-b", FeelType.Any), new("b", FeelType.Any), new("profit and loss", FeelType.Any), new("it's", FeelType.Any),
        new("applicants", new FeelType.ListOf(new FeelType.ContextOf([new("full name", FeelType.String), new("age", FeelType.Number), new("in-house", FeelType.Boolean)]))),
    ], IsOpen: false);

    private static readonly Value.Context Data = Value.Context.Empty
        .With("Monthly Income", 1000).With("a", 10).With("a-b", 77).With("b", 3).With("profit and loss", -5).With("it's", 1)
        .With("applicants", new Value.List([Person("王小明", 34, true), Person("Ann Lee", 17, false)]));

    private static Value.Context Person(string name, int age, bool inHouse) => Value.Context.Empty.With("full name", name).With("age", age).With("in-house", inHouse);

    [Theory]
    // Names take as many words and signs as are known.
    [InlineData("Monthly Income * 12", "12000")]
    [InlineData("Monthly   Income\n/ 10", "100")]
    [InlineData("a-b", "77")]
    [InlineData("a - b", "77")]
    [InlineData("(a) - b", "7")]
    [InlineData("profit and loss < 0 and it's = 1", "true")]
    [InlineData("applicants[1].full name", "\"王小明\"")]
    [InlineData("applicants.full name", "[\"王小明\", \"Ann Lee\"]")]
    [InlineData("applicants[in-house].age", "[34]")]
    [InlineData("applicants[full name = \"Ann Lee\"].age", "[17]")]
    [InlineData("applicants[item.age > 18][1].full name", "\"王小明\"")]
    [InlineData("{first name: \"A\", last name: \"B\", both: first name + last name}.both", "\"AB\"")]
    [InlineData("{\"a+b\": 1, c: a+b + 1}.c", "2")]
    [InlineData("for my item in [1, 2] return my item + 1", "[2, 3]")]
    [InlineData("(function(left side, right side) left side - right side)(right side: 1, left side: 5)", "4")]
    // Comments and escapes.
    [InlineData("1 /* not * this */ + 2 // nor this", "3")]
    [InlineData("\"\\u9762\\U01F40E\\t\\\"\\d\"", "\"面🐎\t\\\"\\\\d\"")]
    // Precedence.
    [InlineData("1 + 2 * 3 ** 2", "19")]
    [InlineData("-2 ** 2", "4")]
    [InlineData("2 ** 3 ** 2", "64")]
    [InlineData("10 - 4 - 3", "3")]
    [InlineData("1 + 1 = 2 and not(false) or null", "true")]
    [InlineData("5 between 1 and 10 and true", "true")]
    [InlineData("if 1 > 2 then 3 else 4 + 1", "5")]
    [InlineData("1e3 + .5", "1000.5")]
    // Lists, ranges, filters.
    [InlineData("[1, 2, 3][-1]", "3")]
    [InlineData("[1, 2, 3][item >= 2]", "[2, 3]")]
    [InlineData("[1, 2, 3][4]", "null")]
    [InlineData("[][1]", "null")]
    [InlineData("5[1]", "5")]
    [InlineData("null[item > 1]", "[]")]
    [InlineData("[{x: 1, y: 2}, {x: 2}][x = 2]", "[{x: 2}]")]
    [InlineData("[{x: [{y: 1}, {y: 2}]}].x[y > 1]", "[]")]
    [InlineData("[1..3] = [1..3]", "true")]
    [InlineData("2 in ]1..3[", "true")]
    [InlineData("3 in ]1..3[", "false")]
    [InlineData("[1, 2, 3][item in ]1..3[]", "[2]")]
    [InlineData("5 in (> 3, < 1)", "true")]
    [InlineData("5 in [(<= 3), (>= 5)]", "true")]
    [InlineData("5 in (a - 5)", "true")]
    [InlineData("[1..10].end", "10")]
    [InlineData("(>= 5).start included", "true")]
    // Loops.
    [InlineData("for i in 3..1 return i * 2", "[6, 4, 2]")]
    [InlineData("for i in [1, 2], j in [10, 20] return i + j", "[11, 21, 12, 22]")]
    [InlineData("for x in [[1, 2], [3]], y in x return y", "[1, 2, 3]")]
    [InlineData("for i in 0..4 return if i = 0 then 1 else i * partial[-1]", "[1, 1, 2, 6, 24]")]
    [InlineData("for d in @\"2026-02-27\"..@\"2026-03-01\" return d.day", "[27, 28, 1]")]
    [InlineData("some x in [1, 2], y in [2, 3] satisfies x = y", "true")]
    [InlineData("every x in [] satisfies false", "true")]
    [InlineData("some x in [1, null] satisfies x > 5", "null")]
    // Functions.
    [InlineData("{fact: function(n) if n <= 1 then 1 else n * fact(n - 1), r: fact(5)}.r", "120")]
    [InlineData("{base: 10, add: function(x) x + base, r: add(1)}.r", "11")]
    [InlineData("(function(f) f(2))(function(x) x * a)", "20")]
    [InlineData("{curry: function(x) function(y) x + y + b, r: curry(1)(2)}.r", "6")]
    [InlineData("[1, 2, 3][(function(x) x > a - 8)(item)]", "[3]")]
    // Types.
    [InlineData("1 instance of number", "true")]
    [InlineData("[1, \"a\"] instance of list<number>", "false")]
    [InlineData("[1..2] instance of range<number>", "true")]
    [InlineData("{a: 1, b: 2} instance of context<a: number>", "true")]
    [InlineData("{a: 1} instance of context<b: number>", "false")]
    [InlineData("@\"P1D\" instance of days and time duration", "true")]
    [InlineData("null instance of number", "false")]
    [InlineData("(function(x: number) x + 1) instance of function<number>->number", "true")]
    // What cannot be computed is null.
    [InlineData("1 + \"a\"", "null")]
    [InlineData("1 / 0", "null")]
    [InlineData("unknown thing + 1", "null")]
    [InlineData("{a: 1, a: 2}", "null")]
    [InlineData("\"x\"(1)", "null")]
    [InlineData("1 < \"a\"", "null")]
    [InlineData("[1..\"a\"]", "null")]
    [InlineData("if null then 1 else 2", "2")]
    public void Both_sides_mean_the_same(string text, string meaning) => Assert.Equal(Evaluate(meaning), Evaluate(text));

    [Theory]
    [InlineData("-", 1, true)]
    [InlineData("< 10", 5, true)]
    [InlineData("< 10, > 20", 15, false)]
    [InlineData("[1..5]", 5, true)]
    [InlineData("not(1, 2)", 3, true)]
    [InlineData("not(1, 2)", 2, false)]
    [InlineData("not(a > 5)", 2, false)]
    [InlineData("1, 2, 3", 2, true)]
    [InlineData("[1, 2, 3]", 2, true)]
    [InlineData("? > 5 and ? < a", 7, true)]
    [InlineData("? > 5 and ? < a", 11, false)]
    [InlineData("a > 5", 7, true)]
    [InlineData("a", 10, true)]
    [InlineData("= 10", 10, true)]
    [InlineData("!= 10", 10, false)]
    public void A_test_says_whether_the_input_passes(string tests, int input, bool passes)
    {
        Assert.True(Expression.TryParseTests(tests, Known, out var parsed, out var error), error?.ToString());
        Assert.Equal<Value>(passes, parsed.Evaluate(Data.With("?", input)));
    }

    [Theory]
    [InlineData("1 + \"a\"", "no-arithmetic", 2)]
    [InlineData("2 * ( 1 / 0 )", "division-by-zero", 8)]
    [InlineData("unknown thing + 1", "unknown-name", 0)]
    public void What_went_wrong_is_said_with_its_place(string text, string code, int at)
    {
        Assert.True(Expression.TryParse(text, Known, out var parsed, out _));
        var run = new Evaluation();
        Assert.Equal(Value.Null, parsed.Evaluate(Data, run));
        Assert.Equal((code, at), (run.Diagnostics[0].Code, run.Diagnostics[0].At));
        Assert.NotEqual(DiagnosticTexts.Zh(run.Diagnostics[0]), DiagnosticTexts.En(run.Diagnostics[0]));
    }

    [Fact]
    public void An_evaluation_that_is_given_up_says_so_however_much_went_wrong_before()
    {
        Assert.True(Expression.TryParse("{f: function(n) if nobody knows < 1 then 1 else f(n - 1), r: f(10)}.r", Known, out var parsed, out _));
        var run = new Evaluation();
        Assert.Equal(Value.Null, parsed.Evaluate(Data, run));
        Assert.Equal((100, "budget-depth", "budget-depth"), (run.Diagnostics.Count, run.Diagnostics[^1].Code, run.Fault));
    }

    [Fact]
    public void An_expression_knows_the_names_that_it_takes_from_outside()
    {
        Assert.True(Expression.TryParse("for x in application.items return x + limit value + {y: 1, z: y}.z", out var parsed, out _));
        Assert.Equal(["application", "limit value"], parsed.Uses);
    }

    private static Value Evaluate(string text)
    {
        Assert.True(Expression.TryParse(text, Known, out var parsed, out var error), error?.ToString());
        return parsed.Evaluate(Data);
    }
}
