using Workflow.Core.Catalog.Oversight;
using Workflow.Postgres;

namespace Workflow.Server.Oversight;

/// <summary>The rules that reach a region, as they are published now.</summary>
internal sealed class RuleBooks(Node node)
{
    public async ValueTask<CardRuleBook> OfAsync(string region, CancellationToken ct)
    {
        var streams = await node.ReadAsync([.. CardRuleBook.ChainOf(region).Select(CardRuleStreams.IdOf)], ct);
        return new([.. streams.Select(s => (CardRulesState)s.State)]);
    }
}
