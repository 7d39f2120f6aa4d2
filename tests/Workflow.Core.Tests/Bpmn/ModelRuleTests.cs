using System.Text;
using Workflow.Core.Bpmn;
using Xunit;
using static Workflow.Core.Tests.Bpmn.Models;

namespace Workflow.Core.Tests.Bpmn;

/// <summary>Rules of the standard that a model may break and still run: warnings, refused where a deployment is strict.</summary>
public sealed class ModelRuleTests
{
    private const string Items = """<itemDefinition id="text" structureRef="xs:string"/><itemDefinition id="number" structureRef="xs:int"/><itemDefinition id="list" structureRef="xs:string" isCollection="true"/>""";
    private const string Message = Items + """<message id="m" itemRef="text"/><interface id="i"><operation id="op"><inMessageRef>m</inMessageRef></operation></interface>""";
    private static readonly string Straight = Around("""<userTask id="x"/>""");

    public static TheoryData<string, string, string, string> Broken => new()
    {
        { "gateway-direction", "x", "", Around("""<exclusiveGateway id="x" gatewayDirection="Diverging"/>""") },
        { "gateway-without-purpose", "x", "", Around("""<exclusiveGateway id="x"/>""") },
        { "condition-missing", "g_e", "", """<startEvent id="s"/><exclusiveGateway id="g"/><userTask id="x"/><endEvent id="e"/>""" + Arrow("s", "g") + Arrow("g", "x", Condition("=true")) + Arrow("g", "e") + Arrow("x", "e") },
        { "condition-alone", "x_e", "", """<startEvent id="s"/><userTask id="x"/><endEvent id="e"/>""" + Arrow("s", "x") + Arrow("x", "e", Condition("=true")) },
        { "flow-not-immediate", "s_x", "", Straight.Replace("id=\"s_x\"", "id=\"s_x\" isImmediate=\"false\"", StringComparison.Ordinal) },
        { "flow-not-listed", "s", "", Around("""<userTask id="x"><incoming>s_x</incoming><outgoing>x_e</outgoing></userTask>""") },
        { "implicit-end", "y", "", Straight + """<userTask id="y"/>""" + Arrow("s", "y") },
        { "empty-process", "p", "", "" },
        { "ad-hoc-empty", "x", "", Around("""<adHocSubProcess id="x"/>""") },
        { "message-without-name", "x", "", Around("""<receiveTask id="x"/>""") },
        { "signal-without-name", "x", "", Around("""<intermediateThrowEvent id="x"><signalEventDefinition/></intermediateThrowEvent>""") },
        { "escalation-without-code", "x", "", Around("""<intermediateThrowEvent id="x"><escalationEventDefinition/></intermediateThrowEvent>""") },
        { "link-without-throw", "c", "", Straight + """<intermediateCatchEvent id="c"><linkEventDefinition name="there"/></intermediateCatchEvent>""" + Arrow("c", "e") },
        { "event-without-incoming", "c", "", """<intermediateCatchEvent id="c"><timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition></intermediateCatchEvent><task id="x"/>""" + Arrow("c", "x") },
        { "complex-without-condition", "x", "", """<startEvent id="s"/><parallelGateway id="f"/><task id="a"/><task id="b"/><complexGateway id="x"/><endEvent id="e"/>""" + Arrow("s", "f") + Arrow("f", "a") + Arrow("f", "b") + Arrow("a", "x") + Arrow("b", "x") + Arrow("x", "e") },
        { "event-gateway-choice", "g", "", """<startEvent id="s"/><eventBasedGateway id="g"/><receiveTask id="x"/><endEvent id="e"/>""" + Arrow("s", "g") + Arrow("g", "x") + Arrow("x", "e") },
        { "collection-differs", "d", Items, Straight + """<dataObject id="d" itemSubjectRef="list"/>""" },
        { "data-not-in-set", "in", "", Around("""<userTask id="x"><ioSpecification><dataInput id="in"/><inputSet/><outputSet/></ioSpecification></userTask>""") },
        { "set-part-unknown", "x", "", Around("""<userTask id="x"><ioSpecification><dataInput id="in"/><inputSet><dataInputRefs>in</dataInputRefs><optionalInputRefs>other</optionalInputRefs></inputSet><outputSet/></ioSpecification></userTask>""") },
        { "association-items-differ", "x", Items, Around("""<userTask id="x"><ioSpecification><dataInput id="in" itemSubjectRef="number"/><inputSet><dataInputRefs>in</dataInputRefs></inputSet><outputSet/></ioSpecification><dataInputAssociation><sourceRef>d</sourceRef><targetRef>in</targetRef></dataInputAssociation></userTask>""") + """<dataObject id="d" itemSubjectRef="text"/>""" },
        { "io-in-sub-process", "io", "", Around("""<subProcess id="x"><ioSpecification id="io"><inputSet/><outputSet/></ioSpecification><task id="t"/></subProcess>""") },
        { "data-state-name", "r", "", Straight + """<dataObject id="d" name="Form"/><dataObjectReference id="r" name="Form" dataObjectRef="d"><dataState name="sent"/></dataObjectReference>""" },
        { "operation-data", "x", Message, Around("""<serviceTask id="x" operationRef="op"/>""") },
        { "operation-item-differs", "x", Message, Around("""<sendTask id="x" messageRef="m"><ioSpecification><dataInput id="in" itemSubjectRef="number"/><inputSet><dataInputRefs>in</dataInputRefs></inputSet><outputSet/></ioSpecification></sendTask>""") },
        { "call-data-differs", "x", """<globalTask id="other"><ioSpecification><dataInput id="gin"/><inputSet><dataInputRefs>gin</dataInputRefs></inputSet><outputSet/></ioSpecification></globalTask>""", Around("""<callActivity id="x" calledElement="other"/>""") },
        { "event-data-count", "e2", Message, Straight + """<endEvent id="e2"><dataInput id="one"/><dataInput id="two"/><inputSet><dataInputRefs>one</dataInputRefs><dataInputRefs>two</dataInputRefs></inputSet><messageEventDefinition messageRef="m"/></endEvent>""" + Arrow("x", "e2") },
        { "message-flow-inside", "mf", """<collaboration id="c"><participant id="pa" processRef="p"/><messageFlow id="mf" sourceRef="x" targetRef="pa"/></collaboration>""", Straight },
        { "message-flow-end", "mf", """<collaboration id="c"><participant id="pa"/><messageFlow id="mf" sourceRef="pa" targetRef="s"/></collaboration>""", Straight },
        { "multiplicity-range", "pa", """<collaboration id="c"><participant id="pa"><participantMultiplicity minimum="3" maximum="2"/></participant></collaboration>""", Straight },
        { "choreography-ref-place", "gc", """<globalConversation id="gc"><choreographyRef>ch</choreographyRef></globalConversation>""", Straight },
        { "import-not-followed", "d0", """<import importType="http://www.omg.org/spec/BPMN/20100524/MODEL" location="other.bpmn" namespace="o"/>""", Straight },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_broken_rule_is_a_warning_and_refused_under_strict(string code, string element, string roots, string content)
    {
        var normal = BpmnReader.Read(File(roots, content));
        Assert.True(normal.Graph is not null, string.Join('\n', normal.Findings));
        Assert.Contains(normal.Findings, f => f.Code == code && f.Element == element && f.Severity == FindingSeverity.Warning);

        var strict = BpmnReader.Read(File(roots, content), DeploymentProfile.Strict);
        Assert.Null(strict.Graph);
        var finding = strict.Findings.First(f => f.Code == code && f.Element == element);
        Assert.Equal(FindingSeverity.Error, finding.Severity);
        Assert.True(finding.Zh.Any(c => c is >= '\u4e00' and <= '\u9fff') && !finding.En.Any(c => c is >= '\u4e00' and <= '\u9fff'), finding.ToString());
    }

    [Theory]
    [InlineData("expression-not-formal", """<startEvent id="s"/><exclusiveGateway id="g" default="g_e"/><userTask id="x"/><endEvent id="e"/><sequenceFlow id="a" sourceRef="s" targetRef="g"/><sequenceFlow id="b" sourceRef="g" targetRef="x"><conditionExpression>=true</conditionExpression></sequenceFlow><sequenceFlow id="g_e" sourceRef="g" targetRef="e"/><sequenceFlow id="c" sourceRef="x" targetRef="e"/>""")]
    [InlineData("script-without-format", """<startEvent id="s"/><scriptTask id="x"><script>1</script></scriptTask><endEvent id="e"/><sequenceFlow id="a" sourceRef="s" targetRef="x"/><sequenceFlow id="b" sourceRef="x" targetRef="e"/>""")]
    public void Formalities_that_change_nothing_are_spoken_of_under_strict_only(string code, string content)
    {
        Assert.Empty(BpmnReader.Read(File("", content)).Findings);
        Assert.Contains(BpmnReader.Read(File("", content), DeploymentProfile.Strict).Findings, f => f.Code == code && f.Severity == FindingSeverity.Error);
    }

    [Fact]
    public void A_model_that_keeps_the_rules_is_taken_under_strict()
    {
        var reading = BpmnReader.Read(File("", Straight), DeploymentProfile.Strict);
        Assert.Empty(reading.Findings);
        Assert.NotNull(reading.Graph);
    }

    [Fact]
    public void A_file_that_is_imported_is_looked_for_and_its_ids_are_its_own()
    {
        const string Import = """<import importType="http://www.omg.org/spec/BPMN/20100524/MODEL" location="other.bpmn" namespace="t"/>""";
        Assert.Equal(["import-not-found"], Codes(BpmnReader.Read(File(Import, Straight), imported: _ => null)));
        Assert.Equal(["duplicate-id"], Codes(BpmnReader.Read(File(Import, Straight), imported: _ => File("", Straight))));
        var apart = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(File("", Straight)).Replace("targetNamespace=\"t\"", "targetNamespace=\"other\"", StringComparison.Ordinal));
        Assert.Empty(BpmnReader.Read(File(Import, Straight), imported: _ => apart).Findings);

        static IEnumerable<string> Codes(BpmnReading reading) => reading.Findings.Select(f => f.Code);
    }

