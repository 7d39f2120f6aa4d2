using System.Globalization;
using System.Text;

namespace Workflow.Core.Tests.Cases;

/// <summary>Definitions for the tests of policies: departments d1 … dn at once, then a decision by the lead.</summary>
internal static class ReviewDefinition
{
    /// <summary>n reviews behind a fork.</summary>
    /// <param name="policy">attributes of the fork</param>
    /// <param name="step">attributes of the review of department i, from 1</param>
    public static string Fork(int n, string policy, Func<int, string> step)
    {
        var inside = new StringBuilder(Head(policy));
        for (var i = 1; i <= n; i++)
        {
            inside.Append(CultureInfo.InvariantCulture, $"""
                <userTask id="review{i}" name="d{i}" approval:kind="review" approval:department="d{i}" {step(i)}</userTask>
                <sequenceFlow id="to{i}" sourceRef="fork" targetRef="review{i}"/><sequenceFlow id="from{i}" sourceRef="review{i}" targetRef="join"/>
                """);
        }
        return inside.Append(Tail).ToString();
    }

    /// <summary>Ends an opening tag, with a limit in working days inside the element.</summary>
    public static string Limit(int days) => $"><extensionElements><approval:limit days=\"{days.ToString(CultureInfo.InvariantCulture)}\"/></extensionElements>";

    /// <summary>One step that the departments of a list carry out at once.</summary>
    public static string Several(string departments, string attributes) => $"""
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:approval="http://onego.dev/schema/approval" targetNamespace="t">
          <process id="shop" isExecutable="true">
            <startEvent id="start"/>
            <userTask id="sign" name="sign" approval:kind="review" approval:department="=who" {attributes}>
              <multiInstanceLoopCharacteristics><extensionElements><approval:collection expression="={departments}" element="who"/></extensionElements></multiInstanceLoopCharacteristics>
            </userTask>
            <userTask id="decide" name="decide" approval:kind="decide" approval:department="lead"/>
            <endEvent id="end"/>
            <sequenceFlow id="f1" sourceRef="start" targetRef="sign"/><sequenceFlow id="f2" sourceRef="sign" targetRef="decide"/><sequenceFlow id="f3" sourceRef="decide" targetRef="end"/>
          </process>
        </definitions>
        """;

    private static string Head(string policy) => $"""
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:approval="http://onego.dev/schema/approval" targetNamespace="t">
          <process id="shop" isExecutable="true">
            <startEvent id="start"/>
            <parallelGateway id="fork" {policy}/>
            <sequenceFlow id="f1" sourceRef="start" targetRef="fork"/>
        """;

    private const string Tail = """
            <sequenceFlow id="lone" sourceRef="fork" targetRef="join"/>
            <parallelGateway id="join"/>
            <userTask id="decide" name="decide" approval:kind="decide" approval:department="lead"/>
            <endEvent id="end"/>
            <sequenceFlow id="f2" sourceRef="join" targetRef="decide"/>
            <sequenceFlow id="f3" sourceRef="decide" targetRef="end"/>
          </process>
        </definitions>
        """;
}
