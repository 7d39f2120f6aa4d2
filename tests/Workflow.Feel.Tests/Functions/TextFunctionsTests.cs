using FsCheck;
using FsCheck.Fluent;
using Workflow.Feel.Functions;
using Xunit;

namespace Workflow.Feel.Tests.Functions;

public class TextFunctionsTests
{
    [Theory]
    // Characters beyond the first plane count as one.
    [InlineData("""string length("🐎ab")""", "3")]
    [InlineData("""substring("🐎ab", 2)""", "\"ab\"")]
    [InlineData("""substring("a🐎b", -2, 1)""", "\"🐎\"")]
    [InlineData("""substring before("foo🐎bar", "🐎")""", "\"foo\"")]
    [InlineData("""substring after("foo🐎bar", "🐎")""", "\"bar\"")]
    // Positions and lengths outside of the string.
    [InlineData("""substring("foobar", 3.9, 3.8)""", "\"oba\"")]
    [InlineData("""substring("foobar", -2.9)""", "\"ar\"")]
    [InlineData("""substring("foobar", 0)""", "null")]
    [InlineData("""substring("foobar", 7)""", "null")]
    [InlineData("""substring("foobar", -7)""", "null")]
    [InlineData("""substring("foobar", 5, 3)""", "null")]
    [InlineData("""substring("foobar", 5, 0)""", "null")]
    [InlineData("""substring("foobar", 1e30)""", "null")]
    [InlineData("""substring(start position: 2, string: "abc", length: 1)""", "\"b\"")]
    [InlineData("""substring before("foobar", "xyz")""", "\"\"")]
    [InlineData("""substring after("foobar", "xyz")""", "\"\"")]
    [InlineData("""substring after("foobar", "")""", "\"foobar\"")]
    [InlineData("""contains(match: "ob", string: "foobar")""", "true")]
    [InlineData("""starts with("foobar", null)""", "null")]
    [InlineData("""ends with("foobar", "")""", "true")]
    // Unicode's full mappings.
    [InlineData("""upper case("Straße ᾀ ﬃ")""", "\"STRASSE ἈΙ FFI\"")]
    [InlineData("""lower case("ΟΔΟΣ ΣΑΣ")""", "\"οδος σας\"")]
    [InlineData("""upper case("王小明 aé")""", "\"王小明 AÉ\"")]
    [InlineData("""split("a;b;c;;", ";")""", """["a", "b", "c", "", ""]""")]
    [InlineData("""split("John Doe", "\s")""", """["John", "Doe"]""")]
    [InlineData("""split("", ";")""", """[""]""")]
    [InlineData("""split("abc", "x*")""", "null")]
    [InlineData("""string join(["a", null, "c"], "X")""", "\"aXc\"")]
    [InlineData("""string join(["a", "c"], null)""", "\"ac\"")]
    [InlineData("""string join("a", ", ")""", "\"a\"")]
    [InlineData("""string join([1, 2])""", "null")]
    [InlineData("""string join(null)""", "null")]
    [InlineData("""replace("abracadabra", "a(.)", "a$1$1")""", "\"abbraccaddabbra\"")]
    [InlineData("""replace("abc", "b", null)""", "null")]
    [InlineData("""matches("abc", "B", null)""", "false")]
    [InlineData("""matches(flags: "i", input: "abc", pattern: "B")""", "true")]
    [InlineData("""matches(null, "B", "i")""", "null")]
    public void A_string_function_answers(string source, string expected) => Assert.Equal(expected, Feel.Of(source));

    [Fact]
    public void Splitting_undoes_joining() =>
        Prop.ForAll(Gen.Elements("", "a", "b🐎", "ab").ListOf().Where(l => l.Count > 0).ToArbitrary(), pieces =>
        {
            var joined = string.Join("; ", pieces);
            var run = new Evaluation();
            var list = Feel.Evaluate("""split(t, "; ")""", Value.Context.Empty.With("t", joined), run);
            Assert.Equal(new Value.List([.. pieces.Select(p => (Value)p)]), list);
            Assert.Equal(joined, Feel.Evaluate("""string join(l, "; ")""", Value.Context.Empty.With("l", list), run));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Two_parts_of_a_string_make_it_up_again() =>
        Prop.ForAll(Gen.Elements("a", "é", "🐎", "王").NonEmptyListOf().ToArbitrary(), Gen.Choose(1, 20).ToArbitrary(), (characters, position) =>
        {
            var text = string.Concat(characters);
            Assert.Equal(characters.Count, CodePoints.Count(text));
            var context = Value.Context.Empty.With("t", text).With("p", Math.Min(position, characters.Count));
            Assert.Equal(text, Feel.Evaluate("""if p = 1 then substring(t, 1) else substring(t, 1, p - 1) + substring(t, p)""", context, new Evaluation()));
            Assert.Equal(true, Feel.Evaluate("substring(t, p, 1) = substring(t, p - 1 - string length(t), 1)", context, new Evaluation()));
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("string join(for i in 1..100000 return \"0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789\" + \"1234567890\", \"\")")]
    [InlineData("replace(string join(for i in 1..2000 return \"aaaaaaaaaa\"), \"a\", string join(for i in 1..2000 return \"aaaaaaaaaa\"))")]
    public void What_a_string_function_makes_counts(string source)
    {
        var run = new Evaluation(new Budget(10_000_000, 1_000_000, 100));
        Assert.Equal(Value.Null, Feel.Evaluate(source, Value.Context.Empty, run));
        Assert.Equal("budget-cells", run.Fault);
    }
}
