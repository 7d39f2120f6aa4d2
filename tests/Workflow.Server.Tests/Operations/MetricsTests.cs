using Workflow.Contracts;
using Workflow.Server.Tests.Cases;
using Xunit;

namespace Workflow.Server.Tests.Operations;

/// <summary>GET /api/metrics: what it says, and to whom.</summary>
public sealed class MetricsTests(World world) : IClassFixture<World>
{
    [Fact]
    public async Task Supervisors_and_administrators_see_the_figures_and_nobody_else_does()
    {
        await world.FileAsync();
        var supervisor = await world.AsAsync("supervisor");
        var (first, admin) = (await supervisor.GetAsync<MetricsAnswer>("/api/metrics"), await world.Server.AdministratorAsync());
        await admin.GetAsync<MetricsAnswer>("/api/metrics");

        Assert.Contains(first.Platform!.Nodes, n => n.Name == first.Node.Name);
        Assert.True(first.Platform.Position > 0 && first.Node.MemoryBytes > 0);
        Assert.Equal(["commands", "reads", "sign-ins"], first.Node.Lines.Select(l => l.Line));
        Assert.Equal("not-configured", first.Node.Broker);
        foreach (var account in (string[])["applicant", "market", "window", "auditor", "integrator", "designer"])
            Assert.Equal("403 forbidden", await (await world.AsAsync(account)).RefusedAsync(HttpMethod.Get, "/api/metrics"));
        using var stranger = new Api(world.Server.Address);
        Assert.Equal("401 sign-in-required", await stranger.RefusedAsync(HttpMethod.Get, "/api/metrics"));
    }

    [Fact]
    public async Task What_a_node_has_done_is_in_its_samples_a_few_seconds_later()
    {
        await world.FileAsync();
        var supervisor = await world.AsAsync("supervisor");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var clock = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        MetricsAnswer metrics;
        do metrics = await supervisor.GetAsync<MetricsAnswer>("/api/metrics");
        while (!metrics.History.Any(s => s.CommandsPerSecond > 0) && await clock.WaitForNextTickAsync(patience.Token));

        var busy = metrics.History.First(s => s.CommandsPerSecond > 0);
        Assert.True(busy is { CommitMs: > 0, LongestCommitMs: > 0, CommandsPerBatch: >= 1, LockWaitMs: >= 0 } && busy.LongestCommitMs >= busy.CommitMs);
        Assert.True(metrics.Node.Accepted > 0);
        Assert.Equal(metrics.History.Select(s => s.At).Order(), metrics.History.Select(s => s.At));
    }
}
