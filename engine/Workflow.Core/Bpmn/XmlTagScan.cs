namespace Workflow.Core.Bpmn;

/// <summary>
/// Looks at the bytes before the XML reader does, and keeps nothing. It is a guard, not a parser: what it lets through, the
/// reader still judges. The reader keeps all attributes of a tag before it answers, so a tag with a million of them
/// would cost hundreds of megabytes before any limit could speak; and it is lax about two things in the XML declaration.
/// </summary>
internal static class XmlTagScan
{
    private const int LongestDeclaration = 256;

    /// <param name="minorVersion">place of the byte that says x in version 1.x, when x is not 0; else −1</param>
    public static XmlRefusal? Check(ReadOnlySpan<byte> bytes, out int minorVersion)
    {
        var (width, low) = UnitsOf(bytes);
        var units = new Units(bytes, width, low);
        if (CheckDeclaration(bytes, units, out minorVersion) is { } refusal) return refusal;
        for (var i = 0; i < units.Count; i++)
        {
            if (units[i] != '<') continue;
            if (units.Starts(i, "<!DOCTYPE")) return units.RefusalAt(i, "xml-doctype", "a document type declaration is not allowed");
            var tag = i;
            i = units.Starts(i, "<!--") ? units.After(i + 4, "-->")
                : units.Starts(i, "<![CDATA[") ? units.After(i + 9, "]]>")
                : units.Starts(i, "<?") ? units.After(i + 2, "?>")
                : units.EndOfTag(i + 1, out var attributes) is var end && attributes <= XmlDoor.MaxAttributes ? end
                : -1;
            if (i < 0) return units.RefusalAt(tag, "xml-too-many-attributes", $"more than {XmlDoor.MaxAttributes} attributes on one element");
        }
        return null;
    }

    /// <summary>
    /// The version must be 1.x with one digit (the reader takes "1.0^" too), and a UTF-8 mark must not stand before another
    /// encoding. The fifth edition of XML 1.0 reads 1.x as 1.0, the reader refuses it: the caller puts a 0 in its place.
    /// </summary>
    private static XmlRefusal? CheckDeclaration(ReadOnlySpan<byte> bytes, Units units, out int minorVersion)
    {
        minorVersion = -1;
        var hasUtf8Mark = bytes.StartsWith(Utf8Mark);
        var start = hasUtf8Mark ? Utf8Mark.Length : units.Count > 0 && units[0] != '<' ? 1 : 0;
        if (!units.Starts(start, "<?xml ")) return null;
        var length = Math.Min(units.After(start, "?>"), start + LongestDeclaration) - start;
        var text = new char[length];
        for (var i = 0; i < length; i++) text[i] = units[start + i];
        var declaration = new string(text);

        if (Value(declaration, "version", out var at) is { } version)
        {
            if (version is not ['1', '.', >= '0' and <= '9']) return new("xml-malformed", 1, at + 1, "the XML version is not 1.x");
            if (version[2] != '0') minorVersion = units.ByteOf(start + at + 2);
        }
        return hasUtf8Mark && Value(declaration, "encoding", out at) is { } encoding && !encoding.Equals("utf-8", StringComparison.OrdinalIgnoreCase)
            ? new("xml-encoding", 1, at + 1, "a UTF-8 byte order mark stands before another encoding") : null;
    }

    private static ReadOnlySpan<byte> Utf8Mark => [0xEF, 0xBB, 0xBF];

    /// <summary>What stands in quotes behind a name of the declaration; null when the name or the quotes are not there.</summary>
    private static string? Value(string declaration, string name, out int at)
    {
        at = declaration.IndexOf(name, StringComparison.Ordinal);
        if (at < 0) return null;
        var open = declaration.AsSpan(at).IndexOfAny('"', '\'');
        if (open < 0) return null;
        at += open + 1;
        var close = declaration.IndexOf(declaration[at - 1], at);
        return close < 0 ? null : declaration[at..close];
    }

    /// <summary>Bytes a character and which of them is the low one: UTF-16 and UTF-32 by their marks or first '&lt;', else one byte.</summary>
    private static (int Width, int Low) UnitsOf(ReadOnlySpan<byte> b) => b switch
    {
        [0xFF, 0xFE, 0, 0, ..] or [(byte)'<', 0, 0, 0, ..] => (4, 0),
        [0, 0, 0xFE, 0xFF, ..] or [0, 0, 0, (byte)'<', ..] => (4, 3),
        [0xFF, 0xFE, ..] or [(byte)'<', 0, ..] => (2, 0),
        [0xFE, 0xFF, ..] or [0, (byte)'<', ..] => (2, 1),
        _ => (1, 0),
    };

    private readonly ref struct Units(ReadOnlySpan<byte> bytes, int width, int low)
    {
        private readonly ReadOnlySpan<byte> _bytes = bytes;

        public int Count => _bytes.Length / width;

        /// <summary>The character at a place, or 0 for anything beyond ASCII.</summary>
        public char this[int i]
        {
            get
            {
                if (width == 1) return (char)_bytes[i];
                var unit = _bytes.Slice(i * width, width);
                for (var k = 0; k < width; k++)
                    if (k != low && unit[k] != 0) return '\0';
                return (char)unit[low];
            }
        }

        public XmlRefusal RefusalAt(int at, string code, string message)
        {
            var (line, column) = (1, 1);
            for (var i = 0; i < at; i++) (line, column) = this[i] == '\n' ? (line + 1, 1) : (line, column + 1);
            return new(code, line, column, message);
        }

        /// <summary>Place of the byte that carries an ASCII character.</summary>
        public int ByteOf(int i) => i * width + low;

        public bool Starts(int at, string text)
        {
            if (at + text.Length > Count) return false;
            for (var k = 0; k < text.Length; k++)
                if (this[at + k] != text[k]) return false;
            return true;
        }

        /// <summary>Place of the last character of the next <paramref name="text"/>, or the end.</summary>
        public int After(int from, string text)
        {
            for (var i = from; i < Count; i++)
                if (this[i] == text[0] && Starts(i, text)) return i + text.Length - 1;
            return Count;
        }

        public int EndOfTag(int from, out int attributes)
        {
            attributes = 0;
            var quote = '\0';
            for (var i = from; i < Count; i++)
            {
                var c = this[i];
                if (quote != '\0') { if (c == quote) quote = '\0'; }
                else if (c is '"' or '\'') quote = c;
                else if (c == '>') return i;
                else if (c == '=' && ++attributes > XmlDoor.MaxAttributes) return i;
            }
            return Count;
        }
    }
}
