using System.Collections.Concurrent;
using System.Diagnostics;
using Workflow.Core.Runtime;

namespace Workflow.Postgres.Figures;

/// <summary>
/// The spans of commands. Many commands share a batch, and a span has one parent: so the batch is a trace of its own that links to its
/// commands, and each command's own trace gets the two spans that concern it, "decide" and "commit", with a link to the batch. Costs a
/// comparison while nobody listens.
/// </summary>
internal sealed class CommandTraces(NodeSettings settings)
{
    public const string SourceName = "Workflow.Postgres";

    /// <summary>Links of one span; what is above is cut by most receivers anyway.</summary>
    private const int LinksMax = 128;

    internal static readonly ActivitySource Source = new(SourceName);

    // Bounded by the commands that wait: an entry lives as long as its sender does.
    private readonly ConcurrentDictionary<CommandId, ActivityContext> _asked = new();

    /// <summary>The span of a command from its arrival at the node to its answer; null while nobody listens.</summary>
    public Activity? Begin(Envelope envelope)
    {
        if (!Source.HasListeners() || Source.StartActivity("command") is not { } activity) return null;
        activity.SetTag("onego.command", envelope.Command.GetType().Name);
        activity.SetTag("onego.source", envelope.Id.Source);
        if (activity.Recorded) _asked.TryAdd(envelope.Id, activity.Context);
        return activity;
    }

    public void End(Envelope envelope, Activity? activity, Answer? answer)
    {
        if (activity is null) return;
        _asked.TryRemove(new(envelope.Id, activity.Context));
        activity.SetTag("onego.answer", answer switch
        {
            Answer.Accepted { Repeated: true } => "repeated",
            Answer.Accepted => "accepted",
            Answer.Rejected rejected => rejected.Why.Code,
            Answer.IdReused => "idempotency-key-reused",
            Answer.Failed failed => failed.Code,
            _ => "given-up",
        });
        if (answer is Answer.Failed) activity.SetStatus(ActivityStatusCode.Error);
        activity.Dispose();
    }

    /// <summary>The time now, for <see cref="Batch"/>; null while nobody listens.</summary>
    public DateTimeOffset? Now => Source.HasListeners() ? settings.Time.GetUtcNow() : null;

    /// <summary>The span of a batch on its way, to be ended with its result; null while nobody listens.</summary>
    /// <param name="decided">from when on it was decided; until now</param>
    public BatchTrace? Batch(Batch batch, DateTimeOffset? decided)
    {
        if (decided is not { } since || !Source.HasListeners()) return null;
        var commands = batch.CommandIds.Where(id => _asked.ContainsKey(id)).Select(id => _asked.GetValueOrDefault(id)).Where(c => c != default).ToList();
        return new BatchTrace(commands, since, settings);
    }

    internal sealed class BatchTrace
    {
        private readonly List<ActivityContext> _commands;
        private readonly DateTimeOffset _decidedFrom;
        private readonly DateTimeOffset _sentFrom;
        private readonly NodeSettings _settings;
        private readonly Activity? _batch;

        public BatchTrace(List<ActivityContext> commands, DateTimeOffset decidedFrom, NodeSettings settings)
        {
            (_commands, _decidedFrom, _settings) = (commands, decidedFrom, settings);
            Activity.Current = null;
            _batch = Source.StartActivity("batch", ActivityKind.Internal, parentContext: default, links: commands.Take(LinksMax).Select(c => new ActivityLink(c)), startTime: decidedFrom);
            _batch?.SetTag("onego.commands", commands.Count);
            _sentFrom = settings.Time.GetUtcNow();
        }

        public void End(BatchInput result)
        {
            var now = _settings.Time.GetUtcNow();
            _batch?.SetTag("onego.result", result.GetType().Name);
            List<ActivityLink> links = _batch is null ? [] : [new(_batch.Context)];
            foreach (var command in _commands)
            {
                Add("decide", command, links, _decidedFrom, _sentFrom);
                Add("commit", command, links, _sentFrom, now);
            }

            _batch?.Dispose();
        }

        private static void Add(string name, ActivityContext command, List<ActivityLink> links, DateTimeOffset from, DateTimeOffset to)
        {
            using var span = Source.StartActivity(name, ActivityKind.Internal, command, links: links, startTime: from);
            span?.SetEndTime(to.UtcDateTime);
        }
    }
}
