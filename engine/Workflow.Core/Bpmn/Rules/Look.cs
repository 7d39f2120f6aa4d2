using System.Xml.Linq;

namespace Workflow.Core.Bpmn.Rules;

/// <summary>How the rules look at a file.</summary>
internal static class Look
{
    private static readonly XNamespace Instance = "http://www.w3.org/2001/XMLSchema-instance";

    public static IEnumerable<XElement> All(XElement at, string name) => at.Descendants(BpmnReader.Model + name);

    public static IEnumerable<XElement> All(XElement at, Func<string, bool> named) =>
        at.Descendants().Where(e => e.Name.Namespace == BpmnReader.Model && named(e.Name.LocalName));

    public static IEnumerable<XElement> Children(XElement at, string name) => at.Elements(BpmnReader.Model + name);

    public static XElement? Child(XElement at, string name) => at.Element(BpmnReader.Model + name);

    /// <summary>An attribute without blanks around it; null when it is absent or empty.</summary>
    public static string? Text(XElement at, string attribute) => at.Attribute(attribute)?.Value.Trim() is { Length: > 0 } text ? text : null;

    public static string Words(XElement at) => at.Value.Trim();

    public static string Name(XElement at) => Text(at, "id") ?? Text(at, "name") ?? at.Name.LocalName;

    /// <summary>The element of this file that a reference names, whatever its prefix.</summary>
    public static XElement? Referred(XElement from, string? reference)
    {
        if (string.IsNullOrWhiteSpace(reference)) return null;
        var ids = IdIndex.Of(from.Document!);
        return ids.GetValueOrDefault(reference.Trim()) ?? ids.GetValueOrDefault(Roots.LocalOf(reference.Trim()));
    }

    /// <summary>The type that <c>xsi:type</c> gives an element, without its prefix.</summary>
    public static string? TypeOf(XElement at) => at.Attribute(Instance + "type")?.Value.Trim() is { } type ? Roots.LocalOf(type) : null;

    public static bool IsEventDefinition(XElement at) => at.Name.LocalName.EndsWith("EventDefinition", StringComparison.Ordinal);

    /// <summary>The definitions of an event, its own and those of the file that it refers to, in their order.</summary>
    public static IEnumerable<XElement> DefinitionsOf(XElement at)
    {
        foreach (var child in at.Elements())
        {
            if (IsEventDefinition(child)) yield return child;
            else if (child.Name.LocalName == "eventDefinitionRef" && Referred(at, child.Value) is { } shared) yield return shared;
        }
    }

    public static bool Has(XElement at, string definition) => DefinitionsOf(at).Any(d => d.Name.LocalName == definition);

    public static bool IsActivity(string name) =>
        name is "task" or "userTask" or "manualTask" or "serviceTask" or "businessRuleTask" or "scriptTask" or "sendTask" or "receiveTask" or "callActivity" || IsSubProcess(name);

    public static bool IsSubProcess(string name) => name is "subProcess" or "transaction" or "adHocSubProcess";

    public static bool IsEvent(string name) => name is "startEvent" or "endEvent" or "boundaryEvent" or "intermediateCatchEvent" or "intermediateThrowEvent";

    public static bool IsGateway(string name) => name is "exclusiveGateway" or "inclusiveGateway" or "parallelGateway" or "complexGateway" or "eventBasedGateway";

    /// <summary>What a data element is made of (clause 8.3.10): its item definition, of a reference that of what it refers to.</summary>
    public static XElement? ItemOf(XElement? aware)
    {
        if (aware is null) return null;
        if (Text(aware, "itemSubjectRef") is { } own) return Referred(aware, own);
        var behind = Referred(aware, Text(aware, "dataObjectRef") ?? Text(aware, "dataStoreRef"));
        return behind is null || behind == aware ? null : Text(behind, "itemSubjectRef") is { } item ? Referred(behind, item) : null;
    }

    /// <summary>Two items are the same when they are one definition, or name the same structure.</summary>
    public static bool SameItem(XElement? one, XElement? other) =>
        one is not null && (one == other || (other is not null && Text(one, "structureRef") is { } structure && structure == Text(other, "structureRef")));
}
