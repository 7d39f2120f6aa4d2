using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Workflow.Postgres.Migrations;

/// <summary>
/// Brings a database to this version's tables: numbered .sql files, forward only, each in a transaction of its own.
/// Any number of nodes may start at once: the first takes the lock, the others find the work done.
/// </summary>
public static class Migrator
{
    private const string ResourcePrefix = "Workflow.Postgres.Migrations.";

    /// <summary>All migrations of this version, in the order of their numbers. A number may be missing: several are written at the same time.</summary>
    public static IReadOnlyList<Migration> All { get; } = Load();

    /// <summary>One hash over all migrations: names what a template database holds.</summary>
    public static string Fingerprint { get; } =
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(All.Select(m => m.Sha256)))));

    /// <summary>Applies what is missing and returns how many migrations that were.</summary>
    /// <exception cref="MigrationException">an applied migration differs from ours, or the database is newer than this program</exception>
    public static async Task<int> ApplyAsync(NpgsqlDataSource database, CancellationToken ct = default)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await ExecuteAsync(connection, $"select pg_advisory_lock({AdvisoryLocks.Class}, {AdvisoryLocks.Migrations})", ct);
        try
        {
            await ExecuteAsync(connection, CreateHistory, ct);
            var applied = await CheckHistoryAsync(connection, ct);
            foreach (var migration in All.Where(m => !applied.Contains(m.Version))) await ApplyAsync(connection, migration, ct);
            return All.Count - applied.Count;
        }
        finally
        {
            await ExecuteAsync(connection, $"select pg_advisory_unlock({AdvisoryLocks.Class}, {AdvisoryLocks.Migrations})", CancellationToken.None);
        }
    }

    private const string CreateHistory =
        """
        create table if not exists schema_migration (
          version    int         not null constraint schema_migration_pkey primary key,
          name       text        not null,
          sha256     text        not null,
          applied_at timestamptz not null default clock_timestamp()
        )
        """;

    private static async Task<HashSet<int>> CheckHistoryAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select version, name, sha256 from schema_migration order by version", connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var applied = new HashSet<int>();
        while (await reader.ReadAsync(ct))
        {
            var (version, name, sha256) = (reader.GetInt32(0), reader.GetString(1), reader.GetString(2));
            if (All.FirstOrDefault(m => m.Version == version) is not { } known)
                throw new MigrationException($"The database has migration {version} ({name}), which this program does not know: it is older than the database.");
            if (known.Sha256 != sha256)
                throw new MigrationException($"Migration {version} ({name}) was applied with another content than this program's.");
            applied.Add(version);
        }

        return applied;
    }

    private static async Task ApplyAsync(NpgsqlConnection connection, Migration migration, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await ExecuteAsync(connection, migration.Sql, ct);
        await using (var record = new NpgsqlCommand("insert into schema_migration (version, name, sha256) values ($1, $2, $3)", connection, transaction))
        {
            record.Parameters.Add(new() { Value = migration.Version });
            record.Parameters.Add(new() { Value = migration.Name });
            record.Parameters.Add(new() { Value = migration.Sha256 });
            await record.ExecuteNonQueryAsync(ct);
        }

        await transaction.CommitAsync(ct);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(ct);
    }

    private static List<Migration> Load()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var found = new List<Migration>();
        foreach (string resource in assembly.GetManifestResourceNames().Where(IsMigration).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
            // A checkout may have changed the line ends; the content is the same.
            string sql = reader.ReadToEnd().Replace("\r\n", "\n", StringComparison.Ordinal);
            string name = resource[ResourcePrefix.Length..^".sql".Length];
            int version = int.Parse(name[..4], CultureInfo.InvariantCulture);
            if (found.Exists(m => m.Version == version)) throw new InvalidOperationException($"two migrations have the number {version}");
            found.Add(new Migration(version, name[5..], sql, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sql)))));
        }

        return found;
    }

    private static bool IsMigration(string resource) =>
        resource.StartsWith(ResourcePrefix, StringComparison.Ordinal) && resource.EndsWith(".sql", StringComparison.Ordinal);
}

/// <summary>One numbered step of the schema.</summary>
/// <param name="Version">from 1; never given twice</param>
/// <param name="Sha256">lower-case hex over its text with LF line ends</param>
public sealed record Migration(int Version, string Name, string Sql, string Sha256);

/// <summary>The database and this program do not agree on what was applied; nothing was changed.</summary>
public sealed class MigrationException(string message) : Exception(message);
