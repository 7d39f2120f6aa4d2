using System.Xml.Linq;

namespace Workflow.Core.Bpmn;

/// <summary>
/// The standard's way to tell conversations apart (BPMN 2.0, clause 8.4.2): a correlation property is retrieved from a message by its
/// message path, and bound to the process's data by a correlation subscription. Both are FEEL here.
/// </summary>
internal static class CorrelationXml
{
    /// <summary>The key's expression for a message at an element: of what waits, over the process's data; of what throws, over the message. Null when the model says nothing.</summary>
    public static string? KeyOf(Reading reading, XElement at, XElement message)
    {
        var id = message.Attribute("id")?.Value;
        var properties = at.Document!.Root!.Elements(BpmnReader.Model + "correlationProperty").Where(property => Retrieval(property, id) is not null).ToList();
        if (properties.Count == 0) return null;
        var isThrow = at.Name.LocalName is "intermediateThrowEvent" or "endEvent" or "sendTask";
        var parts = properties.ConvertAll(property => (isThrow ? Retrieval(property, id) : Bound(reading, at, property)) ?? "");
        if (parts.Exists(part => part.Length == 0)) return null;
        // Several properties make one key; FEEL joins them with a sign that is not in them by itself.
        return parts.Count == 1 ? parts[0] : $"string join([{string.Join(", ", parts.Select(part => $"string({part})"))}], \"|\")";
    }

    private static string? Retrieval(XElement property, string? message) =>
        property.Elements(BpmnReader.Model + "correlationPropertyRetrievalExpression")
            .FirstOrDefault(e => e.Attribute("messageRef")?.Value is { } name && Roots.LocalOf(name) == message)
            ?.Element(BpmnReader.Model + "messagePath")?.Value.Trim().TrimStart('=');

    private static string? Bound(Reading reading, XElement at, XElement property)
    {
        var id = property.Attribute("id")?.Value;
        return at.Ancestors(BpmnReader.Model + "process").Elements(BpmnReader.Model + "correlationSubscription")
            .Elements(BpmnReader.Model + "correlationPropertyBinding")
            .FirstOrDefault(e => e.Attribute("correlationPropertyRef")?.Value is { } name && reading.Roots.Find(name)?.Attribute("id")?.Value == id)
            ?.Element(BpmnReader.Model + "dataPath")?.Value.Trim().TrimStart('=');
    }
}
