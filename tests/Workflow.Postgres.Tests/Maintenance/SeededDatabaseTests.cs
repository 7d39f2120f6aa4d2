using Npgsql;
using Workflow.Benchmarks.Inboxes;
using Workflow.Benchmarks.Seeding;
using Workflow.Core.Cases;
using Workflow.Postgres.Maintenance;
using Workflow.Postgres.Tests.Log;
using Workflow.Postgres.Tests.Projections;
using Workflow.Testing;
using Xunit;

namespace Workflow.Postgres.Tests.Maintenance;

/// <summary>The benchmarks measure on seeded databases: what is seeded has to be what the engine itself would have written.</summary>
public sealed class SeededDatabaseTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    private const int Cases = 200;
    private NpgsqlDataSource _database = null!;
    private string _connectionString = "";

    public async ValueTask InitializeAsync()
    {
        _connectionString = await postgres.CreateDatabaseAsync();
        _database = NpgsqlDataSource.Create(_connectionString);
        await new Seeder(_connectionString, SeedPlan.Province(Cases, TimeProvider.System.GetUtcNow()), _ => { }).RunAsync(folder: null);
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Seeded_cases_pass_the_check_of_the_log_and_their_rows_equal_a_rebuild()
    {
        // given
        var before = await _database.DumpAsync();
        Assert.Equal((long)Cases, await _database.ScalarAsync("select count(*) from case_row"));

        // when
        var report = await new Verification(_database).RunAsync(null, CancellationToken.None);
        var failed = await _database.RebuildAsync();

        // then
        Assert.Empty(report.Findings);
        Assert.Equal(Cases, report.Streams);
        Assert.Empty(failed);
        Assert.Equal(before, await _database.DumpAsync());
    }

    [Fact]
    public async Task A_seeded_case_is_led_to_its_end_like_any_other()
    {
        // given
        await using var node = await Node.StartAsync(new NodeSettings(_connectionString, [new CaseStreams()], SeedPlan.Load, "seeded"), CancellationToken.None);
        var work = new SeededWork(node, await SeededWork.CasesAsync(_connectionString, atMost: 20));

        // when
        await work.PlayAsync(clients: 4, cases: 8);

        // then
        Assert.Equal(8L, await _database.ScalarAsync("select count(*) from case_row where status = 11"));
        Assert.Empty((await new Verification(_database).RunAsync(null, CancellationToken.None)).Findings);
    }
}
