using System.Globalization;
using Workflow.Contracts;
using Workflow.Contracts.Messages;
using Workflow.Core.Cases.Messages;
using Workflow.Core.Runtime;
using Workflow.Postgres;
using Workflow.Postgres.Correlation;
using Workflow.Postgres.Queries;
using Workflow.Postgres.Queues;
using Workflow.Server.Cases;
using Workflow.Server.Http;
using Workflow.Server.Identity;

namespace Workflow.Server.Correlation;

/// <summary>What is parked and what waits for what, for those who oversee the regions concerned. What a message says is shown to nobody here.</summary>
internal static class ParkedRoutes
{
    private const int PageUsual = 50;

    private static readonly Role[] Overseers = [Role.Supervisor, Role.Administrator];

    public static void Map(RouteGroupBuilder api)
    {
        var messages = api.MapGroup("/parked-messages").WithTags("Messages");
        messages.MapGet("", ListAsync).For(Overseers).WithSummary("Messages that nobody waits for yet, newest first").Produces<Page<ParkedMessageAnswer>>();
        messages.MapGet("/names", NamesAsync).For(Overseers).WithSummary("How many messages are parked, by name").Produces<IReadOnlyList<ParkedNameAnswer>>();
        messages.MapPost("/{id:long}/discard", DiscardAsync).For(Overseers).WithMetadata(new NoCommand()).WithSummary("Says, with a reason, that a parked message is not needed; what it says is deleted")
            .Produces<ParkedMessageAnswer>();
        messages.MapPost("/{id:long}/resend", ResendAsync).For(Overseers).WithMetadata(new NoCommand()).WithSummary("Lets an expired message wait again, for a week").Produces<ParkedMessageAnswer>();
        api.MapGet("/waits", WaitsAsync).For(Overseers).WithTags("Messages").WithSummary("Which cases wait for which message or signal, the longest wait first").Produces<Page<WaitAnswer>>();
    }

    private static async Task<IResult> ListAsync(HttpContext http, Principal who, ParkedMessages parked)
    {
        var query = new Query(http.Request, "name", "key", "state", "cursor", "limit");
        var state = query.Choice("state", "waiting", "expired", "discarded") switch { 1 => "expired", 2 => "discarded", _ => "waiting" };
        var before = query.Long("cursor", long.MaxValue, 1, long.MaxValue);
        var limit = query.Integer("limit", PageUsual, 1, ParkedMessages.PageMax);
        var address = AddressOf(query);
        if (query.Problem is { } problem) return problem;
        var found = await parked.ListAsync(CaseScopes.PrefixesOf(who, Overseers), state, query.Text("name"), address, before, limit, http.RequestAborted);
        var next = found.Count == limit ? found[^1].Id.ToString(CultureInfo.InvariantCulture) : null;
        return Results.Json(new Page<ParkedMessageAnswer>([.. found.Select(AnswerOf)], next), Json.Options);
    }

    private static async Task<IResult> NamesAsync(HttpContext http, Principal who, ParkedMessages parked)
    {
        var names = await parked.NamesAsync(CaseScopes.PrefixesOf(who, Overseers), http.RequestAborted);
        return Results.Json(names.Select(n => new ParkedNameAnswer(n.Name, n.Count, n.Oldest, n.SoonestExpiry)), Json.Options);
    }

    private static async Task<IResult> DiscardAsync(HttpContext http, long id, Body<DiscardRequest> body, Principal who, ParkedMessages parked, DeadLetters letters)
    {
        var prefixes = CaseScopes.PrefixesOf(who, Overseers);
        if (await parked.FindAsync(prefixes, id, http.RequestAborted) is not { } message) return Problem.NotFound("parked-message-not-found");
        if (!await parked.DiscardAsync(id, who.Account, body.Value.Reason, http.RequestAborted)) return new Problem(StatusCodes.Status409Conflict, "parked-message-settled");
        await SettleLetterAsync(letters, message, "discarded", who, body.Value.Reason, http.RequestAborted);
        return Results.Json(AnswerOf((await parked.FindAsync(prefixes, id, http.RequestAborted))!), Json.Options);
    }

    private static async Task<IResult> ResendAsync(HttpContext http, long id, Principal who, ParkedMessages parked, DeadLetters letters, MessageRouter router, Node node)
    {
        var prefixes = CaseScopes.PrefixesOf(who, Overseers);
        if (await parked.FindAsync(prefixes, id, http.RequestAborted) is not { } message) return Problem.NotFound("parked-message-not-found");
        if (!await parked.ReviveAsync(id, node.Now + MessageRouter.TtlUsual, http.RequestAborted)) return new Problem(StatusCodes.Status409Conflict, "parked-message-settled");
        await SettleLetterAsync(letters, message, "replayed", who, null, http.RequestAborted);
        router.Wake();
        // It may be on its way already, and gone from here.
        return Results.Json(AnswerOf(await parked.FindAsync(prefixes, id, http.RequestAborted) ?? message with { State = "waiting" }), Json.Options);
    }

    private static Task SettleLetterAsync(DeadLetters letters, ParkedMessage message, string state, Principal who, string? reason, CancellationToken ct) =>
        letters.SettleAsync(CorrelationLetters.Parked, message.Message.Principal, message.Message.Source, message.Message.MessageId, state, who.Account, reason, ct);

    private static async Task<IResult> WaitsAsync(HttpContext http, Principal who, CaseWaits waits)
    {
        var query = new Query(http.Request, "name", "key", "cursor", "limit");
        var limit = query.Integer("limit", PageUsual, 1, CaseWaits.PageMax);
        var address = AddressOf(query);
        (long, long)? after = null;
        if (query.Text("cursor") is { } cursor)
        {
            if (cursor.Split('.') is [var first, var second] && long.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var position)
                && long.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out var subscription)) after = (position, subscription);
            else query.Wrong("cursor", "parameter-invalid");
        }
        if (query.Problem is { } problem) return problem;
        var lines = await waits.ListAsync(CaseScopes.PrefixesOf(who, Overseers), query.Text("name"), address, after, limit, http.RequestAborted);
        var next = lines.Count == limit ? string.Create(CultureInfo.InvariantCulture, $"{lines[^1].Position}.{lines[^1].Subscription}") : null;
        return Results.Json(new Page<WaitAnswer>(
            [.. lines.Select(w => new WaitAnswer(w.StreamId, w.CaseNumber, w.Title, w.Kind == WaitKind.Message ? "message" : "signal", w.Name, w.Element, w.Region, w.JointItem, w.Since))], next), Json.Options);
    }

    /// <summary>Whoever knows a key may ask for it; it can be read nowhere.</summary>
    private static byte[]? AddressOf(Query query)
    {
        if (query.Text("key") is not { } key) return null;
        if (query.Text("name") is { } name) return MessageAddress.Of(name, key);
        query.Wrong("name", "field-required");
        return null;
    }

    private static ParkedMessageAnswer AnswerOf(ParkedMessage m) => new(
        m.Id.ToString(CultureInfo.InvariantCulture), m.Message.Name, m.Message.Region, m.Message.ThrownBy is null ? m.Message.Principal : null, m.Message.ThrownBy, m.Message.CaseId,
        m.ReceivedAt, m.Message.ExpiresAt, m.Tries, m.LastCode, m.State, m.SettledBy, m.SettledAt, m.Reason);
}
