using System.Text;
using System.Text.Json;
using Workflow.Contracts.Cases;
using Workflow.Contracts.Jobs;
using Workflow.Contracts.Messages;
using Workflow.Server.Tests.Cases;
using Xunit;

namespace Workflow.Server.Tests.Messages;

/// <summary>Commands that come as messages: the same rules as for the routes, each answered, none lost.</summary>
public sealed class MessageDoorTests(MessageWorld messages) : IClassFixture<MessageWorld>
{
    [Fact]
    public async Task Departments_decide_a_whole_case_by_messages_alone()
    {
        var (accepted, review) = await messages.AcceptedAsync();
        var id = accepted.CaseId;
        Assert.Equal("200 accepted", (await messages.SendAsync(MessageWorld.Fire, MessageWorld.Command("task.claim.v1", id, new { taskId = review }))).Short);
        var opinion = await messages.SendAsync(MessageWorld.Fire, MessageWorld.Command("opinion.give.v1", id, new { taskId = review, kind = "conditional", conditions = new[] { "two exits" } }));
        Assert.Equal("200 accepted", opinion.Short);
        Assert.Equal((id, true), (opinion.One.CaseId, opinion.One.Position > 0 && opinion.One.Version > 0));
        await SendAsync("opinion.give.v1", new { taskId = World.TaskOf(accepted, "review_market"), kind = "positive" });
        await SendAsync("case.decide.v1", new { taskId = await TaskAsync("decide"), decision = "grant" });
        await SendAsync("case.conclude.v1", new { taskId = await TaskAsync("conclude"), results = new[] { new { item = "fire", name = "消防意见书", number = "F-1" } } });

        var head = await messages.World.HeadAsync(id);
        Assert.Equal(11, head.Status);
        Assert.Equal("F-1", Assert.Single(head.Results).Number);
        Assert.Equal("conditional", head.SubCases.Single(s => s.Item == "fire").Opinion!.Kind);
        Assert.Equal(MessageWorld.Fire, head.SubCases.Single(s => s.Item == "fire").Opinion!.Officer);

        async Task SendAsync(string name, object data) => Assert.Equal("200 accepted", (await messages.SendAsync(MessageWorld.Market, MessageWorld.Command(name, id, data))).Short);

        async Task<long> TaskAsync(string element) => World.TaskOf(await messages.World.HeadAsync(id), element);
    }

    [Fact]
    public async Task The_same_message_again_is_answered_as_the_first_time_and_does_nothing_twice()
    {
        var (accepted, review) = await messages.AcceptedAsync();
        var command = MessageWorld.Command("opinion.give.v1", accepted.CaseId, new { taskId = review, kind = "positive" });
        var first = await messages.SendAsync(MessageWorld.Fire, command);
        Assert.Equal(first.Text, (await messages.SendAsync(MessageWorld.Fire, command)).Text);
        // In binary mode it is still the same message.
        var binary = await messages.SendAsync(MessageWorld.Fire, CloudEventHeaders.BodyOf(command), "application/json", [.. CloudEventHeaders.Write(command).Select(h => (h.Key, h.Value))]);
        Assert.Equal(first.Text, binary.Text);

        var other = command with { Data = JsonSerializer.SerializeToElement(new { taskId = review, kind = "advisory" }) };
        Assert.Equal("422 refused message-id-reused", (await messages.SendAsync(MessageWorld.Fire, other)).Short);
        Assert.Single(await messages.FeedAsync(MessageWorld.Fire, accepted.CaseId), e => e.Type == "dev.onego.opinion.given.v1");
    }

    [Fact]
    public async Task What_the_caller_may_not_do_by_the_routes_it_may_not_do_by_messages()
    {
        var (accepted, review) = await messages.AcceptedAsync();
        var opinion = MessageWorld.Command("opinion.give.v1", accepted.CaseId, new { taskId = review, kind = "positive" });
        Assert.Equal("422 refused not-your-task", (await messages.SendAsync(MessageWorld.Market, opinion)).Short);
        Assert.Equal("422 refused case-not-found", (await messages.SendAsync(MessageWorld.Region, opinion)).Short);
        Assert.Equal("422 refused case-not-found", (await messages.SendAsync(MessageWorld.Elsewhere, opinion)).Short);
        Assert.Equal("422 refused task-not-found", (await messages.SendAsync(MessageWorld.Fire, MessageWorld.Command("task.claim.v1", accepted.CaseId, new { taskId = World.TaskOf(accepted, "review_market") }))).Short);
        Assert.Equal("422 rejected reason-required", (await messages.SendAsync(MessageWorld.Fire, MessageWorld.Command("opinion.give.v1", accepted.CaseId, new { taskId = review, kind = "negative" }))).Short);

        var officer = await messages.World.AsAsync("fire");
        Assert.Equal("403 forbidden", await officer.RefusedAsync(HttpMethod.Post, "/api/messages", new { }));
    }

