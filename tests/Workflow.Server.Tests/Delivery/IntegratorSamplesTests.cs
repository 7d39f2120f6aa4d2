using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Workflow.Contracts.Cases;
using Workflow.Contracts.Messages;
using Workflow.Server.Tests.Cases;
using Workflow.Testing;
using Xunit;

namespace Workflow.Server.Tests.Delivery;

/// <summary>The departments' own systems of samples/integrators, as real processes beside a real server, PostgreSQL and RabbitMQ.</summary>
[Collection("broker")]
public sealed class IntegratorSamplesTests(BrokerWorld world) : IClassFixture<BrokerWorld>
{
    [Fact]
    public async Task A_whole_case_goes_through_the_broker_with_a_system_in_CSharp_and_one_in_Node()
    {
        if (RabbitServer.WhyNot is { } why) Assert.Skip(why);
        var node = Path.Combine(SampleProgram.Folder, "department-node");
        if (!Directory.Exists(Path.Combine(node, "node_modules"))) await SampleProgram.RunAsync("npm", "ci", "--prefix", node, "--ignore-scripts", "--no-audit", "--no-fund");

        // given both systems, set up and started as the README says; and a system of the lead department and a watcher
        await using var fire = SampleProgram.Dotnet("Workflow.Samples.Department.dll", await SetUpAsync("fire", "fire-sample", "--rabbitmq", world.Broker.Address));
        await using var market = SampleProgram.Node(await SetUpAsync("market", "market-sample", "--rabbitmq", world.Broker.Address), Path.Combine(node, "broker.mjs"));
        foreach (var program in (SampleProgram[])[fire, market]) await program.UntilAsync(l => l.StartsWith("ready", StringComparison.Ordinal));
        await using var client = await world.ClientAsync();
        await client.BindAsync("watch");
        await world.SubscribeAsync("watch", "market-system");

        // when two applications are filed and accepted, one of them for a large place
        var (small, large) = (await FiledAsync(120), await FiledAsync(500));
        foreach (var caseId in (string[])[small, large]) await (await world.AsAsync("window")).PostAsync($"/api/cases/{caseId}/accept", new AcceptRequest(1));

        // then both systems give their opinions by their rules, and the lead department decides
        foreach (var (caseId, kind) in ((string, string)[])[(small, "positive"), (large, "conditional")])
        {
            await client.UntilAsync(c => Opened(c, caseId, "decide") is not null);
            var head = await world.HeadAsync(caseId);
            Assert.Equal([("fire", kind), ("market", "positive")], head.SubCases.Where(s => s.Applies).Select(s => (s.Department, s.Opinion!.Kind)).Order());
        }
        await SendAsync(client, small, "case.decide.v1", new { taskId = Opened(client, small, "decide"), decision = "grant" });
        await client.UntilAsync(c => Opened(c, small, "conclude") is not null);
        await SendAsync(client, small, "case.conclude.v1", new { taskId = Opened(client, small, "conclude") });
        await client.UntilAsync(c => Opened(c, small, "deliver") is not null);
        await (await world.AsAsync("window")).PostAsync($"/api/cases/{small}/deliver", new DeliverRequest(Opened(client, small, "deliver")!.Value, "window"));
        await client.UntilAsync(c => c.Events.Any(e => e.Message.CaseId == small && e.Message.Type == "dev.onego.case.delivered.v1"));
        Assert.Equal(11, (await world.HeadAsync(small)).Status);

        foreach (var program in (SampleProgram[])[fire, market])
        {
            await program.UntilAsync(l => l.StartsWith("reply accepted", StringComparison.Ordinal) && l.Contains(large, StringComparison.Ordinal));
            Assert.Equal(2, program.Lines.Count(l => l.StartsWith("opinion", StringComparison.Ordinal)));
            Assert.Equal(0, await program.EndAsync());
        }
    }

    [Fact]
    public async Task The_system_in_Node_is_called_by_HTTP_and_replies_by_HTTP()
    {
        if (RabbitServer.WhyNot is { } why) Assert.Skip(why);
        var port = FreePort();
        await world.AllowAsync(port);
        var settings = await SetUpAsync("tax", "tax-sample", "--webhook", $"http://127.0.0.1:{port}/");
        settings["PORT"] = $"{port}";
        await using var tax = SampleProgram.Node(settings, Path.Combine(SampleProgram.Folder, "department-node", "webhook.mjs"));
        await tax.UntilAsync(l => l.StartsWith("ready", StringComparison.Ordinal));

        var accepted = await world.AcceptedAsync("six");
        await tax.UntilAsync(l => l.StartsWith("reply accepted", StringComparison.Ordinal) && l.Contains(accepted.CaseId, StringComparison.Ordinal));
        Assert.Equal("done", (await world.HeadAsync(accepted.CaseId)).Tasks.Single(t => t.Element == "review_tax").State);

        using var http = new HttpClient();
        using var forged = await http.PostAsync(new Uri($"http://127.0.0.1:{port}/"), new StringContent("{}"));
        Assert.Equal(HttpStatusCode.Unauthorized, forged.StatusCode);
        Assert.Equal(0, await tax.EndAsync());
    }

    private Task<Dictionary<string, string>> SetUpAsync(string department, string account, params IReadOnlyList<string> target) =>
        SampleProgram.SetUpAsync(world.Server.Address.GetLeftPart(UriPartial.Authority), world.Server.Data, department, account, target);

    private async Task<string> FiledAsync(int area) => (await (await world.AsAsync("applicant")).PostAsync<FiledAnswer>("/api/applications",
        World.Application(answers: new { storeName = "小面馆", area, phone = "13800000000" }))).CaseId;

    private Task SendAsync(RabbitClient client, string caseId, string type, object data) => client.SendAsync("market-system", world.SecretOf("market-system"),
        new CloudEvent($"{type}-{caseId}", "/departments/market", MessageTypes.Prefix + type) { Subject = caseId, DataContentType = "application/json", Data = JsonSerializer.SerializeToElement(data) });

    private static long? Opened(RabbitClient client, string caseId, string kind) => client.Events
        .Where(e => e.Message.CaseId == caseId && e.Message.Type == "dev.onego.task.opened.v1").Select(e => e.Message.Json.GetProperty("data"))
        .Where(d => d.GetProperty("kind").GetString() == kind).Select(d => (long?)d.GetProperty("taskId").GetInt64()).FirstOrDefault();

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
