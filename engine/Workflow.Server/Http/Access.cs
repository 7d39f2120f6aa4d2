using Workflow.Core.Runtime;
using Workflow.Server.Identity;

namespace Workflow.Server.Http;

/// <summary>Who may call a route. Every route states one; a route without one is closed to everybody.</summary>
/// <param name="Roles">any of these suffices; null means every signed-in account</param>
/// <param name="Anyone">also without signing in</param>
public sealed record Access(IReadOnlyList<Role>? Roles, bool Anyone)
{
    public bool Admits(Principal principal) => Anyone || (principal.IsSignedIn && (Roles is null || Roles.Any(principal.Has)));
}

/// <summary>How a route states who may call it.</summary>
public static class AccessExtensions
{
    /// <summary>For accounts that hold one of these roles somewhere; the handler still checks region and department.</summary>
    public static TBuilder For<TBuilder>(this TBuilder route, params Role[] roles) where TBuilder : IEndpointConventionBuilder =>
        route.WithMetadata(new Access(roles, Anyone: false));

    public static TBuilder ForSignedIn<TBuilder>(this TBuilder route) where TBuilder : IEndpointConventionBuilder =>
        route.WithMetadata(new Access(null, Anyone: false));

    public static TBuilder ForAnyone<TBuilder>(this TBuilder route) where TBuilder : IEndpointConventionBuilder =>
        route.WithMetadata(new Access(null, Anyone: true));
}

/// <summary>Holds every request against its route's <see cref="Access"/>; default deny.</summary>
internal sealed partial class AccessMiddleware(RequestDelegate next, ILogger<AccessMiddleware> log)
{
    public Task InvokeAsync(HttpContext http)
    {
        if (http.GetEndpoint() is not { } endpoint) return next(http);
        if (endpoint.Metadata.GetMetadata<Access>() is not { } access)
        {
            // Routing's own answers (405, 415) are endpoints without a route; they reveal and do nothing.
            if (endpoint is not RouteEndpoint) return next(http);
            Undeclared(log, endpoint.DisplayName);
            return Problem.Forbidden().ExecuteAsync(http);
        }
        var principal = Principal.Of(http);
        if (access.Admits(principal)) return next(http);
        return (principal.IsSignedIn ? Problem.Forbidden() : Problem.Of(StatusCodes.Status401Unauthorized, "sign-in-required")).ExecuteAsync(http);
    }

    [LoggerMessage(1, LogLevel.Error, "route {Route} states nobody who may call it; refused")]
    private static partial void Undeclared(ILogger log, string? route);
}
