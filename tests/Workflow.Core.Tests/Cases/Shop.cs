namespace Workflow.Core.Tests.Cases;

/// <summary>The definition that the case tests play: three departments at once, then decide, conclude, deliver.</summary>
internal static class Shop
{
    /// <summary>The same with silence of A taken for consent and C asked for advice only.</summary>
    public static string WithSilenceAndAdvice { get; } = Bpmn
        .Replace("approval:department=\"a\"", "approval:department=\"a\" approval:timeout=\"consent\"", StringComparison.Ordinal)
        .Replace("approval:item=\"c\"", "approval:item=\"c\" approval:policy=\"advisory\"", StringComparison.Ordinal);

    public const string Bpmn = """
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:approval="http://onego.dev/schema/approval" targetNamespace="t">
          <process id="shop" isExecutable="true">
            <startEvent id="start"/>
            <parallelGateway id="fork"/>
            <userTask id="reviewA" name="A 审查" approval:kind="review" approval:department="a" approval:item="a"/>
            <exclusiveGateway id="bNeeded" default="noB"/>
            <userTask id="reviewB" name="B 审查" approval:kind="review" approval:item="b">
              <extensionElements><approval:limit days="3" basis="办法第九条"/></extensionElements>
            </userTask>
            <exclusiveGateway id="bDone"/>
            <exclusiveGateway id="cNeeded" default="noC"/>
            <userTask id="reviewC" name="C 审查" approval:kind="review" approval:department="=&quot;c&quot;" approval:item="c"/>
            <exclusiveGateway id="cDone"/>
            <parallelGateway id="join"/>
            <userTask id="decide" name="综合决定" approval:kind="decide" approval:department="lead"/>
            <exclusiveGateway id="granted" default="denied"/>
            <userTask id="conclude" name="办结" approval:kind="conclude" approval:department="lead"/>
            <exclusiveGateway id="toDeliver"/>
            <userTask id="deliver" name="送达" approval:kind="deliver" approval:department="window">
              <extensionElements><approval:limit days="10" basis="行政许可法 44"/></extensionElements>
            </userTask>
            <endEvent id="end"/>
            <sequenceFlow id="f1" sourceRef="start" targetRef="fork"/>
            <sequenceFlow id="toA" sourceRef="fork" targetRef="reviewA"/>
            <sequenceFlow id="toB" sourceRef="fork" targetRef="bNeeded"/>
            <sequenceFlow id="toC" sourceRef="fork" targetRef="cNeeded"/>
            <sequenceFlow id="yesB" sourceRef="bNeeded" targetRef="reviewB"><conditionExpression>=applies.b</conditionExpression></sequenceFlow>
            <sequenceFlow id="noB" sourceRef="bNeeded" targetRef="bDone"/>
            <sequenceFlow id="doneB" sourceRef="reviewB" targetRef="bDone"/>
            <sequenceFlow id="yesC" sourceRef="cNeeded" targetRef="reviewC"><conditionExpression>=applies.c</conditionExpression></sequenceFlow>
            <sequenceFlow id="noC" sourceRef="cNeeded" targetRef="cDone"/>
            <sequenceFlow id="doneC" sourceRef="reviewC" targetRef="cDone"/>
            <sequenceFlow id="aToJoin" sourceRef="reviewA" targetRef="join"/>
            <sequenceFlow id="bToJoin" sourceRef="bDone" targetRef="join"/>
            <sequenceFlow id="cToJoin" sourceRef="cDone" targetRef="join"/>
            <sequenceFlow id="toDecide" sourceRef="join" targetRef="decide"/>
            <sequenceFlow id="decided" sourceRef="decide" targetRef="granted"/>
            <sequenceFlow id="yes" sourceRef="granted" targetRef="conclude"><conditionExpression>=decision = "grant"</conditionExpression></sequenceFlow>
            <sequenceFlow id="denied" sourceRef="granted" targetRef="toDeliver"/>
            <sequenceFlow id="concluded" sourceRef="conclude" targetRef="toDeliver"/>
            <sequenceFlow id="hand" sourceRef="toDeliver" targetRef="deliver"/>
            <sequenceFlow id="f9" sourceRef="deliver" targetRef="end"/>
          </process>
        </definitions>
        """;
}
