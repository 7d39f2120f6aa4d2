using Workflow.Feel.Dmn;
using Xunit;

namespace Workflow.Feel.Tests.Dmn;

/// <summary>What a file may be, and how a bad one is refused.</summary>
public sealed class DmnXmlTests
{
    [Fact]
    public void Everything_of_a_model_is_read()
    {
        var definitions = Drawn.Read(Drawn.Xml("""
            <description>what it is</description><extensionElements><x:note a="1">kept</x:note></extensionElements>
            <import name="lib" namespace="urn:lib" importType="https://www.omg.org/spec/DMN/20230324/MODEL/" locationURI="lib.dmn"/>
            <itemDefinition name="tFn"><functionItem outputTypeRef="number"><parameters name="a" typeRef="string"/></functionItem></itemDefinition>
            <decision id="d" name="d" label="D" x:colour="red"><question>why?</question><allowedAnswers>a, b</allowedAnswers><variable name="d" typeRef="number"/>
              <authorityRequirement><requiredAuthority href="#law"/></authorityRequirement><decisionMaker href="#office"/>
              <decisionTable hitPolicy="COLLECT" aggregation="SUM" preferredOrientation="Rule-as-Column" outputLabel="o"><output name="o"/><annotation name="Basis"/>
                <rule id="r"><outputEntry><text>1</text></outputEntry><annotationEntry><text>Article 5</text></annotationEntry></rule></decisionTable></decision>
            <knowledgeSource id="law" name="Law" locationURI="http://law"><type>statute</type><owner href="#office"/></knowledgeSource>
            <textAnnotation id="t" textFormat="text/plain"><text>a note</text></textAnnotation>
            <association associationDirection="One"><sourceRef href="#t"/><targetRef href="#d"/></association><group name="g"/>
            <elementCollection name="all"><drgElement href="#d"/></elementCollection><organizationUnit id="office" name="Office"><decisionMade href="#d"/></organizationUnit>
            """));

        Assert.Equal(("what it is", "lib", "number"), (definitions.Description, definitions.Imports[0].Name, definitions.ItemDefinitions[0].Function!.OutputTypeRef));
        Assert.Contains("kept", Assert.Single(definitions.Extras.Extensions!.Value), StringComparison.Ordinal);
        var decision = Assert.IsType<Decision>(definitions.Elements[0]);
        Assert.Equal(("why?", "a, b", "D"), (decision.Question, decision.AllowedAnswers, decision.Label));
        Assert.Equal(new ForeignAttribute("urn:x", "colour", "red"), Assert.Single(decision.Extras.Attributes));
        Assert.Single(decision.Context);
        var table = Assert.IsType<DecisionTable>(decision.Logic);
        Assert.Equal((HitPolicy.Collect, CollectAggregation.Sum, "Basis", "Article 5"), (table.HitPolicy, table.Aggregation, table.Annotations[0].Name, table.Rules[0].Annotations[0]));
        Assert.Equal(("statute", "#office"), Assert.IsType<KnowledgeSource>(definitions.Elements[1]) is var law ? (law.Type, law.Owner!.Href) : default);
        Assert.Equal(3, definitions.Artifacts.Length);

        var written = DmnXml.Write(definitions);
        ModelEquality.Same(definitions, DmnXml.Read(written).Definitions, "again");
        Assert.Contains("<x:note a=\"1\">kept</x:note>", written, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://www.omg.org/spec/DMN/20151101/dmn.xsd", "feel:number")]
    [InlineData("http://www.omg.org/spec/DMN/20180521/MODEL/", "number")]
    [InlineData("https://www.omg.org/spec/DMN/20191111/MODEL/", "number")]
    [InlineData("https://www.omg.org/spec/DMN/20211108/MODEL/", "tns:tNumber")]
    [InlineData("https://www.omg.org/spec/DMN/20230324/MODEL/", "tNumber")]
    public void Older_versions_become_the_newest(string space, string type)
    {
        var definitions = Drawn.Read($"""
            <semantic:definitions xmlns:semantic="{space}" xmlns:feel="http://www.omg.org/spec/FEEL/20140401" xmlns:tns="urn:t" name="m" namespace="urn:t" expressionLanguage="http://www.omg.org/spec/FEEL/20140401">
            <semantic:itemDefinition name="tNumber"><semantic:typeRef>{(type == "feel:number" ? type : "number")}</semantic:typeRef></semantic:itemDefinition>
            <semantic:decision id="d" name="d"><semantic:variable name="d" typeRef="{type}"/><semantic:literalExpression><semantic:text>1 + 1</semantic:text></semantic:literalExpression></semantic:decision>
            </semantic:definitions>
            """);
        Assert.DoesNotContain(':', ((Decision)definitions.Elements[0]).Variable!.TypeRef!);
        Assert.Equal(2, DecisionModel.Compile(definitions).Model!.Evaluate("d", Value.Context.Empty, new()).Value);
        Assert.Contains("https://www.omg.org/spec/DMN/20230324/MODEL/", DmnXml.Write(definitions), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "xml-malformed", 1)]
    [InlineData("<definitions", "xml-malformed", 1)]
    [InlineData("<a>\n<b>\n</a>", "xml-malformed", 3)]
    [InlineData("<html/>", "not-dmn", 1)]
    [InlineData("<definitions xmlns='http://www.omg.org/spec/DMN/20130901'/>", "dmn-version-unknown", 1)]
    [InlineData("<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", "xml-dtd", 1)]
    public void A_file_that_is_none_is_refused_with_its_place(string xml, string code, int line)
    {
        var reading = DmnXml.Read(xml);
        Assert.Null(reading.Definitions);
        var finding = Assert.Single(reading.Findings);
        Assert.Equal((code, line), (finding.Code, finding.Line));
        Assert.True(DmnFindingTexts.Zh(finding).Length > code.Length && DmnFindingTexts.En(finding).Contains($"line {line}", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("<decision id='a'/>", "attribute-missing")]
    [InlineData("<decision id='a' name='a'/><decision id='a' name='b'/>", "id-duplicate")]
    [InlineData("<decision id='a' name='a'><literalExpression/><literalExpression/></decision>", "element-twice")]
    [InlineData("<decision id='a' name='a'><decisionTable hitPolicy='LAST'/></decision>", "value-unknown")]
    [InlineData("<decision id='a' name='a'><informationRequirement/></decision>", "requirement-empty")]
    [InlineData("<decision id='a' name='a'><informationRequirement><requiredInput/></informationRequirement></decision>", "attribute-missing")]
    public void An_element_that_is_wrong_is_refused_with_its_place(string content, string code)
    {
        var reading = DmnXml.Read(Drawn.Xml("\n  " + content));
        Assert.Null(reading.Definitions);
        Assert.Contains(reading.Findings, f => f.Code == code && f.Line == 2 && f.Column >= 3);
    }

    [Theory]
    [InlineData("<decisionTable><input><inputExpression><text>1</text></inputExpression></input><output/><rule><outputEntry><text>1</text></outputEntry></rule></decisionTable>", "rule-width")]
    [InlineData("<decisionTable><output/><rule/></decisionTable>", "rule-outputs")]
    [InlineData("<decisionTable/>", "table-without-output")]
    [InlineData("<decisionTable><output/><output/></decisionTable>", "output-without-name")]
    [InlineData("<decisionTable><output name='a'/><output name='a'/></decisionTable>", "output-twice")]
    [InlineData("<decisionTable hitPolicy='COLLECT' aggregation='SUM'><output name='a'/><output name='b'/></decisionTable>", "aggregation-of-several")]
    [InlineData("<decisionTable hitPolicy='PRIORITY'><output/></decisionTable>", "priority-without-values")]
    [InlineData("<relation><column name='a'/><row/></relation>", "relation-width")]
    [InlineData("<context><contextEntry><literalExpression/></contextEntry><contextEntry><literalExpression/></contextEntry></context>", "result-not-last")]
    [InlineData("<for iteratorVariable='i'><in><literalExpression/></in></for>", "part-missing")]
    [InlineData("<literalExpression typeRef='tNone'><text>1</text></literalExpression>", "type-unknown")]
    [InlineData("<literalExpression expressionLanguage='javascript'><text>1</text></literalExpression>", "language-unknown")]
    [InlineData("<literalExpression id='e'><text>1 +\n* 2</text></literalExpression>", "expression-invalid")]
    public void Logic_that_is_wrong_is_found_when_it_is_compiled(string logic, string code)
    {
        var build = Drawn.Build(Drawn.Decision("d", logic));
        Assert.Null(build.Model);
        var finding = build.Findings.First(f => f.Code == code);
        Assert.True(finding.IsError && finding.Line > 0 && finding.Element is "d_d" or "e");
        if (code == "expression-invalid") Assert.Equal(("2", "1"), (finding.Arguments[4], finding.Arguments[5]));
    }

    [Fact]
    public void Who_tolerates_it_gets_null_for_an_expression_that_is_none()
    {
        var definitions = Drawn.Read(Drawn.Xml(Drawn.Decision("bad", Drawn.Feel("1 +")) + Drawn.Decision("good", Drawn.Feel("1"))));
        var build = DecisionModel.Compile(definitions, tolerant: true);
        Assert.True(build.Model!.Evaluate("bad", Value.Context.Empty, new()).IsError);
        Assert.Equal(1, build.Model.Evaluate("good", Value.Context.Empty, new()).Value);
    }

    [Fact]
    public void Hostile_files_are_refused_before_they_cost_anything()
    {
        var attacks = Path.Combine(ForeignModels.Shared, "bad-input/xml-attacks");
        var files = Directory.Exists(attacks) ? Directory.EnumerateFiles(attacks, "*.xml", SearchOption.AllDirectories).Select(File.ReadAllBytes).ToList() : [];
        files.Add(System.Text.Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("<a>", 100_000))));
        files.Add(System.Text.Encoding.UTF8.GetBytes(Drawn.Xml(string.Concat(Enumerable.Repeat("<list>", 5_000)) + string.Concat(Enumerable.Repeat("</list>", 5_000)))));
        foreach (var file in files)
        {
            var reading = DmnXml.Read(file);
            Assert.Null(reading.Definitions);
            Assert.Contains(reading.Findings, f => f.IsError);
        }
    }

    [Fact]
    public void Every_code_has_words_in_both_languages()
    {
        Assert.All(DmnFindingTexts.Codes, code =>
        {
            var finding = new DmnFinding(code, true, "e", ["0", "1", "2", "3", "4", "5"], 1, 2);
            Assert.NotEqual(code, DmnFindingTexts.Zh(finding));
            Assert.DoesNotContain('{', DmnFindingTexts.Zh(finding) + DmnFindingTexts.En(finding));
        });
    }
}
