using System.Net;
using System.Net.Http.Json;
using Workflow.Contracts;
using Workflow.Contracts.Cases;
using Workflow.Contracts.Tasks;
using Xunit;

namespace Workflow.Server.Tests.Cases;

/// <summary>The receipt, the progress page of who holds it, and the rating.</summary>
public sealed class ReceiptTests(World world) : IClassFixture<World>
{
    [Fact]
    public async Task The_receipt_goes_to_the_applicant_and_the_window_and_to_nobody_else()
    {
        var filed = await world.FileAsync();
        var own = await ReceiptAsync(filed.CaseId, "applicant");
        Assert.Equal((filed.CaseNumber, "张三", 20, "workingDays"), (own.CaseNumber, own.ApplicantName, own.Promised.Amount, own.Promised.Unit));
        Assert.Matches("^[0-9A-HJKMNP-TV-Z]{10}$", own.Code);
        Assert.Equal($"/apply/progress#{filed.CaseNumber}.{own.Code}", own.Path);
        Assert.Equal(own.Code, (await ReceiptAsync(filed.CaseId, "window")).Code);
        Assert.NotEqual(own.Code, (await ReceiptAsync((await world.FileAsync()).CaseId, "applicant")).Code);

        foreach (var account in (string[])["market", "supervisor", "auditor"])
            Assert.Equal("403 not-your-case", await (await world.AsAsync(account)).RefusedAsync(HttpMethod.Get, $"/api/cases/{filed.CaseId}/receipt"));
        Assert.Equal("404 case-not-found", await (await world.AsAsync("neighbour")).RefusedAsync(HttpMethod.Get, $"/api/cases/{filed.CaseId}/receipt"));
        await using var database = world.Server.OpenDatabase();
        await using var read = database.CreateCommand("select count(*) from read_log where stream_id = $1 and actor = 'window' and what = 'receipt'");
        read.Parameters.Add(new() { Value = filed.CaseId });
        Assert.Equal(1L, await read.ExecuteScalarAsync());
    }

    [Fact]
    public async Task Who_holds_the_receipt_follows_the_case_without_signing_in_and_reads_nothing_personal()
    {
        var (filed, market) = (await world.FileAsync(), await world.AsAsync("market"));
        var receipt = await ReceiptAsync(filed.CaseId, "applicant");
        using var nobody = new Api(world.Server.Address);
        var start = await ProgressAsync(nobody, receipt);
        Assert.Equal((1, "department", "window", false), (start.Status, start.Awaiting.Who, Assert.Single(start.Awaiting.Departments).En, start.MayRate));
        Assert.Equal(["Acceptance open", "market not-opened", "fire not-opened", "Decision not-opened", "Conclusion not-opened", "Delivery not-opened"], Steps(start));

        await (await world.AsAsync("window")).PostAsync($"/api/cases/{filed.CaseId}/accept", new AcceptRequest(1));
        var accepted = await world.HeadAsync(filed.CaseId);
        await market.PostAsync($"/api/cases/{filed.CaseId}/tasks/{World.TaskOf(accepted, "review_market")}/opinion", new OpinionRequest("negative", "a secret reason of 张三"));
        var text = await TextAsync(nobody, receipt);
        foreach (var secret in (string[])["张三", "13800000000", "小面馆", World.ResidentId, "a secret reason", "officer"]) Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
        var reviewed = await ProgressAsync(nobody, receipt);
        Assert.Equal(["Acceptance done", "market done", "fire open", "Decision not-opened", "Conclusion not-opened", "Delivery not-opened"], Steps(reviewed));
        Assert.Equal(["fire"], reviewed.Awaiting.Departments.Select(d => d.En));
        Assert.NotNull(reviewed.PromisedDueAt);
        Assert.NotNull(reviewed.Steps[2].DueAt);
    }

    [Fact]
    public async Task A_code_is_taken_as_people_type_it()
    {
        var receipt = await ReceiptAsync((await world.FileAsync()).CaseId, "applicant");
        using var nobody = new Api(world.Server.Address);
        var typed = receipt.Code!.ToLowerInvariant().Replace('0', 'o').Replace('1', 'l').Insert(5, " - ");
        Assert.Equal(receipt.CaseNumber, (await nobody.PostAsync<ProgressAnswer>("/api/progress", new ProgressRequest(receipt.CaseNumber.ToLowerInvariant(), typed))).CaseNumber);
    }

