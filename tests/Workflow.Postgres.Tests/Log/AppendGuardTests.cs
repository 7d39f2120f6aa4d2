using Npgsql;
using Workflow.Testing;
using Xunit;

namespace Workflow.Postgres.Tests.Log;

public sealed class AppendGuardTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Append =
        """
        insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp)
        values (nextval('mt_events_sequence'), gen_random_uuid(), 'ledger-x', 1, '{}', 'deposited', now())
        """;

    private const string Lock = "select pg_advisory_xact_lock(1332634951, 1)";

    [Fact]
    public async Task Appending_without_the_lock_is_refused()
    {
        await using var connection = await postgres.Database.OpenConnectionAsync();
        Assert.Equal("55000", await RefusedAsync(connection, Append));
        Assert.Equal("55000", await RefusedAsync(connection, "insert into mt_streams (id, version) values ('ledger-x', 1)"));
    }

    [Fact]
    public async Task Appending_while_another_holds_the_lock_is_refused()
    {
        await using var holder = await postgres.Database.OpenConnectionAsync();
        await using var transaction = await holder.BeginTransactionAsync();
        await using (var take = new NpgsqlCommand(Lock, holder)) await take.ExecuteNonQueryAsync();
        await using var connection = await postgres.Database.OpenConnectionAsync();

        Assert.Equal("55000", await RefusedAsync(connection, Append));
    }

    [Fact]
    public async Task Another_role_is_refused_even_with_the_lock_and_a_grant()
    {
        await using var connection = await postgres.Database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var prepare = new NpgsqlCommand(
            "create role stranger; grant all on all tables in schema public to stranger; grant all on all sequences in schema public to stranger; set local role stranger; " + Lock, connection))
            await prepare.ExecuteNonQueryAsync();

        Assert.Equal("42501", await RefusedAsync(connection, Append));
    }

    private static async Task<string> RefusedAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync())).SqlState;
    }
}
