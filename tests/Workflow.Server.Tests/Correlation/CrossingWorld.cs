using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Workflow.Contracts;
using Workflow.Contracts.Cases;
using Workflow.Contracts.Messages;
using Workflow.Contracts.Tasks;
using Workflow.Core.Cases;
using Workflow.Feel;
using Workflow.Postgres;
using Workflow.Server.Correlation;
using Workflow.Server.Tests.Cases;
using Workflow.Server.Tests.Messages;
using Xunit;

namespace Workflow.Server.Tests.Correlation;

/// <summary>
/// Joint items whose cases meet by messages and signals: "pays" throws the message "paid" after its review, "is-paid" waits for it before,
/// "calls" throws the signal "called" after its review, "is-called" waits for it before. The key is the store's name.
/// </summary>
public sealed class CrossingWorld : IAsyncLifetime
{
    private const string Paid =
        """<bpmn:extensionElements><approval:correlation key="=application.storeName"/><approval:input name="amount" value="=application.area"/></bpmn:extensionElements><bpmn:messageEventDefinition messageRef="Paid"/>""";

    private const string IsPaid =
        """<bpmn:extensionElements><approval:correlation key="=application.storeName"/></bpmn:extensionElements><bpmn:messageEventDefinition messageRef="Paid"/>""";

    private const string Called = """<bpmn:signalEventDefinition signalRef="Called"/>""";

    private static int made;
    private NpgsqlDataSource? database;
    private NpgsqlConnection? stopped;

    public MessageWorld Messages { get; } = new();

    public World World => Messages.World;

    public NpgsqlDataSource Database => database ??= World.Server.OpenDatabase();

    public async ValueTask InitializeAsync()
    {
        await Messages.InitializeAsync();
        await PublishAsync("pays", "", $"""<bpmn:intermediateThrowEvent id="step">{Paid}</bpmn:intermediateThrowEvent>""");
        await PublishAsync("is-paid", $"""<bpmn:intermediateCatchEvent id="step">{IsPaid}</bpmn:intermediateCatchEvent>""", "");
        await PublishAsync("calls", "", $"""<bpmn:intermediateThrowEvent id="step">{Called}</bpmn:intermediateThrowEvent>""");
        await PublishAsync("is-called", $"""<bpmn:intermediateCatchEvent id="step">{Called}</bpmn:intermediateCatchEvent>""", "");
    }

