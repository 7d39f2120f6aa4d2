using System.Collections.Immutable;
using System.Xml.Linq;
using Workflow.Core.Bpmn.Rules;

namespace Workflow.Core.Bpmn;

/// <summary>What came of reading a model: a graph, or at least one finding that says why not. Warnings may stand beside a graph.</summary>
public sealed record BpmnReading(ProcessGraph? Graph, ImmutableArray<Finding> Findings);

/// <summary>
/// BPMN 2.0 XML becomes a checked <see cref="ProcessGraph"/>. Refuses early: what cannot be run is named now, by element id,
/// not when a case gets there. Never throws for any bytes.
/// </summary>
public static class BpmnReader
{
    /// <summary>The namespace of BPMN 2.0 and 2.0.2 models; the prefix does not matter.</summary>
    public static readonly XNamespace Model = "http://www.omg.org/spec/BPMN/20100524/MODEL";

    /// <summary>Our own attributes and elements.</summary>
    public static readonly XNamespace Approval = "http://onego.dev/schema/approval";

    /// <param name="xml">the file</param>
    /// <param name="profile">how strictly it is read</param>
    /// <param name="imported">how files that it imports are found; null: they are not read, as a deployment is one file</param>
    public static BpmnReading Read(ReadOnlyMemory<byte> xml, DeploymentProfile profile = DeploymentProfile.Normal, Imported? imported = null)
    {
        if (!XmlDoor.TryRead(xml, out var document, out var refusal))
            return new(null, [new(FindingSeverity.Error, refusal.Code, null, XmlTexts.Zh(refusal), XmlTexts.En(refusal), refusal.Line > 0 ? refusal.Line : null)]);

        var reading = new Reading(document.Root!, profile);
        if (document.Root!.Name != Model + "definitions")
        {
            reading.Refuse("not-bpmn", document.Root, $"根元素是“{document.Root.Name.LocalName}”，不是 BPMN 2.0 的 definitions", $"the root is '{document.Root.Name.LocalName}', not 'definitions' of BPMN 2.0");
            return new(null, reading.Findings());
        }
        RefuseDuplicateIds(reading, document.Root);
        var executable = Executables(reading, document.Root);
        if (executable.Count == 0)
        {
            ModelRules.Check(reading, document.Root, imported);
            return new(null, reading.Findings());
        }

        var main = executable[0];
        var processes = new List<(XElement At, string Id, string? Parent)>();
        foreach (var process in executable)
        {
            if (reading.IdOf(process) is not { } id) continue;
            var parent = process == main ? null : id;
            processes.Add((process, id, parent));
            Families.ReadScope(reading, process, parent);
        }
        var tasks = ReadGlobalTasks(reading, document.Root);
        reading.Index();
        FlowCheck.Check(reading);
        ScopeCheck.Check(reading, processes);
        EventCheck.Check(reading);
        ModelRules.Check(reading, document.Root, imported);

        var findings = reading.Findings();
        if (main.Attribute("id")?.Value is not { } mainId || reading.HasErrors) return new(null, findings);
        var others = processes.Skip(1).Select(p => new ProcessPart(p.Id, Reading.NameOf(p.At))).Concat(tasks);
        return new(
            new ProcessGraph(mainId, Reading.NameOf(main), reading.Nodes.Values.Select(n => n.Node), reading.Flows.Select(f => f.Flow), others) { DataObjects = reading.DataObjects.ToImmutableDictionary(StringComparer.Ordinal) },
            findings);
    }

    /// <summary>A global task stands alone: it is read as a process of one task, which a call activity can run.</summary>
    private static List<ProcessPart> ReadGlobalTasks(Reading reading, XElement root)
    {
        var parts = new List<ProcessPart>();
        foreach (var at in root.Elements().Where(e => e.Name.Namespace == Model && Families.GlobalTasks.ContainsKey(e.Name.LocalName)))
        {
            if (at.Attribute("id")?.Value is not { Length: > 0 } id || Families.GlobalTasks[at.Name.LocalName](reading, at, id) is not { } node) continue;
            reading.Nodes.TryAdd(id, (node, at));
            parts.Add(new(id, Reading.NameOf(at)));
        }
        return parts;
    }

    private static void RefuseDuplicateIds(Reading reading, XElement root)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var element in root.Descendants().Where(e => e.Name.Namespace == Model))
        {
            if (element.Attribute("id")?.Value is { } id && !seen.Add(id))
                reading.Refuse("duplicate-id", element, $"id“{id}”重复", $"the id '{id}' is given twice");
        }
    }

    /// <summary>The executable processes; first the one that a case runs: the first that starts by itself and that nothing in the file calls.</summary>
    private static List<XElement> Executables(Reading reading, XElement root)
    {
        var processes = root.Elements(Model + "process").ToList();
        var executable = processes.FindAll(process => Reading.IsTrue(process, "isExecutable"));
        if (executable.Count == 0) reading.Refuse("no-executable-process", processes.FirstOrDefault() ?? root, "没有标记 isExecutable=\"true\" 的流程", "no process is marked isExecutable=\"true\"");
        if (executable.Count < 2) return executable;
        var called = root.Descendants(Model + "callActivity").Select(call => Roots.LocalOf(call.Attribute("calledElement")?.Value ?? "")).ToHashSet(StringComparer.Ordinal);
        var main = executable.Find(process => StartsByItself(process) && !called.Contains(process.Attribute("id")?.Value ?? "")) ?? executable[0];
        return [main, .. executable.Where(process => process != main)];
    }

    private static bool StartsByItself(XElement process)
    {
        var starts = process.Elements(Model + "startEvent").ToList();
        if (starts.Count > 0) return starts.Exists(start => !start.Elements().Any(e => e.Name.LocalName.EndsWith("EventDefinition", StringComparison.Ordinal) || e.Name.LocalName == "eventDefinitionRef"));
        return !process.Elements().Any(e => e.Name == Model + "receiveTask" || e.Name == Model + "eventBasedGateway" ? Reading.IsTrue(e, "instantiate") : false);
    }
}
