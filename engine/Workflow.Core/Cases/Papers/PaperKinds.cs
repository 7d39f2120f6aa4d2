using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Workflow.Core.Cases.Papers;

/// <summary>A kind of document, with the placeholders that its template may use.</summary>
/// <param name="Code">stable, kebab-case; part of the template's stream id</param>
/// <param name="Word">its word in the document's number: 锦江受〔2026〕…</param>
/// <param name="Own">placeholders beyond <see cref="PaperKinds.Common"/></param>
public sealed record PaperKind(string Code, string Word, ImmutableArray<string> Own)
{
    public bool Has(string placeholder) => Own.Contains(placeholder) || PaperKinds.Common.Contains(placeholder);
}

/// <summary>The documents (文书) that a case may come to.</summary>
public static class PaperKinds
{
    public const string Acceptance = "acceptance";
    public const string Supplement = "supplement";
    public const string Decline = "decline";
    public const string Grant = "grant";
    public const string Denial = "denial";
    public const string Extension = "extension";
    public const string SpecialProcedure = "special-procedure";
    public const string Termination = "termination";
    public const string Withdrawal = "withdrawal";
    public const string Deficiency = "deficiency";
    public const string Commitment = "commitment";
    public const string Revocation = "revocation";
    public const string DeliveryReceipt = "delivery-receipt";
    public const string ComplaintAnswer = "complaint-answer";

    /// <summary>Placeholders of every document.</summary>
    public static readonly ImmutableArray<string> Common =
        ["applicant", "caseNumber", "jointItem", "items", "region", "department", "number", "date", "filedOn", "acceptedOn", "dueOn", "statutoryLimit", "promisedLimit"];

    public static readonly ImmutableArray<PaperKind> All =
    [
        new(Acceptance, "受", []),
        new(Supplement, "补", ["missing", "note"]),
        new(Decline, "不受", ["reason"]),
        new(Grant, "准", ["reason", "conditions"]),
        new(Denial, "不准", ["reason"]),
        new(Extension, "延", ["reason", "authority", "oldDueOn", "newDueOn"]),
        new(SpecialProcedure, "特", ["procedure", "procedureLimit", "basis", "reason"]),
        new(Termination, "终", ["reason", "basis"]),
        new(Withdrawal, "撤回", ["reason"]),
        new(Deficiency, "容", ["materials", "promise", "obligationDueOn"]),
        new(Commitment, "诺", ["materials", "promise", "obligationDueOn"]),
        new(Revocation, "撤", ["reason", "basis"]),
        new(DeliveryReceipt, "送", ["method", "receipt", "deliveredOn", "results"]),
        new(ComplaintAnswer, "答", ["complaintNumber", "complaintEnd", "answer"]),
    ];

    private static readonly FrozenDictionary<string, PaperKind> ByCode = All.ToFrozenDictionary(k => k.Code, StringComparer.Ordinal);

    public static PaperKind? Find(string code) => ByCode.GetValueOrDefault(code);
}
