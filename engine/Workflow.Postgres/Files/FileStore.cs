using System.Security.Cryptography;
using Npgsql;

namespace Workflow.Postgres.Files;

/// <summary>A stored file, without its bytes.</summary>
/// <param name="Id">32 hex digits</param>
/// <param name="Owner">account that uploaded it</param>
/// <param name="Size">in bytes</param>
/// <param name="Sha256">lower-case hex over its bytes</param>
public sealed record StoredFile(string Id, string Owner, string Name, string ContentType, long Size, string Sha256, DateTimeOffset CreatedAt);

/// <summary>
/// Files in the database, in chunks of 1 MiB: one store, one backup. No transaction and no connection is held
/// while a slow sender or receiver is waited for.
/// </summary>
public sealed class FileStore(NpgsqlDataSource database)
{
    public const int ChunkBytes = 1 << 20;

    /// <summary>Stores what the stream holds; null, with nothing kept, when it is longer than <paramref name="maxBytes"/>.</summary>
    /// <param name="id">32 hex digits; null for new ones</param>
    /// <exception cref="IOException">the id is in use, by a file or by an upload that has not ended</exception>
    public async Task<StoredFile?> UploadAsync(
        string owner, string name, string contentType, Stream content, long maxBytes, CancellationToken ct, string? id = null)
    {
        id ??= Guid.NewGuid().ToString("N");
        var createdAt = await BeginAsync(id, owner, name, contentType, ct);
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            byte[] chunk = new byte[ChunkBytes];
            long size = 0;
            for (int ordinal = 0; ; ordinal++)
            {
                int length = await content.ReadAtLeastAsync(chunk, ChunkBytes, throwOnEndOfStream: false, ct);
                if (length == 0) break;
                size += length;
                if (size > maxBytes)
                {
                    await DeleteIncompleteAsync(id);
                    return null;
                }

                hash.AppendData(chunk, 0, length);
                await AppendAsync(id, ordinal, chunk.AsMemory(0, length), ct);
                if (length < ChunkBytes) break;
            }

            string sha256 = Convert.ToHexStringLower(hash.GetHashAndReset());
            await CompleteAsync(id, size, sha256, ct);
            return new StoredFile(id, owner, name, contentType, size, sha256, createdAt);
        }
        catch
        {
            await DeleteIncompleteAsync(id);
            throw;
        }
    }

    /// <summary>The file, or null when there is none or its upload was never finished.</summary>
    public async Task<StoredFile?> FindAsync(string id, CancellationToken ct)
    {
        await using var command = database.CreateCommand("select id, owner, name, content_type, size, sha256, created_at from file where id = $1 and complete");
        command.Parameters.Add(new() { Value = id });
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? FileOf(reader) : null;
    }

    /// <summary>Those of the files that are there and complete, by id.</summary>
    public async Task<Dictionary<string, StoredFile>> FindAllAsync(IReadOnlyCollection<string> ids, CancellationToken ct)
    {
        var found = new Dictionary<string, StoredFile>(StringComparer.Ordinal);
        if (ids.Count == 0) return found;
        await using var command = database.CreateCommand("select id, owner, name, content_type, size, sha256, created_at from file where id = any($1) and complete");
        command.Parameters.Add(new() { Value = ids.ToArray() });
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) found[reader.GetString(0)] = FileOf(reader);
        return found;
    }

    /// <summary>The file's bytes as a stream that can be sought in, for ranges; read chunk by chunk as it is consumed.</summary>
    public Stream Open(StoredFile file) => new FileContent(database, file.Id, file.Size);

    /// <summary>Removes what broken uploads left, when they began at least <paramref name="olderThan"/> ago; how many that were.</summary>
    public async Task<int> ClearIncompleteAsync(TimeSpan olderThan, CancellationToken ct)
    {
        await using var command = database.CreateCommand("delete from file where not complete and created_at < clock_timestamp() - $1");
        command.Parameters.Add(new() { Value = olderThan });
        return await command.ExecuteNonQueryAsync(ct);
    }

    private static StoredFile FileOf(NpgsqlDataReader reader) => new(
        reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetInt64(4), reader.GetString(5),
        reader.GetFieldValue<DateTimeOffset>(6));

    private async Task<DateTimeOffset> BeginAsync(string id, string owner, string name, string contentType, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            insert into file (id, owner, name, content_type, size, created_at, complete)
            values ($1, $2, $3, $4, 0, clock_timestamp(), false)
            on conflict (id) do nothing
            returning created_at
            """);
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(new() { Value = owner });
        command.Parameters.Add(new() { Value = name });
        command.Parameters.Add(new() { Value = contentType });
        await using var reader = await command.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct)) throw new IOException($"file {id} is being uploaded already");
        return reader.GetFieldValue<DateTimeOffset>(0);
    }

    private async Task AppendAsync(string id, int ordinal, ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        await using var command = database.CreateCommand("insert into file_chunk (file_id, ordinal, bytes) values ($1, $2, $3)");
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(new() { Value = ordinal });
        command.Parameters.Add(new NpgsqlParameter<ReadOnlyMemory<byte>> { TypedValue = bytes });
        await command.ExecuteNonQueryAsync(ct);
    }

    private async Task CompleteAsync(string id, long size, string sha256, CancellationToken ct)
    {
        await using var command = database.CreateCommand("update file set complete = true, size = $2, sha256 = $3 where id = $1");
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(new() { Value = size });
        command.Parameters.Add(new() { Value = sha256 });

        // Cleared meanwhile: the upload took longer than remains are kept.
        if (await command.ExecuteNonQueryAsync(ct) == 0) throw new IOException($"file {id} was given up before its upload ended");
    }

    private async Task DeleteIncompleteAsync(string id)
    {
        try
        {
            await using var command = database.CreateCommand("delete from file where id = $1 and not complete");
            command.Parameters.Add(new() { Value = id });
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (NpgsqlException)
        {
            // The database is away, which is why the upload broke; ClearIncompleteAsync removes the rest later.
        }
    }
}
