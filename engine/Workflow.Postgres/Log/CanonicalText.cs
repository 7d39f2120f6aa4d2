using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Workflow.Postgres.Log;

/// <summary>
/// A growing text of canonical JSON (RFC 8785), filled in one pass over the bytes that it is made of and used again and again.
/// Not for use by two at once.
/// </summary>
internal sealed class CanonicalText
{
    private static readonly SearchValues<char> Escaped = SearchValues.Create([.. Enumerable.Range(0, ' ').Select(c => (char)c), '"', '\\']);

    private readonly IComparer<Member> _byName;
    private byte[] _bytes = new byte[4_096];
    private byte[] _spare = [];
    private int _length;

    // Members of the objects that are open, the innermost last.
    private Member[] _members = new Member[64];
    private int _memberCount;

    [ThreadStatic]
    private static CanonicalText? s_own;

    public CanonicalText() => _byName = Comparer<Member>.Create(Compare);

    /// <summary>An empty one, this thread's own: to be read before the next is asked for.</summary>
    public static CanonicalText Empty()
    {
        var text = s_own ??= new CanonicalText();
        (text._length, text._memberCount) = (0, 0);
        return text;
    }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    /// <summary>Takes what is canonical already.</summary>
    public void Raw(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        _length += bytes.Length;
    }

    public void String(ReadOnlySpan<char> text)
    {
        Raw("\""u8);
        while (text.IndexOfAny(Escaped) is >= 0 and var at)
        {
            Plain(text[..at]);
            Escape(text[at]);
            text = text[(at + 1)..];
        }

        Plain(text);
        Raw("\""u8);
    }

    public void Number(long whole)
    {
        whole.TryFormat(Room(20), out int length, default, CultureInfo.InvariantCulture);
        _length += length;
    }

    public void Id(Guid id)
    {
        Raw("\""u8);
        id.TryFormat(Room(36), out int length);
        _length += length;
        Raw("\""u8);
    }

    public void Instant(DateTimeOffset at)
    {
        Raw("\""u8);
        InstantText.Write(at, Room(InstantText.Length));
        _length += InstantText.Length;
        Raw("\""u8);
    }

    /// <summary>Adds the canonical form of a JSON text.</summary>
    /// <exception cref="JsonException">not JSON, or a member stands twice</exception>
    /// <exception cref="InvalidOperationException">a string that is no text: half of a surrogate pair, broken UTF-8</exception>
    public void Json(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        Value(ref reader);
        reader.Read(); // What stands behind it is refused by the reader.
    }

