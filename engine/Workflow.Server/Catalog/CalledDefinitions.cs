using System.Collections.Concurrent;
using Workflow.Core.Bpmn;
using Workflow.Core.Cases;
using Workflow.Core.Catalog;
using Workflow.Core.Catalog.Definitions;
using Workflow.Core.Catalog.Rules;
using Workflow.Core.Flow;
using Workflow.Server.Http;

namespace Workflow.Server.Catalog;

/// <summary>
/// The latest versions of definitions that others call, at hand without waiting, as a call is decided in memory. Whatever a
/// loaded graph may call is read before the graph is used, also what that calls in turn; what is published later, on
/// whichever node, comes in with the log (<see cref="CalledDefinitionsWatch"/>).
/// </summary>
public sealed class CalledDefinitions(PinnedLoader loader, ReadStream read)
{
    private sealed record Entry(int Version, ProcessGraph? Graph);

    private readonly ConcurrentDictionary<string, Entry> latest = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, PinnedDecision> rules = new(StringComparer.Ordinal);

    /// <summary>For call activities: the latest versions as they are at the moment of the call, and the versions called before.</summary>
    /// <param name="before">versions that the case has called</param>
    public Calls CallsWith(IReadOnlyDictionary<(string, int), ProcessGraph> before) => new(
        code => latest.GetValueOrDefault(code) is { Graph: { } graph } entry ? (entry.Version, graph) : null,
        (code, version) => before.GetValueOrDefault((code, version)) ?? loader.GraphAtHand(code, version)
            ?? (latest.GetValueOrDefault(code) is { } entry && entry.Version == version ? entry.Graph : null));

    /// <summary>The latest graph of a definition that is known to be called; null when it is not published.</summary>
    public ProcessGraph? LatestOf(string code) => latest.GetValueOrDefault(code)?.Graph;

    /// <summary>A decision that a called definition names, in its latest version.</summary>
    public PinnedDecision? RuleOf(string code) => rules.GetValueOrDefault(code);

    /// <summary>Reads what a graph calls and what that calls, where it is not known yet.</summary>
    public ValueTask KnowAsync(ProcessGraph graph, CancellationToken cancelled) => KnowAsync(graph, [], cancelled);

    /// <summary>A definition or decision has another version; nothing happens when nobody calls it.</summary>
    public async ValueTask RefreshAsync(string streamId, CancellationToken cancelled)
    {
        if (CodeIn(streamId, DefinitionStreams.IdOf("")) is { } definition && latest.ContainsKey(definition)) await LoadAsync(definition, [definition], cancelled);
        if (CodeIn(streamId, RuleStreams.IdOf("")) is { } rule && rules.ContainsKey(rule) && ((RuleState)(await read(streamId, cancelled)).State).Latest is { } published)
            rules[rule] = PinnedDecision.Of(published);
    }

    private static string? CodeIn(string streamId, string prefix) => streamId.StartsWith(prefix, StringComparison.Ordinal) ? streamId[prefix.Length..] : null;

    private async ValueTask KnowAsync(ProcessGraph graph, HashSet<string> under, CancellationToken cancelled)
    {
        foreach (var code in CallNeeds.CalledBy(graph).Where(Codes.IsCode))
            if (!latest.ContainsKey(code) && under.Add(code)) await LoadAsync(code, under, cancelled);
    }

    private async ValueTask LoadAsync(string code, HashSet<string> under, CancellationToken cancelled)
    {
        var entry = new Entry(0, null);
        if (((DefinitionState)(await read(DefinitionStreams.IdOf(code), cancelled)).State).Latest is { } published)
        {
            try
            {
                entry = new(published.Version, await loader.GraphAsync(code, published.Version, cancelled));
            }
            catch (InvalidOperationException)
            {
                // What an older release took and this one cannot read is as if it were not there: the call becomes an incident, and says so.
                entry = new(published.Version, null);
            }
        }
        if (entry.Graph is { } graph)
        {
            // What it needs comes first, so that whoever finds it finds that too.
            foreach (var (name, decision) in await loader.LatestRulesAsync(graph, cancelled)) rules[name] = decision;
            await KnowAsync(graph, under, cancelled);
        }
        latest.AddOrUpdate(code, entry, (_, known) => known.Version > entry.Version ? known : entry);
    }
}

/// <summary>Follows the log, so that a call on this node takes what was published on any.</summary>
internal sealed partial class CalledDefinitionsWatch(Postgres.Node node, PinnedLoader published, ILogger<CalledDefinitionsWatch> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private long position = node.Position;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await foreach (var change in node.ChangesAsync(position, stoppingToken))
                {
                    foreach (var stream in change.StreamIds) await published.Called.RefreshAsync(stream, stoppingToken);
                    position = change.Position;
                }
                return;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failed)
            {
                Failed(log, failed);
                await Task.Delay(Pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "what was published could not be read; it is tried again")]
    private static partial void Failed(ILogger log, Exception failed);
}
