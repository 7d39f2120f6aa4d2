using System.Text;
using Workflow.Contracts;
using Workflow.Contracts.Cases;
using Workflow.Contracts.Tasks;
using Xunit;

namespace Workflow.Server.Tests.Cases;

/// <summary>Groups of reviews, added and removed signers, late opinions and conditions, over HTTP.</summary>
public sealed class ReviewApiTests(World world) : IClassFixture<World>
{
    [Fact]
    public async Task A_vote_is_told_to_its_voices_and_ends_when_nothing_can_change_it()
    {
        await PublishAsync("vote", """id="fork" approval:policy="any" approval:early="close" """, "");
        var accepted = await world.AcceptedAsync("vote");
        var path = $"/api/cases/{accepted.CaseId}";
        var market = await world.AsAsync("market");
        var group = Assert.Single((await market.GetAsync<ReviewsAnswer>($"{path}/reviews")).Groups);
        Assert.Equal(("any", "close", null, 2), (group.Policy, group.Early, group.Outcome, group.Seats.Count));
        Assert.Empty((await (await world.AsAsync("applicant")).GetAsync<ReviewsAnswer>($"{path}/reviews")).Groups);

        await (await world.AsAsync("fire")).PostAsync($"{path}/tasks/{World.TaskOf(accepted, "review_fire")}/opinion", new OpinionRequest("positive"));

        var head = await world.HeadAsync(accepted.CaseId);
        Assert.Equal("cancelled", head.Tasks.Single(t => t.Element == "review_market").State);
        Assert.Contains(head.Tasks, t => t is { Element: "decide", State: "open" });
        group = Assert.Single((await market.GetAsync<ReviewsAnswer>($"{path}/reviews")).Groups);
        Assert.Equal(("positive", true), (group.Outcome, group.OutcomeEarly));
        var story = (await market.GetAsync<Page<TimelineEntry>>($"{path}/timeline?limit=200")).Items;
        Assert.Contains(story, e => e.Code == "review_outcome_reached" && e.Text.En == "Outcome of the group: positive");
        Assert.Contains(story, e => e.Code == "reviews_closed_early");
        Assert.DoesNotContain((await (await world.AsAsync("applicant")).GetAsync<Page<TimelineEntry>>($"{path}/timeline?limit=200")).Items, e => e.Code.StartsWith("review", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_signer_is_asked_before_the_host_and_may_be_let_go()
    {
        var accepted = await world.AcceptedAsync();
        var (path, host) = ($"/api/cases/{accepted.CaseId}", World.TaskOf(accepted, "review_fire"));
        var fire = await world.AsAsync("fire");
        Assert.Contains("add-signer", (await world.HeadAsync(accepted.CaseId, "fire")).Tasks.Single(t => t.TaskId == host).Actions);
        Assert.Equal("400 body-invalid", await fire.RefusedAsync(HttpMethod.Post, $"{path}/tasks/{host}/add-signer", new AddSignerRequest("nowhere", "before", "asks")));
        Assert.Equal("400 body-invalid", await fire.RefusedAsync(HttpMethod.Post, $"{path}/tasks/{host}/add-signer", new AddSignerRequest("health", "beside", "asks")));
        Assert.Equal("400 body-invalid", await fire.RefusedAsync(HttpMethod.Post, $"{path}/tasks/{host}/add-signer", new AddSignerRequest("health", "before", "asks", Officer: "fire")));
        Assert.Equal("404 task-not-found", await fire.RefusedAsync(HttpMethod.Post, $"{path}/tasks/99/add-signer", new AddSignerRequest("health", "before", "asks")));
        Assert.Equal("404 case-not-found", await (await world.AsAsync("health")).RefusedAsync(HttpMethod.Post, $"{path}/tasks/{host}/add-signer", new AddSignerRequest("health", "before", "asks")));
        await fire.PostAsync($"{path}/tasks/{host}/add-signer", new AddSignerRequest("ecology", "parallel", "smoke"));
        await fire.PostAsync($"{path}/tasks/{host}/add-signer", new AddSignerRequest("health", "before", "knows kitchens", Officer: "health"));
        Assert.Equal("409 task-held", await fire.RefusedAsync(HttpMethod.Post, $"{path}/tasks/{host}/add-signer", new AddSignerRequest("tax", "parallel", "asks")));

        var task = (await world.HeadAsync(accepted.CaseId, "fire")).Tasks.Single(t => t.TaskId == host);
        Assert.Equal(["signerBefore"], task.WaitsFor!);
        Assert.DoesNotContain("opinion", task.Actions);
        var reviews = await fire.GetAsync<ReviewsAnswer>($"{path}/reviews");
        var overseen = await (await world.AsAsync("supervisor")).GetAsync<ReviewsAnswer>($"{path}/reviews");
        Assert.Equal([("ecology", "parallel", null), ("health", "before", "health")], overseen.Signers.Select(s => (s.Department, s.Position!, s.Officer)));
        Assert.Equal("all", Assert.Single(reviews.Groups).Policy);

        var signer = (await world.HeadAsync(accepted.CaseId)).Tasks.Single(t => t.Department == "ecology");
        Assert.Contains("remove-signer", signer.Actions);
        await (await world.AsAsync("market")).PostAsync($"{path}/tasks/{signer.TaskId}/remove-signer", new RemoveSignerRequest("no smoke"));
        Assert.Equal("409 signer-item-applies", await (await world.AsAsync("market")).RefusedAsync(HttpMethod.Post, $"{path}/tasks/{host}/remove-signer", new RemoveSignerRequest("not needed")));
        var own = (await world.HeadAsync(accepted.CaseId, "health")).Tasks.Single(t => t.Department == "health");
        await (await world.AsAsync("health")).PostAsync($"{path}/tasks/{own.TaskId}/opinion", new OpinionRequest("positive"));
        await fire.PostAsync($"{path}/tasks/{host}/opinion", new OpinionRequest("positive"));
        Assert.Equal("positive", (await fire.GetAsync<ReviewsAnswer>($"{path}/reviews")).Groups.Single().Outcome);
    }

    [Fact]
    public async Task Conditions_are_reported_by_the_applicant_and_settled_by_their_department()
    {
        var accepted = await world.AcceptedAsync();
        var path = $"/api/cases/{accepted.CaseId}";
        var (fire, applicant) = (await world.AsAsync("fire"), await world.AsAsync("applicant"));
        await fire.PostAsync($"{path}/tasks/{World.TaskOf(accepted, "review_fire")}/opinion", new OpinionRequest("conditional", null, ["keep the exit free"], 10));

        await applicant.PostAsync($"{path}/obligations/1/report", new ReportObligationRequest("the exit is free"));
        Assert.Equal("404 obligation-not-found", await applicant.RefusedAsync(HttpMethod.Post, $"{path}/obligations/7/report", new ReportObligationRequest("?")));
        Assert.Equal("403 not-your-obligation", await (await world.AsAsync("market")).RefusedAsync(HttpMethod.Post, $"{path}/obligations/1/settle", new SettleObligationRequest("fulfilled")));
        Assert.Equal("400 body-invalid", await fire.RefusedAsync(HttpMethod.Post, $"{path}/obligations/1/settle", new SettleObligationRequest("perhaps")));
        Assert.Equal("422 reason-required", await fire.RefusedAsync(HttpMethod.Post, $"{path}/obligations/1/settle", new SettleObligationRequest("waived")));
        var condition = Assert.Single((await fire.GetAsync<ReviewsAnswer>($"{path}/reviews")).Conditions);
        Assert.Equal(("keep the exit free", "open", "the exit is free", "settle"), (condition.Text, condition.State, Assert.Single(condition.Reports), Assert.Single(condition.Actions)));
        // Opinions are the applicant's to read once the case is decided.
        Assert.Empty((await applicant.GetAsync<ReviewsAnswer>($"{path}/reviews")).Conditions);
        await fire.PostAsync($"{path}/obligations/1/settle", new SettleObligationRequest("fulfilled"));
        Assert.Equal("409 obligation-closed", await fire.RefusedAsync(HttpMethod.Post, $"{path}/obligations/1/settle", new SettleObligationRequest("fulfilled")));
        var story = (await (await world.AsAsync("supervisor")).GetAsync<Page<TimelineEntry>>($"{path}/timeline?limit=200")).Items;
        Assert.Equal(["obligation_taken", "obligation_reported", "obligation_closed"], story.Select(e => e.Code).Where(c => c.StartsWith("obligation", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_late_opinion_is_counted_again_where_the_step_says_so()
    {
        await PublishAsync("late", """id="fork" approval:policy="all" """, """approval:timeout="refuse" approval:late="reopen" """);
        using var applicant = await new Api(world.Server.Address) { ControlKey = world.Server.ControlKey }.SignInAsync("applicant", World.Password);
        var filed = await applicant.PostAsync<FiledAnswer>("/api/applications", World.Application("late", testClock: new { }));
        var path = $"/api/cases/{filed.CaseId}";
        await (await world.AsAsync("window")).PostAsync($"{path}/accept", new AcceptRequest(1));
        var before = await world.HeadAsync(filed.CaseId);
        await (await world.AsAsync("market")).PostAsync($"{path}/tasks/{World.TaskOf(before, "review_market")}/opinion", new OpinionRequest("positive"));
        await applicant.PostAsync($"{path}/test-clock", new { forwardSeconds = 20 * 24 * 3600 });
        var task = World.TaskOf(before, "review_fire");

        // The next command lets silence speak first; then the late opinion takes its place.
        await (await world.AsAsync("fire")).PostAsync($"{path}/tasks/{task}/opinion", new OpinionRequest("positive"));

        var group = Assert.Single((await (await world.AsAsync("supervisor")).GetAsync<ReviewsAnswer>($"{path}/reviews")).Groups);
        Assert.Equal("positive", group.Outcome);
        var story = (await (await world.AsAsync("supervisor")).GetAsync<Page<TimelineEntry>>($"{path}/timeline?limit=200")).Items;
        Assert.Contains(story, e => e.Code == "opinion_recorded" && e.Text.En.EndsWith("refusal", StringComparison.Ordinal));
        Assert.Contains(story, e => e.Code == "opinion_replaced");
        Assert.Equal(["negative", "positive"], story.Where(e => e.Code == "review_outcome_reached").Select(e => e.Details["outcome"]));
    }

    private async Task PublishAsync(string code, string fork, string step)
    {
        var admin = await world.Server.AdministratorAsync();
        var xml = Drawings.Whole(code, "market", "market", "fire").Replace("<bpmn:parallelGateway id=\"fork\"", $"<bpmn:parallelGateway {fork}", StringComparison.Ordinal)
            .Replace("approval:kind=\"review\"", $"approval:kind=\"review\" {step}", StringComparison.Ordinal);
        (await admin.SendAsync(HttpMethod.Post, $"/api/definitions/{code}", new StringContent(xml, Encoding.UTF8, "application/xml"))).Dispose();
        await admin.PutAsync($"/api/joint-items/{code}", World.JointItem(code, "market", "fire"));
    }
}