    private void Value(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject: Object(ref reader); break;
            case JsonTokenType.StartArray: Array(ref reader); break;
            case JsonTokenType.String: Text(ref reader); break;
            case JsonTokenType.Number: Number(ref reader); break;
            case JsonTokenType.True: Raw("true"u8); break;
            case JsonTokenType.False: Raw("false"u8); break;
            default: Raw("null"u8); break;
        }
    }

    private void Object(ref Utf8JsonReader reader)
    {
        int first = _memberCount;
        bool isInOrder = true;
        Raw("{"u8);
        int start = _length;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (_memberCount > first) Raw(","u8);
            int at = _length;
            string? name = Text(ref reader);
            int nameEnd = _length;
            Raw(":"u8);
            reader.Read();
            Value(ref reader);
            if (_memberCount == _members.Length) System.Array.Resize(ref _members, 2 * _members.Length);
            _members[_memberCount++] = new Member(at, nameEnd, _length, name);
            isInOrder = isInOrder && (_memberCount - first < 2 || Compare(_members[_memberCount - 2], _members[_memberCount - 1]) < 0);
        }

        if (!isInOrder) Sort(_members.AsSpan(first, _memberCount - first), start);
        _memberCount = first;
        Raw("}"u8);
    }

    private void Array(ref Utf8JsonReader reader)
    {
        Raw("["u8);
        bool isFirst = true;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (!isFirst) Raw(","u8);
            isFirst = false;
            Value(ref reader);
        }

        Raw("]"u8);
    }

    /// <summary>A string or a name. Returns it where its bytes are not its characters: beyond ASCII, or with escapes.</summary>
    private string? Text(ref Utf8JsonReader reader)
    {
        if (reader.ValueIsEscaped || !Utf8.IsValid(reader.ValueSpan))
        {
            string text = reader.GetString()!;
            String(text);
            return text;
        }

        // What JSON lets stand unescaped, canonical JSON does too.
        Raw("\""u8);
        Raw(reader.ValueSpan);
        Raw("\""u8);
        return reader.TokenType == JsonTokenType.PropertyName && !Ascii.IsValid(reader.ValueSpan) ? reader.GetString() : null;
    }

    private void Number(ref Utf8JsonReader reader)
    {
        // What we store are integers up to 2^53-1: written as they stand.
        if (reader.TryGetInt64(out long whole) && whole is > -9_007_199_254_740_992 and < 9_007_199_254_740_992) Number(whole);
        else Raw(Encoding.ASCII.GetBytes(CanonicalJson.Ecmascript(reader.GetDouble())));
    }

    private void Sort(Span<Member> members, int start)
    {
        members.Sort(_byName);
        for (int i = 1; i < members.Length; i++)
            if (Compare(members[i - 1], members[i]) == 0) throw new JsonException($"the member {Encoding.UTF8.GetString(NameOf(members[i]))} stands twice");

        int length = _length - start;
        if (_spare.Length < length) _spare = new byte[Math.Max(4_096, 2 * length)];
        _bytes.AsSpan(start, length).CopyTo(_spare);
        _length = start;
        for (int i = 0; i < members.Length; i++)
        {
            if (i > 0) Raw(","u8);
            Raw(_spare.AsSpan(members[i].Start - start, members[i].End - members[i].Start));
        }
    }

    /// <summary>By UTF-16 code units: for ASCII that is the order of the bytes.</summary>
    private int Compare(Member a, Member b) => a.Name is null && b.Name is null
        ? NameOf(a).SequenceCompareTo(NameOf(b))
        : string.CompareOrdinal(a.Name ?? Encoding.ASCII.GetString(NameOf(a)), b.Name ?? Encoding.ASCII.GetString(NameOf(b)));

    private ReadOnlySpan<byte> NameOf(Member member) => _bytes.AsSpan((member.Start + 1)..(member.NameEnd - 1));

    /// <summary>Characters that need no escape, without quotes.</summary>
    public void Plain(ReadOnlySpan<char> text) => _length += Encoding.UTF8.GetBytes(text, Room(3 * text.Length));

    private void Escape(char c)
    {
        switch (c)
        {
            case '"': Raw("\\\""u8); break;
            case '\\': Raw("\\\\"u8); break;
            case '\b': Raw("\\b"u8); break;
            case '\t': Raw("\\t"u8); break;
            case '\n': Raw("\\n"u8); break;
            case '\f': Raw("\\f"u8); break;
            case '\r': Raw("\\r"u8); break;
            default: Raw(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"))); break;
        }
    }

    private Span<byte> Room(int length)
    {
        if (_bytes.Length - _length < length) System.Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, _length + length));
        return _bytes.AsSpan(_length);
    }

    /// <param name="Name">null when the bytes of the name are its characters</param>
    private readonly record struct Member(int Start, int NameEnd, int End, string? Name);
}

/// <summary>Instants as they are hashed and stored (<see cref="HashChain.InstantFormat"/>), digit by digit: each event holds several.</summary>
internal static class InstantText
{
    public const int Length = 27;

    public static void Write(DateTimeOffset at, Span<byte> to)
    {
        var utc = at.UtcDateTime;
        Digits(utc.Year, to[..4]);
        to[4] = (byte)'-';
        Digits(utc.Month, to[5..7]);
        to[7] = (byte)'-';
        Digits(utc.Day, to[8..10]);
        to[10] = (byte)'T';
        Digits(utc.Hour, to[11..13]);
        to[13] = (byte)':';
        Digits(utc.Minute, to[14..16]);
        to[16] = (byte)':';
        Digits(utc.Second, to[17..19]);
        to[19] = (byte)'.';
        Digits((int)(utc.Ticks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMicrosecond), to[20..26]);
        to[26] = (byte)'Z';
    }

    private static void Digits(int number, Span<byte> to)
    {
        for (int i = to.Length - 1; i >= 0; i--, number /= 10) to[i] = (byte)('0' + (number % 10));
    }
}
