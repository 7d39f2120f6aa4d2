using Npgsql;
using Workflow.Postgres.Queries;
using Workflow.Postgres.Secrets;
using Workflow.Testing;
using Xunit;

namespace Workflow.Postgres.Tests.Secrets;

public sealed class SecretsTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task Failures_on_many_nodes_at_once_are_all_counted_and_the_last_one_allowed_locks()
    {
        // given
        var secrets = new AccountSecrets(postgres.Database);
        await secrets.SetAsync("li", "hash", CancellationToken.None);

        // when
        var locks = await Task.WhenAll(Enumerable.Range(0, AccountSecrets.FailuresMax).Select(_ => Task.Run(() => secrets.FailedAsync("li", CancellationToken.None))));

        // then
        Assert.Single(locks, until => until is not null);
        Assert.NotNull((await secrets.ReadAsync("li", CancellationToken.None))!.LockedUntil);
    }

    [Fact]
    public async Task A_lock_out_ends_with_its_time_or_with_a_new_secret()
    {
        // given
        var secrets = new AccountSecrets(postgres.Database);
        foreach (string account in (string[])["wang", "zhao"])
        {
            await secrets.SetAsync(account, "hash", CancellationToken.None);
            for (int n = 0; n < AccountSecrets.FailuresMax; n++) await secrets.FailedAsync(account, CancellationToken.None);
        }

        // when
        await ScalarAsync("update account_secret set locked_until = now() where account = 'wang'");
        await secrets.SetAsync("zhao", "other", CancellationToken.None);

        // then
        Assert.Equal(new AccountSecret("hash", 0, null), await secrets.ReadAsync("wang", CancellationToken.None));
        Assert.Equal(new AccountSecret("other", 0, null), await secrets.ReadAsync("zhao", CancellationToken.None));
    }

    [Fact]
    public async Task A_success_forgets_the_failures_before_it()
    {
        var secrets = new AccountSecrets(postgres.Database);
        await secrets.SetAsync("sun", "hash", CancellationToken.None);
        await secrets.FailedAsync("sun", CancellationToken.None);

        await secrets.SucceededAsync("sun", CancellationToken.None);

        Assert.Equal(new AccountSecret("hash", 0, null), await secrets.ReadAsync("sun", CancellationToken.None));
    }

    [Fact]
    public async Task Of_two_nodes_that_make_the_first_administrator_one_sets_the_secret()
    {
        var secrets = new AccountSecrets(postgres.Database);

        bool[] made = await Task.WhenAll(Enumerable.Range(0, 2).Select(n => secrets.AddAsync("admin", $"hash-{n}", CancellationToken.None)));

        Assert.Single(made, isFirst => isFirst);
    }

    [Fact]
    public async Task Each_reading_of_personal_data_leaves_a_line_with_the_databases_time()
    {
        await new ReadLog(postgres.Database).WriteAsync("li", "case-1", "name", CancellationToken.None);

        Assert.Equal(true, await ScalarAsync("select at between now() - interval '1 minute' and clock_timestamp() from read_log where actor = 'li' and stream_id = 'case-1' and what = 'name'"));
    }

    [Fact]
    public void Cookie_keys_are_shared_by_all_nodes()
    {
        var keys = new DataProtectionKeys(postgres.Database);

        keys.Add("k1", "<key id=\"k1\" />");
        keys.Add("k1", "<key id=\"another\" />");

        Assert.Equal(["<key id=\"k1\" />"], new DataProtectionKeys(postgres.Database).ReadAll());
    }

    private async Task<object?> ScalarAsync(string sql)
    {
        await using var command = postgres.Database.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