    [Fact]
    public async Task What_is_missing_is_told_and_that_the_applicant_is_awaited()
    {
        var filed = await world.FileAsync();
        await (await world.AsAsync("window")).PostAsync($"/api/cases/{filed.CaseId}/supplement-request", new SupplementRequestRequest(1, [new("lease", "not signed")], "please"));
        using var nobody = new Api(world.Server.Address);
        var progress = await ProgressAsync(nobody, await ReceiptAsync(filed.CaseId, "applicant"));
        Assert.Equal(("applicant", "please"), (progress.Awaiting.Who, progress.MissingNote));
        Assert.Equal(("lease", "lease", "not signed"), (progress.Missing[0].Material, progress.Missing[0].Name.Zh, progress.Missing[0].Reason));
    }

    [Fact]
    public async Task It_is_rated_once_with_the_receipt_or_signed_in_and_only_after_it_was_answered()
    {
        var (applicant, filed) = (await world.AsAsync("applicant"), await world.FileAsync());
        var receipt = await ReceiptAsync(filed.CaseId, "applicant");
        using var nobody = new Api(world.Server.Address);
        object rating = new { caseNumber = receipt.CaseNumber, code = receipt.Code, level = 4, comment = "很好" };
        Assert.Equal("409 not-concluded", await nobody.RefusedAsync(HttpMethod.Post, "/api/progress/rating", rating));
        Assert.Equal("409 not-concluded", await applicant.RefusedAsync(HttpMethod.Post, $"/api/cases/{filed.CaseId}/rating", new RatingRequest(5)));
        await (await world.AsAsync("window")).PostAsync($"/api/cases/{filed.CaseId}/decline", new DeclineRequest(1, "outside the district"));
        var declined = await ProgressAsync(nobody, receipt);
        Assert.Equal((5, true, "outside the district", null), (declined.Status, declined.MayRate, declined.Reason, declined.Awaiting.Who));
        Assert.Equal("400 body-invalid", await nobody.RefusedAsync(HttpMethod.Post, "/api/progress/rating", new { caseNumber = receipt.CaseNumber, code = receipt.Code, level = 6 }));
        Assert.Equal("400 idempotency-key-required", await nobody.RefusedAsync(HttpMethod.Post, "/api/progress/rating", rating, key: ""));
        Assert.Equal("403 not-your-case", await Refused("window-applicant", filed.CaseId));

        var first = await nobody.PostAsync("/api/progress/rating", rating, key: "rate-1");
        Assert.Equal(first, await nobody.PostAsync("/api/progress/rating", rating, key: "rate-1"));
        Assert.Equal("409 already-rated", await nobody.RefusedAsync(HttpMethod.Post, "/api/progress/rating", rating));
        Assert.Equal("409 already-rated", await applicant.RefusedAsync(HttpMethod.Post, $"/api/cases/{filed.CaseId}/rating", new RatingRequest(5)));

        var rated = await ProgressAsync(nobody, receipt);
        Assert.Equal((false, 4, null), (rated.MayRate, rated.Rating!.Level, rated.Rating.Comment));
        Assert.Equal((4, "很好"), ((await world.HeadAsync(filed.CaseId, "window")).Rating!.Level, (await world.HeadAsync(filed.CaseId, "window")).Rating!.Comment));
        Assert.Null((await world.HeadAsync(filed.CaseId, "auditor")).Rating!.Comment);
        var told = (await (await world.AsAsync("supervisor")).GetAsync<Page<TimelineEntry>>($"/api/cases/{filed.CaseId}/timeline?limit=200")).Items.Single(e => e.Code == "case_rated");
        Assert.Equal(("4", "applicant"), (told.Details["level"], told.Role));
        Assert.DoesNotContain("comment", told.Details.Keys);
    }

