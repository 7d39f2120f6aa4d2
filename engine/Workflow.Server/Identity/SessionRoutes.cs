using Workflow.Contracts.Identity;
using Workflow.Core.Catalog.Accounts;
using Workflow.Server.Http;
using Workflow.Server.Operations;

namespace Workflow.Server.Identity;

/// <summary>Signing in and out, and who one is.</summary>
internal static class SessionRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        var session = api.MapGroup("/session").WithTags("Session");
        session.MapPost("", SignIn).ForAnyone().WithMetadata(new NoCsrf(), new NoCommand(), new SignsIn()).WithSummary("Signs in").Produces<SessionAnswer>();
        session.MapGet("", Who).ForAnyone().WithMetadata(OwnPace.Instance).WithSummary("Says who is signed in, with the anti-forgery token").Produces<SessionAnswer>();
        session.MapDelete("", SignOut).ForAnyone().WithMetadata(new NoCommand(), OwnPace.Instance).WithSummary("Signs out").Produces(StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> SignIn(
        HttpContext http, Body<SignInRequest> body, AccountDirectory accounts, Passwords passwords, FailureLimit limit, CancellationToken cancelled)
    {
        var (name, password) = body.Value;
        var address = http.Connection.RemoteIpAddress;
        if (!limit.MayTry(address)) return new Problem(StatusCodes.Status429TooManyRequests, "too-many-attempts") { RetryAfterSeconds = 60 };

        var account = await accounts.FindAsync(name, cancelled);
        var (result, until) = await passwords.CheckAsync(name, password, account.IsOpen, cancelled);
        if (result != SignInResult.Right) limit.Failed(address);
        return result switch
        {
            SignInResult.LockedOut => Problem.Of(StatusCodes.Status429TooManyRequests, "locked-out", ("until", $"{until:yyyy-MM-dd HH:mm}Z")),
            SignInResult.Wrong => new Problem(StatusCodes.Status401Unauthorized, "sign-in-failed"),
            _ => Answer(name, account, await Sessions.BeginAsync(http, name, account)),
        };
    }

    private static async Task<IResult> Who(HttpContext http, Principal who, AccountDirectory accounts, CancellationToken cancelled) => who.IsSignedIn
        ? Answer(who.Account, await accounts.FindAsync(who.Account, cancelled), http.Features.Get<Session>()?.Csrf)
        : Results.Json(new SessionAnswer(null, null, null, [], null), Json.Options);

    private static async Task<IResult> SignOut(HttpContext http, CancellationToken cancelled)
    {
        cancelled.ThrowIfCancellationRequested();
        await Sessions.EndAsync(http);
        return Results.NoContent();
    }

    private static IResult Answer(string name, AccountState account, string? csrf) => Results.Json(
        new SessionAnswer(name, account.DisplayName.Value, Words.Of(account.Kind),
            [.. account.Grants.Values.Select(g => new GrantAnswer(g.GrantId, Words.Of(g.Role), g.Region, g.Department))], csrf), Json.Options);
}
