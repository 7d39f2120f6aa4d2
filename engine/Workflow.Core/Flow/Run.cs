using System.Collections.Immutable;
using Workflow.Core.Bpmn;
using Workflow.Feel;

namespace Workflow.Core.Flow;

/// <summary>One <see cref="Interpreter.Advance"/> under way: the events so far and the state they make.</summary>
internal sealed class Run(ProcessGraph graph, FlowState state, DateTimeOffset now, Surroundings around)
{
    private readonly ImmutableArray<FlowEvent>.Builder events = ImmutableArray.CreateBuilder<FlowEvent>();

    public ProcessGraph Graph { get; } = graph;
    public DateTimeOffset Now { get; } = now;
    public FlowState State { get; private set; } = state;

    public long NextId => State.LastId + 1;
    public bool HasEvents => events.Count > 0;
    public ImmutableArray<FlowEvent> Events() => events.DrainToImmutable();

    public Value Evaluate(Expression expression, Value.Context data) => around.Evaluate(expression, data);

    public void Add(FlowEvent happened)
    {
        happened = happened switch
        {
            ProcessStarted e => e with { Data = Ordered.Of(e.Data) },
            ScopeOpened e => e with { Data = Ordered.Of(e.Data), Items = Ordered.Of(e.Items) },
            DataWritten e => e with { Entries = Ordered.Of(e.Entries) },
            _ => happened,
        };
        events.Add(happened);
        State = State.Evolve(happened);
    }

    public void Take(Trigger trigger)
    {
        switch (trigger)
        {
            case Trigger.Begin begin: Begin(begin.Data); break;
            case Trigger.Complete complete: Activities.Finish(this, complete.Activity, complete.Output); break;
            case Trigger.FireTimer fire: Timers.Fire(this, fire.Timer); break;
            case Trigger.Fail fail: Incidents.Fail(this, fail); break;
            case Trigger.Throw thrown: Errors.Throw(this, thrown); break;
            case Trigger.Retry retry: Incidents.Retry(this, retry.Incident); break;
            case Trigger.Rewind rewind: Rewinding.Rewind(this, rewind); break;
            case Trigger.TakeBack back: Rewinding.TakeBack(this, back); break;
            case Trigger.Reopen reopen: Rewinding.Reopen(this, reopen); break;
            case Trigger.Detour detour: Detours.Open(this, detour); break;
            case Trigger.Cancel: Cancellation.CancelProcess(this); break;
            case Trigger.Continue: break;
        }
    }

    /// <summary>Puts one token on each flow.</summary>
    public ImmutableArray<TokenOnFlow> Produce(ImmutableArray<string> flows)
    {
        var next = State.LastId;
        return flows.IsEmpty ? [] : [.. flows.Select(flow => new TokenOnFlow(++next, flow))];
    }

    private void Begin(Value.Context data)
    {
        if (State.IsStarted) return;
        Add(new ProcessStarted(NextId, Graph.Id, data));
        Scopes.Begin(this, State.Root!.Value, Graph.Id);
    }
}
