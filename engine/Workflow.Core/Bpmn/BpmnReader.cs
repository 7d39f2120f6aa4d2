using System.Collections.Immutable;
using System.Xml.Linq;

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

    public static BpmnReading Read(ReadOnlyMemory<byte> xml)
    {
        if (!XmlDoor.TryRead(xml, out var document, out var refusal))
            return new(null, [new(FindingSeverity.Error, refusal.Code, null, XmlTexts.Zh(refusal), XmlTexts.En(refusal), refusal.Line > 0 ? refusal.Line : null)]);

        var reading = new Reading();
        if (document.Root!.Name != Model + "definitions")
        {
            reading.Refuse("not-bpmn", document.Root, $"根元素是“{document.Root.Name.LocalName}”，不是 BPMN 2.0 的 definitions", $"the root is '{document.Root.Name.LocalName}', not 'definitions' of BPMN 2.0");
            return new(null, reading.Findings());
        }
        RefuseDuplicateIds(reading, document.Root);
        if (TheExecutable(reading, document.Root) is not { } process) return new(null, reading.Findings());

        var id = reading.IdOf(process);
        Families.ReadScope(reading, process, parent: null);
        reading.Index();
        FlowCheck.Check(reading);
        ScopeCheck.Check(reading, process, id ?? "");

        var findings = reading.Findings();
        if (id is null || reading.HasErrors) return new(null, findings);
        return new(new ProcessGraph(id, Reading.NameOf(process), reading.Nodes.Values.Select(n => n.Node), reading.Flows.Select(f => f.Flow)), findings);
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

    private static XElement? TheExecutable(Reading reading, XElement root)
    {
        var processes = root.Elements(Model + "process").ToList();
        var executable = processes.FindAll(process => Reading.IsTrue(process, "isExecutable"));
        switch (executable.Count)
        {
            case 1:
                return executable[0];
            case 0:
                reading.Refuse("no-executable-process", processes.FirstOrDefault() ?? root, "没有标记 isExecutable=\"true\" 的流程", "no process is marked isExecutable=\"true\"");
                return null;
            default:
                foreach (var process in executable)
                    reading.Refuse("several-executable-processes", process, "一个文件中只能有一个可执行流程", "only one process of a file may be executable");
                return null;
        }
    }
}
