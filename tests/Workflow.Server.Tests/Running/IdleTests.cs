using System.Diagnostics;
using Npgsql;
using Workflow.Server.Hosting;
using Workflow.Testing;
using Xunit;

namespace Workflow.Server.Tests.Running;

/// <summary>What a server asks of its database while nobody asks anything of the server.</summary>
public sealed class IdleTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const int PerSecond = 2;
    private const int Seconds = 5;

    [Fact]
    public async Task An_idle_server_makes_at_most_two_statements_a_second()
    {
        // given
        var address = new NpgsqlConnectionStringBuilder(await postgres.CreateDatabaseAsync());
        var statements = 0;
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                var tags = activity.TagObjects.ToDictionary(t => t.Key, t => t.Value as string, StringComparer.Ordinal);
                if (tags.ContainsValue(address.Database) && (tags.ContainsKey("db.query.text") || tags.ContainsKey("db.statement"))) Interlocked.Increment(ref statements);
            },
        };
        ActivitySource.AddActivityListener(listener);
        var folder = Directory.CreateTempSubdirectory("onego-idle-").FullName;
        await using var server = await OneGoServer.StartAsync(
            new Arguments(Order.Serve, 0, address.ConnectionString, folder), new ServerSettings(PasswordIterations: 1_000, Quiet: true), CancellationToken.None);
        Assert.NotEqual(0, Volatile.Read(ref statements));
        for (var tries = 0; tries < 10 && await InAsync(seconds: 1) > 2 * PerSecond; tries++) { }

        // when
        var made = await InAsync(Seconds);

        // then: room for one second's worth more, since polls of several seconds may fall together
        Assert.InRange(made, 1, (Seconds + 2) * PerSecond);

        async Task<int> InAsync(int seconds)
        {
            var before = Volatile.Read(ref statements);
            await Task.Delay(TimeSpan.FromSeconds(seconds));
            return Volatile.Read(ref statements) - before;
        }
    }
}
