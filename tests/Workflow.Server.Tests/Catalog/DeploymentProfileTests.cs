using System.Net.Http.Headers;
using System.Text;
using Workflow.Server.Tests.Running;
using Xunit;

namespace Workflow.Server.Tests.Catalog;

/// <summary>What one definition may be deployed with and another may not: the profile of a deployment, over HTTP.</summary>
public sealed class DeploymentProfileTests(ServerFixture running) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task A_model_that_can_deadlock_is_deployed_with_a_warning_and_refused_by_a_strict_deployment()
    {
        using var designer = await running.AccountAsync("profiles-1", ("designer", "510100", null));
        const string Path = "/api/definitions/profile-deadlock";

        var looked = (await designer.SendAsync(HttpMethod.Post, Path + "?dryRun=true", Body(Deadlock), "p1-1")).Is(200);
        Assert.Contains("join-deadlock", looked.Text, StringComparison.Ordinal);
        Assert.True(looked.Json.GetProperty("deployable").GetBoolean());

        (await designer.SendAsync(HttpMethod.Post, Path, Body(Deadlock), "p1-2")).Is(200);
        var refused = (await designer.SendAsync(HttpMethod.Post, Path + "?profile=strict", Body(Deadlock), "p1-3")).Is(422, "definition-invalid");
        Assert.Contains("#join join-deadlock", refused.Errors);
        Assert.Equal(1, (await designer.GetAsync(Path)).Is(200).Json.GetProperty("versions").GetArrayLength());
    }

    [Fact]
    public async Task The_profile_stays_with_the_definition_until_another_is_given()
    {
        using var designer = await running.AccountAsync("profiles-2", ("designer", "510100", null));
        const string Path = "/api/definitions/profile-kept";

        (await designer.SendAsync(HttpMethod.Post, Path + "?profile=strict", Body(Sound), "p2-1")).Is(200);
        (await designer.SendAsync(HttpMethod.Post, Path, Body(Deadlock), "p2-2")).Is(422, "definition-invalid");
        (await designer.SendAsync(HttpMethod.Post, Path + "?profile=normal", Body(Deadlock), "p2-3")).Is(200);
        (await designer.SendAsync(HttpMethod.Post, Path, Body(Deadlock), "p2-4")).Is(200);
    }

    [Fact]
    public async Task A_call_of_something_that_nobody_has_published_is_a_warning_and_refused_by_a_strict_deployment()
    {
        using var designer = await running.AccountAsync("profiles-3", ("designer", "510100", null));
        var calling = Sound.Replace("""<b:userTask id="review" name="review" approval:kind="review" approval:department="fire" approval:item="fire">""", """<b:callActivity id="review" name="call" calledElement="nowhere">""", StringComparison.Ordinal)
            .Replace("</b:userTask>", "</b:callActivity>", StringComparison.Ordinal);

        Assert.Contains("call-not-published", (await designer.SendAsync(HttpMethod.Post, "/api/definitions/profile-call?dryRun=true", Body(calling), "p3-1")).Is(200).Text, StringComparison.Ordinal);
        var refused = (await designer.SendAsync(HttpMethod.Post, "/api/definitions/profile-call?profile=strict", Body(calling), "p3-2")).Is(422, "definition-invalid");
        Assert.Contains("#review call-not-published", refused.Errors);
    }

    [Fact]
    public async Task A_profile_that_there_is_not_is_named()
    {
        using var designer = await running.AccountAsync("profiles-4", ("designer", "510100", null));
        (await designer.SendAsync(HttpMethod.Post, "/api/definitions/profile-other?profile=loose", Body(Sound), "p4-1")).Is(400);
    }

    private const string Start = """
        <b:definitions xmlns:b="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:approval="http://onego.dev/schema/approval" targetNamespace="urn:t" id="d">
          <b:process id="profiled" name="profiled" isExecutable="true">
        """;

    private const string Sound = Start + """
            <b:startEvent id="start"><b:outgoing>f1</b:outgoing></b:startEvent>
            <b:userTask id="review" name="review" approval:kind="review" approval:department="fire" approval:item="fire"><b:incoming>f1</b:incoming><b:outgoing>f2</b:outgoing></b:userTask>
            <b:endEvent id="end"><b:incoming>f2</b:incoming></b:endEvent>
            <b:sequenceFlow id="f1" sourceRef="start" targetRef="review"/>
            <b:sequenceFlow id="f2" sourceRef="review" targetRef="end"/>
          </b:process>
        </b:definitions>
        """;

    private const string Deadlock = Start + """
            <b:startEvent id="start"/>
            <b:exclusiveGateway id="choice" default="f3"/>
            <b:userTask id="one" name="one" approval:kind="review" approval:department="fire" approval:item="fire"/>
            <b:userTask id="two" name="two" approval:kind="review" approval:department="food" approval:item="food"/>
            <b:parallelGateway id="join"/>
            <b:endEvent id="end"/>
            <b:sequenceFlow id="f1" sourceRef="start" targetRef="choice"/>
            <b:sequenceFlow id="f2" sourceRef="choice" targetRef="one"><b:conditionExpression xsi:type="b:tFormalExpression">region = "510100"</b:conditionExpression></b:sequenceFlow>
            <b:sequenceFlow id="f3" sourceRef="choice" targetRef="two"/>
            <b:sequenceFlow id="f4" sourceRef="one" targetRef="join"/>
            <b:sequenceFlow id="f5" sourceRef="two" targetRef="join"/>
            <b:sequenceFlow id="f6" sourceRef="join" targetRef="end"/>
          </b:process>
        </b:definitions>
        """;

    private static ByteArrayContent Body(string text) => new(Encoding.UTF8.GetBytes(text)) { Headers = { ContentType = new MediaTypeHeaderValue("application/xml") } };
}
