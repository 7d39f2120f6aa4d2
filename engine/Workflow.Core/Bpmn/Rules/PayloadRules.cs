using System.Xml.Linq;

namespace Workflow.Core.Bpmn.Rules;

/// <summary>What holds between an event's definitions and its data (clause 10.5.1): one data element for each payload, of the payload's item.</summary>
internal static class PayloadRules
{
    public static void Check(Reading reading, XElement root)
    {
        foreach (var at in Look.All(root, Look.IsEvent))
        {
            var side = at.Name.LocalName is "endEvent" or "intermediateThrowEvent" ? "dataInput" : "dataOutput";
            var data = Look.Children(at, side).ToList();
            if (data.Count == 0) continue;
            var payloads = Look.DefinitionsOf(at).Where(d => Reference(d) is not null).ToList();
            if (payloads.Count == 0) continue;
            if (payloads.Count != data.Count)
            {
                reading.Model("event-data-count", at, $"事件“{Look.Name(at)}”有 {payloads.Count} 个带内容的定义，却有 {data.Count} 个 {side}", $"the event '{Look.Name(at)}' has {payloads.Count} definitions that carry something and {data.Count} times {side}");
                continue;
            }
            // The order decides which belongs to which.
            foreach (var (definition, element) in payloads.Zip(data))
            {
                if (ItemOf(definition) is { } item && Look.ItemOf(element) is { } own && !Look.SameItem(own, item))
                    reading.Model("event-item-differs", definition, $"“{Look.Name(element)}”与事件内容的 itemDefinition“{Look.Name(item)}”不同", $"'{Look.Name(element)}' is not of the item '{Look.Name(item)}' that the event carries");
            }
        }
    }

    private static (string Attribute, string Item)? Reference(XElement definition) => definition.Name.LocalName switch
    {
        "messageEventDefinition" => ("messageRef", "itemRef"),
        "signalEventDefinition" => ("signalRef", "structureRef"),
        "errorEventDefinition" => ("errorRef", "structureRef"),
        "escalationEventDefinition" => ("escalationRef", "structureRef"),
        _ => null,
    };

    private static XElement? ItemOf(XElement definition) =>
        Reference(definition) is { } reference && Look.Referred(definition, Look.Text(definition, reference.Attribute)) is { } carried ? Look.Referred(carried, Look.Text(carried, reference.Item)) : null;
}
