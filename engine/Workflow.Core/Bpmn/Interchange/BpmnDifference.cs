using System.Xml;

namespace Workflow.Core.Bpmn.Interchange;

/// <summary>The first place at which two documents differ.</summary>
/// <param name="Line">in the first document, from 1</param>
/// <param name="OtherLine">in the second document, from 1</param>
/// <param name="Here">what the first document holds there; empty when it has ended</param>
/// <param name="There">what the second document holds there; empty when it has ended</param>
public sealed record BpmnDifference(int Line, int OtherLine, string Here, string There)
{
    private const int LongestExcerpt = 120;

    internal static BpmnDifference? First(ReadOnlyMemory<byte> first, ReadOnlyMemory<byte> second)
    {
        using var here = XmlDoor.Open(first);
        using var there = XmlDoor.Open(second);
        while (true)
        {
            var (more, otherMore) = (Next(here), Next(there));
            if (!more && !otherMore) return null;
            if (more != otherMore || !Same(here, there)) return Here(more, otherMore);
            if (here.NodeType != XmlNodeType.Element || here.IsEmptyElement == there.IsEmptyElement) continue;
            // <a/> and <a></a> say the same, and only the second has an end tag that the reader tells.
            if (here.IsEmptyElement ? !Ends(there) : !Ends(here)) return Here(true, true);
        }

        BpmnDifference Here(bool more, bool otherMore)
        {
            var (one, other) = (more ? Words(here) : "", otherMore ? Words(there) : "");
            var from = Math.Max(0, one.AsSpan().CommonPrefixLength(other) - LongestExcerpt / 2);
            return new(LineOf(here), LineOf(there), Excerpt(one, from), Excerpt(other, from));
        }
    }

    private static bool Ends(XmlReader reader) => reader.Read() && reader.NodeType == XmlNodeType.EndElement;

    private static bool Next(XmlReader reader)
    {
        while (reader.Read())
        {
            if (reader.NodeType == XmlNodeType.XmlDeclaration || (reader.NodeType == XmlNodeType.Whitespace && reader.Depth == 0)) continue;
            return true;
        }
        return false;
    }

    private static bool Same(XmlReader here, XmlReader there)
    {
        if (Kind(here) != Kind(there) || here.Prefix != there.Prefix || here.LocalName != there.LocalName || here.NamespaceURI != there.NamespaceURI) return false;
        if (here.NodeType != XmlNodeType.Element) return here.Value == there.Value;
        if (here.AttributeCount != there.AttributeCount) return false;
        while (here.MoveToNextAttribute())
        {
            if (there.GetAttribute(here.LocalName, here.NamespaceURI) == here.Value) continue;
            here.MoveToElement();
            return false;
        }
        here.MoveToElement();
        return true;
    }

    /// <summary>White space between elements is text that this reader names apart.</summary>
    private static XmlNodeType Kind(XmlReader reader) => reader.NodeType is XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace ? XmlNodeType.Text : reader.NodeType;

    private static int LineOf(XmlReader reader) => ((IXmlLineInfo)reader).LineNumber;

    /// <summary>Of long texts, the part in which they part.</summary>
    private static string Excerpt(string words, int from)
    {
        var end = Math.Min(words.Length, from + LongestExcerpt);
        return (from > 0 ? "…" : "") + words[from..end] + (end < words.Length ? "…" : "");
    }

    private static string Words(XmlReader reader) => reader.NodeType switch
    {
        XmlNodeType.Element => $"<{reader.Name}{string.Concat(Attributes(reader))}>",
        XmlNodeType.EndElement => $"</{reader.Name}>",
        XmlNodeType.Comment => $"<!--{reader.Value}-->",
        XmlNodeType.CDATA => $"<![CDATA[{reader.Value}]]>",
        XmlNodeType.ProcessingInstruction => $"<?{reader.Name} {reader.Value}?>",
        _ => $"\"{reader.Value}\"",
    };

    private static IEnumerable<string> Attributes(XmlReader reader)
    {
        for (var found = reader.MoveToFirstAttribute(); found; found = reader.MoveToNextAttribute()) yield return $" {reader.Name}=\"{reader.Value}\"";
        reader.MoveToElement();
    }
}
