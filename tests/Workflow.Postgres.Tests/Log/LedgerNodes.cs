using System.Security.Cryptography;
using System.Text;
using Npgsql;
using Workflow.Core.Runtime;
using Workflow.Core.Tests.Runtime;
using Workflow.Postgres.Log;

namespace Workflow.Postgres.Tests.Log;

/// <summary>Nodes that know ledgers, and commands as a client sends them.</summary>
internal static class LedgerNodes
{
    public static readonly Actor Clerk = new(ActorKind.Person, "clerk", Role.Officer, "fire", "310101");
    public static readonly EventJson Events = new(EventNames.Known.Concat(LedgerStreams.EventNames));

    public static Task<Node> StartAsync(string connectionString, string name = "a", BatchLimits? limits = null) =>
        Node.StartAsync(
            new NodeSettings(connectionString, [new LedgerStreams()], (_, _) => throw new NotSupportedException(), name)
            {
                Events = Events, Limits = limits ?? BatchLimits.Default,
            },
            CancellationToken.None);

    public static Envelope Envelope(Command command, string? id = null, string body = "") =>
        new(new CommandId("clerk", "http", id ?? Guid.NewGuid().ToString("N")), command, SHA256.HashData(Encoding.UTF8.GetBytes(body)), Correlation: "trace-1");

    public static Task<Answer> SendAsync(this Node node, Command command, string? id = null, string body = "") =>
        node.SubmitAsync(Envelope(command, id, body), CancellationToken.None);

    public static string NewLedger() => $"ledger-{Guid.NewGuid():N}";

    public static Deposit Deposit(string ledger, long amount = 1, string note = "") => new(ledger, amount, note) { By = Clerk };
    public static Withdraw Withdraw(string ledger, long amount) => new(ledger, amount) { By = Clerk };

    public static async Task<object?> ScalarAsync(this NpgsqlDataSource database, string sql, params object[] values)
    {
        await using var command = database.CreateCommand(sql);
        foreach (object value in values) command.Parameters.Add(new() { Value = value });
        return await command.ExecuteScalarAsync();
    }
}
