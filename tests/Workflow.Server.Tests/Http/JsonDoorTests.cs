using System.Diagnostics;
using System.Text;
using Workflow.Server.Http;
using Xunit;

namespace Workflow.Server.Tests.Http;

public class JsonDoorTests
{
    [Theory]
    [InlineData("", "json-empty", 0)]
    [InlineData("{\"a\": 1,\n}", "json-malformed", 2)]
    [InlineData("// c\n1", "json-malformed", 1)]
    [InlineData("1 2", "json-malformed", 1)]
    [InlineData("{\"a\":\n", "json-malformed", 2)]
    [InlineData("\"\u0001\"", "json-malformed", 1)]
    [InlineData("[NaN]", "json-malformed", 1)]
    public void A_refusal_has_a_code_and_a_place(string text, string code, int line)
    {
        Assert.False(JsonDoor.TryRead(Encoding.UTF8.GetBytes(text), out _, out var refusal));
        Assert.Equal((code, line), (refusal.Code, refusal.Line));
    }

    [Fact]
    public void The_limits_hold_at_their_numbers_and_not_before()
    {
        Assert.Null(RefusalOf(new string('[', JsonDoor.MaxDepth) + new string(']', JsonDoor.MaxDepth)));
        Assert.Equal("json-too-deep", RefusalOf(new string('[', JsonDoor.MaxDepth + 1) + new string(']', JsonDoor.MaxDepth + 1)));
        Assert.Equal("json-too-deep", RefusalOf(string.Concat(Enumerable.Repeat("{\"a\": ", 100_000))));
        Assert.Equal("json-malformed", RefusalOf(new string('[', JsonDoor.MaxDepth) + "x"));
        Assert.Null(RefusalOf($"[{string.Join(',', Enumerable.Repeat("1", JsonDoor.MaxTokens - 2))}]"));
        Assert.Equal("json-too-many-values", RefusalOf($"[{string.Join(',', Enumerable.Repeat("1", JsonDoor.MaxTokens - 1))}]"));
        Assert.Null(RefusalOf($"\"{new string('x', JsonDoor.MaxBytes - 2)}\""));
        Assert.Equal("json-too-large", RefusalOf($"\"{new string('x', JsonDoor.MaxBytes - 1)}\""));
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_are_refused_as_such()
    {
        foreach (var bytes in new byte[][] { [(byte)'"', 0xFF, (byte)'"'], [(byte)'"', 0xED, 0xA0, 0x80, (byte)'"'], Encoding.Unicode.GetBytes("[受]") })
        {
            Assert.False(JsonDoor.TryRead(bytes, out _, out var refusal));
            Assert.Contains(refusal.Code, new[] { "json-encoding", "json-malformed" });
        }
    }

    [Theory]
    [InlineData("""{"a": "x\u0000y"}""", "$.a json-nul")]
    [InlineData("""{"a\u0000": 1}""", "$['a\\u0000'] json-nul")]
    [InlineData("""{"answers": {"floor area": ["ok", "\ud800"]}}""", "$.answers['floor area'][1] json-surrogate")]
    [InlineData("""["\udc00\ud800", "\ud83d\ude00", "\\ud800", "\ud800\\udc00"]""", "$[0] json-surrogate; $[3] json-surrogate")]
    [InlineData("""{"\ud800": 1, "\ud800": 2}""", "$['\\\\ud800'] json-surrogate; $['\\\\ud800'] json-surrogate")]
    [InlineData("""{"a": {"b": 1, "b": 2}, "c": {"b": 1}, "a": 3}""", "$.a.b json-duplicate-member; $.a json-duplicate-member")]
    [InlineData("""{"a": 1, "\u0061": 2}""", "$.a json-duplicate-member")]
    [InlineData("""[{"a": 1}, {"a": 1}, {"a": 1, "A": 2}]""", "")]
    [InlineData("""{"材料": {"编号": "\u0000"}}""", "$.材料.编号 json-nul")]
    [InlineData("""[9007199254740991, -9007199254740991, 0, -0, 1.5, 1e2, 1E-5, 0e999999999999, 0.000e5]""", "")]
    [InlineData("""[9007199254740992, -9007199254740992, 1e16, 1e999999999, -1e400, 9007199254740991.5, 90071992547409930e-1]""",
        "$[0] json-number-range; $[1] json-number-range; $[2] json-number-range; $[3] json-number-range; $[4] json-number-range; $[5] json-number-range; $[6] json-number-range")]
    [InlineData("""[1e-999999999, 1e-29, 0.12345678901234567890123456789, 1.10000000000000000000000000000000]""",
        "$[0] json-number-range; $[1] json-number-precision; $[2] json-number-precision")]
    [InlineData("""[[[1, 2], [3, 1e99]], {"b": [{"c": 1e99}]}]""", "$[0][1][1] json-number-range; $[1].b[0].c json-number-range")]
    public void The_second_check_names_each_field(string text, string expected)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Assert.True(JsonDoor.TryRead(bytes, out var document, out var refusal), refusal?.ToString());
        document.Dispose();
        Assert.Equal(expected, string.Join("; ", JsonCheck.Faults(bytes).Select(fault => $"{fault.Path} {fault.Code}")));
    }

