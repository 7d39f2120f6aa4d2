using System.Collections.Immutable;
using Workflow.Core.Catalog;

namespace Workflow.Core.Cases.Materials;

/// <summary>A certificate (电子证照): the result that a case issued for one of its service items.</summary>
/// <param name="Id">"certificate-", the case's 32 hex digits, "-" and the item's code</param>
/// <param name="Kind">what sort of material it is wherever it is asked for</param>
/// <param name="Holder">account of the applicant</param>
/// <param name="ValidUntil">last day on which it is valid; null when it does not end</param>
public sealed record Certificate(string Id, string Kind, string Item, string Name, string Number, string Holder, DateOnly IssuedOn, DateOnly? ValidUntil);

public static class Certificates
{
    public const string Prefix = "certificate-";

    public static string IdOf(string caseId, string item) => $"{Prefix}{caseId["case-".Length..]}-{item}";

    /// <summary>The case that issued a certificate, and for which item; null when this is no certificate's id.</summary>
    public static (string CaseId, string Item)? Parse(string id)
    {
        var hex = Prefix.Length + 32;
        return id.StartsWith(Prefix, StringComparison.Ordinal) && id.Length > hex + 1 && id[hex] == '-' ? ("case-" + id[Prefix.Length..hex], id[(hex + 1)..]) : null;
    }

    /// <summary>What a case has issued and not taken back. Made of the case each time, so a revoked grant has none.</summary>
    public static ImmutableArray<Certificate> Of(Pinned pinned, CaseState state, string caseId)
    {
        if (state.Concluded is not { } concluded || state.Decided?.Decision != Decision.Grant || state.Status == CaseStatus.Revoked) return [];
        var day = pinned.Calendar.DayOf(concluded.At);
        return
        [
            .. from result in concluded.Results
               let rule = pinned.JointItem.Items.FirstOrDefault(i => i.Code == result.Item)?.Issues
               where rule is not null
               select new Certificate(IdOf(caseId, result.Item), rule.Kind, result.Item, result.Name, result.Number, state.Applicant!.Account, day,
                   rule.ValidMonths is { } months ? day.AddMonths(months).AddDays(-1) : null),
        ];
    }
}
