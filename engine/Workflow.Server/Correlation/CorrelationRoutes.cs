using System.Globalization;
using Workflow.Contracts.Messages;
using Workflow.Core.Runtime;
using Workflow.Postgres.Correlation;
using Workflow.Server.Cases;
using Workflow.Server.Http;
using Workflow.Server.Identity;

namespace Workflow.Server.Correlation;

/// <summary>Messages and signals from other systems, for accounts with an integrator's grant.</summary>
internal static class CorrelationRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/messages/correlate", CorrelateAsync).For(Role.Integrator).WithTags("Messages").WithSummary("A message to the case that waits for its name and key; kept for a while when none does")
            .WithDescription("200 when a case has it, 202 while it is parked. The same Idempotency-Key again tells what has become of it.")
            .Produces<CorrelationAnswer>().Produces<CorrelationAnswer>(StatusCodes.Status202Accepted);
        api.MapPost("/signals", BroadcastAsync).For(Role.Integrator).WithTags("Messages").WithSummary("A signal to every case that waits for it now")
            .WithDescription("202: the cases are told slice by slice. The same Idempotency-Key again, or GET, tells how far it has come.").Produces<SignalAnswer>(StatusCodes.Status202Accepted);
        api.MapGet("/signals/{id:long}", GetSignalAsync).For(Role.Integrator).WithTags("Messages").WithSummary("How far one of the caller's signals has come").Produces<SignalAnswer>();
    }

    private static async Task<IResult> CorrelateAsync(HttpContext http, Body<CorrelateRequest> body, Principal who, CorrelationDoor door)
    {
        var (id, missing) = Commands.IdOf(http);
        if (missing is not null) return missing;
        var asked = body.Value;
        var (standing, problem) = await door.CorrelateAsync(
            new Sending(who, id, RawBody.HashOf(http), "http"), asked.Name, asked.Key, FeelJson.FromJson(asked.Payload), asked.Ttl, asked.CaseId, http.RequestAborted);
        if (standing is null) return problem!;
        if (standing is not Standing.Taken) http.Response.Headers[Commands.ReplayedHeader] = "true";
        var answer = AnswerOf(standing);
        return Results.Json(answer, Json.Options, statusCode: answer.Outcome == "delivered" ? StatusCodes.Status200OK : StatusCodes.Status202Accepted);
    }

    public static CorrelationAnswer AnswerOf(Standing standing) => standing switch
    {
        Standing.Delivered d => new("delivered", d.CaseId, d.Version, d.Position, null, null),
        Standing.Taken { Message: var m } => OfParked(m),
        Standing.Known { Message: var m } => OfParked(m),
        _ => throw new InvalidOperationException("a reused id is a refusal"),
    };

    private static CorrelationAnswer OfParked(ParkedMessage m) =>
        new(m.State == "waiting" ? "parked" : m.State, null, null, null, m.Message.ExpiresAt, m.Id.ToString(CultureInfo.InvariantCulture));

    private static async Task<IResult> BroadcastAsync(HttpContext http, Body<BroadcastSignal> body, Principal who, CorrelationDoor door)
    {
        var (id, missing) = Commands.IdOf(http);
        if (missing is not null) return missing;
        var (signal, problem) = await door.BroadcastAsync(new Sending(who, id, RawBody.HashOf(http), "http"), body.Value.Name, FeelJson.FromJson(body.Value.Payload), http.RequestAborted);
        return signal is null ? problem! : Results.Json(AnswerOf(signal), Json.Options, statusCode: StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> GetSignalAsync(HttpContext http, long id, Principal who, SignalBroadcasts signals) =>
        await signals.FindAsync(who.Account, id, http.RequestAborted) is { } signal ? Results.Json(AnswerOf(signal), Json.Options) : Problem.NotFound("signal-not-found");

    private static SignalAnswer AnswerOf(SignalBroadcast s) => new(
        s.Id.ToString(CultureInfo.InvariantCulture), s.Name, s.EndedAt is null ? "underway" : "ended", s.Reached, s.PassedBy, s.Failed, s.ReceivedAt, s.EndedAt);
}
