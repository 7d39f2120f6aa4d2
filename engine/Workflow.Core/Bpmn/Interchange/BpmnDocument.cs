using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;
using System.Xml;
using System.Xml.Linq;

namespace Workflow.Core.Bpmn.Interchange;

/// <summary>Why a file is no BPMN document, and where.</summary>
/// <param name="Code">a code of <see cref="XmlRefusal"/>, or not-bpmn</param>
/// <param name="Line">from 1; 0 when the whole file is meant</param>
/// <param name="Column">from 1; 0 when the whole file is meant</param>
/// <param name="Zh">the sentence in Chinese, which names the place</param>
/// <param name="En">the same in English</param>
public sealed record BpmnRefusal(string Code, int Line, int Column, string Zh, string En);

/// <summary>
/// A BPMN 2.0 file as a tool wrote it, drawn or executable: all that stands in it is kept, also what this engine has no use for.
/// Reading takes every encoding and the limits of <see cref="XmlDoor"/>; writing gives UTF-8. What is written and read again is equal.
/// It says what the file holds; whether it can be run is for <see cref="BpmnReader"/> to say.
/// </summary>
public sealed class BpmnDocument
{
    private static readonly UTF8Encoding Unmarked = new(encoderShouldEmitUTF8Identifier: false);

    private readonly ReadOnlyMemory<byte> bytes;
    private readonly XDocument xml;

    private BpmnDocument(ReadOnlyMemory<byte> bytes, XDocument xml) => (this.bytes, this.xml, Facts) = (bytes, xml, BpmnFacts.Of(xml));

    public BpmnFacts Facts { get; }

    /// <summary>Never throws for any bytes.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out BpmnDocument? document, [NotNullWhen(false)] out BpmnRefusal? refusal)
    {
        document = null;
        if (!XmlDoor.TryRead(bytes, out var xml, out var taken, out var broken))
        {
            var place = broken.Line > 0 ? $" (line {broken.Line}, column {broken.Column})" : "";
            refusal = new(broken.Code, broken.Line, broken.Column, XmlTexts.Zh(broken), WithoutPlace(XmlTexts.En(broken)) + place);
            return false;
        }
        refusal = ForeignRoot.Refuse(xml.Root!);
        if (refusal is not null) return false;
        document = new(taken, xml);
        return true;
    }

    /// <summary>
    /// The document as UTF-8 without a mark, declared as XML 1.0. Prefixes, the order of attributes, white space, comments,
    /// instructions and CDATA sections stay; how a tag is spaced, which quotes are used and how a character is escaped do not.
    /// </summary>
    public byte[] Write()
    {
        var stream = new MemoryStream(bytes.Length + 64);
        var settings = new XmlWriterSettings
        {
            Encoding = Unmarked,
            // A line end in an attribute, and a carriage return anywhere, would be read as something else unless it is escaped.
            NewLineHandling = NewLineHandling.Entitize,
            OmitXmlDeclaration = true,
        };
        using (var reader = XmlDoor.Open(bytes))
        {
            reader.Read();
            var standalone = reader.NodeType == XmlNodeType.XmlDeclaration ? reader.GetAttribute("standalone") : null;
            stream.Write(Unmarked.GetBytes($"<?xml version=\"1.0\" encoding=\"UTF-8\"{(standalone is null ? "" : $" standalone=\"{standalone}\"")}?>\n"));
            using var writer = XmlWriter.Create(stream, settings);
            Skip(reader);
            while (!reader.EOF) writer.WriteNode(reader, defattr: false);
        }
        return stream.ToArray();
    }

    /// <summary>The file's own text to the letter where it is UTF-8 already; otherwise <see cref="Write"/>, as its declaration would lie about the text.</summary>
    public string Text()
    {
        var isUtf8 = Utf8.IsValid(bytes.Span) && !bytes.Span.Contains((byte)0) && (xml.Declaration?.Encoding ?? "utf-8").Equals("utf-8", StringComparison.OrdinalIgnoreCase);
        return Unmarked.GetString(isUtf8 ? bytes.Span : Write()).TrimStart('\uFEFF');
    }

    /// <summary>The line of the first element of the model with that id, from 1; null when there is none.</summary>
    public int? LineOf(string id) => xml.Root!.DescendantsAndSelf().FirstOrDefault(e => e.Name.Namespace == BpmnReader.Model && e.Attribute("id")?.Value == id) is { } element ? Reading.LineOf(element) : null;

    /// <summary>
    /// Two documents are equal when they hold the same nodes in the same order: elements with their prefixes and expanded names,
    /// the same attributes with the same values, namespace declarations among them, in any order; the same text, white space included,
    /// in CDATA or not; the same comments and instructions, also outside the root. White space outside the root, the declaration and the encoding do not count.
    /// </summary>
    /// <returns>null when they are equal, else what differs first</returns>
    public BpmnDifference? FirstDifferenceTo(BpmnDocument other) => BpmnDifference.First(bytes, other.bytes);

    /// <summary>Past the declaration and the white space behind it: the new declaration brings both along.</summary>
    private static void Skip(XmlReader reader)
    {
        while (reader.NodeType is XmlNodeType.XmlDeclaration or XmlNodeType.Whitespace) reader.Read();
    }

    /// <summary>The XML reader ends its own sentences with the place.</summary>
    private static string WithoutPlace(string sentence) =>
        sentence.LastIndexOf(" Line ", StringComparison.Ordinal) is > 0 and var at && sentence.EndsWith('.') ? sentence[..at].TrimEnd('.') : sentence;
}
