using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Workflow.Server.Http;

/// <summary>Something in accepted JSON that the event log cannot keep unchanged.</summary>
/// <param name="Code">stable: json-nul, json-surrogate, json-duplicate-member, json-number-range, json-number-precision</param>
/// <param name="Path">the field, as in <c>$.answers.floorArea</c> or <c>$.materials[2]['file id']</c></param>
public sealed record JsonFault(string Code, string Path, string Message);

/// <summary>
/// The second check. PostgreSQL's jsonb takes neither NUL nor half a surrogate pair, keeps one of two members of the same
/// name, and rewrites numbers; an event must come back as it was hashed, so such values stop here and name their field.
/// </summary>
public static class JsonCheck
{
    /// <summary>A message with more faults than this helps nobody.</summary>
    public const int MaxFaults = 20;

    /// <summary>The largest integer that every reader of JSON keeps: 2^53 − 1.</summary>
    public const long MaxInteger = (1L << 53) - 1;

    /// <summary>Digits of a number with a fraction, leading and trailing zeros aside.</summary>
    public const int MaxDigits = 28;

    /// <param name="accepted">bytes that <see cref="JsonDoor.TryRead"/> took</param>
    /// <returns>the first faults in the order of the text; empty when there is none</returns>
    public static IReadOnlyList<JsonFault> Faults(ReadOnlySpan<byte> accepted)
    {
        var faults = new List<JsonFault>();
        var place = new Place();
        var reader = JsonDoor.ReaderOf(accepted);
        while (faults.Count < MaxFaults && reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    var known = TextFault(ref reader);
                    // A name with half a pair has no text; its raw form still tells two members apart.
                    var name = known is "json-surrogate" ? Encoding.UTF8.GetString(reader.ValueSpan) : reader.GetString()!;
                    var isNew = place.Enter(name);
                    if ((known ?? (isNew ? null : "json-duplicate-member")) is { } code) faults.Add(new(code, place.ToString(), MessageOf(code)));
                    continue;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    place.Close();
                    continue;
            }
            place.Value();
            var fault = reader.TokenType switch
            {
                JsonTokenType.String => TextFault(ref reader),
                JsonTokenType.Number => NumberFault(reader.ValueSpan),
                _ => null,
            };
            if (fault is not null) faults.Add(new(fault, place.ToString(), MessageOf(fault)));
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray) place.Open(reader.TokenType == JsonTokenType.StartArray);
        }
        return faults;
    }

    /// <summary>How a member's name is written in a path: <c>.floorArea</c> or <c>['file id']</c>.</summary>
    public static string PathOf(string name)
    {
        var text = new StringBuilder();
        Place.AppendName(text, name);
        return text.ToString();
    }

    /// <summary>Only escapes can hide a NUL or half a pair: raw ones were refused as malformed or as not UTF-8.</summary>
    private static string? TextFault(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped) return null;
        var raw = reader.ValueSpan;
        string? fault = null;
        for (var i = raw.IndexOf((byte)'\\'); i >= 0 && i < raw.Length; )
        {
            if (raw[i] != '\\') { var next = raw[i..].IndexOf((byte)'\\'); if (next < 0) break; i += next; continue; }
            if (raw[i + 1] != 'u') { i += 2; continue; }
            var unit = UnitAt(raw, i);
            if (char.IsHighSurrogate((char)unit) && UnitAt(raw, i + 6) is >= 0 and var low && char.IsLowSurrogate((char)low)) { i += 12; continue; }
            if (char.IsSurrogate((char)unit)) return "json-surrogate";
            if (unit == 0) fault = "json-nul";
            i += 6;
        }
        return fault;
    }

    /// <summary>The UTF-16 unit escaped at a place, or −1 when none stands there.</summary>
    private static int UnitAt(ReadOnlySpan<byte> raw, int at) =>
        raw.Length >= at + 6 && raw[at] == '\\' && raw[at + 1] == 'u'
        && Utf8Parser.TryParse(raw.Slice(at + 2, 4), out ushort unit, out var used, 'x') && used == 4 ? unit : -1;

    private static string? NumberFault(ReadOnlySpan<byte> raw)
    {
        var digits = raw[0] == '-' ? raw[1..] : raw;
        var e = digits.IndexOfAny((byte)'e', (byte)'E');
        var mantissa = e < 0 ? digits : digits[..e];
        // An exponent that no int holds has no sensible value on either side.
        var exponent = 0;
        if (e >= 0 && (digits.Length - e > 8 || !int.TryParse(digits[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent)))
            return mantissa.IndexOfAnyExcept((byte)'0', (byte)'.') < 0 ? null : "json-number-range";

        var point = mantissa.IndexOf((byte)'.');
        var whole = point < 0 ? mantissa : mantissa[..point];
        var fraction = point < 0 ? default : mantissa[(point + 1)..].TrimEnd((byte)'0');
        var first = mantissa.IndexOfAnyExcept((byte)'0', (byte)'.');
        if (first < 0) return null;
        // Where the first digit that counts stands: 1 for units, 2 for tens, 0 for tenths.
        var magnitude = exponent + (first < whole.Length ? whole.Length - first : whole.Length - first + 1);
        if (magnitude > 16) return "json-number-range";
        var last = fraction.IsEmpty ? whole.TrimEnd((byte)'0').Length - whole.Length : fraction.Length;
        if (last - exponent > MaxDigits || magnitude + (last - exponent) > MaxDigits) return "json-number-precision";
        return decimal.TryParse(raw, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && Math.Abs(value) <= MaxInteger
            ? null : "json-number-range";
    }

    private static string MessageOf(string code) => code switch
    {
        "json-nul" => "text must not hold the character NUL",
        "json-surrogate" => "text must not hold half of a surrogate pair",
        "json-duplicate-member" => "the object has two members of this name",
        "json-number-precision" => $"a number may have at most {MaxDigits} digits",
        _ => $"a number must lie between -{MaxInteger} and {MaxInteger}",
    };

    /// <summary>Where the reader stands, and the names seen in each open object. Text is made only for a fault.</summary>
    private sealed class Place
    {
        private const int NamesKept = 64;
        private const int NameShown = 80;

        private readonly string?[] _name = new string?[JsonDoor.MaxDepth + 1];
        private readonly int[] _index = new int[JsonDoor.MaxDepth + 1];
        private readonly HashSet<string>?[] _seen = new HashSet<string>?[JsonDoor.MaxDepth + 1];
        private int _depth;

        public void Open(bool array)
        {
            _depth++;
            _name[_depth] = null;
            _index[_depth] = array ? -1 : -2;
            // Clearing costs the set's capacity, so a large one is dropped: many small objects after a large one stay cheap.
            if (_seen[_depth] is { Count: > NamesKept }) _seen[_depth] = null;
            else _seen[_depth]?.Clear();
        }

        public void Close() => _depth--;

        public bool Enter(string name)
        {
            _name[_depth] = name;
            return (_seen[_depth] ??= new HashSet<string>(StringComparer.Ordinal)).Add(name);
        }

        public void Value()
        {
            if (_depth > 0 && _index[_depth] >= -1) _index[_depth]++;
        }

        public override string ToString()
        {
            var text = new StringBuilder("$");
            for (var i = 1; i <= _depth; i++)
            {
                if (_name[i] is not { } name) text.Append('[').Append(_index[i]).Append(']');
                else AppendName(text, name);
            }
            return text.ToString();
        }

        public static void AppendName(StringBuilder text, string name)
        {
            if (IsPlain(name)) text.Append('.').Append(name);
            else AppendQuoted(text, name);
        }

        private static bool IsPlain(string name) =>
            name.Length is > 0 and <= NameShown && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' || char.IsLetter(c));

        private static void AppendQuoted(StringBuilder text, string name)
        {
            text.Append("['");
            foreach (var c in name.AsSpan(0, Math.Min(name.Length, NameShown)))
            {
                if (c is '\'' or '\\') text.Append('\\').Append(c);
                else if (char.IsControl(c) || char.IsSurrogate(c)) text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
                else text.Append(c);
            }
            text.Append(name.Length > NameShown ? "…']" : "']");
        }
    }
}
