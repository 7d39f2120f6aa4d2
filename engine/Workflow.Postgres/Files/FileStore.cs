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
    /// <param name="id">
    /// 32 hex digits; null for new ones. Sent again under the same id, the first one to end is the file: a broken
    /// upload, of this process or of a killed one, is in nobody's way.
    /// </param>
    /// <exception cref="IOException">the id belongs to a file with other content</exception>
    public async Task<StoredFile?> UploadAsync(
        string owner, string name, string contentType, Stream content, long maxBytes, CancellationToken ct, string? id = null)
    {
        // Each sending collects its chunks under an id of its own and takes the file's id at its end.
        string sending = Guid.NewGuid().ToString("N");
        var createdAt = await BeginAsync(sending, owner, name, contentType, ct);
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
                    await DeleteIncompleteAsync(sending);
                    return null;
                }

                hash.AppendData(chunk, 0, length);
                await AppendAsync(sending, ordinal, chunk.AsMemory(0, length), ct);
                if (length < ChunkBytes) break;
            }

            string sha256 = Convert.ToHexStringLower(hash.GetHashAndReset());
            return await CompleteAsync(sending, new StoredFile(id ?? sending, owner, name, contentType, size, sha256, createdAt), ct);
        }
        catch
        {
            await DeleteIncompleteAsync(sending);
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

    /// <summary>Deletes files for good, with their bytes; those that are not there do not matter.</summary>
    public async Task DeleteAsync(IReadOnlyCollection<string> ids, CancellationToken ct)
    {
        await using var command = database.CreateCommand("delete from file where id = any($1)");
        command.Parameters.Add(new() { Value = ids.ToArray() });
        await command.ExecuteNonQueryAsync(ct);
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
            returning created_at
            """);
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(new() { Value = owner });
        command.Parameters.Add(new() { Value = name });
        command.Parameters.Add(new() { Value = contentType });
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
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

    private async Task<StoredFile> CompleteAsync(string sending, StoredFile file, CancellationToken ct)
    {
        if (file.Id == sending)
        {
            await using var complete = database.CreateCommand("update file set complete = true, size = $2, sha256 = $3 where id = $1");
            complete.Parameters.Add(new() { Value = sending });
            complete.Parameters.Add(new() { Value = file.Size });
            complete.Parameters.Add(new() { Value = file.Sha256 });
            if (await complete.ExecuteNonQueryAsync(ct) == 0) throw GivenUp(file.Id);
            return file;
        }

        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using (var take = new NpgsqlCommand(
            """
            insert into file (id, owner, name, content_type, size, sha256, created_at, complete)
            select $2, owner, name, content_type, $3, $4, created_at, true from file where id = $1
            on conflict (id) do nothing
            """,
            connection,
            transaction))
        {
            take.Parameters.Add(new() { Value = sending });
            take.Parameters.Add(new() { Value = file.Id });
            take.Parameters.Add(new() { Value = file.Size });
            take.Parameters.Add(new() { Value = file.Sha256 });
            if (await take.ExecuteNonQueryAsync(ct) == 0) return await TwinAsync(sending, file, ct);
        }

        // The bytes stay where they are: only the rows that point to them are written anew.
        await using var batch = new NpgsqlBatch(connection, transaction)
        {
            BatchCommands =
            {
                new("update file_chunk set file_id = $2 where file_id = $1") { Parameters = { new() { Value = sending }, new() { Value = file.Id } } },
                new("delete from file where id = $1") { Parameters = { new() { Value = sending } } },
            },
        };
        await batch.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
        return file;
    }

    /// <summary>Another sending of the same file ended first; this one's chunks are not needed.</summary>
    private async Task<StoredFile> TwinAsync(string sending, StoredFile file, CancellationToken ct)
    {
        await DeleteIncompleteAsync(sending);
        var first = await FindAsync(file.Id, ct) ?? throw GivenUp(file.Id);
        return first.Sha256 == file.Sha256 ? first : throw new IOException($"the id {file.Id} belongs to a file with other content");
    }

    /// <summary>Cleared meanwhile: the upload took longer than remains are kept.</summary>
    private static IOException GivenUp(string id) => new($"file {id} was given up before its upload ended");

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
