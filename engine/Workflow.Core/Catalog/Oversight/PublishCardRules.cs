using System.Text.Json;
using Workflow.Core.Runtime;

namespace Workflow.Core.Catalog.Oversight;

/// <summary>Publishes the next version of a region's rules for cards and indicators. The latest content again changes nothing.</summary>
/// <param name="AppliesFrom">what began before it keeps its cards; null: all cards are derived anew</param>
public sealed record PublishCardRules(string Region, CardRuleSet Content, DateTimeOffset? AppliesFrom) : Command
{
    public override string StreamId => CardRuleStreams.IdOf(Region);

    public override Outcome Decide(object? pinned, StreamState state, DateTimeOffset now)
    {
        if (By.Region != Region) return Outcome.Reject("belongs-to-other-region");
        if (CardRuleCheck.Faults(Content) is [var first, ..]) return Outcome.Reject("card-rules-invalid", ("path", first.Path), ("code", first.Code));
        var latest = ((CardRulesState)state).Latest;
        if (latest is not null && latest.AppliesFrom == AppliesFrom && Written(latest.Content) == Written(Content)) return Outcome.Accept();
        return Outcome.Accept(new CardRulesPublished(Region, (latest?.Version ?? 0) + 1, Content, AppliesFrom, By.Id, now));
    }

    // Immutable arrays compare by reference, so content is compared as it is written.
    private static string Written(CardRuleSet content) => JsonSerializer.Serialize(content, CatalogJson.Options);
}
