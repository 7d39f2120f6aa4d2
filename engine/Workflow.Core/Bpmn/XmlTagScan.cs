namespace Workflow.Core.Bpmn;

/// <summary>
/// Counts attributes before the XML reader sees them. The reader keeps all attributes of a tag before it answers, so a tag
/// with a million of them would cost hundreds of megabytes before any limit could speak. This pass keeps nothing. It is
/// a guard, not a parser: what it lets through, the reader still judges.
/// </summary>
internal static class XmlTagScan
{
    public static XmlRefusal? Check(ReadOnlySpan<byte> bytes)
    {
        var (width, low) = UnitsOf(bytes);
        var units = new Units(bytes, width, low);
        for (var i = 0; i < units.Count; i++)
        {
            if (units[i] != '<') continue;
            i = units.Starts(i, "<!--") ? units.After(i + 4, "-->")
                : units.Starts(i, "<![CDATA[") ? units.After(i + 9, "]]>")
                : units.Starts(i, "<?") ? units.After(i + 2, "?>")
                : units.EndOfTag(i + 1, out var attributes) is var end && attributes <= XmlDoor.MaxAttributes ? end
                : -1;
            if (i < 0) return new("xml-too-many-attributes", 0, 0, $"more than {XmlDoor.MaxAttributes} attributes on one element");
        }
        return null;
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
