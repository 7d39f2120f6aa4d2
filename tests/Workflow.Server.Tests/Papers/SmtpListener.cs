using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Workflow.Server.Tests.Papers;

/// <summary>One message as the mail server took it.</summary>
public sealed record Mail(string From, string To, string Headers, string Body);

/// <summary>A small mail server on this machine that speaks SMTP (RFC 5321) as far as a client needs it.</summary>
public sealed class SmtpListener : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Lock gate = new();
    private readonly List<Mail> taken = [];
    private readonly Task serving;
    private TaskCompletionSource moved = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SmtpListener()
    {
        listener.Start();
        serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>What is answered to a recipient: "250 ok", "550 no such mailbox", "451 later".</summary>
    public Func<string, string> Answer { get; set; } = _ => "250 ok";

    /// <summary>How often a recipient was named.</summary>
    public int Asked { get; private set; }

    public IReadOnlyList<Mail> Taken { get { lock (gate) return [.. taken]; } }

    public async Task<Mail> NextAsync(string to)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            Task next;
            lock (gate) next = moved.Task;
            if (Taken.FirstOrDefault(m => m.To == to) is { } mail) return mail;
            await next.WaitAsync(patience.Token);
        }
    }

    private async Task ServeAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var client = await listener.AcceptTcpClientAsync(stop.Token);
                _ = TalkAsync(client);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        using var own = client;
        try
        {
            await using var stream = client.GetStream();
            using var reader = new StreamReader(stream, Encoding.UTF8);
            await using var writer = new StreamWriter(stream, new UTF8Encoding(false)) { NewLine = "\r\n", AutoFlush = true };
            var (from, to) = ("", "");
            await writer.WriteLineAsync("220 test");
            while (await reader.ReadLineAsync(stop.Token) is { } line)
            {
                var word = line.Split(' ', ':')[0].ToUpperInvariant();
                if (word == "MAIL") from = Address(line);
                if (word == "RCPT") to = Address(line);
                if (word == "DATA")
                {
                    await writer.WriteLineAsync("354 go on");
                    Take(from, to, await ReadAsync(reader));
                }
                await writer.WriteLineAsync(word switch
                {
                    "RCPT" => Asking(to),
                    "QUIT" => "221 bye",
                    _ => "250 ok",
                });
                if (word == "QUIT") return;
            }
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            // The client went away, or the test is over.
        }
    }

    private string Asking(string to)
    {
        Asked++;
        return Answer(to);
    }

    private async Task<string> ReadAsync(StreamReader reader)
    {
        var text = new StringBuilder();
        while (await reader.ReadLineAsync(stop.Token) is { } line && line != ".") text.Append(line.StartsWith("..", StringComparison.Ordinal) ? line[1..] : line).Append('\n');
        return text.ToString();
    }

    private void Take(string from, string to, string text)
    {
        var end = text.IndexOf("\n\n", StringComparison.Ordinal);
        var (headers, body) = (text[..end], text[(end + 2)..]);
        if (headers.Contains("base64", StringComparison.OrdinalIgnoreCase)) body = Encoding.UTF8.GetString(Convert.FromBase64String(body.Replace("\n", "", StringComparison.Ordinal)));
        lock (gate)
        {
            taken.Add(new Mail(from, to, headers, body));
            moved.SetResult();
            moved = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private static string Address(string line) => line[(line.IndexOf('<', StringComparison.Ordinal) + 1)..line.IndexOf('>', StringComparison.Ordinal)];

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Dispose();
        await serving;
        stop.Dispose();
    }
}