    [Fact]
    public async Task The_code_is_gone_when_the_personal_data_is_erased()
    {
        var filed = await world.FileAsync();
        var receipt = await ReceiptAsync(filed.CaseId, "applicant");
        await (await world.AsAsync("window")).PostAsync($"/api/cases/{filed.CaseId}/decline", new DeclineRequest(1, "x"));
        await (await world.AsAsync("applicant")).PostAsync($"/api/cases/{filed.CaseId}/rating", new RatingRequest(1, "rude"));
        await (await world.AsAsync("supervisor")).PostAsync($"/api/cases/{filed.CaseId}/erase", new EraseRequest("PIPL 47"));
        using var nobody = new Api(world.Server.Address);
        Assert.Equal("404 progress-not-found", await nobody.RefusedAsync(HttpMethod.Post, "/api/progress", new ProgressRequest(receipt.CaseNumber, receipt.Code!)));
        var erased = await ReceiptAsync(filed.CaseId, "applicant");
        Assert.Equal((null, null, null), (erased.Code, erased.Path, erased.ApplicantName));
        Assert.Equal((1, null), ((await world.HeadAsync(filed.CaseId)).Rating!.Level, (await world.HeadAsync(filed.CaseId)).Rating!.Comment));
    }

    private async Task<string> Refused(string account, string caseId)
    {
        // Somebody who may see the case and is an applicant elsewhere.
        var admin = await world.Server.AdministratorAsync();
        (await admin.SendAsync(HttpMethod.Post, "/api/accounts", new
        {
            account, region = World.District, displayName = account, password = World.Password,
            grants = new[] { new { role = "window", region = World.District }, new { role = "applicant", region = World.District } },
        })).Dispose();
        return await (await world.AsAsync(account)).RefusedAsync(HttpMethod.Post, $"/api/cases/{caseId}/rating", new RatingRequest(5));
    }

    private async Task<ReceiptAnswer> ReceiptAsync(string caseId, string account) => await (await world.AsAsync(account)).GetAsync<ReceiptAnswer>($"/api/cases/{caseId}/receipt");

    private static Task<ProgressAnswer> ProgressAsync(Api api, ReceiptAnswer receipt) =>
        api.PostAsync<ProgressAnswer>("/api/progress", new ProgressRequest(receipt.CaseNumber, receipt.Code!));

    private static async Task<string> TextAsync(Api api, ReceiptAnswer receipt)
    {
        using var answer = await api.SendAsync(HttpMethod.Post, "/api/progress", new ProgressRequest(receipt.CaseNumber, receipt.Code!));
        return await answer.Content.ReadAsStringAsync();
    }

    private static IEnumerable<string> Steps(ProgressAnswer progress) => progress.Steps.Select(s => $"{s.Name.En} {s.State}");
}

/// <summary>Guessing codes: on a server of its own, as it shuts the door for everybody at its address.</summary>
public sealed class ReceiptGuessingTests(World world) : IClassFixture<World>
{
    [Fact]
    public async Task A_wrong_code_and_an_unknown_number_answer_alike_and_who_guesses_waits()
    {
        var filed = await world.FileAsync();
        using var nobody = new Api(world.Server.Address);
        var wrong = await nobody.ProblemAsync(HttpMethod.Post, "/api/progress", new ProgressRequest(filed.CaseNumber, "0000000000"));
        var unknown = await nobody.ProblemAsync(HttpMethod.Post, "/api/progress", new ProgressRequest("510104-260302-00000000", "0000000000"));
        Assert.Equal("404 progress-not-found", wrong.Short);
        Assert.Equal((wrong.Short, wrong.Body.Title, wrong.Body.Detail), (unknown.Short, unknown.Body.Title, unknown.Body.Detail));

        // The count begins anew with each minute, so it may take twice as many.
        HttpStatusCode last = default;
        for (var i = 0; i < 45 && last != HttpStatusCode.TooManyRequests; i++)
        {
            using var answer = await nobody.TryAsync(HttpMethod.Post, "/api/progress", new ProgressRequest(filed.CaseNumber, $"{i:D10}"));
            last = answer.StatusCode;
        }
        Assert.Equal(HttpStatusCode.TooManyRequests, last);
        Assert.Equal("404 progress-not-found", await AskAsync("203.0.113.7"));
        Assert.Equal("张三", (await world.HeadAsync(filed.CaseId)).Applicant!.Name);

        // As a proxy on this machine passes on what somebody else asks.
        async Task<string> AskAsync(string from)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/progress") { Content = JsonContent.Create(new { caseNumber = filed.CaseNumber, code = "0000000000" }) };
            request.Headers.Add("X-Forwarded-For", from);
            using var answer = await nobody.SendAsync(request);
            var problem = await answer.ReadAsync<ProblemBody>();
            return $"{(int)answer.StatusCode} {problem.Code}";
        }
    }
}
