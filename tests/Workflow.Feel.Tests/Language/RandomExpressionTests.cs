using System.Collections.Immutable;
using System.Text.Json;
using Xunit;

namespace Workflow.Feel.Tests.Language;

/// <summary>
/// Ten thousand random texts, or a million where ONEGO_LONG is set: reading one never throws, evaluating one ends within what it
/// may use.
/// </summary>
public sealed class RandomExpressionTests(ITestOutputHelper output)
{
    private static readonly int Count = Environment.GetEnvironmentVariable("ONEGO_LONG") is { Length: > 0 } ? 1_000_000 : 10_000;

    private static readonly Budget Small = new(20_000, 20_000, 400);

    private static readonly Value.Context Data = Value.Context.Of(RandomExpressions.Nasty.Select((name, i) => KeyValuePair.Create(name, ValueOf(i))));

    private static readonly Names Known = new([.. Data.Entries.Select(e => new Parameter(e.Key, FeelType.Any))]);

    [Fact]
    public void A_soup_of_tokens_is_refused_with_its_place_or_evaluated_within_bounds()
    {
        var parsed = 0;
        for (var seed = 0; seed < Count * 4 / 10; seed++) parsed += Try(new RandomExpressions(new Random(seed)).Soup(), seed) ? 1 : 0;
        output.WriteLine($"{parsed} of {Count * 4 / 10} soups are expressions");
    }

    [Fact]
    public void An_expression_with_nasty_names_is_read_and_evaluates_twice_to_the_same()
    {
        for (var seed = 0; seed < Count * 3 / 10; seed++)
        {
            var text = new RandomExpressions(new Random(seed)).WellFormed();
            Assert.True(Expression.TryParse(text, Known, out var expression, out var error), $"seed {seed}: {error} in {text}");
            var (first, second) = (new Evaluation(Small), new Evaluation(Small));
            Assert.True(expression!.Evaluate(Data, first).ToString() == expression.Evaluate(Data, second).ToString(), $"seed {seed}: {text}");
            Assert.True(first.StepsUsed == second.StepsUsed && first.CellsUsed == second.CellsUsed && first.Diagnostics.Count == second.Diagnostics.Count, $"seed {seed}: {text}");
        }
    }

    [Fact]
    public void A_known_expression_that_was_changed_here_and_there_is_refused_or_evaluated_within_bounds()
    {
        var corpus = Corpus();
        var parsed = 0;
        for (var seed = 0; seed < Count * 3 / 10; seed++)
        {
            var random = new Random(seed);
            parsed += Try(new RandomExpressions(random).Mutated(corpus[random.Next(corpus.Length)], corpus[random.Next(corpus.Length)]), seed) ? 1 : 0;
        }
        output.WriteLine($"{parsed} of {Count * 3 / 10} changed expressions are still some");
        Assert.True(parsed > 0);
    }

    /// <returns>whether the text is an expression, or a test</returns>
    private static bool Try(string text, int seed)
    {
        try
        {
            var isExpression = Check(Expression.TryParse(text, Known, out var expression, out var error), text, expression, error);
            return Check(Expression.TryParseTests(text, Known, out expression, out error), text, expression, error) || isExpression;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            Assert.Fail($"seed {seed}: {text}\n{e}");
            return false;
        }
    }

    private static bool Check(bool parsed, string text, Expression? expression, FeelError? error)
    {
        if (!parsed)
        {
            var lines = text.ReplaceLineEndings("\n").Split('\n');
            Assert.True(error is { Code.Length: > 0, Message.Length: > 0, MessageZh.Length: > 0, Line: > 0, Column: > 0 } && error.Column <= text.Length + 1, $"{error} in {text}");
            return false;
        }
        Bounds.Check(expression!, Data, Small);
        return true;
    }

    private static Value ValueOf(int i) => (i % 6) switch
    {
        0 => i,
        1 => $"text {i}",
        2 => new Value.List([.. Enumerable.Range(0, i).Select(n => (Value)n)]),
        3 => Value.Context.Empty.With("k", i).With("a", "b"),
        4 => i % 4 == 0,
        _ => Value.Null,
    };

    /// <summary>A few of our own, and those of the second opinion where they are at hand.</summary>
    private static ImmutableArray<string> Corpus()
    {
        ImmutableArray<string> own =
        [
            "for i in 1..10, j in 1..i return i * j", "[1, 2, 3][item > 1]", "some x in [1, 2], y in [2, 3] satisfies x = y", "{a: 1, b: a + 1}.b", "if a > 1 then \"x\" else null",
            "date and time(\"2026-02-28T10:00:00\") + duration(\"P1D\")", "replace(\"abc\", \"[a-z]\", \"#\")", "{f: function(n) if n = 0 then 1 else n * f(n - 1), r: f(10)}.r",
            "sort([3, 1, 2], function(x, y) x < y)", "\"a\" in (\"a\", \"b\")", "5 in [1..10]", "a-b between 1 and 2 ** 3", "@\"2026-01-01\".year", "count(日期[item > 3])", "[1..3] instance of range<number>",
        ];
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var file = Path.Combine(at.FullName, "..", "shared", "testdata", "feel-cases", "feelin-8.2.0-cases.json");
            if (!File.Exists(Path.Combine(at.FullName, "Workflow.sln")) || !File.Exists(file)) continue;
            using var json = JsonDocument.Parse(File.ReadAllBytes(file));
            return [.. own, .. json.RootElement.EnumerateArray().Select(e => e.GetProperty("feel").GetString()!)];
        }
        return own;
    }
}
