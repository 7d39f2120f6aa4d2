using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Workflow.Server.Tests.Operations;

/// <summary>A span as it came.</summary>
/// <param name="Trace">32 hex digits</param>
/// <param name="Parent">span id; empty without one</param>
/// <param name="Links">trace and span of each link</param>
public sealed record ReceivedSpan(string Trace, string Id, string Parent, string Name, IReadOnlyList<(string Trace, string Id)> Links);

/// <summary>A collector for OpenTelemetry: takes OTLP over HTTP and reads of the protobuf what the tests ask about.</summary>
public sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly Lock gate = new();
    private readonly List<ReceivedSpan> spans = [];
    private readonly HashSet<string> metrics = new(StringComparer.Ordinal);
    private TaskCompletionSource moved = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private OtlpReceiver(WebApplication app) => this.app = app;

    public string Url => app.Urls.First();

    public IReadOnlyList<ReceivedSpan> Spans { get { lock (gate) return [.. spans]; } }

    /// <summary>Names of the metrics that came.</summary>
    public IReadOnlySet<string> Metrics { get { lock (gate) return metrics.ToHashSet(StringComparer.Ordinal); } }

    public static async Task<OtlpReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = new OtlpReceiver(builder.Build());
        receiver.app.Run(receiver.TakeAsync);
        await receiver.app.StartAsync();
        return receiver;
    }

    /// <summary>Waits until what came is as wanted.</summary>
    public async Task UntilAsync(Func<OtlpReceiver, bool> isEnough, TimeSpan patience)
    {
        using var over = new CancellationTokenSource(patience);
        while (true)
        {
            Task next;
            lock (gate) next = moved.Task;
            if (isEnough(this)) return;
            try
            {
                await next.WaitAsync(over.Token);
            }
            catch (OperationCanceledException late)
            {
                throw new TimeoutException($"came: {string.Join(", ", Metrics.Order(StringComparer.Ordinal))}; {string.Join(", ", Spans.Select(s => $"{s.Name} of {s.Trace}"))}", late);
            }
        }
    }

    private async Task TakeAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        lock (gate)
        {
            // ExportTraceServiceRequest and ExportMetricsServiceRequest: resource (1) → scope (2) → span or metric (2).
            var inScopes = Fields(body.ToArray()).Where(f => f.Number == 1).SelectMany(r => Fields(r.Bytes)).Where(f => f.Number == 2).SelectMany(s => Fields(s.Bytes)).Where(f => f.Number == 2);
            if (http.Request.Path == "/v1/traces") spans.AddRange(inScopes.Select(s => SpanOf(s.Bytes)));
            else metrics.UnionWith(inScopes.Select(m => Encoding.UTF8.GetString(Fields(m.Bytes).First(f => f.Number == 1).Bytes)));
            moved.SetResult();
            moved = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        http.Response.ContentType = "application/x-protobuf";
    }

    private static ReceivedSpan SpanOf(byte[] bytes)
    {
        var fields = Fields(bytes).ToList();
        return new(Hex(fields, 1), Hex(fields, 2), Hex(fields, 4), Encoding.UTF8.GetString(fields.First(f => f.Number == 5).Bytes),
            [.. fields.Where(f => f.Number == 13).Select(f => Fields(f.Bytes).ToList()).Select(link => (Hex(link, 1), Hex(link, 2)))]);
    }

    private static string Hex(List<(int Number, byte[] Bytes)> fields, int number) => Convert.ToHexStringLower(fields.FirstOrDefault(f => f.Number == number).Bytes ?? []);

    /// <summary>The fields of one protobuf message; those of fixed size and varints come with their bytes as they are.</summary>
    private static IEnumerable<(int Number, byte[] Bytes)> Fields(byte[] message)
    {
        for (var at = 0; at < message.Length;)
        {
            var key = Varint(message, ref at);
            var length = (key & 7) switch { 1 => 8, 5 => 4, 2 => (int)Varint(message, ref at), 0 => LengthOfVarint(message, at), _ => throw new InvalidOperationException($"wire type {key & 7}") };
            yield return ((int)(key >> 3), message[at..(at + length)]);
            at += length;
        }
    }

    private static ulong Varint(byte[] bytes, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var one = bytes[at++];
            value |= (ulong)(one & 0x7F) << shift;
            if (one < 0x80) return value;
        }
    }

    private static int LengthOfVarint(byte[] bytes, int at)
    {
        var from = at;
        Varint(bytes, ref at);
        return at - from;
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();
}
