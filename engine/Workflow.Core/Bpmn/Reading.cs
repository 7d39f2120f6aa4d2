using System.Collections.Immutable;
using System.Xml;
using System.Xml.Linq;
using Workflow.Feel;

namespace Workflow.Core.Bpmn;

/// <summary>A model being read: what was found so far, and the small questions that every element family asks of its XML.</summary>
internal sealed class Reading
{
    private int unnamedFlows;

    /// <param name="definitions">the root of the file</param>
    /// <param name="profile">how strictly it is read</param>
    public Reading(XElement definitions, DeploymentProfile profile = DeploymentProfile.Normal)
    {
        this.profile = profile;
        this.definitions = definitions;
        Roots = new(this, definitions);
    }

    private readonly XElement definitions;
    private readonly DeploymentProfile profile;

    /// <summary>What the file declares beside its processes.</summary>
    public Roots Roots { get; }

    /// <summary>See <see cref="ProcessGraph.DataObjects"/>.</summary>
    public Dictionary<string, ImmutableArray<string>> DataObjects { get; } = new(StringComparer.Ordinal);

    private readonly ImmutableArray<Finding>.Builder findings = ImmutableArray.CreateBuilder<Finding>();

    public Dictionary<string, (FlowNode Node, XElement At)> Nodes { get; } = new(StringComparer.Ordinal);
    public List<(SequenceFlow Flow, XElement At, string? Scope)> Flows { get; } = [];
    public bool HasErrors { get; private set; }

    /// <summary>Findings kept of one model at most; a hostile file could have one per element.</summary>
    private const int FindingLimit = 500;

    /// <summary>The flows by id; of two with the same id, the first.</summary>
    public Dictionary<string, SequenceFlow> FlowsById { get; } = new(StringComparer.Ordinal);

    /// <summary>The flows by the element they leave.</summary>
    public ILookup<string, (SequenceFlow Flow, XElement At, string? Scope)> FlowsFrom { get; private set; } = Empty;

    /// <summary>The flows by the element they come to.</summary>
    public ILookup<string, (SequenceFlow Flow, XElement At, string? Scope)> FlowsTo { get; private set; } = Empty;

    private HashSet<string> started = [];

    private static readonly ILookup<string, (SequenceFlow Flow, XElement At, string? Scope)> Empty =
        Array.Empty<(SequenceFlow Flow, XElement At, string? Scope)>().ToLookup(f => f.Flow.Source, StringComparer.Ordinal);

