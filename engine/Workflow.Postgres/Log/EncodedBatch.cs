using System.Text;
using Npgsql;
using Workflow.Core.Cases;
using Workflow.Core.Runtime;

namespace Workflow.Postgres.Log;

/// <summary>An event as its row is written.</summary>
internal sealed record EncodedEvent(
    Guid Id, string StreamId, long Version, byte[] Data, string Type, DateTimeOffset At, string DotnetType, byte[] Headers);

/// <summary>
/// A batch as rows: events serialised and chained, derived rows computed. All of it happens before anything is sent,
/// so what cannot be encoded fails without touching the database.
/// </summary>
internal sealed class EncodedBatch
{
    private readonly List<(int Item, BatchItem Row)> _items = [];
    private readonly List<(int Item, DecidedCommand Row)> _commands = [];
    private readonly List<(int Item, (int Ordinal, DecidedCommand Command, string StreamId) Row)> _accepted = [];
    private readonly List<(int Item, EncodedEvent Row)> _events = [];
    private readonly List<(int Item, (string StreamId, byte[] Key) Row)> _keysMade = [];
    private readonly List<(int Item, string Row)> _keysErased = [];
    private readonly List<(int Item, string Row)> _touched = [];
    private readonly DerivedRows _rows = new();

    /// <summary>What each item's stream ends with once written, but for the position.</summary>
    public List<(string? Hash, DateTimeOffset At, CaseKey? Key, bool IsErased)> Ends { get; } = [];

    public EncodedBatch(Batch batch, IReadOnlyDictionary<string, StreamKind> kinds, EventJson json)
    {
        for (int i = 0; i < batch.Items.Count; i++)
        {
            var item = batch.Items[i];
            _items.Add((i + 1, item));
            Ends.Add(Encode(i + 1, item, json));
            if (item.RowCount == 0) continue;
            _touched.Add((i + 1, item.StreamId));
            var rows = new RowChanges();
            kinds[StreamKind.NameOf(item.StreamId)].Project(item.StreamId, item.Before, item.After, [.. item.Events], rows);
            _rows.Add(i + 1, rows);
        }
    }

    private (string? Hash, DateTimeOffset At, CaseKey? Key, bool IsErased) Encode(int number, BatchItem item, EventJson json)
    {
        var personal = new PersonalScope(item.StreamId, (CaseKey?)item.Expected.Key);
        var (version, at) = (item.Expected.Version, item.Expected.At);
        byte[]? hash = item.Expected.Hash is { } last ? Encoding.ASCII.GetBytes(last) : null;
        bool isErased = false;
        foreach (var command in item.Commands)
        {
            _commands.Add((number, command));
            if (command.IsAccepted) _accepted.Add((number, (_accepted.Count, command, item.StreamId)));
            if (command.Rows.Count == 0) continue;
            var headers = EventHeaders.Of(command.Envelope);
            for (int ordinal = 0; ordinal < command.Rows.Count; ordinal++)
            {
                _events.Add((number, Encode(command, headers, item.StreamId, ++version, ordinal, ref hash, json, personal)));
                at = command.At;
                if (command.Rows[ordinal] is not PersonalDataErased) continue;
                isErased = true;
                personal.Erase();
            }
        }

        if (personal.IsNewKey) _keysMade.Add((number, (item.StreamId, personal.Key!.Bytes)));
        if (isErased) _keysErased.Add((number, item.StreamId));
        return (hash is null ? null : Encoding.ASCII.GetString(hash), at, personal.Key, isErased);
    }

    private static EncodedEvent Encode(
        DecidedCommand command, EventHeaders headers, string streamId, long version, int ordinal, ref byte[]? hash, EventJson json, PersonalScope personal)
    {
        var happened = command.Rows[ordinal];
        string alias = json.AliasOf(happened);
        var id = HashChain.EventId(streamId, version, ordinal);
        byte[] data = json.Write(happened, personal);
        byte[]? previousHash = hash;
        hash = HashChain.HashOf(streamId, id, version, alias, command.At, headers.Who, data, previousHash);
        return new EncodedEvent(id, streamId, version, data, alias, command.At, EventNames.DotnetTypeOf(happened), headers.WithHash(previousHash, hash));
    }

