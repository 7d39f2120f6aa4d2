using System.Globalization;
using System.Net.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Workflow.Contracts;
using Workflow.Server.Identity;

namespace Workflow.Server.Http;

/// <summary>The API described as OpenAPI 3.1, from the routes themselves.</summary>
internal static class ApiDescription
{
    private const string Cookie = "session";
    private const string ApiKey = "apiKey";

    public static IServiceCollection AddApiDescription(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.AddDocumentTransformer(Document);
        options.AddOperationTransformer(Operation);
    });

    private static Task Document(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancelled)
    {
        document.Info = new()
        {
            Title = "OneGo",
            Version = Hosting.HealthRoutes.Version,
            Description = "One application, every department at once, one result (一件事一次办). Refusals are problem details (RFC 9457) with a stable code; "
                + "texts follow Accept-Language (zh, en). Commands carry an Idempotency-Key: sent again they are answered as the first time, for ever.",
        };
        document.Servers = [];
        document.Components ??= new();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
        {
            [Cookie] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Cookie, Name = Sessions.CookieName,
                Description = $"Set by POST /api/session. POST, PUT and DELETE need the header {Sessions.CsrfHeader} with the token of GET /api/session.",
            },
            [ApiKey] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "An integrator's API key, issued by an administrator.",
            },
        };
        return Task.CompletedTask;
    }

    private static async Task Operation(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancelled)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var access = metadata.OfType<Access>().LastOrDefault();
        if (access is { Anyone: false })
        {
            operation.Security =
            [
                new() { [new OpenApiSecuritySchemeReference(Cookie, context.Document)] = [] },
                new() { [new OpenApiSecuritySchemeReference(ApiKey, context.Document)] = [] },
            ];
            if (access.Roles is { } roles)
                operation.Description = $"{operation.Description}\n\nRoles: {string.Join(", ", roles.Select(Words.Of))}.".TrimStart();
        }
        if (context.Description.HttpMethod is "POST" or "PUT" or "DELETE" && !metadata.OfType<NoCommand>().Any())
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = Commands.KeyHeader, In = ParameterLocation.Header, Required = true,
                Description = "Names this command for ever: the same key with the same request is the same command.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = Commands.KeyLengthMax, Pattern = "^[!-~]+$" },
            });
        }
        await AddProblemsAsync(operation, access, context, cancelled);
    }

    private static async Task AddProblemsAsync(OpenApiOperation operation, Access? access, OpenApiOperationTransformerContext context, CancellationToken cancelled)
    {
        // Once, and named: repeated under each refusal of each route it would be most of the document.
        if (context.Document is { } document && document.Components?.Schemas?.ContainsKey(nameof(ProblemBody)) != true)
            document.AddComponent(nameof(ProblemBody), await context.GetOrCreateSchemaAsync(typeof(ProblemBody), cancellationToken: cancelled));
        var schema = new OpenApiSchemaReference(nameof(ProblemBody), context.Document);
        operation.Responses ??= [];
        foreach (var (status, description) in Possible(access, context.Description.HttpMethod, context.Description.RelativePath ?? ""))
        {
            var key = status == 0 ? "default" : status.ToString(CultureInfo.InvariantCulture);
            operation.Responses.TryAdd(key, new OpenApiResponse
            {
                Description = description,
                Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal) { [Problem.ContentType] = new() { Schema = schema } },
            });
        }
    }

    private static IEnumerable<(int Status, string Description)> Possible(Access? access, string? method, string path)
    {
        yield return (400, "Malformed: errors[] names each field");
        if (access is { Anyone: false }) yield return (401, "Nobody is signed in");
        if (access is { Anyone: false }) yield return (403, "The account's grants do not allow it");
        if (path.Contains('{', StringComparison.Ordinal)) yield return (404, "There is no such thing, or the account may not know of it");
        if (method != HttpMethod.Get.Method) yield return (409, "The state does not allow it");
        if (method != HttpMethod.Get.Method) yield return (422, "The content is refused, or the Idempotency-Key was used for another command");
        yield return (0, "Any other refusal");
    }
}

/// <summary>On routes that change nothing in the log: no Idempotency-Key.</summary>
internal sealed class NoCommand;
