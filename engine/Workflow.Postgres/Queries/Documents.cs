using Npgsql;
using NpgsqlTypes;
using Workflow.Core.Runtime;

namespace Workflow.Postgres.Queries;

/// <summary>Published things as they stand now: definitions, joint items, calendars, regions, departments, accounts.</summary>
public sealed class Documents(NpgsqlDataSource database)
{
    public const int MaxLimit = 500;

    /// <summary>China has some 3,000 counties.</summary>
    public const int MaxAll = 5000;

    public async Task<DocumentRow?> FindAsync(string kind, string id, CancellationToken ct)
    {
        await using var command = database.CreateCommand("select kind, id, version, region, json::text from document where kind = $1 and id = $2");
        command.Parameters.Add(new() { Value = kind });
        command.Parameters.Add(new() { Value = id });
        await using var read = await command.ExecuteReaderAsync(ct);
        return await read.ReadAsync(ct) ? RowOf(read) : null;
    }

    /// <summary>A page in the order of ids.</summary>
    /// <param name="regionPrefixes">beginnings of division codes, digits only; null for all and those without a region</param>
    /// <param name="afterId">id of the last row of the page before</param>
    public async Task<List<DocumentRow>> ListAsync(string kind, IReadOnlyList<string>? regionPrefixes, string? afterId, int limit, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(limit is >= 1 and <= MaxLimit + 1, true, nameof(limit));
        await using var command = database.CreateCommand("""
            select kind, id, version, region, json::text from document
            where kind = $1 and ($2::text[] is null or region like any($2)) and ($3::text is null or id > $3)
            order by id limit $4
            """);
        command.Parameters.Add(new() { Value = kind });
        command.Parameters.Add(new() { Value = regionPrefixes is null ? DBNull.Value : Scope.Patterns(regionPrefixes), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = (object?)afterId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = limit });
        await using var read = await command.ExecuteReaderAsync(ct);
        List<DocumentRow> rows = [];
        while (await read.ReadAsync(ct)) rows.Add(RowOf(read));
        return rows;
    }

    /// <summary>All of a kind, or of one region; for kinds of which there are some hundreds. More than <see cref="MaxAll"/> are cut off.</summary>
    public async Task<List<DocumentRow>> AllAsync(string kind, string? region, CancellationToken ct)
    {
        await using var command = database.CreateCommand("""
            select kind, id, version, region, json::text from document
            where kind = $1 and ($2::text is null or region = $2)
            order by id limit $3
            """);
        command.Parameters.Add(new() { Value = kind });
        command.Parameters.Add(new() { Value = (object?)region ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = MaxAll });
        await using var read = await command.ExecuteReaderAsync(ct);
        List<DocumentRow> rows = [];
        while (await read.ReadAsync(ct)) rows.Add(RowOf(read));
        return rows;
    }

    private static DocumentRow RowOf(NpgsqlDataReader r) =>
        new(r.GetString(0), r.GetString(1), r.GetInt32(2), r.IsDBNull(3) ? null : r.GetString(3), r.GetString(4));
}
