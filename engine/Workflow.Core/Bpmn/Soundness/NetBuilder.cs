namespace Workflow.Core.Bpmn.Soundness;

/// <summary>Makes the <see cref="Net"/> of one process or sub-process.</summary>
internal sealed class NetBuilder(ProcessGraph graph, string scope)
{
    private readonly Net net = new();
    private readonly Dictionary<string, NetNode> entries = new(StringComparer.Ordinal);

    /// <summary>False when something is in the scope that the game does not know (quantities of tokens).</summary>
    public bool IsWhole { get; private set; } = true;

    public Net Build()
    {
        var nodes = graph.In(scope).Where(Plays).OrderBy(node => node.Id, StringComparer.Ordinal).ToList();
        foreach (var node in nodes) entries[node.Id] = net.Add(EntryRule(node), node.Id);
        Begin(nodes);
        foreach (var node in nodes) Leave(node);
        foreach (var end in nodes.OfType<EndEvent>()) Finish(entries[end.Id], end.Definitions.Any(d => d is TerminateDefinition or ErrorDefinition or CancelDefinition) ? net.Stop : net.End);
        net.Nodes.RemoveAll(node => node.IsGone);
        foreach (var node in net.Nodes) if (node is { Rule: Rule.Join or Rule.OrJoin or Rule.Complex, In.Count: < 2 }) node.Rule = Rule.Pass;
        MarkSides();
        return net;
    }

    /// <summary>Event sub-processes and compensation act from outside the flow.</summary>
    private static bool Plays(FlowNode node) => node
        is not (SubProcess { IsEvent: true } or ActivityNode { IsForCompensation: true } or BoundaryEvent { Definitions: [CompensationDefinition] });

    private Rule EntryRule(FlowNode node)
    {
        if (node is ActivityNode { StartQuantity: > 1 } or ActivityNode { CompletionQuantity: > 1 }) IsWhole = false;
        return node switch { ParallelGateway => Rule.Join, InclusiveGateway => Rule.OrJoin, ComplexGateway => Rule.Complex, _ => Rule.Pass };
    }

    /// <summary>Each way to begin is an instance of its own; without any, all that no flow leads to begins together.</summary>
    private void Begin(List<FlowNode> nodes)
    {
        var starts = nodes.FindAll(node => node is StartEvent or ReceiveTask { Instantiates: true } or EventGateway { Instantiates: true });
        var loose = nodes.FindAll(node => node.Incoming.IsEmpty && node is not BoundaryEvent);
        var adHoc = graph.Find(scope) is SubProcess { AdHoc: not null };
        net.Root.Rule = starts.Count > 0 || adHoc ? Rule.Either : Rule.All;
        foreach (var start in starts.Count > 0 ? starts : loose) Net.Connect(net.Root, entries[start.Id]);
        if (net.Root.Out.Count == 0) Net.Connect(net.Root, net.End);
    }

    private void Leave(FlowNode node)
    {
        var at = entries[node.Id];
        if (node is EndEvent) return;
        var boundaries = graph.BoundariesOf(node.Id).Where(Plays).ToList();
        if (boundaries.Exists(boundary => !boundary.Interrupts)) at = Beside(at, boundaries.Where(boundary => !boundary.Interrupts));
        if (boundaries.Exists(boundary => boundary.Interrupts))
        {
            var choice = net.Add(Rule.Either, null);
            Net.Connect(at, choice);
            foreach (var boundary in boundaries.Where(boundary => boundary.Interrupts)) Net.Connect(choice, entries[boundary.Id]);
            at = choice;
        }
        Part(node, at);
    }

    /// <summary>Tokens end each by itself, also where several flows lead to one end event: nothing is merged there.</summary>
    private static void Finish(NetNode at, NetNode end)
    {
        foreach (var edge in at.In)
        {
            edge.Trail = Trail.Join(edge.Trail, at.Element, Trail.Empty);
            edge.To = end;
            end.In.Add(edge);
        }
        at.IsGone = true;
    }

    /// <summary>Whether an event that does not interrupt occurs is settled when its activity begins; how often does not matter to the others.</summary>
    private NetNode Beside(NetNode at, IEnumerable<BoundaryEvent> events)
    {
        var fork = net.Add(Rule.All, null);
        Net.Connect(at, fork);
        foreach (var boundary in events)
        {
            var occurs = net.Add(Rule.Either, null);
            Net.Connect(fork, occurs);
            Net.Connect(occurs, net.End);
            Net.Connect(occurs, entries[boundary.Id]).IsSide = true;
        }
        var main = net.Add(Rule.Pass, null);
        Net.Connect(fork, main);
        return main;
    }

    private void Part(FlowNode node, NetNode at)
    {
        var flows = node.Outgoing.Select(graph.Flow).Where(flow => entries.ContainsKey(flow.Target)).ToList();
        if (flows.Count == 0) Net.Connect(at, net.End);
        else if (flows.Count == 1) Net.Connect(at, entries[flows[0].Target]);
        else if (node is ExclusiveGateway or EventGateway { IsParallel: false }) Take(Rule.Either, at, flows);
        else if (node is ParallelGateway or EventGateway || flows.TrueForAll(flow => flow is { Condition: null, IsDefault: false })) Take(Rule.All, at, flows);
        else if (node is InclusiveGateway or ComplexGateway) Take(Rule.Some, at, flows);
        else
        {
            // Flows without a condition are always taken, beside those whose condition holds (clause 13.2.1).
            var always = flows.FindAll(flow => flow is { Condition: null, IsDefault: false });
            var before = at;
            if (always.Count > 0)
            {
                before = net.Add(Rule.Pass, null);
                Net.Connect(Take(Rule.All, at, always), before);
            }
            var choice = Take(Rule.Some, before, flows.FindAll(flow => flow.Condition is not null || flow.IsDefault));
            if (always.Count > 0) choice.Default ??= Net.Connect(choice, net.End);
        }
    }

    private NetNode Take(Rule rule, NetNode at, List<SequenceFlow> flows)
    {
        var split = net.Add(rule, null);
        Net.Connect(at, split);
        foreach (var flow in flows)
        {
            var edge = Net.Connect(split, entries[flow.Target]);
            if (flow.IsDefault && rule == Rule.Some) split.Default = edge;
        }
        return split;
    }

    /// <summary>What is reached without any event beside the flow is not beside the flow.</summary>
    private void MarkSides()
    {
        var main = new HashSet<NetNode>([net.Root]);
        var open = new Stack<NetNode>([net.Root]);
        while (open.TryPop(out var at))
            foreach (var edge in at.Out.Where(edge => !edge.IsSide))
                if (main.Add(edge.To)) open.Push(edge.To);
        foreach (var node in net.Nodes.Where(node => !main.Contains(node)))
            foreach (var edge in node.Out) edge.IsSide = true;
    }
}
