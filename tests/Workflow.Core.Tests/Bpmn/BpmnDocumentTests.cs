using System.Text;
using Workflow.Core.Bpmn;
using Workflow.Core.Bpmn.Interchange;
using Xunit;

namespace Workflow.Core.Tests.Bpmn;

/// <summary>BPMN files of any tool: what stands in them is counted, named and kept.</summary>
public class BpmnDocumentTests
{
    /// <summary>Everything that a careless export loses; {0} is the declaration.</summary>
    private const string Rich = """
        {0}<!-- drawn by hand -->
        <?tool keep="me"?>
        <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:other="http://www.omg.org/spec/BPMN/20100524/MODEL"
            xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc='http://www.omg.org/spec/DD/20100524/DC' xmlns:v="urn:vendor" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:unused="urn:only-in-text" targetNamespace="urn:t">
          <bpmn:import importType="http://www.w3.org/2001/XMLSchema" namespace="urn:types" location="types.xsd"/>
          <bpmn:process id="p" isExecutable=" true " v:owner="M&#252;ller">
            <bpmn:documentation>two
          lines &lt; one	tab&#13;and ]]&gt;</bpmn:documentation>
            <bpmn:extensionElements><v:deep xml:space="preserve"> <v:er><![CDATA[<raw> & "raw"]]></v:er> </v:deep><plain xmlns="urn:plain"/></bpmn:extensionElements>
            <other:startEvent id="s" name="first&#10;second"></other:startEvent>
            <bpmn:sequenceFlow id="f" sourceRef="s" targetRef="nowhere"><bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">unused:x</bpmn:conditionExpression></bpmn:sequenceFlow>
            <bpmn:task id="s" name="Größe"/>
          </bpmn:process>
          <di:BPMNDiagram><di:BPMNPlane bpmnElement="p"><di:BPMNShape bpmnElement="s"><dc:Bounds x="1" y="2" width="3" height="4"/></di:BPMNShape></di:BPMNPlane></di:BPMNDiagram>
        </bpmn:definitions>
        <!-- the end -->
        """;

    private const string Declared = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

    private static string Text(string declaration = Declared) => Rich.Replace("{0}", declaration, StringComparison.Ordinal);

    [Fact]
    public void What_stands_in_a_file_is_counted_and_named()
    {
        var facts = Read(Text()).Facts;
        Assert.Equal(["bpmn 1", "di:BPMNDiagram 1", "di:BPMNPlane 1", "di:BPMNShape 1", "startEvent 1", "task 1"],
            facts.Elements.Where(e => e.Key[0] is 'd' && e.Key[1] is 'i' || e.Key is "startEvent" or "task").Select(e => $"{e.Key} {e.Value}").Prepend($"bpmn {facts.Elements["definitions"]}"));
        Assert.Equal(12, facts.ElementCount);
        Assert.Equal(1, facts.ExecutableProcesses);
        Assert.Equal(new DanglingFlow("f", 12, "nowhere"), Assert.Single(facts.DanglingFlows));
        Assert.Equal(KeyValuePair.Create("s", 2), Assert.Single(facts.DuplicateIds));
        Assert.Equal(new BpmnImport("http://www.w3.org/2001/XMLSchema", "urn:types", "types.xsd"), Assert.Single(facts.Imports));
        Assert.Equal([KeyValuePair.Create("urn:plain", 1), KeyValuePair.Create("urn:vendor", 3)], facts.Foreign);
    }

    [Fact]
    public void What_is_written_and_read_again_is_equal_and_is_written_the_same()
    {
        var document = Read(Text());
        var written = document.Write();
        var again = Read(written);
        Assert.Null(document.FirstDifferenceTo(again));
        Assert.Equal(written, again.Write());
        var text = Encoding.UTF8.GetString(written);
        Assert.StartsWith(Declared + "<!-- drawn by hand -->", text, StringComparison.Ordinal);
        foreach (var kept in (string[])["<?tool keep=\"me\"?>", "<other:startEvent id=\"s\" name=\"first&#xA;second\"></other:startEvent>", "<![CDATA[<raw> & \"raw\"]]>", "tab&#xD;and", "xmlns:unused", "v:owner=\"Müller\"", "\n  <bpmn:import", "<!-- the end -->"])
            Assert.Contains(kept, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("utf-8", true)]
    [InlineData("utf-16", true)]
    [InlineData("utf-16BE", true)]
    [InlineData("utf-32", true)]
    [InlineData("iso-8859-1", false)]
    [InlineData("windows-1252", false)]
    [InlineData("gb18030", false)]
    public void A_file_in_another_encoding_is_the_same_file(string name, bool marked)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var encoding = Encoding.GetEncoding(name);
        byte[] bytes = [.. marked ? encoding.GetPreamble() : [], .. encoding.GetBytes(Text($"<?xml version=\"1.0\" encoding=\"{name}\" standalone=\"yes\"?>\n"))];
        var (document, plain) = (Read(bytes), Read(Text()));
        Assert.Null(plain.FirstDifferenceTo(document));
        Assert.Equal(plain.Write(), document.Write());
        // In UTF-8 the text is kept to the letter; in any other encoding its declaration would lie.
        Assert.Equal(name == "utf-8" ? Text("<?xml version=\"1.0\" encoding=\"utf-8\" standalone=\"yes\"?>\n") : Encoding.UTF8.GetString(plain.Write()), document.Text());
    }

