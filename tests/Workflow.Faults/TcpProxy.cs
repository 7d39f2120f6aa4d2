using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Workflow.Faults;

/// <summary>Which way bytes go through the proxy.</summary>
internal enum Way
{
    ToTarget,
    ToClient,
}

/// <summary>
/// A plain TCP proxy on 127.0.0.1 that deals connections out to its targets in turn. It does what networks do: it cuts
/// connections, also in the middle of what is sent, holds bytes back, and stops answering. It understands nothing of what it carries.
/// </summary>
internal sealed class TcpProxy : IAsyncDisposable
{
    private const int BufferBytes = 1 << 16;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<long, Link> _links = [];
    private readonly Lane[] _lanes = [new(), new()];
    private readonly Task _accepting;
    private readonly int _port;
    private volatile IReadOnlyList<EndPoint> _targets;
    private TaskCompletionSource? _closed;
    private long _accepted;
    private long _turn;
    private Trap? _trap;

    /// <param name="targets">TCP addresses or Unix sockets</param>
    public TcpProxy(params IReadOnlyList<EndPoint> targets)
    {
        _targets = targets;
        _listener.Start();
        _port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = Task.Run(AcceptAsync);
    }

    /// <summary>Where the embedded PostgreSQL of a connection string listens: a Unix socket, or a port of this machine.</summary>
    public static EndPoint TargetOf(string connectionString)
    {
        var address = new NpgsqlConnectionStringBuilder(connectionString);
        return address.Host!.StartsWith('/')
            ? new UnixDomainSocketEndPoint(Path.Combine(address.Host, string.Create(CultureInfo.InvariantCulture, $".s.PGSQL.{address.Port}")))
            : new IPEndPoint(IPAddress.Parse(address.Host), address.Port);
    }

    /// <summary>The same database through this proxy.</summary>
    public string Through(string connectionString) => new NpgsqlConnectionStringBuilder(connectionString) { Host = "127.0.0.1", Port = Port }.ConnectionString;

    public int Port => _port;