    [Fact]
    public async Task A_message_that_breaks_its_schema_is_refused_by_the_members_that_are_wrong()
    {
        var id = "case-" + new string('0', 32);
        Assert.Equal("422 refused message-invalid: $.data.taskId field-type, $.data.kind field-choice, $.data.colour field-unknown",
            await ShortAsync(MessageWorld.Command("opinion.give.v1", id, new { taskId = "seven", kind = "maybe", colour = "red" })));
        Assert.Equal("422 refused message-invalid: $.data.taskId field-required, $.data.kind field-required", await ShortAsync(MessageWorld.Command("opinion.give.v1", id, new { })));
        Assert.Equal("422 refused message-invalid: $.data field-required", await ShortAsync(MessageWorld.Command("task.claim.v1", id, null)));
        Assert.Equal("422 refused message-invalid: $.subject field-required", await ShortAsync(MessageWorld.Command("task.claim.v1", null, new { taskId = 1 })));
        Assert.Equal("422 refused message-invalid: $.subject field-format", await ShortAsync(MessageWorld.Command("task.claim.v1", "case-7", new { taskId = 1 })));
        Assert.Equal("422 refused message-invalid: $.source message-source-reserved", await ShortAsync(MessageWorld.Command("task.claim.v1", id, new { taskId = 1 }) with { Source = "http" }));
        Assert.Equal("422 refused message-invalid: $.dataschema field-choice", await ShortAsync(MessageWorld.Command("task.claim.v1", id, new { taskId = 1 }) with { DataSchema = "urn:other" }));
        Assert.Equal("422 refused message-type-unknown: $.type field-choice", await ShortAsync(MessageWorld.Command("case.explode.v1", id, new { })));
        Assert.Equal("422 refused message-type-unknown: $.type field-choice", await ShortAsync(MessageWorld.Command("case.accepted.v1", id, new { })));
        Assert.Equal("422 refused message-version-unknown: $.type field-choice", await ShortAsync(MessageWorld.Command("opinion.give.v2", id, new { })));

        var refused = (await messages.SendAsync(MessageWorld.Fire, MessageWorld.Command("opinion.give.v2", id, new { }))).One;
        Assert.Equal("未知的消息版本", refused.Message!.Zh);
        Assert.Equal("The version of the message type is not known", refused.Message.En);

        async Task<string> ShortAsync(CloudEvent command) => (await messages.SendAsync(MessageWorld.Fire, command)).Short;
    }

    [Fact]
    public async Task What_is_no_event_at_all_is_refused_clearly()
    {
        Assert.Equal("422 refused json-malformed: $ json-malformed", (await messages.SendAsync(MessageWorld.Fire, "{\"id\":")).Short);
        Assert.Equal("422 refused json-empty: $ json-empty", (await messages.SendAsync(MessageWorld.Fire, "")).Short);
        Assert.Equal("422 refused json-encoding: $ json-encoding", (await messages.SendAsync(MessageWorld.Fire, [0x22, 0xff, 0x22], CloudEventJson.MediaType)).Short);
        Assert.Equal("422 refused json-too-deep: $ json-too-deep", (await messages.SendAsync(MessageWorld.Fire, new string('[', 100))).Short);
        Assert.Equal("422 refused message-media-type", (await messages.SendAsync(MessageWorld.Fire, "{}", "application/json")).Short);
        Assert.Equal("422 refused message-media-type", (await messages.SendAsync(MessageWorld.Fire, "{}"u8.ToArray(), null)).Short);
        Assert.Equal("422 refused message-invalid: $.id json-duplicate-member", (await messages.SendAsync(MessageWorld.Fire, """{"specversion":"1.0","id":"a","id":"b","source":"/x","type":"t"}""")).Short);
        Assert.Equal("422 refused message-invalid: $.data.a json-surrogate", (await messages.SendAsync(MessageWorld.Fire, """{"specversion":"1.0","id":"a","source":"/x","type":"t","data":{"a":"\ud800"}}""")).Short);
        Assert.Equal("422 refused message-invalid: $.id json-surrogate", (await messages.SendAsync(MessageWorld.Fire, """{"specversion":"1.0","id":"\ud800","source":"/x","type":"t"}""")).Short);
        Assert.Equal("422 refused message-invalid: $ field-type", (await messages.SendAsync(MessageWorld.Fire, "[]")).Short);
        Assert.Equal("422 refused message-invalid: $ field-type", (await messages.SendAsync(MessageWorld.Fire, "{}", CloudEventJson.BatchMediaType)).Short);
        Assert.Equal("422 refused message-invalid: $.id field-type, $.type field-required, $.specversion field-choice", (await messages.SendAsync(MessageWorld.Fire, """{"specversion":"0.3","id":7,"source":"/x"}""")).Short);
        Assert.Equal("422 refused message-invalid: $.data.a json-duplicate-member", (await messages.SendAsync(
            MessageWorld.Fire, """{"a":1,"a":2}"""u8.ToArray(), "application/json", ("ce-specversion", "1.0"), ("ce-id", "x"), ("ce-source", "/x"), ("ce-type", "t"))).Short);
    }

