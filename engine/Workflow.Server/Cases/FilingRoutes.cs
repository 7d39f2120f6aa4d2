using System.Collections.Immutable;
using Workflow.Contracts.Cases;
using Workflow.Core.Cases;
using Workflow.Core.Cases.Intake;
using Workflow.Core.Cases.Materials;
using Workflow.Core.Catalog;
using Workflow.Core.Runtime;
using Workflow.Feel;
using Workflow.Postgres.Files;
using Workflow.Server.Http;
using Workflow.Server.Identity;

namespace Workflow.Server.Cases;

/// <summary>收件: one application for everything.</summary>
internal static class FilingRoutes
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/applications", FileAsync)
        .For(Role.Applicant, Role.Window).WithSummary("Files one application for a joint item")
        .Produces<FiledAnswer>(StatusCodes.Status201Created);

    private static async Task<IResult> FileAsync(HttpContext http, Body<FileApplicationRequest> body, Principal who, Filing filing, CaseReader cases)
    {
        var (id, missing) = Commands.IdOf(http);
        if (missing is not null) return missing;
        var request = body.Value;
        if (filing.WhyNot(http, request, who) is { } refused) return refused;

        var caseId = CaseReader.IdOf(id);
        var ct = http.RequestAborted;
        var (command, problem) = await filing.CommandAsync(caseId, request, who, Http.Messages.PrefersEnglish(http.Request), ct);
        if (command is null)
        {
            // Sent again, perhaps days later: the catalogue may have moved on since, and what was accepted is not to be checked twice.
            if (await cases.FindAsync(caseId, who, ct) is not { State: var known }) return problem!;
            command = new FileApplication(known.Pinned!, known.Region, known.Channel, known.Applicant!, Value.Context.Empty, []) { By = Filing.ActorOf(request, who), CaseId = caseId };
        }
        return await Commands.SubmitAsync(http, command, async accepted =>
        {
            http.Response.Headers.Location = $"/api/cases/{caseId}";
            return Results.Json(new FiledAnswer(caseId, await NumberAsync(accepted), accepted.Version, accepted.Position), Json.Options, statusCode: StatusCodes.Status201Created);
        });

        async ValueTask<string> NumberAsync(Answer.Accepted accepted) => accepted.Events is [ApplicationFiled filed, ..] ? filed.CaseNumber
            : await cases.FindAsync(caseId, who, ct) is { } before ? before.State.CaseNumber : throw new InvalidOperationException($"{caseId} was accepted and cannot be read");
    }

    /// <summary>From what was sent to the command: everything that can be wrong with it is said at once.</summary>
    internal sealed class Filing(Published published, FileStore files, ControlKey controlKey, CaseReader cases, CreditCodeRule creditCodes, AccountDirectory accounts,
        Reusing reusing, Func<PinnedRef, CancellationToken, ValueTask<object>> pinned, Trust trust)
    {
        /// <summary>Now, in the time of a case with that test clock.</summary>
        public DateTimeOffset TimeOf(TestClockRequest? testClock) => cases.Now + OffsetOf(testClock);

        public Problem? WhyNot(HttpContext http, FileApplicationRequest request, Principal who)
        {
            if (request.TestClock is not null && !controlKey.IsIn(http.Request)) return Problem.Forbidden("control-key-required");
            return request.Channel switch
            {
                Channels.Online when !who.Has(Role.Applicant) => Problem.Forbidden(),
                Channels.Online when request.Applicant.Account is { } account && account != who.Account => Problem.Body(new FieldError("$.applicant.account", "not-your-account")),
                Channels.Window => who.Lacks(Role.Window, request.Region),
                Channels.Online => null,
                _ => Problem.Body(new FieldError("$.channel", "field-choice", ("choices", $"{Channels.Online}, {Channels.Window}"))),
            };
        }

        public static Actor ActorOf(FileApplicationRequest request, Principal who) => request.Channel == Channels.Window
            ? who.As(Role.Window, request.Region, Departments.Window) : who.As(Role.Applicant, request.Region);

        public async Task<(FileApplication? Command, Problem? Problem)> CommandAsync(
            string caseId, FileApplicationRequest request, Principal who, bool english, CancellationToken ct)
        {
            if (await published.LatestAsync(request.JointItem, request.Region, ct) is not ({ } offer, var hasRegion))
                return (null, Problem.Body(new FieldError("$.jointItem", "joint-item-not-found")));
            var (pin, item) = offer;
            List<FieldError> errors = [];
            if (FaultOfRegion(item, request.Region, hasRegion) is { } fault) errors.Add(fault);
            var applicant = ApplicantOf(request.Applicant, request.Channel, who, errors);
            await CheckAccountAsync(request.Applicant.Account, request.Channel, errors, ct);
            var answers = AnswersReader.Read(item, request.Answers, errors);
            var account = request.Channel == Channels.Online ? who.Account : request.Applicant.Account ?? "";
            var offset = OffsetOf(request.TestClock);
            var (materials, found) = await HandedInAsync(pin, item, request.Region, answers, request.Materials ?? [], request.Reuse ?? [], request.Consents ?? [], account, offset, who, english, errors, ct);
            var mandate = await MandateAsync(request, errors, ct);
            // What is kept of the agent's own is not the applicant's.
            if (mandate is not null && request.Reuse is { Count: > 0 }) errors.Add(new FieldError("$.reuse", "reuse-by-agent"));
            if (errors.Count > 0) return (null, Problem.Body([.. errors.Concat(found).Take(Shape.ErrorsMax)]));
            if (found.Count > 0) return (null, new Problem(StatusCodes.Status422UnprocessableEntity, "pre-check-failed", errors: found));
            if (mandate is var (_, principal)) applicant = applicant! with { Account = principal ?? "" };
            var (key, broken) = request.Commitments is { Count: > 0 } ? await trust.OfAsync(request.Applicant.IdNumber, ct) : ("", []);
            return (new FileApplication(pin, request.Region, request.Channel, applicant!, answers, materials, offset)
            {
                By = ActorOf(request, who), CaseId = caseId, Consents = [.. (request.Consents ?? []).Distinct(StringComparer.Ordinal)],
                Mandate = mandate?.Mandate, Commitments = [.. request.Commitments ?? []], TrustKey = key, Broken = broken,
            }, null);
        }

        /// <summary>Null when the caller files in its own name.</summary>
        private async Task<(AgentMandate Mandate, string? Principal)?> MandateAsync(FileApplicationRequest request, List<FieldError> errors, CancellationToken ct)
        {
            if (request.Mandate is not { } id) return null;
            var (mandate, principal, fault) = await trust.MandateForAsync(id, request.Applicant.Kind, request.Applicant.IdNumber, ct);
            if (request.Channel != Channels.Online) fault ??= new FieldError("$.mandate", "mandate-online-only");
            if (fault is null) return (mandate!, principal);
            errors.Add(fault);
            return null;
        }

        /// <summary>
        /// Everything that is handed in, new or used again, and what the pre-check (预审) finds; what is wrong with a file is
        /// added to the errors.
        /// </summary>
        public async Task<(ImmutableArray<FiledMaterial> Materials, IReadOnlyList<FieldError> Found)> HandedInAsync(
            PinnedRef pin, JointItem item, string region, Value.Context answers, IReadOnlyList<MaterialRequest> given, IReadOnlyList<ReuseRequest> reuse,
            IReadOnlyList<string> consents, string account, TimeSpan offset, Principal who, bool english, List<FieldError> errors, CancellationToken ct)
        {
            var content = (Pinned)await pinned(pin, ct);
            var filed = await MaterialsAsync(item, given, who, files, errors, ct);
            var again = await reusing.ResolveAsync(item, reuse, consents, account, who, errors, ct);
            var today = content.Calendar.DayOf(cases.Now + offset);
            ImmutableArray<FiledMaterial> all = [.. filed, .. again];
            foreach (var one in all)
                if (MaterialGrades.WhyNot(item.Materials.First(m => m.Code == one.Material), one, today) is { } why)
                    errors.Add(new FieldError(one.From is null ? "$.materials" : "$.reuse", why, ("material", one.Material), ("grade", one.Grade.ToString())));
            return (all, [.. PreChecks.Of(content, region, answers, all, cases.Now + offset).Select(rule => FindingOf(rule, english))]);
        }

        private static FieldError FindingOf(PreCheckRule rule, bool english) => new(
            rule.Field is { } field ? Shape.Child("$.answers", field) : rule.Material is null ? "$" : "$.materials", "pre-check-finding", ("rule", rule.Code))
        {
            Text = english ? rule.Words.En : rule.Words.Zh,
        };

        /// <summary>Null when the joint item is offered in the region.</summary>
        public static FieldError? FaultOfRegion(JointItem item, string region, bool isThere) =>
            !Regions.Covers(item.Region, region) ? new FieldError("$.region", "region-outside-joint-item", ("region", item.Region))
            : !isThere ? new FieldError("$.region", "region-not-found")
            : null;

        /// <summary>A window names an account that is there: otherwise nobody would ever see the case as its own.</summary>
        public async Task CheckAccountAsync(string? account, string channel, List<FieldError> errors, CancellationToken ct)
        {
            if (channel != Channels.Window || string.IsNullOrEmpty(account)) return;
            if (!Codes.IsAccount(account) || !(await accounts.FindAsync(account, ct)).IsOpen) errors.Add(new FieldError("$.applicant.account", "account-not-found"));
        }

        /// <summary>Null when the applicant cannot be told; what is wrong is added to the errors.</summary>
        public Applicant? ApplicantOf(ApplicantRequest given, string channel, Principal who, List<FieldError> errors)
        {
            if (Words.Parse<ApplicantKind>(given.Kind) is not { } kind)
            {
                errors.Add(Words.Unknown<ApplicantKind>("$.applicant.kind"));
                return null;
            }
            if (FaultOfIdNumber(kind, given.IdNumber) is { } fault) errors.Add(fault);
            // A window may file for somebody without an account; nobody then sees the case as its own.
            var account = channel == Channels.Online ? who.Account : given.Account ?? "";
            return new Applicant(account, kind, new Personal(given.Name), new Personal(given.IdNumber), new Personal(given.Phone));
        }

        /// <summary>Null when the number is of its kind's form and its check character is right, or may be wrong here.</summary>
        public FieldError? FaultOfIdNumber(ApplicantKind kind, string number)
        {
            var fault = kind == ApplicantKind.Person
                ? IdentityNumbers.FaultOfResidentId(number, DateOnly.FromDateTime(cases.Now.ToOffset(TimeSpan.FromHours(8)).DateTime))
                : IdentityNumbers.FaultOfCreditCode(number);
            return fault is null || (fault == "credit-code-check" && creditCodes == CreditCodeRule.AllowWrongCheck) ? null : new FieldError("$.applicant.idNumber", fault);
        }

        /// <summary>A test clock that starts now still is one: its offset is then the smallest that is not none.</summary>
        public TimeSpan OffsetOf(TestClockRequest? clock)
        {
            if (clock is null) return TimeSpan.Zero;
            var offset = clock.StartsAt is { } at ? at - cases.Now : TimeSpan.Zero;
            offset -= TimeSpan.FromTicks(offset.Ticks % TimeSpan.TicksPerMicrosecond);
            return offset == TimeSpan.Zero ? TimeSpan.FromMicroseconds(1) : offset;
        }
    }

    /// <summary>Files that are handed in: on the joint list, uploaded by the one who hands them in, and complete.</summary>
    internal static async Task<ImmutableArray<FiledMaterial>> MaterialsAsync(
        JointItem item, IReadOnlyList<MaterialRequest> given, Principal who, FileStore files, List<FieldError> errors, CancellationToken ct)
    {
        var facts = await files.FindAllAsync([.. given.Select(m => m.FileId)], ct);
        var filed = ImmutableArray.CreateBuilder<FiledMaterial>(given.Count);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, one) in given.Index())
        {
            if (item.Materials.All(m => m.Code != one.Material)) errors.Add(new FieldError($"$.materials[{index}].material", "material-unknown", ("material", one.Material)));
            // Somebody else's file answers as one that is not there.
            if (!facts.TryGetValue(one.FileId, out var fact) || fact.Owner != who.Account) errors.Add(new FieldError($"$.materials[{index}].fileId", "file-not-found"));
            else if (!seen.Add(one.Material + "\n" + one.FileId)) errors.Add(new FieldError($"$.materials[{index}]", "material-twice"));
            else if (item.Materials.Any(m => m.Code == one.Material))
                filed.Add(new FiledMaterial(one.Material, fact.Id, fact.Name, fact.ContentType, fact.Size, fact.Sha256, one.Declared ? MaterialGrade.D : MaterialGrade.C, one.ValidUntil));
        }
        return filed.ToImmutable();
    }
}

/// <summary>What happens when only the check character of a credit code is wrong: registered codes are reported that are.</summary>
public enum CreditCodeRule { RefuseWrongCheck, AllowWrongCheck }
