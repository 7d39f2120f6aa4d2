using System.Net.Http.Headers;
using System.Text;
using Workflow.Core.Bpmn.Interchange;
using Workflow.Server.Tests.Running;
using Xunit;

namespace Workflow.Server.Tests.Catalog;

/// <summary>BPMN files over HTTP: in any encoding in, and out again with all that stood in them.</summary>
public sealed class DefinitionFileTests(ServerFixture running) : IClassFixture<ServerFixture>
{
    private static string Model(string declaration, string name) => declaration + $"""
        <!-- exported by a tool -->
        <b:definitions xmlns:b="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:approval="http://onego.dev/schema/approval" xmlns:v="urn:vendor" targetNamespace="urn:t" id="d">
          <b:process id="filed" name="{name}" isExecutable="true">
            <b:extensionElements><v:note><![CDATA[a < b]]></v:note></b:extensionElements>
            <b:startEvent id="start"/>
            <b:userTask id="review" name="first&#10;second" approval:kind="review" approval:department="fire" approval:item="fire" v:colour="red"/>
            <b:endEvent id="end"/>
            <b:sequenceFlow id="f1" sourceRef="start" targetRef="review"/>
            <b:sequenceFlow id="f2" sourceRef="review" targetRef="end"/>
          </b:process>
          <di:BPMNDiagram><di:BPMNPlane bpmnElement="filed"><di:BPMNShape bpmnElement="review"><dc:Bounds x="1" y="2" width="100" height="80"/></di:BPMNShape></di:BPMNPlane></di:BPMNDiagram>
        </b:definitions>
        <?end of file?>
        """;

    [Theory]
    [InlineData("iso-8859-1", "Prüfung")]
    [InlineData("utf-16", "受理审查")]
    [InlineData("gb18030", "受理审查")]
    public async Task A_file_in_another_encoding_is_deployed_and_comes_back_as_UTF8_with_the_same_content(string encoding, string name)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        using var designer = await running.AccountAsync($"imports-{encoding}", ("designer", "510100", null));
        var path = $"/api/definitions/file-{encoding}";
        var of = Encoding.GetEncoding(encoding);
        byte[] sent = [.. of.GetPreamble(), .. of.GetBytes(Model($"<?xml version=\"1.0\" encoding=\"{encoding}\"?>\n", name))];

        (await designer.SendAsync(HttpMethod.Post, path, Body(sent), $"{encoding}-1")).Is(200);
        Assert.Equal(name, (await designer.GetAsync(path)).Is(200).Json.GetProperty("name").GetString());
        var given = (await designer.GetAsync(path + "/versions/1/xml")).Is(200).Text;

        Assert.StartsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- exported by a tool -->", given, StringComparison.Ordinal);
        Assert.Null(Read(sent).FirstDifferenceTo(Read(Encoding.UTF8.GetBytes(given))));
    }

    [Fact]
    public async Task UTF8_comes_back_to_the_letter_without_its_mark()
    {
        using var designer = await running.AccountAsync("imports-utf-8", ("designer", "510100", null));
        var text = Model("<?xml version='1.0'  encoding='utf-8' ?>\n", "受理").ReplaceLineEndings("\r\n");
        (await designer.SendAsync(HttpMethod.Post, "/api/definitions/file-utf-8", Body([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(text)]), "utf-8-1")).Is(200);
        Assert.Equal(text, (await designer.GetAsync("/api/definitions/file-utf-8/versions/1/xml")).Is(200).Text);
    }

    [Fact]
    public async Task A_broken_file_is_refused_with_its_line()
    {
        using var designer = await running.AccountAsync("imports-broken", ("designer", "510100", null));
        var broken = Model("", "x").Replace("</b:process>", "</b:proces>", StringComparison.Ordinal);
        var refused = (await designer.SendAsync(HttpMethod.Post, "/api/definitions/file-broken", Body(Encoding.UTF8.GetBytes(broken)), "broken-1", ("Accept-Language", "zh"))).Is(422, "definition-invalid");
        Assert.Equal(["$ xml-malformed"], refused.Errors);
        Assert.Contains("第 10 行", refused.Text, StringComparison.Ordinal);
    }

    private static ByteArrayContent Body(byte[] bytes) => new(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/xml") } };

    private static BpmnDocument Read(byte[] bytes)
    {
        Assert.True(BpmnDocument.TryRead(bytes, out var document, out var refusal), refusal?.ToString());
        return document;
    }
}
