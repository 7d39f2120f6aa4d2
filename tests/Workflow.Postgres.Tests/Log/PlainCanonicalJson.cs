using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Workflow.Postgres.Log;

namespace Workflow.Postgres.Tests.Log;

/// <summary>RFC 8785 by way of a document that was read: slow and plain, what the product's one-pass text is held against.</summary>
internal static class PlainCanonicalJson
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

    private static void Write(JsonElement value, ArrayBufferWriter<byte> to)
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

    private static void WriteString(string text, ArrayBufferWriter<byte> to)
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

        to.Write(Encoding.ASCII.GetBytes(CanonicalJson.Ecmascript(value.GetDouble())));
    }
}
