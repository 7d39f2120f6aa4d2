using Workflow.Contracts.Catalog;
using Workflow.Core.Runtime;
using Workflow.Feel;
using Workflow.Server.Http;
using Workflow.Server.Identity;

namespace Workflow.Server.Catalog;

/// <summary>What editors of expressions ask while somebody types. Nothing is evaluated and nothing stored, so it takes no Idempotency-Key.</summary>
internal static class FeelRoutes
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/feel/check", Check).For(Role.Designer, Role.Administrator).WithTags("Definitions")
        .WithMetadata(new NoCommand()).WithSummary("Says whether a FEEL expression can be read, and where not").Produces<FeelCheckAnswer>();

    private static IResult Check(HttpContext http, Body<FeelCheckRequest> body)
    {
        var (expression, kind) = body.Value;
        // Any name may be used: which ones there are is known only where the expression is evaluated.
        var error = kind == "unary-tests"
            ? Expression.TryParseTests(expression, Names.Open, out _, out var wrongTests) ? null : wrongTests
            : Expression.TryParse(expression, out _, out var wrong) ? null : wrong;
        return Results.Json(
            new FeelCheckAnswer(error is null ? null : new(error.Code, Http.Messages.PrefersEnglish(http.Request) ? error.Message : error.MessageZh, error.Line, error.Column)), Json.Options);
    }
}
