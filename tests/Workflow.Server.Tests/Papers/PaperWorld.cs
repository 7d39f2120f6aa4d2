using System.Text;
using System.Text.Json.Nodes;
using Workflow.Contracts.Cases;
using Workflow.Contracts.Delivery;
using Workflow.Contracts.Tasks;
using Workflow.Server.Papers;
using Workflow.Server.Tests.Cases;
using Workflow.Server.Tests.Delivery;
using Xunit;

namespace Workflow.Server.Tests.Papers;

/// <summary>
/// A world with a mail server and a gateway for text messages; the joint item "papers" issues documents and tells the applicant
/// by every channel, and complaints are taken.
/// </summary>
public sealed class PaperWorld : World, IAsyncLifetime
{
    public SmtpListener Smtp { get; } = new();
    public WebhookReceiver Gateway { get; private set; } = null!;

    protected override async Task<RunningServer> StartAsync()
    {
        Gateway = await WebhookReceiver.StartAsync();
        return await RunningServer.StartAsync(notices: new NoticeSettings(
            MailServer.Parse($"smtp://127.0.0.1:{Smtp.Port}?tls=off", "OneGo <noreply@example.cn>"), SmsGateway.Parse(Gateway.Url("/sms"), "token-1"),
            new NoticeRules(TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(200), 3)));
    }

    async ValueTask IAsyncLifetime.InitializeAsync()
    {
        await InitializeAsync();
        var admin = await Server.AdministratorAsync();
        await admin.PutAsync("/api/settings/webhook-targets", new WebhookTargets([$"127.0.0.1:{Gateway.Port}"]));
        var item = JsonNode.Parse(System.Text.Json.JsonSerializer.Serialize(JointItem("whole", "market", "fire"), Api.Json))!;
        item["code"] = "papers";
        item["papers"] = new JsonObject { ["channels"] = new JsonArray("page", "email", "sms"), ["emailField"] = "email" };
        item["form"]!.AsArray().Add(JsonNode.Parse("""{"name":"email","label":{"zh":"邮箱","en":"e-mail"},"type":"text","required":false,"personal":true,"neededBy":["market"],"choices":[],"min":3,"max":100}"""));
        await admin.PutAsync("/api/joint-items/papers", item);

        var sample = Path.Combine(Samples(), "complaint");
        await admin.PutAsync($"/api/departments/{District}/supervision", new { name = Named("supervision") });
        (await admin.SendAsync(HttpMethod.Post, "/api/accounts", new
        {
            account = "supervision", region = District, displayName = "supervision", password = Password,
            grants = new[] { new { role = "officer", region = District, department = "supervision" } },
        })).Dispose();
        (await admin.SendAsync(HttpMethod.Post, "/api/definitions/complaint", new StringContent(await File.ReadAllTextAsync(Path.Combine(sample, "definition.bpmn")), Encoding.UTF8, "application/xml"))).Dispose();
        await admin.PutAsync("/api/joint-items/complaint", await File.ReadAllTextAsync(Path.Combine(sample, "joint-item.json")));
    }

    public async Task<FiledAnswer> FiledAsync(string? name = null, string? email = null) =>
        await (await AsAsync("applicant")).PostAsync<FiledAnswer>("/api/applications", Application("papers", name, answers: email is null
            ? new { storeName = "小面馆", area = 120, phone = "13800000000" } : new { storeName = "小面馆", area = 120, phone = "13800000000", email }));

    public async Task<string> AcceptedAsync(string? name = null, string? email = null)
    {
        var filed = await FiledAsync(name, email);
        await (await AsAsync("window")).PostAsync($"/api/cases/{filed.CaseId}/accept", new AcceptRequest(1));
        return filed.CaseId;
    }

    /// <summary>From its filing to its delivery.</summary>
    public async Task<string> DeliveredAsync()
    {
        var id = await AcceptedAsync();
        foreach (var department in (string[])["market", "fire"])
            await (await AsAsync(department)).PostAsync($"/api/cases/{id}/tasks/{TaskOf(await HeadAsync(id), $"review_{department}")}/opinion", new OpinionRequest("positive"));
        var lead = await AsAsync("market");
        await lead.PostAsync($"/api/cases/{id}/decide", new DecideRequest(TaskOf(await HeadAsync(id), "decide"), "grant", "符合条件"));
        await lead.PostAsync($"/api/cases/{id}/conclude", new ConcludeRequest(TaskOf(await HeadAsync(id), "conclude")));
        await (await AsAsync("window")).PostAsync($"/api/cases/{id}/deliver", new DeliverRequest(TaskOf(await HeadAsync(id), "deliver"), "window"));
        return id;
    }

    /// <summary>Asks until the documents are as wanted; they follow their events a moment later.</summary>
    public async Task<IReadOnlyList<DocumentAnswer>> DocumentsAsync(string caseId, Func<IReadOnlyList<DocumentAnswer>, bool> isEnough, string account = "supervisor") =>
        await UntilAsync(async () => await (await AsAsync(account)).GetAsync<List<DocumentAnswer>>($"/api/cases/{caseId}/documents"), isEnough);

    public static async Task<T> UntilAsync<T>(Func<Task<T>> ask, Func<T, bool> isEnough)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var clock = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            var now = await ask();
            if (isEnough(now)) return now;
            await clock.WaitForNextTickAsync(patience.Token);
        }
    }

    private static string Samples()
    {
        var folder = AppContext.BaseDirectory;
        while (!Directory.Exists(Path.Combine(folder, "samples", "complaint"))) folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("samples");
        return Path.Combine(folder, "samples");
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Gateway.DisposeAsync();
        await Smtp.DisposeAsync();
    }
}
