using System.Globalization;
using Npgsql;
using Workflow.Core.Runtime;
using Workflow.Core.Tests.Runtime;
using Workflow.Testing;
using Xunit;
using static Workflow.Postgres.Tests.Log.LedgerNodes;
using StreamReader = Workflow.Postgres.Log.StreamReader;

namespace Workflow.Postgres.Tests.Log;

public sealed class NodeTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task A_command_is_answered_with_what_stands_in_the_log()
    {
        await using var node = await StartAsync(postgres.ConnectionString);
        string ledger = NewLedger();

        var answer = Assert.IsType<Answer.Accepted>(await node.SendAsync(Deposit(ledger, 5)));

        var (state, version) = await node.ReadAsync(ledger, CancellationToken.None);
        Assert.Equal((1L, 5L), (version, ((LedgerState)state).Balance));
        Assert.Equal((1L, false), (answer.Version, answer.Repeated));
        Assert.Equal(answer.Position, await postgres.Database.ScalarAsync("select seq_id from mt_events where stream_id = $1 and version = 1", ledger));
        Assert.Equal("deposited", await postgres.Database.ScalarAsync("select type from mt_events where stream_id = $1", ledger));
    }

    [Fact]
    public async Task The_same_id_is_answered_the_same_for_ever_and_refused_with_another_body()
    {
        string ledger = NewLedger();
        Answer.Accepted first;
        await using (var node = await StartAsync(postgres.ConnectionString)) first = (Answer.Accepted)await node.SendAsync(Deposit(ledger), "once");
        await using var later = await StartAsync(postgres.ConnectionString, "b");
        await later.SendAsync(Deposit(ledger));

        var again = Assert.IsType<Answer.Accepted>(await later.SendAsync(Deposit(ledger), "once"));
        var other = await later.SendAsync(Deposit(ledger, 7), "once", "another body");

        Assert.Equal((first.StreamId, first.Version, first.Position, true), (again.StreamId, again.Version, again.Position, again.Repeated));
        Assert.Equal(new Answer.IdReused(ledger), other);
        Assert.Equal(2L, (await later.ReadAsync(ledger, CancellationToken.None)).Version);
    }

    [Fact]
    public async Task A_rejected_command_may_be_sent_again_and_is_decided_again()
    {
        await using var node = await StartAsync(postgres.ConnectionString);
        string ledger = NewLedger();

        Assert.IsType<Answer.Rejected>(await node.SendAsync(Withdraw(ledger, 3), "take"));
        await node.SendAsync(Deposit(ledger, 3));

        Assert.IsType<Answer.Accepted>(await node.SendAsync(Withdraw(ledger, 3), "take"));
    }

    [Fact]
    public async Task A_hundred_commands_on_one_stream_are_written_together()
    {
        await using var node = await StartAsync(postgres.ConnectionString);
        string ledger = NewLedger();

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => node.SendAsync(Deposit(ledger))));

        Assert.Equal(Enumerable.Range(1, 100).Select(v => (long)v), answers.Cast<Answer.Accepted>().Select(a => a.Version).Order());
        Assert.Equal(100, ((LedgerState)(await node.ReadAsync(ledger, CancellationToken.None)).State).Balance);
        var transactions = (long)(await postgres.Database.ScalarAsync("select count(distinct xmin::text) from mt_events where stream_id = $1", ledger))!;
        Assert.True(transactions < 20, $"{transactions} transactions for a hundred commands");
    }

    [Fact]
    public async Task Two_nodes_race_on_one_stream_and_every_command_counts_once()
    {
        await using var a = await StartAsync(postgres.ConnectionString);
        await using var b = await StartAsync(postgres.ConnectionString, "b");
        string ledger = NewLedger();

        var answers = await Task.WhenAll(Enumerable.Range(0, 400).Select(i => (i % 2 == 0 ? a : b).SendAsync(Deposit(ledger))));

        Assert.All(answers, answer => Assert.IsType<Answer.Accepted>(answer));
        Assert.Equal(400, ((LedgerState)(await a.ReadAsync(ledger, CancellationToken.None)).State).Balance);
        Assert.Equal(400L, await postgres.Database.ScalarAsync("select count(*) from command where stream_id = $1", ledger));
    }

    [Fact]
    public async Task The_same_id_sent_to_two_nodes_at_once_is_written_once()
    {
        await using var a = await StartAsync(postgres.ConnectionString);
        await using var b = await StartAsync(postgres.ConnectionString, "b");
        for (int i = 0; i < 30; i++)
        {
            string ledger = NewLedger();
            var answers = await Task.WhenAll(a.SendAsync(Deposit(ledger), ledger), b.SendAsync(Deposit(ledger), ledger));

            var (x, y) = ((Answer.Accepted)answers[0], (Answer.Accepted)answers[1]);
            Assert.Equal((x.Version, x.Position), (y.Version, y.Position));
            Assert.NotEqual(x.Repeated, y.Repeated);
        }
    }

    [Fact]
    public async Task Two_nodes_commit_in_the_order_of_positions()
    {
        await using var a = await StartAsync(postgres.ConnectionString);
        await using var b = await StartAsync(postgres.ConnectionString, "b");
        using var done = new CancellationTokenSource();
        var gaps = Task.Run(() => CountSkippedAsync(done.Token));

        for (int round = 0; round < 20; round++)
            await Task.WhenAll(Enumerable.Range(0, 40).Select(i => (i % 2 == 0 ? a : b).SendAsync(Deposit(NewLedger()))));
        await done.CancelAsync();

        Assert.Equal(0, await gaps);
    }

    /// <summary>A reader that goes on from the last position it saw; afterwards it must have seen everything.</summary>
    private async Task<long> CountSkippedAsync(CancellationToken done)
    {
        long last = (long)(await postgres.Database.ScalarAsync("select coalesce(max(seq_id), 0) from mt_events"))!;
        long start = last, seen = 0;
        for (bool isLastRound = false; ;)
        {
            await using var command = postgres.Database.CreateCommand("select count(*), coalesce(max(seq_id), $1) from mt_events where seq_id > $1");
            command.Parameters.Add(new() { Value = last });
            await using (var reader = await command.ExecuteReaderAsync(CancellationToken.None))
            {
                await reader.ReadAsync(CancellationToken.None);
                (seen, last) = (seen + reader.GetInt64(0), reader.GetInt64(1));
            }

            if (isLastRound) break;
            isLastRound = done.IsCancellationRequested;
        }

        return (long)(await postgres.Database.ScalarAsync("select count(*) from mt_events where seq_id > $1", start))! - seen;
    }

    [Fact]
    public async Task One_bad_command_fails_alone()
    {
        await using var node = await StartAsync(postgres.ConnectionString);
        string ledger = NewLedger();
        Command[] commands =
        [
            .. Enumerable.Range(0, 20).Select(_ => Deposit(NewLedger())), Deposit(ledger), Deposit(ledger, 1, "a NUL: \0"), Deposit(ledger),
            new Explode(ledger) { By = Clerk }, Deposit(NewLedger(), 1, "another: \0"), Deposit(NewLedger(), 1L << 60),
        ];

        var answers = await Task.WhenAll(commands.Select(c => node.SendAsync(c)));

        var failed = answers.OfType<Answer.Failed>().Select(f => f.Code).Order();
        Assert.Equal(["decide-failed", "refused-by-database", "refused-by-database", "refused-by-database"], failed);
        Assert.Equal(22, answers.OfType<Answer.Accepted>().Count());
        Assert.Equal(2, ((LedgerState)(await node.ReadAsync(ledger, CancellationToken.None)).State).Balance);
    }

    [Fact]
    public async Task A_backend_that_is_ended_in_the_middle_loses_nothing_and_doubles_nothing()
    {
        await using var node = await StartAsync(postgres.ConnectionString, "victim");
        string ledger = NewLedger();
        using var done = new CancellationTokenSource();
        long killed = 0;
        var killer = Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                Interlocked.Add(ref killed, (long)(await postgres.Database.ScalarAsync("select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name = 'onego writer victim'"))!);
                await postgres.Database.ScalarAsync("select pg_sleep(0.3)");
            }
        });

        // However fast the machine: at least sixty rounds, and on until the writer has been ended three times.
        var answers = new List<Answer>();
        for (int round = 0; round < 60 || Interlocked.Read(ref killed) < 3; round++)
            answers.AddRange(await Task.WhenAll(Enumerable.Range(0, 20).Select(i => node.SendAsync(Deposit(ledger), $"{ledger}-{round}-{i}"))));
        await done.CancelAsync();
        await killer;

        var accepted = answers.OfType<Answer.Accepted>().ToList();
        Assert.All(answers.Except(accepted), a => Assert.Equal(FailureCodes.Unavailable, Assert.IsType<Answer.Failed>(a).Code));
        Assert.Equal(accepted.Count, await CountAsync("select count(*) from mt_events where stream_id = $1", ledger));
        Assert.Equal(accepted.Count, await CountAsync("select count(*) from command where stream_id = $1", ledger));
        Assert.True(accepted.Count > answers.Count * 5 / 6, $"only {accepted.Count} of {answers.Count} went through");
    }

    [Fact]
    public async Task A_node_stopped_while_it_holds_the_lock_is_put_aside()
    {
        await using var node = await StartAsync(postgres.ConnectionString);
        await using var stopped = NpgsqlDataSource.Create(postgres.ConnectionString);
        await using var connection = await stopped.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var take = new NpgsqlCommand("select pg_advisory_xact_lock(1332634951, 1)", connection)) await take.ExecuteNonQueryAsync();

        Assert.IsType<Answer.Accepted>(await node.SendAsync(Deposit(NewLedger())));

        await Assert.ThrowsAnyAsync<NpgsqlException>(() => transaction.CommitAsync());
    }

    [Fact]
    public async Task An_idle_node_says_less_than_two_statements_a_second()
    {
        string connectionString = await postgres.CreateDatabaseAsync();
        await using var node = await StartAsync(connectionString);
        await using var database = NpgsqlDataSource.Create(connectionString);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));

        // Five polls are heard of by the database's own clock, not by ours.
        const string transactions = "select extract(epoch from clock_timestamp())::float8, (xact_commit + xact_rollback)::float8 from pg_stat_database where datname = current_database()";
        // What starting took is reported a moment later.
        await database.ScalarAsync("select pg_sleep(3)");
        var (start, before) = await PairAsync(database, transactions);
        await database.ScalarAsync("select pg_sleep(6)");
        var (end, after) = await PairAsync(database, transactions);

        Assert.True((after - before) / (end - start) < 2, $"{after - before} transactions in {end - start} s");
    }

    private static async Task<(double, double)> PairAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return (reader.GetDouble(0), reader.GetDouble(1));
    }

    [Fact]
    public async Task Rows_follow_in_the_same_transaction()
    {
        await using var node = await StartAsync(postgres.ConnectionString);
        string ledger = NewLedger();
        var due = new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);

        await node.SendAsync(new SetReminder(ledger, "r", due) { By = Clerk });
        Assert.Equal(due.UtcDateTime, await postgres.Database.ScalarAsync("select due_at from timer where stream_id = $1", ledger));
        await node.SendAsync(new FireReminder(ledger, due) { By = Actor.System("timer") });
        Assert.Equal(0, await CountAsync("select count(*) from timer where stream_id = $1", ledger));

        await node.SendAsync(Deposit(ledger, 42));
        Assert.Equal("42", await postgres.Database.ScalarAsync("select json->>'balance' from document where kind = 'ledger' and id = $1", ledger));
    }

    [Fact]
    public async Task A_large_piece_of_work_goes_on_by_itself()
    {
        await using var node = await StartAsync(postgres.ConnectionString);
        string ledger = NewLedger();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var changes = node.ChangesAsync(node.Position, patience.Token).GetAsyncEnumerator(patience.Token);

        await node.SendAsync(new PlanSlices(ledger, 5) { By = Clerk });

        while (((LedgerState)(await node.ReadAsync(ledger, patience.Token)).State).SlicesLeft > 0) Assert.True(await changes.MoveNextAsync());
        Assert.Equal(6L, (await node.ReadAsync(ledger, patience.Token)).Version);
    }

    [Fact]
    public async Task A_node_hears_what_another_commits_and_can_resume_after_a_position()
    {
        await using var a = await StartAsync(postgres.ConnectionString);
        await using var b = await StartAsync(postgres.ConnectionString, "b");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        string ledger = NewLedger();
        long before = b.Position;
        var heard = b.ChangesAsync(null, patience.Token).FirstAsync(c => c.StreamIds.Contains(ledger), patience.Token);

        var written = (Answer.Accepted)await a.SendAsync(Deposit(ledger));

        Assert.Equal(written.Position, (await heard).Position);
        var resumed = await b.ChangesAsync(before, patience.Token).FirstAsync(c => c.StreamIds.Contains(ledger), patience.Token);
        Assert.Equal(written.Position, resumed.Position);
    }

    [Fact]
    public async Task Reading_sees_at_once_what_another_node_wrote()
    {
        await using var a = await StartAsync(postgres.ConnectionString);
        await using var b = await StartAsync(postgres.ConnectionString, "b");
        string ledger = NewLedger();
        for (int i = 1; i <= 20; i++)
        {
            await (i % 2 == 0 ? a : b).SendAsync(Deposit(ledger));
            Assert.Equal(i, (await (i % 2 == 0 ? b : a).ReadAsync(ledger, CancellationToken.None)).Version);
        }
    }

    [Fact]
    public async Task A_node_knows_what_it_last_wrote_or_read_and_decides_on_what_others_have_written_since()
    {
        await using var a = await StartAsync(postgres.ConnectionString);
        await using var b = await StartAsync(postgres.ConnectionString, "b");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        string ledger = NewLedger();
        Assert.Null(a.Known(ledger));
        var own = (Answer.Accepted)await a.SendAsync(Deposit(ledger, 5));
        Assert.Equal(own.Version, a.Known(ledger)?.Head.Version);

        var others = (Answer.Accepted)await b.SendAsync(Deposit(ledger, 3));
        await foreach (var _ in a.ChangesAsync(own.Position, patience.Token)) break;
        Assert.Equal(own.Version, a.Known(ledger)?.Head.Version);

        await a.ReadAsync(ledger, CancellationToken.None);
        Assert.Equal(others.Version, a.Known(ledger)?.Head.Version);
        Assert.Equal(others.Version + 1, ((Answer.Accepted)await a.SendAsync(Deposit(ledger, 1))).Version);
    }

    [Fact]
    public async Task A_stream_longer_than_one_read_is_folded_in_pieces_and_decided_on_whole()
    {
        string ledger = NewLedger(), other = NewLedger();
        await using (var node = await StartAsync(postgres.ConnectionString))
        {
            await node.SendAsync(new OpenLedger(ledger, "long", "王小明") { By = Clerk });
            await Task.WhenAll(Enumerable.Range(0, (2 * StreamReader.EventsAtOnce) + 500).Select(_ => node.SendAsync(Deposit(ledger))));
            await node.SendAsync(Deposit(other));
        }

        await using var cold = await StartAsync(postgres.ConnectionString, "b");
        var answers = await Task.WhenAll(cold.SendAsync(Withdraw(ledger, (2 * StreamReader.EventsAtOnce) + 500)), cold.SendAsync(Deposit(other)));

        Assert.All(answers, answer => Assert.IsType<Answer.Accepted>(answer));
        Assert.Equal((2 * StreamReader.EventsAtOnce) + 502L, ((Answer.Accepted)answers[0]).Version);
        Assert.Equal("王小明", ((LedgerState)(await cold.ReadAsync(ledger, CancellationToken.None)).State).Owner.Value);

        await cold.SendAsync(new EraseOwner(ledger) { By = Clerk });
        await using var last = await StartAsync(postgres.ConnectionString, "c");
        Assert.IsType<Answer.Accepted>(await last.SendAsync(Deposit(ledger)));
        Assert.True(((LedgerState)(await last.ReadAsync(ledger, CancellationToken.None)).State).Owner.IsErased);
    }

    [Fact]
    public async Task More_than_fits_is_refused_at_once()
    {
        await using var node = await StartAsync(postgres.ConnectionString, limits: BatchLimits.Default with { Waiting = 10 });

        var answers = await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => node.SendAsync(Deposit(NewLedger()))));

        Assert.Contains(answers, a => a is Answer.Accepted);
        Assert.Contains(answers, a => a is Answer.Failed { Code: FailureCodes.Busy });
    }

    [Fact]
    public async Task A_stopping_node_answers_those_who_wait()
    {
        var node = await StartAsync(postgres.ConnectionString);
        var waiting = Enumerable.Range(0, 100).Select(_ => node.SendAsync(Deposit(NewLedger()))).ToList();
        await node.DisposeAsync();

        Assert.All(await Task.WhenAll(waiting), a => Assert.IsType<Answer.Accepted>(a));
        Assert.Equal(FailureCodes.Unavailable, Assert.IsType<Answer.Failed>(await node.SendAsync(Deposit(NewLedger()))).Code);
    }

    private async Task<int> CountAsync(string sql, string ledger) => Convert.ToInt32(await postgres.Database.ScalarAsync(sql, ledger), CultureInfo.InvariantCulture);
}
