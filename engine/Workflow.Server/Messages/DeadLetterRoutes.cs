using System.Globalization;
using System.Text;
using System.Text.Json;
using Workflow.Contracts;
using Workflow.Contracts.Messages;
using Workflow.Core.Runtime;
using Workflow.Postgres.Queries;
using Workflow.Postgres.Queues;
using Workflow.Server.Cases;
using Workflow.Server.Correlation;
using Workflow.Server.Http;
using Workflow.Server.Identity;

namespace Workflow.Server.Messages;

/// <summary>Sends an outgoing message again; null when it will be delivered, otherwise why not.</summary>
internal delegate Task<Problem?> ReplayOutgoing(DeadLetter letter, CancellationToken ct);

/// <summary>Messages that found no way: for the account that sent or should have received them, and for its administrators.</summary>
internal static class DeadLetterRoutes
{
    private const int PageUsual = 50;

    public static void Map(RouteGroupBuilder api)
    {
        Role[] readers = [Role.Integrator, Role.Administrator];
        var letters = api.MapGroup("/dead-letters").WithTags("Messages");
        letters.MapGet("", ListAsync).For(readers).WithSummary("Messages that could not be taken (in) or delivered (out), newest first").Produces<Page<DeadLetterAnswer>>();
        letters.MapGet("/{id:long}", GetAsync).For(readers).WithSummary("One of them, with its bytes").Produces<DeadLetterAnswer>();
        letters.MapPost("/{id:long}/replay", ReplayAsync).For(readers).WithMetadata(new NoCommand()).WithSummary("Handles it again, as if it had just arrived").Produces<MessageAnswers>();
        letters.MapPost("/{id:long}/discard", DiscardAsync).For(readers).WithMetadata(new NoCommand()).WithSummary("Says that it is not needed any more").Produces<DeadLetterAnswer>();
    }

    private static async Task<IResult> ListAsync(HttpContext http, Principal who, DeadLetters letters)
    {
        var query = new Query(http.Request, "direction", "state", "cursor", "limit");
        var direction = query.Choice("direction", "in", "out") == 1 ? "out" : "in";
        var state = query.Choice("state", "waiting", "replayed", "discarded") switch { 1 => "replayed", 2 => "discarded", _ => "waiting" };
        var before = query.Long("cursor", long.MaxValue, 1, long.MaxValue);
        var limit = query.Integer("limit", PageUsual, 1, DeadLetters.PageMax);
        if (query.Problem is { } problem) return problem;
        var found = await letters.ListAsync(ScopeOf(who), direction, state, before, limit, http.RequestAborted);
        var next = found.Count == limit ? found[^1].Id.ToString(CultureInfo.InvariantCulture) : null;
        return Results.Json(new Page<DeadLetterAnswer>([.. found.Select(l => AnswerOf(l, withBody: false))], next), Json.Options);
    }

    private static async Task<IResult> GetAsync(HttpContext http, long id, Principal who, DeadLetters letters, ReadLog readings)
    {
        if (await letters.FindAsync(ScopeOf(who), id, http.RequestAborted) is not { } letter) return Problem.NotFound("dead-letter-not-found");
        // What an integrator wrote of a case may be personal.
        if (letter.Letter.Account != who.Account) await readings.WriteAsync(who.Account, letter.Letter.CaseId ?? "", $"dead letter {id}", http.RequestAborted);
        return Results.Json(AnswerOf(letter, withBody: true), Json.Options);
    }

