using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Workflow.Core.Cases;
using Workflow.Core.Runtime;
using Workflow.Core.Tests.Runtime;
using Workflow.Testing;
using Xunit;
using static Workflow.Postgres.Tests.Log.LedgerNodes;

namespace Workflow.Postgres.Tests.Log;

/// <summary>The chain as anybody can compute it from the tables alone, without this project's code.</summary>
public sealed class HashChainTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task The_chain_in_the_tables_is_what_an_independent_reader_computes()
    {
        await using var node = await StartAsync(postgres.ConnectionString);
        string ledger = NewLedger();
        await node.SendAsync(new OpenLedger(ledger, "账\u0001 \"x\" \\ \u2028 😀", "owner") { By = Clerk });
        await Task.WhenAll(Enumerable.Range(0, 10).Select(i => node.SendAsync(Deposit(ledger, i, $"/{i}"))));
        await node.SendAsync(new EraseOwner(ledger) { By = Actor.System("eraser") });
        await node.SendAsync(Deposit(ledger, 9_007_199_254_740_991, ""));

        string? previous = null;
        int count = 0;
        await using var command = postgres.Database.CreateCommand(
            """
            select id::text, version, type, to_char(timestamp at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), data::text, headers::text
            from mt_events where stream_id = $1 order by version
            """);
        command.Parameters.Add(new() { Value = ledger });
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var headers = JsonNode.Parse(reader.GetString(5))!;
            var hashed = new JsonObject
            {
                ["type"] = reader.GetString(2), ["eventId"] = reader.GetString(0), ["streamId"] = ledger, ["version"] = reader.GetInt64(1),
                ["timestamp"] = reader.GetString(3), ["data"] = JsonNode.Parse(reader.GetString(4)), ["actor"] = headers["actor"]!.DeepClone(),
                ["commandId"] = headers["commandId"]!.DeepClone(), ["previousHash"] = previous,
            };
            Assert.Equal(previous, (string?)headers["previousHash"]);
            previous = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Canonical(hashed)))).ToLowerInvariant();
            Assert.Equal(previous, (string?)headers["hash"]);
            count++;
        }

        Assert.Equal(13, count);
    }

    [Fact]
    public async Task Erasing_takes_the_key_in_the_same_transaction_and_keeps_the_chain()
    {
        await using var node = await StartAsync(postgres.ConnectionString);
        await using var other = await StartAsync(postgres.ConnectionString, "b");
        string ledger = NewLedger();
        await node.SendAsync(new OpenLedger(ledger, "n", "李四") { By = Clerk });
        Assert.Equal("李四", Owner(await other.ReadAsync(ledger, CancellationToken.None)).Value);
        Assert.Equal(1L, await postgres.Database.ScalarAsync("select count(*) from case_key where stream_id = $1 and length(key) = 32", ledger));
        object? before = await postgres.Database.ScalarAsync("select data::text from mt_events where stream_id = $1 and version = 1", ledger);

        await node.SendAsync(new EraseOwner(ledger) { By = Clerk });

        Assert.Equal(0L, await postgres.Database.ScalarAsync("select count(*) from case_key where stream_id = $1", ledger));
        Assert.True(Owner(await node.ReadAsync(ledger, CancellationToken.None)).IsErased);
        Assert.True(Owner(await other.ReadAsync(ledger, CancellationToken.None)).IsErased);
        Assert.Equal(before, await postgres.Database.ScalarAsync("select data::text from mt_events where stream_id = $1 and version = 1", ledger));
        Assert.IsType<Answer.Accepted>(await other.SendAsync(Deposit(ledger)));
        await using var late = await StartAsync(postgres.ConnectionString, "c");
        Assert.True(Owner(await late.ReadAsync(ledger, CancellationToken.None)).IsErased);
        Assert.Equal(3L, (await late.ReadAsync(ledger, CancellationToken.None)).Version);
    }

    [Fact]
    public async Task A_rival_that_made_another_key_does_not_spoil_the_first()
    {
        await using var a = await StartAsync(postgres.ConnectionString);
        await using var b = await StartAsync(postgres.ConnectionString, "b");
        for (int i = 0; i < 20; i++)
        {
            string ledger = NewLedger();
            await Task.WhenAll(a.SendAsync(new OpenLedger(ledger, "n", "王五") { By = Clerk }), b.SendAsync(new OpenLedger(ledger, "n", "赵六") { By = Clerk }));
            await using var late = await StartAsync(postgres.ConnectionString, "c");
            var (state, version) = await late.ReadAsync(ledger, CancellationToken.None);
            Assert.Equal(1, version);
            Assert.Contains(((LedgerState)state).Owner.Value, (string[])["王五", "赵六"]);
            Assert.Equal(((LedgerState)state).Owner, Owner(await a.ReadAsync(ledger, CancellationToken.None)));
        }
    }

    private static Personal Owner((StreamState State, long Version) read) => ((LedgerState)read.State).Owner;

    /// <summary>RFC 8785 for what the log holds: objects, arrays, text, whole numbers, truth values, null.</summary>
    private static string Canonical(JsonNode? node) => node switch
    {
        null => "null",
        JsonObject o => "{" + string.Join(",", o.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => $"{Quoted(m.Key)}:{Canonical(m.Value)}")) + "}",
        JsonArray a => "[" + string.Join(",", a.Select(Canonical)) + "]",
        _ when node.GetValueKind() == JsonValueKind.String => Quoted(node.GetValue<string>()),
        _ => node.ToJsonString(),
    };

    private static string Quoted(string text) => "\"" + string.Concat(text.Select(c => c switch
    {
        '"' => "\\\"", '\\' => "\\\\", '\b' => "\\b", '\t' => "\\t", '\n' => "\\n", '\f' => "\\f", '\r' => "\\r",
        < ' ' => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
        _ => c.ToString(),
    })) + "\"";
}
