using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Workflow.Benchmarks.Pressure;

/// <summary>What one request came to.</summary>
/// <param name="RetryAfter">seconds; null without the header</param>
internal readonly record struct Answered(int Status, int? RetryAfter, double Milliseconds);

/// <summary>
/// One connection that files one application after another. Bare bytes over a socket: the load must cost this machine as little as
/// possible beside the server.
/// </summary>
internal sealed class RawClient(Uri server, string session, byte[] body) : IDisposable
{
    private static readonly byte[] HeadEnd = "\r\n\r\n"u8.ToArray();

    private readonly byte[] _received = new byte[16 * 1024];
    private Socket? _socket;

    public async Task<Answered> FileAsync()
    {
        long started = Stopwatch.GetTimestamp();
        byte[] head = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $"POST /api/applications HTTP/1.1\r\nHost: {server.Authority}\r\n{session}Idempotency-Key: {Guid.NewGuid():N}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n"));
        _socket ??= await ConnectAsync();
        await _socket.SendAsync(new ArraySegment<byte>[] { head, body });
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
            headLength = _received.AsSpan(0, read).IndexOf(HeadEnd);
        }

        var (status, length, retryAfter, isChunked) = HeadOf(Encoding.ASCII.GetString(_received, 0, headLength));
        int end = headLength + HeadEnd.Length;
        // An answer of unknown length ends with its last, empty chunk.
        while (isChunked ? !_received.AsSpan(end, read - end).EndsWith("0\r\n\r\n"u8) : read < end + length) read += await MoreAsync(read);
        return new Answered(status, retryAfter, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
    }

    private async Task<int> MoreAsync(int read) =>
        await _socket!.ReceiveAsync(_received.AsMemory(read)) is > 0 and var more ? more : throw new IOException("the server closed a connection");

    private static (int Status, int Length, int? RetryAfter, bool IsChunked) HeadOf(string head)
    {
        int status = int.Parse(head.AsSpan(9, 3), CultureInfo.InvariantCulture);
        return (status, ValueOf(head, "\r\nContent-Length: ") ?? 0, ValueOf(head, "\r\nRetry-After: "), head.Contains("\r\nTransfer-Encoding: chunked", StringComparison.OrdinalIgnoreCase));
    }

    private static int? ValueOf(string head, string name)
    {
        int at = head.IndexOf(name, StringComparison.OrdinalIgnoreCase);
        if (at < 0) return null;
        int from = at + name.Length, to = head.IndexOf('\r', from);
        return int.Parse(head.AsSpan(from, (to < 0 ? head.Length : to) - from), CultureInfo.InvariantCulture);
    }

    public void Dispose() => _socket?.Dispose();
}
