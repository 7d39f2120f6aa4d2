using System.Text.Json;
using Workflow.Core.Runtime;

namespace Workflow.Core.Catalog.Rules;

/// <summary>
/// Publishes the next version of a decision, which belongs to the region that its publisher acted in at first. The
/// latest content again changes nothing. A model's tests are run before, by <see cref="RuleModelCheck"/>.
/// </summary>
/// <param name="Table">rules; null when a model is published</param>
/// <param name="Model">a decision model; null when rules are published</param>
/// <param name="BaseVersion">the version that this was made of; null when nobody asks</param>
public sealed record PublishRules(string Code, DecisionTable? Table, RuleModel? Model = null, int? BaseVersion = null) : Command
{
    public override string StreamId => RuleStreams.IdOf(Code);

    public override Outcome Decide(object? pinned, StreamState state, DateTimeOffset now)
    {
        if (Table is null == Model is null) return Outcome.Reject("rules-invalid", ("path", "$"), ("code", "rules-or-model"));
        if (Table is not null && DecisionTableCheck.Faults(Table) is [var first, ..]) return Outcome.Reject("rules-invalid", ("path", first.Path), ("code", first.Code));
        var latest = ((RuleState)state).Latest;
        if (latest is not null && latest.Region != By.Region) return Outcome.Reject("belongs-to-other-region");
        if (latest is not null && Written(latest.Table, latest.Model) == Written(Table, Model)) return Outcome.Accept();
        if (BaseVersion is { } based && based != (latest?.Version ?? 0)) return Outcome.Reject("decision-moved", ("version", $"{latest?.Version ?? 0}"));
        // The tests cost more than the writer has to spare: whoever sends the command has run them.
        if (Model is not null && Model.Compile() is { Model: null, Findings: var findings })
            return Outcome.Reject("rules-invalid", ("path", "$.model.xml"), ("code", findings.FirstOrDefault(f => f.IsError)?.Code ?? "rules-invalid"));
        return Outcome.Accept(new RulesPublished(Code, (latest?.Version ?? 0) + 1, Table, By.Id, now, By.Region, Model));
    }

    private static string Written(DecisionTable? table, RuleModel? model) => JsonSerializer.Serialize(new { table, model }, CatalogJson.Options);
}
