using System.Collections.Immutable;
using System.Xml;
using System.Xml.Linq;

namespace Workflow.Core.Bpmn.Interchange;

/// <summary>A sequence flow one end of which is no element of the file (BPMN 2.0.2, 10.2: source and target are required references).</summary>
/// <param name="Flow">its id; null when it has none</param>
/// <param name="Line">from 1</param>
/// <param name="Missing">what the end refers to; empty when it says nothing</param>
public sealed record DanglingFlow(string? Flow, int Line, string Missing);

/// <summary>Another file that this one says it needs (BPMN 2.0.2, 8.2.2); it is never fetched.</summary>
public sealed record BpmnImport(string Type, string Namespace, string Location);

/// <summary>What stands in a BPMN file, counted and named, without a judgement whether it can be run.</summary>
/// <param name="Elements">how often each element occurs: of the model by its name, of the diagrams (BPMN DI) with <c>di:</c> before it</param>
/// <param name="ExecutableProcesses">how many processes are marked <c>isExecutable</c></param>
/// <param name="DuplicateIds">ids that more than one element of the model has, each with how many have it</param>
/// <param name="Foreign">elements and attributes of other namespaces, counted by namespace; what the standard itself uses (DI, DC, XML Schema instance) is not foreign</param>
public sealed record BpmnFacts(
    ImmutableSortedDictionary<string, int> Elements,
    int ExecutableProcesses,
    ImmutableArray<DanglingFlow> DanglingFlows,
    ImmutableSortedDictionary<string, int> DuplicateIds,
    ImmutableArray<BpmnImport> Imports,
    ImmutableSortedDictionary<string, int> Foreign)
{
    /// <summary>BPMN's own part of a diagram.</summary>
    public static readonly XNamespace Diagram = "http://www.omg.org/spec/BPMN/20100524/DI";

    private static readonly string[] Standard =
    [
        BpmnReader.Model.NamespaceName, Diagram.NamespaceName, "http://www.omg.org/spec/DD/20100524/DI", "http://www.omg.org/spec/DD/20100524/DC",
        "http://www.w3.org/2001/XMLSchema-instance", XNamespace.Xml.NamespaceName, "",
    ];

    /// <summary>Elements of the model and of its diagrams together.</summary>
    public int ElementCount => Elements.Values.Sum();

    public static BpmnFacts Of(XDocument document)
    {
        var elements = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var foreign = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var ids = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var element in document.Root!.DescendantsAndSelf())
        {
            var space = element.Name.Namespace;
            if (space == BpmnReader.Model)
            {
                Count(elements, element.Name.LocalName);
                if (element.Attribute("id")?.Value is { Length: > 0 } id) Count(ids, id);
            }
            else if (space == Diagram) Count(elements, "di:" + element.Name.LocalName);
            else if (!Standard.Contains(space.NamespaceName)) Count(foreign, space.NamespaceName);
            foreach (var attribute in element.Attributes().Where(a => !a.IsNamespaceDeclaration && !Standard.Contains(a.Name.NamespaceName))) Count(foreign, attribute.Name.NamespaceName);
        }
        return new(
            elements.ToImmutableSortedDictionary(StringComparer.Ordinal),
            document.Root.DescendantsAndSelf(BpmnReader.Model + "process").Count(process => Reading.IsTrue(process, "isExecutable")),
            [.. document.Root.Descendants(BpmnReader.Model + "sequenceFlow").Select(flow => Dangling(flow, ids)).OfType<DanglingFlow>()],
            ids.Where(id => id.Value > 1).ToImmutableSortedDictionary(StringComparer.Ordinal),
            [.. document.Root.Elements(BpmnReader.Model + "import").Select(i => new BpmnImport(Text(i, "importType"), Text(i, "namespace"), Text(i, "location")))],
            foreign.ToImmutableSortedDictionary(StringComparer.Ordinal));
    }

    private static DanglingFlow? Dangling(XElement flow, SortedDictionary<string, int> ids)
    {
        foreach (var end in (string[])["sourceRef", "targetRef"])
            if (Text(flow, end) is var id && !ids.ContainsKey(id)) return new(flow.Attribute("id")?.Value, ((IXmlLineInfo)flow).LineNumber, id);
        return null;
    }

    private static string Text(XElement at, string attribute) => at.Attribute(attribute)?.Value ?? "";

    private static void Count(SortedDictionary<string, int> counts, string name) => counts[name] = counts.GetValueOrDefault(name) + 1;
}
