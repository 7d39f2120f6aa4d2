using System.Collections.Immutable;
using Workflow.Contracts.Delivery;
using Workflow.Core.Catalog.Subscriptions;
using Workflow.Core.Runtime;
using Workflow.Server.Http;
using Workflow.Server.Identity;

namespace Workflow.Server.Delivery;

/// <summary>Which addresses webhooks may reach though they are not public: said by those who administer the whole country.</summary>
internal static class WebhookTargetRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("/settings/webhook-targets").WithTags("Delivery");
        group.MapGet("", GetAsync).For(Role.Administrator).WithSummary("Shows the addresses that webhooks may reach though they are not public").Produces<WebhookTargets>();
        group.MapPut("", PutAsync).For(Role.Administrator).WithSummary("Says which addresses webhooks may reach though they are not public");
    }

    private static async Task<IResult> GetAsync(Principal who, ReadStream read, CancellationToken cancelled)
    {
        if (who.Lacks(Role.Administrator, Regions.WholeCountry) is { } refused) return refused;
        var (state, _) = await read(SettingStreams.WebhookTargets, cancelled);
        return Results.Json(new WebhookTargets(((SettingState)state).WebhookTargets?.Allow ?? []), Json.Options);
    }

    private static async Task<IResult> PutAsync(HttpContext http, Body<WebhookTargets> body, Principal who, AllowedTargets targets)
    {
        if (who.Lacks(Role.Administrator, Regions.WholeCountry) is { } refused) return refused;
        var allow = body.Value.Allow;
        List<FieldError> errors = [.. allow.Index().Where(a => AllowedTarget.Parse(a.Item) is null).Select(a => new FieldError($"$.allow[{a.Index}]", "webhook-target-invalid"))];
        if (errors.Count > 0) return Problem.Body(errors);
        return await Commands.SubmitAsync(http, new AllowWebhookTargets([.. allow]) { By = who.As(Role.Administrator, Regions.WholeCountry) }, accepted =>
        {
            targets.Changed(SettingStreams.WebhookTargets);
            return new(Results.Json(new Contracts.CommandAccepted(accepted.StreamId, accepted.Version, accepted.Position), Json.Options));
        });
    }
}
