using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Workflow.Core.Bpmn;

/// <summary>Why bytes were not taken as XML.</summary>
/// <param name="Code">stable: xml-empty, xml-too-large, xml-doctype, xml-malformed, xml-encoding, xml-too-deep,
/// xml-too-many-attributes, xml-too-many-nodes</param>
/// <param name="Line">from 1; 0 when the place is not known</param>
/// <param name="Column">from 1; 0 when the place is not known</param>
public sealed record XmlRefusal(string Code, int Line, int Column, string Message);

/// <summary>
/// The only way in for XML: bytes become a document with line numbers, or a refusal; no input makes it throw.
/// Document type declarations are refused, so no entity can expand and nothing outside the bytes is ever read.
/// Encodings follow XML's own rules (byte order mark, then declaration, else UTF-8), GB 18030 included.
/// </summary>
public static class XmlDoor
{
    public const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>Nested elements; also bounds every recursion over the document.</summary>
    public const int MaxDepth = 256;

    public const int MaxAttributes = 256;

    /// <summary>Elements, attributes, texts, comments and instructions together.</summary>
    public const int MaxNodes = 120_000;

    // Code pages are looked up by the reader itself, so the provider has to be known to the process.
    static XmlDoor() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public static bool TryRead(
        ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out XDocument? document, [NotNullWhen(false)] out XmlRefusal? refusal) =>
        TryRead(bytes, out document, out _, out refusal);

    /// <param name="taken">the bytes as they were read, which <see cref="Open"/> takes again: a declaration of XML 1.x says 1.0</param>
    internal static bool TryRead(
        ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out XDocument? document, out ReadOnlyMemory<byte> taken, [NotNullWhen(false)] out XmlRefusal? refusal)
    {
        document = null;
        taken = bytes;
        var minorVersion = -1;
        refusal = bytes.Length switch
        {
            0 => new("xml-empty", 1, 1, "there is no content"),
            > MaxBytes => new("xml-too-large", 0, 0, $"more than {MaxBytes} bytes"),
            _ => XmlTagScan.Check(bytes.Span, out minorVersion),
        };
        if (refusal is not null) return false;
        if (minorVersion >= 0)
        {
            var copy = bytes.ToArray();
            copy[minorVersion] = (byte)'0';
            taken = copy;
        }

        var (line, column) = (0, 0);
        try
        {
            // Read twice: the limits must hold before anything is built, and reading builds nothing.
            using (var reader = Open(taken)) refusal = Measure(reader, ref line, ref column);
            if (refusal is not null) return false;
            using (var reader = Open(taken)) document = XDocument.Load(reader, LoadOptions.SetLineInfo | LoadOptions.PreserveWhitespace);
            return true;
        }
        catch (XmlException e)
        {
            // The reader tells no place for some faults; they stand behind the last thing read.
            refusal = e.LineNumber > 0 ? new(CodeOf(e), e.LineNumber, Math.Max(e.LinePosition, 1), e.Message)
                : new(CodeOf(e), Math.Max(line, 1), Math.Max(column, 1), CodeOf(e) == "xml-doctype" ? "a document type declaration is not allowed" : e.Message);
            return false;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException or InvalidOperationException)
        {
            // A decoder that meets bytes outside its encoding answers with one of these; these stand behind the last thing read, too.
            refusal = new("xml-encoding", Math.Max(line, 1), Math.Max(column, 1), e.Message);
            return false;
        }
    }

    /// <summary>A text as bytes for this door. It has been decoded already, so an encoding that its declaration names is no longer true and is left out.</summary>
    public static byte[] BytesOf(string text)
    {
        var end = text.StartsWith("<?xml ", StringComparison.Ordinal) ? text.IndexOf("?>", StringComparison.Ordinal) : -1;
        var from = end < 0 ? -1 : text.IndexOf(" encoding", 0, end, StringComparison.Ordinal);
        var open = from < 0 ? -1 : text.AsSpan(from, end - from).IndexOfAny('"', '\'');
        var close = open < 0 ? -1 : text.IndexOf(text[from + open], from + open + 1);
        return Encoding.UTF8.GetBytes(close > 0 && close < end ? text.Remove(from, close + 1 - from) : text);
    }

    /// <summary>A reader over bytes that came through <see cref="TryRead(ReadOnlyMemory{byte}, out XDocument?, out ReadOnlyMemory{byte}, out XmlRefusal?)"/>.</summary>
    internal static XmlReader Open(ReadOnlyMemory<byte> bytes) => XmlReader.Create(
        System.Runtime.InteropServices.MemoryMarshal.TryGetArray(bytes, out var array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
            : new MemoryStream(bytes.ToArray(), writable: false),
        new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            CheckCharacters = true,
            ConformanceLevel = ConformanceLevel.Document,
            MaxCharactersFromEntities = 1024,
            CloseInput = true,
        });

    private static XmlRefusal? Measure(XmlReader reader, ref int line, ref int column)
    {
        var place = (IXmlLineInfo)reader;
        long nodes = 0;
        while (reader.Read())
        {
            (line, column) = (place.LineNumber, place.LinePosition);
            nodes += reader.NodeType == XmlNodeType.EndElement ? 0 : 1 + reader.AttributeCount;
            var broken = reader switch
            {
                { Depth: > MaxDepth } => ("xml-too-deep", $"more than {MaxDepth} nested elements"),
                { AttributeCount: > MaxAttributes } => ("xml-too-many-attributes", $"more than {MaxAttributes} attributes on one element"),
                _ when nodes > MaxNodes => ("xml-too-many-nodes", $"more than {MaxNodes} nodes"),
                _ => default((string, string)?),
            };
            if (broken is var (code, message)) return new(code, line, column, message);
        }
        return null;
    }

    // The scan finds a DOCTYPE first, except in encodings that hide ASCII; the reader tells it by its text only.
    private static string CodeOf(XmlException e) =>
        e.Message.Contains("DTD", StringComparison.Ordinal) ? "xml-doctype"
        : e.Message.Contains("encoding", StringComparison.OrdinalIgnoreCase) ? "xml-encoding"
        : "xml-malformed";
}
