using System.Text.Json.Nodes;
using Workflow.Contracts;
using Workflow.Contracts.Cases;
using Workflow.Contracts.Catalog;
using Workflow.Contracts.Tasks;
using Xunit;

namespace Workflow.Server.Tests.Cases;

/// <summary>Checks, supplements, promises, agents and what ends a case, through the API, as the people in it see it.</summary>
public sealed class IntakeApiTests(World world) : IClassFixture<World>
{
    [Fact]
    public async Task Departments_check_and_the_window_tells_once_what_they_miss()
    {
        await PublishAsync("checked", new { checkedBy = "departments", supplementLimit = Days(10) });
        var (applicant, window, market, fire) = (await world.AsAsync("applicant"), await world.AsAsync("window"), await world.AsAsync("market"), await world.AsAsync("fire"));
        var id = (await world.FileAsync(applicant, "checked")).CaseId;

        // The lead department sees every check, another one its own.
        var head = await HeadAsync(market, id);
        var check = Assert.Single(head.Tasks, t => t is { Kind: "check", Department: "market" });
        Assert.Contains("check", check.Actions);
        Assert.Equal(["floor_plan", "lease"], head.Intake!.Checks[0].Needed);
        Assert.Equal("fire", Assert.Single((await HeadAsync(fire, id)).Intake!.Checks).Department);
        Assert.Empty((await HeadAsync(applicant, id)).Intake!.Checks);
        var intake = Assert.Single((await HeadAsync(window, id)).Tasks, t => t.Kind == "intake").TaskId;
        Assert.Equal("409 checks-open", await window.RefusedAsync(HttpMethod.Post, $"/api/cases/{id}/accept", new AcceptRequest(intake)));

        await market.PostAsync($"/api/cases/{id}/tasks/{check.TaskId}/check", new CheckRequest([new("lease", "not signed")]));
        var fires = Assert.Single((await HeadAsync(fire, id)).Tasks, t => t.Kind == "check").TaskId;
        Assert.Equal("403 not-your-task", await market.RefusedAsync(HttpMethod.Post, $"/api/cases/{id}/tasks/{fires}/check", new CheckRequest([])));
        Assert.Equal("422 material-not-needed", await fire.RefusedAsync(HttpMethod.Post, $"/api/cases/{id}/tasks/{fires}/check", new CheckRequest([new("lease", "none")])));
        await fire.PostAsync($"/api/cases/{id}/tasks/{fires}/check", new CheckRequest([new("floor_plan", "blurred")]));

        Assert.Equal("409 check-says-missing", await window.RefusedAsync(HttpMethod.Post, $"/api/cases/{id}/accept", new AcceptRequest(intake)));
        Assert.Equal("422 supplement-not-in-full", await window.RefusedAsync(HttpMethod.Post, $"/api/cases/{id}/supplement-request", new SupplementRequestRequest(intake, [new("lease", "not signed")])));
        await window.PostAsync($"/api/cases/{id}/supplement-request", new SupplementRequestRequest(intake, [new("lease", "not signed"), new("floor_plan", "blurred")]));

        await applicant.PostAsync($"/api/cases/{id}/supplement", new SupplementReceiptRequest([await FileAsync(applicant, "lease")]));
        var partly = await HeadAsync(applicant, id);
        Assert.Equal((6, "floor_plan"), (partly.Status, Assert.Single(partly.Missing).Material));
        Assert.Contains(partly.Clocks, c => c is { Clock: "supplement", State: "running" });
        await applicant.PostAsync($"/api/cases/{id}/supplement", new SupplementReceiptRequest([await FileAsync(applicant, "floor_plan")]));
        Assert.Equal(7, (await HeadAsync(applicant, id)).Status);
        Assert.Single((await HeadAsync(fire, id)).Tasks, t => t is { Kind: "check", State: "open" });

        var story = (await window.GetAsync<Page<TimelineEntry>>($"/api/cases/{id}/timeline?limit=200")).Items;
        Assert.Equal(2, story.Count(e => e.Code == "check_recorded"));
        Assert.DoesNotContain((await applicant.GetAsync<Page<TimelineEntry>>($"/api/cases/{id}/timeline?limit=200")).Items, e => e.Code == "check_recorded");
    }

