using System.Xml.Linq;

namespace Workflow.Feel.Dmn;

/// <summary>What all elements have in common, written.</summary>
internal static class ElementWriter
{
    public static XElement Start(string name, DmnElement element, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        var made = new XElement(DmnNames.Model + name);
        if (element.Id is { } id) made.SetAttributeValue("id", id);
        foreach (var (attribute, value) in attributes)
        {
            if (value is not null) made.SetAttributeValue(attribute, value);
        }
        if (element.Label is { } label) made.SetAttributeValue("label", label);
        foreach (var foreign in element.Extras.Attributes) made.SetAttributeValue((XNamespace)foreign.Namespace + foreign.Name, foreign.Value);

        made.With(Leaf("description", element.Description));
        if (element.Extras.Extensions is { } extensions) made.Add(new XElement(DmnNames.Model + "extensionElements", extensions.Select(XElement.Parse)));
        made.Add(element.Extras.Foreign.Select(XElement.Parse));
        return made;
    }

    public static XElement? Leaf(string name, string? text) => text is null ? null : new XElement(DmnNames.Model + name, text);

    public static XElement With(this XElement element, object? content)
    {
        element.Add(content);
        return element;
    }
}
