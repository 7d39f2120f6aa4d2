using Npgsql;
using Workflow.Postgres.Queries;
using Workflow.Testing;
using Xunit;

namespace Workflow.Postgres.Tests.Queries;

public sealed class PageReadsTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private static readonly Scope Department = Scope.Nothing with { Account = "officer", Departments = [("110101", "fire")] };

    [Fact]
    public async Task A_page_is_planned_once_on_a_connection_for_whatever_is_asked_for()
    {
        await using var reads = new PageReads(await postgres.CreateDatabaseAsync());
        var (inbox, cases) = (new Inbox(reads.Source), new CaseList(reads.Source));
        for (int i = 0; i < 4; i++)
        {
            foreach (var sort in Enum.GetValues<Inbox.Sort>())
                Assert.Empty((await inbox.ReadAsync(Department, new(null, $"kind{i}", [0, 1], null, null, Urged: false, null, default), sort, null, 50, "officer", CancellationToken.None)).Rows);
            foreach (var sort in Enum.GetValues<CaseList.Sort>())
                Assert.Empty((await cases.ReadAsync(Department, new(null, null, $"item{i}", null, default), null, 50, "officer", CancellationToken.None, sort)).Rows);
        }

        // The same connection as before: it was free again, and none other was ever needed.
        await using var connection = await reads.Source.OpenConnectionAsync();
        await using var command = new NpgsqlCommand("select count(*), bool_and(generic_plans > 0), sum(custom_plans) from pg_prepared_statements where statement like '%list_read%'", connection);
        await using var reader = await command.ExecuteReaderAsync();
        Assert.True(await reader.ReadAsync());
        Assert.Equal((6L, true, 0m), (reader.GetInt64(0), reader.GetBoolean(1), reader.GetDecimal(2)));
    }
}