    [Fact]
    public async Task What_was_promised_is_owed_handed_in_or_held_against_its_applicant()
    {
        await PublishAsync("promised", new { deficiencyLimit = Days(10) }, commitment: new { text = World.Named("the place is fit"), replaces = (string[])["floor_plan"], checkWithin = Days(20) });
        var (applicant, window, market) = (await world.AsAsync("applicant"), await world.AsAsync("window"), await world.AsAsync("market"));
        var (kept, broken) = (await AcceptedAsync("promised"), await AcceptedAsync("promised", commits: true));

        var owed = Assert.Single((await HeadAsync(applicant, kept)).Obligations!);
        Assert.Equal(("deficiency", "market", null), (owed.Kind, owed.Department, owed.End));
        Assert.NotNull(owed.DueAt);
        Assert.Equal(["hand-in-later"], owed.Actions);
        await applicant.PostAsync($"/api/cases/{kept}/hand-in-later", new HandInLaterRequest([await FileAsync(applicant, "lease")]));
        Assert.Equal("fulfilled", Assert.Single((await HeadAsync(applicant, kept)).Obligations!).End);
        Assert.Equal("409 nothing-owed", await applicant.RefusedAsync(HttpMethod.Post, $"/api/cases/{kept}/hand-in-later", new HandInLaterRequest([await FileAsync(applicant, "lease")])));

        await GrantAsync(broken);
        var granted = await HeadAsync(market, broken);
        Assert.Equal(12, granted.Status);
        Assert.Contains("revoke", granted.Actions);
        Assert.Equal("409 obligation-not-broken", await market.RefusedAsync(HttpMethod.Post, $"/api/cases/{broken}/revoke", new RevokeRequest("never came", "art. 69", 2)));
        var verify = Assert.Single(granted.Tasks, t => t.Kind == "verify").TaskId;
        await market.PostAsync($"/api/cases/{broken}/tasks/{verify}/verify", new VerifyRequest(false, "there is no kitchen"));
        await market.PostAsync($"/api/cases/{broken}/revoke", new RevokeRequest("no kitchen", "art. 69", 1));
        var revoked = await HeadAsync(applicant, broken);
        Assert.Equal((15, "revoked"), (revoked.Status, revoked.Ended!.How));

        var next = (await world.FileAsync(applicant, "promised")).CaseId;
        Assert.Equal("409 applicant-not-trusted", await window.RefusedAsync(HttpMethod.Post, $"/api/cases/{next}/accept-deficiency", Deficient()));
        var supervisor = await world.AsAsync("supervisor");
        Assert.Equal("403 forbidden", await market.RefusedAsync(HttpMethod.Post, $"/api/cases/{broken}/obligations/1/restore-credit", new RestoreCreditRequest("made good")));
        await supervisor.PostAsync($"/api/cases/{broken}/obligations/1/restore-credit", new RestoreCreditRequest("made good"));
        await window.PostAsync($"/api/cases/{next}/accept-deficiency", Deficient());
        Assert.Equal(["lease"], (await HeadAsync(window, next)).Intake!.Deficiency!.Materials);
    }

    [Fact]
    public async Task An_item_is_granted_on_a_commitment_and_checked_afterwards()
    {
        await PublishAsync("committed", new { }, commitment: new { text = World.Named("the place is fit"), replaces = (string[])["lease"], checkWithin = Days(20) });
        var (applicant, window, market) = (await world.AsAsync("applicant"), await world.AsAsync("window"), await world.AsAsync("market"));
        var asked = System.Text.Json.JsonSerializer.SerializeToNode(World.Application("committed"), Api.Json)!;
        asked["commitments"] = new JsonArray("market");
        var id = (await applicant.PostAsync<FiledAnswer>("/api/applications", asked)).CaseId;
        var made = Assert.Single((await HeadAsync(applicant, id)).Intake!.Commitments);
        Assert.Equal(("market", true), (made.Item, made.MadeAt is not null));
        asked["commitments"] = new JsonArray("fire");
        Assert.Equal("409 commitment-not-offered", await applicant.RefusedAsync(HttpMethod.Post, "/api/applications", asked));

        await window.PostAsync($"/api/cases/{id}/accept", new AcceptRequest(1));
        await GrantAsync(id);
        var task = Assert.Single((await HeadAsync(market, id)).Tasks, t => t.Kind == "verify");
        Assert.Contains("verify", task.Actions);
        Assert.NotNull(task.DueAt);
        Assert.Equal("422 reason-required", await market.RefusedAsync(HttpMethod.Post, $"/api/cases/{id}/tasks/{task.TaskId}/verify", new VerifyRequest(false)));
        await market.PostAsync($"/api/cases/{id}/tasks/{task.TaskId}/verify", new VerifyRequest(true));
        Assert.Equal("fulfilled", Assert.Single((await HeadAsync(market, id)).Obligations!).End);
    }

