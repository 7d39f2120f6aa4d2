using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;

namespace Workflow.Server.Http;

/// <summary>Why bytes were not taken as JSON at all.</summary>
/// <param name="Code">stable: json-empty, json-too-large, json-encoding, json-malformed, json-too-deep, json-too-many-values</param>
/// <param name="Line">from 1; 0 when the place is not known</param>
/// <param name="Column">in bytes from 1; 0 when the place is not known</param>
public sealed record JsonRefusal(string Code, int Line, int Column, string Message);

/// <summary>
/// The only way in for JSON. Two verdicts, kept apart: <see cref="TryRead"/> says whether bytes are JSON (RFC 8259, strictly:
/// UTF-8, no comments, no trailing commas), <see cref="JsonCheck"/> whether our log can keep what they say.
/// Both take linear time and throw for no input.
/// </summary>
public static class JsonDoor
{
    /// <summary>Files travel as raw bodies, so a JSON body is a form or a catalogue entry.</summary>
    public const int MaxBytes = 2 * 1024 * 1024;

    public const int MaxDepth = 64;

    /// <summary>Values, names and ends together.</summary>
    public const int MaxTokens = 200_000;

    private static readonly JsonReaderOptions Strict = new()
    {
        MaxDepth = MaxDepth, CommentHandling = JsonCommentHandling.Disallow, AllowTrailingCommas = false, AllowMultipleValues = false,
    };

    /// <summary>The reader's verdict. The document shares <paramref name="bytes"/>; its owner disposes of it.</summary>
    public static bool TryRead(
        ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out JsonDocument? document, [NotNullWhen(false)] out JsonRefusal? refusal)
    {
        document = null;
        refusal = bytes.Length switch
        {
            0 => new("json-empty", 0, 0, "there is no content"),
            > MaxBytes => new("json-too-large", 0, 0, $"more than {MaxBytes} bytes"),
            _ when !Utf8.IsValid(bytes.Span) => new("json-encoding", 0, 0, "the content is not UTF-8"),
            _ => Measure(bytes.Span),
        };
        if (refusal is not null) return false;
        document = JsonDocument.Parse(bytes, new JsonDocumentOptions
        {
            MaxDepth = MaxDepth, CommentHandling = JsonCommentHandling.Disallow, AllowTrailingCommas = false,
        });
        return true;
    }

    internal static Utf8JsonReader ReaderOf(ReadOnlySpan<byte> bytes) => new(bytes, Strict);

    // Reads without building, so that the number of values is bounded before a document is made of them.
    private static JsonRefusal? Measure(ReadOnlySpan<byte> bytes)
    {
        var reader = ReaderOf(bytes);
        var tokens = 0;
        try
        {
            while (reader.Read())
                if (++tokens > MaxTokens) return new("json-too-many-values", 0, 0, $"more than {MaxTokens} values, names and ends");
            return null;
        }
        catch (JsonException e)
        {
            return new(IsTooDeep(reader, bytes) ? "json-too-deep" : "json-malformed", Clamp(e.LineNumber), Clamp(e.BytePositionInLine), e.Message);
        }
    }

    /// <summary>The reader stops before the bracket that is one too many; its own depth leaves out a bracket just opened.</summary>
    private static bool IsTooDeep(in Utf8JsonReader reader, ReadOnlySpan<byte> bytes)
    {
        var depth = reader.CurrentDepth + (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject ? 1 : 0);
        return depth >= MaxDepth && bytes[(int)reader.BytesConsumed..].TrimStart(" \t\r\n:,"u8) is [(byte)'[' or (byte)'{', ..];
    }

    private static int Clamp(long? zeroBased) => zeroBased is { } n ? (int)Math.Min(n, int.MaxValue - 1) + 1 : 0;
}
