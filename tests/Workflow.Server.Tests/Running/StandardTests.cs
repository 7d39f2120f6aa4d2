using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Workflow.Server.Http;
using Xunit;

namespace Workflow.Server.Tests.Running;

/// <summary>What holds for every route.</summary>
public sealed class StandardTests(ServerFixture running) : IClassFixture<ServerFixture>
{
    /// <summary>Everything that can be asked without signing in; a longer list is a decision.</summary>
    private static readonly string[] OpenToAnyone =
    [
        "DELETE /api/session/", "GET /api/about", "GET /api/calendars/", "GET /api/calendars/{code}", "GET /api/departments/{region}",
        "GET /api/departments/{region}/{code}", "GET /api/joint-items/", "GET /api/joint-items/{code}", "GET /api/regions/", "GET /api/regions/{code}",
        "GET /api/session/", "GET /contracts/asyncapi.json", "GET /contracts/schemas/{file}", "GET /health/live", "GET /health/ready", "GET /openapi/{documentName}.json", "POST /api/progress/", "POST /api/progress/complaints", "POST /api/progress/rating", "POST /api/registrations", "POST /api/session/",
    ];

    private IEnumerable<RouteEndpoint> Endpoints =>
        running.Server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    [Fact]
    public void Every_route_states_who_may_call_it() =>
        Assert.Empty(Endpoints.Where(e => e.Metadata.GetMetadata<Access>() is null).Select(e => e.DisplayName));

    [Fact]
    public void Only_the_listed_routes_are_open_to_anyone() =>
        Assert.Equal(OpenToAnyone, Endpoints.Where(e => e.Metadata.GetMetadata<Access>() is { Anyone: true })
            .Select(e => $"{Assert.Single(e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods)} {e.RoutePattern.RawText}").Order(StringComparer.Ordinal));

    [Fact]
    public async Task Nobody_gets_past_a_protected_route_without_signing_in()
    {
        using var nobody = running.Browser();
        foreach (var endpoint in Endpoints.Where(e => e.Metadata.GetMetadata<Access>() is { Anyone: false }))
        {
            var path = System.Text.RegularExpressions.Regex.Replace(endpoint.RoutePattern.RawText!, "{[^}]*}", "1");
            var method = new HttpMethod(endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0]);
            var content = method == HttpMethod.Get || method == HttpMethod.Delete ? null
                : path.Contains("/definitions/", StringComparison.Ordinal) ? new StringContent("<a/>", System.Text.Encoding.UTF8, "application/xml")
                : Browser.JsonOf("{}");
            (await nobody.SendAsync(method, path, content, "key")).Is(401, "sign-in-required");
        }
    }

    [Fact]
    public async Task A_refusal_is_a_problem_in_the_language_asked_for()
    {
        using var nobody = running.Browser();
        var chinese = (await nobody.GetAsync("/api/regions/999999")).Is(404, "region-not-found");
        var english = (await nobody.SendAsync(HttpMethod.Get, "/api/regions/999999", null, null, ("Accept-Language", "zh;q=0.5, en-GB"))).Is(404);
        Assert.Equal("没有此区域", chinese.Json.GetProperty("title").GetString());
        Assert.Equal("No such region", english.Json.GetProperty("title").GetString());
        Assert.Equal(32, chinese.Json.GetProperty("traceId").GetString()!.Length);
        (await nobody.GetAsync("/api/no-such-route")).Is(404, "not-found");
        (await nobody.SendAsync(HttpMethod.Patch, "/api/session", null)).Is(405, "method-not-allowed");
    }

    [Fact]
    public async Task A_parameter_that_cannot_be_read_is_named()
    {
        using var administrator = await running.AdministratorAsync();
        Assert.Equal(["?version field-type"], (await administrator.GetAsync("/api/calendars/cn?version=abc")).Is(400, "parameter-invalid").Errors);
        Assert.Equal(["?limit field-type"], (await administrator.GetAsync("/api/accounts?limit=99999999999")).Is(400, "parameter-invalid").Errors);
        Assert.Equal(["?limit field-range"], (await administrator.GetAsync("/api/accounts?limit=0")).Is(400, "parameter-invalid").Errors);
    }

    [Fact]
    public async Task Every_answer_carries_the_security_headers()
    {
        using var nobody = running.Browser();
        var answer = await nobody.GetAsync("/api/about");
        Assert.Contains("frame-ancestors 'none'", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("no-store", Assert.Single(answer.Headers.GetValues("Cache-Control")));
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Fact]
    public async Task It_is_alive_and_ready()
    {
        using var nobody = running.Browser();
        (await nobody.GetAsync("/health/live")).Is(200);
        Assert.Equal("ready", (await nobody.GetAsync("/health/ready")).Is(200).Json.GetProperty("status").GetString());
        Assert.True((await nobody.GetAsync("/api/about")).Is(200).Json.GetProperty("position").GetInt64() > 0);
    }

    [Fact]
    public async Task The_description_is_OpenAPI_3_1_and_names_every_route()
    {
        using var nobody = running.Browser();
        var document = (await nobody.GetAsync("/openapi/v1.json")).Is(200).Json;
        Assert.StartsWith("3.1", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        var described = document.GetProperty("paths").EnumerateObject()
            .SelectMany(p => p.Value.EnumerateObject().Select(o => $"{o.Name.ToUpperInvariant()} {p.Name}")).ToHashSet(StringComparer.Ordinal);
        foreach (var endpoint in Endpoints.Where(e => e.RoutePattern.RawText!.StartsWith("/api", StringComparison.Ordinal)))
        {
            var path = System.Text.RegularExpressions.Regex.Replace(endpoint.RoutePattern.RawText!.TrimEnd('/'), ":[a-z]+}", "}");
            Assert.Contains($"{endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0]} {path}", described);
        }
    }

    [Fact]
    public async Task Every_operation_says_what_it_does_and_how_it_refuses()
    {
        using var nobody = running.Browser();
        var document = (await nobody.GetAsync("/openapi/v1.json")).Json;
        foreach (var path in document.GetProperty("paths").EnumerateObject())
        {
            foreach (var operation in path.Value.EnumerateObject())
            {
                Assert.True(operation.Value.TryGetProperty("summary", out _), $"{operation.Name} {path.Name} has no summary");
                Assert.True(operation.Value.GetProperty("responses").TryGetProperty("default", out _), $"{operation.Name} {path.Name} has no problem response");
            }
        }
        Assert.All(References(document), reference => Assert.NotNull(Resolve(document, reference)));
    }

    private static IEnumerable<string> References(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().SelectMany(m =>
            m.Name == "$ref" && m.Value.ValueKind == JsonValueKind.String ? [m.Value.GetString()!] : References(m.Value)),
        JsonValueKind.Array => json.EnumerateArray().SelectMany(References),
        _ => [],
    };

    private static JsonElement? Resolve(JsonElement document, string reference)
    {
        var at = document;
        foreach (var step in reference.TrimStart('#', '/').Split('/'))
            if (!at.TryGetProperty(step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal), out at)) return null;
        return at;
    }
}
