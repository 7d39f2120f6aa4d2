using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Workflow.Postgres.Log;

namespace Workflow.Benchmarks.Seeding;

/// <summary>
/// All rows of one decided case with places for what a copy has of its own: ids, number, account, names, key, everything
/// sealed under that key, positions, and the hash chain, which is computed anew over what the copy says.
/// </summary>
internal sealed partial class CasePattern
{
    // Places whose values differ from copy to copy, then those that differ from event to event, then what is sealed.
    private const int StreamId = 0, Number = 1, Account = 2, Name = 3, Key = 4, EventId = 5, EventIdText = 6, Hash = 7, PreviousHash = 8, FirstSealed = 9;
    private static readonly string[] Texts = ["text", "character varying", "jsonb"];

    private readonly TemplateCase _of;
    private readonly List<string> _sealed = [];
    private readonly List<EventPattern> _events = [];
    private readonly List<(int Table, Row Row)> _rows = [];
    private readonly Dictionary<long, int> _ordinals = [];

    private sealed record Row(Field?[] Fields);

    /// <summary>Either bytes with places, or the position of one of the case's events.</summary>
    private sealed record Field(Pattern? Pattern, int PositionOf = -1);

    private sealed record EventPattern(Row Row, Pattern Canonical, long Version, int Ordinal);

    public int EventCount => _events.Count;

    /// <param name="tables">all tables; mt_events is the first</param>
    /// <param name="rows">this case's rows, table by table</param>
    public CasePattern(TemplateCase of, IReadOnlyList<SeedTable> tables, IReadOnlyList<List<byte[]?[]>> rows)
    {
        _of = of;
        var caseKey = CaseKey.Of(rows[tables.ToList().FindIndex(t => t.Name == "case_key")][0][tables.First(t => t.Name == "case_key").IndexOf("key")]!);
        var marks = new List<(byte[], int)>
        {
            (Encoding.UTF8.GetBytes(of.StreamId), StreamId), (Encoding.UTF8.GetBytes(of.CaseNumber), Number),
            (Encoding.UTF8.GetBytes(of.Account), Account), (Encoding.UTF8.GetBytes(of.Name), Name), (caseKey.Bytes, Key),
        };
        foreach (var row in rows[0])
        {
            foreach (Match found in SealedValue().Matches(Encoding.UTF8.GetString(row[tables[0].IndexOf("data")]!)))
            {
                _sealed.Add(caseKey.Open(found.Value, of.StreamId)!);
                marks.Add((Encoding.ASCII.GetBytes(found.Value), FirstSealed + _sealed.Count - 1));
            }

            _ordinals.Add(BinaryPrimitives.ReadInt64BigEndian(row[tables[0].IndexOf("seq_id")]), _ordinals.Count);
        }

        string? previous = null;
        int ordinal = 0;
        foreach (var row in rows[0]) _events.Add(EventOf(tables[0], row, marks, ref previous, ref ordinal));
        for (int table = 1; table < tables.Count; table++)
            foreach (var row in rows[table]) _rows.Add((table, RowOf(tables[table], row, marks)));
    }