    [Fact]
    public void Only_the_first_faults_are_listed() =>
        Assert.Equal(JsonCheck.MaxFaults, JsonCheck.Faults(Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Repeat("1e99", 5000))}]")).Count);

    public static TheoryData<string> Hostile => [.. HostileJson.Keys];

    private static readonly Dictionary<string, Func<byte[]>> HostileJson = new()
    {
        ["100,000 open brackets"] = () => Bytes(new string('[', 100_000)),
        ["100,000 open objects"] = () => Bytes(string.Concat(Enumerable.Repeat("{\"a\":", 100_000))),
        ["a string of a megabyte"] = () => Bytes($"[\"{new string('x', 1 << 20)}\"]"),
        ["a string of escapes"] = () => Bytes($"[\"{string.Concat(Enumerable.Repeat("\\u4e00", 340_000))}\"]"),
        ["backslashes"] = () => Bytes($"[\"{new string('\\', 2_000_000)}\"]"),
        ["a name of a megabyte"] = () => Bytes($"{{\"{new string('x', 1 << 20)}\": 1e99}}"),
        ["90,000 names"] = () => Bytes($"{{{string.Join(',', Enumerable.Range(0, 90_000).Select(i => $"\"n{i}\":1"))}}}"),
        ["90,000 times the same name"] = () => Bytes($"{{{string.Join(',', Enumerable.Repeat("\"a\":1", 90_000))}}}"),
        ["a large object, then many small ones"] = () => Bytes($"[{{{string.Join(',', Enumerable.Range(0, 50_000).Select(i => $"\"n{i}\":1"))}}},{string.Join(',', Enumerable.Repeat("{\"a\":1}", 20_000))}]"),
        ["a number of a megabyte"] = () => Bytes($"[{new string('9', 1 << 20)}]"),
        ["a fraction of a megabyte"] = () => Bytes($"[0.{new string('0', 1 << 20)}1]"),
        ["an endless exponent"] = () => Bytes($"[1e{new string('9', 1 << 20)}]"),
        ["huge exponents"] = () => Bytes($"[{string.Join(',', Enumerable.Repeat("1e999999999", 90_000))}]"),
        ["zeros before an exponent"] = () => Bytes($"[1{new string('0', 1 << 20)}e-{1 << 20}]"),
        ["blanks"] = () => Bytes(new string(' ', JsonDoor.MaxBytes)),
        ["empty arrays"] = () => Bytes($"[{string.Join(',', Enumerable.Repeat("[]", 600_000))}]"),
        ["noise"] = () => { var bytes = new byte[JsonDoor.MaxBytes]; new Random(7).NextBytes(bytes); return bytes; },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Hostile_input_is_answered_in_linear_time_and_64_MB(string name)
    {
        var bytes = HostileJson[name]();
        Read("[1]"u8.ToArray());
        var (allocated, watch) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.GetTimestamp());

        Read(bytes);

        var took = Stopwatch.GetElapsedTime(watch);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        TestContext.Current.SendDiagnosticMessage("{0}: {1:F0} ms, {2:F1} MB", name, took.TotalMilliseconds, allocated / 1048576.0);
        Assert.True(allocated <= 64 * 1024 * 1024, $"{allocated / 1048576.0:F1} MB");
        // On a quiet machine all take well under a second; work that grows with the square would take minutes on a busy one too.
        Assert.True(took < TimeSpan.FromSeconds(10), $"{took.TotalMilliseconds:F0} ms");
    }

    [Fact]
    public void No_mutation_of_a_body_makes_it_throw()
    {
        var seedText = """{"jointItem": "open", "answers": {"a\u0041": 1.5e3, "名": "\ud83d\ude00\\"}, "list": [1, -2, null, true, [{}]]}"""u8.ToArray();
        for (var seed = 0; seed < 20_000; seed++)
        {
            var random = new Random(seed);
            var bytes = seedText.ToArray();
            for (var i = random.Next(1, 5); i > 0; i--) bytes[random.Next(bytes.Length)] = (byte)(random.Next(2) == 0 ? random.Next(256) : "{}[]\",:\\u0d8ceE+-.1 "[random.Next(20)]);
            Read(bytes);
        }
    }

    private static void Read(byte[] bytes)
    {
        if (!JsonDoor.TryRead(bytes, out var document, out _)) return;
        using (document) JsonCheck.Faults(bytes);
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string? RefusalOf(string text)
    {
        if (!JsonDoor.TryRead(Bytes(text), out var document, out var refusal)) return refusal.Code;
        document.Dispose();
        return null;
    }
}
