using Npgsql;
using Workflow.Postgres;
using Workflow.Postgres.Embedded;
using Workflow.Postgres.Migrations;

namespace Workflow.Server.Hosting;

/// <summary>The database of a server: one's own, or the embedded one of the data folder; reachable and migrated.</summary>
internal sealed class Database : IAsyncDisposable
{
    /// <summary>The oldest PostgreSQL that the statements are written for.</summary>
    private const int OldestMajor = 15;

    /// <summary>A node that is stopped in the middle of a transaction keeps its rows no longer than its leases: others want them then.</summary>
    private const string StoppedMidway = "-c idle_in_transaction_session_timeout=15s";

    private readonly EmbeddedPostgres? _embedded;

    private Database(string connectionString, NpgsqlDataSource source, EmbeddedPostgres? embedded) =>
        (ConnectionString, Source, _embedded) = (connectionString, source, embedded);

    public string ConnectionString { get; }

    public NpgsqlDataSource Source { get; }

    /// <exception cref="StartException">it cannot be started, reached or migrated; the sentence says why</exception>
    public static async Task<Database> OpenAsync(string? connectionString, DataFolder folder, CancellationToken cancelled)
    {
        EmbeddedPostgres? embedded = null;
        NpgsqlDataSource? source = null;
        try
        {
            if (connectionString is null) embedded = await EmbeddedPostgres.StartAsync(folder.Postgres, ct: cancelled);
            // Nobody leaves anything behind on a pooled connection (advisory locks are given back by name), so it need not be reset at each use.
            var address = new NpgsqlConnectionStringBuilder(embedded?.ConnectionString ?? connectionString) { ApplicationName = "onego server", NoResetOnClose = true };
            address.Options = $"{address.Options} {StoppedMidway}".TrimStart();
            source = Primary.Source(address);
            await using (var connection = await source.OpenConnectionAsync(cancelled))
            {
                if (connection.PostgreSqlVersion.Major < OldestMajor)
                    throw new StartException(ExitCode.DatabaseUnusable, $"The database is PostgreSQL {connection.PostgreSqlVersion}; {OldestMajor} or later is needed.");
            }
            await Migrator.ApplyAsync(source, cancelled);
            return new(address.ConnectionString, source, embedded);
        }
        catch (Exception failed)
        {
            if (source is not null) await source.DisposeAsync();
            if (embedded is not null) await embedded.DisposeAsync();
            throw failed switch
            {
                StartException or OperationCanceledException => failed,
                EmbeddedPostgresException or MigrationException => new StartException(ExitCode.DatabaseUnusable, failed.Message),
                ArgumentException or FormatException => new StartException(ExitCode.WrongArguments, $"--database is not an Npgsql connection string: {failed.Message}"),
                PostgresException refused => new StartException(ExitCode.DatabaseUnusable, $"The database refuses: {refused.MessageText}."),
                NpgsqlException or System.Net.Sockets.SocketException or TimeoutException =>
                    new StartException(ExitCode.DatabaseUnusable, $"The database cannot be reached: {failed.InnerException?.Message ?? failed.Message}."),
                _ => failed,
            };
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        if (_embedded is not null) await _embedded.DisposeAsync();
    }
}
