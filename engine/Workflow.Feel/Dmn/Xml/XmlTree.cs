using System.Xml;
using System.Xml.Linq;

namespace Workflow.Feel.Dmn;

/// <summary>
/// Loads XML of unknown origin: no document type, nothing fetched, bounded in size and depth, so that a hostile file costs no
/// more than a large honest one. All of DMN's namespaces become those of 1.5.
/// </summary>
internal static class XmlTree
{
    /// <summary>Characters in one file at most.</summary>
    public const int MaxLength = 20_000_000;

    /// <summary>Elements inside each other at most.</summary>
    public const int MaxDepth = 256;

    /// <summary>Elements and attributes in one file at most.</summary>
    public const int MaxNodes = 1_000_000;

    public static XElement? Load(string xml, out DmnFinding? refusal)
    {
        xml = xml.TrimStart('\uFEFF');
        return Load(() => XmlReader.Create(new StringReader(xml), Settings), xml.Length, out refusal);
    }

    /// <summary>The encoding is the one that the file declares.</summary>
    public static XElement? Load(byte[] xml, out DmnFinding? refusal) =>
        Load(() => XmlReader.Create(new MemoryStream(xml, writable: false), Settings), xml.Length, out refusal);

    private static XElement? Load(Func<XmlReader> open, int length, out DmnFinding? refusal)
    {
        refusal = length > MaxLength ? new("xml-too-large", true, null, [$"{MaxLength}"], 0, 0) : null;
        try
        {
            refusal ??= Bounds(open);
            if (refusal is not null) return null;
            using var reader = open();
            var root = XElement.Load(reader, LoadOptions.SetLineInfo);
            Modernise(root);
            return root;
        }
        catch (XmlException failure)
        {
            var isDtd = failure.Message.Contains("DTD", StringComparison.Ordinal);
            refusal = new(isDtd ? "xml-dtd" : "xml-malformed", true, null, isDtd ? [] : [Reason(failure)], Math.Max(1, failure.LineNumber), Math.Max(1, failure.LinePosition));
            return null;
        }
    }

    // The place follows the reason in the finding, so that it is cut off here.
    private static string Reason(XmlException failure)
    {
        var at = failure.Message.LastIndexOf(" Line ", StringComparison.Ordinal);
        return at > 0 ? failure.Message[..at] : failure.Message;
    }

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = MaxLength,
        MaxCharactersFromEntities = 1_000,
        IgnoreComments = true,
        IgnoreWhitespace = true,
        IgnoreProcessingInstructions = true,
    };

    private static DmnFinding? Bounds(Func<XmlReader> open)
    {
        using var reader = open();
        var nodes = 0;
        while (reader.Read())
        {
            if (reader.NodeType != XmlNodeType.Element) continue;
            var place = (IXmlLineInfo)reader;
            if (reader.Depth >= MaxDepth) return new("xml-too-deep", true, null, [$"{MaxDepth}"], place.LineNumber, place.LinePosition);
            if ((nodes += 1 + reader.AttributeCount) > MaxNodes) return new("xml-too-large", true, null, [$"{MaxNodes}"], place.LineNumber, place.LinePosition);
        }
        return null;
    }

    private static void Modernise(XElement root)
    {
        foreach (var element in root.DescendantsAndSelf())
        {
            var current = DmnNames.Current(element.Name.NamespaceName);
            if (current != element.Name.NamespaceName) element.Name = (XNamespace)current + element.Name.LocalName;
            foreach (var attribute in element.Attributes())
            {
                if (attribute.IsNamespaceDeclaration) attribute.Value = DmnNames.Current(attribute.Value);
            }
        }
    }
}
