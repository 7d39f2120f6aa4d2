using System.Text.Json;
using Workflow.Contracts;
using Workflow.Contracts.Identity;
using Workflow.Core.Cases;
using Workflow.Core.Catalog;
using Workflow.Core.Catalog.Accounts;
using Workflow.Core.Runtime;
using Workflow.Postgres.Queries;
using Workflow.Postgres.Secrets;
using Workflow.Server.Http;

namespace Workflow.Server.Identity;

/// <summary>Accounts, their grants, passwords and API keys. Administrators reach what lies within their own grants.</summary>
internal static class AccountRoutes
{
    private const int PageUsual = 100;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/registrations", Register).ForAnyone().WithMetadata(new NoCsrf()).WithTags("Accounts")
            .WithSummary("An applicant opens an account of its own").Produces<CommandAccepted>(StatusCodes.Status201Created);

        var accounts = api.MapGroup("/accounts").WithTags("Accounts");
        accounts.MapPost("", Open).For(Role.Administrator).WithSummary("Opens an account").Produces<CommandAccepted>(StatusCodes.Status201Created);
        accounts.MapGet("", List).For(Role.Administrator).WithSummary("Lists the accounts of one's regions").Produces<Page<AccountAnswer>>();
        accounts.MapGet("/{name}", Get).For(Role.Administrator).WithSummary("Shows an account").Produces<AccountAnswer>();
        accounts.MapDelete("/{name}", Close).For(Role.Administrator).WithSummary("Closes an account for good").Produces<CommandAccepted>();
        accounts.MapPost("/{name}/grants", AddGrant).For(Role.Administrator).WithSummary("Grants a role").Produces<CommandAccepted>();
        accounts.MapDelete("/{name}/grants/{id}", RemoveGrant).For(Role.Administrator).WithSummary("Takes a grant back").Produces<CommandAccepted>();
        accounts.MapPost("/{name}/password", SetPassword).ForSignedIn().WithSummary("Changes one's own password or resets another's").Produces<CommandAccepted>();
        accounts.MapPost("/{name}/keys", AddKey).For(Role.Administrator).WithSummary("Issues an API key; shown this once").Produces<IssuedKeyAnswer>(StatusCodes.Status201Created);
        accounts.MapDelete("/{name}/keys/{id}", RemoveKey).For(Role.Administrator).WithSummary("Takes an API key back").Produces<CommandAccepted>();
    }

    private static async Task<IResult> Register(
        HttpContext http, Body<RegistrationRequest> body, AccountSecrets secrets, Passwords passwords, FailureLimit limit)
    {
        var (name, displayName, password) = body.Value;
        if (!limit.MayTry(http.Connection.RemoteIpAddress)) return new Problem(StatusCodes.Status429TooManyRequests, "too-many-attempts") { RetryAfterSeconds = 60 };
        if (password == name) return Problem.Body(new FieldError("$.password", "password-is-account"));
        var (id, missing) = Commands.IdOf(http);
        if (missing is not null) return missing;

        var command = new OpenAccount(name, AccountKind.Applicant, Regions.WholeCountry, new Personal(displayName), [ApplicantGrant])
        {
            By = new Actor(ActorKind.Person, name, Role.Applicant),
        };
        // Nobody is signed in, so the new account itself stands for the sender.
        return await Commands.SubmitSecretAsync(http, id with { Principal = name }, command, accepted => Opened(http, secrets, passwords, accepted, name, password));
    }

    private static async Task<IResult> Open(HttpContext http, Body<OpenAccountRequest> body, Principal who, AccountSecrets secrets, Passwords passwords)
    {
        var wanted = body.Value;
        List<FieldError> errors = [];
        var kind = wanted.Kind is null ? wanted.Grants is { Count: > 0 } ? AccountKind.Staff : AccountKind.Applicant : Words.Parse<AccountKind>(wanted.Kind);
        if (kind is null) errors.Add(Words.Unknown<AccountKind>("$.kind"));
        if (wanted.Password is null && kind != AccountKind.Integrator) errors.Add(new FieldError("$.password", "field-required"));
        if (wanted.Password == wanted.Account) errors.Add(new FieldError("$.password", "password-is-account"));
        List<GrantWish> grants = [];
        foreach (var (index, grant) in (wanted.Grants ?? []).Index())
            if (WishOf(grant, $"$.grants[{index}]", errors) is { } wish) grants.Add(wish);
        if (errors.Count > 0) return Problem.Body(errors);

        if (who.Lacks(Role.Administrator, wanted.Region) is { } refused) return refused;
        if (grants.FirstOrDefault(g => !who.Has(Role.Administrator, g.Region)) is not null) return Problem.Forbidden("grant-beyond-own");
        if (kind == AccountKind.Applicant) grants.Add(ApplicantGrant);

        var (id, missing) = Commands.IdOf(http);
        if (missing is not null) return missing;
        var command = new OpenAccount(wanted.Account, kind!.Value, wanted.Region, new Personal(wanted.DisplayName), [.. grants])
        {
            By = who.As(Role.Administrator, wanted.Region),
        };
        return await Commands.SubmitSecretAsync(http, id, command, accepted => Opened(http, secrets, passwords, accepted, wanted.Account, wanted.Password));
    }

    // After the account, so that nobody can take a name by leaving a secret there; a repetition heals a crash in between.
    private static async ValueTask<IResult> Opened(
        HttpContext http, AccountSecrets secrets, Passwords passwords, Answer.Accepted accepted, string name, string? password)
    {
        if (password is not null && accepted.StreamId == AccountStreams.IdOf(name))
            await secrets.AddAsync(name, passwords.Hash(name, password), http.RequestAborted);
        return Results.Json(new CommandAccepted(accepted.StreamId, accepted.Version, accepted.Position), Json.Options, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> List(Principal who, Documents documents, string? cursor, int? limit, CancellationToken cancelled)
    {
        var count = limit ?? PageUsual;
        if (count is < 1 or > Documents.MaxLimit) return Problem.Parameter("limit", "field-range", ("min", "1"), ("max", $"{Documents.MaxLimit}"));
        var regions = who.Grants.Where(g => g.Role == Role.Administrator).Select(g => Regions.PrefixOf(g.Region)).ToList();
        var rows = await documents.ListAsync("account", regions.Contains("") ? null : regions, cursor, count + 1, cancelled);
        var items = rows.Take(count).Select(r => AnswerOf(r.Json)).ToList();
        return Results.Json(new Page<AccountAnswer>(items, rows.Count > count ? rows[count - 1].Id : null), Json.Options);
    }

    private static async Task<IResult> Get(string name, Principal who, Documents documents, CancellationToken cancelled)
    {
        if (!IsName(name) || await documents.FindAsync("account", name, cancelled) is not { } row) return Problem.NotFound("account-not-found");
        return who.Has(Role.Administrator, row.Region ?? Regions.WholeCountry) ? Results.Json(AnswerOf(row.Json), Json.Options) : Problem.NotFound("account-not-found");
    }

    private static Task<IResult> Close(HttpContext http, string name, Principal who, AccountDirectory accounts, PersonalStore store) =>
        WithinAsync(http, name, who, accounts, _ => Commands.SubmitAsync(http, new CloseAccount(name) { By = who.As(Role.Administrator) }, async accepted =>
        {
            await store.DeleteAllAsync(name, http.RequestAborted);
            return Results.Json(new CommandAccepted(accepted.StreamId, accepted.Version, accepted.Position), Json.Options);
        }));

    private static async Task<IResult> AddGrant(HttpContext http, string name, Body<GrantRequest> body, Principal who, AccountDirectory accounts)
    {
        List<FieldError> errors = [];
        if (WishOf(body.Value, "$", errors) is not { } wish) return Problem.Body(errors);
        if (!IsName(name) || await accounts.FindAsync(name, http.RequestAborted) is { IsOpen: false, IsClosed: false }) return Problem.NotFound("account-not-found");
        // Any account may be given a role in one's own region: officers lend a hand elsewhere.
        if (!who.Has(Role.Administrator, wish.Region)) return Problem.Forbidden("grant-beyond-own");
        return await Commands.SubmitAsync(http, new GrantRole(name, wish) { By = who.As(Role.Administrator, wish.Region) });
    }

    private static async Task<IResult> RemoveGrant(HttpContext http, string name, string id, Principal who)
    {
        // The id of a grant says where it is held.
        var region = id.Split('.') is [_, var place, ..] ? place : "";
        if (!IsName(name)) return Problem.NotFound("account-not-found");
        if (!who.Has(Role.Administrator, region)) return Problem.Forbidden("grant-beyond-own");
        return await Commands.SubmitAsync(http, new RevokeRole(name, id) { By = who.As(Role.Administrator, region) });
    }

    private static async Task<IResult> SetPassword(
        HttpContext http, string name, Body<PasswordRequest> body, Principal who, AccountDirectory accounts, AccountSecrets secrets, Passwords passwords, FailureLimit limit)
    {
        var (password, current) = body.Value;
        if (password == name) return Problem.Body(new FieldError("$.password", "password-is-account"));
        var (id, missing) = Commands.IdOf(http);
        if (missing is not null) return missing;

        var isOwn = who.Account == name;
        if (isOwn)
        {
            if (current is null) return Problem.Body(new FieldError("$.current", "field-required"));
            if (!limit.MayTry(http.Connection.RemoteIpAddress)) return new Problem(StatusCodes.Status429TooManyRequests, "too-many-attempts") { RetryAfterSeconds = 60 };
            var (result, until) = await passwords.CheckAsync(name, current, isOpen: true, http.RequestAborted);
            if (result != SignInResult.Right) limit.Failed(http.Connection.RemoteIpAddress);
            if (result == SignInResult.LockedOut) return Problem.Of(StatusCodes.Status429TooManyRequests, "locked-out", ("until", $"{until:yyyy-MM-dd HH:mm}Z"));
            if (result == SignInResult.Wrong) return Problem.Body(new FieldError("$.current", "password-wrong"));
        }

        Task<IResult> Change() => Commands.SubmitSecretAsync(http, id,
            new ChangePassword(name) { By = isOwn ? new Actor(ActorKind.Person, name) : who.As(Role.Administrator) },
            async accepted =>
            {
                await secrets.SetAsync(name, passwords.Hash(name, password), http.RequestAborted);
                return Results.Json(new CommandAccepted(accepted.StreamId, accepted.Version, accepted.Position), Json.Options);
            });
        return isOwn ? await Change() : who.Has(Role.Administrator) ? await WithinAsync(http, name, who, accounts, _ => Change()) : Problem.Forbidden();
    }

    private static Task<IResult> AddKey(HttpContext http, string name, Body<KeyRequest> body, Principal who, AccountDirectory accounts) =>
        WithinAsync(http, name, who, accounts, async _ =>
        {
            var (id, missing) = Commands.IdOf(http);
            if (missing is not null) return missing;
            var key = ApiKey.New(name, Commands.NewIdFor(id)[..12]);
            // The key itself is kept nowhere, so a repetition can only say that it was issued.
            return await Commands.SubmitAsync(http, new IssueApiKey(name, key.Id, key.Sha256, body.Value.Note) { By = who.As(Role.Administrator) },
                accepted => new(accepted.Repeated
                    ? Problem.Of(StatusCodes.Status409Conflict, "api-key-shown-once")
                    : Results.Json(new IssuedKeyAnswer(key.Id, key.ToString(), body.Value.Note), Json.Options, statusCode: StatusCodes.Status201Created)));
        });

    private static Task<IResult> RemoveKey(HttpContext http, string name, string id, Principal who, AccountDirectory accounts) =>
        WithinAsync(http, name, who, accounts, _ => Commands.SubmitAsync(http, new RevokeApiKey(name, id) { By = who.As(Role.Administrator) }));

    /// <summary>
    /// Goes on when the administrator reaches the whole account: its home region and every region in which it holds a role.
    /// Otherwise who administers a county could reset the password of somebody who administers the province.
    /// </summary>
    internal static async Task<IResult> WithinAsync(HttpContext http, string name, Principal who, AccountDirectory accounts, Func<AccountState, Task<IResult>> then)
    {
        var account = IsName(name) ? await accounts.FindAsync(name, http.RequestAborted) : AccountState.Empty;
        if (account is { IsOpen: false, IsClosed: false }) return Problem.NotFound("account-not-found");
        if (who.Lacks(Role.Administrator, account.Region) is { } refused) return refused;
        return account.Grants.Values.All(g => g.Role == Role.Applicant || who.Has(Role.Administrator, g.Region)) ? await then(account) : Problem.Forbidden("grant-beyond-own");
    }

    private static GrantWish ApplicantGrant => new(Role.Applicant, Regions.WholeCountry, null);

    private static GrantWish? WishOf(GrantRequest grant, string path, List<FieldError> errors)
    {
        var before = errors.Count;
        var role = Words.Parse<Role>(grant.Role);
        if (role is null) errors.Add(Words.Unknown<Role>(path + ".role"));
        if (role == Role.Officer && grant.Department is null) errors.Add(new FieldError(path + ".department", "field-required"));
        if (role is not (null or Role.Officer or Role.Window) && grant.Department is not null) errors.Add(new FieldError(path + ".department", "field-unknown"));
        return errors.Count == before ? new(role!.Value, grant.Region, grant.Department) : null;
    }

    private static AccountAnswer AnswerOf(string json)
    {
        var document = JsonSerializer.Deserialize<AccountDocument>(json, CatalogJson.Options)!;
        return new(document.Account, Words.Of(document.Kind), document.Region, document.DisplayName, document.Closed,
            [.. document.Grants.Select(g => new GrantAnswer(g.Id, Words.Of(g.Role), g.Region, g.Department))],
            [.. document.Keys.Select(k => new KeyAnswer(k.Id, k.Note, k.IssuedAt))],
            [.. document.Absences.IsDefault ? [] : document.Absences.Select(a => new AbsenceAnswer(a.Id, a.From, a.To, a.Substitute, a.Basis))],
            [.. document.SigningSecrets?.Select(k => new KeyAnswer(k.Id, k.Note, k.IssuedAt)) ?? []]);
    }

    private static bool IsName(string name) => Codes.IsAccount(name);
}
