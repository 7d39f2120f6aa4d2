using System.Text.Json;
using Workflow.Core.Runtime;

namespace Workflow.Core.Catalog.Terms;

/// <summary>
/// Publishes the next version of a term table, which belongs to the region that its publisher acted in at first. The
/// latest content again changes nothing.
/// </summary>
public sealed record PublishTerms(string Code, TermTable Table) : Command
{
    public override string StreamId => TermStreams.IdOf(Code);

    public override Outcome Decide(object? pinned, StreamState state, DateTimeOffset now)
    {
        if (TermTableCheck.Faults(Table) is [var first, ..]) return Outcome.Reject("terms-invalid", ("path", first.Path), ("code", first.Code));
        var latest = ((TermState)state).Latest;
        if (latest is not null && latest.Region != By.Region) return Outcome.Reject("belongs-to-other-region");
        if (latest is not null && Written(latest.Table) == Written(Table)) return Outcome.Accept();
        return Outcome.Accept(new TermsPublished(Code, (latest?.Version ?? 0) + 1, Table, By.Id, now, By.Region));
    }

    private static string Written(TermTable table) => JsonSerializer.Serialize(table, CatalogJson.Options);
}
