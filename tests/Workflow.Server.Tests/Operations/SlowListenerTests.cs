using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Workflow.Server.Live;
using Workflow.Server.Tests.Cases;
using Workflow.Server.Tests.Running;
using Xunit;

namespace Workflow.Server.Tests.Operations;

/// <summary>A browser that holds its live connection open and reads nothing of it.</summary>
public sealed class SlowListenerTests(World world) : IClassFixture<World>
{
    /// <summary>More than the buffers of the server and of the kernel hold for a listener that does not read.</summary>
    private const int Notices = 400;
    private const int LinesInNotice = 150;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Who_does_not_read_is_cut_off_and_may_resume_while_the_others_hear_everything_and_commands_go_on()
    {
        using var patience = new CancellationTokenSource(Patience);
        var first = await world.FileAsync();
        using var deaf = new[] { await DeafAsync(), await DeafAsync(), await DeafAsync() }.AsAll();
        using var hears = new Browser(world.Server.Address);
        await hears.SignInAsync("supervisor", World.Password);
        using var stream = await hears.OpenAsync("/api/stream", null, patience.Token);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        // As the writer tells of what it has committed: the same case again and again, under positions that are drawn as it draws them.
        await using var database = world.Server.OpenDatabase();
        for (var i = 0; i < Notices; i++)
        {
            await using var tell = database.CreateCommand(
                "select pg_notify('onego', json_build_object('node', 'another', 'position', nextval('mt_events_sequence'), 'streams', (select json_agg($1::text) from generate_series(1, $2)))::text)");
            tell.Parameters.Add(new NpgsqlParameter { Value = first.CaseId });
            tell.Parameters.Add(new NpgsqlParameter { Value = LinesInNotice });
            await tell.ExecuteNonQueryAsync(patience.Token);
        }

        // Commands are answered, and who reads hears of a case that comes behind all that.
        var last = await world.FileAsync();
        string? line, lastId = null;
        do
        {
            line = await stream.ReadLineAsync(patience.Token);
            if (line?.StartsWith("id: ", StringComparison.Ordinal) is true) lastId = line[4..];
        }
        while (line is not null && !line.Contains(last.CaseId, StringComparison.Ordinal));
        Assert.NotNull(line);
        Assert.True(GC.GetTotalMemory(forceFullCollection: true) - before < 64 << 20, "what nobody reads must not be kept");

        // The deaf ones are cut off: reading at last, they come to an end long before what was told.
        var listeners = world.Server.Services.GetRequiredService<Listeners>();
        using (var clock = new PeriodicTimer(TimeSpan.FromMilliseconds(100)))
            while (listeners.OpenOf("supervisor") > 1) await clock.WaitForNextTickAsync(patience.Token);
        foreach (var one in deaf.All) Assert.True(await one.ReadToEndAsync(patience.Token) < Notices * LinesInNotice * 100L);

        var missed = await world.FileAsync();
        using var again = await hears.OpenAsync("/api/stream", lastId, patience.Token);
        do line = await again.ReadLineAsync(patience.Token);
        while (line is not null && !line.Contains(missed.CaseId, StringComparison.Ordinal));
        Assert.NotNull(line);
    }

    private async Task<DeafListener> DeafAsync()
    {
        using var browser = new Browser(world.Server.Address);
        await browser.SignInAsync("supervisor", World.Password);
        return await DeafListener.OpenAsync(world.Server.Address, browser.Cookies.GetCookieHeader(world.Server.Address));
    }
}

/// <summary>A live connection of which nothing is read, over a bare socket with the smallest buffer that there is.</summary>
internal sealed class DeafListener : IDisposable
{
    private readonly Socket socket;

    private DeafListener(Socket socket) => this.socket = socket;

    public static async Task<DeafListener> OpenAsync(Uri server, string cookies)
    {
        var opened = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 1 };
        await opened.ConnectAsync(server.Host, server.Port);
        await opened.SendAsync(Encoding.ASCII.GetBytes($"GET /api/stream HTTP/1.1\r\nHost: {server.Authority}\r\nCookie: {cookies}\r\n\r\n"));
        var beginning = new byte[12];
        for (var read = 0; read < beginning.Length;) read += await opened.ReceiveAsync(beginning.AsMemory(read));
        Assert.Equal("HTTP/1.1 200", Encoding.ASCII.GetString(beginning));
        return new DeafListener(opened);
    }

    /// <summary>Reads until the server has ended the connection; the bytes that came.</summary>
    public async Task<long> ReadToEndAsync(CancellationToken ct)
    {
        var buffer = new byte[64 * 1024];
        for (long all = 0; ;)
        {
            int read;
            try { read = await socket.ReceiveAsync(buffer, ct); }
            catch (SocketException) { return all; }
            if (read == 0) return all;
            all += read;
        }
    }

    public void Dispose() => socket.Dispose();
}

internal static class DeafListeners
{
    public static AllOf AsAll(this DeafListener[] all) => new(all);

    internal sealed class AllOf(DeafListener[] all) : IDisposable
    {
        public DeafListener[] All => all;

        public void Dispose()
        {
            foreach (var one in all) one.Dispose();
        }
    }
}
