using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Xunit;

namespace Workflow.Server.Tests.Cases;

/// <summary>Uploads and downloads: whole, in ranges, bounded, and never a page of ours.</summary>
public sealed class FileTests(World world) : IClassFixture<World>
{
    [Fact]
    public async Task A_large_file_comes_back_whole_and_in_ranges_with_its_hash()
    {
        var applicant = await world.AsAsync("applicant");
        var bytes = RandomNumberGenerator.GetBytes(2_500_000);
        var file = await World.UploadAsync(applicant, bytes, "图纸 1.html", "text/html");
        Assert.Equal((Convert.ToHexStringLower(SHA256.HashData(bytes)), 2_500_000L, "图纸 1.html"), (file.Sha256, file.Size, file.Name));

        using var whole = await applicant.SendAsync(HttpMethod.Get, $"/api/files/{file.FileId}");
        Assert.Equal(bytes, await whole.Content.ReadAsByteArrayAsync());
        Assert.Equal("attachment", whole.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("图纸 1.html", whole.Content.Headers.ContentDisposition.FileNameStar);
        Assert.Equal("nosniff", whole.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal($"\"{file.Sha256}\"", whole.Headers.ETag!.Tag);

        using var client = new HttpRequestMessage(HttpMethod.Get, $"/api/files/{file.FileId}") { Headers = { Range = new RangeHeaderValue(1_048_570, 1_048_590) } };
        using var part = await applicant.SendAsync(client);
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(bytes[1_048_570..1_048_591], await part.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task An_empty_file_is_a_file_and_a_nameless_or_too_large_one_is_refused()
    {
        var applicant = await world.AsAsync("applicant");
        Assert.Equal(0, (await World.UploadAsync(applicant, [])).Size);
        Assert.Equal("a.pdf", (await World.UploadAsync(applicant, [1], "..\\..\\etc/a.pdf")).Name);
        Assert.Equal(["?name field-length"], (await applicant.ProblemAsync(HttpMethod.Post, "/api/files", new ByteArrayContent([1]))).Fields);
        using var endless = new StreamContent(new Zeros(70_000_000));
        Assert.Equal("413 body-too-large", await applicant.RefusedAsync(HttpMethod.Post, "/api/files?name=a.bin", endless));
    }

    [Fact]
    public async Task Files_are_uploaded_by_those_who_hand_in_and_read_by_their_owner()
    {
        var file = await World.UploadAsync(await world.AsAsync("applicant"), [1]);
        Assert.Equal("404 file-not-found", await (await world.AsAsync("neighbour")).RefusedAsync(HttpMethod.Get, $"/api/files/{file.FileId}"));
        Assert.Equal("404 file-not-found", await (await world.AsAsync("supervisor")).RefusedAsync(HttpMethod.Get, $"/api/files/{file.FileId}"));
        Assert.Equal("403 forbidden", await (await world.AsAsync("market")).RefusedAsync(HttpMethod.Post, "/api/files?name=a", new ByteArrayContent([1])));
    }

    /// <summary>A body of a known length that cost no memory.</summary>
    private sealed class Zeros(long length) : Stream
    {
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => length;
        public override long Position { get; set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = (int)Math.Min(count, length - Position);
            Array.Clear(buffer, offset, read);
            Position += read;
            return read;
        }

        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
