using System.Text.Json;
using Workflow.Contracts;
using Workflow.Contracts.Cases;
using Workflow.Core.Cases;
using Workflow.Core.Catalog;
using Workflow.Core.Runtime;
using Workflow.Server.Catalog;
using Workflow.Server.Http;
using Workflow.Server.Identity;

namespace Workflow.Server.Cases;

/// <summary>
/// What an application needs while it is filled in: which items apply, which fields are asked, which papers are needed,
/// what is wrong so far. By the same rules as filing; nothing is stored and nothing is logged.
/// </summary>
internal static class CheckRoutes
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/applications/check", CheckAsync)
        .For(Role.Applicant, Role.Window).WithMetadata(new NoCommand()).WithSummary("What an application needs so far; nothing is stored").Produces<ApplicationCheckAnswer>();

    private static async Task<IResult> CheckAsync(
        HttpContext http, Body<CheckApplicationRequest> body, Principal who, Published published, FilingRoutes.Filing filing,
        Func<PinnedRef, CancellationToken, ValueTask<object>> pinned)
    {
        var (request, ct) = (body.Value, http.RequestAborted);
        if (await published.LatestAsync(request.JointItem, request.Region, ct) is not ({ } offer, var hasRegion)) return Problem.Body(new FieldError("$.jointItem", "joint-item-not-found"));
        var (pin, item) = offer;
        var content = (Pinned)await pinned(pin, ct);

        List<FieldError> errors = [];
        if (FilingRoutes.Filing.FaultOfRegion(item, request.Region, hasRegion) is { } fault) errors.Add(fault);
        await CheckApplicantAsync(request, who, filing, errors, ct);
        Dictionary<string, bool?> asked = new(StringComparer.Ordinal);
        var answers = AnswersReader.Read(item, request.Answers ?? new Dictionary<string, JsonElement>(), errors, asked);
        var (_, found) = await filing.HandedInAsync(
            pin, item, request.Region, answers, request.Materials ?? [], request.Reuse ?? [], request.Consents ?? [], AccountOf(request, who), filing.OffsetOf(request.TestClock), who, Http.Messages.PrefersEnglish(http.Request), errors, ct);
        errors.AddRange(found);

        var applies = item.Items.ToDictionary(i => i.Code, i => content.MayApply(i, answers, filing.TimeOf(request.TestClock)), StringComparer.Ordinal);
        var english = Http.Messages.PrefersEnglish(http.Request);
        return Results.Json(new ApplicationCheckAnswer(
            pin.JointItemVersion,
            [.. item.Items.Select(i => new CheckedItem(i.Code, i.Name.ToText(), i.Department, applies[i.Code]))],
            [.. item.Form.Select(f => new CheckedField(f.Name, asked[f.Name], Needed(f.NeededBy)))],
            [.. item.Materials.Select(m => new CheckedMaterial(m.Code, m.Required && (m.NeededBy.IsEmpty || m.NeededBy.Any(i => applies.GetValueOrDefault(i) == true)), Needed(m.NeededBy)))],
            [.. errors.Take(Shape.ErrorsMax).Select(e => Problem.FieldOf(e, english))]), Json.Options);

        IReadOnlyList<string> Needed(IEnumerable<string> items) => [.. items.Where(i => applies.GetValueOrDefault(i) != false)];
    }

    private static string AccountOf(CheckApplicationRequest request, Principal who) => request.Channel != Channels.Window ? who.Account
        : request.Applicant is { ValueKind: JsonValueKind.Object } given && given.TryGetProperty("account", out var account) && account.ValueKind == JsonValueKind.String ? account.GetString()! : "";

    private static async Task CheckApplicantAsync(CheckApplicationRequest request, Principal who, FilingRoutes.Filing filing, List<FieldError> errors, CancellationToken ct)
    {
        const string path = "$.applicant";
        if (request.Applicant is not { } given) errors.Add(new FieldError(path, "field-required"));
        else if (Shape.Of(typeof(ApplicantRequest)).Read(given, path, errors) is ApplicantRequest applicant)
        {
            filing.ApplicantOf(applicant, request.Channel ?? Channels.Online, who, errors);
            await filing.CheckAccountAsync(applicant.Account, request.Channel ?? Channels.Online, errors, ct);
        }
        // A number is checked as soon as it stands there, whatever else is still missing.
        else if (given.ValueKind == JsonValueKind.Object && Words.Parse<ApplicantKind>(TextOf(given, "kind")) is { } kind
            && TextOf(given, "idNumber") is { } number && filing.FaultOfIdNumber(kind, number) is { } fault && errors.All(e => e.Path != fault.Path)) errors.Add(fault);

        static string? TextOf(JsonElement of, string member) => of.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
    }
}
