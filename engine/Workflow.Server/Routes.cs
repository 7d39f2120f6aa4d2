using Microsoft.AspNetCore.HttpOverrides;
using Workflow.Server.Audit;
using Workflow.Server.Cases;
using Workflow.Server.Catalog;
using Workflow.Server.Correlation;
using Workflow.Server.Delivery;
using Workflow.Server.Hosting;
using Workflow.Server.Http;
using Workflow.Server.Identity;
using Workflow.Server.Incidents;
using Workflow.Server.Live;
using Workflow.Server.Operations;
using Workflow.Server.Oversight;
using Workflow.Server.Papers;
using Workflow.Server.Store;
using Workflow.Server.Messages;

namespace Workflow.Server;

/// <summary>The way of a request, and all routes.</summary>
internal static class Routes
{
    public static void Map(WebApplication app)
    {
        // The framework would open the session's cookie before all else, also of requests that are refused; IdentityMiddleware asks when it is time.
        ((IApplicationBuilder)app).Properties["__AuthenticationMiddlewareSet"] = true;
        // Only from this machine is a forwarded address believed: what a proxy beside the server says of its caller.
        app.UseForwardedHeaders(new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = 1 });
        app.UseSecurityHeaders();
        app.UseStatusCodePages(FailureMiddleware.GiveBody);
        app.UseMiddleware<FailureMiddleware>();
        WebApp.UseFiles(app);
        app.UseRouting();
        WebApp.UsePages(app);
        app.UseMiddleware<AdmissionMiddleware>();
        app.UseMiddleware<IdentityMiddleware>();
        app.UseMiddleware<AccessMiddleware>();

        var api = app.MapGroup("/api").AddEndpointFilter<RouteGroupBuilder, BodyFilter>();
        SessionRoutes.Map(api);
        AccountRoutes.Map(api);
        AbsenceRoutes.Map(api);
        SigningSecretRoutes.Map(api);
        PlaceRoutes.Map(api);
        CalendarRoutes.Map(api);
        DefinitionRoutes.Map(api);
        DraftRoutes.Map(api);
        JointItemRoutes.Map(api);
        RuleRoutes.Map(api);
        FeelRoutes.Map(api);
        TermRoutes.Map(api);
        CaseApi.Map(api);
        OversightApi.Map(api);
        IncidentApi.Map(api);
        PersonalStoreRoutes.Map(api);
        AuditRoutes.Map(api);
        StreamRoutes.Map(api);
        MessageApi.Map(app, api);
        CorrelationApi.Map(api);
        DeliveryApi.Map(api);
        PaperApi.Map(api);
        OperationsApi.Map(api);
        HealthRoutes.Map(app);
        app.MapOpenApi("/openapi/{documentName}.json").ForAnyone();
    }
}
