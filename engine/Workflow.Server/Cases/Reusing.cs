using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Workflow.Contracts.Cases;
using Workflow.Core.Cases;
using Workflow.Core.Cases.Materials;
using Workflow.Core.Catalog;
using Workflow.Postgres.Queries;
using Workflow.Server.Catalog;
using Workflow.Server.Http;
using Workflow.Server.Identity;

namespace Workflow.Server.Cases;

/// <summary>
/// What an applicant gave before and may use again: materials of its own earlier cases, and certificates that these
/// issued. Nothing is copied: the new case names the same file. Made of the cases each time, so what was taken back is gone.
/// </summary>
internal sealed class Reusing(CaseList list, CaseReader cases)
{
    /// <summary>The applicant's latest cases that are looked through.</summary>
    private const int CasesMax = 50;

    private static readonly CaseList.Filter Everything = new(null, null, null, null, new Search(null), false, null, null);

    /// <summary>The applicant's own cases, newest first.</summary>
    public async Task<List<LoadedCase>> EarlierAsync(Principal who, CancellationToken ct)
    {
        var (rows, _) = await list.ReadAsync(Scope.Nothing with { Account = who.Account }, Everything, null, CasesMax, who.Account, ct, CaseList.Sort.Filed);
        List<LoadedCase> found = [];
        foreach (var row in rows)
            if (await cases.FindAsync(row.StreamId, who, ct) is { Access.IsApplicant: true } earlier && !earlier.State.PersonalAnswers.IsErased) found.Add(earlier);
        return found;
    }

    public ReusableAnswer Offer(JointItem item, DateOnly today, IReadOnlyList<LoadedCase> earlier)
    {
        List<ReusableMaterial> offered = [];
        HashSet<(string, string)> seen = [];
        foreach (var of in earlier)
        {
            foreach (var asked in item.Materials)
                foreach (var filed in FitsOf(asked, item, of))
                    if (seen.Add((asked.Code, filed.FileId))) offered.Add(OfferOf(asked, filed, today));
        }
        var purposes = offered.Where(o => o.Usable).Select(o => o.Purpose).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        return new(
            // The most trusted first, for each material.
            [.. offered.OrderBy(o => o.Material, StringComparer.Ordinal).ThenByDescending(o => o.Usable).ThenBy(o => o.Grade, StringComparer.Ordinal)],
            [.. FieldsOf(item, earlier)], [.. purposes.Select(p => new ConsentPurpose(p, InstantView.TextOf(p)))]);
    }

    /// <summary>What a filing names, as the materials of the new case; what is wrong is added to the errors.</summary>
    /// <param name="account">the applicant's; only its own earlier cases count</param>
    public async Task<ImmutableArray<FiledMaterial>> ResolveAsync(
        JointItem item, IReadOnlyList<ReuseRequest> given, IReadOnlyList<string> consents, string account, Principal who, List<FieldError> errors, CancellationToken ct)
    {
        var filed = ImmutableArray.CreateBuilder<FiledMaterial>(given.Count);
        foreach (var (index, unknown) in consents.Index().Where(c => !Consent.Purposes.Contains(c.Item)))
            errors.Add(new FieldError($"$.consents[{index}]", "field-choice", ("choices", string.Join(", ", Consent.Purposes))));
        foreach (var (index, one) in given.Index())
        {
            var path = $"$.reuse[{index}]";
            if (item.Materials.FirstOrDefault(m => m.Code == one.Material) is not { } asked)
            {
                errors.Add(new FieldError(path + ".material", "material-unknown", ("material", one.Material)));
                continue;
            }
            var of = account.Length > 0 && CaseReader.IsCaseId(one.CaseId) ? await cases.FindAsync(one.CaseId, who, ct) : null;
            // Somebody else's case answers as one that is not there.
            if (of is null || of.State.Applicant?.Account != account || FitsOf(asked, item, of).FirstOrDefault(f => f.FileId == one.FileId) is not { } fit)
                errors.Add(new FieldError(path, "reuse-not-found"));
            else if (!consents.Contains(Consent.PurposeOf(fit.From!), StringComparer.Ordinal)) errors.Add(new FieldError("$.consents", "consent-required", ("purpose", Consent.PurposeOf(fit.From!)), ("material", one.Material)));
            else filed.Add(fit);
        }
        return filed.ToImmutable();
    }

