using Workflow.Contracts;
using Workflow.Contracts.Identity;
using Workflow.Contracts.Messages;
using Workflow.Core.Catalog.Accounts;
using Workflow.Core.Runtime;
using Workflow.Server.Http;

namespace Workflow.Server.Identity;

/// <summary>Secrets that an integrator signs its messages with; for those who administer its account.</summary>
internal static class SigningSecretRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        var secrets = api.MapGroup("/accounts/{name}/signing-secrets").WithTags("Accounts");
        secrets.MapPost("", Add).For(Role.Administrator).WithSummary("Issues a secret to sign messages with; shown this once").Produces<IssuedSecretAnswer>(StatusCodes.Status201Created);
        secrets.MapDelete("/{id}", Remove).For(Role.Administrator).WithSummary("Takes a signing secret back").Produces<CommandAccepted>();
    }

    private static Task<IResult> Add(HttpContext http, string name, Body<KeyRequest> body, Principal who, AccountDirectory accounts, SigningKeys keys) =>
        AccountRoutes.WithinAsync(http, name, who, accounts, async _ =>
        {
            var (id, missing) = Commands.IdOf(http);
            if (missing is not null) return missing;
            var (secretId, secret) = (Commands.NewIdFor(id)[..12], Signatures.NewSecret());
            // The secret after the event: one without the other signs nothing, and a repetition heals it.
            return await Commands.SubmitAsync(http, new IssueSigningSecret(name, secretId, body.Value.Note) { By = who.As(Role.Administrator) },
                async accepted => await keys.AddAsync(name, secretId, secret, http.RequestAborted)
                    ? Results.Json(new IssuedSecretAnswer(secretId, secret, body.Value.Note), Json.Options, statusCode: StatusCodes.Status201Created)
                    : Problem.Of(StatusCodes.Status409Conflict, "signing-secret-shown-once"));
        });

    private static Task<IResult> Remove(HttpContext http, string name, string id, Principal who, AccountDirectory accounts, SigningKeys keys) =>
        AccountRoutes.WithinAsync(http, name, who, accounts, _ => Commands.SubmitAsync(http, new RevokeSigningSecret(name, id) { By = who.As(Role.Administrator) },
            async accepted =>
            {
                await keys.RemoveAsync(name, id, http.RequestAborted);
                return Results.Json(new CommandAccepted(accepted.StreamId, accepted.Version, accepted.Position), Json.Options);
            }));
}
