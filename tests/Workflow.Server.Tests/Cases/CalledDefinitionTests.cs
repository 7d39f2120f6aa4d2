using System.Text;
using Workflow.Contracts.Cases;
using Workflow.Contracts.Catalog;
using Workflow.Contracts.Tasks;
using Xunit;

namespace Workflow.Server.Tests.Cases;

/// <summary>A case calls another published definition; a new version comes while it runs, and the node goes away.</summary>
public sealed class CalledDefinitionTests(World world) : IClassFixture<World>
{
    [Fact]
    public async Task A_running_call_keeps_its_version_over_a_new_one_and_over_a_restart_and_later_calls_take_the_new_one()
    {
        // given a case that runs inside version 1 of what it calls
        using var administrator = await world.Server.AdministratorAsync();
        Assert.Contains("call-not-published", await FindingsAsync(administrator, Caller));
        await DeployAsync(administrator, "called-visit", Visit("first"));
        Assert.DoesNotContain("call-not-published", await FindingsAsync(administrator, Caller));
        await DeployAsync(administrator, "caller", Caller);
        await administrator.PutAsync("/api/joint-items/caller", World.JointItem("caller", "market"));
        var running = await world.AcceptedAsync("caller");
        Assert.Equal(["first"], OpenSteps(running));

        // when version 2 is published, and another node goes on where this one stopped
        await DeployAsync(administrator, "called-visit", Visit("second"));
        var later = await world.AcceptedAsync("caller");
        await using var other = await world.Server.StartAnotherAsync();
        using var market = await new Api(other.Address).SignInAsync("market", World.Password);
        await world.Server.StopAsync();

        // then the running call ends by version 1, the later one by version 2
        foreach (var (one, step) in new[] { (running, "first"), (later, "second") })
        {
            var head = await market.GetAsync<CaseAnswer>($"/api/cases/{one.CaseId}");
            Assert.Equal([step], OpenSteps(head));
            await market.PostAsync($"/api/cases/{one.CaseId}/tasks/{World.TaskOf(head, step)}/opinion", new OpinionRequest("positive"));
            Assert.Equal(["review_market"], OpenSteps(await market.GetAsync<CaseAnswer>($"/api/cases/{one.CaseId}")));
        }
    }

    private static IEnumerable<string> OpenSteps(CaseAnswer head) => head.Tasks.Where(t => t.ClosedAt is null).Select(t => t.Element);

    private static async Task<IEnumerable<string>> FindingsAsync(Api administrator, string xml)
    {
        using var content = new StringContent(xml, Encoding.UTF8, "application/xml");
        using var answer = await administrator.SendAsync(HttpMethod.Post, "/api/definitions/caller?dryRun=true", content);
        return (await answer.ReadAsync<DefinitionFindings>()).Findings.Select(finding => finding.Code);
    }

    private static async Task DeployAsync(Api administrator, string key, string xml)
    {
        using var content = new StringContent(xml, Encoding.UTF8, "application/xml");
        (await administrator.SendAsync(HttpMethod.Post, $"/api/definitions/{key}", content)).Dispose();
    }

    private static string Visit(string step) => Definition("visiting",
        $"""<bpmn:userTask id="{step}" name="{step} visit" approval:kind="review" approval:department="market"/>""", step, null);

    private static string Caller => Definition("caller",
        """<bpmn:callActivity id="call" calledElement="called-visit"/><bpmn:userTask id="review_market" name="review" approval:kind="review" approval:department="market" approval:item="market"/>""", "call", "review_market");

    private static string Definition(string id, string steps, string first, string? second) =>
        $"""
        <?xml version="1.0" encoding="UTF-8"?>
        <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:approval="http://onego.dev/schema/approval" targetNamespace="http://onego.dev/tests">
          <bpmn:process id="{id}" isExecutable="true">
            <bpmn:startEvent id="start"/>{steps}<bpmn:endEvent id="end"/>
            <bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="{first}"/><bpmn:sequenceFlow id="f2" sourceRef="{first}" targetRef="{second ?? "end"}"/>
            {(second is null ? "" : $"""<bpmn:sequenceFlow id="f3" sourceRef="{second}" targetRef="end"/>""")}
          </bpmn:process>
        </bpmn:definitions>
        """;
}
