using System.Globalization;
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
        var text = CanonicalText.Empty();
        text.Json(json.Span);
        return text.Written.ToArray();
    }

    public static JsonDocument Parse(ReadOnlyMemory<byte> json) => JsonDocument.Parse(json, Strict);

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
