using System.Text;
using Workflow.Contracts;
using Workflow.Contracts.Cases;
using Workflow.Contracts.Tasks;
using Xunit;

namespace Workflow.Server.Tests.Cases;

/// <summary>What a review's step sets, as the people see it: what a department is shown, advice, consent by silence; and what a case page needs besides.</summary>
public sealed class StepSettingTests(World world) : IClassFixture<World>
{
    [Fact]
    public async Task A_step_narrows_what_its_department_sees_and_nobody_elses_sight()
    {
        await PublishAsync("narrow", """approval:item="fire" approval:fields="storeName area" approval:materials="lease" """);
        var applicant = await world.AsAsync("applicant");
        var plan = await World.UploadAsync(applicant, [1, 2, 3], "plan.pdf");
        var filed = await applicant.PostAsync<FiledAnswer>("/api/applications", World.Application("narrow", materials: new[] { new { material = "floor_plan", fileId = plan.FileId } },
            answers: new { storeName = "小面馆", area = 120, phone = "13800000000", outdoorSign = false }));
        await (await world.AsAsync("window")).PostAsync($"/api/cases/{filed.CaseId}/accept", new AcceptRequest(1));

        var fire = await world.HeadAsync(filed.CaseId, "fire");
        Assert.Equal(["area", "storeName"], fire.Answers.Keys.Order());
        Assert.Equal(["storeName", "area"], fire.Fields.Select(f => f.Name));
        Assert.Empty(fire.Materials);
        Assert.Equal("404 file-not-found", await (await world.AsAsync("fire")).RefusedAsync(HttpMethod.Get, $"/api/cases/{filed.CaseId}/materials/{plan.FileId}"));
        var task = fire.Tasks.Single();
        Assert.Equal(["storeName", "area"], task.Fields!);
        Assert.Equal(["lease"], task.Materials!);
        Assert.Equal(("binding", "remind"), (task.Policy, task.Timeout));

        foreach (var account in (string[])["market", "window", "applicant", "supervisor"])
        {
            var head = await world.HeadAsync(filed.CaseId, account);
            Assert.Contains("outdoorSign", head.Answers.Keys);
            Assert.Single(head.Materials);
        }
        Assert.Null((await world.HeadAsync(filed.CaseId)).Tasks.Single(t => t.Element == "review_market").Fields);
    }

    [Fact]
    public async Task Silence_that_consents_stands_as_such_on_the_case_and_in_its_story()
    {
        await PublishAsync("silent", """approval:item="fire" approval:timeout="consent" """);
        using var applicant = await new Api(world.Server.Address) { ControlKey = world.Server.ControlKey }.SignInAsync("applicant", World.Password);
        var filed = await applicant.PostAsync<FiledAnswer>("/api/applications", World.Application("silent", testClock: new { }));
        await (await world.AsAsync("window")).PostAsync($"/api/cases/{filed.CaseId}/accept", new AcceptRequest(1));
        await applicant.PostAsync($"/api/cases/{filed.CaseId}/test-clock", new { forwardSeconds = 14 * 24 * 3600 });
        // The next command is what lets everything happen that was due before it.
        var open = World.TaskOf(await world.HeadAsync(filed.CaseId), "review_market");
        await (await world.AsAsync("supervisor")).PostAsync($"/api/cases/{filed.CaseId}/tasks/{open}/urge", new UrgeRequest("late"));

        var head = await world.HeadAsync(filed.CaseId);
        var fire = head.SubCases.Single(s => s.Item == "fire");
        Assert.Equal(("done", true, "positive", null), (fire.State, fire.Opinion!.BySilence, fire.Opinion.Kind, fire.Opinion.Officer));
        Assert.Equal(("done", null, "consent"), (Task("review_fire").State, Task("review_fire").Assignee, Task("review_fire").Timeout));
        Assert.Equal("open", Task("review_market").State);
        var story = (await (await world.AsAsync("supervisor")).GetAsync<Page<TimelineEntry>>($"/api/cases/{filed.CaseId}/timeline?limit=200")).Items;
        var told = story.Single(e => e.Code == "opinion_recorded");
        Assert.Equal(("system", "true", null), (told.Who, told.Details["bySilence"], told.Role));
        Assert.Equal("fire kept silent until its time ran out: consent", told.Text.En);
        Assert.Equal(fire.Opinion.At, told.At);
        Assert.Equal("system", story.Single(e => e.Code == "task_closed" && e.Details["taskId"] == $"{Task("review_fire").TaskId}").Who);
        Assert.Contains(story, e => e.Code == "card_shown" && e.Details["card"] == "red" && e.At == told.At);

        CaseTaskAnswer Task(string element) => head.Tasks.Single(t => t.Element == element);
    }

