using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Workflow.Postgres.Log;

/// <summary>
/// Canonical JSON (RFC 8785): members sorted by UTF-16 code units, no white space, shortest escapes. The same value
/// gives the same bytes, whatever PostgreSQL's jsonb made of its order and spacing.
/// </summary>
public static class CanonicalJson
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <exception cref="JsonException">not JSON, or a member stands twice</exception>
    public static byte[] Of(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json, Strict);
        var bytes = new ArrayBufferWriter<byte>(json.Length);
        Write(document.RootElement, bytes);
        return bytes.WrittenSpan.ToArray();
    }

    public static JsonDocument Parse(ReadOnlyMemory<byte> json) => JsonDocument.Parse(json, Strict);

    public static void Write(JsonElement value, ArrayBufferWriter<byte> to)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object: WriteObject(value, to); break;
            case JsonValueKind.Array: WriteArray(value, to); break;
            case JsonValueKind.String: WriteString(value.GetString()!, to); break;
            case JsonValueKind.Number: WriteNumber(value, to); break;
            case JsonValueKind.True: to.Write("true"u8); break;
            case JsonValueKind.False: to.Write("false"u8); break;
            default: to.Write("null"u8); break;
        }
    }

    private static void WriteObject(JsonElement value, ArrayBufferWriter<byte> to)
    {
        int count = value.GetPropertyCount();
        var members = new (string Name, JsonElement Value)[count];
        int i = 0;
        foreach (var member in value.EnumerateObject()) members[i++] = (member.Name, member.Value);
        Array.Sort(members, static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        to.Write("{"u8);
        for (i = 0; i < count; i++)
        {
            if (i > 0) to.Write(","u8);
            WriteString(members[i].Name, to);
            to.Write(":"u8);
            Write(members[i].Value, to);
        }

        to.Write("}"u8);
    }

    private static void WriteArray(JsonElement value, ArrayBufferWriter<byte> to)
    {
        to.Write("["u8);
        bool isFirst = true;
        foreach (var item in value.EnumerateArray())
        {
            if (!isFirst) to.Write(","u8);
            isFirst = false;
            Write(item, to);
        }

        to.Write("]"u8);
    }

    public static void WriteString(string text, ArrayBufferWriter<byte> to)
    {
        to.Write("\""u8);
        int clean = 0;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c >= ' ' && c != '"' && c != '\\') continue;
            Encoding.UTF8.GetBytes(text.AsSpan(clean, i - clean), to);
            to.Write(Escape(c));
            clean = i + 1;
        }

        Encoding.UTF8.GetBytes(text.AsSpan(clean), to);
        to.Write("\""u8);
    }

    private static ReadOnlySpan<byte> Escape(char c) => c switch
    {
        '"' => "\\\""u8,
        '\\' => "\\\\"u8,
        '\b' => "\\b"u8,
        '\t' => "\\t"u8,
        '\n' => "\\n"u8,
        '\f' => "\\f"u8,
        '\r' => "\\r"u8,
        _ => Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}")),
    };

    private static void WriteNumber(JsonElement value, ArrayBufferWriter<byte> to)
    {
        // What we store are integers up to 2^53-1: written as they stand.
        if (value.TryGetInt64(out long whole) && whole is > -9_007_199_254_740_992 and < 9_007_199_254_740_992)
        {
            Span<byte> digits = stackalloc byte[20];
            whole.TryFormat(digits, out int length, default, CultureInfo.InvariantCulture);
            to.Write(digits[..length]);
            return;
        }

        to.Write(Encoding.ASCII.GetBytes(Ecmascript(value.GetDouble())));
    }

    /// <summary>A double as ECMAScript's Number::toString writes it.</summary>
    internal static string Ecmascript(double number)
    {
        if (!double.IsFinite(number)) throw new JsonException("a number is too large");
        if (number == 0) return "0";
        // .NET's shortest round-trip text: "123.45", "0.00012", "1E-07", "1.7976931348623157E+308".
        string[] parts = Math.Abs(number).ToString("R", CultureInfo.InvariantCulture).Split('E');
        string[] decimals = parts[0].Split('.');
        string written = string.Concat(decimals);
        int leadingZeros = written.Length - written.TrimStart('0').Length;
        string digits = written.Trim('0');
        string sign = number < 0 ? "-" : "";
        int point = decimals[0].Length - leadingZeros + (parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0);
        if (digits.Length <= point && point <= 21) return sign + digits.PadRight(point, '0');
        if (point is > 0 and <= 21) return $"{sign}{digits[..point]}.{digits[point..]}";
        if (point is > -6 and <= 0) return $"{sign}0.{new string('0', -point)}{digits}";
        string mantissa = digits.Length == 1 ? digits : $"{digits[0]}.{digits[1..]}";
        return $"{sign}{mantissa}e{(point > 0 ? "+" : "-")}{Math.Abs(point - 1)}";
    }
}
