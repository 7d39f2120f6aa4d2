using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using Workflow.Contracts;
using Workflow.Contracts.Cases;
using Workflow.Postgres;
using Workflow.Server.Operations;
using Workflow.Server.Tests.Cases;
using Xunit;

namespace Workflow.Server.Tests.Operations;

/// <summary>More is asked than can be done: some are let in and answered, the rest is told at once when to come again.</summary>
public sealed class OverloadTests(OverloadTests.NarrowWorld world) : IClassFixture<OverloadTests.NarrowWorld>
{
    private const int Always = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task While_the_writer_is_held_up_the_line_fills_the_rest_is_refused_and_all_that_were_let_in_are_answered()
    {
        var applicant = await world.AsAsync("applicant");
        var line = world.Server.Services.GetRequiredService<Admission>().Lines.Single(l => l.Name == "commands");
        await using var database = world.Server.OpenDatabase();
        Task<FiledAnswer>[] letIn;
        await using (await HeldWriter.TakeAsync(database))
        {
            // What was answered before counts for two seconds.
            await UntilAsync(() => line.PerSecond == 0);
            letIn = [.. Enumerable.Range(0, Always).Select(_ => world.FileAsync(applicant))];
            await UntilAsync(() => line.UnderWay == Always && world.Server.Services.GetRequiredService<Node>().Waiting == Always);

            // Nothing of a request is looked at: neither its session nor its body.
            using var stranger = new Api(world.Server.Address);
            foreach (var (by, body) in new (Api By, object Body)[] { (applicant, World.Application()), (stranger, "{ this is no JSON") })
            {
                using var refused = await by.TryAsync(HttpMethod.Post, "/api/applications", body);
                Assert.Equal((429, TimeSpan.FromSeconds(5)), ((int)refused.StatusCode, refused.Headers.RetryAfter?.Delta));
                var problem = await refused.ReadAsync<ProblemBody>();
                Assert.Equal(("busy", "Too many requests wait already; please try again in about 5 seconds."), (problem.Code, problem.Detail));
            }
            Assert.Equal((Always, 2), (line.UnderWay, (int)line.Refused));

            // Everything else goes on.
            await applicant.GetAsync<Page<CaseSummary>>("/api/cases");
            using var health = await stranger.TryAsync(HttpMethod.Get, "/health/ready");
            Assert.Equal(200, (int)health.StatusCode);
            using var late = await new Api(world.Server.Address).SignInAsync("neighbour", World.Password);
            var metrics = await (await world.AsAsync("supervisor")).GetAsync<MetricsAnswer>("/api/metrics");
            Assert.Equal((Always, Always, 2), (metrics.Node.Waiting, metrics.Node.Lines.Single(l => l.Line == "commands").UnderWay, (int)metrics.Node.Lines.Single(l => l.Line == "commands").Refused));
            Assert.True(metrics.Node.OldestMs > 0);
            Assert.Equal(1, metrics.Platform!.WaitingForLock);
        }

        Assert.Equal(Always, (await Task.WhenAll(letIn)).Select(f => f.CaseId).Distinct().Count());
        await world.FileAsync(applicant);
        await UntilAsync(() => line.UnderWay == 0 && world.Server.Services.GetRequiredService<Node>() is { Waiting: 0, Figures.OldestAge.Ticks: 0 });
    }

    [Fact]
    public async Task A_refusal_is_told_in_the_askers_language()
    {
        await using var server = await RunningServer.StartAsync(commands: new AdmissionLimits(Always: 0, TimeSpan.FromSeconds(1)), database: world.Server);
        using var http = new HttpClient { BaseAddress = server.Address };
        http.DefaultRequestHeaders.AcceptLanguage.Add(new StringWithQualityHeaderValue("zh-CN"));
        using var refused = await http.PostAsync("/api/applications", null);
        var problem = await refused.ReadAsync<ProblemBody>();
        Assert.Equal(("busy", "系统繁忙", "等待处理的请求过多，请约 5 秒后重试。"), (problem.Code, problem.Title, problem.Detail));
    }

    [Fact]
    public async Task A_refusal_carries_the_senders_trace_and_the_headers_of_every_answer()
    {
        const string trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        await using var server = await RunningServer.StartAsync(commands: new AdmissionLimits(Always: 0, TimeSpan.FromSeconds(1)), database: world.Server);
        using var http = new HttpClient { BaseAddress = server.Address };
        http.DefaultRequestHeaders.Add("traceparent", $"00-{trace}-00f067aa0ba902b7-01");
        using var refused = await http.PostAsync("/api/applications", null);
        var problem = await refused.ReadAsync<ProblemBody>();
        Assert.Equal((429, trace), ((int)refused.StatusCode, problem.TraceId));
        Assert.Equal(("nosniff", "no-store", "application/problem+json"),
            (refused.Headers.GetValues("X-Content-Type-Options").Single(), refused.Headers.CacheControl?.ToString(), refused.Content.Headers.ContentType?.ToString()));
    }

    [Theory]
    [InlineData("/api/session", 400)]
    [InlineData("/API/Session/", 400)]
    [InlineData("/api/files", 401)]
    [InlineData("/api/jobs/activate", 401)]
    public async Task What_stands_in_no_line_of_commands_is_let_in_while_every_command_is_refused(string path, int status)
    {
        await using var server = await RunningServer.StartAsync(commands: new AdmissionLimits(Always: 0, TimeSpan.FromSeconds(1)), database: world.Server);
        using var http = new HttpClient { BaseAddress = server.Address };
        using var answered = await http.PostAsync(path, null);
        Assert.Equal(status, (int)answered.StatusCode);
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var clock = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!isSo()) await clock.WaitForNextTickAsync(patience.Token);
    }

    /// <summary>A world whose server lets in eight commands whatever the rate.</summary>
    public sealed class NarrowWorld : World
    {
        protected override Task<RunningServer> StartAsync() => RunningServer.StartAsync(commands: new AdmissionLimits(Always, TimeSpan.FromSeconds(1)));
    }
}
