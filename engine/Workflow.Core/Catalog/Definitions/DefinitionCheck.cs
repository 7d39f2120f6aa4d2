using System.Collections.Immutable;
using Workflow.Core.Bpmn;
using Workflow.Core.Bpmn.Soundness;
using Workflow.Core.Cases;

namespace Workflow.Core.Catalog.Definitions;

/// <summary>What was found in BPMN that is to be deployed: the model itself, and what an approval needs of it.</summary>
/// <param name="Graph">null when it cannot be deployed</param>
public sealed record DefinitionCheck(ProcessGraph? Graph, ImmutableArray<Finding> Findings)
{
    public IEnumerable<Finding> Errors => Findings.Where(f => f.Severity == FindingSeverity.Error);

    public static DefinitionCheck Of(string xml, DeploymentProfile profile = DeploymentProfile.Normal) => Of(XmlDoor.BytesOf(xml), profile);

    public static DefinitionCheck Of(ReadOnlyMemory<byte> xml, DeploymentProfile profile = DeploymentProfile.Normal)
    {
        var reading = BpmnReader.Read(xml, profile);
        if (reading.Graph is not { } graph) return new(null, reading.Findings);
        ImmutableArray<Finding> findings = [.. reading.Findings, .. StepSettings.Check(graph), .. Missing(graph), .. DecisionNeeds.Results(graph), .. SoundnessCheck.Findings(graph, profile == DeploymentProfile.Strict ? FindingSeverity.Error : FindingSeverity.Warning)];
        return new(findings.Any(f => f.Severity == FindingSeverity.Error) ? null : graph, findings);
    }

    /// <summary>Settings without which a step could not be carried out: nobody would see the task, no worker take the job.</summary>
    private static IEnumerable<Finding> Missing(ProcessGraph graph)
    {
        foreach (var node in graph.Nodes.OrderBy(n => n.Id, StringComparer.Ordinal))
        {
            var needed = node switch
            {
                UserTask => ((string, string)[])[("kind", "approval-kind-missing"), ("department", "approval-department-missing")],
                ServiceTask => [("jobType", "approval-job-type-missing")],
                BusinessRuleTask => [("decision", "approval-decision-missing")],
                _ => [],
            };
            foreach (var (name, code) in needed)
                if (string.IsNullOrWhiteSpace(node.Approval.GetValueOrDefault(name)))
                    yield return new(FindingSeverity.Error, code, node.Id, $"此步骤没有 approval:{name}", $"the step has no approval:{name}");
        }
        foreach (var (kind, code) in ((string, string)[])[("decide", "approval-no-decide"), ("conclude", "approval-no-conclude")])
            if (!graph.Nodes.OfType<UserTask>().Any(t => t.Approval.GetValueOrDefault("kind") == kind))
                yield return new(FindingSeverity.Warning, code, graph.Id, $"没有 {kind} 类的人工任务：办件可能不经此步就结束", $"no user task of kind {kind}: a case could end without it");
    }
}