    public Uri Url => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}/"));

    /// <summary>Connections that are open now.</summary>
    public int Open => _links.Count;

    /// <summary>Connections that were ever accepted.</summary>
    public long Accepted => Interlocked.Read(ref _accepted);

    /// <summary>New connections go to these in turn; one that refuses is passed over. Open connections stay where they are.</summary>
    public IReadOnlyList<EndPoint> Targets
    {
        get => _targets;
        set => _targets = value;
    }

    /// <summary>Resets every open connection; how many.</summary>
    public int CutAll() => _links.Values.ToList().Count(link => link.Cut());

    /// <summary>Resets one connection; false when none is open.</summary>
    /// <param name="choice">any number; it chooses among those that are open</param>
    public bool CutOne(int choice)
    {
        var open = _links.OrderBy(pair => pair.Key).Select(pair => pair.Value).ToList();
        return open.Count > 0 && open[(int)((uint)choice % (uint)open.Count)].Cut();
    }

    /// <summary>From now on everything that goes this way arrives so much later; zero ends it.</summary>
    public void Delay(Way way, TimeSpan delay) => _lanes[(int)way].Delay = delay;

    /// <summary>Holds back everything that goes this way, until it is released.</summary>
    public void Hold(Way way) => _lanes[(int)way].Hold();

    public void Release(Way way) => _lanes[(int)way].Release();

    /// <summary>From now on connections are reset as soon as they are made; open ones stay.</summary>
    public void StopAccepting() => Interlocked.CompareExchange(ref _closed, new(), null);

    public void AcceptAgain() => Interlocked.Exchange(ref _closed, null);

    /// <summary>Cuts the connection that carries the last of so many bytes, all connections counted together from now; what comes after them is lost.</summary>
    /// <returns>done when it was cut, cancelled when another trap took its place</returns>
    public Task CutAfter(Way way, long bytes) => Set(new Trap(way, 1, bytes, LosesReply: false));

    /// <summary>
    /// Cuts the first connection that sends its target at least so many bytes at once, as the writer does with a batch: PostgreSQL
    /// gets only the first of them, or all of them and its reply is lost.
    /// </summary>
    /// <param name="atLeast">bytes that make a burst</param>
    /// <param name="keep">how many of them still arrive; more than there are: all, and the reply is lost</param>
    public Task CutInBurst(int atLeast, long keep) => Set(new Trap(Way.ToTarget, atLeast, keep, LosesReply: true));

    /// <summary>
    /// Holds back everything to the target from the middle of a burst on: PostgreSQL has begun the writer's transaction and waits for the
    /// rest of it, as when a node is stopped while it sends.
    /// </summary>
    /// <param name="atLeast">bytes that make a burst</param>
    /// <param name="keep">how many of them still arrive at once; the rest after <see cref="Release"/></param>
    public Task HoldInBurst(int atLeast, long keep) => Set(new Trap(Way.ToTarget, atLeast, keep, LosesReply: true, Holds: true));

    /// <summary>Takes back a trap that was not sprung.</summary>
    public void Disarm() => Interlocked.Exchange(ref _trap, null)?.Sprung.TrySetCanceled();

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _accepting;
        Disarm();
        CutAll();
        foreach (var lane in _lanes) lane.Release();
        await Task.WhenAll(_links.Values.Select(link => link.Ended));
        _end.Dispose();
    }

    private Task Set(Trap trap)
    {
        Interlocked.Exchange(ref _trap, trap)?.Sprung.TrySetCanceled();
        return trap.Sprung.Task;
    }

    private async Task AcceptAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            Socket client;
            try
            {
                client = await _listener.AcceptSocketAsync(_end.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }

            long number = Interlocked.Increment(ref _accepted);
            if (_closed is not null) Reset(client);
            else _ = ConnectAsync(number, client);
        }
    }

    private async Task ConnectAsync(long number, Socket client)
    {
        var targets = _targets;
        for (int n = 0; n < targets.Count; n++)
        {
            var target = targets[(int)((Interlocked.Increment(ref _turn) - 1) % targets.Count)];
            var socket = new Socket(target.AddressFamily, SocketType.Stream, target is UnixDomainSocketEndPoint ? ProtocolType.Unspecified : ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(target, _end.Token);
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException)
            {
                socket.Dispose();
                continue;
            }

            var link = new Link(this, client, socket);
            _links[number] = link;
            await link.CarryAsync();
            _links.TryRemove(number, out _);
            return;
        }

        Reset(client);
    }

    private static void Reset(Socket socket)
    {
        try
        {
            // No goodbye: the other side sees a reset, as when a cable is pulled and the machine behind it answers again.
            if (socket.AddressFamily == AddressFamily.InterNetwork) socket.LingerState = new LingerOption(enable: true, seconds: 0);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Already gone.
        }

        socket.Dispose();
    }

    /// <summary>What is to be cut: a burst of so many bytes in one direction, of which some still pass.</summary>
    private sealed record Trap(Way Way, int AtLeast, long Keep, bool LosesReply, bool Holds = false)
    {
        private long _left = Keep;

        public TaskCompletionSource Sprung { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>How many of the bytes may still pass; null when all may.</summary>
        public int? Catch(Way way, int bytes)
        {
            if (way != Way || bytes < AtLeast) return null;
            if (LosesReply) return (int)Math.Min(Keep, bytes);
            long left = Interlocked.Add(ref _left, -bytes);
            return left > 0 ? null : (int)Math.Max(0, bytes + left);
        }
    }

    /// <summary>What happens to everything that goes one way.</summary>
    private sealed class Lane
    {
        private TaskCompletionSource? _held;
        private long _delayTicks;

        public TimeSpan Delay
        {
            get => TimeSpan.FromTicks(Interlocked.Read(ref _delayTicks));
            set => Interlocked.Exchange(ref _delayTicks, value.Ticks);
        }

        public void Hold() => Interlocked.CompareExchange(ref _held, new(TaskCreationOptions.RunContinuationsAsynchronously), null);

        public void Release() => Interlocked.Exchange(ref _held, null)?.TrySetResult();

        public async ValueTask PassAsync(CancellationToken cut)
        {
            if (Delay is { Ticks: > 0 } delay) await Task.Delay(delay, cut);
            while (_held is { } held) await held.Task.WaitAsync(cut);
        }
    }

    /// <summary>One connection of a client and the one to its target.</summary>
    private sealed class Link(TcpProxy proxy, Socket client, Socket target)
    {
        private readonly CancellationTokenSource _cut = new();
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private volatile bool _mute;
        private int _isCut;

        public Task Ended => _ended.Task;

        public async Task CarryAsync()
        {
            if (client.AddressFamily == AddressFamily.InterNetwork) client.NoDelay = true;
            if (target.AddressFamily == AddressFamily.InterNetwork) target.NoDelay = true;
            await Task.WhenAll(CarryAsync(Way.ToTarget, client, target), CarryAsync(Way.ToClient, target, client));
            client.Dispose();
            target.Dispose();
            _ended.TrySetResult();
        }

        public bool Cut()
        {
            if (Interlocked.Exchange(ref _isCut, 1) != 0) return false;
            _cut.Cancel();
            Reset(client);
            Reset(target);
            return true;
        }

        private async Task CarryAsync(Way way, Socket from, Socket to)
        {
            byte[] buffer = new byte[BufferBytes];
            try
            {
                while (await from.ReceiveAsync(buffer, _cut.Token) is > 0 and var count)
                {
                    await proxy._lanes[(int)way].PassAsync(_cut.Token);
                    if (_mute && way == Way.ToClient)
                    {
                        Cut();
                        return;
                    }

                    if (proxy._trap is { } trap && trap.Catch(way, count) is { } keep && Interlocked.CompareExchange(ref proxy._trap, null, trap) == trap)
                    {
                        if (trap.Holds)
                        {
                            proxy.Hold(way);
                            await SendAsync(to, buffer.AsMemory(0, keep));
                            trap.Sprung.TrySetResult();
                            await proxy._lanes[(int)way].PassAsync(_cut.Token);
                            await SendAsync(to, buffer.AsMemory(keep, count - keep));
                            continue;
                        }

                        bool everything = keep == count && trap.LosesReply;
                        _mute = everything;
                        if (keep > 0) await SendAsync(to, buffer.AsMemory(0, keep));
                        trap.Sprung.TrySetResult();
                        if (everything) continue;
                        Cut();
                        return;
                    }

                    await SendAsync(to, buffer.AsMemory(0, count));
                }

                // The other way may still have something to say.
                to.Shutdown(SocketShutdown.Send);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
            {
                Cut();
            }
        }

        private async Task SendAsync(Socket to, ReadOnlyMemory<byte> bytes)
        {
            while (bytes.Length > 0) bytes = bytes[await to.SendAsync(bytes, _cut.Token)..];
        }
    }
}
