using System.Collections.Immutable;
using Workflow.Core.Bpmn;
using Workflow.Feel;

namespace Workflow.Core.Flow;

/// <summary>One <see cref="Interpreter.Advance"/> under way: the events so far and the state they make.</summary>
internal sealed class Run(ProcessGraph graph, FlowState state, DateTimeOffset now, Surroundings around)
{
    private readonly ImmutableArray<FlowStep>.Builder steps = ImmutableArray.CreateBuilder<FlowStep>();

    public ProcessGraph Graph { get; } = graph;
    public DateTimeOffset Now { get; } = now;
    public FlowState State { get; private set; } = state;

    /// <summary>Where call activities find other definitions; null: nowhere.</summary>
    public Calls? Calls => around.Calls;

    /// <summary>Scopes whose tokens have moved or died in this run, so that joins in them ask again.</summary>
    public SortedSet<long> Moved { get; } = [];

    /// <summary>True when data has changed or a condition has begun to be watched since conditions were last asked.</summary>
    public bool AsksConditions { get; set; } = !state.Conditions.IsEmpty;

    public long NextId => State.LastId + 1;
    public bool HasEvents => steps.Count > 0;
    public ImmutableArray<FlowStep> Steps() => steps.DrainToImmutable();

    public Value Evaluate(Expression expression, Value.Context data) => around.Evaluate(expression, data);

    /// <summary>The same, with the code of what went wrong where the value is null for that.</summary>
    public Value Evaluate(Expression expression, Value.Context data, out string? failed)
    {
        var evaluation = around.Run();
        var value = expression.Evaluate(data, evaluation);
        failed = value is Value.NullValue ? evaluation.Fault ?? evaluation.Diagnostics.FirstOrDefault()?.Code : null;
        return value;
    }

    /// <summary>The graph that a scope runs by: that of the called definition inside a call into another one.</summary>
    public ProcessGraph GraphOf(long scope)
    {
        if (around.Calls is null) return Graph;
        return State.ProcessOf(scope).Called is { Definition: { } code, Version: { } version }
            ? around.Calls.Of(code, version) ?? throw new InvalidOperationException($"version {version} of definition '{code}' is not at hand")
            : Graph;
    }

    public FlowNode NodeOf(Activity activity) => GraphOf(activity.Scope).Node(activity.Element);

    public void Add(FlowEvent happened)
    {
        happened = happened switch
        {
            ProcessStarted e => e with { Data = Ordered.Of(e.Data) },
            ScopeOpened e => e with { Data = Ordered.Of(e.Data), Items = Ordered.Of(e.Items) },
            DataWritten e => e with { Entries = Ordered.Of(e.Entries) },
            FlowOpened e => e with { Data = Ordered.Of(e.Data) },
            ActivityStarted { Inputs: { } inputs } e => e with { Inputs = Ordered.Of(inputs) },
            ScopeClosed { Output: { } output } e => e with { Output = Ordered.Of(output) },
            SubscriptionHit e => e with { Payload = Ordered.Of(e.Payload) },
            MessageThrown e => e with { Payload = Ordered.Of(e.Payload) },
            SignalThrown e => e with { Payload = Ordered.Of(e.Payload) },
            CompensationKept e => e with { Data = Ordered.Of(e.Data) },
            _ => happened,
        };
        var before = State;
        State = before.Evolve(happened);
        steps.Add(new(before, happened, State));
        Note(happened);
    }

    public void Take(Trigger trigger)
    {
        switch (trigger)
        {
            case Trigger.Begin begin: Instances.Begin(this, begin.Data); break;
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
            case Trigger.Message message: Messages.Deliver(this, message); break;
            case Trigger.Signal signal: Messages.Deliver(this, signal.Name, signal.Payload); break;
            case Trigger.StartAdHoc start: AdHocs.Start(this, start); break;
            case Trigger.StartProcess start: Instances.StartBeside(this, start); break;
            // A slice may have ended before its joins were asked.
            case Trigger.Continue: Moved.UnionWith(State.Asking); break;
        }
    }

    /// <summary>Puts one token on each flow.</summary>
    public ImmutableArray<TokenOnFlow> Produce(ImmutableArray<string> flows)
    {
        var next = State.LastId;
        return flows.IsEmpty ? [] : [.. flows.Select(flow => new TokenOnFlow(++next, flow))];
    }

    private void Note(FlowEvent happened)
    {
        switch (happened)
        {
            case ElementPassed e: Moved.Add(e.Scope); break;
            case JoinAwaited e: Moved.Add(e.Scope); break;
            case ActivityStarted e: Moved.Add(e.Scope); break;
            case ActivityCompleted e: Moved.Add(e.Scope); break;
            case ActivityCancelled e: Moved.Add(e.Scope); break;
            case ComplexPassed e: Moved.Add(e.Scope); break;
            case ScopeInterrupted e: Moved.Add(e.Scope); break;
            case FlowRewound e: Moved.Add(e.Scope); break;
            case DataWritten or Subscribed { Kind: SubscriptionKind.Condition }: AsksConditions = !State.Conditions.IsEmpty; break;
        }
    }
}