    private static async Task<IResult> ReplayAsync(
        HttpContext http, long id, Principal who, DeadLetters letters, MessageDoor door, AccountDirectory accounts, CorrelationDoor correlation, IServiceProvider services)
    {
        if (await letters.FindAsync(ScopeOf(who), id, http.RequestAborted) is not { } letter) return Problem.NotFound("dead-letter-not-found");
        if (letter.State != "waiting") return new Problem(StatusCodes.Status409Conflict, "dead-letter-settled");
        if (letter.IsCut) return new Problem(StatusCodes.Status409Conflict, "dead-letter-cut");
        var isOwn = letter.Letter.Account == who.Account;
        // Whoever replays it vouches for it; nobody can do that for another.
        if (!letter.Letter.Verified && !isOwn) return Problem.Forbidden("dead-letter-unverified");
        if (letter.Letter.Direction == "out")
        {
            if (services.GetService<ReplayOutgoing>() is not { } again) return new Problem(StatusCodes.Status409Conflict, "dead-letter-not-replayable");
            if (await again(letter, http.RequestAborted) is { } refused) return refused;
            await letters.SettleAsync(id, "replayed", who.Account, null, http.RequestAborted);
            return Results.Json(new MessageAnswers([]), Json.Options);
        }
        if (letter.Letter.Way == CorrelationLetters.Signal) return new Problem(StatusCodes.Status409Conflict, "dead-letter-not-replayable");
        if (letter.Letter.Way == CorrelationLetters.Parked)
        {
            if (await correlation.ReviveAsync(letter.Letter, http.RequestAborted) is { } gone) return gone;
            await letters.SettleAsync(id, "replayed", who.Account, null, http.RequestAborted);
            return Results.Json(new MessageAnswers([]), Json.Options);
        }
        var account = await accounts.FindAsync(letter.Letter.Account, http.RequestAborted);
        var sender = new Principal(letter.Letter.Account, account.IsOpen ? AccountDirectory.GrantsOf(account) : []);
        var handled = await door.HandleAsync(sender, DeadLetterBox.ArrivalOf(letter), http.RequestAborted);
        if (handled.TryAgain) return new Problem(StatusCodes.Status503ServiceUnavailable, "unavailable") { RetryAfterSeconds = 1 };
        // Of several messages each that failed has a letter of its own by now.
        if (handled.Answers is [{ Status: not "accepted" } failed])
        {
            await letters.TriedAsync(id, failed.Code!, JsonSerializer.Serialize(failed.Errors, Json.Options), http.RequestAborted);
            return Results.Json(new MessageAnswers([failed with { DeadLetter = id.ToString(CultureInfo.InvariantCulture) }]), Json.Options, statusCode: StatusCodes.Status422UnprocessableEntity);
        }
        await letters.SettleAsync(id, "replayed", who.Account, null, http.RequestAborted);
        return Results.Json(new MessageAnswers(handled.Answers), Json.Options);
    }

    private static async Task<IResult> DiscardAsync(HttpContext http, long id, Body<DiscardRequest> body, Principal who, DeadLetters letters, CorrelationDoor correlation)
    {
        if (await letters.FindAsync(ScopeOf(who), id, http.RequestAborted) is not { } letter) return Problem.NotFound("dead-letter-not-found");
        if (!await letters.SettleAsync(id, "discarded", who.Account, body.Value.Reason, http.RequestAborted)) return new Problem(StatusCodes.Status409Conflict, "dead-letter-settled");
        if (letter.Letter.Way == CorrelationLetters.Parked) await correlation.DiscardAsync(letter.Letter, who.Account, body.Value.Reason, http.RequestAborted);
        return Results.Json(AnswerOf((await letters.FindAsync(ScopeOf(who), id, http.RequestAborted))!, withBody: false), Json.Options);
    }

    private static DeadLetterScope ScopeOf(Principal who) => new(who.Has(Role.Integrator) ? who.Account : "", CaseScopes.PrefixesOf(who, Role.Administrator));

    private static DeadLetterAnswer AnswerOf(DeadLetter letter, bool withBody)
    {
        var kept = letter.Letter;
        var isText = System.Text.Unicode.Utf8.IsValid(kept.Bytes.Span);
        return new(
            letter.Id.ToString(CultureInfo.InvariantCulture), kept.Direction, kept.Account, kept.Way, kept.Verified, kept.Code, Wording.Of(kept.Code),
            JsonSerializer.Deserialize<List<MessageError>>(kept.Errors, Json.Options)!, kept.Type, kept.Source, kept.MessageId, kept.CaseId, kept.Subscription,
            kept.ContentType, JsonSerializer.Deserialize<Dictionary<string, string>>(kept.Headers, Json.Options)!, kept.Size, letter.IsCut,
            letter.FirstAt, letter.LastAt, letter.Times, letter.State, letter.SettledBy, letter.SettledAt, letter.Reason,
            withBody && isText ? Encoding.UTF8.GetString(kept.Bytes.Span) : null, withBody && !isText ? Convert.ToBase64String(kept.Bytes.Span) : null);
    }
}