    /// <summary>Adds the rows of the n-th case to the tables' buffers.</summary>
    /// <param name="position">position of the case's first event</param>
    public void Copy(long n, long position, IReadOnlyList<ArrayBufferWriter<byte>> tables, ArrayBufferWriter<byte> scratch)
    {
        string id = People.CaseIdOf("copy", n);
        var key = CaseKey.Create();
        string name = People.NameOf(n);
        var values = new byte[FirstSealed + _sealed.Count][];
        values[StreamId] = Encoding.ASCII.GetBytes(id);
        values[Number] = Encoding.ASCII.GetBytes(_of.CaseNumber[..^8] + People.SerialOf(id));
        values[Account] = Encoding.ASCII.GetBytes(People.AccountOf(n));
        values[Name] = Encoding.UTF8.GetBytes(name);
        values[Key] = key.Bytes;
        for (int i = 0; i < _sealed.Count; i++)
        {
            string own = _sealed[i].Replace(_of.Name, name, StringComparison.Ordinal).Replace(_of.IdNumber, People.IdNumberOf(n), StringComparison.Ordinal);
            values[FirstSealed + i] = Encoding.ASCII.GetBytes(key.Seal(own, id)!);
        }

        values[PreviousHash] = [];
        foreach (var happened in _events)
        {
            var eventId = HashChain.EventId(id, happened.Version, happened.Ordinal);
            values[EventId] = eventId.ToByteArray(bigEndian: true);
            values[EventIdText] = Encoding.ASCII.GetBytes(eventId.ToString("D"));
            scratch.ResetWrittenCount();
            happened.Canonical.Write(scratch, values);
            values[Hash] = Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(scratch.WrittenSpan)));
            Write(happened.Row, tables[0], values, position);
            values[PreviousHash] = values[Hash];
        }

        foreach (var (table, row) in _rows) Write(row, tables[table], values, position);
    }

    private static void Write(Row row, ArrayBufferWriter<byte> to, byte[][] values, long position)
    {
        BinaryPrimitives.WriteInt16BigEndian(to.GetSpan(2), (short)row.Fields.Length);
        to.Advance(2);
        foreach (var field in row.Fields)
        {
            if (field?.Pattern is { } pattern)
            {
                pattern.WriteField(to, values);
                continue;
            }

            BinaryPrimitives.WriteInt32BigEndian(to.GetSpan(4), field is null ? -1 : 8);
            to.Advance(4);
            if (field is null) continue;
            BinaryPrimitives.WriteInt64BigEndian(to.GetSpan(8), position + field.PositionOf);
            to.Advance(8);
        }
    }

    private EventPattern EventOf(SeedTable table, byte[]?[] row, List<(byte[], int)> marks, ref string? previous, ref int ordinal)
    {
        string stored = Encoding.UTF8.GetString(row[table.IndexOf("headers")]!.AsSpan(1));
        using var headers = CanonicalJson.Parse(Encoding.UTF8.GetBytes(stored));
        using var data = CanonicalJson.Parse(row[table.IndexOf("data")].AsMemory(1));
        var said = headers.RootElement;
        string hash = said.GetProperty("hash").GetString()!;
        var eventId = new Guid(row[table.IndexOf("id")]!, bigEndian: true);
        long version = BinaryPrimitives.ReadInt64BigEndian(row[table.IndexOf("version")]);
        var timestamp = DateTimeOffset.UnixEpoch.AddYears(30).AddMicroseconds(BinaryPrimitives.ReadInt64BigEndian(row[table.IndexOf("timestamp")]));

        // An event's id is made of its place within its command: the next place, or the first of the next command.
        if (HashChain.EventId(_of.StreamId, version, ordinal) != eventId) ordinal = 0;
        if (HashChain.EventId(_of.StreamId, version, ordinal) != eventId) throw new InvalidOperationException($"event {version} of a template has an id of another kind");
        var own = new List<(byte[], int)>(marks) { (eventId.ToByteArray(bigEndian: true), EventId), (Encoding.ASCII.GetBytes(eventId.ToString("D")), EventIdText), (Encoding.ASCII.GetBytes(hash), Hash) };
        if (previous is not null) own.Add((Encoding.ASCII.GetBytes(previous), PreviousHash));
        byte[] canonical = Canonical(_of.StreamId, eventId, version, Encoding.UTF8.GetString(row[table.IndexOf("type")]!), timestamp, said, data.RootElement, previous);
        if (Convert.ToHexStringLower(SHA256.HashData(canonical)) != hash) throw new InvalidOperationException($"event {version} of a template has a hash of another kind");
        previous = hash;
        return new EventPattern(RowOf(table, row, own), Pattern.Of(canonical, own), version, ordinal++);
    }

    /// <summary>The bytes that <see cref="HashChain.HashOf"/> hashes, as its documentation says; held against the recorded hash above.</summary>
    private static byte[] Canonical(string streamId, Guid eventId, long version, string type, DateTimeOffset timestamp, JsonElement headers, JsonElement data, string? previous)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WritePropertyName("actor");
            headers.GetProperty("actor").WriteTo(json);
            json.WritePropertyName("commandId");
            headers.GetProperty("commandId").WriteTo(json);
            json.WritePropertyName("data");
            data.WriteTo(json);
            json.WriteString("eventId", eventId.ToString("D"));
            json.WriteString("previousHash", previous);
            json.WriteString("streamId", streamId);
            json.WriteString("timestamp", timestamp.UtcDateTime.ToString(HashChain.InstantFormat, System.Globalization.CultureInfo.InvariantCulture));
            json.WriteString("type", type);
            json.WriteNumber("version", version);
            json.WriteEndObject();
        }

        return CanonicalJson.Of(bytes.ToArray());
    }

    private Row RowOf(SeedTable table, byte[]?[] row, List<(byte[], int)> marks)
    {
        var fields = new Field?[row.Length];
        for (int i = 0; i < row.Length; i++)
        {
            if (row[i] is not { } value) continue;
            bool isPosition = table.Columns[i] is "seq_id" or "position" && table.Types[i] == "bigint";
            fields[i] = isPosition ? new Field(null, _ordinals[BinaryPrimitives.ReadInt64BigEndian(value)])
                : new Field(Pattern.Of(value, Texts.Contains(table.Types[i], StringComparer.Ordinal) || table.Types[i] is "bytea" or "uuid" ? marks : []));
        }

        return new Row(fields);
    }

    [GeneratedRegex(@"(?<="")p1:[A-Za-z0-9+/=]+(?="")")]
    private static partial Regex SealedValue();
}
