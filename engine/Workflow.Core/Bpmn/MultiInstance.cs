using System.Xml.Linq;
using Workflow.Feel;

namespace Workflow.Core.Bpmn;

/// <summary>Parallel multi-instance (BPMN 2.0, clause 10.3.7): exactly one of collection and cardinality is set.</summary>
/// <param name="Collection">a list; one child per element</param>
/// <param name="Element">the name under which a child sees its element; null when it needs none</param>
/// <param name="Cardinality">a whole number; that many children</param>
public sealed record MultiInstance(Expression? Collection, string? Element, Expression? Cardinality)
{
    /// <summary>The name under which a child sees its number, from 1 (clause 10.3.7).</summary>
    public const string LoopCounter = "loopCounter";

    internal static MultiInstance? Read(Reading reading, XElement activity)
    {
        foreach (var loop in activity.Elements(BpmnReader.Model + "standardLoopCharacteristics"))
            reading.Refuse("unsupported-element", loop, "尚不支持标准循环", "a standard loop cannot be run yet");
        if (activity.Element(BpmnReader.Model + "multiInstanceLoopCharacteristics") is not { } at) return null;

        if (Reading.IsTrue(at, "isSequential")) reading.Refuse("unsupported-attribute", at, "尚不支持 isSequential（顺序多实例）", "isSequential: a sequential multi-instance cannot be run yet");
        if (at.Attribute("behavior")?.Value is { } behavior and not "All") reading.Refuse("unsupported-attribute", at, $"尚不支持 behavior“{behavior}”", $"behavior '{behavior}' cannot be run yet");
        reading.RefuseOthers(at, "loopCardinality");

        var collection = at.Element(BpmnReader.Model + "extensionElements")?.Element(BpmnReader.Approval + "collection");
        var cardinality = at.Element(BpmnReader.Model + "loopCardinality");
        if (collection is null && cardinality is null)
            reading.Refuse("multi-instance-without-collection", at, "多实例须有 approval:collection 或 loopCardinality", "a multi-instance needs approval:collection or loopCardinality");
        if (collection is not null && cardinality is not null)
            reading.Refuse("multi-instance-ambiguous", at, "多实例只能有 approval:collection 与 loopCardinality 之一", "a multi-instance has either approval:collection or loopCardinality, not both");

        var list = collection is null ? null : reading.ExpressionOf(collection, collection.Attribute("expression")?.Value ?? "", "collection-not-parsed");
        var number = cardinality is null ? null : reading.ExpressionOf(cardinality, cardinality.Value, "cardinality-not-parsed");
        var element = collection?.Attribute("element")?.Value is { Length: > 0 } name ? name : null;
        if (element == LoopCounter) reading.Refuse("multi-instance-ambiguous", at, $"“{LoopCounter}”是实例序号，不能用作元素名", $"'{LoopCounter}' is the child's number and cannot name its element");
        return new(list, element, number);
    }
}
