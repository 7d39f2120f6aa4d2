using System.Collections.Immutable;
using Workflow.Core.Bpmn;

namespace Workflow.Core.Catalog.Definitions;

/// <summary>What was found in BPMN that is to be deployed.</summary>
/// <param name="Graph">null when it cannot be deployed</param>
public sealed record DefinitionCheck(ProcessGraph? Graph, ImmutableArray<Finding> Findings)
{
    public IEnumerable<Finding> Errors => Findings.Where(f => f.Severity == FindingSeverity.Error);

    public static DefinitionCheck Of(string xml) => new(null, [new(FindingSeverity.Error, "under-construction", null, xml)]);
}