    /// <summary>The whole append, to be sent in one round trip. One Sync stands at its end, so it is one transaction.</summary>
    public void AddTo(NpgsqlBatch batch, string nodeName)
    {
        batch.BatchCommands.Add(new NpgsqlBatchCommand(WriterSql.Lock));
        batch.BatchCommands.Add(Verdict());
        if (_accepted.Count > 0) batch.BatchCommands.Add(EventsAndCommands());
        if (_keysMade.Count > 0) batch.BatchCommands.Add(KeysMade.ToCommand(_keysMade));
        if (_keysErased.Count > 0) batch.BatchCommands.Add(KeysErased.ToCommand(_keysErased));
        _rows.AddTo(batch);
        if (_touched.Count > 0) batch.BatchCommands.Add(Notify(nodeName));
    }

    public int RowCount => _events.Count;

    public IEnumerable<EncodedEvent> Rows => _events.Select(e => e.Row);

    private NpgsqlBatchCommand Verdict()
    {
        var command = Asked.ToCommand(_commands);
        Items.AddTo(command, _items);
        return command;
    }

    private NpgsqlBatchCommand EventsAndCommands()
    {
        var command = Events.ToCommand(_events);
        Commands.AddTo(command, _accepted);
        return command;
    }

    private NpgsqlBatchCommand Notify(string nodeName)
    {
        var command = Touched.ToCommand(_touched);
        command.Parameters.Insert(0, new NpgsqlParameter<string> { TypedValue = nodeName });
        return command;
    }

    private static readonly RowArrays<DecidedCommand> Asked = new(
        WriterSql.Verdict,
        RowArrays<DecidedCommand>.Text(c => c.Envelope.Id.Principal),
        RowArrays<DecidedCommand>.Text(c => c.Envelope.Id.Source),
        RowArrays<DecidedCommand>.Text(c => c.Envelope.Id.Id));

    private static readonly RowArrays<BatchItem> Items = new(
        WriterSql.Verdict,
        RowArrays<BatchItem>.Text(i => i.StreamId),
        RowArrays<BatchItem>.Text(i => StreamKind.NameOf(i.StreamId)),
        RowArrays<BatchItem>.Number(i => i.Expected.Version),
        RowArrays<BatchItem>.Number(i => i.RowCount),
        RowArrays<BatchItem>.Instant(i => i.Commands[^1].At));

    private static readonly RowArrays<EncodedEvent> Events = new(
        WriterSql.Events,
        RowArrays<EncodedEvent>.Id(e => e.Id),
        RowArrays<EncodedEvent>.Text(e => e.StreamId),
        RowArrays<EncodedEvent>.Number(e => e.Version),
        RowArrays<EncodedEvent>.Json(e => e.Data),
        RowArrays<EncodedEvent>.Text(e => e.Type),
        RowArrays<EncodedEvent>.Instant(e => e.At),
        RowArrays<EncodedEvent>.Text(e => e.DotnetType),
        RowArrays<EncodedEvent>.Json(e => e.Headers));

    private static readonly RowArrays<(int Ordinal, DecidedCommand Command, string StreamId)> Commands = new(
        WriterSql.Events,
        RowArrays<(int Ordinal, DecidedCommand Command, string StreamId)>.Integer(c => c.Ordinal),
        RowArrays<(int Ordinal, DecidedCommand Command, string StreamId)>.Text(c => c.Command.Envelope.Id.Principal),
        RowArrays<(int Ordinal, DecidedCommand Command, string StreamId)>.Text(c => c.Command.Envelope.Id.Source),
        RowArrays<(int Ordinal, DecidedCommand Command, string StreamId)>.Text(c => c.Command.Envelope.Id.Id),
        RowArrays<(int Ordinal, DecidedCommand Command, string StreamId)>.Text(c => c.StreamId),
        RowArrays<(int Ordinal, DecidedCommand Command, string StreamId)>.Bytes(c => c.Command.Envelope.BodyHash.ToArray()),
        RowArrays<(int Ordinal, DecidedCommand Command, string StreamId)>.Number(c => c.Command.Version),
        RowArrays<(int Ordinal, DecidedCommand Command, string StreamId)>.Integer(c => c.Command.Rows.Count));

    private static readonly RowArrays<(string StreamId, byte[] Key)> KeysMade = new(
        WriterSql.KeysMade,
        RowArrays<(string StreamId, byte[] Key)>.Text(k => k.StreamId),
        RowArrays<(string StreamId, byte[] Key)>.Bytes(k => k.Key));

    private static readonly RowArrays<string> KeysErased = new(WriterSql.KeysErased, RowArrays<string>.Text(id => id));
    private static readonly RowArrays<string> Touched = new(WriterSql.Notify, RowArrays<string>.Text(id => id));
}
