using Workflow.Core.Bpmn;
using Workflow.Feel;

namespace Workflow.Core.Flow;

/// <summary>
/// How processes of a flow begin (BPMN 2.0, clause 13.1): the case's own when the case begins, if it starts by itself; every other when a message,
/// signal, timer or condition of its start occurs. All of them live in the one case.
/// </summary>
internal static class Instances
{
    public static void Begin(Run run, Value.Context data)
    {
        if (run.State.IsStarted) return;
        if (run.Graph.EntriesOf(run.Graph.Id).Any()) Start(run, run.Graph.Id, data);
        else run.Add(new FlowOpened(run.Graph.Id, data));
        if (run.State.IsCompleted) return;
        foreach (var process in run.Graph.Others.Select(part => part.Id).Prepend(run.Graph.Id))
            foreach (var node in run.Graph.InstantiatorsOf(process)) Listen(run, node);
    }

    /// <summary>A process that starts by itself is started beside those that run.</summary>
    public static void StartBeside(Run run, Trigger.StartProcess start)
    {
        if (!run.Graph.HasProcess(start.Process) || !run.Graph.EntriesOf(start.Process).Any()) return;
        if (run.State is { IsStarted: true, Roots.IsEmpty: true }) return;
        Start(run, start.Process, start.Data);
    }

    /// <summary>The event of a start has occurred: a process is created and goes on behind it.</summary>
    public static void Create(Run run, string element, Value.Context payload)
    {
        var node = run.Graph.Node(element);
        var process = run.Graph.ScopeOf(node);
        var begun = run.State.Root is { } root ? run.State.Scopes[root].Data : run.State.Begun;
        var scope = Open(run, process, begun);
        if (node is EventNode caught) DataWays.Caught(run, scope, caught, payload);
        else if (!payload.Span.IsEmpty) Activities.Write(run, scope, Value.Context.Empty.With(element, payload));

        if (node is StartEvent)
        {
            run.Add(new ElementPassed(scope, element, [], run.Produce(node.Outgoing)));
            if (node is StartEvent { IsParallel: true }) Listen(run, node);
        }
        else if (GatewayBefore(run.Graph, node) is { } gateway)
        {
            // A parallel one creates with the first event and waits for all the others in what it created.
            var flows = gateway.IsParallel ? gateway.Outgoing : [.. gateway.Outgoing.Where(id => run.Graph.Flow(id).Target == element)];
            var produced = run.Produce(flows);
            run.Add(new ElementPassed(scope, gateway.Id, [], produced));
            EventGateways.Pass(run, scope, node, produced.First(token => run.Graph.Flow(token.Flow).Target == element).Token);
        }
        else
        {
            var produced = run.Produce([ProcessGraph.EntryOf(element)]);
            run.Add(new ElementPassed(scope, process, [], produced));
            EventGateways.Pass(run, scope, node, produced[0].Token);
        }
    }

    private static void Start(Run run, string process, Value.Context data) => Scopes.Enter(run, Open(run, process, data), process);

    private static long Open(Run run, string process, Value.Context data)
    {
        var scope = run.NextId;
        run.Add(new ProcessStarted(scope, process, DataWays.Objects(run.Graph, process, data)));
        EventSubProcesses.Arm(run, scope, process);
        return scope;
    }

    /// <summary>The start begins to wait; it waits on after each process that it has created.</summary>
    private static void Listen(Run run, FlowNode node)
    {
        var waits = new List<Wait>();
        var data = run.State.Root is { } root ? run.State.Scopes[root].Data : run.State.Begun;
        var events = node is EventGateway ? node.Outgoing.Select(flow => run.Graph.Node(run.Graph.Flow(flow).Target)) : [node];
        Trouble? trouble = null;
        foreach (var target in events)
        {
            if (target is ReceiveTask receive) trouble ??= Waiting.Plan(run, receive.Id, receive.Message, 0, data, waits, starts: true);
            if (target is not EventNode caught) continue;
            for (var i = 0; i < caught.Definitions.Length; i++) trouble ??= Waiting.Plan(run, caught.Id, caught.Definitions[i], i, data, waits, starts: true);
        }
        if (trouble is null) Waiting.Arm(run, waits, null, null);
        else run.Add(new IncidentRaised(run.NextId, null, [], node.Id, trouble.Code, trouble.Detail, Done: false));
    }

    /// <summary>True when with the process that ends now the flow is over: no other runs, and the case's own has no timer left that will start it a known number of times more.</summary>
    public static bool IsLast(Run run) => run.State.Roots.Count == 1 && !run.State.Starts.Any(id =>
        run.State.Timers.TryGetValue(id, out var timer) && timer.RepeatsLeft is not null && run.Graph.ScopeOf(run.Graph.Node(timer.Element)) == run.Graph.Id);

    /// <summary>A start that could not begin to wait tries again.</summary>
    public static void ListenAgain(Run run, string element) => Listen(run, run.Graph.Node(element));

    private static EventGateway? GatewayBefore(ProcessGraph graph, FlowNode node) =>
        node.Incoming.Select(flow => graph.Flow(flow).Source).Where(source => source.Length > 0).Select(graph.Node).OfType<EventGateway>().FirstOrDefault(gateway => gateway.Instantiates);
}
