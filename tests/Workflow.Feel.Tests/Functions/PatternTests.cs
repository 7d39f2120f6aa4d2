using Workflow.Feel.Functions.Patterns;
using Xunit;

namespace Workflow.Feel.Tests.Functions;

/// <summary>Regular expressions as XPath functions 3.1 and XML Schema part 2 define them. <c>~</c> stands for a line feed.</summary>
public class PatternTests
{
    private static string Lines(string text) => text.Replace('~', '\n');

    private static bool? Matches(string text, string pattern, string flags) =>
        Pattern.Find(Lines(pattern), flags, new Evaluation())?.Matches(Lines(text), new Evaluation());

    [Theory]
    // The whole text need not match.
    [InlineData("abracadabra", "bra")]
    [InlineData("abracadabra", "^a.*a$")]
    [InlineData("abc", "")]
    [InlineData("abc", "x|")]
    [InlineData("", "^$")]
    // Quantifiers.
    [InlineData("aaa", "^a{3}$")]
    [InlineData("aaa", "^a{2,}$")]
    [InlineData("aaa", "^a{1,4}$")]
    [InlineData("", "^a{0}$")]
    [InlineData("aaa", "^a*?a+?a??$")]
    [InlineData("abab", "^(?:ab)+$")]
    [InlineData("b", "^(a?)*b")]
    [InlineData("", "^()*$")]
    [InlineData("", "^(){3,5}$")]
    // Classes, ranges, subtraction.
    [InlineData("-", "^[-a]$")]
    [InlineData("-", "^[a-]$")]
    [InlineData("-", "^[^a]$")]
    [InlineData("-", "^[+--]$")]
    [InlineData("^", "^[a^]$")]
    [InlineData("$", "^[$.*]$")]
    [InlineData("b", "^[a-z-[aeiou]]$")]
    [InlineData("e", "^[a-z-[aeiou-[e]]]$")]
    [InlineData("5", @"^[\d-[0-4]]$")]
    [InlineData("🐎", "^[^a-z]$")]
    [InlineData("🐎", "^.$")]
    [InlineData("a🐎b", "^a.b$")]
    [InlineData("🐎", "^[🐍-🐘]$")]
    // Escapes.
    [InlineData("_:a-1", @"^\i\i\c\c\c$")]
    [InlineData("é王٣𝟛", @"^\w\w\d\d$")]
    [InlineData("-_.", @"^\W\W\W$")]
    [InlineData("a\tb\n", @"^\S\s\S\n$")]
    [InlineData("\u00A0", @"^\S$")]
    [InlineData(@"\|.-^?*+{}()[]$", @"^\\\|\.\-\^\?\*\+\{\}\(\)\[\]\$$")]
    [InlineData("aB1", @"^\p{Ll}\p{Lu}\p{Nd}$")]
    [InlineData("aα王", @"^\p{IsBasicLatin}\p{IsGreek}\p{IsCJKUnifiedIdeographs}$")]
    [InlineData("α", @"^\P{IsBasicLatin}$")]
    [InlineData("a", @"^[\P{Lu}\p{IsThai}]$")]
    [InlineData("€1", @"^\p{Sc}\p{N}$")]
    // Back-references.
    [InlineData("abba", @"^(.)(.)\2\1$")]
    [InlineData("b", @"^(a)?b\1$")]
    [InlineData("aa1", @"^(a)\11$")]
    [InlineData("abcdefghijkk", @"^(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)(k)\11$")]
    [InlineData("aaaa", @"^(a*)\1$")]
    public void A_text_matches(string text, string pattern) => Assert.True(Matches(text, pattern, ""));

    [Theory]
    [InlineData("abc", "^b")]
    [InlineData("abc", "b$")]
    [InlineData("abc~", "c$")]
    [InlineData("a~b", "^b")]
    [InlineData("a~b", "a.b")]
    [InlineData("a\rb", "a.b")]
    [InlineData("ab", "a b")]
    [InlineData("_", @"\w")]
    [InlineData("\u00A0", @"\s")]
    [InlineData("🐎", "^..$")]
    [InlineData("O", "[A-Z-[OI]]")]
    [InlineData("aab", @"^(a)\1\1")]
    [InlineData("abc", "^.^bc")]
    [InlineData("A", "a")]
    public void A_text_does_not_match(string text, string pattern) => Assert.False(Matches(text, pattern, ""));

