using System.Runtime.CompilerServices;
using System.Xml.Linq;

namespace Workflow.Core.Bpmn;

/// <summary>The elements of a document by their ids; of two with the same id, the first. Made once a document and forgotten with it.</summary>
internal static class IdIndex
{
    private static readonly ConditionalWeakTable<XDocument, Dictionary<string, XElement>> Known = [];

    public static Dictionary<string, XElement> Of(XDocument document) => Known.GetValue(document, static all =>
    {
        var byId = new Dictionary<string, XElement>(StringComparer.Ordinal);
        foreach (var element in all.Descendants())
            if (element.Attribute("id")?.Value is { Length: > 0 } id) byId.TryAdd(id, element);
        return byId;
    });
}
