using Workflow.Core.Runtime;

namespace Workflow.Core.Tests.Runtime.Simulation;

/// <summary>A stored event of the simulated log.</summary>
internal sealed record Stored(string StreamId, long Version, long Position, Event Happened, CommandId Command, DateTimeOffset At);

/// <summary>The log as the writer leaves it in PostgreSQL: one transaction at a time, versions and command ids checked in it.</summary>
internal sealed class SimDatabase
{
    public const string Poison = "\0";

    private readonly Dictionary<string, List<Stored>> _streams = new(StringComparer.Ordinal);
    private long _lastPosition;

    public List<Stored> Log { get; } = [];
    public Dictionary<CommandId, KnownCommand> Commands { get; } = [];
    public Dictionary<string, (DateTimeOffset Due, Lease Lease)> Timers { get; } = new(StringComparer.Ordinal);
    public static readonly LedgerStreams Kind = new();

    public IReadOnlyList<Stored> StreamOf(string streamId) => _streams.GetValueOrDefault(streamId) ?? [];

    /// <summary>Null when the content is refused: then nothing at all is written.</summary>
    public IReadOnlyList<ItemVerdict>? Write(Batch batch)
    {
        if (batch.Items.SelectMany(i => i.Events).Any(e => e is Deposited { Note: Poison }))
        {
            _lastPosition += 3; // A sequence is not rolled back.
            return null;
        }

        return [.. batch.Items.Select(Write)];
    }

    private ItemVerdict Write(BatchItem item)
    {
        var known = item.Commands.Where(c => Commands.ContainsKey(c.Envelope.Id)).Select(c => Commands[c.Envelope.Id]).ToList();
        var stream = _streams.GetValueOrDefault(item.StreamId) ?? [];
        bool moved = stream.Count != item.Expected.Version;
        if (moved || known.Count > 0) return new ItemVerdict(false, moved, null, [], known);

        var positions = new List<long>();
        foreach (var command in item.Commands)
        {
            foreach (var happened in command.Events)
            {
                var stored = new Stored(item.StreamId, stream.Count + 1, ++_lastPosition, happened, command.Envelope.Id, command.At);
                stream.Add(stored);
                Log.Add(stored);
                positions.Add(stored.Position);
            }

            if (command.IsAccepted)
                Commands.Add(command.Envelope.Id, new(command.Envelope.Id, item.StreamId, command.Envelope.BodyHash, command.Version, stream.Count > 0 ? stream[^1].Position : 0));
        }

        if (positions.Count > 0) _streams[item.StreamId] = stream;
        WriteTimers(item);
        return new ItemVerdict(true, false, HeadOf(stream), positions, []);
    }

    private void WriteTimers(BatchItem item)
    {
        var rows = new RowChanges();
        Kind.Project(item.StreamId, item.Before, item.After, [.. item.Events], rows);
        foreach (string stream in rows.TimersGone) Timers.Remove(stream);
        foreach (var row in rows.Timers) Timers[row.StreamId] = (row.DueAt, Lease.None);
    }

    public LoadedStream Read(LoadRequest request)
    {
        var stream = StreamOf(request.StreamId);
        var state = request.Known?.State ?? Kind.Empty;
        foreach (var stored in stream.Skip((int)(request.Known?.Head.Version ?? 0))) state = state.Evolve(stored.Happened);
        return new LoadedStream(request.StreamId, state, HeadOf(stream));
    }

    private static StreamHead HeadOf(IReadOnlyList<Stored> stream) =>
        stream.Count == 0 ? StreamHead.None : new StreamHead(stream.Count, stream[^1].Position, stream[^1].At);

    /// <summary>As `for update skip locked` with a lease does: due, free, the earliest first.</summary>
    public IReadOnlyList<(string Stream, DateTimeOffset Due)> ClaimTimers(string node, int most, TimeSpan lease, DateTimeOffset now)
    {
        var due = Timers.Where(t => t.Value.Due <= now && t.Value.Lease.IsFree(now)).OrderBy(t => t.Value.Due).ThenBy(t => t.Key, StringComparer.Ordinal).Take(most).ToList();
        foreach (var (stream, row) in due) Timers[stream] = row with { Lease = row.Lease.Claim(node, lease, now)!.Value };
        return [.. due.Select(t => (t.Key, t.Value.Due))];
    }
}