    /// <summary>What a case offers for a material that is asked: of the same kind, or the same material of the same joint item.</summary>
    private static IEnumerable<FiledMaterial> FitsOf(Material asked, JointItem item, LoadedCase of)
    {
        foreach (var filed in of.State.Materials)
        {
            var there = of.Item.Materials.FirstOrDefault(m => m.Code == filed.Material);
            var fits = there is not null && ((asked.Kind is { } kind && there.Kind == kind) || (of.Item.Code == item.Code && there.Code == asked.Code));
            // A certificate that was used there is offered by the case that issued it.
            if (fits && filed.From?.Number is null) yield return filed with { Material = asked.Code, From = new(of.Id, of.State.CaseNumber, null) };
        }
        foreach (var certificate in Certificates.Of(of.Pinned, of.State, of.Id).Where(c => c.Kind == asked.Kind))
        {
            var (name, bytes) = FileOf(certificate);
            yield return new FiledMaterial(
                asked.Code, certificate.Id, name, ContentType, bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)), MaterialGrade.A, certificate.ValidUntil,
                new(of.Id, of.State.CaseNumber, certificate.Number));
        }
    }

    public const string ContentType = "application/json";

    /// <summary>A certificate as a file; the same bytes every time.</summary>
    public static (string Name, byte[] Bytes) FileOf(Certificate certificate) => (
        $"{certificate.Name} {certificate.Number}.json",
        JsonSerializer.SerializeToUtf8Bytes(new { certificate.Id, certificate.Kind, certificate.Item, certificate.Name, certificate.Number, certificate.IssuedOn, certificate.ValidUntil }, Json.Options));

    private static ReusableMaterial OfferOf(Material asked, FiledMaterial filed, DateOnly today)
    {
        var why = filed.ValidUntil < today ? "material-expired" : MaterialGrades.WhyNot(asked, filed, today);
        return new(
            asked.Code, asked.Name.ToText(), filed.From!.CaseId, filed.From.CaseNumber, filed.FileId, filed.FileName, filed.Grade.ToString(), filed.ValidUntil, why is null, why,
            Consent.PurposeOf(filed.From), filed.From.Number);
    }

    /// <summary>The latest answer to a field of the same name and type; a choice only when it is still offered.</summary>
    private static IEnumerable<ReusableField> FieldsOf(JointItem item, IReadOnlyList<LoadedCase> earlier)
    {
        foreach (var field in item.Form)
        {
            foreach (var of in earlier)
            {
                if (of.Item.Form.FirstOrDefault(f => f.Name == field.Name) is not { } there || there.Type != field.Type) continue;
                if (AnswerOf(of, field.Name) is not { ValueKind: not JsonValueKind.Null } value) continue;
                if (field.Type == FieldType.Choice && !field.Choices.Any(c => value.ValueKind == JsonValueKind.String && c.Value == value.GetString())) continue;
                yield return new ReusableField(field.Name, field.Label.ToText(), value, of.State.CaseNumber);
                break;
            }
        }
    }

    private static JsonElement? AnswerOf(LoadedCase of, string field)
    {
        if (of.State.Answers.Has(field)) return FeelJson.ToJson(of.State.Answers[field]);
        if (of.State.PersonalAnswers.Value is not { } text) return null;
        using var personal = JsonDocument.Parse(Encoding.UTF8.GetBytes(text));
        return personal.RootElement.TryGetProperty(field, out var secret) ? secret.Clone() : null;
    }
}
