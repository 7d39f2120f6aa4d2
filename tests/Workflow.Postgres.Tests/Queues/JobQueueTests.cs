using Npgsql;
using Workflow.Postgres.Queues;
using Workflow.Testing;
using Xunit;

namespace Workflow.Postgres.Tests.Queues;

public sealed class JobQueueTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);
    private NpgsqlDataSource _database = null!;

    public async ValueTask InitializeAsync() => _database = NpgsqlDataSource.Create(await postgres.CreateDatabaseAsync());

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Eight_workers_that_race_get_each_job_exactly_once()
    {
        // given
        await AddAsync(2_000, "letter");
        var queue = new JobQueue(_database);

        // when
        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Task.Run(async () =>
        {
            var mine = new List<string>();
            while (await queue.ActivateAsync("letter", $"worker-{n}", 37, Lease, TimeSpan.Zero, CancellationToken.None) is { Count: > 0 } jobs)
            {
                Assert.InRange(jobs.Count, 1, 37);
                mine.AddRange(jobs.Select(job => job.StreamId));
            }

            return mine;
        })));

        // then
        var all = taken.SelectMany(mine => mine).ToList();
        Assert.Equal(2_000, all.Count);
        Assert.Equal(2_000, all.Distinct().Count());
    }

    [Fact]
    public async Task A_worker_gets_jobs_of_its_type_only()
    {
        await AddAsync(1, "letter");

        Assert.Empty(await ActivateAsync("stamp"));
        Assert.Single(await ActivateAsync("letter"));
    }

    [Fact]
    public async Task A_job_whose_worker_died_is_available_when_its_lease_is_over()
    {
        // given
        await AddAsync(1, "letter");
        await ActivateAsync("letter", "dead");

        // when, then
        Assert.Empty(await ActivateAsync("letter", "heir"));
        await ScalarAsync("update job set lease_until = now()");
        Assert.Single(await ActivateAsync("letter", "heir"));
        Assert.Equal(JobFailure.NotHeld, await new JobQueue(_database).FailedAsync("case-1", 7, "dead", new("x", "down", "no answer"), CancellationToken.None));
    }

    [Fact]
    public async Task A_failed_job_pauses_longer_each_time_and_is_given_up_with_its_last_try()
    {
        // given
        await AddAsync(1, "letter");
        var queue = new JobQueue(_database);
        var pauses = new List<double>();

        // when
        for (int n = 1; n <= 2; n++)
        {
            await ActivateAsync("letter");
            Assert.Equal(JobFailure.TriedAgain, await queue.FailedAsync("case-1", 7, "worker", new($"try-{n}", "down", "no answer"), CancellationToken.None));
            Assert.Empty(await ActivateAsync("letter"));
            pauses.Add((double)(await ScalarAsync("select extract(epoch from available_at - clock_timestamp())::float8 from job"))!);
            await ScalarAsync("update job set available_at = now()");
        }

        var last = Assert.Single(await ActivateAsync("letter"));

        // then
        Assert.Equal(1, last.Retries);
        Assert.Equal(JobFailure.GivenUp, await queue.FailedAsync("case-1", 7, "worker", new("last", "down", "no answer"), CancellationToken.None));
        Assert.True(await queue.IsHeldByAsync("case-1", 7, "worker", CancellationToken.None));
        Assert.InRange(pauses[0], 0.2, 1.0);
        Assert.InRange(pauses[1], 1.2, 2.0);
    }

    [Fact]
    public async Task The_pauses_are_those_of_the_step_or_of_the_worker_to_the_microsecond_of_the_database()
    {
        await AddAsync(1, "letter");
        await ScalarAsync("update job set retries = 9, pauses = '{10000,60000}'");
        var queue = new JobQueue(_database);
        List<TimeSpan> pauses = [];
        foreach (var (n, own) in ((int, TimeSpan?)[])[(1, null), (2, null), (3, null), (4, TimeSpan.FromHours(2)), (5, TimeSpan.Zero)])
        {
            await ActivateAsync("letter");
            var failed = new FailedTry($"try-{n}", "down", $"no answer {n}", own);
            // Told twice it is one try.
            for (var told = 0; told < 2; told++) Assert.Equal(JobFailure.TriedAgain, await queue.FailedAsync("case-1", 7, "worker", failed, CancellationToken.None));
            pauses.Add((TimeSpan)(await ScalarAsync("select available_at - failed_at from job"))!);
            Assert.Equal($"{n} {9 - n} down no answer {n}", await ScalarAsync("select tries || ' ' || retries || ' ' || last_code || ' ' || last_detail from job"));
            await ScalarAsync("update job set available_at = now()");
        }
        Assert.Equal([10, 60, 60, 7200, 0], pauses.Select(p => p.TotalSeconds));

        await ActivateAsync("letter");
        Assert.Equal(JobFailure.GivenUp, await queue.FailedAsync("case-1", 7, "worker", new("last", "bad-data", "never", GivesUp: true), CancellationToken.None));
        Assert.Equal(JobFailure.GivenUp, await queue.FailedAsync("case-1", 7, "worker", new("last", "bad-data", "never", GivesUp: true), CancellationToken.None));
        Assert.True(await queue.IsHeldByAsync("case-1", 7, "worker", CancellationToken.None));
    }

    [Fact]
    public async Task A_waiting_worker_is_woken_by_the_commit_that_opens_a_job()
    {
        // given
        var queue = new JobQueue(_database);
        var waiting = queue.ActivateAsync("letter", "worker", 1, Lease, TimeSpan.FromSeconds(30), CancellationToken.None);

        // when
        await AddAsync(1, "letter");
        queue.Wake();

        // then
        Assert.Single(await waiting.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task A_worker_that_waits_in_vain_is_told_so_in_time()
    {
        Assert.Empty(await new JobQueue(_database).ActivateAsync("letter", "worker", 1, Lease, TimeSpan.FromMilliseconds(300), CancellationToken.None));
    }

    private Task<IReadOnlyList<ActivatedJob>> ActivateAsync(string type, string worker = "worker") =>
        new JobQueue(_database).ActivateAsync(type, worker, 10, Lease, TimeSpan.Zero, CancellationToken.None);

    private Task AddAsync(int count, string type) => ScalarAsync(
        $"insert into job (stream_id, activity, type, element, retries, available_at) select 'case-' || n, 7, '{type}', 'Task_1', 3, now() from generate_series(1, {count}) n");

    private async Task<object?> ScalarAsync(string sql)
    {
        await using var command = _database.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