    [Fact]
    public async Task A_step_for_advice_refuses_what_binds()
    {
        await PublishAsync("advice", """approval:item="fire" approval:policy="advisory" """);
        var accepted = await world.AcceptedAsync("advice");
        var path = $"/api/cases/{accepted.CaseId}/tasks/{World.TaskOf(accepted, "review_fire")}/opinion";
        var fire = await world.AsAsync("fire");
        Assert.Equal("advisory", accepted.Tasks.Single(t => t.Element == "review_fire").Policy);
        Assert.Equal("422 opinion-advisory-only", await fire.RefusedAsync(HttpMethod.Post, path, new OpinionRequest("positive")));
        await fire.PostAsync(path, new OpinionRequest("advisory", "mind the stairs"));
    }

    [Fact]
    public async Task What_cannot_be_meant_is_refused_with_the_step_that_says_it()
    {
        var xml = Drawing("odd", """approval:department="fire" approval:timeout="consent" """);
        var refused = await (await world.AsAsync("designer")).ProblemAsync(HttpMethod.Post, "/api/definitions/odd", new StringContent(xml, Encoding.UTF8, "application/xml"));
        Assert.Equal("422 definition-invalid", refused.Short);
        Assert.Equal(["#review_fire approval-timeout-without-limit"], refused.Fields);
    }

    [Fact]
    public async Task A_joint_item_has_what_the_steps_of_its_definition_name()
    {
        var admin = await world.Server.AdministratorAsync();
        (await admin.SendAsync(HttpMethod.Post, "/api/definitions/stray", new StringContent(Drawing("stray", """approval:item="fire" approval:materials="lease deed" approval:fields="area colour" """), Encoding.UTF8, "application/xml"))).Dispose();
        var refused = await admin.ProblemAsync(HttpMethod.Put, "/api/joint-items/stray", World.JointItem("stray", "market", "fire"));
        Assert.Equal("422 joint-item-invalid", refused.Short);
        Assert.Equal(["review_fire: deed", "review_fire: colour"], refused.Body.Errors.Select(e => e.Message.Split(": ", 2)[1].Replace("Step and name: ", "", StringComparison.Ordinal).TrimEnd('.')));
    }

    [Fact]
    public async Task A_case_page_gets_the_names_and_instants_it_shows()
    {
        var accepted = await world.AcceptedAsync();
        Assert.Equal(("whole", World.District, "market"), (accepted.JointItemName.En, accepted.RegionName.En, accepted.LeadDepartment));
        Assert.Equal("fire", accepted.DepartmentNames["fire"].Zh);
        Assert.Equal("floor plan", accepted.MaterialNames["floor_plan"].En);
        var (item, task) = (accepted.SubCases.Single(s => s.Item == "fire"), accepted.Tasks.Single(t => t.Element == "review_fire"));
        Assert.Equal((task.DueAt, "none", task.TaskId), (item.DueAt, item.Card, Assert.Single(item.TaskIds)));
        Assert.Equal(("fire", "binding"), (task.ItemName!.En, task.Policy));
        Assert.Null(accepted.Tasks.Single(t => t.Kind == "intake").Policy);
        Assert.Equal(["urge", "reassign", "add-signer"], task.Actions);
        Assert.Equal(["noodles", "hotpot"], accepted.Fields.Single(f => f.Name == "style").Choices.Select(c => c.Value));

        await (await world.AsAsync("applicant")).PostAsync($"/api/cases/{accepted.CaseId}/withdraw", new WithdrawRequest("changed my mind"));
        var ended = (await world.HeadAsync(accepted.CaseId)).Ended!;
        Assert.Equal(("withdrawn", "changed my mind"), (ended.How, ended.Reason));
    }

    private async Task PublishAsync(string code, string fireStep)
    {
        var admin = await world.Server.AdministratorAsync();
        (await admin.SendAsync(HttpMethod.Post, $"/api/definitions/{code}", new StringContent(Drawing(code, fireStep), Encoding.UTF8, "application/xml"))).Dispose();
        await admin.PutAsync($"/api/joint-items/{code}", World.JointItem(code, "market", "fire"));
    }

    private static string Drawing(string code, string fireStep) =>
        Drawings.Whole(code, "market", "market", "fire").Replace("approval:item=\"fire\"", fireStep, StringComparison.Ordinal).Replace("approval:department=\"fire\" approval:department=\"fire\"", "approval:department=\"fire\"", StringComparison.Ordinal);
}
