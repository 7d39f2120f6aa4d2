using Workflow.Core.Cases;
using Workflow.Core.Runtime;
using Workflow.Postgres.Log;

namespace Workflow.Benchmarks.Approval;

/// <summary>
/// A log that accepts everything at once: the batcher decides and the batches are encoded, nothing is sent.
/// Single-threaded: clients run on within <see cref="CommitNext"/> and submit what the next batch will hold.
/// </summary>
/// <param name="take">gets each batch as it would be sent</param>
internal sealed class AcceptingLog(Action<EncodedBatch> take)
{
    private readonly Dictionary<string, StreamKind> _kinds = new(StringComparer.Ordinal) { ["case"] = new CaseStreams() };
    private readonly EventJson _json = new();
    private readonly Batcher _batcher = new(new Dictionary<string, StreamKind>(StringComparer.Ordinal) { ["case"] = new CaseStreams() }, BatchLimits.Default);
    private readonly List<BatchInput> _inputs = [];
    private readonly Dictionary<long, TaskCompletionSource<Answer>> _senders = [];
    private DateTimeOffset _now = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);
    private long _lastTicket, _lastPosition;

    /// <summary>Clients side by side until so many cases are played.</summary>
    public async Task PlayAsync(int cases, int clients)
    {
        var runner = new CaseRunner(SubmitAsync);
        int started = 0;
        var playing = Enumerable.Range(0, clients).Select(async _ =>
        {
            while (Interlocked.Increment(ref started) <= cases) await runner.PlayAsync();
        }).ToList();
        while (!playing.TrueForAll(c => c.IsCompleted)) CommitNext();
        await Task.WhenAll(playing);
    }

    private Task<Answer> SubmitAsync(Envelope envelope)
    {
        var sender = new TaskCompletionSource<Answer>();
        _senders.Add(++_lastTicket, sender);
        _inputs.Add(new BatchInput.Submit(envelope, _lastTicket));
        return sender.Task;
    }

    private void CommitNext()
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
        var encoded = new EncodedBatch(batch, _kinds, _json);
        take(encoded);
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
