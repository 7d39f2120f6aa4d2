using Npgsql;
using Workflow.Postgres;

namespace Workflow.Server.Tests.Operations;

/// <summary>Holds the lock that every append needs, as a writer does that is at work for long.</summary>
internal sealed class HeldWriter : IAsyncDisposable
{
    private readonly NpgsqlConnection connection;
    private readonly NpgsqlCommand busy;
    private readonly CancellationTokenSource letGo = new();
    private readonly Task work;
    private bool isOver;

    private HeldWriter(NpgsqlConnection connection)
    {
        this.connection = connection;
        // At work: one that waits for its client would be ended by whoever wants the lock.
        busy = new NpgsqlCommand("select pg_sleep(600)", connection) { CommandTimeout = 0 };
        work = busy.ExecuteNonQueryAsync(letGo.Token);
    }

    public static async Task<HeldWriter> TakeAsync(NpgsqlDataSource database)
    {
        var opened = await database.OpenConnectionAsync();
        await using var take = new NpgsqlCommand("select pg_advisory_lock($1, $2)", opened) { Parameters = { new() { Value = AdvisoryLocks.Class }, new() { Value = AdvisoryLocks.Writer } } };
        await take.ExecuteNonQueryAsync();
        return new HeldWriter(opened);
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref isOver, true)) return;
        await letGo.CancelAsync();
        await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await using (var give = new NpgsqlCommand("select pg_advisory_unlock_all()", connection)) await give.ExecuteNonQueryAsync();
        await busy.DisposeAsync();
        await connection.DisposeAsync();
        letGo.Dispose();
    }
}
