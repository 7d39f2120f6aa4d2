using Workflow.Contracts.Cases;
using Workflow.Contracts.Tasks;
using Xunit;

namespace Workflow.Server.Tests.Cases;

/// <summary>What is refused, with which status and code; and that a refusal changes nothing.</summary>
public sealed class RefusalTests(World world) : IClassFixture<World>
{
    private static readonly HttpMethod Post = HttpMethod.Post;

    [Fact]
    public async Task Every_command_needs_an_idempotency_key()
    {
        var accepted = await world.AcceptedAsync();
        var applicant = await world.AsAsync("applicant");
        Assert.Equal("400 idempotency-key-required", await applicant.RefusedAsync(Post, "/api/applications", World.Application(), key: ""));
        Assert.Equal("400 idempotency-key-required", await applicant.RefusedAsync(Post, $"/api/cases/{accepted.CaseId}/withdraw", new WithdrawRequest("x"), key: ""));
    }

    [Fact]
    public async Task A_task_that_is_closed_claimed_or_of_another_kind_is_refused_by_name()
    {
        var (accepted, market) = (await world.AcceptedAsync(), await world.AsAsync("market"));
        var path = $"/api/cases/{accepted.CaseId}";
        var review = World.TaskOf(accepted, "review_market");
        Assert.Equal("404 task-not-found", await market.RefusedAsync(Post, $"{path}/tasks/4711/claim", new { }));
        Assert.Equal("409 task-kind", await market.RefusedAsync(Post, $"{path}/decide", new DecideRequest(review, "grant")));
        Assert.Equal("422 reason-required", await market.RefusedAsync(Post, $"{path}/tasks/{review}/opinion", new OpinionRequest("negative")));
        Assert.Equal("422 conditions-required", await market.RefusedAsync(Post, $"{path}/tasks/{review}/opinion", new OpinionRequest("conditional")));
        await market.PostAsync($"{path}/tasks/{review}/opinion", new OpinionRequest("positive"));
        Assert.Equal("409 task-closed", await market.RefusedAsync(Post, $"{path}/tasks/{review}/opinion", new OpinionRequest("negative", "too late")));
        Assert.Equal("positive", (await world.HeadAsync(accepted.CaseId)).SubCases.Single(s => s.Item == "market").Opinion!.Kind);
    }

    [Fact]
    public async Task What_does_not_fit_the_case_is_a_conflict()
    {
        var (accepted, applicant, window) = (await world.AcceptedAsync(), await world.AsAsync("applicant"), await world.AsAsync("window"));
        var (market, supervisor) = (await world.AsAsync("market"), await world.AsAsync("supervisor"));
        var path = $"/api/cases/{accepted.CaseId}";
        Assert.Equal("409 task-closed", await window.RefusedAsync(Post, $"{path}/accept", new AcceptRequest(1)));
        Assert.Equal("409 no-supplement-asked", await applicant.RefusedAsync(Post, $"{path}/supplement",
            new SupplementReceiptRequest([new("lease", (await World.UploadAsync(applicant, [1])).FileId)])));
        Assert.Equal("409 clock-not-stopped", await market.RefusedAsync(Post, $"{path}/resume", new ResumeRequest("case")));
        Assert.Equal("404 clock-not-found", await market.RefusedAsync(Post, $"{path}/resume", new ResumeRequest("task-99")));
        Assert.Equal("403 not-your-clock", await window.RefusedAsync(Post, $"{path}/suspend", new SuspendRequest("case", "hearing")));
        Assert.Equal("409 incident-closed", await supervisor.RefusedAsync(Post, $"{path}/incidents/7/retry", new { }));
        Assert.Equal("403 forbidden", await market.RefusedAsync(Post, $"{path}/incidents/7/retry", new { }));
        Assert.Equal("403 control-key-required", await market.RefusedAsync(Post, $"{path}/test-clock", new MoveTestClockRequest(60)));
        Assert.Equal("404 case-not-found", await market.RefusedAsync(Post, $"/api/cases/case-{new string('0', 32)}/decide", new DecideRequest(1, "grant")));
        Assert.Equal("404 case-not-found", await market.RefusedAsync(Post, "/api/cases/account-admin/decide", new DecideRequest(1, "grant")));
    }

