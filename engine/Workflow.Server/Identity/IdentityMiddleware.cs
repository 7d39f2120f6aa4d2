using Workflow.Core.Catalog.Accounts;
using Workflow.Server.Http;
using Workflow.Server.Messages;

namespace Workflow.Server.Identity;

/// <summary>
/// Finds out who sent a request: an API key, a signature where the route takes one, or a session cookie together with its anti-forgery token. Grants are those
/// that hold now, never those of the time of signing in.
/// </summary>
internal sealed class IdentityMiddleware(RequestDelegate next, AccountDirectory accounts, KnownSessions sessions, SignedRequests signed)
{
    public async Task InvokeAsync(HttpContext http)
    {
        var (principal, problem) = http.Request.Headers.Authorization is { Count: > 0 } header
            ? await ByKeyAsync(http, header.ToString())
            : SignedRequests.IsSigned(http) ? await signed.CheckAsync(http)
            : await BySessionAsync(http);
        if (problem is not null)
        {
            await problem.ExecuteAsync(http);
            return;
        }
        http.Features.Set(principal);
        await next(http);
    }

    private async ValueTask<(Principal, Problem?)> ByKeyAsync(HttpContext http, string header)
    {
        const string scheme = "Bearer ";
        if (header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) && ApiKey.Parse(header[scheme.Length..].Trim()) is { } key && Codes.IsAccount(key.Account))
        {
            var account = await accounts.FindAsync(key.Account, http.RequestAborted);
            // A key made a moment ago is not in what was read before it: whoever was given it may use it at once.
            if (!account.Keys.ContainsKey(key.Id)) account = await accounts.ReadAsync(key.Account, http.RequestAborted);
            if (account.IsOpen && account.Keys.TryGetValue(key.Id, out var known) && key.Matches(known.Sha256))
                return (PrincipalOf(key.Account, account, byKey: true), null);
        }
        return (Principal.Nobody, Problem.Of(StatusCodes.Status401Unauthorized, "api-key-invalid"));
    }

    private async ValueTask<(Principal, Problem?)> BySessionAsync(HttpContext http)
    {
        // Without a session there is no token to repeat; browsers say themselves when another site asks.
        var isUnsafe = !(HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method) || HttpMethods.IsOptions(http.Request.Method));
        if (isUnsafe && http.Request.Headers["Sec-Fetch-Site"] == "cross-site") return (Principal.Nobody, Problem.Forbidden("cross-site"));

        if (await sessions.OfAsync(http) is not { } session) return (Principal.Nobody, null);
        var account = await accounts.FindAsync(session.Account, http.RequestAborted);
        if (!account.IsOpen || account.PasswordChanges != session.PasswordChanges) return (Principal.Nobody, null);
        // Signing in again replaces the session, whatever cookie is still there.
        if (isUnsafe && http.GetEndpoint()?.Metadata.GetMetadata<NoCsrf>() is null && !session.IsCsrf(http.Request.Headers[Sessions.CsrfHeader]))
            return (Principal.Nobody, Problem.Forbidden("csrf-required"));
        http.Features.Set(session);
        return (PrincipalOf(session.Account, account, byKey: false), null);
    }

    private static Principal PrincipalOf(string name, AccountState account, bool byKey) => new(name, AccountDirectory.GrantsOf(account), byKey);
}

/// <summary>On the routes that begin a session: they neither need nor use the one that a browser may still carry.</summary>
internal sealed class NoCsrf;