    [Fact]
    public async Task An_agent_files_and_acts_by_a_mandate_until_it_is_revoked()
    {
        var (principal, agent, window) = (await world.AsAsync("applicant"), await world.AsAsync("neighbour"), await world.AsAsync("window"));
        var today = DateOnly.FromDateTime(DateTime.UtcNow.AddHours(8));
        MandateRequest Mandate(string to) => new(to, "person", World.ResidentId, today, today.AddDays(30), "signed paper", ["whole"]);
        Assert.Equal("422 agent-not-found", await principal.RefusedAsync(HttpMethod.Post, "/api/mandates", Mandate("nobody-here")));
        Assert.Equal("422 mandate-self", await principal.RefusedAsync(HttpMethod.Post, "/api/mandates", Mandate("applicant")));
        await principal.PostAsync<object>("/api/mandates", Mandate("neighbour"));
        var mandate = Assert.Single(await agent.GetAsync<MandateAnswer[]>("/api/mandates"), m => m.Role == "agent");
        Assert.Equal(("applicant", true), (mandate.Principal, mandate.Holds));

        var asked = System.Text.Json.JsonSerializer.SerializeToNode(World.Application(), Api.Json)!;
        asked["mandate"] = mandate.Id;
        var id = (await agent.PostAsync<FiledAnswer>("/api/applications", asked)).CaseId;
        Assert.Contains("withdraw", (await HeadAsync(agent, id)).Actions);
        Assert.Contains("withdraw", (await HeadAsync(principal, id)).Actions);
        Assert.Equal("neighbour", (await HeadAsync(window, id)).Intake!.Agent!.Account);
        Assert.Contains(await agent.GetAsync<AgencyAnswer[]>("/api/mandates/cases"), c => c.CaseId == id);
        asked["jointItem"] = "six";
        Assert.Equal("403 no-mandate", await agent.RefusedAsync(HttpMethod.Post, "/api/applications", asked));
        asked["jointItem"] = "whole";
        asked["applicant"]!["idNumber"] = "110105199001010010";
        Assert.Contains((await agent.ProblemAsync(HttpMethod.Post, "/api/applications", asked)).Body.Errors!, e => e.Code == "mandate-principal");

        Assert.Equal("404 mandate-not-found", await window.RefusedAsync(HttpMethod.Post, $"/api/mandates/{new string('0', 32)}/revoke", new RevokeMandateRequest("over")));
        await principal.PostAsync<object>($"/api/mandates/{mandate.Id}/revoke", new RevokeMandateRequest("over"));
        Assert.Equal("404 case-not-found", await agent.RefusedAsync(HttpMethod.Get, $"/api/cases/{id}"));
        Assert.DoesNotContain(await agent.GetAsync<AgencyAnswer[]>("/api/mandates/cases"), c => c.CaseId == id);
    }

