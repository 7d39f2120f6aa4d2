using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Workflow.Core.Cases;
using Workflow.Core.Runtime;
using Workflow.Postgres.Log;

namespace Workflow.Benchmarks.FanOut;

/// <summary>
/// Where the time of a large case goes, without a database: deciding, rows, encoding and folding anew, each by its own
/// stopwatch. What grows faster than the number of children shows here first.
/// </summary>
internal static class Phases
{
    private const int CommandsInABatch = 200;
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);

    public static async Task RunAsync(ChildKind kind, IEnumerable<int> sizes)
    {
        foreach (int size in sizes) await Console.Out.WriteLineAsync(Run(kind, size));
    }

    private static string Run(ChildKind kind, int children)
    {
        var (fanOut, id) = (new FanOutCase(kind), $"case-{Guid.NewGuid():N}");
        var play = new Play(fanOut, id);
        play.Send([fanOut.File(id, children)]);
        play.Send([FanOutCase.Accept(id, play.State)]);
        while (play.Kind.NextInternal(id, play.State) is { } next) play.Send([next]);
        var opened = play.Lap();
        foreach (var batch in fanOut.Decisions(id, play.State).Chunk(CommandsInABatch)) play.Send(batch);
        var decided = play.Lap();
        if (!play.State.IsClosed) throw new InvalidOperationException("the case did not end");
        long started = Stopwatch.GetTimestamp();
        var again = play.Events.Aggregate((StreamState)CaseState.Empty, (s, e) => s.Evolve(e));
        double fold = Stopwatch.GetElapsedTime(started).TotalSeconds;
        return string.Create(CultureInfo.InvariantCulture,
            $"  {kind} {children,7}: open {opened.Per(children)} | decide {decided.Per(children)} | fold again {fold * 1e6 / children:F1} µs | {play.Events.Count} events, {((CaseState)again).Version} folded");
    }

    private readonly record struct Times(double Decide, double Rows, double Encode)
    {
        public string Per(int children) => string.Create(CultureInfo.InvariantCulture,
            $"decide {Decide * 1e6 / children:F1} rows {Rows * 1e6 / children:F1} encode {Encode * 1e6 / children:F1} µs a child");
    }

    private sealed class Play(FanOutCase fanOut, string id)
    {
        private readonly EventJson _json = new();
        private StreamHead _head = StreamHead.None;
        private Times _times;
        private long _sent;

        public CaseStreams Kind { get; } = new();
        public CaseState State { get; private set; } = CaseState.Empty;
        public List<Event> Events { get; } = [];

        public Times Lap()
        {
            var lap = _times;
            _times = default;
            return lap;
        }

        public void Send(IReadOnlyList<Command> commands)
        {
            long started = Stopwatch.GetTimestamp();
            var (before, decided, at) = (State, new List<DecidedCommand>(), Start.AddMilliseconds(++_sent));
            foreach (var command in commands)
            {
                if (command.Decide(fanOut.Pinned, State, at) is not Outcome.Events { List: var events }) throw new InvalidOperationException($"{command} was refused");
                foreach (var happened in events) State = (CaseState)State.Evolve(happened);
                Events.AddRange(events);
                string key = string.Create(CultureInfo.InvariantCulture, $"{_sent}/{decided.Count}");
                var envelope = new Envelope(new CommandId(command.By.Id, "http", key), command, SHA256.HashData(Encoding.UTF8.GetBytes(key)));
                decided.Add(new DecidedCommand(envelope, null, events, at, State.Version));
            }

            double decide = Lap(ref started);
            var item = new BatchItem(id, _head, before, State, decided);
            Kind.Project(id, before, State, [.. item.Events], new RowChanges());
            double rows = Lap(ref started);
            var encoded = new EncodedBatch(new Batch(_sent, [item]), new Dictionary<string, StreamKind>(StringComparer.Ordinal) { ["case"] = Kind }, _json);
            double encode = Lap(ref started) - rows;
            var (hash, last, casekey, _) = encoded.Ends[0];
            _head = new StreamHead(State.Version, State.Version, last, hash, casekey);
            _times = new Times(_times.Decide + decide, _times.Rows + rows, _times.Encode + encode);
        }

        private static double Lap(ref long started)
        {
            double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            started = Stopwatch.GetTimestamp();
            return seconds;
        }
    }
}