    [Fact]
    public async Task A_test_clock_needs_the_control_key_and_moves_that_one_case()
    {
        var applicant = await world.AsAsync("applicant");
        Assert.Equal("403 control-key-required", await applicant.RefusedAsync(Post, "/api/applications", World.Application(testClock: new { })));
        using var operating = await new Api(world.Server.Address) { ControlKey = world.Server.ControlKey }.SignInAsync("applicant", World.Password);
        var startsAt = new DateTimeOffset(2026, 3, 2, 2, 0, 0, TimeSpan.Zero);
        var filed = await operating.PostAsync<FiledAnswer>("/api/applications", World.Application(testClock: new { startsAt }));
        var head = await world.HeadAsync(filed.CaseId);
        Assert.True(head.TestClock);
        Assert.InRange(head.FiledAt, startsAt.AddMinutes(-1), startsAt.AddMinutes(5));

        // Five working days of silence accept the application as of its receipt.
        await operating.PostAsync($"/api/cases/{filed.CaseId}/test-clock", new MoveTestClockRequest(To: startsAt.AddDays(9)));
        await operating.PostAsync($"/api/cases/{filed.CaseId}/test-clock", new MoveTestClockRequest(1));
        var silent = await world.HeadAsync(filed.CaseId);
        Assert.Equal(3, silent.Status);
        Assert.True(silent.Now >= startsAt.AddDays(9));
        Assert.Equal("422 test-clock-range", await operating.RefusedAsync(Post, $"/api/cases/{filed.CaseId}/test-clock", new MoveTestClockRequest(To: startsAt)));
        var real = await world.FileAsync(applicant);
        Assert.Equal("409 no-test-clock", await operating.RefusedAsync(Post, $"/api/cases/{real.CaseId}/test-clock", new MoveTestClockRequest(60)));
    }

