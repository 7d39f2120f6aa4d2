using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text.Unicode;

namespace Workflow.Benchmarks.Load;

/// <summary>What one request came to.</summary>
/// <param name="RetryAfter">seconds; null without the header</param>
internal readonly record struct Answered(int Status, int? RetryAfter, double Milliseconds);

/// <summary>
/// One connection that sends one request after another. Bare bytes over a socket, nothing allocated a request: the load must cost this machine as
/// little as possible beside the server.
/// </summary>
internal sealed class RawClient(Uri server) : IDisposable
{
    private const int HeadMax = 4 * 1024;

    private readonly byte[] _sent = new byte[HeadMax];
    private readonly byte[] _received = new byte[16 * 1024];
    private Socket? _socket;
    private int _contentAt, _contentEnd;

    /// <summary>The body of the last answer; in chunks, where it came in chunks.</summary>
    public ReadOnlySpan<byte> Content => _received.AsSpan(_contentAt, _contentEnd - _contentAt);

    /// <param name="session">headers that name the session, each with its end of line</param>
    /// <param name="key">the Idempotency-Key</param>
    public async Task<Answered> PostAsync(string path, string session, Guid key, ReadOnlyMemory<byte> body)
    {
        long started = Stopwatch.GetTimestamp();
        if (!Utf8.TryWrite(_sent, $"POST {path} HTTP/1.1\r\nHost: {server.Authority}\r\n{session}Idempotency-Key: {key:N}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n", out int head)
            || head + body.Length > _sent.Length) throw new ArgumentException("the request is too long", nameof(body));
        body.CopyTo(_sent.AsMemory(head));
        _socket ??= await ConnectAsync();
        await _socket.SendAsync(_sent.AsMemory(0, head + body.Length));
        return await ReadAsync(started);
    }

    private async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(server.Host, server.Port);
        return socket;
    }

    private async Task<Answered> ReadAsync(long started)
    {
        int read = 0, headLength = -1;
        while (headLength < 0)
        {
            read += await MoreAsync(read);
            headLength = _received.AsSpan(0, read).IndexOf("\r\n\r\n"u8);
        }

        var (status, length, retryAfter) = HeadOf(_received.AsSpan(0, headLength + 2));
        _contentAt = headLength + 4;
        // An answer of unknown length ends with its last, empty chunk.
        while (length is { } known ? read < _contentAt + known : !_received.AsSpan(_contentAt, read - _contentAt).EndsWith("0\r\n\r\n"u8)) read += await MoreAsync(read);
        _contentEnd = read;
        return new Answered(status, retryAfter, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
    }

    private async ValueTask<int> MoreAsync(int read) =>
        await _socket!.ReceiveAsync(_received.AsMemory(read)) is > 0 and var more ? more : throw new IOException("the server closed a connection");

    private static (int Status, int? Length, int? RetryAfter) HeadOf(ReadOnlySpan<byte> head) =>
        (NumberAt(head, 9) ?? 0, ValueOf(head, "\r\nContent-Length: "u8), ValueOf(head, "\r\nRetry-After: "u8));

    private static int? ValueOf(ReadOnlySpan<byte> head, ReadOnlySpan<byte> name) => head.IndexOf(name) is >= 0 and var at ? NumberAt(head, at + name.Length) : null;

    private static int? NumberAt(ReadOnlySpan<byte> head, int at) => Utf8Parser.TryParse(head[at..], out int number, out _) ? number : null;

    public void Dispose() => _socket?.Dispose();
}

/// <summary>Connections of one server that are kept alive; as many as there are requests at once.</summary>
internal sealed class RawClients(Uri server) : IDisposable
{
    private readonly ConcurrentStack<RawClient> _free = new();
    private readonly ConcurrentBag<RawClient> _made = [];
    private int _count;

    /// <summary>Connections so far.</summary>
    public int Made => _count;

    public bool HasFree => !_free.IsEmpty;

    public RawClient Take()
    {
        if (_free.TryPop(out var client)) return client;
        client = new RawClient(server);
        _made.Add(client);
        Interlocked.Increment(ref _count);
        return client;
    }

    public void GiveBack(RawClient client) => _free.Push(client);

    public void Dispose()
    {
        foreach (var client in _made) client.Dispose();
    }
}
