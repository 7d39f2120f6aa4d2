using System.Net.Http.Json;
using Workflow.Server.Tests.Cases;
using Workflow.Testing;
using Xunit;

namespace Workflow.Server.Tests.Operations;

/// <summary>What leaves the process for an OpenTelemetry collector, from a server as it is started in operation.</summary>
public sealed class TelemetryTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";
    private const string Sender = "b7ad6b7169203331";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private static readonly string[] Expected =
    [
        "onego.writer.batch", "onego.writer.commit", "onego.writer.lock_wait", "onego.writer.conflicts", "onego.writer.failures", "onego.writer.waiting_for_lock",
        "onego.queue.depth", "onego.queue.age", "onego.commands", "onego.command.duration", "onego.cache.lookups", "onego.projection.lag", "onego.projection.delay",
        "onego.timers.due", "onego.timers.late", "onego.jobs.waiting", "onego.deliveries.held", "onego.requests.refused", "onego.requests.under_way",
    ];

    [Fact]
    public async Task The_trace_of_one_command_holds_its_way_from_the_request_to_the_projection_and_every_metric_arrives()
    {
        await using var collector = await OtlpReceiver.StartAsync();
        var folder = Directory.CreateTempSubdirectory("onego-test-").FullName;
        using var server = Companion.Start("Workflow.Server.dll", [], ["--port", "0", "--data", folder, "--database", postgres.ConnectionString], new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Url, ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf", ["OTEL_METRIC_EXPORT_INTERVAL"] = "1000", ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
        });
        try
        {
            _ = server.StandardError.ReadToEndAsync();
            var (url, password) = (await AddressAsync(server.StandardOutput), (await File.ReadAllTextAsync(Path.Combine(folder, "first-admin.txt"))).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[^1]);
            _ = server.StandardOutput.ReadToEndAsync();
            using var admin = await new Api(url).SignInAsync("admin", password);
            using var request = new HttpRequestMessage(HttpMethod.Put, "/api/regions/510000") { Content = JsonContent.Create(new { name = new { zh = "四川", en = "Sichuan" } }) };
            request.Headers.Add("traceparent", $"00-{Trace}-{Sender}-01");
            request.Headers.Add("Idempotency-Key", "one");
            request.Headers.Add("X-CSRF", admin.Csrf);
            using var answer = await admin.SendAsync(request);
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());

            await collector.UntilAsync(c => Of(c, "project").Count >= 2 && Of(c, "commit").Count > 0 && c.Spans.Any(s => s.Name == "batch" && s.Links.Any(l => l.Trace == Trace)), Patience);
            var request1 = Assert.Single(collector.Spans, s => s.Trace == Trace && s.Parent == Sender);
            var command = Assert.Single(Of(collector, "command"));
            Assert.Equal(request1.Id, command.Parent);
            var batch = Assert.Single(collector.Spans, s => s.Name == "batch" && s.Links.Contains((Trace, command.Id)));
            Assert.NotEqual(Trace, batch.Trace);
            foreach (var name in (string[])["decide", "commit"])
            {
                var span = Assert.Single(Of(collector, name));
                Assert.Equal(command.Id, span.Parent);
                Assert.Equal((batch.Trace, batch.Id), Assert.Single(span.Links));
            }

            await collector.UntilAsync(c => Expected.All(c.Metrics.Contains), Patience);
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static List<ReceivedSpan> Of(OtlpReceiver collector, string name) => [.. collector.Spans.Where(s => s.Trace == Trace && s.Name == name)];

    private static async Task<Uri> AddressAsync(StreamReader said)
    {
        const string serves = "OneGo serves on ";
        while (await said.ReadLineAsync() is { } line)
            if (line.StartsWith(serves, StringComparison.Ordinal)) return new Uri(line[serves.Length..]);
        throw new InvalidOperationException("the server did not start");
    }
}
