using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Workflow.Core.Bpmn;
using Xunit;

namespace Workflow.Core.Tests.Bpmn;

public class XmlDoorTests
{
    [Fact]
    public void A_document_comes_with_line_numbers()
    {
        Assert.True(XmlDoor.TryRead("<a>\n  <b/>\n</a>"u8.ToArray(), out var document, out _));
        Assert.Equal(2, ((IXmlLineInfo)document.Root!.Element("b")!).LineNumber);
    }

    [Theory]
    [InlineData("", "xml-empty", 1)]
    [InlineData("<a>\n<b>\n</a>", "xml-malformed", 3)]
    [InlineData("<a>&nbsp;</a>", "xml-malformed", 1)]
    [InlineData("<a>\u0001</a>", "xml-malformed", 1)]
    [InlineData("<!-- <!DOCTYPE -->\n<!DOCTYPE a [<!ENTITY b 'c'>]>\n<a>&b;</a>", "xml-doctype", 2)]
    [InlineData("<a><![CDATA[<!DOCTYPE]]></b>", "xml-malformed", 1)]
    [InlineData("<?xml version='1.0' encoding='klingon'?><a/>", "xml-encoding", 1)]
    [InlineData("<?xml version='1.0^'?><a/>", "xml-malformed", 1)]
    [InlineData("text", "xml-malformed", 1)]
    public void A_refusal_has_a_code_and_a_place(string text, string code, int line)
    {
        Assert.False(XmlDoor.TryRead(Encoding.UTF8.GetBytes(text), out _, out var refusal));
        Assert.Equal((code, line), (refusal.Code, refusal.Line));
        Assert.NotEmpty(refusal.Message);
    }