    private async Task PublishAsync(string code, string before, string after)
    {
        var (first, second, third) = (before.Length > 0 ? "step" : "review_market", before.Length > 0 ? "review_market" : "step", "end");
        var xml =
            $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:approval="http://onego.dev/schema/approval" targetNamespace="http://onego.dev/tests">
              <bpmn:message id="Paid" name="paid"/><bpmn:signal id="Called" name="called"/>
              <bpmn:process id="{code}" name="{code}" isExecutable="true">
                <bpmn:startEvent id="start"/>{before}
                <bpmn:userTask id="review_market" name="review market" approval:kind="review" approval:department="market" approval:item="market"/>{after}<bpmn:endEvent id="end"/>
                <bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="{first}"/><bpmn:sequenceFlow id="f2" sourceRef="{first}" targetRef="{second}"/><bpmn:sequenceFlow id="f3" sourceRef="{second}" targetRef="{third}"/>
              </bpmn:process>
            </bpmn:definitions>
            """;
        using var content = new StringContent(xml, Encoding.UTF8, "application/xml");
        (await Messages.Administrator.SendAsync(HttpMethod.Post, $"/api/definitions/{code}", content)).Dispose();
        await Messages.Administrator.PutAsync($"/api/joint-items/{code}", World.JointItem(code, "market"));
    }

    /// <summary>A key that no other test uses.</summary>
    public static string NewKey() => $"store {Interlocked.Increment(ref made)}";

    /// <summary>A case that has been accepted, so that its flow has begun; its id.</summary>
    public async Task<string> BeginAsync(string jointItem, string storeName, string region = World.District)
    {
        var application = System.Text.Json.JsonSerializer.SerializeToNode(World.Application(jointItem, answers: new { storeName, area = 120, phone = "13800000000" }))!;
        application["region"] = region;
        var filed = await (await World.AsAsync("applicant")).PostAsync<FiledAnswer>("/api/applications", application);
        await (await World.AsAsync(region == World.District ? "window" : "window2")).PostAsync($"/api/cases/{filed.CaseId}/accept", new AcceptRequest(1));
        return filed.CaseId;
    }

    /// <summary>Gives the market department's opinion: what throws after it has thrown when this is answered.</summary>
    public async Task ReviewAsync(string caseId, string officer = "market")
    {
        var api = await World.AsAsync(officer);
        var head = await api.GetAsync<CaseAnswer>($"/api/cases/{caseId}");
        await api.PostAsync($"/api/cases/{caseId}/tasks/{World.TaskOf(head, "review_market")}/opinion", new OpinionRequest("positive"));
    }

    /// <summary>True when what the case waited for has come: its review is open or done.</summary>
    public async Task<bool> HasGoneOnAsync(string caseId, string officer = "supervisor") =>
        (await World.HeadAsync(caseId, officer)).Tasks.Any(t => t.Element == "review_market");

    public Task UntilGoneOnAsync(string caseId, string officer = "supervisor") => UntilAsync(() => HasGoneOnAsync(caseId, officer), $"{caseId} goes on");

    /// <summary>An entry of what the message said, as it stands in the case's data under the event's id; null when it is not there.</summary>
    public async Task<string?> DataAsync(string caseId, string entry)
    {
        var state = (CaseState)(await World.Server.Services.GetRequiredService<Node>().ReadAsync(caseId, CancellationToken.None)).State;
        return state.Flow.Root is { } root && state.Flow.DataOf(root)["step"] is Value.Context said ? said[entry].ToString() : null;
    }

    public static async Task UntilAsync(Func<Task<bool>> holds, string what)
    {
        for (var tries = 0; tries < 600; tries++)
        {
            if (await holds()) return;
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
        throw new TimeoutException($"waited in vain until {what}");
    }

    public async Task<CorrelationAnswer> CorrelateAsync(string account, object message, string? key = null)
    {
        using var api = Messages.Api(account);
        return await api.PostAsync<CorrelationAnswer>("/api/messages/correlate", message, key);
    }

    public async Task<List<ParkedMessageAnswer>> ParkedAsync(string correlationKey, string state = "waiting", string account = "supervisor") =>
        [.. (await (await World.AsAsync(account)).GetAsync<Page<ParkedMessageAnswer>>($"/api/parked-messages?name=paid&key={Uri.EscapeDataString(correlationKey)}&state={state}")).Items];

    public async Task<List<WaitAnswer>> WaitsAsync(string correlationKey, string account = "supervisor") =>
        [.. (await (await World.AsAsync(account)).GetAsync<Page<WaitAnswer>>($"/api/waits?name=paid&key={Uri.EscapeDataString(correlationKey)}")).Items];

    /// <summary>Lets the time of a parked message be over.</summary>
    public async Task ExpireAsync(string parkedId)
    {
        await using var command = Database.CreateCommand("update parked_message set expires_at = now() where id = $1");
        command.Parameters.Add(new() { Value = long.Parse(parkedId, System.Globalization.CultureInfo.InvariantCulture) });
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }

    /// <summary>Until it is freed no node follows the log, as if the one that did had stopped short, still connected.</summary>
    public async Task HoldRouterAsync()
    {
        stopped = await Database.OpenConnectionAsync();
        await using (var listen = new NpgsqlCommand("set application_name = 'onego listener nobody'", stopped)) await listen.ExecuteNonQueryAsync();
        await RunAsync("update message_router set lease_owner = 'nobody', lease_until = now() + interval '1 hour'");
        // Whoever had it asks again within its own time, and lets go.
        var pulse = World.Server.Services.GetRequiredService<MessageRouter>();
        await UntilAsync(() => Task.FromResult(!pulse.IsWorking), "the router rests");
    }

    public async Task FreeRouterAsync()
    {
        await RunAsync("update message_router set lease_until = null");
        if (stopped is not null) await stopped.DisposeAsync();
        stopped = null;
    }

    public async Task<T> AskAsync<T>(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async Task RunAsync(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (stopped is not null) await stopped.DisposeAsync();
        if (database is not null) await database.DisposeAsync();
        await Messages.DisposeAsync();
    }
}
