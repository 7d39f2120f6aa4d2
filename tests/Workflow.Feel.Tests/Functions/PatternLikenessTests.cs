using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Workflow.Feel.Functions.Patterns;
using Xunit;

namespace Workflow.Feel.Tests.Functions;

/// <summary>Where the dialects agree, .NET's own matcher is a second opinion: on random patterns and texts both find the same.</summary>
public class PatternLikenessTests
{
    /// <param name="Net">the same for .NET</param>
    /// <param name="IsEmptiable">may match nothing; loops over such bodies end differently in the two</param>
    private sealed record Sample(string XPath, string Net, bool IsEmptiable)
    {
        public static Sample Same(string text, bool isEmptiable = false) => new(text, text, isEmptiable);
    }

    private static readonly string[] Atoms = ["a", "b", "c", "ab", ".", "[ab]", "[^a]", "[a-c-[b]]", @"\w", @"\d", @"\S", "1", "(?:ab|a)", "(?:a|bc)"];

    private static Gen<Sample> Pattern_(int size) => size <= 1
        ? Gen.Elements(Atoms).Select(a => Sample.Same(a))
        : Gen.Frequency(
            (3, Gen.Elements(Atoms).Select(a => Sample.Same(a))),
            (1, Gen.Elements("^", "$").Select(a => new Sample(a, a == "$" ? @"\z" : a, IsEmptiable: true))),
            (4, from left in Pattern_(size / 2) from right in Pattern_(size / 2) select new Sample(left.XPath + right.XPath, left.Net + right.Net, left.IsEmptiable && right.IsEmptiable)),
            (2, from left in Pattern_(size / 2) from right in Pattern_(size / 2) select new Sample($"(?:{left.XPath}|{right.XPath})", $"(?:{left.Net}|{right.Net})", left.IsEmptiable || right.IsEmptiable)),
            (3, from body in Pattern_(size / 2).Where(b => !b.IsEmptiable) from times in Gen.Elements("*", "+", "?", "*?", "+?", "??", "{2}", "{0,2}", "{1,}?", "{2,3}?")
                select new Sample($"(?:{body.XPath}){times}", $"(?:{body.Net}){times}", times[0] is '*' or '?' || times.StartsWith("{0", StringComparison.Ordinal))),
            (3, Pattern_(size - 1).Select(body => new Sample($"({body.XPath})", $"({body.Net})", body.IsEmptiable))));

    /// <summary>A first group, so that there is something to refer to.</summary>
    private static Gen<Sample> WithReference =>
        from first in Pattern_(6) from middle in Pattern_(6) from last in Pattern_(3)
        select new Sample($"({first.XPath}){middle.XPath}\\1{last.XPath}", $"({first.Net}){middle.Net}(?(1)\\1|){last.Net}", first.IsEmptiable && middle.IsEmptiable && last.IsEmptiable);

    private static readonly Gen<string> Text = Gen.Elements('a', 'a', 'b', 'c', '1', ' ').ListOf().Select(l => string.Concat(l.Take(14)));

    [Fact]
    public void Patterns_find_what_NETs_find() => Compare(Gen.Choose(1, 14).SelectMany(Pattern_), 3_000);

    [Fact]
    public void Patterns_with_back_references_find_what_NETs_find() => Compare(WithReference, 2_000);

    private static void Compare(Gen<Sample> patterns, int cases) => Prop.ForAll(patterns.ToArbitrary(), Text.ToArbitrary(), (pattern, text) =>
    {
        var net = new Regex(pattern.Net, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(5));
        var run = new Evaluation();
        var own = Pattern.Find(pattern.XPath, "", run);
        Assert.NotNull(own);
        Assert.Equal(net.IsMatch(text), own.Matches(text, run));
        // What the groups hold shows in a replacement.
        if (own.Matches("", run)) return;
        Assert.Equal(net.Replace(text, "<$0>"), own.Replace(text, "<$0>", run));
        if (pattern.XPath.Contains("((", StringComparison.Ordinal) || !pattern.XPath.Replace("(?:", "").Contains('(')) return;
        Assert.Equal(net.Replace(text, "<$0,$1>"), own.Replace(text, "<$0,$1>", run));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(cases));
}
