using System.Collections.Immutable;
using System.Xml;
using System.Xml.Linq;

namespace Workflow.Feel.Dmn;

/// <summary>Reads elements one by one: what all of them have in common, and what is wrong with them.</summary>
internal sealed class XmlCursor
{
    private readonly ImmutableArray<DmnFinding>.Builder findings = ImmutableArray.CreateBuilder<DmnFinding>();
    private readonly Dictionary<string, DmnElement> ids = new(StringComparer.Ordinal);

    public ImmutableArray<DmnFinding> Findings => findings.ToImmutable();

    public void Note(string code, bool isError, XElement at, params ReadOnlySpan<string> arguments)
    {
        var place = PlaceOf(at);
        findings.Add(new(code, isError, (string?)at.Attribute("id") ?? (string?)at.Attribute("name"), [.. arguments], place.Line, place.Column));
    }

    /// <summary>An attribute that the standard requires; empty, and noted, when it is not there.</summary>
    public string Required(XElement element, string attribute)
    {
        if ((string?)element.Attribute(attribute) is { } value) return value;
        Note("attribute-missing", true, element, element.Name.LocalName, attribute);
        return "";
    }

    public static string? Text(XElement element, string child) => (string?)element.Element(DmnNames.Model + child);

    public static string? Attribute(XElement element, string name) => (string?)element.Attribute(name);

    public bool Flag(XElement element, string name)
    {
        var value = Attribute(element, name)?.Trim();
        if (value is null or "false" or "0") return false;
        if (value is not ("true" or "1")) Note("value-unknown", true, element, name, value);
        return true;
    }

    /// <summary>Children of that name in DMN's namespace, each read.</summary>
    public static ImmutableArray<T> Many<T>(XElement element, string child, Func<XElement, T> read)
    {
        var list = ImmutableArray.CreateBuilder<T>();
        foreach (var one in element.Elements(DmnNames.Model + child)) list.Add(read(one));
        return list.DrainToImmutable();
    }

    /// <summary>The only child of that name; a second one is noted.</summary>
    public T? One<T>(XElement element, string child, Func<XElement, T> read) where T : class
    {
        T? found = null;
        foreach (var one in element.Elements(DmnNames.Model + child))
        {
            if (found is not null) Note("element-twice", true, one, child, element.Name.LocalName);
            found = read(one);
        }
        return found;
    }

    /// <summary>Adds what every element has, and keeps what nobody knows.</summary>
    /// <param name="attributes">those of DMN that the caller has read</param>
    /// <param name="children">those of DMN that the caller has read</param>
    public T Filled<T>(XElement element, T made, ReadOnlySpan<string> attributes, ReadOnlySpan<string> children) where T : DmnElement
    {
        var id = Attribute(element, "id");
        // References lead to elements of the graph alone: elsewhere a second one of the same id does no harm.
        if (id is not null && !ids.TryAdd(id, made)) Note("id-duplicate", made is DrgElement || ids[id] is DrgElement, element, id);
        var filled = (DmnElement)made with
        {
            Id = id,
            Label = Attribute(element, "label"),
            Description = Text(element, "description"),
            Extras = Extras(element, attributes, children),
            Place = PlaceOf(element),
        };
        return (T)filled;
    }

    public static string Raw(XElement element) => element.ToString(SaveOptions.DisableFormatting);

    private DmnExtras Extras(XElement element, ReadOnlySpan<string> attributes, ReadOnlySpan<string> children)
    {
        List<ForeignAttribute>? strange = null;
        foreach (var attribute in element.Attributes())
        {
            if (attribute.IsNamespaceDeclaration || attribute.Name.NamespaceName.Length == 0 && IsKnown(attribute.Name.LocalName, attributes)) continue;
            (strange ??= []).Add(new(attribute.Name.NamespaceName, attribute.Name.LocalName, attribute.Value));
        }
        List<string>? extensions = null, foreign = null;
        foreach (var child in element.Elements())
        {
            var isOwn = child.Name.Namespace == DmnNames.Model;
            if (isOwn && child.Name.LocalName == "extensionElements") extensions = [.. child.Elements().Select(Raw)];
            else if (!isOwn) (foreign ??= []).Add(Raw(child));
            else if (child.Name.LocalName != "description" && !children.Contains(child.Name.LocalName))
            {
                Note("element-unknown", false, child, child.Name.LocalName, element.Name.LocalName);
                (foreign ??= []).Add(Raw(child));
            }
        }
        if (strange is null && extensions is null && foreign is null) return DmnExtras.None;
        return new([.. strange ?? []], extensions is null ? null : [.. extensions], [.. foreign ?? []]);
    }

    private static bool IsKnown(string name, ReadOnlySpan<string> attributes) => name is "id" or "label" || attributes.Contains(name);

    private static DmnPlace PlaceOf(XElement element)
    {
        var info = (IXmlLineInfo)element;
        return info.HasLineInfo() ? new(info.LineNumber, Math.Max(1, info.LinePosition - 1)) : default;
    }
}
