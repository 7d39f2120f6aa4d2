using System.Text;
using System.Text.Json;
using Workflow.Contracts.Delivery;
using Workflow.Contracts.Identity;
using Workflow.Samples.Api;

namespace Workflow.Faults.Rounds;

/// <summary>
/// A joint item that is quick to play and has everything that faults could disturb: a step before the fork that a review may
/// send back to, three departments at once, decision, results, delivery. People act by API keys, so that every server
/// knows them without signing in.
/// </summary>
internal static class Catalogue
{
    public const string JointItem = "rounds";
    public const string District = "510104";
    public const string Window = "rounds-window";
    public const string Supervisor = "rounds-supervisor";
    public const string Reader = "rounds-reader";

    /// <summary>Made up, with a right check character.</summary>
    public const string ResidentId = "11010519491231002X";

    public static readonly string[] Departments = ["approval", "market", "fire"];

    /// <summary>Stored names of domain events and the public type that tells of each: what feed and messages are held against.</summary>
    public static readonly (string Alias, string Type)[] Told =
    [
        ("application_filed", "dev.onego.case.filed.v1"), ("case_accepted", "dev.onego.case.accepted.v1"), ("opinion_recorded", "dev.onego.opinion.given.v1"),
        ("case_decided", "dev.onego.case.decided.v1"), ("case_concluded", "dev.onego.case.concluded.v1"), ("case_delivered", "dev.onego.case.delivered.v1"),
        ("case_withdrawn", "dev.onego.case.withdrawn.v1"),
    ];

    private const string City = "510100";

    private const string Definition =
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:approval="http://onego.dev/schema/approval" id="rounds-definitions" targetNamespace="http://onego.dev/rounds">
          <process id="rounds" name="Rounds" isExecutable="true">
            <startEvent id="start" />
            <userTask id="look" name="look" approval:kind="work" approval:department="approval" />
            <parallelGateway id="fork" />
            <userTask id="review_approval" name="approval" approval:kind="review" approval:department="approval" approval:item="approval" />
            <userTask id="review_market" name="market" approval:kind="review" approval:department="market" approval:item="market" />
            <userTask id="review_fire" name="fire" approval:kind="review" approval:department="fire" approval:item="fire" />
            <parallelGateway id="join" />
            <userTask id="decide" name="decide" approval:kind="decide" approval:department="market" />
            <userTask id="conclude" name="conclude" approval:kind="conclude" approval:department="market" />
            <userTask id="deliver" name="deliver" approval:kind="deliver" approval:department="window" />
            <endEvent id="end" />
            <sequenceFlow id="f1" sourceRef="start" targetRef="look" />
            <sequenceFlow id="f2" sourceRef="look" targetRef="fork" />
            <sequenceFlow id="f3" sourceRef="fork" targetRef="review_approval" />
            <sequenceFlow id="f4" sourceRef="fork" targetRef="review_market" />
            <sequenceFlow id="f5" sourceRef="fork" targetRef="review_fire" />
            <sequenceFlow id="f6" sourceRef="review_approval" targetRef="join" />
            <sequenceFlow id="f7" sourceRef="review_market" targetRef="join" />
            <sequenceFlow id="f8" sourceRef="review_fire" targetRef="join" />
            <sequenceFlow id="f9" sourceRef="join" targetRef="decide" />
            <sequenceFlow id="f10" sourceRef="decide" targetRef="conclude" />
            <sequenceFlow id="f11" sourceRef="conclude" targetRef="deliver" />
            <sequenceFlow id="f12" sourceRef="deliver" targetRef="end" />
          </process>
        </definitions>
        """;

    /// <summary>Account of the department's system; its window's has a name of its own.</summary>
    public static string OfficerOf(string department) => department == "window" ? Window : $"rounds-{department}";

    /// <summary>Makes all of it; the API keys by account.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> MakeAsync(Session administrator)
    {
        foreach (string region in (string[])["510000", City, District]) await administrator.PutAsync($"/api/regions/{region}", new { name = Named(region) }, $"region-{region}");
        foreach (string department in (string[])[.. Departments, "window"])
            await administrator.PutAsync($"/api/departments/{District}/{department}", new { name = Named(department) }, $"department-{department}");
        await administrator.PutAsync("/api/calendars/rounds", new { name = Named("rounds"), notices = Array.Empty<object>() }, "calendar");
        await administrator.PostBytesAsync<JsonElement>($"/api/definitions/{JointItem}?region={City}", Encoding.UTF8.GetBytes(Definition), "application/xml", "definition");
        await administrator.PutAsync($"/api/joint-items/{JointItem}", Item(), "item");

        var keys = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string department in Departments) await OpenAsync(OfficerOf(department), ("officer", department));
        await OpenAsync(Window, ("window", null));
        await OpenAsync(Supervisor, ("supervisor", null));
        await OpenAsync(Reader, ("integrator", null));
        return keys;

        async Task OpenAsync(string account, (string Role, string? Department) grant)
        {
            await administrator.PostAsync<JsonElement>("/api/accounts", new
            {
                account, region = District, displayName = account, kind = "integrator", grants = (object[])[new { role = grant.Role, region = District, department = grant.Department }],
            }, $"account-{account}");
            keys[account] = (await administrator.PostAsync<IssuedKeyAnswer>($"/api/accounts/{account}/keys", new { note = "rounds" }, $"key-{account}")).Key;
        }
    }

    public static SubscriptionRequest Subscription(Uri receiver) =>
        new(District, [.. Told.Select(t => t.Type)], new TargetRequest("webhook", receiver.AbsoluteUri));

    private static object Item() => new
    {
        code = JointItem, name = Named(JointItem), region = City, definition = JointItem, calendar = "rounds", leadDepartment = "market",
        statutory = Days(45), promised = Days(20),
        items = Departments.Select(d => new { code = d, name = Named(d), itemCode = (string?)null, department = d, appliesWhen = (string?)null, promised = Days(5), statutory = Days(20), basis = (string?)null }),
        materials = Array.Empty<object>(),
        form = (object[])
        [
            new { name = "storeName", label = Named("storeName"), type = "text", required = true, personal = false, neededBy = Departments, min = 2, max = 60 },
            new { name = "phone", label = Named("phone"), type = "text", required = true, personal = true, neededBy = (string[])["market"], min = 7, max = 20 },
        ],
        cards = new { yellowBeforeDays = 3 },
    };

    private static object Named(string name) => new { zh = name, en = name };

    private static object Days(int amount) => new { amount, unit = "workingDays" };
}
