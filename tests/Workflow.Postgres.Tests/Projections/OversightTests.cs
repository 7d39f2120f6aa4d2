using Npgsql;
using Workflow.Core.Cases;
using Workflow.Core.Cases.Supervision;
using Workflow.Core.Catalog.Oversight;
using Workflow.Core.Deadlines;
using Workflow.Core.Runtime;
using Workflow.Postgres.Log;
using Workflow.Postgres.Projections;
using Workflow.Postgres.Queries;
using Workflow.Testing;
using Xunit;

namespace Workflow.Postgres.Tests.Projections;

/// <summary>Figures, cards and status codes in their tables: always what whole histories and the published rules say.</summary>
public sealed class OversightTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    private const string Region = "110105";
    private static readonly string[] Tables = ["case_figure", "step_figure", "card", "case_status"];
    private NpgsqlDataSource _database = null!;
    private string _connectionString = "";
    private Node _node = null!;

    public async ValueTask InitializeAsync()
    {
        _connectionString = await postgres.CreateDatabaseAsync();
        _database = NpgsqlDataSource.Create(_connectionString);
        _node = await ShopCases.StartAsync(_connectionString);
    }

    public async ValueTask DisposeAsync()
    {
        await _node.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Rows_are_what_is_derived_and_a_rebuild_makes_the_same()
    {
        // given
        var runner = Runner();
        await Task.WhenAll(Enumerable.Range(0, 30).Select(seed => ShopCases.LiveAsync(_node, seed)));
        await runner.CatchUpAsync(CancellationToken.None);
        var cases = await Task.WhenAll(Enumerable.Range(100, 12).Select(seed => ShopCases.LiveAsync(_node, seed)));

        // when
        await runner.CatchUpAsync(CancellationToken.None);

        // then
        var beside = await DumpAsync();
        Assert.All(beside, table => Assert.NotEmpty(table));
        Assert.Equal(0L, await ScalarAsync("select count(*) from stale_case"));
        Assert.Equal(0L, await ScalarAsync("select count(*) from case_row r where not exists (select from case_figure f where f.stream_id = r.stream_id and f.status = r.status)"));
        foreach (var (id, history) in await Histories().ReadAsync(cases, CancellationToken.None))
            Assert.Equal(StatusCodes.Derive(CaseSteps.Of(history)).Length, (int)(long)(await ScalarAsync($"select count(*) from case_status where stream_id = '{id}'"))!);

        await ScalarAsync("update card set colour = 2, standing = 1; delete from case_figure where supplements = 0; update step_figure set minutes = 1; update case_status set code = 1");
        await runner.AskForRebuildAsync(Oversight.Name, CancellationToken.None);
        await Runner().CatchUpAsync(CancellationToken.None);
        Assert.Equal(beside, await DumpAsync());
        Assert.Equal(2, await ScalarAsync("select generation from projection where name = 'Oversight'"));
        Assert.Equal(0L, await ScalarAsync("select count(*) from card where generation <> 2"));
    }

    [Fact]
    public async Task Rows_changed_one_by_one_while_cases_go_on_are_those_that_a_rebuild_makes()
    {
        // given
        var runner = Runner();
        await FollowingAsync(runner, () => Task.WhenAll(Enumerable.Range(0, 12).Select(seed => ShopCases.LiveAsync(_node, seed))));
        await PublishAsync("110000", new CardRule(CardRuleKind.LateHandover, true, Card.Red, new TimeLimit(2, TimeUnit.WorkingHours)));
        await Runner().CatchUpAsync(CancellationToken.None); // another node has the work for a while

        // when
        await FollowingAsync(runner, async () =>
        {
            await Task.WhenAll(Enumerable.Range(100, 12).Select(seed => ShopCases.LiveAsync(_node, seed)));
            await PublishAsync("110000", new CardRule(CardRuleKind.LateHandover, true, Card.Yellow, new TimeLimit(3, TimeUnit.WorkingHours)));
            await Task.WhenAll(Enumerable.Range(200, 12).Select(seed => ShopCases.LiveAsync(_node, seed)));
        });

        // then
        var beside = await DumpAsync();
        await runner.AskForRebuildAsync(Oversight.Name, CancellationToken.None);
        await Runner().CatchUpAsync(CancellationToken.None);
        Assert.Equal(beside, await DumpAsync());
    }

    [Fact]
    public async Task Rows_that_stand_where_none_should_are_replaced()
    {
        // given: a row of a case that nobody has derived
        var runner = Runner();
        await FollowingAsync(runner, async () =>
        {
            await ShopCases.LiveAsync(_node, 1);
            Assert.True(await runner.WaitForAsync(Oversight.Name, _node.Position, TimeSpan.FromSeconds(60), CancellationToken.None));
            await ScalarAsync(
                """
                create function stray() returns trigger language plpgsql as 'begin insert into case_status (generation, stream_id, ordinal, code, at, version) values (1, new.stream_id, 1, 15, now(), 99); return new; end';
                create trigger stray after insert on case_row for each row execute function stray()
                """);

            // when
            await ShopCases.LiveAsync(_node, 2);
            await ScalarAsync("drop function stray cascade");
        });

        // then
        var beside = await DumpAsync();
        Assert.Equal(0L, await ScalarAsync("select count(*) from case_status where version = 99"));
        await runner.AskForRebuildAsync(Oversight.Name, CancellationToken.None);
        await Runner().CatchUpAsync(CancellationToken.None);
        Assert.Equal(beside, await DumpAsync());
    }

    [Fact]
    public async Task A_change_of_rules_derives_the_cards_of_its_region_anew()
    {
        // given
        await Task.WhenAll(Enumerable.Range(0, 10).Select(seed => ShopCases.LiveAsync(_node, seed)));
        await Runner().CatchUpAsync(CancellationToken.None);
        Assert.NotEqual(0L, await ScalarAsync("select count(*) from card where rule = 'LateHandover' and colour = 1"));

        // when
        await PublishAsync("110000", new CardRule(CardRuleKind.LateHandover, true, Card.Red, new TimeLimit(2, TimeUnit.WorkingHours)));
        await Runner().CatchUpAsync(CancellationToken.None);

        // then
        Assert.Equal(0L, await ScalarAsync("select count(*) from card where rule = 'LateHandover' and colour = 1"));
        Assert.NotEqual(0L, await ScalarAsync("select count(*) from card where rule = 'LateHandover' and colour = 2"));

        // when another region's change
        await PublishAsync("330000", new CardRule(CardRuleKind.LateHandover, false, Card.Red));
        await Runner().CatchUpAsync(CancellationToken.None);

        // then
        Assert.NotEqual(0L, await ScalarAsync("select count(*) from card where rule = 'LateHandover'"));
    }

    [Fact]
    public async Task A_case_that_cannot_be_folded_has_no_rows_and_stops_no_other()
    {
        // given
        var ids = await Task.WhenAll(Enumerable.Range(0, 4).Select(seed => ShopCases.LiveAsync(_node, seed)));
        await ScalarAsync($"begin; set local session_replication_role = replica; update mt_events set type = 'from_the_future' where stream_id = '{ids[1]}' and version = 1; commit");
        await ScalarAsync($"begin; set local session_replication_role = replica; update mt_events set data = jsonb_set(data, '{{SubCases}}', '5') where stream_id = '{ids[2]}' and version = 1; commit");

        // when
        await Runner().CatchUpAsync(CancellationToken.None);

        // then
        Assert.Equal(2L, await ScalarAsync("select count(*) from case_figure"));
        Assert.Equal(0L, await ScalarAsync("select count(*) from stale_case"));
    }

    [Fact]
    public async Task Lists_page_through_every_card_once_and_sums_add_up()
    {
        // given
        await Task.WhenAll(Enumerable.Range(0, 30).Select(seed => ShopCases.LiveAsync(_node, seed)));
        await Runner().CatchUpAsync(CancellationToken.None);
        var far = DateTimeOffset.UnixEpoch.AddYears(200);
        var scope = Scope.Nothing with { RegionPrefixes = ["11"] };
        var any = new CardList.Filter(null, null, null, null, null, null, null, null);

        // when
        var list = new CardList(_database);
        List<CardRow> paged = [];
        Cursor? after = null;
        do
        {
            (var rows, after) = await list.ReadAsync(scope, any, far, after, 7, CancellationToken.None);
            paged.AddRange(rows);
        }
        while (after is not null);

        // then
        Assert.Equal(await ScalarAsync("select count(*) from card"), (long)paged.DistinctBy(c => (c.CaseId, c.Id)).Count());
        Assert.Equal(paged.Count, paged.DistinctBy(c => (c.CaseId, c.Id)).Count());
        Assert.Empty((await list.ReadAsync(Scope.Nothing, any, far, null, 7, CancellationToken.None)).Rows);
        Assert.All((await list.ReadAsync(Scope.Nothing with { Departments = [(Region, "a")] }, any, far, null, 200, CancellationToken.None)).Rows, c => Assert.Equal("a", c.Department));

        var all = await SumsAsync(IndicatorGroup.All);
        var byRegion = await SumsAsync(IndicatorGroup.Region);
        var byMonth = await SumsAsync(IndicatorGroup.All, IndicatorPeriod.Month);
        var byDepartment = await SumsAsync(IndicatorGroup.Department);
        Assert.Equal(all.Single().Sums, byRegion.Single().Sums);
        Assert.Equal(all.Single().Sums.Ended, byMonth.Sum(l => l.Sums.Ended));
        Assert.Equal(all.Single().Sums.Steps, byDepartment.Sum(l => l.Sums.Steps));
        Assert.Equal(await ScalarAsync("select count(*) from case_figure where ended_at is not null"), all.Single().Sums.Ended);
        Assert.Contains(byDepartment, l => l.Key == $"{Region}/window");

        Task<List<IndicatorLine>> SumsAsync(IndicatorGroup group, IndicatorPeriod period = IndicatorPeriod.None) => new IndicatorSet(_database).ReadAsync(
            ["11"], null, null, DateTimeOffset.UnixEpoch, far, group, period, far, CancellationToken.None);
    }

    private Histories Histories() => new(_database, new EventJson());

    private ProjectionRunner Runner() => new(_database,
    [
        .. Projection.All,
        new Oversight(Histories(), (_, _) => ValueTask.FromResult<object>(ShopCases.Content), async (region, ct) =>
            new([.. (await _node.ReadAsync([.. CardRuleBook.ChainOf(region).Select(CardRuleStreams.IdOf)], ct)).Select(s => (CardRulesState)s.State)])).Projection,
    ]);

    /// <summary>The runner follows the log, commit by commit, until all that the work brought about is in its rows.</summary>
    private async Task FollowingAsync(ProjectionRunner runner, Func<Task> work)
    {
        using var stop = new CancellationTokenSource();
        var running = runner.RunAsync(stop.Token);
        var waking = Task.Run(async () =>
        {
            await foreach (var _ in _node.ChangesAsync(null, stop.Token)) runner.Wake();
        });
        await work();
        Assert.True(await runner.WaitForAsync(Oversight.Name, (long)(await ScalarAsync("select max(seq_id) from mt_events"))!, TimeSpan.FromSeconds(60), CancellationToken.None));
        for (int tries = 0; tries < 1_000 && (long)(await ScalarAsync("select count(*) from stale_case"))! > 0; tries++) await Task.Delay(20);
        await stop.CancelAsync();
        await running;
        await waking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task PublishAsync(string region, params CardRule[] rules) => Assert.IsType<Answer.Accepted>(await ShopCases.SendAsync(
        _node, new PublishCardRules(region, new([.. rules], []), null) { By = new(ActorKind.Person, "boss", Role.Supervisor, null, region) }));

    /// <summary>All rows as text, their generation aside.</summary>
    private async Task<List<string>> DumpAsync()
    {
        List<string> dump = [];
        foreach (var table in Tables)
            dump.Add((string)(await ScalarAsync(
                $"select coalesce(string_agg(row, E'\\n' order by row), '') from (select (to_jsonb(t) - 'generation')::text as row from {table} t where generation = (select generation from projection where name = 'Oversight')) r"))!);
        return dump;
    }

    private async Task<object?> ScalarAsync(string sql)
    {
        await using var command = _database.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
