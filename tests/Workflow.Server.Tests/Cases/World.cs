using System.Net.Http.Headers;
using System.Text;
using Workflow.Contracts.Cases;
using Workflow.Contracts.Files;
using Xunit;

namespace Workflow.Server.Tests.Cases;

/// <summary>
/// A server with a published catalogue, made through the API alone: a city with two districts, six departments each, and
/// joint items that need all six, two with everything after them, or an automated step.
/// </summary>
public class World : IAsyncLifetime
{
    public const string City = "510100";
    public const string District = "510104";
    public const string OtherDistrict = "510107";
    public const string Password = "correct horse 9 battery";

    /// <summary>Made up, with right check characters.</summary>
    public const string ResidentId = "11010519491231002X";
    public const string CreditCode = "91350100M000100Y43";

    public static readonly string[] Departments = ["market", "fire", "health", "ecology", "tax", "urban"];

    private readonly Dictionary<string, Api> signedIn = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim signingIn = new(1, 1);

    public RunningServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Server = await StartAsync();
        var admin = await Server.AdministratorAsync();
        foreach (var region in (string[])["510000", City, District, OtherDistrict]) await admin.PutAsync($"/api/regions/{region}", new { name = Named(region) });
        foreach (var region in (string[])[District, OtherDistrict])
            foreach (var department in (string[])[.. Departments, "window"]) await admin.PutAsync($"/api/departments/{region}/{department}", new { name = Named(department) });
        await OpenAsync(admin, "window", District, ("window", District, null));
        await OpenAsync(admin, "window2", OtherDistrict, ("window", OtherDistrict, null));
        foreach (var department in Departments)
        {
            await OpenAsync(admin, department, District, ("officer", District, department));
            await OpenAsync(admin, department + "2", OtherDistrict, ("officer", OtherDistrict, department));
        }
        await OpenAsync(admin, "supervisor", City, ("supervisor", City, null));
        await OpenAsync(admin, "supervisor2", OtherDistrict, ("supervisor", OtherDistrict, null));
        await OpenAsync(admin, "auditor", City, ("auditor", City, null));
        await OpenAsync(admin, "designer", City, ("designer", City, null));
        await OpenAsync(admin, "integrator", City, ("integrator", City, null));
        await OpenAsync(admin, "integrator2", OtherDistrict, ("integrator", OtherDistrict, null));
        await OpenAsync(admin, "applicant", City);
        await OpenAsync(admin, "neighbour", City);

