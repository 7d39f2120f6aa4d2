using System.Text.Json;
using Workflow.Core.Catalog;
using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Obligations;

/// <summary>
/// What broken promises hold against applicants, as rows of kind "credit" beside the events that say so: found by the keyed
/// hash with which their ids begin, made again by folding.
/// </summary>
internal static class CreditRows
{
    public static void Project(string streamId, CaseState now, IReadOnlyList<Event>? events, RowChanges rows)
    {
        if (events is not null && !events.Any(e => e is PromiseBroken or CreditRestored)) return;
        foreach (var (id, owed) in now.Obligations)
        {
            if (owed.Distrust is not { } broken) continue;
            var document = new CreditDocument(broken.TrustKey, now.CaseNumber, streamId, id, broken.Until, broken.Reason, broken.At, owed.Restored?.Reason, owed.Restored?.At);
            rows.Documents.Add(new DocumentRow(
                CreditDocument.Kind, $"{broken.TrustKey}-{streamId}-{id}", owed.Restored is null ? 1 : 2, now.Region, JsonSerializer.Serialize(document, CatalogJson.Options)));
        }
    }
}

/// <param name="Until">last day on which it counts</param>
/// <param name="RestoredAt">when it was lifted (信用修复); null while it counts</param>
public sealed record CreditDocument(
    string TrustKey, string CaseNumber, string CaseId, int Obligation, DateOnly Until, string? Reason, DateTimeOffset At, string? Restored, DateTimeOffset? RestoredAt)
{
    public const string Kind = "credit";
}
