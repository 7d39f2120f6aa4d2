using Npgsql;
using Xunit;

namespace Workflow.Testing;

/// <summary>
/// A migrated database for one test class (<c>IClassFixture&lt;PostgresFixture&gt;</c>), copied from a template on the shared
/// throw-away server. Without fsync: tests about durability start an <c>EmbeddedPostgres</c> of their own.
/// </summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    private readonly List<string> _made = [];
    private TestServer? _server;

    public string ConnectionString { get; private set; } = "";

    public NpgsqlDataSource Database { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.GetAsync();
        ConnectionString = await CreateDatabaseAsync();
        Database = NpgsqlDataSource.Create(ConnectionString);
    }

    /// <summary>One more migrated database, for a test that needs an empty one; dropped with the fixture.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        string made = await _server!.CreateDatabaseAsync();
        lock (_made) _made.Add(made);
        return made;
    }

    /// <summary>One more database without any table; dropped with the fixture.</summary>
    public async Task<string> CreateEmptyDatabaseAsync()
    {
        string made = await _server!.CreateEmptyDatabaseAsync();
        lock (_made) _made.Add(made);
        return made;
    }

    public async ValueTask DisposeAsync()
    {
        if (Database is not null) await Database.DisposeAsync();
        foreach (string made in _made) await _server!.DropDatabaseAsync(made);
    }
}
