using Npgsql;

namespace Workflow.Postgres.Files;

/// <summary>A stored file's bytes: read-only, seekable, one chunk in memory at a time.</summary>
internal sealed class FileContent(NpgsqlDataSource database, string id, long size) : Stream
{
    private byte[] _chunk = [];
    private long _ordinal = -1;
    private long _position;

    public override bool CanRead => true;
    public override bool CanSeek => true;
    public override bool CanWrite => false;
    public override long Length => size;

    public override long Position
    {
        get => _position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _position = value;
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_position >= size || buffer.IsEmpty) return 0;
        if (_position / FileStore.ChunkBytes != _ordinal)
        {
            await using var command = ReadChunk();
            Hold((byte[]?)await command.ExecuteScalarAsync(cancellationToken));
        }

        return TakeFromChunk(buffer.Span);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (_position >= size || buffer.IsEmpty) return 0;
        if (_position / FileStore.ChunkBytes != _ordinal)
        {
            using var command = ReadChunk();
            Hold((byte[]?)command.ExecuteScalar());
        }

        return TakeFromChunk(buffer);
    }

    private NpgsqlCommand ReadChunk()
    {
        var command = database.CreateCommand("select bytes from file_chunk where file_id = $1 and ordinal = $2");
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(new() { Value = (int)(_position / FileStore.ChunkBytes) });
        return command;
    }

    private void Hold(byte[]? chunk)
    {
        _ordinal = _position / FileStore.ChunkBytes;
        _chunk = chunk ?? throw new InvalidDataException($"file {id} lacks its chunk {_ordinal}");
        long expected = Math.Min(FileStore.ChunkBytes, size - _ordinal * FileStore.ChunkBytes);
        if (_chunk.Length != expected) throw new InvalidDataException($"chunk {_ordinal} of file {id} has {_chunk.Length} bytes, not {expected}");
    }

    private int TakeFromChunk(Span<byte> buffer)
    {
        var rest = _chunk.AsSpan((int)(_position % FileStore.ChunkBytes));
        int count = Math.Min(rest.Length, buffer.Length);
        rest[..count].CopyTo(buffer);
        _position += count;
        return count;
    }

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _position + offset,
        _ => size + offset,
    };

    public override void Flush() { }
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
