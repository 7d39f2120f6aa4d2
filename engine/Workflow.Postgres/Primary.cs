using System.Collections.Concurrent;
using System.Globalization;
using Npgsql;
using Workflow.Postgres.Log;

namespace Workflow.Postgres;

/// <summary>
/// Connections to the one server that may be written to. Of several hosts (<c>Host=a,b</c>) it is the one that is no standby; and
/// once a promoted standby has been seen, the primary before it is refused, should it be started again.
/// </summary>
public sealed class Primary
{
    // What the driver found out about a host is asked anew after this long; until then a promoted standby is still taken for one.
    private const int HostRecheckSeconds = 1;

    // A promotion begins a new timeline with a higher number.
    private const string Timeline = "select case when pg_is_in_recovery() then null else left(pg_walfile_name(pg_current_wal_lsn()), 8) end";

    // One for each set of hosts: every data source of this process learns from the others.
    private static readonly ConcurrentDictionary<string, Primary> Known = new(StringComparer.Ordinal);

    private long _newest;

    private Primary()
    {
    }

    /// <summary>A data source on one host, or on whichever of several is the primary.</summary>
    public static NpgsqlDataSource Source(NpgsqlConnectionStringBuilder address)
    {
        if (address.Host?.Contains(',', StringComparison.Ordinal) != true) return NpgsqlDataSource.Create(address);
        address.TargetSessionAttributes ??= "read-write";
        address.HostRecheckSeconds = HostRecheckSeconds;
        // A confirmation that does not come is not called off: PostgreSQL would then report success.
        address.CancellationTimeout = -1;
        var primary = Known.GetOrAdd($"{address.Host}/{address.Port}/{address.Database}", _ => new Primary());
        return new NpgsqlDataSourceBuilder(address.ConnectionString).UsePhysicalConnectionInitializer(primary.Check, primary.CheckAsync).Build();
    }

    private void Check(NpgsqlConnection connection) => CheckAsync(connection).GetAwaiter().GetResult();

    private async Task CheckAsync(NpgsqlConnection connection)
    {
        await using var ask = new NpgsqlCommand(Timeline, connection);
        if (await ask.ExecuteScalarAsync() is not string hex) return;
        long found = long.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        long newest = Interlocked.Read(ref _newest);
        if (found < newest) throw new NpgsqlException($"this is the primary of timeline {found}; the standby that was promoted since is on timeline {newest}");
        if (found == newest) return;

        // Seen for the first time: a primary that was left alone does not get past this, and the driver goes on to the next host.
        await ConfirmAsync(connection);
        while (found > newest && Interlocked.CompareExchange(ref _newest, found, newest) is var seen && seen != newest) newest = seen;
    }

    /// <summary>Ends when everything this server holds is on its standby too, where it has one.</summary>
    /// <exception cref="NpgsqlException">it was not confirmed</exception>
    internal static async Task ConfirmAsync(NpgsqlConnection connection, CancellationToken ct = default)
    {
        await using var confirm = new NpgsqlCommand(WriterSql.Confirm, connection) { CommandTimeout = WriterSql.ConfirmSeconds };
        bool isDoubtful = false;
        connection.Notice += Hear;
        await confirm.ExecuteNonQueryAsync(ct);
        connection.Notice -= Hear;
        if (isDoubtful) throw new NpgsqlException(WriterSql.NotConfirmed);

        void Hear(object sender, NpgsqlNoticeEventArgs e) => isDoubtful |= e.Notice.InvariantSeverity == "WARNING";
    }
}
