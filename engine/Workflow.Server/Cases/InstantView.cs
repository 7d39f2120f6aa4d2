using Workflow.Contracts;
using Workflow.Contracts.Cases;
using Workflow.Core.Cases;
using Workflow.Core.Cases.Instant;
using Workflow.Core.Cases.Materials;
using Workflow.Core.Catalog.Rules;
using Workflow.Server.Catalog;
using Workflow.Server.Http;

namespace Workflow.Server.Cases;

/// <summary>What rules decided, and what was agreed to, as one caller may see it. Pure.</summary>
internal static class InstantView
{
    /// <summary>The step that decided, or the last that left it to a person; null when no rule had a part.</summary>
    public static InstantAnswer? Of(CaseState state, CaseAccess access)
    {
        var book = state.Instant;
        if ((book.Deciding ?? (book.Decisions.IsEmpty ? null : book.Decisions[^1])) is not { } told) return null;
        var seesInputs = access is { SeesAllAnswers: true } or { IsSupervisor: true } or { IsAuditor: true } or { Leads: true };
        return new InstantAnswer(
            told.Element, Words.Of(told.Outcome), told.Table, told.Version, told.Rule, told.Words?.ToText(), told.At,
            seesInputs ? FeelJson.ToJson(told.Inputs) : null,
            access.SeesOfficers ? [.. book.Checks.Select(c => new InstantCheckAnswer(c.Right, c.Note, c.Officer, c.At))] : [],
            book.Appeal is { } appeal && (access.SeesOfficers || access.IsApplicant) ? new(appeal.Reason, appeal.At) : null,
            book.Outcome is { } again ? new(Words.Of(again.Decision), again.Replaced, again.Reason, again.At) : null,
            // The applicant is told the words; how departments' opinions went into them is theirs.
            seesInputs && !access.IsApplicant ? told.Explanation?.Words().ToText() : null);
    }

    /// <summary>What the caller may do about it; the command itself decides.</summary>
    public static IEnumerable<string> ActionsOnCase(CaseState state, Pinned pinned, CaseAccess access, DateTimeOffset now)
    {
        if ((access.IsApplicant || (access.IsWindow && state.Channel == Channels.Window)) && state.WhyNoAppeal(pinned, now) is null) yield return "appeal";
        if (access.IsWindow && !state.IsClosed && state.Materials.Any(m => m.Grade > Core.Catalog.MaterialGrade.B)) yield return "material-verify";
    }

    public static IReadOnlyList<ConsentAnswer>? ConsentsOf(CaseState state, Pinned pinned, CaseAccess access) =>
        !(access.SeesAllAnswers || access.IsSupervisor || access.IsAuditor || access.Leads) ? null
        : [.. state.Consents.Select(c => new ConsentAnswer(c.Purpose, TextOf(c.Purpose), [.. c.What.Select(m => ProgressView.NameOfMaterial(pinned, m))], c.At))];

    public static Text TextOf(string purpose) => purpose == Consent.Certificate
        ? new("同意在本次申请中使用已签发给本人(本单位)的电子证照,免交纸质材料", "I agree that certificates issued to me are used for this application instead of papers")
        : new("同意在本次申请中再次使用本人(本单位)以往办件中提交过的材料", "I agree that materials handed in with my earlier cases are used again for this application");
}