    [Fact]
    public async Task What_is_too_large_is_refused_and_its_beginning_kept()
    {
        var text = new string('x', 300 * 1024);
        Assert.Equal("422 refused message-too-large", (await messages.SendAsync(MessageWorld.Fire, $$"""{"specversion":"1.0","id":"a","source":"/x","type":"t","data":"{{text}}"}""")).Short);
        var huge = new byte[7 << 20];
        Array.Fill(huge, (byte)' ');
        var refused = await messages.SendAsync(MessageWorld.Fire, huge, CloudEventJson.MediaType);
        Assert.StartsWith("413 refused message-too-large", refused.Short, StringComparison.Ordinal);
        using var api = messages.Api(MessageWorld.Fire);
        var letter = await api.GetAsync<DeadLetterAnswer>($"/api/dead-letters/{refused.One.DeadLetter}");
        Assert.True(letter.Cut);
        Assert.Equal("409 dead-letter-cut", await api.RefusedAsync(HttpMethod.Post, $"/api/dead-letters/{letter.Id}/replay", new { }));
    }

    [Fact]
    public async Task A_batch_with_bad_members_loses_none_of_the_good_ones()
    {
        var (accepted, review) = await messages.AcceptedAsync();
        var claim = CloudEventJson.Write(MessageWorld.Command("task.claim.v1", accepted.CaseId, new { taskId = review }));
        var opinion = CloudEventJson.Write(MessageWorld.Command("opinion.give.v1", accepted.CaseId, new { taskId = review, kind = "positive" }));
        var batch = $"[{Encoding.UTF8.GetString(claim)}, 7, {{\"id\":\"x\",\"id\":\"y\"}}, {Encoding.UTF8.GetString(opinion)}]";
        var answer = await messages.SendAsync(MessageWorld.Fire, batch, CloudEventJson.BatchMediaType);
        Assert.Equal(422, answer.Status);
        Assert.Equal(["accepted", "refused", "refused", "accepted"], answer.Body.Messages.Select(m => m.Status));
        Assert.Equal("positive", (await messages.World.HeadAsync(accepted.CaseId)).SubCases.Single(s => s.Item == "fire").Opinion!.Kind);

        var many = "[" + string.Join(',', Enumerable.Repeat("{}", 101)) + "]";
        Assert.Equal("422 refused message-batch-too-long: $ message-batch-too-long", (await messages.SendAsync(MessageWorld.Fire, many, CloudEventJson.BatchMediaType)).Short);
        Assert.Equal(200, (await messages.SendAsync(MessageWorld.Fire, "[]", CloudEventJson.BatchMediaType)).Status);
    }

    [Fact]
    public async Task A_worker_ends_its_jobs_by_messages()
    {
        using var worker = messages.Api(MessageWorld.Region);
        var (failed, job) = await JobAsync();
        Assert.Equal("422 refused case-not-found", (await messages.SendAsync(MessageWorld.Elsewhere, MessageWorld.Command("job.complete.v1", failed, new { activity = job.Activity }))).Short);
        var tried = await messages.SendAsync(MessageWorld.Region, MessageWorld.Command("job.fail.v1", failed, new { activity = job.Activity, code = "registry-down", detail = "no answer" }));
        Assert.Equal("200 accepted", tried.Short);
        Assert.Null(tried.One.Version);
        Assert.Equal("422 refused job-not-held", (await messages.SendAsync(MessageWorld.Region, MessageWorld.Command("job.fail.v1", failed, new { activity = job.Activity, code = "registry-down", detail = "no answer" }))).Short);
        Assert.Equal("200 accepted", (await messages.SendAsync(MessageWorld.Region, MessageWorld.Command("job.complete.v1", failed, new { activity = job.Activity, output = new { number = "R-1" } }))).Short);
        Assert.Equal(11, (await messages.World.HeadAsync(failed)).Status);

        var (caught, other) = await JobAsync();
        Assert.Equal("200 accepted", (await messages.SendAsync(MessageWorld.Region, MessageWorld.Command("job.error.v1", caught, new { activity = other.Activity, code = "name-taken" }))).Short);
        Assert.Equal("422 rejected job-closed", (await messages.SendAsync(MessageWorld.Region, MessageWorld.Command("job.complete.v1", caught, new { activity = other.Activity }))).Short);

        async Task<(string CaseId, ActivatedJob Job)> JobAsync()
        {
            var accepted = await messages.World.AcceptedAsync("with-job");
            Assert.Equal("200 accepted", (await messages.SendAsync(MessageWorld.Market, MessageWorld.Command("opinion.give.v1", accepted.CaseId, new { taskId = World.TaskOf(accepted, "review_market"), kind = "positive" }))).Short);
            var jobs = await worker.PostAsync<ActivatedJobs>("/api/jobs/activate", new ActivateJobsRequest("register", 100, WaitSeconds: 30));
            return (accepted.CaseId, jobs.Jobs.Single(j => j.CaseId == accepted.CaseId));
        }
    }
}