    [Theory]
    [InlineData("a~b", "a.b", "s", true)]
    [InlineData("a~b", "^b$", "m", true)]
    [InlineData("a~b", "^b$", "s", false)]
    [InlineData("~abcd~", "^$", "m", true)]
    [InlineData("abcd~~defg", "^$", "m", true)]
    // A line feed at the very end begins no line.
    [InlineData("abcd~", "^$", "m", false)]
    [InlineData("~", "~^", "m", false)]
    [InlineData("hello world", @"hello\ sworld", "x", true)]
    [InlineData("helloworld", "hello world", "x", true)]
    [InlineData("hello world", "hello[ ]world", "x", true)]
    [InlineData("ab", "a b", "", false)]
    [InlineData("ABC", "abc", "i", true)]
    [InlineData("É", "é", "i", true)]
    [InlineData("X", "[A-Z-[oi]]", "i", true)]
    [InlineData("O", "[A-Z-[oi]]", "i", false)]
    [InlineData("q", "^[^Q]$", "i", false)]
    [InlineData("\u212A", "^[A-Z]$", "i", true)]
    [InlineData("k", "\u212A", "i", true)]
    [InlineData("ſ", "S", "i", true)]
    [InlineData("ẞ", "ß", "i", true)]
    [InlineData("ς", "Σ", "i", true)]
    [InlineData("A", @"\p{Ll}", "i", false)]
    [InlineData("aA", @"^(a)\1$", "i", true)]
    [InlineData("a.b", "A.B", "iq", true)]
    [InlineData("axb", "a.b", "q", false)]
    [InlineData("[(", "[(", "q", true)]
    [InlineData("abc", "A B", "smix", true)]
    [InlineData("abc", "abc", "ssii", true)]
    public void A_flag_changes_what_a_pattern_means(string text, string pattern, string flags, bool expected) => Assert.Equal(expected, Matches(text, pattern, flags));

