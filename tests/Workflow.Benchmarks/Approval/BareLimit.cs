using System.Diagnostics;
using Npgsql;
using Workflow.Core.Cases;
using Workflow.Core.Runtime;
using Workflow.Postgres.Log;

namespace Workflow.Benchmarks.Approval;

/// <summary>
/// The same rows of every table, by the same statements and in batches as the engine makes them, but prepared
/// beforehand and sent one after another: what is left when deciding, serialising, hashing and answering cost nothing.
/// </summary>
internal static class BareLimit
{
    private const int CasesPrepared = 1_500;

    public static async Task<List<Round>> RunAsync(Options options, string connectionString)
    {
        var rounds = new List<Round>();
        await OnceAsync(options, connectionString);
        for (int i = 1; i <= options.Rounds; i++)
        {
            rounds.Add(await OnceAsync(options, connectionString));
            await Console.Out.WriteLineAsync($"  bare limit, round {i}: {rounds[^1]}");
        }

        return rounds;
    }

    private static async Task<Round> OnceAsync(Options options, string connectionString)
    {
        var batches = await PrepareAsync(options);
        await using var database = LogWriter.DataSourceFor(connectionString, "limit");
        await using var connection = await database.OpenConnectionAsync();
        var before = await Cpu.ReadAsync(connectionString);
        var clock = Stopwatch.StartNew();
        foreach (var encoded in batches)
        {
            await using var batch = new NpgsqlBatch(connection);
            encoded.AddTo(batch, "limit");
            await batch.ExecuteNonQueryAsync();
        }

        double perSecond = CasesPrepared / clock.Elapsed.TotalSeconds;
        return (await Cpu.ReadAsync(connectionString)).Since(before, perSecond, CasesPrepared);
    }

    /// <summary>The batcher runs against a log that accepts everything at once; what it would have committed is encoded and kept.</summary>
    private static async Task<List<EncodedBatch>> PrepareAsync(Options options)
    {
        var kinds = new Dictionary<string, StreamKind>(StringComparer.Ordinal) { ["case"] = new CaseStreams() };
        var json = new EventJson();
        var log = new AcceptingLog(kinds, json);
        var runner = new CaseRunner(log.SubmitAsync);
        int started = 0;
        var clients = Enumerable.Range(0, options.Clients).Select(async _ =>
        {
            while (Interlocked.Increment(ref started) <= CasesPrepared) await runner.PlayAsync();
        }).ToList();
        while (!clients.TrueForAll(c => c.IsCompleted)) log.CommitNext();
        await Task.WhenAll(clients);
        return log.Batches;
    }

    /// <summary>Single-threaded: clients run on within <see cref="CommitNext"/> and submit what the next batch will hold.</summary>
    private sealed class AcceptingLog(IReadOnlyDictionary<string, StreamKind> kinds, EventJson json)
    {
        private readonly Batcher _batcher = new(kinds, BatchLimits.Default);
        private readonly List<BatchInput> _inputs = [];
        private readonly Dictionary<long, TaskCompletionSource<Answer>> _senders = [];
        private DateTimeOffset _now = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);
        private long _lastTicket, _lastPosition;

        public List<EncodedBatch> Batches { get; } = [];

        public Task<Answer> SubmitAsync(Envelope envelope)
        {
            var sender = new TaskCompletionSource<Answer>();
            _senders.Add(++_lastTicket, sender);
            _inputs.Add(new BatchInput.Submit(envelope, _lastTicket));
            return sender.Task;
        }

        public void CommitNext()
        {
            var inputs = _inputs.ToList();
            _inputs.Clear();
            _now = _now.AddMilliseconds(5);
            foreach (var output in _batcher.Handle(inputs, _now))
            {
                switch (output)
                {
                    case BatchOutput.Commit commit: _inputs.Add(Accept(commit.Batch)); break;
                    case BatchOutput.LoadPinned load: _inputs.Add(new BatchInput.PinnedLoaded(load.Pin, Restaurant.Pinned)); break;
                    case BatchOutput.Reply reply when _senders.Remove(reply.Ticket, out var sender): sender.SetResult(reply.Answer); break;
                    case BatchOutput.Load: throw new InvalidOperationException("every stream of the benchmark begins in it");
                }
            }
        }

        private BatchInput.Committed Accept(Batch batch)
        {
            var encoded = new EncodedBatch(batch, kinds, json);
            Batches.Add(encoded);
            var verdicts = batch.Items.Select((item, i) =>
            {
                var positions = Enumerable.Range(0, item.RowCount).Select(_ => ++_lastPosition).ToList();
                var (hash, at, key, _) = encoded.Ends[i];
                var head = positions.Count == 0 ? item.Expected : new StreamHead(item.Expected.Version + positions.Count, positions[^1], at, hash, key);
                return new ItemVerdict(true, false, head, positions, []);
            });
            return new BatchInput.Committed(batch.Id, [.. verdicts]);
        }
    }
}
