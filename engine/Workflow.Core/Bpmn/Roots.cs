using System.Xml.Linq;

namespace Workflow.Core.Bpmn;

/// <summary>What a file declares beside its processes and other elements refer to: messages, signals, errors, escalations, event definitions.</summary>
internal sealed class Roots(Reading reading, XElement definitions)
{
    private readonly Dictionary<string, XElement> byId = definitions.Elements()
        .Where(e => e.Attribute("id") is not null).DistinctBy(e => e.Attribute("id")!.Value, StringComparer.Ordinal).ToDictionary(e => e.Attribute("id")!.Value, StringComparer.Ordinal);

    /// <summary>The root element that a QName names; its prefix is the target namespace's and says nothing here.</summary>
    public XElement? Find(string qname)
    {
        qname = qname.Trim();
        return byId.GetValueOrDefault(qname) ?? byId.GetValueOrDefault(LocalOf(qname));
    }

    public static string LocalOf(string qname) => qname[(qname.LastIndexOf(':') + 1)..];

    /// <summary>The root element of a kind that an attribute names. False when it names something that is not there, which is refused; true with null when the attribute is absent.</summary>
    public bool TryFollow(XElement at, string attribute, string kind, out XElement? found)
    {
        found = null;
        if (at.Attribute(attribute)?.Value.Trim() is not { Length: > 0 } name) return true;
        found = Find(name);
        if (found?.Name == BpmnReader.Model + kind) return true;
        reading.Refuse("dangling-reference", at, $"{attribute} 指向“{name}”，而文件中没有此 {kind}", $"{attribute} names '{name}', which is no {kind} of this file");
        found = null;
        return false;
    }

    /// <summary>What a message or signal is known by: its name, else its id.</summary>
    public static string NameOf(XElement root) => Reading.NameOf(root) ?? root.Attribute("id")!.Value;
}
