using Workflow.Contracts.Cases;
using Workflow.Contracts.Tasks;
using Xunit;

namespace Workflow.Server.Tests.Cases;

/// <summary>A command that is sent again answers as it did, whatever has happened since, on whichever server.</summary>
public sealed class IdempotencyTests(World world) : IClassFixture<World>
{
    [Fact]
    public async Task Filing_twice_with_one_key_is_one_case_and_one_answer_also_on_another_server()
    {
        var applicant = await world.AsAsync("applicant");
        var first = await world.FileAsync(applicant, key: "file-1");
        Assert.Equal(first, await world.FileAsync(applicant, key: "file-1"));

        // The catalogue moves on: what is asked for now would be refused, and was accepted then.
        var admin = await world.Server.AdministratorAsync();
        await admin.PutAsync("/api/joint-items/six", World.JointItem("six", [.. World.Departments]));
        await (await world.AsAsync("window")).PostAsync($"/api/cases/{first.CaseId}/accept", new AcceptRequest(1));
        await using var second = await world.Server.StartAnotherAsync();
        using var elsewhere = await new Api(second.Address).SignInAsync("applicant", World.Password);
        Assert.Equal(first, await world.FileAsync(elsewhere, key: "file-1"));
        using var answer = await elsewhere.TryAsync(HttpMethod.Post, "/api/applications", World.Application(), "file-1");
        Assert.Equal(["true"], answer.Headers.GetValues("Idempotency-Replayed"));

        Assert.Equal("422 idempotency-key-reused", await elsewhere.RefusedAsync(HttpMethod.Post, "/api/applications", World.Application(name: "李四"), "file-1"));
        Assert.NotEqual(first.CaseId, (await world.FileAsync(await world.AsAsync("neighbour"), key: "file-1")).CaseId);
    }

    [Fact]
    public async Task An_opinion_sent_again_answers_the_same_after_the_case_has_moved_on_and_a_refused_one_is_decided_again()
    {
        var (accepted, market, fire) = (await world.AcceptedAsync(), await world.AsAsync("market"), await world.AsAsync("fire"));
        var (mine, theirs) = (OpinionPath(accepted, "market"), OpinionPath(accepted, "fire"));
        Assert.Equal("422 reason-required", await market.RefusedAsync(HttpMethod.Post, mine, new OpinionRequest("negative"), "o-1"));
        var first = await market.PostAsync(mine, new OpinionRequest("positive"), "o-1");
        await fire.PostAsync(theirs, new OpinionRequest("positive"), "o-1");
        Assert.Equal(first, await market.PostAsync(mine, new OpinionRequest("positive"), "o-1"));
        Assert.Equal("422 idempotency-key-reused", await market.RefusedAsync(HttpMethod.Post, mine, new OpinionRequest("positive", "but"), "o-1"));
        Assert.Equal("409 task-closed", await market.RefusedAsync(HttpMethod.Post, mine, new OpinionRequest("positive"), "o-2"));
    }

    [Fact]
    public async Task One_key_sent_by_many_at_once_takes_effect_once()
    {
        var applicant = await world.AsAsync("applicant");
        var answers = await Task.WhenAll(Enumerable.Range(0, 24).Select(_ => world.FileAsync(applicant, key: "storm")));
        Assert.Single(answers.Distinct());
        var timeline = await applicant.GetAsync<Contracts.Page<TimelineEntry>>($"/api/cases/{answers[0].CaseId}/timeline");
        Assert.Single(timeline.Items, e => e.Code == "application_filed");
    }

    [Fact]
    public async Task An_upload_sent_again_is_the_same_file_and_other_bytes_under_its_key_are_refused()
    {
        var applicant = await world.AsAsync("applicant");
        var first = await World.UploadAsync(applicant, [1, 2, 3], key: "up-1");
        Assert.Equal(first, await World.UploadAsync(applicant, [1, 2, 3], key: "up-1"));
        Assert.Equal("422 idempotency-key-reused", await applicant.RefusedAsync(HttpMethod.Post, "/api/files?name=x.pdf", new ByteArrayContent([4]), "up-1"));
    }

    private static string OpinionPath(CaseAnswer of, string department) => $"/api/cases/{of.CaseId}/tasks/{World.TaskOf(of, "review_" + department)}/opinion";
}
