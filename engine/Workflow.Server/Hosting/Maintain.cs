using Workflow.Core.Cases;
using Workflow.Core.Catalog;
using Workflow.Postgres.Embedded;
using Workflow.Postgres.Log;
using Workflow.Postgres.Maintenance;
using Workflow.Postgres.Projections;

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

        var projections = new ProjectionRunner(database.Source, Projection.All);
        foreach (var projection in Projection.All) await projections.AskForRebuildAsync(projection.Name, CancellationToken.None);
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
