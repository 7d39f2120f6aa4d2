using Npgsql;
using Workflow.Postgres.Queries;
using Workflow.Testing;
using Xunit;

namespace Workflow.Postgres.Tests.Queries;

public sealed class BoardTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    // Tasks of two joint items in a hundred departments of five districts of two cities: open, claimed, over, with cards, urged, without a due instant.
    private const string Tasks = """
        insert into task_row (stream_id, task_id, case_number, region, department, kind, title, element, state, assignee, opened_at, due_at, card, joint_item, urged_at)
        select 'case-' || n, n, n, (array['330102', '330103', '330104', '330202', '330203'])[1 + n % 5], 'd' || n % 20, 'approval', 't', 'e',
               case when n % 7 = 0 then 2 when n % 3 = 0 then 1 else 0 end, case when n % 3 = 0 then 'somebody' end,
               timestamptz '2026-03-02 12:00Z' - n * interval '1 minute', case when n % 4 > 0 then timestamptz '2026-03-02 12:00Z' + n * interval '1 minute' end,
               case when n % 11 = 0 then 1 when n % 13 = 0 then 2 else 0 end, case when n < 400 then 'six' else 'seven' end, case when n % 17 = 0 then now() end
        from generate_series(1, 600) n
        """;

    private const string Plainly = """
        select region || ' ' || department, count(*)::int, count(*) filter (where state = 1)::int, count(*) filter (where card = 1)::int, count(*) filter (where card = 2)::int,
               min(opened_at), min(due_at)
        from task_row where state in (0, 1) and region ~ $1 and ($2::text is null or joint_item = $2) group by region, department
        """;

    [Theory]
    [InlineData(null)]
    [InlineData("six")]
    public async Task The_load_of_each_department_is_what_a_plain_count_says(string? jointItem)
    {
        await using var reads = await SomeTasksAsync();
        var board = new Board(reads.Source);

        foreach (var (prefixes, within, pattern) in new[]
        {
            ((string[])["33"], (string?)null, "^33"), (["330102", "3302"], null, "^(330102|3302)"), (["3301", "330103"], "330103", "^330103"), ([""], null, ""), (["44"], null, "^44"),
        })
        {
            var shown = (await board.ReadAsync(prefixes, within, jointItem, DateOnly.FromDateTime(Noon.Date), CancellationToken.None)).Departments;
            Assert.Equal(
                await CountAsync(reads.Source, pattern, jointItem),
                shown.ToDictionary(d => $"{d.Region} {d.Department}", d => (d.Open, d.Claimed, d.Yellow, d.Red, d.OldestOpenedAt, d.NextDueAt)));
            Assert.Equal(shown.OrderByDescending(d => d.Red).ThenByDescending(d => d.Yellow).ThenByDescending(d => d.Open), shown);
        }
    }

    [Theory]
    [InlineData("somebody")]
    [InlineData("nobody")]
    public async Task The_counts_of_an_inbox_are_what_a_plain_count_says(string account)
    {
        await using var reads = await SomeTasksAsync();
        await using (var mix = reads.Source.CreateCommand("update task_row set kind = (array['intake', 'review', 'decide'])[1 + task_id % 3], assignee = case when task_id % 6 = 0 then 'other' else assignee end")) await mix.ExecuteNonQueryAsync();
        (string Region, string Department)[] departments = [.. Enumerable.Range(0, 20).Select(n => ("330103", $"d{n}")), ("330202", "d3"), ("999999", "d1")];

        var counted = await new Inbox(reads.Source).CountAsync(Scope.Nothing with { Departments = departments }, account, CancellationToken.None);

        await using var command = reads.Source.CreateCommand(
            """
            select kind, card, coalesce(assignee = $1, false), urged_at is not null, count(*) from task_row
            where state in (0, 1) and (region = '330103' or (region, department) = ('330202', 'd3')) group by 1, 2, 3, 4
            """);
        command.Parameters.Add(new() { Value = account });
        List<Inbox.Count> plain = [];
        await using var r = await command.ExecuteReaderAsync();
        while (await r.ReadAsync()) plain.Add(new(r.GetString(0), r.GetInt16(1), r.GetBoolean(2), r.GetBoolean(3), r.GetInt64(4)));
        Assert.Equal(plain.ToHashSet(), counted.ToHashSet());
        Assert.Equal(plain.Count, counted.Count);
        Assert.Contains(plain, c => c.Card > 0);
    }

    [Fact]
    public async Task Nobody_takes_a_second_processor_for_a_page()
    {
        await using var reads = new PageReads(await postgres.CreateDatabaseAsync());
        await using var command = reads.Source.CreateCommand("show max_parallel_workers_per_gather");
        Assert.Equal("0", await command.ExecuteScalarAsync());
    }

    private async Task<PageReads> SomeTasksAsync()
    {
        var reads = new PageReads(await postgres.CreateDatabaseAsync());
        await using var insert = reads.Source.CreateCommand(Tasks);
        await insert.ExecuteNonQueryAsync();
        return reads;
    }

    private static async Task<Dictionary<string, (int Open, int Claimed, int Yellow, int Red, DateTimeOffset Oldest, DateTimeOffset? Due)>> CountAsync(
        NpgsqlDataSource database, string regions, string? jointItem)
    {
        await using var command = database.CreateCommand(Plainly);
        command.Parameters.Add(new() { Value = regions });
        command.Parameters.Add(new() { Value = (object?)jointItem ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
        Dictionary<string, (int, int, int, int, DateTimeOffset, DateTimeOffset?)> counted = [];
        await using var r = await command.ExecuteReaderAsync();
        while (await r.ReadAsync())
            counted[r.GetString(0)] = (
                r.GetInt32(1), r.GetInt32(2), r.GetInt32(3), r.GetInt32(4), r.GetFieldValue<DateTimeOffset>(5), r.IsDBNull(6) ? null : r.GetFieldValue<DateTimeOffset>(6));
        return counted;
    }
}
