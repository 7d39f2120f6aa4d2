using System.Security.Cryptography;
using Workflow.Postgres.Files;
using Workflow.Testing;
using Xunit;

namespace Workflow.Postgres.Tests.Files;

public sealed class FileStoreTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const long FiftyMegabytes = 50 << 20;

    [Fact]
    public async Task Fifty_megabytes_come_back_as_they_went_in()
    {
        // given
        var files = new FileStore(postgres.Database);
        byte[] bytes = Random(FiftyMegabytes - 7);

        // when
        var stored = await files.UploadAsync("li", "plan.pdf", "application/pdf", new Trickle(bytes), FiftyMegabytes, CancellationToken.None);

        // then
        Assert.NotNull(stored);
        Assert.Equal(bytes.Length, stored.Size);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), stored.Sha256);
        Assert.Equal(stored, await files.FindAsync(stored.Id, CancellationToken.None));
        await using var content = files.Open(stored);
        Assert.Equal(SHA256.HashData(bytes), await SHA256.HashDataAsync(content));
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(FileStore.ChunkBytes - 3, 7)]
    [InlineData(FileStore.ChunkBytes, FileStore.ChunkBytes)]
    [InlineData(2 * FileStore.ChunkBytes + 5, 90)]
    public async Task A_range_is_read_from_the_chunks_that_hold_it(int from, int length)
    {
        // given
        var files = new FileStore(postgres.Database);
        byte[] bytes = Random(2 * FileStore.ChunkBytes + 100);
        var stored = await files.UploadAsync("li", "photo.jpg", "image/jpeg", new MemoryStream(bytes), FiftyMegabytes, CancellationToken.None);

        // when
        await using var content = files.Open(stored!);
        content.Seek(from, SeekOrigin.Begin);
        byte[] range = new byte[length];
        await content.ReadExactlyAsync(range);

        // then
        Assert.Equal(bytes[from..(from + length)], range);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(FileStore.ChunkBytes)]
    [InlineData(FileStore.ChunkBytes + 1)]
    public async Task A_file_of_any_length_has_its_length_and_hash(int length)
    {
        var files = new FileStore(postgres.Database);
        byte[] bytes = Random(length);

        var stored = await files.UploadAsync("li", "note.txt", "text/plain", new MemoryStream(bytes), length, CancellationToken.None);

        Assert.Equal((length, Convert.ToHexStringLower(SHA256.HashData(bytes))), (stored!.Size, stored.Sha256));
        await using var content = files.Open(stored);
        Assert.Equal(SHA256.HashData(bytes), await SHA256.HashDataAsync(content));
    }

    [Fact]
    public async Task A_file_over_the_limit_is_refused_and_leaves_nothing()
    {
        // given
        var files = new FileStore(postgres.Database);
        long rows = await CountAsync();

        // when
        var stored = await files.UploadAsync("li", "film.mp4", "video/mp4", new MemoryStream(Random(3 << 20)), maxBytes: (3 << 20) - 1, CancellationToken.None);

        // then
        Assert.Null(stored);
        Assert.Equal(rows, await CountAsync());
    }

    [Fact]
    public async Task An_upload_that_breaks_leaves_nothing()
    {
        var files = new FileStore(postgres.Database);
        long rows = await CountAsync();

        await Assert.ThrowsAsync<IOException>(() => files.UploadAsync("li", "plan.pdf", "application/pdf", new Broken(), FiftyMegabytes, CancellationToken.None));

        Assert.Equal(rows, await CountAsync());
    }

    [Fact]
    public async Task What_a_killed_server_left_of_an_upload_is_never_served_and_cleared_later()
    {
        // given
        var files = new FileStore(postgres.Database);
        await ScalarAsync("insert into file (id, owner, name, content_type, size, created_at, complete) values ('old', 'li', 'a', 'b', 0, now() - interval '2 days', false), ('new', 'li', 'a', 'b', 0, now(), false)");
        await ScalarAsync("insert into file_chunk (file_id, ordinal, bytes) values ('old', 0, 'x')");

        // when
        var found = await files.FindAsync("old", CancellationToken.None);
        int cleared = await files.ClearIncompleteAsync(TimeSpan.FromDays(1), CancellationToken.None);

        // then
        Assert.Null(found);
        Assert.Equal(1, cleared);
        Assert.Equal("new", await ScalarAsync("delete from file where not complete returning id"));
        Assert.Equal(0L, await ScalarAsync("select count(*) from file_chunk where file_id = 'old'"));
    }

    [Fact]
    public async Task An_upload_sent_again_under_its_id_succeeds_whatever_became_of_the_first()
    {
        // given: one that hangs half way, as if its node had been killed
        var files = new FileStore(postgres.Database);
        string id = Guid.NewGuid().ToString("N");
        byte[] bytes = Random(3 << 20);
        using var killed = new CancellationTokenSource();
        var hanging = new Hanging();
        var first = files.UploadAsync("li", "plan.pdf", "application/pdf", hanging, FiftyMegabytes, killed.Token, id);
        await hanging.Reached;

        // when
        var second = await files.UploadAsync("li", "plan.pdf", "application/pdf", new MemoryStream(bytes), FiftyMegabytes, CancellationToken.None, id);
        var third = await files.UploadAsync("li", "plan.pdf", "application/pdf", new MemoryStream(bytes), FiftyMegabytes, CancellationToken.None, id);
        await killed.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);

        // then
        Assert.Equal(id, second!.Id);
        Assert.Equal(second, third);
        await using var content = files.Open((await files.FindAsync(id, CancellationToken.None))!);
        Assert.Equal(SHA256.HashData(bytes), await SHA256.HashDataAsync(content));
        await Assert.ThrowsAsync<IOException>(() =>
            files.UploadAsync("li", "plan.pdf", "application/pdf", new MemoryStream(new byte[9]), FiftyMegabytes, CancellationToken.None, id));
    }

    private static byte[] Random(long length)
    {
        byte[] bytes = new byte[length];
        new Random(7).NextBytes(bytes);
        return bytes;
    }

    private async Task<long> CountAsync() => (long)(await ScalarAsync("select (select count(*) from file) + (select count(*) from file_chunk)"))!;

    private async Task<object?> ScalarAsync(string sql)
    {
        await using var command = postgres.Database.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }

    /// <summary>Gives its bytes in odd portions, as a network does.</summary>
    private sealed class Trickle(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, 65_521)], cancellationToken);
    }

    /// <summary>Gives three megabytes, then breaks.</summary>
    private sealed class Broken() : MemoryStream(new byte[3 << 20])
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            await base.ReadAsync(buffer, cancellationToken) is > 0 and var read ? read : throw new IOException("connection reset");
    }

    /// <summary>Gives two megabytes, then nothing any more.</summary>
    private sealed class Hanging() : MemoryStream(new byte[2 << 20])
    {
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Reached => _reached.Task;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (await base.ReadAsync(buffer, cancellationToken) is > 0 and var read) return read;
            _reached.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return 0;
        }
    }
}