    [Theory]
    [InlineData("[0-9")]
    [InlineData("[]")]
    [InlineData("[^]")]
    [InlineData("[z-a]")]
    [InlineData(@"[a-\d]")]
    [InlineData(@"[\d-a]")]
    [InlineData("[a-c-e]")]
    [InlineData("[a[b]]")]
    [InlineData("[-[a]]")]
    [InlineData("[a-z-[b]c]")]
    [InlineData("a]")]
    [InlineData("a}")]
    [InlineData("a{")]
    [InlineData("a{,3}")]
    [InlineData("a{3,2}")]
    [InlineData("{2}")]
    [InlineData("a**")]
    [InlineData("a???")]
    [InlineData("*a")]
    [InlineData("(a")]
    [InlineData("a)")]
    [InlineData("(?=a)")]
    [InlineData("(?<n>a)")]
    [InlineData("(?i)a")]
    [InlineData(@"\e")]
    [InlineData(@"\b")]
    [InlineData(@"\u0041")]
    [InlineData(@"\")]
    [InlineData(@"\0")]
    [InlineData(@"\1")]
    [InlineData(@"(a)\2")]
    [InlineData(@"(a\1)")]
    [InlineData(@"(a)[\1]")]
    [InlineData(@"\p{}")]
    [InlineData(@"\p{Cs}")]
    [InlineData(@"\p{Lower}")]
    [InlineData(@"\p{IsNowhere}")]
    [InlineData(@"\p{Lu")]
    [InlineData(@"\pL")]
    public void What_the_grammar_does_not_allow_is_no_pattern(string pattern)
    {
        var run = new Evaluation();
        Assert.Null(Pattern.Find(pattern, "", run));
        Assert.Equal("pattern-invalid", Assert.Single(run.Diagnostics).Code);
    }

    [Theory]
    [InlineData("g")]
    [InlineData("I")]
    [InlineData("i ")]
    [InlineData("smixx!")]
    public void Other_flags_are_refused(string flags)
    {
        var run = new Evaluation();
        Assert.Null(Pattern.Find("a", flags, run));
        Assert.Equal("pattern-flags", Assert.Single(run.Diagnostics).Code);
    }

    [Theory]
    [InlineData("abcd", "(ab)|(a)", "[1=$1][2=$2]", "[1=ab][2=]cd")]
    [InlineData("abc", "b", "$0$0", "abbc")]
    [InlineData("abc", "b", @"\$\\", @"a$\c")]
    [InlineData("abc", "b", "$1", "ac")]
    [InlineData("abc", "(b)", "$10", "ab0c")]
    [InlineData("abcdefghijk", "(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)(k)", "$11$10$111", "kjk1")]
    [InlineData("reluctant", "r.*?t", "X", "Xant")]
    [InlineData("aaa", "^a", "b", "baa")]
    [InlineData("🐎🐎", ".", "$0.", "🐎.🐎.")]
    [InlineData("xaby", "(?:a|ab)(?:y|by)", "-", "x-")]
    public void Each_match_is_replaced(string text, string pattern, string replacement, string expected) =>
        Assert.Equal(expected, Pattern.Find(pattern, "", new Evaluation())!.Replace(text, replacement, new Evaluation()));

    [Theory]
    [InlineData("b", "$", "replacement-invalid")]
    [InlineData("b", "$a", "replacement-invalid")]
    [InlineData("b", @"\n", "replacement-invalid")]
    [InlineData("b", @"\", "replacement-invalid")]
    // Also where there is nothing to replace.
    [InlineData("x", "$", "replacement-invalid")]
    [InlineData("b*", "-", "pattern-matches-nothing")]
    [InlineData("^", "-", "pattern-matches-nothing")]
    public void A_replacement_without_a_meaning_is_refused(string pattern, string replacement, string code)
    {
        var run = new Evaluation();
        Assert.Null(Pattern.Find(pattern, "", run)!.Replace("abc", replacement, run));
        Assert.Equal(code, Assert.Single(run.Diagnostics).Code);
    }

    [Theory]
    [InlineData("(a+)+$")]
    [InlineData("(a|a)*b")]
    [InlineData("(a|aa)+$")]
    [InlineData("(.*)*.*(.*)*x")]
    [InlineData("((a*)*)*b")]
    [InlineData("(a?){50}a{50}$")]
    [InlineData("a*a*a*a*a*a*a*a*a*a*b")]
    public void No_pattern_without_back_references_is_slow(string pattern)
    {
        var run = new Evaluation(new Budget(2_000_000, 2_000_000, 10));
        Assert.False(Pattern.Find(pattern, "", run)!.Matches(new string('a', 2_000) + "c", run));
    }

    [Theory]
    [InlineData(@"(x?)(a+)+$\1")]
    [InlineData(@"(x?)(a|a)*b\1")]
    [InlineData(@"((a*)*)*b\1")]
    [InlineData(@"^(a*)(a*)(a*)(a*)(a*)(a*)\1\2\3\4\5\6b")]
    [InlineData(@"(()|a)*\1b(|a)*(|a)*\1c")]
    public void One_with_back_references_is_ended_by_the_budget(string pattern)
    {
        var run = new Evaluation(new Budget(500_000, 2_000_000, 10));
        var found = Pattern.Find(pattern, "", run)!;
        Assert.Equal("budget-steps", Assert.Throws<BudgetExceeded>(() => found.Matches(new string('a', 2_000) + "c", run)).Code);
        Assert.True(run.StepsUsed < 510_000);
    }

    [Theory]
    [InlineData("((a{100}){100}){100}")]
    [InlineData("a{99999}")]
    [InlineData("(){1000000000}")]
    [InlineData("(((((((a{0,9}){0,9}){0,9}){0,9}){0,9}){0,9}){0,9})")]
    public void A_pattern_that_outgrows_its_bounds_is_refused(string pattern)
    {
        var run = new Evaluation();
        Assert.Null(Pattern.Find(pattern, "", run));
        Assert.Equal("pattern-too-large", Assert.Single(run.Diagnostics).Code);
        Assert.True(run.StepsUsed >= PatternProgram.MaxLength);
    }

    [Theory]
    [InlineData('(', ')')]
    [InlineData('[', ']')]
    public void Brackets_may_not_be_nested_without_end(char open, char close)
    {
        var run = new Evaluation();
        var pattern = open == '(' ? new string(open, 10_000) + new string(close, 10_000) : $"{string.Concat(Enumerable.Repeat("[a-", 10_000))}[b]{new string(close, 10_000)}";
        Assert.Null(Pattern.Find(pattern, "", run));
        Assert.Equal("pattern-too-large", Assert.Single(run.Diagnostics).Code);
    }

    [Fact]
    public void A_search_costs_the_same_whether_the_pattern_was_kept_or_not()
    {
        // given
        var pattern = $"({Guid.NewGuid():N}|a)+b";
        var (first, second) = (new Evaluation(), new Evaluation());
        // when
        Pattern.Find(pattern, "i", first)!.Matches("aaaaab", first);
        Pattern.Find(pattern, "i", second)!.Matches("aaaaab", second);
        // then
        Assert.Equal((first.StepsUsed, first.CellsUsed), (second.StepsUsed, second.CellsUsed));
    }
}