    [Theory]
    [InlineData("name=\"Größe\"", "name=\"Grösse\"", 13)]
    [InlineData(" v:owner=", " owner=", 7)]
    [InlineData("<![CDATA[<raw> & \"raw\"]]>", "&lt;raw&gt; &amp; \"raw\"", 10)]
    [InlineData("xml:space=\"preserve\"> <v", "xml:space=\"preserve\"><v", 10)]
    [InlineData("<!-- the end -->", "", 17)]
    [InlineData(" xmlns:unused=\"urn:only-in-text\"", "", 4)]
    [InlineData("<other:start", "<bpmn:start", 11)]
    [InlineData("</di:BPMNPlane>", "<di:BPMNShape/></di:BPMNPlane>", 15)]
    public void A_loss_is_found_where_it_happened(string kept, string lost, int line)
    {
        var changed = Text().Replace(kept, lost, StringComparison.Ordinal).Replace(lost == "<bpmn:start" ? "</other:start" : "\0", "</bpmn:start", StringComparison.Ordinal);
        Assert.NotEqual(Text(), changed);
        var difference = Read(Text()).FirstDifferenceTo(Read(changed));
        Assert.NotNull(difference);
        Assert.Equal(line, difference.Line);
        Assert.NotEqual(difference.Here, difference.There);
    }

    [Theory]
    [InlineData("xmlns:dc='http://www.omg.org/spec/DD/20100524/DC'", "xmlns:dc=\"http://www.omg.org/spec/DD/20100524/DC\"")]
    [InlineData("id=\"s\" name=\"Größe\"", "name = \"Gr&#xF6;&#223;e\"   id='s'")]
    [InlineData("></other:startEvent>", "/>")]
    [InlineData("<bpmn:import importType", "<bpmn:import\n      importType")]
    public void How_a_thing_is_spelt_is_no_difference(string one, string other)
    {
        var changed = Text().Replace(one, other, StringComparison.Ordinal);
        Assert.NotEqual(Text(), changed);
        Assert.Null(Read(Text()).FirstDifferenceTo(Read(changed)));
        Assert.Null(Read(changed).FirstDifferenceTo(Read(Text())));
    }

    [Theory]
    [InlineData("", "xml-empty", 1, 1)]
    [InlineData("<definitions>\n  <process>\n</definitions>", "xml-malformed", 3, 3)]
    [InlineData("<definitions>\n  <x:process/>\n</definitions>", "xml-malformed", 2, 4)]
    [InlineData("<!DOCTYPE definitions>\n<definitions/>", "xml-doctype", 1, 1)]
    [InlineData("<a xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL'/>", "not-bpmn", 1, 2)]
    public void A_broken_file_is_refused_with_its_line_and_column_in_both_languages(string text, string code, int line, int column)
    {
        Assert.False(BpmnDocument.TryRead(Encoding.UTF8.GetBytes(text), out _, out var refusal));
        Assert.Equal((code, line, column), (refusal.Code, refusal.Line, refusal.Column));
        Assert.Contains($"第 {line} 行第 {column} 列", refusal.Zh, StringComparison.Ordinal);
        Assert.EndsWith($" (line {line}, column {column})", refusal.En, StringComparison.Ordinal);
        Assert.DoesNotContain(" Line ", refusal.En, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_outside_their_encoding_are_named_by_their_line()
    {
        byte[] bytes = [.. "<definitions>\n\n  <a b=\"kl"u8, 0xE4, .. "ren\"/></definitions>"u8];
        Assert.False(BpmnDocument.TryRead(bytes, out _, out var refusal));
        Assert.Equal(("xml-encoding", 3), (refusal.Code, refusal.Line));
        Assert.True(refusal.Column > 1);
    }

    [Theory]
    [InlineData("<definitions xmlns='https://www.omg.org/spec/DMN/20191111/MODEL/'/>", "a DMN decision model", "DMN 决策模型")]
    [InlineData("<d:definitions xmlns:d='http://www.omg.org/spec/DMN/20151101/dmn.xsd'/>", "a DMN decision model", "DMN 决策模型")]
    [InlineData("<Package xmlns='http://www.wfmc.org/2008/XPDL2.1'/>", "an XPDL package", "XPDL 流程包")]
    [InlineData("<definitions/>", "it lacks the namespace of BPMN 2.0", "没有 BPMN 2.0 的命名空间")]
    [InlineData("<definitions xmlns='http://schema.omg.org/spec/BPMN/2.0'/>", "a draft of BPMN 2.0", "BPMN 2.0 的草案版本")]
    [InlineData("<process xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL'/>", "only a part of a BPMN 2.0 file", "只是 BPMN 2.0 文件的一部分")]
    [InlineData("<mxfile/>", "of no known format", "未知格式")]
    [InlineData("<a xmlns='urn:b'/>", "of no known format (namespace urn:b)", "urn:b")]
    public void What_is_well_formed_and_no_BPMN_is_named_for_what_it_is(string text, string en, string zh)
    {
        Assert.False(BpmnDocument.TryRead(Encoding.UTF8.GetBytes(text), out _, out var refusal));
        Assert.Equal("not-bpmn", refusal.Code);
        Assert.Contains(en, refusal.En, StringComparison.Ordinal);
        Assert.Contains(zh, refusal.Zh, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_files_are_refused_or_kept_and_never_throw()
    {
        var random = new Random(6);
        var whole = Encoding.UTF8.GetBytes(Text());
        for (var i = 0; i < 3_000; i++)
        {
            var bytes = whole.ToArray();
            for (var change = random.Next(1, 4); change > 0; change--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            if (!BpmnDocument.TryRead(bytes, out var document, out var refusal)) Assert.True(refusal.Line > 0 && refusal.Column > 0, refusal.ToString());
            else Assert.Null(document.FirstDifferenceTo(Read(document.Write())));
        }
    }

    private static BpmnDocument Read(string text) => Read(Encoding.UTF8.GetBytes(text));

    private static BpmnDocument Read(byte[] bytes)
    {
        Assert.True(BpmnDocument.TryRead(bytes, out var document, out var refusal), refusal?.ToString());
        return document;
    }
}
