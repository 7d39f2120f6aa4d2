using System.Text.Json;
using Workflow.Core.Runtime;

namespace Workflow.Core.Catalog.Rules;

/// <summary>
/// Publishes the next version of a decision table, which belongs to the region that its publisher acted in at first. The
/// latest content again changes nothing.
/// </summary>
public sealed record PublishRules(string Code, DecisionTable Table) : Command
{
    public override string StreamId => RuleStreams.IdOf(Code);

    public override Outcome Decide(object? pinned, StreamState state, DateTimeOffset now)
    {
        if (DecisionTableCheck.Faults(Table) is [var first, ..]) return Outcome.Reject("rules-invalid", ("path", first.Path), ("code", first.Code));
        var latest = ((RuleState)state).Latest;
        if (latest is not null && latest.Region != By.Region) return Outcome.Reject("belongs-to-other-region");
        if (latest is not null && Written(latest.Table) == Written(Table)) return Outcome.Accept();
        return Outcome.Accept(new RulesPublished(Code, (latest?.Version ?? 0) + 1, Table, By.Id, now, By.Region));
    }

    private static string Written(DecisionTable table) => JsonSerializer.Serialize(table, CatalogJson.Options);
}