    [Fact]
    public async Task Each_answer_that_is_wrong_is_named()
    {
        var applicant = await world.AsAsync("applicant");
        var refused = await applicant.ProblemAsync(Post, "/api/applications", World.Application(answers: new
        {
            storeName = "x", area = 1.5, rent = "12,5", opensOn = "2026-02-30", outdoorSign = "yes", style = "sushi", signWidth = 3, colour = "red",
        }));
        Assert.Equal("400 body-invalid", refused.Short);
        Assert.Equal(
        [
            "$.answers.area field-type", "$.answers.colour field-unknown", "$.answers.opensOn field-type", "$.answers.outdoorSign field-type",
            "$.answers.phone field-required", "$.answers.rent field-type", "$.answers.signWidth field-not-asked", "$.answers.storeName field-length",
            "$.answers.style field-choice",
        ], refused.Fields.Order(StringComparer.Ordinal));
        var range = await applicant.ProblemAsync(Post, "/api/applications", World.Application(answers: new
        {
            storeName = "xx", area = 100_001, phone = "13800000000", rent = -1, outdoorSign = true, signWidth = 20.01,
        }));
        Assert.Equal(["$.answers.area field-range", "$.answers.rent field-range", "$.answers.signWidth field-range"], range.Fields.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_application_names_what_is_wrong_with_applicant_region_and_materials()
    {
        var applicant = await world.AsAsync("applicant");
        var foreign = await World.UploadAsync(await world.AsAsync("neighbour"), [9]);
        var refused = await applicant.ProblemAsync(Post, "/api/applications", new
        {
            jointItem = "whole", region = "110101", channel = "online",
            applicant = new { kind = "person", name = "张三", idNumber = "110105194912310021", phone = "13800000000" },
            answers = new { storeName = "小面馆", area = 120, phone = "13800000000" },
            materials = new[] { new { material = "floor_plan", fileId = foreign.FileId }, new { material = "poem", fileId = "nothing" } },
        });
        Assert.Equal(
        [
            "$.applicant.idNumber resident-id-check", "$.materials[0].fileId file-not-found", "$.materials[1].fileId file-not-found",
            "$.materials[1].material material-unknown", "$.region region-outside-joint-item",
        ], refused.Fields.Order(StringComparer.Ordinal));
        Assert.Equal(["$.jointItem joint-item-not-found"], (await applicant.ProblemAsync(Post, "/api/applications", World.Application("nothing"))).Fields);
        Assert.Equal("403 region-forbidden", await (await world.AsAsync("window2")).RefusedAsync(Post, "/api/applications", new
        {
            jointItem = "whole", region = World.District, channel = "window",
            applicant = new { kind = "organisation", name = "面馆", idNumber = World.CreditCode, phone = "13800000000" }, answers = new { },
        }));
    }

    [Fact]
    public async Task A_window_files_for_an_applicant_without_an_account()
    {
        var window = await world.AsAsync("window");
        var filed = await window.PostAsync<FiledAnswer>("/api/applications", new
        {
            jointItem = "whole", region = World.District, channel = "window",
            applicant = new { kind = "organisation", name = "面馆有限公司", idNumber = World.CreditCode, phone = "13800000000" },
            answers = new { storeName = "小面馆", area = 120, phone = "13800000000", rent = "1200.50" },
        });
        var head = await window.GetAsync<CaseAnswer>($"/api/cases/{filed.CaseId}");
        Assert.Equal(("window", "organisation", null, 1200.50m), (head.Channel, head.Applicant!.Kind, head.Applicant.Account, head.Answers["rent"]!.Value.GetDecimal()));
        Assert.Contains("withdraw", head.Actions);

        await window.PostAsync($"/api/cases/{filed.CaseId}/withdraw", new WithdrawRequest("the applicant came back to the window"));
        Assert.Equal(2, (await window.GetAsync<CaseAnswer>($"/api/cases/{filed.CaseId}")).Status);
    }

    [Fact]
    public async Task Decision_conclusion_and_delivery_come_once_and_in_their_order()
    {
        var (accepted, market, fire) = (await world.AcceptedAsync(), await world.AsAsync("market"), await world.AsAsync("fire"));
        var path = $"/api/cases/{accepted.CaseId}";
        await market.PostAsync($"{path}/tasks/{World.TaskOf(accepted, "review_market")}/opinion", new OpinionRequest("positive"));
        await fire.PostAsync($"{path}/tasks/{World.TaskOf(accepted, "review_fire")}/opinion", new OpinionRequest("negative", "no second exit"));
        var decide = World.TaskOf(await world.HeadAsync(accepted.CaseId), "decide");
        Assert.Equal("404 task-not-found", await fire.RefusedAsync(Post, $"{path}/decide", new DecideRequest(decide, "deny", "no exit")));
        Assert.Equal("422 reason-required", await market.RefusedAsync(Post, $"{path}/decide", new DecideRequest(decide, "grant")));
        Assert.Equal(["$.decision field-choice"], (await market.ProblemAsync(Post, $"{path}/decide", new DecideRequest(decide, "perhaps"))).Fields);
        await market.PostAsync($"{path}/decide", new DecideRequest(decide, "deny", "no second exit"));
        Assert.Equal("409 task-closed", await market.RefusedAsync(Post, $"{path}/decide", new DecideRequest(decide, "grant", "after all")));
        Assert.Equal("409 already-decided", await (await world.AsAsync("applicant")).RefusedAsync(Post, $"{path}/withdraw", new WithdrawRequest("too late")));

        var conclude = World.TaskOf(await world.HeadAsync(accepted.CaseId), "conclude");
        Assert.Equal("422 denied-has-no-results", await market.RefusedAsync(Post, $"{path}/conclude", new ConcludeRequest(conclude, [new("market", "licence", "L-1")])));
        Assert.Equal("422 result-item-unknown", await market.RefusedAsync(Post, $"{path}/conclude", new ConcludeRequest(conclude, [new("tax", "licence", "L-1")])));
        await market.PostAsync($"{path}/conclude", new ConcludeRequest(conclude));
        var denied = await world.HeadAsync(accepted.CaseId, "applicant");
        Assert.Equal((13, "deny", "no second exit"), (denied.Status, denied.Decision!.Decision, denied.Decision.Reason));
    }

    [Fact]
    public async Task Claims_supplements_and_clocks_refuse_what_would_be_a_second_time()
    {
        var (filed, window) = (await world.FileAsync(), await world.AsAsync("window"));
        var path = $"/api/cases/{filed.CaseId}";
        Assert.Equal("409 intake-clock-not-stoppable", await (await world.AsAsync("supervisor")).RefusedAsync(Post, $"{path}/suspend", new SuspendRequest("intake", "hearing")));
        Assert.Equal("422 material-unknown", await window.RefusedAsync(Post, $"{path}/supplement-request", new SupplementRequestRequest(1, [new("poem", "missing")])));
        Assert.Equal(["$.missing field-length"], (await window.ProblemAsync(Post, $"{path}/supplement-request", new SupplementRequestRequest(1, []))).Fields);

        var (accepted, market) = (await world.AcceptedAsync(), await world.AsAsync("market"));
        path = $"/api/cases/{accepted.CaseId}";
        Assert.Equal("422 basis-required", await market.RefusedAsync(Post, $"{path}/suspend", new SuspendRequest("case", "forceMajeure")));
        Assert.Equal(["$.reason field-choice"], (await market.ProblemAsync(Post, $"{path}/suspend", new SuspendRequest("case", "holiday"))).Fields);
        await market.PostAsync($"{path}/suspend", new SuspendRequest("case", "hearing"));
        Assert.Equal(9, (await world.HeadAsync(accepted.CaseId)).Status);
        Assert.Equal("409 clock-not-running", await market.RefusedAsync(Post, $"{path}/suspend", new SuspendRequest("case", "hearing")));
        await market.PostAsync($"{path}/resume", new ResumeRequest("case"));
        Assert.Equal(10, (await world.HeadAsync(accepted.CaseId)).Status);
    }
}
