using System.Xml.Linq;
using Workflow.Feel;

namespace Workflow.Core.Bpmn;

/// <summary>Reads a sequence flow (BPMN 2.0, clause 8.3.13) with its condition.</summary>
internal static class SequenceFlowXml
{
    public static SequenceFlow? Read(Reading reading, XElement at)
    {
        var source = Reference("sourceRef");
        var target = Reference("targetRef");
        var condition = Condition(reading, at);
        if (source is null || target is null) return null;
        // The schema lets a flow go without an id, and many tools do; events need one, so it follows from the ends.
        var id = at.Attribute("id")?.Value is { Length: > 0 } given ? given : reading.FreeFlowId($"{source}->{target}");
        return new(id, Reading.NameOf(at), source, target, condition, IsDefault: false);

        string? Reference(string attribute)
        {
            if (at.Attribute(attribute)?.Value is { Length: > 0 } value) return value;
            reading.Refuse("dangling-reference", at, $"此顺序流没有 {attribute}", $"this flow has no {attribute}");
            return null;
        }
    }

    private static Expression? Condition(Reading reading, XElement at)
    {
        if (at.Element(BpmnReader.Model + "conditionExpression") is not { } condition) return null;
        if (condition.Attribute("language")?.Value is { } language && !language.Contains("feel", StringComparison.OrdinalIgnoreCase))
        {
            reading.Refuse("unsupported-language", condition, $"条件用 FEEL 书写，而不是“{language}”", $"conditions are written in FEEL, not in '{language}'");
            return null;
        }
        return reading.ExpressionOf(condition, condition.Value, "condition-not-parsed");
    }
}