    [Theory]
    [InlineData("utf-8", true)]
    [InlineData("utf-16", true)]
    [InlineData("utf-16BE", true)]
    [InlineData("utf-32", true)]
    [InlineData("gb18030", false)]
    [InlineData("gbk", false)]
    [InlineData("iso-8859-1", false)]
    public void Encodings_follow_the_mark_or_the_declaration(string name, bool marked)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var encoding = Encoding.GetEncoding(name);
        var word = name == "iso-8859-1" ? "café" : "受理";
        byte[] bytes = [.. marked ? encoding.GetPreamble() : [], .. encoding.GetBytes($"<?xml version=\"1.0\" encoding=\"{name}\"?><a b=\"{word}\"/>")];
        Assert.True(XmlDoor.TryRead(bytes, out var document, out var refusal), refusal?.ToString());
        Assert.Equal(word, document.Root!.Attribute("b")!.Value);
    }

    [Theory]
    [InlineData("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n")]
    [InlineData("<?xml version='1.0' encoding='utf-16' standalone='yes'?>")]
    [InlineData("<?xml version=\"1.0\"?>")]
    [InlineData("")]
    public void A_text_is_decoded_already_whatever_its_declaration_says(string declaration)
    {
        Assert.True(XmlDoor.TryRead(XmlDoor.BytesOf(declaration + "<a b=\"受理 encoding='x'\"/>"), out var document, out var refusal), refusal?.ToString());
        Assert.Equal("受理 encoding='x'", document.Root!.Attribute("b")!.Value);
        Assert.Equal(declaration.Contains("standalone", StringComparison.Ordinal) ? "yes" : null, document.Declaration?.Standalone);
    }

    [Fact]
    public void A_later_minor_version_is_read_as_1_0() =>
        Assert.True(XmlDoor.TryRead("<?xml version='1.1'?><a/>"u8.ToArray(), out _, out _));

    [Fact]
    public void A_mark_of_UTF8_before_another_encoding_is_refused()
    {
        byte[] bytes = [0xEF, 0xBB, 0xBF, .. "<?xml version='1.0' encoding='gbk'?><a/>"u8];
        Assert.False(XmlDoor.TryRead(bytes, out _, out var refusal));
        Assert.Equal("xml-encoding", refusal.Code);
    }

    [Fact]
    public void The_limits_hold_at_their_numbers_and_not_before()
    {
        Assert.Null(CodeOf(Nested(XmlDoor.MaxDepth)));
        Assert.Equal("xml-too-deep", CodeOf(Nested(XmlDoor.MaxDepth + 1)));
        Assert.Null(CodeOf(Attributes(XmlDoor.MaxAttributes)));
        Assert.Equal("xml-too-many-attributes", CodeOf(Attributes(XmlDoor.MaxAttributes + 1)));
        Assert.Null(CodeOf($"<a>{string.Concat(Enumerable.Repeat("<b/>", XmlDoor.MaxNodes - 1))}</a>"));
        Assert.Equal("xml-too-many-nodes", CodeOf($"<a>{string.Concat(Enumerable.Repeat("<b/>", XmlDoor.MaxNodes))}</a>"));
        Assert.Null(CodeOf($"<a>{new string('x', XmlDoor.MaxBytes - 7)}</a>"));
        Assert.Equal("xml-too-large", CodeOf($"<a>{new string('x', XmlDoor.MaxBytes - 6)}</a>"));
    }

    [Fact]
    public void Equals_signs_and_brackets_in_texts_comments_and_values_are_no_attributes()
    {
        var many = string.Concat(Enumerable.Repeat("x=1 ", XmlDoor.MaxAttributes + 1));
        Assert.Null(CodeOf($"<a b='{many} >'><!-- <c {many} --><![CDATA[<d {many}]]><?e <f {many}?>{many}</a>"));
    }

    [Fact]
    public void Neither_files_nor_network_are_touched()
    {
        // given: a secret in a file, and a listener that would see a request
        var secret = Path.GetTempFileName();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        try
        {
            File.WriteAllText(secret, "secret");
            var url = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/x";
            foreach (var system in new[] { new Uri(secret).AbsoluteUri, url })
            {
                Assert.Equal("xml-doctype", CodeOf($"<!DOCTYPE a SYSTEM \"{system}\"><a/>"));
                Assert.Equal("xml-doctype", CodeOf($"<!DOCTYPE a [<!ENTITY e SYSTEM \"{system}\">]><a>&e;</a>"));
                Assert.Equal("xml-doctype", CodeOf($"<!DOCTYPE a [<!ENTITY % e SYSTEM \"{system}\"> %e;]><a/>"));
                var inclusion = $"<a xmlns:xi='http://www.w3.org/2001/XInclude'><xi:include href='{system}' parse='text'/><?xml-stylesheet href='{system}'?></a>";
                Assert.True(XmlDoor.TryRead(Encoding.UTF8.GetBytes(inclusion), out var document, out _));
                Assert.DoesNotContain("secret", document.ToString(), StringComparison.Ordinal);
            }
            Assert.False(listener.Pending());
        }
        finally
        {
            File.Delete(secret);
        }
    }

    public static TheoryData<string> Hostile => [.. HostileXml.Keys];

    private static readonly Dictionary<string, Func<byte[]>> HostileXml = new()
    {
        ["a million brackets"] = () => Fill("<a>"),
        ["a million elements"] = () => [.. "<a>"u8, .. Fill("<b/>", 7), .. "</a>"u8],
        ["a million attributes"] = () => [.. "<a"u8, .. Fill(" b=''", 4), .. "/>"u8],
        ["a million attributes in UTF-16"] = () => [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("<a"), .. Encoding.Unicode.GetBytes(string.Concat(Enumerable.Repeat(" b=''", 400_000)))],
        ["a million attributes after quoted brackets"] = () => [.. "<a c='>'"u8, .. Fill(" b='>'", 12), .. "/>"u8],
        ["one endless attribute"] = () => [.. "<a b='"u8, .. Fill("x", 8), .. "'/>"u8],
        ["one endless name"] = () => [.. "<"u8, .. Fill("x", 3), .. "/>"u8],
        ["one endless text"] = () => [.. "<a>"u8, .. Fill("x", 7), .. "</a>"u8],
        ["an unclosed comment"] = () => [.. "<!--"u8, .. Fill("- ", 4)],
        ["many comments"] = () => [.. "<a>"u8, .. Fill("<!---->", 7), .. "</a>"u8],
        ["many names"] = () => [.. "<a>"u8, .. Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, XmlDoor.MaxNodes - 1).Select(i => $"<n{i:x}/>"))), .. "</a>"u8],
        ["many namespaces"] = () => [.. "<a>"u8, .. Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, XmlDoor.MaxNodes / 2 - 1).Select(i => $"<b xmlns='u:{i:x}'/>"))), .. "</a>"u8],
        ["character references"] = () => [.. "<a>"u8, .. Fill("&#65;", 7), .. "</a>"u8],
        ["zeros"] = () => new byte[XmlDoor.MaxBytes],
        ["marks"] = () => Enumerable.Repeat(new byte[] { 0xEF, 0xBB, 0xBF }, 100_000).SelectMany(b => b).ToArray(),
        ["noise"] = () => { var bytes = new byte[XmlDoor.MaxBytes]; new Random(7).NextBytes(bytes); return bytes; },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Hostile_input_is_answered_in_linear_time_and_64_MB(string name)
    {
        var bytes = HostileXml[name]();
        XmlDoor.TryRead("<a/>"u8.ToArray(), out _, out _);
        var (allocated, watch) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.GetTimestamp());

        XmlDoor.TryRead(bytes, out _, out _);

        var took = Stopwatch.GetElapsedTime(watch);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        TestContext.Current.SendDiagnosticMessage("{0}: {1:F0} ms, {2:F1} MB", name, took.TotalMilliseconds, allocated / 1048576.0);
        Assert.True(allocated <= 64 * 1024 * 1024, $"{allocated / 1048576.0:F1} MB");
        // On a quiet machine all take well under a second; work that grows with the square would take minutes on a busy one too.
        Assert.True(took < TimeSpan.FromSeconds(10), $"{took.TotalMilliseconds:F0} ms");
    }

    [Fact]
    public void No_mutation_of_a_document_makes_it_throw()
    {
        var seedText = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<a xmlns='u:x' xmlns:b='u:y'><b:c d=\"1 &amp; 2\">text<!-- c --><![CDATA[ x ]]></b:c><?p i?></a>"u8.ToArray();
        for (var seed = 0; seed < 5_000; seed++)
        {
            var random = new Random(seed);
            var bytes = seedText.ToArray();
            for (var i = random.Next(1, 5); i > 0; i--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            XmlDoor.TryRead(bytes.AsMemory(0, random.Next(bytes.Length + 1)), out _, out _);
        }
    }

    private static byte[] Fill(string unit, int less = 0)
    {
        var bytes = Encoding.UTF8.GetBytes(unit);
        return Enumerable.Repeat(bytes, (XmlDoor.MaxBytes - less) / bytes.Length).SelectMany(b => b).ToArray();
    }

    private static string Nested(int depth) => string.Concat(Enumerable.Repeat("<a>", depth + 1)) + string.Concat(Enumerable.Repeat("</a>", depth + 1));

    private static string Attributes(int count) => $"<a {string.Join(' ', Enumerable.Range(0, count).Select(i => $"b{i}='{i}'"))}/>";

    private static string? CodeOf(string text) => XmlDoor.TryRead(Encoding.UTF8.GetBytes(text), out XDocument? _, out var refusal) ? null : refusal.Code;
}