    [Fact]
    public void A_script_in_another_language_is_a_job_for_a_worker_with_the_script_as_its_input()
    {
        var reading = BpmnReader.Read(File("", Around("""<scriptTask id="x" scriptFormat="groovy"><script>println "a\b"</script></scriptTask>""")));
        Assert.Equal(["script-by-worker"], reading.Findings.Select(f => f.Code));
        var task = Assert.IsType<ServiceTask>(reading.Graph!.Node("x"));
        Assert.Equal("script:groovy", task.Approval["jobType"]);
        var script = task.Data.Inputs.Single();
        Assert.Equal(("script", "println \"a\\b\""), (script.Target, ((Workflow.Feel.Value.Text)script.Value.Evaluate(Workflow.Feel.Value.Context.Empty)).Is));
    }

    [Fact]
    public void A_date_without_an_offset_is_Beijing_time_and_said_so()
    {
        var reading = BpmnReader.Read(File("", Around("""<intermediateCatchEvent id="x"><timerEventDefinition><timeDate>2026-01-05T09:00:00</timeDate></timerEventDefinition></intermediateCatchEvent>""")));
        Assert.Equal(["timer-without-offset"], reading.Findings.Select(f => f.Code));
        Assert.Equal("2026-01-05T09:00:00+08:00", ((TimerDefinition)((CatchEvent)reading.Graph!.Node("x")).Definitions.Single()).Timer.Text);
    }

    [Fact]
    public void A_link_goes_where_its_target_says_whatever_its_name()
    {
        var reading = BpmnReader.Read(File("", Straight
            + """<intermediateThrowEvent id="t"><linkEventDefinition id="lt" name="from here"><target>lc</target></linkEventDefinition></intermediateThrowEvent>"""
            + """<intermediateCatchEvent id="c"><linkEventDefinition id="lc" name="to there"><source>lt</source></linkEventDefinition></intermediateCatchEvent>""" + Arrow("s", "t") + Arrow("c", "e")));
        Assert.Empty(reading.Findings);
        Assert.Equal("to there", ((LinkDefinition)((ThrowEvent)reading.Graph!.Node("t")).Definitions.Single()).Name);
    }

    private static byte[] File(string roots, string content) => Encoding.UTF8.GetBytes(
        $"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d0" targetNamespace="t">{roots}<process id="p" isExecutable="true">{content}</process></definitions>""");
}
