using System.Globalization;
using System.Text.Json;
using Workflow.Contracts.Messages;
using Workflow.Core.Runtime;
using Workflow.Postgres.Queries;
using Workflow.Postgres.Queues;
using Workflow.Server.Http;
using Workflow.Server.Identity;
using Workflow.Server.Live;
using Workflow.Server.Operations;

namespace Workflow.Server.Messages;

/// <summary>The feed of public events, and the door for commands.</summary>
internal static class MessageRoutes
{
    public const string NextPositionHeader = "X-Next-Position";

    private const int PageUsual = 100;
    private const int WaitSecondsMax = 30;

    /// <summary>Readers of one account that wait at the same time; more are a mistake.</summary>
    private const int ReadersPerAccountMax = 20;

    /// <summary>What is committed close together is told together: each commit wakes every reader that waits.</summary>
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(50);

    /// <summary>A long way without anything for a caller is looked through for so long; then the caller goes on behind it.</summary>
    private static readonly TimeSpan LookThrough = TimeSpan.FromSeconds(5);

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/events", FeedAsync).For(Role.Integrator).WithMetadata(OwnPace.Instance).WithTags("Messages").WithSummary("Public events behind a position, as a CloudEvents batch; waits for the first")
            .WithDescription($"The header {NextPositionHeader} of the answer is the next `after`, whether or not anything was found. Events of the caller's regions and departments, in the order of commits.")
            .Produces<JsonElement>(contentType: CloudEventJson.BatchMediaType);
        api.MapPost("/messages", TakeAsync).For(Role.Integrator).WithTags("Messages").WithMetadata(new NoCommand(), new TakesSignature())
            .WithSummary("Commands as CloudEvents: structured, batch or binary; by API key or by signature")
            .WithDescription("200 when every message was accepted, 422 when one was not: the body says of each what became of it. 503 when something could not be decided now: send all of it again, nothing is done twice.")
            .Produces<MessageAnswers>().Produces<MessageAnswers>(StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<IResult> FeedAsync(HttpContext http, Principal who, PublicEvents events, AccountDirectory accounts, Listeners listeners, IHostApplicationLifetime life)
    {
        var query = new Query(http.Request, "after", "types", "jointItems", "departments", "limit", "waitSeconds");
        var after = query.Long("after", 0, 0, long.MaxValue);
        var limit = query.Integer("limit", PageUsual, 1, EventFeed.MaxLimit);
        var wait = query.Integer("waitSeconds", 0, 0, WaitSecondsMax);
        var filter = new PublicFilter(TypesOf(query), null, ListOf(query, "jointItems"), ListOf(query, "departments"));
        if (query.Problem is { } problem) return problem;

        using var place = listeners.Enter("feed of " + who.Account, ReadersPerAccountMax);
        if (place is null) return new Problem(StatusCodes.Status429TooManyRequests, "too-many-streams") { RetryAfterSeconds = 1 };

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, life.ApplicationStopping);
        var started = Environment.TickCount64;
        var (told, through) = (new List<PublicEvent>(), after);
        while (true)
        {
            // Before the read, so that what is committed during it ends the wait.
            var next = events.Next;
            var page = await events.ReadAsync(who, filter, through, limit - told.Count, http.RequestAborted);
            told.AddRange(page.Events);
            through = page.Through;
            // The events of one row come together, so a page may have some more.
            if (told.Count >= limit) break;
            var passed = TimeSpan.FromMilliseconds(Environment.TickCount64 - started);
            if (!page.IsEnd)
            {
                if (passed < LookThrough) continue;
                break;
            }
            var left = TimeSpan.FromSeconds(wait) - passed;
            if (told.Count > 0 || left <= TimeSpan.Zero || life.ApplicationStopping.IsCancellationRequested) break;
            await WaitAsync(next, left, ended.Token, http.RequestAborted);
            // Grants may have been taken back meanwhile.
            var account = await accounts.FindAsync(who.Account, http.RequestAborted);
            if (!account.IsOpen) return Problem.Of(StatusCodes.Status401Unauthorized, "sign-in-required");
            who = who with { Grants = AccountDirectory.GrantsOf(account) };
        }
        http.Response.Headers[NextPositionHeader] = through.ToString(CultureInfo.InvariantCulture);
        return Results.Bytes(CloudEventJson.WriteBatch(told.Select(t => t.Event)), CloudEventJson.BatchMediaType);
    }

    private static async Task WaitAsync(Task next, TimeSpan atMost, CancellationToken ended, CancellationToken gone)
    {
        try
        {
            await Wakeup.WaitAsync(next, atMost, ended);
            await Task.Delay(Gathering, ended);
        }
        catch (OperationCanceledException) when (!gone.IsCancellationRequested)
        {
            // The server stops: what there is is answered, and the reader comes back behind it.
        }
    }

    private static IReadOnlyCollection<string>? TypesOf(Query query)
    {
        if (ListOf(query, "types") is not { } types) return null;
        if (types.Any(t => MessageTypes.Events.All(known => known.Type != t)))
            query.Wrong("types", "field-choice", ("choices", string.Join(", ", MessageTypes.Events.Select(t => t.Type))));
        return types;
    }

    private static HashSet<string>? ListOf(Query query, string name) => query.Text(name) is { } text ? text.Split(',').ToHashSet(StringComparer.Ordinal) : null;

    private static async Task<IResult> TakeAsync(HttpContext http, Principal who, MessageDoor door, SignedAnswers signed)
    {
        var body = await MessageBody.ReadAsync(http);
        var signedId = http.Features.Get<SignedId>()?.Id;
        if (signedId is not null && await signed.FindAsync(who.Account, signedId, http.RequestAborted) is { } known)
        {
            if (!known.BodySha256.AsSpan().SequenceEqual(body.Sha256)) return new Problem(StatusCodes.Status422UnprocessableEntity, "signed-id-reused");
            http.Response.Headers[Commands.ReplayedHeader] = "true";
            return Results.Text(known.Answer, "application/json", statusCode: known.Status);
        }
        var handled = await door.HandleAsync(who, body.ToArrival(http), http.RequestAborted);
        var status = handled.TryAgain ? StatusCodes.Status503ServiceUnavailable
            : body.IsCut ? StatusCodes.Status413PayloadTooLarge
            : handled.Answers.All(a => a.Status == "accepted") ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity;
        if (handled.TryAgain) http.Response.Headers.RetryAfter = "1";
        var answer = JsonSerializer.Serialize(new MessageAnswers(handled.Answers), Json.Options);
        if (signedId is not null && !handled.TryAgain) await signed.KeepAsync(who.Account, signedId, new SignedAnswer(body.Sha256, status, answer), http.RequestAborted);
        return Results.Text(answer, "application/json", statusCode: status);
    }
}
