using Xunit;

namespace Workflow.Feel.Tests.Language;

/// <summary>Expressions that want more than anyone has: each is refused, or ends with an error within what the caller allows.</summary>
public sealed class HostileExpressionTests
{
    private static readonly Budget Small = new(100_000, 100_000, 400);

    private static readonly Dictionary<string, string> Corpus = new(StringComparer.Ordinal)
    {
        ["a loop over a thousand million numbers"] = "for i in 1..1000000000 return i",
        ["a loop to the end of numbers"] = "for i in 1..9223372036854775807 return null",
        ["a loop downwards"] = "for i in 1..-1000000000000 return i",
        ["a loop over all days"] = "for d in @\"0001-01-01\"..@\"9999-12-31\" return d",
        ["a range as long"] = "count(for i in [1..1000000000] return i)",
        ["a loop whose range excludes its ends"] = "for i in (1..1000000000) return i",
        ["loops in loops"] = "for a in 1..1000, b in 1..1000, c in 1..1000, d in 1..1000 return a",
        ["loops written in loops"] = "for a in 1..1000 return for b in 1..1000 return for c in 1..1000 return c",
        ["an empty loop of many turns"] = "for a in 1..1000000, b in 1..1000000, c in [] return a",
        ["some over a huge range"] = "some x in 1..1000000000 satisfies x < 0",
        ["every over huge ranges"] = "every x in 1..1000000, y in 1..1000000 satisfies x > 0",
        ["a filter over many"] = "(for i in 1..90000 return i)[item > 0][item > 0][item > 0]",
        ["a text that doubles"] = "{f: function(s, n) if n = 0 then s else f(s + s, n - 1), r: f(\"ab\", 60)}.r",
        ["a text that doubles in a loop"] = "for i in 1..60 return if i = 1 then \"ab\" else partial[-1] + partial[-1]",
        ["a list that doubles"] = "{f: function(s, n) if n = 0 then s else f(concatenate(s, s), n - 1), r: f([1], 60)}.r",
        ["a list that holds itself again and again"] = "count(flatten(for i in 1..60 return partial))",
        ["equal lists of exponential size"] = "(for i in 1..60 return partial) = (for i in 1..60 return partial)",
        ["a text of an exponential list"] = "string(for i in 1..60 return partial)",
        ["distinct exponential lists"] = "distinct values(for i in 1..60 return partial)",
        ["an exponential list looked for"] = "list contains(for i in 1..60 return partial, for i in 1..60 return partial)",
        ["contexts that hold each other twice"] = "(for i in 1..60 return {a: partial[-1], b: partial[-1]}) = (for i in 1..60 return {a: partial[-1], b: partial[-1]})",
        ["a list in a list in a list"] = "(for i in 1..50000 return [partial[-1]]) = (for i in 1..50000 return [partial[-1]])",
        ["a deep list flattened"] = "flatten((for i in 1..50000 return [partial[-1]])[-1])",
        ["a deep list as a text"] = "string((for i in 1..50000 return [partial[-1]])[-1])",
        ["a deep context as a text"] = "string((for i in 1..50000 return {a: partial[-1]})[-1])",
        ["recursion without end"] = "{f: function(n) f(n), r: f(1)}.r",
        ["recursion that grows"] = "{f: function(n) 1 + f(n + 1), r: f(1)}.r",
        ["two functions that call each other"] = "{f: function(g, n) g(f, n + 1), r: f(f, 1)}.r",
        ["a call of the two functions' tree"] = "{f: function(n) if n = 0 then 0 else f(n - 1) + f(n - 1), r: f(60)}.r",
        ["the combinator"] = "(function(x) x(x))(function(x) x(x))",
        ["a catastrophic pattern"] = $"matches(\"{new string('a', 60)}b\", \"^(a+)+$\")",
        ["nested repetitions"] = $"matches(\"{new string('a', 60)}\", \"((a*)*)*c\")",
        ["a pattern that counts to a million"] = "matches(\"aaaa\", \"((a{1000}){1000}){1000}\")",
        ["alternatives that overlap"] = $"matches(\"{new string('a', 100)}\", \"(a|aa|aaa|a|aa)+c\")",
        ["a back reference in repetitions"] = $"matches(\"{new string('a', 200)}\", \"^(a+)(a+)(a+)\\1\\2\\3b$\")",
        ["a catastrophic split"] = $"split(\"{new string('a', 60)}b\", \"(a+)+c\")",
        ["a catastrophic replacement"] = $"replace(\"{new string('a', 60)}b\", \"(a+)+c\", \"x\")",
        ["a replacement that grows"] = $"for i in 1..30 return if i = 1 then \"aa\" else replace(partial[-1], \"a\", \"aaaa\")",
        ["a huge power"] = "10 ** 10000000",
        ["a power of powers"] = "9 ** 9 ** 9 ** 9 ** 9",
        ["a root of a huge power"] = "1.0000000000000001 ** 1e30",
        ["a scale beyond all"] = "decimal(1, 1000000000)",
        ["a rounding beyond all"] = "round up(1, 999999999999)",
        ["a number that is too large"] = "1e6144 * 10",
        ["a literal that is too large"] = "1e100000",
        ["the logarithm of nothing"] = "log(0)",
        ["the exponential of a million"] = "exp(1000000)",
        ["join that blows up"] = "for i in 1..40 return string join([if i = 1 then \"ab\" else partial[-1], if i = 1 then \"ab\" else partial[-1]], \"-\")",
        ["a long separator many times"] = "string join(for i in 1..5000 return \"\", string join(for i in 1..5000 return \"x\"))",
        ["an order that contradicts itself, long"] = "sort(for i in 1..90000 return i, function(a, b) true)",
        ["an order by expensive comparison"] = "sort(for i in 1..500 return i, function(a, b) count(for k in 1..1000 return k) > 0)",
        ["merged contexts"] = "context merge(for i in 1..90000 return {a: i})",
        ["contexts put into each other"] = "for i in 1..100000 return context put(if i = 1 then {} else partial[-1], string(i), i)",
        ["an insertion into many"] = "for i in 1..2000 return insert before(for k in 1..1000 return k, 1, i)",
        ["sublists of sublists"] = "for i in 1..2000 return sublist(for k in 1..1000 return k, 1, 999)",
        ["duplicates in a long list"] = "duplicate values(for i in 1..90000 return i)",
        ["union of many"] = "union(for i in 1..30000 return i, for i in 1..30000 return i, for i in 1..30000 return i)",
        ["the mode of many"] = "mode(for i in 1..99999 return i)",
        ["a path over a path"] = "(for i in 1..50000 return {a: {b: i}}).a.b",
        ["ranges of ranges"] = "for i in 1..100000 return (for j in [i..1000000] return j)",
        ["working days without end"] = "add working days(@\"2026-01-01\", 100000000, \"none\")",
        ["years beyond all"] = "@\"999999999-12-31\" + @\"P999999999Y\"",
        ["a duration beyond all"] = "@\"P999999999D\" * 1e30",
        ["brackets"] = new string('[', 16_384),
        ["brackets that close"] = new string('[', 8_192) + new string(']', 8_192),
        ["parentheses"] = new string('(', 8_192) + "1" + new string(')', 8_192),
        ["braces"] = string.Concat(Enumerable.Repeat("{a:", 5_000)),
        ["negations"] = new string('-', 16_000) + "1",
        ["conditions in conditions"] = string.Concat(Enumerable.Repeat("if true then ", 3_000)) + "1",
        ["functions in functions"] = string.Concat(Enumerable.Repeat("function(x) ", 3_000)) + "1",
        ["functions in functions that use all around"] = string.Concat(Enumerable.Range(0, 190).Select(i => $"function(x{i}) ")) + string.Join('+', Enumerable.Range(0, 190).Select(i => $"x{i}")),
        ["loops in the source of loops"] = string.Concat(Enumerable.Repeat("for x in ", 3_000)) + "1",
        ["types in types"] = "null instance of " + string.Concat(Enumerable.Repeat("list<", 8_000)) + "number",
        ["a type of functions"] = "null instance of " + string.Concat(Enumerable.Repeat("function<", 6_000)),
        ["a chain of additions"] = string.Join('+', Enumerable.Repeat("1", 20_000)),
        ["a chain of paths"] = "a" + string.Concat(Enumerable.Repeat(".a", 20_000)),
        ["a chain of filters"] = "a" + string.Concat(Enumerable.Repeat("[1]", 10_000)),
        ["a chain of calls"] = "a" + string.Concat(Enumerable.Repeat("()", 10_000)),
        ["a chain of conjunctions"] = string.Join(" and ", Enumerable.Repeat("true", 10_000)),
        ["a chain of comparisons"] = string.Join(" in ", Enumerable.Repeat("1", 10_000)),
        ["a chain of powers"] = string.Join("**", Enumerable.Repeat("1", 10_000)),
        ["a name of many words"] = string.Join(' ', Enumerable.Repeat("a", 16_000)),
        ["names that might be one"] = string.Join(" - ", Enumerable.Repeat("a", 5_000)),
        ["an unclosed text"] = "\"" + new string('a', 16_000),
        ["an unclosed comment"] = "1 /* " + new string('*', 16_000),
        ["escapes"] = "\"" + string.Concat(Enumerable.Repeat("\\", 16_001)),
        ["a text too long"] = new string('1', Expression.MaxLength + 1),
        ["blanks"] = new string(' ', 60_000),
        ["zeros"] = "\0\0\0",
        ["half a character"] = "\"\uD83D\" + \uD83D",
    };

    public static TheoryData<string> Names => [.. Corpus.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_hostile_expression_ends_in_an_error_within_its_budget(string name)
    {
        if (!Expression.TryParse(Corpus[name], out var expression, out var error))
        {
            Assert.True(error is { Code.Length: > 0, Line: > 0, Column: > 0 }, $"{error}");
            return;
        }

        var (_, run) = Bounds.Check(expression!, Value.Context.Empty, Small);

        Assert.True(run.Diagnostics.Count > 0 || Harmless.Contains(name), "nothing was said to be wrong");
    }

    /// <summary>What is hostile to others and has an answer here: patterns are matched in time that their length bounds.</summary>
    private static readonly HashSet<string> Harmless =
    [
        "a catastrophic pattern", "nested repetitions", "alternatives that overlap", "a catastrophic split", "a catastrophic replacement", "functions in functions that use all around", "a name of many words",
    ];
}
