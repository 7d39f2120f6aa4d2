using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Workflow.Core.Bpmn;
using Workflow.Core.Runtime;

namespace Workflow.Core.Catalog.Definitions;

/// <summary>
/// Deploys BPMN as the next version of a definition, which belongs to the region that its publisher acted in at first.
/// The latest version's own XML again changes nothing.
/// </summary>
/// <param name="Note">what changed, in the designer's words</param>
/// <param name="Profile">how strictly it is read; null as the latest version was</param>
public sealed record DeployDefinition(string Key, string Xml, string? Note, DeploymentProfile? Profile = null) : Command
{
    public override string StreamId => DefinitionStreams.IdOf(Key);

    public override Outcome Decide(object? pinned, StreamState state, DateTimeOffset now)
    {
        var latest = ((DefinitionState)state).Latest;
        if (latest is not null && latest.Region != By.Region) return Outcome.Reject("belongs-to-other-region");
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Xml)));
        if (latest?.Sha256 == sha256) return Outcome.Accept();

        // Once strict, a definition stays so until its publisher says otherwise.
        var profile = Profile ?? latest?.Profile ?? DeploymentProfile.Normal;
        var check = DefinitionCheck.Of(Xml, profile);
        if (check.Graph is not { } graph) return Outcome.Reject("definition-invalid", Details(check.Errors));
        return Outcome.Accept(new DefinitionDeployed(Key, (latest?.Version ?? 0) + 1, graph.Id, graph.Name, Xml, sha256, Note, By.Id, now, By.Region, profile == DeploymentProfile.Strict ? profile : null));
    }

    private static (string, string)[] Details(IEnumerable<Finding> errors) =>
        [.. errors.Take(20).Select((e, i) => (i.ToString(CultureInfo.InvariantCulture), $"{e.Element}: {e.Code}: {e.En}"))];
}
