using Workflow.Contracts.Cases;
using Workflow.Contracts.Tasks;
using Workflow.Core.Cases.Papers;
using Workflow.Server.Tests.Cases;
using Xunit;

namespace Workflow.Server.Tests.Papers;

/// <summary>Complaints (投诉) over HTTP: linked both ways, handled by the supervising department, answered on the first case's page.</summary>
public sealed class ComplaintTests(PaperWorld world) : IClassFixture<PaperWorld>
{
    [Fact]
    public async Task A_complaint_is_a_case_of_its_own_and_its_answer_comes_back()
    {
        var (id, applicant) = (await world.AcceptedAsync(), await world.AsAsync("applicant"));
        Assert.True((await ComplaintsAsync(id)).MayComplain);
        var filed = await applicant.PostAsync<ComplaintFiledAnswer>($"/api/cases/{id}/complaints", new ComplaintRequest("窗口拒收材料"));
        var complaint = await world.HeadAsync(filed.ComplaintCaseId, "applicant");
        Assert.Equal(("complaint", "张三"), (complaint.JointItem, complaint.Applicant!.Name));
        Assert.Equal("409 complaint-open", await applicant.RefusedAsync(HttpMethod.Post, $"/api/cases/{id}/complaints", new ComplaintRequest("又一次")));
        Assert.Equal("409 complaint-of-complaint", await applicant.RefusedAsync(HttpMethod.Post, $"/api/cases/{filed.ComplaintCaseId}/complaints", new ComplaintRequest("不满")));

        // Linked both ways; the departments of the case do not read the complaint.
        var about = (await ComplaintsAsync(filed.ComplaintCaseId)).About!;
        Assert.Equal((id, (await world.HeadAsync(id)).CaseNumber), (about.CaseId, about.CaseNumber));
        Assert.Equal(("窗口拒收材料", null), ((await ComplaintsAsync(id, "supervisor")).Items[0].Text, (await ComplaintsAsync(id)).Items[0].End));
        Assert.Empty((await ComplaintsAsync(id, "market")).Items);

        await (await world.AsAsync("window")).PostAsync($"/api/cases/{filed.ComplaintCaseId}/accept", new AcceptRequest(1));
        var supervision = await world.AsAsync("supervision");
        var head = await world.HeadAsync(filed.ComplaintCaseId, "supervision");
        Assert.Equal("窗口拒收材料", head.Answers["complaint"]!.Value.GetString());
        await supervision.PostAsync($"/api/cases/{filed.ComplaintCaseId}/tasks/{World.TaskOf(head, "investigate")}/complete", new CompleteTaskRequest());
        head = await world.HeadAsync(filed.ComplaintCaseId, "supervision");
        await supervision.PostAsync($"/api/cases/{filed.ComplaintCaseId}/decide", new DecideRequest(World.TaskOf(head, "answer"), "grant", "情况属实,已责令改正"));

        var answered = await PaperWorld.UntilAsync(() => ComplaintsAsync(id), c => c.Items[0].End is not null);
        Assert.Equal(("upheld", "情况属实,已责令改正", complaint.CaseNumber), (answered.Items[0].End, answered.Items[0].Answer, answered.Items[0].CaseNumber));
        Assert.True(answered.MayComplain);
        var documents = await world.DocumentsAsync(id, d => d.Any(one => one.Kind == PaperKinds.ComplaintAnswer), "applicant");
        using var opened = await applicant.SendAsync(HttpMethod.Get, $"/api/cases/{id}/documents/{documents.Single(d => d.Kind == PaperKinds.ComplaintAnswer).Id}");
        Assert.Contains("情况属实", await opened.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_holds_the_receipt_may_complain_and_nobody_else()
    {
        var id = await world.AcceptedAsync();
        var receipt = await (await world.AsAsync("applicant")).GetAsync<ReceiptAnswer>($"/api/cases/{id}/receipt");
        using var nobody = new Api(world.Server.Address);
        Assert.Equal("404 progress-not-found", await nobody.RefusedAsync(HttpMethod.Post, "/api/progress/complaints", new ReceiptComplaintRequest(receipt.CaseNumber, "0000000000", "不满")));
        var body = new ReceiptComplaintRequest(receipt.CaseNumber, receipt.Code!, "不满");
        var filed = await nobody.PostAsync<ComplaintFiledAnswer>("/api/progress/complaints", body, "one-key");
        Assert.Equal(filed.ComplaintCaseId, (await nobody.PostAsync<ComplaintFiledAnswer>("/api/progress/complaints", body, "one-key")).ComplaintCaseId);
        Assert.Single((await ComplaintsAsync(id)).Items);
        Assert.Equal("403 forbidden", await (await world.AsAsync("supervisor")).RefusedAsync(HttpMethod.Post, $"/api/cases/{id}/complaints", new ComplaintRequest("不满")));
        Assert.Equal("404 case-not-found", await (await world.AsAsync("neighbour")).RefusedAsync(HttpMethod.Post, $"/api/cases/{id}/complaints", new ComplaintRequest("不满")));
    }

    private async Task<ComplaintsAnswer> ComplaintsAsync(string caseId, string account = "applicant") =>
        await (await world.AsAsync(account)).GetAsync<ComplaintsAnswer>($"/api/cases/{caseId}/complaints");
}
