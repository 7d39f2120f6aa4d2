using System.Text.Json;
using Workflow.Core.Catalog;
using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Intake;

/// <summary>Cases that somebody handles for somebody else, as rows of kind "agency": the agent's list. Nothing personal is in them.</summary>
internal static class AgencyRows
{
    public static void Project(string streamId, CaseState was, CaseState now, IReadOnlyList<Event>? events, RowChanges rows)
    {
        if (now.Intake.Agent is not { } agent) return;
        if (events is not null && was.Status == now.Status && was.Intake.Agent == agent) return;
        var document = new AgencyDocument(streamId, now.CaseNumber, now.Title, now.Region, (short)now.Status, agent.Account, agent.Mandate, agent.Until, now.FiledAt);
        rows.Documents.Add(new DocumentRow(AgencyDocument.Kind, streamId, 1, now.Region, JsonSerializer.Serialize(document, CatalogJson.Options)));
    }
}

/// <param name="Status">code of the exchange standard</param>
/// <param name="Until">last day on which the agent acts</param>
public sealed record AgencyDocument(
    string CaseId, string CaseNumber, string Title, string Region, short Status, string Agent, string Mandate, DateOnly Until, DateTimeOffset FiledAt)
{
    public const string Kind = "agency";
}