    /// <summary>Once everything is read: marks the default flows and makes flows findable, so that no check is quadratic.</summary>
    public void Index()
    {
        var positions = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < Flows.Count; i++) positions.TryAdd(Flows[i].Flow.Id, i);
        foreach (var (node, at) in Nodes.Values)
        {
            if (node is not (ActivityNode or ExclusiveGateway or InclusiveGateway or ComplexGateway) || at.Attribute("default")?.Value is not { } id) continue;
            if (positions.TryGetValue(id, out var i) && Flows[i].Flow.Source == node.Id) Flows[i] = Flows[i] with { Flow = Flows[i].Flow with { IsDefault = true } };
            else Refuse("default-not-outgoing", at, $"默认流“{id}”不是从此元素出去的顺序流", $"the default '{id}' is no flow that leaves this element");
        }
        foreach (var (flow, _, _) in Flows) FlowsById.TryAdd(flow.Id, flow);
        FlowsFrom = Flows.ToLookup(f => f.Flow.Source, StringComparer.Ordinal);
        FlowsTo = Flows.ToLookup(f => f.Flow.Target, StringComparer.Ordinal);
        started = Nodes.Values.Where(n => n.Node is StartEvent || n.At.Name.LocalName == "startEvent").Select(n => n.Node.Parent ?? "").ToHashSet(StringComparer.Ordinal);
        foreach (var association in definitions.Descendants(BpmnReader.Model + "association")) Compensate(association);
    }

    /// <summary>Whether a scope has a start event, by what its nodes name as their parent.</summary>
    public bool HasStart(string? parent) => started.Contains(parent ?? "");

    /// <summary>An association from a compensation event to an activity says who undoes (clause 10.7.1).</summary>
    private void Compensate(XElement association)
    {
        if (association.Attribute("sourceRef")?.Value.Trim() is not { } from || association.Attribute("targetRef")?.Value.Trim() is not { } to) return;
        if (!Nodes.TryGetValue(Roots.LocalOf(from), out var source) || source.Node is not BoundaryEvent { Definitions: [CompensationDefinition] } boundary) return;
        if (Nodes.TryGetValue(Roots.LocalOf(to), out var target) && target.Node is ActivityNode) Nodes[boundary.Id] = (boundary with { Handler = target.Node.Id }, source.At);
    }

    public ImmutableArray<Finding> Findings() => [.. findings.OrderBy(finding => finding.Line)];

    /// <param name="zh">the sentence in Chinese; both name the same details</param>
    /// <param name="en">the same in English</param>
    public void Refuse(string code, XElement at, string zh, string en) => Note(FindingSeverity.Error, code, at, zh, en);

    public void Warn(string code, XElement at, string zh, string en) => Note(FindingSeverity.Warning, code, at, zh, en);

    /// <summary>A rule of the standard that is broken without the model losing its meaning here: a warning, refused under the profile strict.</summary>
    public void Model(string code, XElement at, string zh, string en) => Note(profile == DeploymentProfile.Strict ? FindingSeverity.Error : FindingSeverity.Warning, code, at, zh, en);

    /// <summary>A formality of the standard that many good models leave out and that changes nothing here: only the profile strict speaks of it, and refuses.</summary>
    public void Strict(string code, XElement at, string zh, string en)
    {
        if (profile == DeploymentProfile.Strict) Note(FindingSeverity.Error, code, at, zh, en);
    }

    /// <summary>An element that cannot be run yet. It is kept as a node, so that what refers to it is not blamed as well.</summary>
    public FlowNode? RefuseUnsupported(XElement at, string? parent, string? zh = null, string? en = null)
    {
        Refuse("unsupported-element", at, $"尚不支持{zh ?? " " + at.Name.LocalName}", $"{en ?? at.Name.LocalName} cannot be run yet");
        return at.Attribute("id")?.Value is { } id ? new RefusedNode(id, NameOf(at), parent) : null;
    }

    public string? IdOf(XElement at)
    {
        if (at.Attribute("id")?.Value is { Length: > 0 } id) return id;
        Refuse("missing-id", at, $"此 {at.Name.LocalName} 没有 id", $"this {at.Name.LocalName} has no id");
        return null;
    }

    /// <summary>An id for a flow that has none: always the same for the same file, and no XML id, as those hold no '>'.</summary>
    public string FreeFlowId(string ends) => $"{ends}#{(++unnamedFlows).ToString(System.Globalization.CultureInfo.InvariantCulture)}";

    public static string? NameOf(XElement at) => at.Attribute("name")?.Value is { Length: > 0 } name ? name : null;

    public static bool IsTrue(XElement at, string attribute, bool otherwise = false) =>
        at.Attribute(attribute)?.Value.Trim() is { } value ? value is "true" or "1" : otherwise;

    public static int? LineOf(XElement at) => at is IXmlLineInfo place && place.HasLineInfo() ? place.LineNumber : null;

    /// <summary>The BPMN children of an element, without those that never change how it runs.</summary>
    public IEnumerable<XElement> Children(XElement at)
    {
        foreach (var child in at.Elements().Where(e => e.Name.Namespace == BpmnReader.Model))
        {
            if (Families.Quiet.Contains(child.Name.LocalName)) continue;
            if (Families.NotExecuted.Contains(child.Name.LocalName))
                Warn("not-executed", child, $"{child.Name.LocalName} 保留在模型中，运行时不起作用", $"{child.Name.LocalName} is kept in the model but has no effect when it runs");
            else
                yield return child;
        }
    }

    /// <summary>Refuses every BPMN child that the element's family does not know.</summary>
    public void RefuseOthers(XElement at, params ReadOnlySpan<string> known)
    {
        foreach (var child in Children(at))
            if (!known.Contains(child.Name.LocalName)) Refuse("unsupported-element", child, $"尚不支持 {child.Name.LocalName}", $"{child.Name.LocalName} cannot be run yet");
    }

    /// <summary>Reads an expression; one '=' before it is the mark of an expression and no part of it.</summary>
    public Expression? ExpressionOf(XElement at, string text, string code)
    {
        text = text.Trim();
        if (FeelSource.TryParse(text, out var expression, out var error)) return expression;
        Refuse(code, at, FeelTexts.Zh(text, error), FeelTexts.En(text, error));
        return null;
    }

    /// <summary>See <see cref="FlowNode.Approval"/>.</summary>
    public ImmutableSortedDictionary<string, string> ApprovalOf(XElement at)
    {
        var approval = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var attribute in at.Attributes().Where(a => a.Name.Namespace == BpmnReader.Approval))
            Take(attribute.Name.LocalName, attribute.Value, at);
        foreach (var child in at.Elements(BpmnReader.Model + "extensionElements").Elements().Where(e => e.Name.Namespace == BpmnReader.Approval))
        {
            // Ways of data may be several; they are read as such.
            if (child.Name.LocalName is "input" or "output") continue;
            foreach (var attribute in child.Attributes().Where(a => !a.IsNamespaceDeclaration && (a.Name.Namespace == XNamespace.None || a.Name.Namespace == BpmnReader.Approval)))
                Take($"{child.Name.LocalName}.{attribute.Name.LocalName}", attribute.Value, child);
        }
        return approval.ToImmutable();

        void Take(string name, string value, XElement from)
        {
            if (!approval.TryAdd(name, value)) Refuse("approval-repeated", from, $"“{name}”重复给出", $"'{name}' is given twice");
            else if (value.StartsWith('=')) ExpressionOf(from, value, "expression-not-parsed");
        }
    }

    private void Note(FindingSeverity severity, string code, XElement at, string zh, string en)
    {
        if (severity == FindingSeverity.Error) HasErrors = true;
        if (findings.Count == FindingLimit) return;
        // Event definitions and conditions often have no id; then the element around them is meant.
        var id = at.AncestorsAndSelf().Select(e => e.Attribute("id")?.Value).FirstOrDefault(value => !string.IsNullOrEmpty(value));
        findings.Add(new(severity, code, id, zh, en, LineOf(at)));
    }
}

/// <summary>Stands for an element that was refused; never part of a graph.</summary>
internal sealed record RefusedNode(string Id, string? Name, string? Parent) : FlowNode(Id, Name, Parent);
