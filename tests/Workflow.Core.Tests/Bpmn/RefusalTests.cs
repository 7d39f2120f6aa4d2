using Workflow.Core.Bpmn;
using Xunit;
using static Workflow.Core.Tests.Bpmn.Models;

namespace Workflow.Core.Tests.Bpmn;

/// <summary>Each refusal has a stable code and names the element.</summary>
public sealed class RefusalTests
{
    private const string Timer = "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>";

    private static readonly string Choice = """<startEvent id="s"/><exclusiveGateway id="g"/><userTask id="a"/><userTask id="b"/><endEvent id="e"/>""" + Arrow("s", "g") + Arrow("a", "e") + Arrow("b", "e");

    /// <summary>An event gateway "g" before this and a timer.</summary>
    private static string Waits(string one) =>
        $"""<startEvent id="s"/><eventBasedGateway id="g"/>{one}<intermediateCatchEvent id="t">{Timer}</intermediateCatchEvent><endEvent id="e"/>"""
        + Arrow("s", "g") + Arrow("g", "a") + Arrow("g", "t") + Arrow("a", "e") + Arrow("t", "e");

    private static string Link(string id) => $"""<intermediateCatchEvent id="{id}"><linkEventDefinition name="there"/></intermediateCatchEvent>""";

    public static TheoryData<string, string, string> Refused => new()
    {
        { "unsupported-element", "x", Around("""<implicitThrowEvent id="x"/>""") },
        { "call-without-target", "x", Around("""<callActivity id="x"/>""") },
        { "loop-without-end", "x", Around("""<userTask id="x"><standardLoopCharacteristics/></userTask>""") },
        { "event-sub-process-start", "sub", Around("""<userTask id="x"/>""") + """<subProcess id="sub" triggeredByEvent="true"><task id="t"/></subProcess>""" },
        { "event-sub-process-flow", "sub", Around("""<userTask id="x"/>""") + """<subProcess id="sub" triggeredByEvent="true"><startEvent id="s2"><signalEventDefinition /></startEvent></subProcess>""" + Arrow("x", "sub") },
        { "cancel-not-caught", "e2", Around("""<transaction id="x"><startEvent id="s2"/><endEvent id="e2"><cancelEventDefinition/></endEvent><sequenceFlow id="i" sourceRef="s2" targetRef="e2"/></transaction>""") },
        { "compensation-has-outgoing", "undo", Around("""<userTask id="x"/>""") + """<boundaryEvent id="undo" attachedToRef="x"><compensateEventDefinition/></boundaryEvent><task id="h" isForCompensation="true"/><association id="as" sourceRef="undo" targetRef="h"/>""" + Arrow("undo", "e") },
        { "compensation-target", "e2", Around("""<userTask id="x"/>""") + """<endEvent id="e2"><compensateEventDefinition activityRef="nobody"/></endEvent>""" + Arrow("x", "e2") },
        { "handler-has-flow", "h", Around("""<userTask id="x"/>""") + """<boundaryEvent id="undo" attachedToRef="x"><compensateEventDefinition/></boundaryEvent><task id="h" isForCompensation="true"/><association id="as" sourceRef="undo" targetRef="h"/>""" + Arrow("h", "e") },
        { "event-gateway-target", "a", Waits("""<userTask id="a"/>""") },
        { "event-gateway-parallel", "g", Waits("""<receiveTask id="a"/>""").Replace("<eventBasedGateway", "<eventBasedGateway eventGatewayType=\"Parallel\"", StringComparison.Ordinal) },
        { "instantiate-has-incoming", "g", Waits("""<receiveTask id="a"/>""").Replace("<eventBasedGateway", "<eventBasedGateway instantiate=\"true\"", StringComparison.Ordinal) },
        { "instantiate-has-incoming", "x", Around("""<receiveTask id="x" instantiate="true"/>""") },
        { "link-without-catch", "go", Around("""<userTask id="x"/>""") + """<intermediateThrowEvent id="go"><linkEventDefinition name="there"/></intermediateThrowEvent>""" + Arrow("x", "go") },
        { "link-caught-twice", "b", Around("""<userTask id="x"/>""") + Link("a") + Link("b") + Arrow("a", "e") + Arrow("b", "e") },
        { "link-has-flow", "a", Around("""<userTask id="x"/>""") + Link("a") + Arrow("a", "e") + Arrow("x", "a") },
        { "call-without-start", "x", Around("""<callActivity id="x" calledElement="q"/>""") + """</process><process id="q" isExecutable="true"><startEvent id="sq"><signalEventDefinition/></startEvent><endEvent id="eq"/><sequenceFlow id="fq" sourceRef="sq" targetRef="eq"/>""" },
        { "call-not-callable", "x", Around("""<callActivity id="x" calledElement="e"/>""") },
        { "error-without-code", "e", """<startEvent id="s"/><endEvent id="e"><errorEventDefinition/></endEvent>""" + Arrow("s", "e") },
        { "dangling-reference", "e", """<startEvent id="s"/><endEvent id="e"><errorEventDefinition errorRef="nowhere"/></endEvent>""" + Arrow("s", "e") },
        { "missing-id", "p", """<startEvent id="s"/><userTask/><endEvent id="e"/>""" + Arrow("s", "e") },
        { "duplicate-id", "x", Around("""<userTask id="x"/><userTask id="x"/>""") },
        { "missing-start", "p", """<userTask id="a"/><endEvent id="e"/>""" + Arrow("a", "e") },
        { "missing-end", "p", """<startEvent id="s"/><userTask id="a"/>""" + Arrow("s", "a") },
        { "missing-start", "x", Around("""<subProcess id="x"><endEvent id="e2"/></subProcess>""") },
        { "several-starts", "s2", Around("""<userTask id="x"/><startEvent id="s2"/>""") + Arrow("s2", "x") },
        { "missing-outgoing", "g", """<startEvent id="s"/><parallelGateway id="g"/><endEvent id="e"/>""" + Arrow("s", "g") + Arrow("s", "e") },
        { "unreachable", "lost", Around("""<userTask id="x"/>""") + """<userTask id="lost"/>""" + Arrow("lost", "e") },
        { "dangling-reference", "x_nowhere", Around("""<userTask id="x"/>""") + Arrow("x", "nowhere") },
        { "dangling-reference", "f", Around("""<userTask id="x"/>""") + """<sequenceFlow id="f" sourceRef="x"/>""" },
        { "dangling-reference", "x", Around("""<userTask id="x"><incoming>nothing</incoming></userTask>""") },
        { "flow-crosses-scope", "x_e2", Around("""<userTask id="x"/><subProcess id="sub"><startEvent id="s2"/><endEvent id="e2"/></subProcess>""") + Arrow("x", "sub") + Arrow("x", "e2") },
        { "start-has-incoming", "x_s", Around("""<userTask id="x"/>""") + Arrow("x", "s") },
        { "end-has-outgoing", "e_x", Around("""<userTask id="x"/>""") + Arrow("e", "x") },
        { "condition-not-parsed", "g_a", Choice + Arrow("g", "a", Condition("=n >")) + Arrow("g", "b", Condition("=true")) },
        { "condition-not-parsed", "g_a", Choice + Arrow("g", "a", Condition("${n > 1}")) + Arrow("g", "b", Condition("=true")) },
        { "condition-not-allowed", "s_x", """<startEvent id="s"/><userTask id="x"/><endEvent id="e"/>""" + Arrow("s", "x", Condition("=true")) + Arrow("x", "e") },
        { "unsupported-language", "g_a", Choice + Arrow("g", "a", """<conditionExpression language="javascript">n</conditionExpression>""") + Arrow("g", "b", Condition("=true")) },
        { "default-not-outgoing", "x", Around("""<userTask id="x" default="s_x"/>""") },
        { "default-with-condition", "x_e2", Around("""<userTask id="x" default="x_e2"/><endEvent id="e2"/>""") + Arrow("x", "e2", Condition("=true")) },
        { "boundary-not-attached", "late", Around("""<userTask id="x"/>""") + $"""<boundaryEvent id="late" attachedToRef="nobody">{Timer}</boundaryEvent>""" + Arrow("late", "e") },
        { "boundary-not-attached", "late", Around("""<userTask id="x"/>""") + $"""<boundaryEvent id="late" attachedToRef="e">{Timer}</boundaryEvent>""" + Arrow("late", "e") },
        { "boundary-has-incoming", "x_late", Around("""<userTask id="x"/>""") + $"""<boundaryEvent id="late" attachedToRef="x">{Timer}</boundaryEvent>""" + Arrow("late", "e") + Arrow("x", "late") },
        { "missing-outgoing", "late", Around("""<userTask id="x"/>""") + $"""<boundaryEvent id="late" attachedToRef="x">{Timer}</boundaryEvent>""" },
        { "error-must-interrupt", "late", Around("""<serviceTask id="x"/>""") + """<boundaryEvent id="late" attachedToRef="x" cancelActivity="false"><errorEventDefinition/></boundaryEvent>""" + Arrow("late", "e") },
        { "error-caught-twice", "b", Around("""<serviceTask id="x"/>""") + """<boundaryEvent id="a" attachedToRef="x"><errorEventDefinition/></boundaryEvent><boundaryEvent id="b" attachedToRef="x"><errorEventDefinition/></boundaryEvent>""" + Arrow("a", "e") + Arrow("b", "e") },
        { "timer-not-parsed", "x", Around("""<intermediateCatchEvent id="x"><timerEventDefinition><timeDuration>five minutes</timeDuration></timerEventDefinition></intermediateCatchEvent>""") },
        { "timer-not-parsed", "x", Around("""<intermediateCatchEvent id="x"><timerEventDefinition/></intermediateCatchEvent>""") },
        { "multi-instance-without-collection", "x", Around("""<userTask id="x"><multiInstanceLoopCharacteristics/></userTask>""") },
        { "multi-instance-ambiguous", "x", Around("""<userTask id="x"><multiInstanceLoopCharacteristics><extensionElements><approval:collection expression="=a"/></extensionElements><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics></userTask>""") },
        { "multi-instance-without-collection", "x", Around("""<userTask id="x"><multiInstanceLoopCharacteristics><extensionElements><approval:collection element="a"/></extensionElements></multiInstanceLoopCharacteristics></userTask>""") },
        { "cardinality-not-parsed", "x", Around("""<userTask id="x"><multiInstanceLoopCharacteristics><loopCardinality>${n}</loopCardinality></multiInstanceLoopCharacteristics></userTask>""") },
        { "expression-not-parsed", "x", Around("""<userTask id="x" approval:department="=("/>""") },
        { "approval-repeated", "x", Around("""<userTask id="x"><extensionElements><approval:limit days="1"/><approval:limit days="2"/></extensionElements></userTask>""") },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_model_that_cannot_run_is_refused_with_its_code_and_element_in_both_languages(string code, string element, string content)
    {
        var reading = ReadProcess(content);
        Assert.Null(reading.Graph);
        Assert.All(reading.Findings, f => Assert.True(f.Zh.Any(c => c is >= '\u4e00' and <= '\u9fff') && !f.En.Any(c => c is >= '\u4e00' and <= '\u9fff'), f.ToString()));
        Assert.True(reading.Findings.Any(f => f.Code == code && f.Element == element && f is { Severity: FindingSeverity.Error, Line: > 0 }), string.Join('\n', reading.Findings));
    }

    [Theory]
    [InlineData("call-without-target")]
    public void An_unsupported_element_is_named_once_and_nothing_around_it_is_blamed(string code)
    {
        var reading = ReadProcess(Around("""<callActivity id="x"/>""") + $"""<boundaryEvent id="late" attachedToRef="x">{Timer}</boundaryEvent>""" + Arrow("late", "e"));
        Assert.Equal([code], reading.Findings.Select(f => f.Code));
    }

    [Theory]
    [InlineData("no-executable-process", "<process id=\"p\"/>")]
    [InlineData("no-executable-process", "")]
    public void A_file_has_an_executable_process(string code, string processes)
    {
        var reading = Read($"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">{processes}</definitions>""");
        Assert.Null(reading.Graph);
        Assert.All(reading.Findings, f => Assert.Equal(code, f.Code));
        Assert.NotEmpty(reading.Findings);
    }

    [Fact]
    public void Another_xml_document_is_no_bpmn() => Assert.Equal("not-bpmn", Read("<definitions/>").Findings.Single().Code);
}