    [Fact]
    public async Task Handling_ends_without_a_decision_for_a_reason_of_the_law()
    {
        var (market, fire, applicant) = (await world.AsAsync("market"), await world.AsAsync("fire"), await world.AsAsync("applicant"));
        var id = (await world.AcceptedAsync()).CaseId;
        Assert.Contains("terminate", (await HeadAsync(market, id)).Actions);
        Assert.DoesNotContain("terminate", (await HeadAsync(fire, id)).Actions);
        Assert.Equal("403 not-your-case", await fire.RefusedAsync(HttpMethod.Post, $"/api/cases/{id}/terminate", new TerminateRequest("subjectGone", "art. 20")));
        await market.PostAsync($"/api/cases/{id}/terminate", new TerminateRequest("subjectGone", "art. 20", "the house burnt down"));
        var ended = await HeadAsync(applicant, id);
        Assert.Equal(("terminated", "the house burnt down", 14), (ended.Ended!.How, ended.Ended.Reason, ended.Status));
    }

    [Fact]
    public async Task Rules_of_the_intake_come_back_as_they_were_published()
    {
        await PublishAsync("kept", new { checkedBy = "departments", supplementLimit = Days(10), deficiencyLimit = Days(15), distrustMonths = 6, basis = "art. 32" },
            commitment: new { text = World.Named("fit"), replaces = (string[])["lease"], checkWithin = Days(20), basis = "art. 8" });
        var body = (await (await world.AsAsync("designer")).GetAsync<JointItemAnswer>("/api/joint-items/kept")).Item;
        Assert.Equal(("departments", 10, 15, 6, "art. 32"), (body.Intake!.CheckedBy, body.Intake.SupplementLimit!.Amount, body.Intake.DeficiencyLimit!.Amount, body.Intake.DistrustMonths, body.Intake.Basis));
        Assert.Equal(("lease", "art. 8"), (Assert.Single(body.Items[0].Commitment!.Replaces), body.Items[0].Commitment!.Basis));
        Assert.Null((await (await world.AsAsync("designer")).GetAsync<JointItemAnswer>("/api/joint-items/whole")).Item.Intake);
    }

    private async Task<string> AcceptedAsync(string jointItem, bool commits = false)
    {
        var id = (await world.FileAsync(jointItem: jointItem)).CaseId;
        if (commits) await (await world.AsAsync("applicant")).PostAsync($"/api/cases/{id}/commit", new CommitRequest("market"));
        await (await world.AsAsync("window")).PostAsync($"/api/cases/{id}/accept-deficiency", Deficient());
        return id;
    }

    private async Task GrantAsync(string id)
    {
        var market = await world.AsAsync("market");
        foreach (var department in (string[])["market", "fire"])
        {
            var task = (await world.HeadAsync(id)).Tasks.Single(t => t.Kind == "review" && t.Department == department).TaskId;
            await (await world.AsAsync(department)).PostAsync($"/api/cases/{id}/tasks/{task}/opinion", new OpinionRequest("positive"));
        }
        await market.PostAsync($"/api/cases/{id}/decide", new DecideRequest(World.TaskOf(await world.HeadAsync(id), "decide"), "grant"));
        await market.PostAsync($"/api/cases/{id}/conclude", new ConcludeRequest(World.TaskOf(await world.HeadAsync(id), "conclude")));
    }

    private static AcceptWithDeficiencyRequest Deficient() => new(1, ["lease"], "I hand it in", new LimitBody(5, "workingDays"));

    private static async Task<MaterialRequest> FileAsync(Api by, string material) => new(material, (await World.UploadAsync(by, "%PDF-1.4"u8.ToArray())).FileId);

    private static Task<CaseAnswer> HeadAsync(Api by, string id) => by.GetAsync<CaseAnswer>($"/api/cases/{id}");

    private static object Days(int amount) => new { amount, unit = "workingDays" };

    /// <summary>A joint item with rules of its own, whose lease may follow.</summary>
    private async Task PublishAsync(string code, object intake, object? commitment = null)
    {
        var admin = await world.Server.AdministratorAsync();
        var item = System.Text.Json.JsonSerializer.SerializeToNode(World.JointItem("whole", "market", "fire"), Api.Json)!;
        item["code"] = code;
        item["intake"] = System.Text.Json.JsonSerializer.SerializeToNode(intake, Api.Json);
        item["materials"]![1]!["main"] = false;
        if (commitment is not null) item["items"]![0]!["commitment"] = System.Text.Json.JsonSerializer.SerializeToNode(commitment, Api.Json);
        await admin.PutAsync($"/api/joint-items/{code}", item);
    }
}
