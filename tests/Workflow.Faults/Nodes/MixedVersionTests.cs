using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Npgsql;
using Workflow.Core.Cases;
using Workflow.Core.Catalog;
using Workflow.Core.Runtime;
using Workflow.Postgres;
using Workflow.Postgres.Log;
using Workflow.Samples.Api;
using Xunit;

namespace Workflow.Faults.Nodes;

/// <summary>
/// During an upgrade two versions work on one database. The older one is this program; the newer one is a node in this process
/// that knows an event more.
/// </summary>
[Collection(NodeTests.Name)]
public sealed class MixedVersionTests(NodeGroup nodes)
{
    [Fact]
    public async Task An_older_node_leaves_alone_what_a_newer_one_has_written_and_goes_on_with_everything_else()
    {
        // given an older node on a database of its own, with two cases
        await nodes.AskAsync<object>("create database mixed");
        string address = new NpgsqlConnectionStringBuilder(nodes.ConnectionString) { Database = "mixed" }.ConnectionString;
        await using var older = new ServerProcess(Path.Combine(nodes.Folder, "mixed"), address);
        await older.StartAsync();
        using var town = await Town.SettleAsync("mixed", older.Url, older.Data);
        var touched = await town.FileAsync(1, DateTimeOffset.UtcNow.AddDays(-1));

        // when a newer node writes what the older one does not know
        await using var newer = await Node.StartAsync(
            new NodeSettings(address, [new CaseStreams(), .. CatalogKinds.All], (pin, _) => throw new InvalidOperationException($"nobody asked for {pin}"), "newer")
            {
                Events = new EventJson([.. EventNames.Known, ("case_blessed", typeof(CaseBlessed))]),
            },
            nodes.Ends);
        Assert.IsType<Answer.Accepted>(await newer.SubmitAsync(Blessing(touched.CaseId, 1), nodes.Ends));

        // then the older one says that it cannot, the newer one goes on, and every other case goes its way on both
        var refused = await Assert.ThrowsAsync<ProblemException>(() => town.AcceptOnceAsync(touched.CaseId, touched.CaseNumber, "accept-mixed"));
        Assert.Equal(503, refused.Status);
        Assert.IsType<Answer.Accepted>(await newer.SubmitAsync(Blessing(touched.CaseId, 2), nodes.Ends));
        Assert.Equal(11, (await town.PlayAsync(2)).Status);

        // and an older node whose tables a newer one has changed asks people to come again, and keeps nothing wrong
        await using var database = NpgsqlDataSource.Create(address);
        var waiting = await town.FileAsync(3, DateTimeOffset.UtcNow.AddDays(-1));
        await RunAsync(database, "alter table case_row rename column changed_at to changed_later");
        var moved = await Assert.ThrowsAsync<ProblemException>(() => town.AcceptOnceAsync(waiting.CaseId, waiting.CaseNumber, "accept-moved"));
        Assert.Equal(503, moved.Status);
        await RunAsync(database, "alter table case_row rename column changed_later to changed_at");
        await town.AcceptOnceAsync(waiting.CaseId, waiting.CaseNumber, "accept-moved");
        await using var count = database.CreateCommand("select count(*) from command where id = 'accept-moved'");
        Assert.Equal(1L, await count.ExecuteScalarAsync(nodes.Ends));
    }

    private static Envelope Blessing(string caseId, int number)
    {
        string id = string.Create(CultureInfo.InvariantCulture, $"{caseId}/{number}");
        return new Envelope(new CommandId("newer", "test", id), new BlessCase(caseId) { By = Actor.System("newer") }, SHA256.HashData(Encoding.UTF8.GetBytes(id)));
    }

    private async Task RunAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(nodes.Ends);
    }

    private sealed record CaseBlessed(DateTimeOffset At) : Event;

    private sealed record BlessCase(string CaseId) : Command
    {
        public override string StreamId => CaseId;

        public override Outcome Decide(object? pinned, StreamState state, DateTimeOffset now) => Outcome.Accept(new CaseBlessed(now));
    }
}
