using Npgsql;
using Workflow.Core.Cases;
using Workflow.Core.Runtime;

namespace Workflow.Postgres.Log;

/// <summary>Reads streams from the primary's tables and folds them, many in one query, onto what is known already.</summary>
internal sealed class StreamReader(NpgsqlDataSource database, IReadOnlyDictionary<string, StreamKind> kinds, EventJson json)
{
    /// <summary>Events of one stream read at once, where others wait for theirs.</summary>
    public const int EventsAtOnce = 2_000;

    /// <summary>States as committed when the query ran; and, apart, streams that cannot be folded here, with the reason.</summary>
    /// <param name="atMost">events of one stream; a longer one comes with <see cref="LoadedStream.HasMore"/></param>
    public async Task<(List<LoadedStream> Loaded, List<(string StreamId, string Detail)> Failed)> ReadAsync(IReadOnlyList<LoadRequest> requests, long atMost, CancellationToken ct)
    {
        var folds = requests.Select(r => new Fold(r, kinds[StreamKind.NameOf(r.StreamId)])).ToList();
        await using var connection = await database.OpenConnectionAsync(ct);
        await ReadAsync(connection, folds, atMost, ct);

        // A base in memory still holds what was erased since: those streams are folded anew from their first event.
        var anew = folds.FindAll(f => f.NeedsAnew);
        if (anew.Count > 0)
        {
            foreach (var fold in anew) fold.StartAnew();
            await ReadAsync(connection, anew, atMost, ct);
        }

        return ([.. folds.Where(f => f.Failure is null).Select(f => f.ToLoaded())], [.. folds.Where(f => f.Failure is not null).Select(f => (f.StreamId, f.Failure!))]);
    }

    private async Task ReadAsync(NpgsqlConnection connection, List<Fold> folds, long atMost, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(WriterSql.Read, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<int[]> { TypedValue = [.. Enumerable.Range(0, folds.Count)] },
                new NpgsqlParameter<string[]> { TypedValue = [.. folds.Select(f => f.StreamId)] },
                new NpgsqlParameter<long[]> { TypedValue = [.. folds.Select(f => f.Version)] },
                new NpgsqlParameter<long> { TypedValue = atMost },
            },
        };
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var fold = folds[reader.GetInt32(0)];
            if (!await reader.IsDBNullAsync(7, ct)) fold.UseKey(reader.GetFieldValue<byte[]>(7));
            fold.Add(reader, json);
        }

        foreach (var fold in folds) fold.End(atMost);
    }

    /// <summary>One stream while it is being read.</summary>
    private sealed class Fold
    {
        private readonly StreamKind _kind;
        private StreamState _state;
        private StreamHead _head;
        private PersonalScope _personal;
        private bool _isAnew;
        private bool _hasMore;
        private long _read;

        public Fold(LoadRequest request, StreamKind kind)
        {
            (StreamId, _kind) = (request.StreamId, kind);
            (_state, _head) = request.Known is { } known ? (known.State, known.Head) : (kind.Empty, StreamHead.None);
            // A base that never had the key holds nothing that could be erased.
            _isAnew = request.Known is null || _head.Key is null or CaseKey { IsErased: true };
            _personal = new PersonalScope(StreamId, (CaseKey?)_head.Key);
        }

        public string StreamId { get; }
        public long Version => _head.Version;
        public string? Failure { get; private set; }
        public bool NeedsAnew { get; private set; }

        public void StartAnew()
        {
            (_state, _head, _isAnew, NeedsAnew, Failure) = (_kind.Empty, StreamHead.None, true, false, null);
            _personal = new PersonalScope(StreamId, null);
        }

        public void UseKey(byte[] key)
        {
            if (_head.Key is null) _personal = new PersonalScope(StreamId, CaseKey.Of(key));
        }

        /// <summary>Nothing more comes of this read.</summary>
        public void End(long atMost) => (_hasMore, _read) = (_read >= atMost, 0);

        public void Add(NpgsqlDataReader row, EventJson json)
        {
            _read++;
            if (Failure is not null || NeedsAnew) return;
            string alias = row.GetString(3);
            try
            {
                var happened = json.Read(alias, row.GetFieldValue<byte[]>(5), _personal);
                if (happened is UnknownEvent) { Failure = $"event {row.GetInt64(1)} is of the kind '{alias}', which this version does not know"; return; }
                if (happened is PersonalDataErased && !_isAnew) { NeedsAnew = true; return; }
                if (happened is PersonalDataErased) _personal.Erase();
                _state = _state.Evolve(happened);
                _head = new StreamHead(row.GetInt64(1), row.GetInt64(2), row.GetFieldValue<DateTimeOffset>(4), row.GetString(6), _personal.Key);
            }
            catch (Exception broken) when (broken is not NpgsqlException)
            {
                Failure = $"event {row.GetInt64(1)} ('{alias}') cannot be read: {broken.Message}";
            }
        }

        public LoadedStream ToLoaded() => new(StreamId, _state, _head) { HasMore = _hasMore };
    }
}
