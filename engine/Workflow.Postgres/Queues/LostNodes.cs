using Npgsql;

namespace Workflow.Postgres.Queues;

/// <summary>
/// Frees what a node held that is gone: its listening connection has ended. Another node goes on within seconds and need not
/// wait for the leases to run out; they run out for whoever is stopped but connected. Freed too early (the connection was
/// lost, the node lives) they do no harm: every step of the work under a lease may be done twice, and asks for the lease.
/// </summary>
internal static class LostNodes
{
    /// <summary>Begins the application name of a node's listening connection; the node's name follows.</summary>
    public const string Listener = "onego listener ";

    /// <summary>The nodes that are connected now. PostgreSQL keeps 63 bytes of a name, hence the 48 below.</summary>
    private const string Connected =
        "select substr(application_name, 16) from pg_stat_activity where datname = current_database() and application_name like 'onego listener %'";

    /// <summary>Names of the connected nodes, as far as PostgreSQL keeps them; a part of another statement.</summary>
    public const string ConnectedArray = $"array({Connected})";

    // All of them are read for this once, when a node is gone: an index of leases would cost each firing.
    private const string FreeTimers =
        $"update timer set lease_owner = null, lease_until = null where lease_owner is not null and left(lease_owner, 48) <> all ({ConnectedArray})";

    private const string FreeRouter = $"update message_router set lease_owner = null, lease_until = null where lease_owner is not null and left(lease_owner, 48) <> all ({ConnectedArray})";

    private const string FreePapers = $"update paper_cursor set lease_owner = null, lease_until = null where lease_owner is not null and left(lease_owner, 48) <> all ({ConnectedArray})";

    private const string FreeSubscriptions =
        $"update subscription_cursor set lease_owner = null, lease_until = null where lease_owner is not null and left(lease_owner, 48) <> all ({ConnectedArray})";

    private const string FreeRetries =
        $"update retry_run set lease_owner = null, lease_until = null where ended_at is null and lease_owner is not null and left(lease_owner, 48) <> all ({ConnectedArray})";

    private const string FreeCalendars =
        $"update calendar_adoption set lease_owner = null, lease_until = null where ended_at is null and lease_owner is not null and left(lease_owner, 48) <> all ({ConnectedArray})";

    /// <summary>Frees the leases of all nodes that are not connected.</summary>
    public static async Task FreeAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand(FreeTimers), new NpgsqlBatchCommand(FreeRouter), new NpgsqlBatchCommand(FreePapers),
                new NpgsqlBatchCommand(FreeSubscriptions), new NpgsqlBatchCommand(FreeRetries), new NpgsqlBatchCommand(FreeCalendars),
            },
        };
        await batch.ExecuteNonQueryAsync(ct);
    }
}
