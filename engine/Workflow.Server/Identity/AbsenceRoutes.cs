using Workflow.Contracts;
using Workflow.Contracts.Identity;
using Workflow.Core.Catalog;
using Workflow.Core.Catalog.Accounts;
using Workflow.Core.Runtime;
using Workflow.Server.Http;

namespace Workflow.Server.Identity;

/// <summary>Absences with their substitutes, and the list of a department's officers.</summary>
internal static class AbsenceRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        var absences = api.MapGroup("/accounts/{name}/absences").WithTags("Accounts");
        absences.MapPost("", RecordAsync).ForSignedIn().WithSummary("Records an absence: an administrator's, or one's own").Produces<CommandAccepted>();
        absences.MapDelete("/{id}", CancelAsync).ForSignedIn().WithSummary("Takes an absence back").Produces<CommandAccepted>();
        api.MapGet("/officers", ListAsync).For(Role.Supervisor, Role.Administrator, Role.Officer, Role.Window).WithTags("Accounts")
            .WithSummary("The officers of a department, with their open tasks and absences").Produces<IReadOnlyList<OfficerAnswer>>();
    }

    private static async Task<IResult> RecordAsync(
        HttpContext http, string name, Body<AbsenceRequest> body, Principal who, AccountDirectory accounts, Officers officers)
    {
        var (id, missing) = Commands.IdOf(http);
        if (missing is not null) return missing;
        var (from, to, basis, substitute) = body.Value;
        var theirs = substitute is null ? AccountState.Empty : await officers.FindAsync(substitute, http.RequestAborted);
        GrantWish[] grants = theirs.IsOpen ? [.. theirs.Grants.Values.Select(g => new GrantWish(g.Role, g.Region, g.Department))] : [];
        return await OnAccountAsync(http, name, who, accounts, by =>
            new RecordAbsence(name, Commands.NewIdFor(id)[..12], from, to, substitute, basis, officers.Today, grants) { By = by });
    }

    private static Task<IResult> CancelAsync(HttpContext http, string name, string id, Principal who, AccountDirectory accounts) =>
        OnAccountAsync(http, name, who, accounts, by => new CancelAbsence(name, id) { By = by });

    private static Task<IResult> OnAccountAsync(HttpContext http, string name, Principal who, AccountDirectory accounts, Func<Actor, Command> make) =>
        who.Account == name ? Commands.SubmitAsync(http, make(new Actor(ActorKind.Person, name)))
        : who.Has(Role.Administrator) ? AccountRoutes.WithinAsync(http, name, who, accounts, _ => Commands.SubmitAsync(http, make(who.As(Role.Administrator))))
        : Task.FromResult<IResult>(Problem.Forbidden());

    private static async Task<IResult> ListAsync(HttpContext http, Principal who, Officers officers)
    {
        var query = new Query(http.Request, "region", "department");
        var (region, department) = (query.Text("region") ?? "", query.Text("department") ?? "");
        if (!Codes.IsRegion(region)) query.Wrong("region", "field-format", ("pattern", Patterns.Region));
        if (!Codes.IsCode(department)) query.Wrong("department", "field-format", ("pattern", Patterns.Code));
        if (query.Problem is { } problem) return problem;
        var worksThere = department == Departments.Window ? who.Has(Role.Window, region) : who.Has(Role.Officer, region, department);
        if (!worksThere && !who.Has(Role.Supervisor, region) && who.Lacks(Role.Administrator, region) is { } refused) return refused;
        return Results.Json(await officers.OfAsync(region, department, http.RequestAborted), Json.Options);
    }
}
