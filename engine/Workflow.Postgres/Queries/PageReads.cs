using Npgsql;

namespace Workflow.Postgres.Queries;

/// <summary>
/// Connections for the pages that people read all day (<see cref="Inbox"/>, <see cref="CaseList"/>, <see cref="Board"/>). Planning such a statement costs as much
/// as running it, so it is planned once on each connection, for any parameters; the statements are written so that this plan is the right one.
/// </summary>
public sealed class PageReads(string connectionString) : IAsyncDisposable
{
    // Each keeps the plans of some dozens of statements, and a page takes milliseconds: more would only hold memory.
    private const int MostConnections = 32;

    /// <summary>Statements are prepared when they come for the second time; no more of them are known.</summary>
    private const int MostStatements = 64;

    public NpgsqlDataSource Source { get; } = Primary.Source(new NpgsqlConnectionStringBuilder(connectionString)
    {
        ApplicationName = "onego pages", MaxPoolSize = MostConnections, MaxAutoPrepare = MostStatements, AutoPrepareMinUsages = 2,
        // Nothing is left behind on them, so nothing has to be reset before the next use.
        NoResetOnClose = true,
        // An index in the order asked for is walked until a page is full, whatever the planner believes of filters that it does not know.
        // No page takes a second processor: others wait for theirs meanwhile.
        Options = $"{new NpgsqlConnectionStringBuilder(connectionString).Options} -c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_sort=off -c jit=off -c max_parallel_workers_per_gather=0".TrimStart(),
    });

    public ValueTask DisposeAsync() => Source.DisposeAsync();
}
