using Workflow.Core.Cases;
using Workflow.Core.Catalog;
using Workflow.Postgres;
using Workflow.Postgres.Embedded;
using Workflow.Postgres.Log;
using Workflow.Postgres.Maintenance;
using Workflow.Postgres.Projections;
using Workflow.Server.Catalog;
using Workflow.Server.Oversight;

namespace Workflow.Server.Hosting;

/// <summary>Orders that run once and end: checking the log, making derived tables anew. Both may run while nodes work.</summary>
internal static class Maintain
{
    private const int ShownMax = 50;

    public static async Task<ExitCode> VerifyAsync(Arguments arguments)
    {
        await using var database = await OpenAsync(arguments);
        var report = await new Verification(database.Source).RunAsync(progress: null, CancellationToken.None);
        foreach (var finding in report.Findings.Take(ShownMax))
            await Console.Error.WriteLineAsync($"{finding.StreamId} version {finding.Version}: {finding.What}: {finding.Detail}");
        Console.WriteLine($"{(report.IsIntact ? "intact" : "DAMAGED")}: {report.Streams} streams, {report.Events} events, {report.FindingCount} findings");
        return report.IsIntact ? ExitCode.Ok : ExitCode.Failed;
    }

    public static async Task<ExitCode> RebuildAsync(Arguments arguments)
    {
        await using var database = await OpenAsync(arguments);
        var unreadable = await new Rebuild(database.Source, [new CaseStreams(), .. CatalogKinds.All], new EventJson()).RunAsync(progress: null, CancellationToken.None);
        foreach (var (streamId, detail) in unreadable.Take(ShownMax)) await Console.Error.WriteLineAsync($"{streamId}: {detail}");

        // Some of the projections fold cases, and read what those were started with as any node does.
        PinnedLoader? pinned = null;
        await using var node = await Node.StartAsync(new NodeSettings(
            database.ConnectionString, [new CaseStreams(), .. CatalogKinds.All], (pin, stop) => pinned!.LoadAsync(pin, stop), $"rebuild-{Environment.ProcessId}"), CancellationToken.None);
        pinned = new PinnedLoader(node.ReadAsync);
        var all = OversightApi.ProjectionsOf(database.Source, node, pinned);
        var projections = new ProjectionRunner(database.Source, all);
        foreach (var projection in all) await projections.AskForRebuildAsync(projection.Name, CancellationToken.None);
        // Another node that holds the projections' lock does that part itself.
        var isDone = await projections.CatchUpAsync(CancellationToken.None);
        Console.WriteLine($"rebuilt; {unreadable.Count} streams unreadable{(isDone ? "" : "; asynchronous views follow on the node that keeps them")}");
        return unreadable.Count == 0 ? ExitCode.Ok : ExitCode.Failed;
    }

    /// <summary>The embedded database of a running server is shared with it; one that does not run is started for the time being.</summary>
    private static async Task<Database> OpenAsync(Arguments arguments)
    {
        var folder = DataFolder.Open(arguments.Data);
        return await Database.OpenAsync(arguments.Database ?? await EmbeddedPostgres.FindRunningAsync(folder.Postgres), folder, CancellationToken.None);
    }
}
