using System.Net;
using Npgsql;
using Workflow.Postgres.Embedded;
using Xunit;

namespace Workflow.Faults.Nodes;

/// <summary>
/// Three servers in processes of their own on one PostgreSQL, behind a plain TCP proxy that deals connections out to them. Their
/// machines' clocks are wrong from the first start on: twenty minutes ahead, twenty behind, right.
/// </summary>
public sealed class NodeGroup : IAsyncLifetime
{
    private static readonly TimeSpan[] Clocks = [TimeSpan.FromMinutes(20), TimeSpan.FromMinutes(-20), TimeSpan.Zero];
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly string _folder = Directory.CreateTempSubdirectory("onego-nodes-").FullName;
    private readonly CancellationTokenSource _patience = new();
    private EmbeddedPostgres? _postgres;
    private int _towns;

    internal IReadOnlyList<ServerProcess> Nodes { get; private set; } = [];

    /// <summary>Before the nodes; they are its targets in turn.</summary>
    internal TcpProxy Front { get; private set; } = null!;

    /// <summary>Between the first node and its database.</summary>
    internal TcpProxy Wire { get; private set; } = null!;

    internal NpgsqlDataSource Database { get; private set; } = null!;

    internal string ConnectionString => _postgres!.ConnectionString;

    internal string Folder => _folder;

    internal CancellationToken Ends => _patience.Token;

    private Town? Settled { get; set; }

    public async ValueTask InitializeAsync()
    {
        _patience.CancelAfter(Patience);
        _postgres = await EmbeddedPostgres.StartAsync(Path.Combine(_folder, "postgres"));
        Database = NpgsqlDataSource.Create(_postgres.ConnectionString);
        Wire = new TcpProxy(TcpProxy.TargetOf(_postgres.ConnectionString));
        string data = Path.Combine(_folder, "data");
        Nodes = [.. Clocks.Select((offset, i) => new ServerProcess(data, i == 0 ? Wire.Through(_postgres.ConnectionString) : _postgres.ConnectionString) { ClockOffset = offset })];
        // The first alone: it makes the tables, the first administrator and the key of the cookies by its wrong clock.
        await Nodes[0].StartAsync();
        await Task.WhenAll(Nodes.Skip(1).Select(node => node.StartAsync()));
        Front = new TcpProxy([.. Nodes.Select(node => new IPEndPoint(IPAddress.Loopback, node.Url.Port))]);
        Settled = await Faults.Town.SettleAsync("settled", Front.Url, data);
    }

    /// <summary>The people of the town under a name of their own, behind the proxy or at one node.</summary>
    internal Town Town(string name, ServerProcess? at = null, TimeSpan? connectionLife = null) =>
        Settled!.At(at?.Url ?? Front.Url, $"{name}-{Interlocked.Increment(ref _towns)}", connectionLife);

    /// <summary>Everything that was acknowledged is in the log once, and every derived row follows from the log.</summary>
    internal Task AssertWholeAsync(params IEnumerable<Town> towns) => Ledger.AssertWholeAsync(Nodes[2], Database, [.. towns.SelectMany(t => t.Acknowledged)], Ends);

    /// <summary>Everything that was acknowledged is in the log once; asked without the programs that look at everything.</summary>
    internal async Task AssertOnceAsync(params IEnumerable<Town> towns)
    {
        foreach (string key in towns.SelectMany(t => t.Acknowledged).Distinct(StringComparer.Ordinal))
            Assert.True(await AskAsync<long>("select count(*) from command where id = $1 and source = 'http'", key) == 1, key);
    }

    internal async Task<T> AskAsync<T>(string sql, params object[] values)
    {
        await using var command = Database.CreateCommand(sql);
        foreach (object value in values) command.Parameters.Add(new() { Value = value });
        object? answer = await command.ExecuteScalarAsync(Ends);
        return answer is null or DBNull ? default! : (T)answer;
    }

    /// <summary>Asks until it holds; the other side is another process.</summary>
    internal async Task UntilAsync(string awaited, Func<Task<bool>> holds)
    {
        try
        {
            while (!await holds()) await Task.Delay(50, Ends);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"waited in vain for: {awaited}\n{string.Join('\n', Nodes.Select(n => n.Said))}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        Settled?.Dispose();
        if (Front is not null) await Front.DisposeAsync();
        foreach (var node in Nodes) await node.DisposeAsync();
        if (Wire is not null) await Wire.DisposeAsync();
        if (Database is not null) await Database.DisposeAsync();
        if (_postgres is not null) await _postgres.DisposeAsync();
        _patience.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>The tests that share the three servers run one after another.</summary>
[CollectionDefinition(Name)]
public sealed class NodeTests : ICollectionFixture<NodeGroup>
{
    public const string Name = "nodes";
}
