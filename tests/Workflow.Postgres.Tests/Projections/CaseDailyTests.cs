using System.Globalization;
using Npgsql;
using Workflow.Postgres.Projections;
using Workflow.Postgres.Queries;
using Workflow.Testing;
using Xunit;

namespace Workflow.Postgres.Tests.Projections;

public sealed class CaseDailyTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    private static readonly Scope Everything = new(null, [], ["33"], [], []);
    private NpgsqlDataSource _database = null!;
    private string _connectionString = "";
    private int _lastCase;

    public async ValueTask InitializeAsync()
    {
        _connectionString = await postgres.CreateDatabaseAsync();
        _database = NpgsqlDataSource.Create(_connectionString);
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task A_days_events_are_counted_by_region_joint_item_and_department_in_the_calendars_zone()
    {
        // given: 16:30 UTC is half past midnight of the next day in China
        await AppendCaseAsync("330106", "open-a-restaurant", "2026-03-02T16:30:00+00:00");
        await AppendCaseAsync("330106", "open-a-restaurant", "2026-03-03T01:00:00+00:00");
        await AppendCaseAsync("330110", "newborn", "2026-03-03T01:00:00+00:00");

        // when
        Assert.True(await Runner().CatchUpAsync(CancellationToken.None));

        // then
        var rows = await ReadAsync();
        Assert.Equal(
            [
                new CaseDailyRow(new DateOnly(2026, 3, 3), "330106", "open-a-restaurant", "", 2, 2, 2, 0, 2, 0),
                new CaseDailyRow(new DateOnly(2026, 3, 3), "330106", "open-a-restaurant", "fire", 0, 0, 0, 2, 0, 2),
                new CaseDailyRow(new DateOnly(2026, 3, 3), "330110", "newborn", "", 1, 1, 1, 0, 1, 0),
                new CaseDailyRow(new DateOnly(2026, 3, 3), "330110", "newborn", "fire", 0, 0, 0, 1, 0, 1),
            ],
            rows);
        Assert.Equal(21L, await ScalarAsync("select last_seq_id from mt_event_progression where name = 'CaseDaily:All'"));
    }

    [Fact]
    public async Task What_real_cases_leave_behind_is_counted()
    {
        // given
        await using (var node = await ShopCases.StartAsync(_connectionString))
            await Task.WhenAll(Enumerable.Range(0, 25).Select(seed => ShopCases.LiveAsync(node, seed)));

        // when
        await Runner().CatchUpAsync(CancellationToken.None);

        // then
        var rows = await new CaseDaily(_database).ReadAsync(new Scope(null, ["110105"], [], [], []), DateOnly.MinValue, DateOnly.MaxValue, "open-a-shop", CancellationToken.None);
        Assert.Equal(25, rows.Where(r => r.Department.Length == 0).Sum(r => r.Filed));
        Assert.Equal(
            await ScalarAsync("select count(*) filter (where type = 'case_accepted') || ' ' || count(*) filter (where type = 'opinion_recorded') || ' ' || count(*) filter (where type = 'case_concluded') from mt_events"),
            $"{rows.Sum(r => r.Accepted)} {rows.Sum(r => r.Opinions)} {rows.Sum(r => r.Concluded)}");
        Assert.All(rows.Where(r => r.Opinions > 0), r => Assert.Contains(r.Department, (string[])["a", "b", "c"]));
    }

    [Fact]
    public async Task Batches_of_any_cut_give_what_one_batch_gives()
    {
        // given
        await AppendManyAsync(1_500);

        // when
        await Runner().CatchUpAsync(CancellationToken.None);
        await AppendManyAsync(100);
        await Runner().CatchUpAsync(CancellationToken.None);

        // then
        var rows = await ReadAsync();
        Assert.Equal((1_600, 1_600, 1_600), (rows.Sum(r => r.Filed), rows.Sum(r => r.Opinions), rows.Sum(r => r.Red)));
    }

    [Fact]
    public async Task Two_nodes_that_run_at_once_count_nothing_twice_and_one_takes_over_from_the_other()
    {
        // given
        using var stopFirst = new CancellationTokenSource();
        using var stopSecond = new CancellationTokenSource();
        var (first, second) = (Runner(), Runner());
        var firstRuns = first.RunAsync(stopFirst.Token);

        // when
        long position = await AppendCaseAsync("330106", "newborn", "2026-03-03T01:00:00+00:00");
        first.Wake();
        Assert.True(await second.WaitForAsync("CaseDaily", position, TimeSpan.FromSeconds(20), CancellationToken.None));
        Assert.False(await second.CatchUpAsync(CancellationToken.None));
        await stopFirst.CancelAsync();
        await firstRuns;
        var secondRuns = second.RunAsync(stopSecond.Token);
        position = await AppendCaseAsync("330106", "newborn", "2026-03-03T01:00:00+00:00");
        second.Wake();

        // then
        Assert.True(await first.WaitForAsync("CaseDaily", position, TimeSpan.FromSeconds(20), CancellationToken.None));
        Assert.Equal(2, (await ReadAsync()).Sum(r => r.Filed));
        await stopSecond.CancelAsync();
        await secondRuns;
    }

    [Fact]
    public async Task A_rebuild_is_resumed_where_a_dead_node_left_it_and_old_rows_are_read_until_it_is_done()
    {
        // given rows that went wrong, and a rebuild that stopped after its first batch
        await AppendManyAsync(500);
        var runner = Runner();
        await runner.CatchUpAsync(CancellationToken.None);
        var right = await ReadAsync();
        await ScalarAsync("update case_daily set filed = 0");
        await runner.AskForRebuildAsync("CaseDaily", CancellationToken.None);
        await StopAfterFirstBatchAsync();
        Assert.Equal(0, (await ReadAsync()).Sum(r => r.Filed));
        var half = Assert.Single(await runner.ProgressAsync(CancellationToken.None));

        // when
        await Runner().CatchUpAsync(CancellationToken.None);

        // then
        Assert.Equal((2, (long)ProjectionRunner.BatchPositions), half.Rebuilding);
        Assert.Equal(right, await ReadAsync());
        var done = Assert.Single(await runner.ProgressAsync(CancellationToken.None));
        Assert.Equal((2, null, 0), (done.Generation, done.Rebuilding, done.Lag));
        Assert.Equal(0L, await ScalarAsync("select count(*) from case_daily where generation <> 2"));
    }

    [Fact]
    public async Task Waiting_for_a_position_that_does_not_come_ends_in_time()
    {
        Assert.False(await Runner().WaitForAsync("CaseDaily", long.MaxValue, TimeSpan.FromMilliseconds(100), CancellationToken.None));
    }

    [Fact]
    public async Task A_department_sees_its_own_lines_only()
    {
        await AppendCaseAsync("330106", "newborn", "2026-03-03T01:00:00+00:00");
        await Runner().CatchUpAsync(CancellationToken.None);

        var scope = new Scope(null, [], [], [("330106", "fire")], []);

        Assert.Equal("fire", Assert.Single(await ReadAsync(scope)).Department);
        Assert.Empty(await ReadAsync(Scope.Nothing));
    }

    private ProjectionRunner Runner() => new(_database, Projection.All);

    private Task<IReadOnlyList<CaseDailyRow>> ReadAsync(Scope? scope = null) =>
        new CaseDaily(_database).ReadAsync(scope ?? Everything, new DateOnly(2026, 1, 1), new DateOnly(2026, 12, 31), null, CancellationToken.None);

    /// <summary>A runner whose second batch of the rebuild is refused by the database, as a lost connection would.</summary>
    private async Task StopAfterFirstBatchAsync()
    {
        await ScalarAsync(
            $"alter table mt_event_progression add constraint stop check (name <> 'CaseDaily:Rebuild:All' or last_seq_id <= {ProjectionRunner.BatchPositions})");
        await Assert.ThrowsAsync<PostgresException>(() => Runner().CatchUpAsync(CancellationToken.None));
        await ScalarAsync("alter table mt_event_progression drop constraint stop");
    }

    private async Task<long> AppendCaseAsync(string region, string jointItem, string at)
    {
        string id = string.Create(CultureInfo.InvariantCulture, $"case-{++_lastCase}");
        return (long)(await ScalarAsync(
            $$"""
            begin;
            select pg_advisory_xact_lock({{AdvisoryLocks.Class}}, {{AdvisoryLocks.Writer}});
            insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp)
            select nextval('mt_events_sequence'), gen_random_uuid(), '{{id}}', version, data::jsonb, type, now()
            from (values
              (1, 'application_filed', '{"Region": "{{region}}", "Pinned": {"JointItem": "{{jointItem}}"}, "At": "{{at}}"}'),
              (2, 'case_accepted', '{"At": "{{at}}"}'),
              (3, 'task_opened', '{"TaskId": 9, "Department": "fire", "At": "{{at}}"}'),
              (4, 'opinion_recorded', '{"TaskId": 9, "Department": "fire", "At": "{{at}}"}'),
              (5, 'card_shown', '{"Clock": "case", "Card": 1, "At": "{{at}}"}'),
              (6, 'card_shown', '{"Clock": "task-9", "Card": 2, "At": "{{at}}"}'),
              (7, 'case_concluded', '{"At": "{{at}}"}')) as happened (version, type, data)
            order by version;
            select max(seq_id) from mt_events;
            commit
            """, lastResult: true))!;
    }

    private Task AppendManyAsync(int cases)
    {
        int from = _lastCase + 1;
        _lastCase += cases;
        return ScalarAsync(
            $$"""
            begin;
            select pg_advisory_xact_lock({{AdvisoryLocks.Class}}, {{AdvisoryLocks.Writer}});
            insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp)
            select nextval('mt_events_sequence'), gen_random_uuid(), 'case-' || n, version, data::jsonb, type, now()
            from generate_series({{from}}, {{_lastCase}}) n, (values
              (1, 'application_filed', '{"Region": "330106", "Pinned": {"JointItem": "newborn"}, "At": "2026-03-03T01:00:00Z"}'),
              (2, 'case_accepted', '{"At": "2026-03-03T01:00:00Z"}'),
              (3, 'task_opened', '{"TaskId": 9, "Department": "fire", "At": "2026-03-03T01:00:00Z"}'),
              (4, 'opinion_recorded', '{"TaskId": 9, "Department": "fire", "At": "2026-03-04T01:00:00Z"}'),
              (5, 'card_shown', '{"Clock": "task-9", "Card": 2, "At": "2026-03-05T01:00:00Z"}')) as happened (version, type, data)
            order by n, version;
            commit
            """);
    }

    private async Task<object?> ScalarAsync(string sql, bool lastResult = false)
    {
        await using var command = _database.CreateCommand(sql);
        if (!lastResult) return await command.ExecuteScalarAsync();
        object? last = null;
        await using var reader = await command.ExecuteReaderAsync();
        do
        {
            while (await reader.ReadAsync()) last = reader.GetValue(0);
        }
        while (await reader.NextResultAsync());
        return last;
    }
}
