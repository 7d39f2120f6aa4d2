using Workflow.Feel.Dmn;
using Workflow.Feel.Dmn.Testing;
using Xunit;

namespace Workflow.Feel.Tests.Dmn.Testing;

public sealed class DmnTestReadingTests
{
    private const string Head = """<testCases xmlns="http://www.omg.org/spec/DMN/20160719/testcase" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xs="http://www.w3.org/2001/XMLSchema">""";

    [Fact]
    public void A_file_gives_its_model_its_cases_and_what_they_expect()
    {
        var (cases, findings) = DmnTestCases.Read($"""
            {Head}
              <modelName>fees.dmn</modelName>
              <labels><label>Fees</label><label>费用</label></labels>
              <testCase id="a"><description>small shop</description>
                <inputNode name="area"><value xsi:type="xs:decimal">18.5</value></inputNode>
                <resultNode name="fee" type="decision"><computed><value xsi:type="xs:double">1E2</value></computed><expected><value xsi:type="xs:decimal">100</value></expected></resultNode>
                <resultNode name="note" errorResult="true"><expected><value xsi:nil="true"/></expected></resultNode>
              </testCase>
              <testCase type="decisionService" invocableName="quote"><resultNode name="fee"><expected><list><item><value xsi:type="xs:string"> </value></item><item><component name=""><value>x</value></component></item></list></expected></resultNode></testCase>
            </testCases>
            """);

        Assert.Empty(findings);
        Assert.Equal("fees.dmn", cases!.ModelName);
        Assert.Equal(["Fees", "费用"], cases.Labels);
        Assert.Equal(["a", "2"], cases.Cases.Select(c => c.Id));
        Assert.Equal(("small shop", InvocableKind.Decision, 4), (cases.Cases[0].Description, cases.Cases[0].Asks, cases.Cases[0].Line));
        Assert.Equal(KeyValuePair.Create("area", (DmnTestValue)new DmnTestValue.Typed(18.5m)), Assert.Single(cases.Cases[0].Inputs));
        Assert.Equal([("fee", (DmnTestValue)new DmnTestValue.Typed(100), false, (DmnTestValue?)new DmnTestValue.Typed(100)), ("note", new DmnTestValue.Typed(Value.Null), true, null)],
            cases.Cases[0].Results.Select(r => (r.Name, r.Expected, r.IsError, r.Computed)));
        Assert.Equal((InvocableKind.DecisionService, "quote"), (cases.Cases[1].Asks, cases.Cases[1].InvocableName));
        Assert.Equal(new DmnTestValue.List([new DmnTestValue.Typed(" "), new DmnTestValue.Context([KeyValuePair.Create("", (DmnTestValue)new DmnTestValue.Untyped("x"))])]), cases.Cases[1].Results[0].Expected);
    }

    /// <summary>What is put into the place of the expectation, and what the reader says to it.</summary>
    [Theory]
    [InlineData("<value xsi:type='xs:decimal'>ten</value>", "test-value-invalid")]
    [InlineData("<value xsi:type='xs:boolean'>yes</value>", "test-value-invalid")]
    [InlineData("<value xsi:type='xs:date'>2026-02-30</value>", "test-value-invalid")]
    [InlineData("<value xsi:type='xs:date'>2026-02-03T00:00:00</value>", "test-value-invalid")]
    [InlineData("<value xsi:type='xs:duration'>P1Y1D</value>", "test-value-invalid")]
    [InlineData("<value xsi:type='xs:double'>NaN</value>", "test-value-invalid")]
    [InlineData("<value xsi:type='xs:hexBinary'>00</value>", "test-type-unknown")]
    [InlineData("", "test-value-missing")]
    [InlineData("<list><item/></list>", "test-value-missing")]
    [InlineData("<value>1</value><value>2</value>", "test-value-ambiguous")]
    [InlineData("<value>1</value><component name='a'><value>2</value></component>", "test-value-ambiguous")]
    [InlineData("<component><value>2</value></component>", "test-name-missing")]
    public void A_wrong_value_is_told_with_its_case_and_place(string expectation, string code)
    {
        var (cases, findings) = DmnTestCases.Read($"{Head}\n<testCase id='a'>\n <resultNode name='fee'><expected>{expectation}</expected></resultNode></testCase></testCases>");

        Assert.Null(cases);
        var finding = Assert.Single(findings);
        Assert.Equal((code, "a", 3), (finding.Code, finding.Element, finding.Line));
        Assert.True(finding.Column > 20);
        Assert.NotEqual(DmnTestTexts.En(finding), DmnTestTexts.Zh(finding));
        Assert.DoesNotContain(code, DmnTestTexts.En(finding), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "test-xml-malformed")]
    [InlineData("<testCases>", "test-xml-malformed")]
    [InlineData("<!DOCTYPE testCases [<!ENTITY a 'b'>]><testCases>&a;</testCases>", "test-xml-malformed")]
    [InlineData("<definitions/>", "test-root-unknown")]
    [InlineData("<testCases/>", "test-cases-missing")]
    [InlineData("<testCases><testCase/></testCases>", "test-result-missing")]
    [InlineData("<testCases><testCase type='service'><resultNode name='a'><expected><value>1</value></expected></resultNode></testCase></testCases>", "test-kind-unknown")]
    [InlineData("<testCases><testCase type='bkm'><resultNode name='a'><expected><value>1</value></expected></resultNode></testCase></testCases>", "test-name-missing")]
    [InlineData("<testCases><testCase><resultNode><expected><value>1</value></expected></resultNode></testCase></testCases>", "test-name-missing")]
    [InlineData("<testCases><testCase><resultNode name='a'/></testCase></testCases>", "test-expected-missing")]
    public void A_file_that_is_none_is_refused_with_a_code(string xml, string code)
    {
        var (cases, findings) = DmnTestCases.Read(xml);

        Assert.Null(cases);
        Assert.Equal(code, Assert.Single(findings).Code);
    }

    [Fact]
    public void Lists_in_lists_end_at_a_bound()
    {
        static string Nested(int depth) => $"{Head}<testCase><resultNode name='a'><expected>{string.Concat(Enumerable.Repeat("<list><item>", depth))}<value>1</value>{string.Concat(Enumerable.Repeat("</item></list>", depth))}</expected></resultNode></testCase></testCases>";

        Assert.Empty(DmnTestCases.Read(Nested(DmnTestCases.MaxDepth)).Findings);
        Assert.Equal("test-too-deep", Assert.Single(DmnTestCases.Read(Nested(DmnTestCases.MaxDepth + 1)).Findings).Code);
        Assert.Equal("test-too-deep", Assert.Single(DmnTestCases.Read(Nested(100_000)).Findings).Code);
    }
}
