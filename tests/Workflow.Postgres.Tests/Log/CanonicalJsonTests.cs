using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Workflow.Postgres.Log;
using Xunit;

namespace Workflow.Postgres.Tests.Log;

/// <summary>RFC 8785: its own examples, and what PostgreSQL's jsonb does to a text.</summary>
public sealed class CanonicalJsonTests
{
    [Theory]
    [InlineData("""{ "b" : 1, "a" : [ true , null ] }""", """{"a":[true,null],"b":1}""")]
    [InlineData("""{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"€$\nA'B\"\\\\\"/","literals":[null,true,false]}""",
        """{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\nA'B\"\\\\\"/"}""")]
    [InlineData("[100, 1e2, -0, 0.0, 9007199254740991, -9007199254740991]", "[100,100,0,0,9007199254740991,-9007199254740991]")]
    [InlineData("[1e21, 1e20, 123456789012345680000, 1e-6, 1e-7, 0.5, -12.75, 5e-324, 1.7976931348623157e308]",
        "[1e+21,100000000000000000000,123456789012345680000,0.000001,1e-7,0.5,-12.75,5e-324,1.7976931348623157e+308]")]
    [InlineData("\"\\u0001\\u001f\\b\\t\\n\\f\\r\\/\\u00e9\\ud83d\\ude00\"", "\"\\u0001\\u001f\\b\\t\\n\\f\\r/é😀\"")]
    [InlineData("""{"\u20ac":1,"\r":2,"\ufb33":3,"1":4,"\ud83d\ude00":5,"\u0080":6,"\u00f6":7}""",
        "{\"\\r\":2,\"1\":4,\"\u0080\":6,\"ö\":7,\"€\":1,\"😀\":5,\"\ufb33\":3}")]
    public void The_same_value_has_one_text(string json, string canonical) =>
        Assert.Equal(canonical, Encoding.UTF8.GetString(CanonicalJson.Of(Encoding.UTF8.GetBytes(json))));

    [Fact]
    public void A_member_that_stands_twice_is_refused() =>
        Assert.ThrowsAny<JsonException>(() => CanonicalJson.Of("""{"a":1,"a":2}"""u8.ToArray()));

    [Fact]
    public void Ten_thousand_random_texts_come_out_as_by_the_plain_way()
    {
        for (int seed = 1; seed <= 10_000; seed++)
        {
            byte[] json = Encoding.UTF8.GetBytes(RandomJson.Text(new Random(seed)));
            Assert.True(Outcome(PlainCanonicalJson.Of, json) == Outcome(CanonicalJson.Of, json), $"seed {seed}: {Encoding.UTF8.GetString(json)}");
        }
    }

    [Fact]
    public void Broken_texts_are_refused_as_by_the_plain_way()
    {
        for (int seed = 1; seed <= 10_000; seed++)
        {
            var random = new Random(seed);
            byte[] json = Encoding.UTF8.GetBytes(RandomJson.Text(random));
            for (int i = random.Next(1, 4); i > 0 && json.Length > 0; i--) json[random.Next(json.Length)] = (byte)random.Next(256);
            Assert.True(Outcome(PlainCanonicalJson.Of, json) == Outcome(CanonicalJson.Of, json), $"seed {seed}: {Convert.ToHexString(json)}");
        }
    }

    [Fact]
    public void Instants_are_written_as_their_format_says()
    {
        var random = new Random(1);
        Span<byte> text = stackalloc byte[InstantText.Length];
        for (int i = 0; i < 10_000; i++)
        {
            var at = new DateTimeOffset(random.NextInt64(TimeSpan.TicksPerDay, DateTime.MaxValue.Ticks - TimeSpan.TicksPerDay), TimeSpan.FromMinutes(random.Next(-840, 841)));
            InstantText.Write(at, text);
            Assert.Equal(at.ToUniversalTime().ToString(HashChain.InstantFormat, CultureInfo.InvariantCulture), Encoding.ASCII.GetString(text));
        }
    }

    /// <summary>What refuses it does not matter; that it is refused does.</summary>
    private static string Outcome(Func<ReadOnlyMemory<byte>, byte[]> of, byte[] json)
    {
        try { return Encoding.UTF8.GetString(of(json)); }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException) { return "refused"; }
    }

    /// <summary>Nested objects and arrays with names and texts of every kind: escapes, surrogates, controls, doubled names, numbers at their borders.</summary>
    private static class RandomJson
    {
        private static readonly string[] Pieces = ["a", "B", "Z", "Type", "名", "é", "😀", "\u0001", "\n", "\"", "\\", "/", "\u2028", "\ufb33", "$", " "];
        private static readonly string[] Raw = ["\\u0061", "\\u00e9", "\\ud83d\\ude00", "\\ud83d", "\\/", "\\u0000"];
        private static readonly string[] Numbers =
            ["0", "-0", "1", "-1", "9007199254740991", "9007199254740992", "-9007199254740992", "9223372036854775808", "1e2", "1E400", "0.1", "1.0", "-12.5e-7", "5e-324", "123456789012345680000"];

        public static string Text(Random random) => Spaces(random) + Value(random, 0) + Spaces(random);

        private static string Value(Random random, int depth) => random.Next(depth > 4 ? 5 : 9) switch
        {
            0 => "null",
            1 => random.Next(2) == 0 ? "true" : "false",
            2 => random.Next(2) == 0 ? Numbers[random.Next(Numbers.Length)] : random.NextInt64().ToString(CultureInfo.InvariantCulture),
            3 or 4 => String(random),
            5 => "[" + string.Join(',', Enumerable.Range(0, random.Next(4)).Select(_ => Spaces(random) + Value(random, depth + 1))) + "]",
            _ => "{" + string.Join(',', Enumerable.Range(0, random.Next(6)).Select(_ => String(random) + Spaces(random) + ":" + Spaces(random) + Value(random, depth + 1))) + "}",
        };

        private static string String(Random random)
        {
            var text = new StringBuilder("\"");
            for (int i = random.Next(5); i > 0; i--)
            {
                if (random.Next(8) == 0) text.Append(Raw[random.Next(Raw.Length)]);
                else text.Append(JsonEncodedText.Encode(Pieces[random.Next(Pieces.Length)], random.Next(2) == 0 ? null : JavaScriptEncoder.UnsafeRelaxedJsonEscaping).Value);
            }

            return text.Append('"').ToString();
        }

        private static string Spaces(Random random) => random.Next(4) == 0 ? " \t\n" : "";
    }
}