        await admin.PutAsync("/api/calendars/test", new { name = Named("test"), notices = Array.Empty<object>() });
        await PublishAsync(admin, "six", Drawings.Reviews("six", Departments), Departments);
        await PublishAsync(admin, "whole", Drawings.Whole("whole", "market", "market", "fire"), "market", "fire");
        await PublishAsync(admin, "with-job", Drawings.WithJob("with-job", "market", "register"), "market");
    }

    protected virtual Task<RunningServer> StartAsync() => RunningServer.StartAsync();

    /// <summary>A signed-in client of an account; one for the whole class.</summary>
    public async Task<Api> AsAsync(string account)
    {
        await signingIn.WaitAsync();
        try
        {
            if (!signedIn.TryGetValue(account, out var api)) signedIn[account] = api = await new Api(Server.Address).SignInAsync(account, Password);
            return api;
        }
        finally
        {
            signingIn.Release();
        }
    }

    public Task<FiledAnswer> FileAsync(Api by, string jointItem = "whole", string? key = null, string? name = null) =>
        by.PostAsync<FiledAnswer>("/api/applications", Application(jointItem, name), key);

    public async Task<FiledAnswer> FileAsync(string account = "applicant", string jointItem = "whole", string? name = null) =>
        await FileAsync(await AsAsync(account), jointItem, name: name);

    /// <summary>Filed and accepted; the head as the supervisor sees it.</summary>
    public async Task<CaseAnswer> AcceptedAsync(string jointItem = "whole")
    {
        var filed = await FileAsync(jointItem: jointItem);
        await (await AsAsync("window")).PostAsync($"/api/cases/{filed.CaseId}/accept", new AcceptRequest(1));
        return await HeadAsync(filed.CaseId);
    }

    public async Task<CaseAnswer> HeadAsync(string caseId, string account = "supervisor") => await (await AsAsync(account)).GetAsync<CaseAnswer>($"/api/cases/{caseId}");

    public static long TaskOf(CaseAnswer of, string element) => of.Tasks.Single(t => t.Element == element).TaskId;

    public static object Application(string jointItem = "whole", string? name = null, object? answers = null, object? materials = null, object? testClock = null) => new
    {
        jointItem, region = District, channel = "online",
        applicant = new { kind = "person", name = name ?? "张三", idNumber = ResidentId, phone = "138 0000 0000" },
        answers = answers ?? new { storeName = "小面馆", area = 120, phone = "13800000000" }, materials = materials ?? Array.Empty<object>(), testClock,
    };

    public static async Task<FileAnswer> UploadAsync(Api by, byte[] bytes, string name = "plan.pdf", string type = "application/pdf", string? key = null)
    {
        var content = new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };
        return await by.PostAsync<FileAnswer>($"/api/files?name={Uri.EscapeDataString(name)}", content, key);
    }

    public static object Named(string name) => new { zh = name, en = name };

    private static async Task OpenAsync(Api admin, string account, string region, params (string Role, string Region, string? Department)[] grants) =>
        (await admin.SendAsync(HttpMethod.Post, "/api/accounts", new
        {
            account, region, displayName = account, password = Password, kind = grants is [("integrator", _, _)] ? "integrator" : null,
            grants = grants.Select(g => new { role = g.Role, region = g.Region, department = g.Department }),
        })).Dispose();

    private static async Task PublishAsync(Api admin, string code, string xml, params string[] departments)
    {
        var content = new StringContent(xml, Encoding.UTF8, "application/xml");
        (await admin.SendAsync(HttpMethod.Post, $"/api/definitions/{code}", content)).Dispose();
        await admin.PutAsync($"/api/joint-items/{code}", JointItem(code, departments));
    }

    /// <summary>A joint item whose second item applies to large places only.</summary>
    public async Task PublishChoosyAsync()
    {
        var admin = await Server.AdministratorAsync();
        var item = System.Text.Json.JsonSerializer.SerializeToNode(JointItem("whole", "market", "fire"), Api.Json)!;
        item["code"] = "choosy";
        item["items"]![1]!["appliesWhen"] = "=application.area >= 300";
        await admin.PutAsync("/api/joint-items/choosy", item);
    }

    internal static object JointItem(string code, params string[] departments) => new
    {
        code, name = Named(code), region = City, definition = code, calendar = "test", leadDepartment = "market",
        statutory = Days(45), promised = Days(20),
        items = departments.Select(d => new { code = d, name = Named(d), itemCode = (string?)null, department = d, appliesWhen = (string?)null, promised = Days(5), statutory = Days(20), basis = (string?)null }),
        materials = new[]
        {
            new { code = "floor_plan", name = Named("floor plan"), neededBy = departments.Where(d => d is "market" or "fire"), required = true, main = true },
            new { code = "lease", name = Named("lease"), neededBy = departments.Where(d => d == "market"), required = true, main = true },
        },
        form = new object[]
        {
            Field("storeName", "text", departments, required: true, min: 2, max: 60),
            Field("area", "integer", departments, required: true, min: 1, max: 100_000),
            Field("phone", "text", ["market"], required: true, personal: true, min: 7, max: 20),
            Field("rent", "number", ["market"], min: 0, max: 1_000_000),
            Field("opensOn", "date", departments),
            Field("outdoorSign", "boolean", departments),
            Field("signWidth", "number", departments, min: 0, max: 20, askedWhen: "application.outdoorSign"),
            Field("style", "choice", departments, choices: ["noodles", "hotpot"]),
        },
        cards = new { yellowBeforeDays = 3 },
    };

    private static object Days(int amount) => new { amount, unit = "workingDays" };

    private static object Field(
        string name, string type, string[] neededBy, bool required = false, bool personal = false, decimal? min = null, decimal? max = null,
        string? askedWhen = null, string[]? choices = null) => new
    {
        name, label = Named(name), type, required, personal, neededBy, choices = (choices ?? []).Select(c => new { value = c, label = Named(c) }), min, max, askedWhen,
    };

    public virtual async ValueTask DisposeAsync()
    {
        foreach (var api in signedIn.Values) api.Dispose();
        signingIn.Dispose();
        if (Server is not null) await Server.DisposeAsync();
    }
}
