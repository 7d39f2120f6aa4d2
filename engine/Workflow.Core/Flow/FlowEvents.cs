using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Workflow.Core.Runtime;
using Workflow.Feel;

namespace Workflow.Core.Flow;

/// <summary>
/// What tokens did. Self-contained: folding needs neither graph nor expression nor clock. New ids in an event are
/// always above <see cref="FlowState.LastId"/>; one series numbers scopes, tokens, activities, timers and incidents.
/// </summary>
public abstract record FlowEvent : Event;

/// <summary>The process began; <paramref name="Scope"/> is the outermost scope and owns the case data.</summary>
public sealed record ProcessStarted(long Scope, string Process, Value.Context Data) : FlowEvent;

/// <summary>The case's flow was opened, and its process waits for the event that starts it.</summary>
/// <param name="Data">what a process that starts later begins with</param>
public sealed record FlowOpened(string Process, Value.Context Data) : FlowEvent;

/// <summary>Every token is gone: the process is at its end. The flow is at its end with the last process.</summary>
/// <param name="Terminated">true when a terminate end event ended it</param>
/// <param name="TimersGone">timers and subscriptions that ended with it</param>
public sealed record ProcessCompleted(long Scope, string Process, bool Terminated, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ImmutableArray<long>? TimersGone = null) : FlowEvent;

/// <summary>The process was ended from outside (withdrawn, terminated) and everything inside it is cancelled.</summary>
/// <param name="Scope">0 when none had started yet</param>
/// <param name="TimersGone">timers and subscriptions that ended with it</param>
public sealed record ProcessCancelled(long Scope, string Process, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ImmutableArray<long>? TimersGone = null) : FlowEvent;

/// <summary>Tokens went through an event, a gateway or a task without work of its own.</summary>
/// <param name="Consumed">the tokens taken in: none for a start event, one per incoming flow for a join</param>
/// <param name="Produced">the tokens put on outgoing flows: none for an end event</param>
/// <param name="Beside">the activity that goes on while these tokens leave beside it, in the same branch; null otherwise</param>
public sealed record ElementPassed(long Scope, string Element, ImmutableArray<long> Consumed, ImmutableArray<TokenOnFlow> Produced, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Beside = null) : FlowEvent;

/// <param name="Token">the new token's id</param>
/// <param name="Flow">id of the sequence flow it stands on</param>
public sealed record TokenOnFlow(long Token, string Flow);

/// <summary>A token arrived at a join (汇聚) and waits there for the other branches.</summary>
/// <param name="Asks">true when the join asks again each time a token dies: an inclusive or a complex gateway</param>
public sealed record JoinAwaited(long Scope, string Element, long Token, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Asks = false) : FlowEvent;

/// <summary>A complex gateway fired, or was reset and may fire again (BPMN 2.0, clause 13.4.5).</summary>
/// <param name="Consumed">the tokens taken in, at most one per incoming flow</param>
/// <param name="Missing">the incoming flows that it still takes a token from before its reset; empty once it is reset</param>
/// <param name="Reset">true when it was reset</param>
public sealed record ComplexPassed(
    long Scope, string Element, ImmutableArray<long> Consumed, ImmutableArray<TokenOnFlow> Produced, ImmutableArray<string> Missing, bool Reset) : FlowEvent;

/// <summary>An activity began to wait: a user task for a person, a service task for a worker, a catch event for its timer, a sub-process for its inside.</summary>
/// <param name="Token">the token it holds from here on; a new one for a child of a multi-instance</param>
/// <param name="Index">loop counter from 1 for a child of a multi-instance</param>
/// <param name="Inputs">data that only this activity knows; null when it has none</param>
/// <param name="Consumed">further tokens that it took to start (startQuantity)</param>
public sealed record ActivityStarted(
    long Activity, long Scope, string Element, ActivityKind Kind, long Token, int? Index, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Value.Context? Inputs = null, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ImmutableArray<long>? Consumed = null) : FlowEvent;

/// <summary>An activity is done; its token left on the outgoing flows.</summary>
/// <param name="TimersGone">timers and subscriptions that ended with it</param>
public sealed record ActivityCompleted(
    long Activity, long Scope, string Element, ActivityKind Kind, int? Index, ImmutableArray<TokenOnFlow> Produced, ImmutableArray<long> TimersGone) : FlowEvent;

/// <summary>An activity was ended before it was done: by a boundary event, a terminate end event, or from outside.</summary>
/// <param name="TimersGone">timers and subscriptions that ended with it</param>
public sealed record ActivityCancelled(
    long Activity, long Scope, string Element, ActivityKind Kind, int? Index, ImmutableArray<long> TimersGone) : FlowEvent;

/// <summary>The inside of a sub-process, of a multi-instance, of one of its children, of a call or of a compensation was opened.</summary>
/// <param name="Activity">the activity whose inside this is; null for a child of a multi-instance</param>
/// <param name="Data">what the scope starts with: for a child, its element of the collection and its loopCounter</param>
/// <param name="Count">how many children a multi-instance body will open at most; null for other kinds</param>
/// <param name="Items">the collection a multi-instance body goes through; empty when only a number was given</param>
/// <param name="Again">true for a child that had ended and was taken back</param>
/// <param name="Sequential">true for a body that opens a child when the one before is done</param>
/// <param name="Called">what a call runs; null for everything else</param>
public sealed record ScopeOpened(
    long Scope, long Parent, string Element, ScopeKind Kind, long? Activity, int? Index, Value.Context Data, int? Count, ImmutableArray<Value> Items, bool Again = false,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Sequential = false, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] CalledProcess? Called = null) : FlowEvent;

/// <summary>What a call activity runs, resolved when it was called.</summary>
/// <param name="Process">id of the process or global task</param>
/// <param name="Definition">code of the deployed definition; null when it is in the same file</param>
/// <param name="Version">that definition's version; null with it</param>
/// <param name="IsIsolated">true when it knows its inputs only and leaves its outputs only; otherwise it shares the data around</param>
public sealed record CalledProcess(string Process, string? Definition, int? Version, bool IsIsolated);

/// <summary>A scope below the process ended; what was left in it is gone.</summary>
/// <param name="Cancelled">true when something around it was cancelled; false when it ended by itself</param>
/// <param name="Output">what a child of a multi-instance adds to the list of results; null for everything else</param>
/// <param name="TimersGone">timers and subscriptions that ended with it</param>
public sealed record ScopeClosed(long Scope, string Element, ScopeKind Kind, bool Cancelled, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Value? Output = null, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ImmutableArray<long>? TimersGone = null) : FlowEvent;

/// <summary>An interrupting event sub-process or a cancelled transaction gives up everything in the scope; the scope itself stays.</summary>
/// <param name="Element">id of the event that did it</param>
/// <param name="TimersGone">timers and subscriptions of the scope itself that ended</param>
public sealed record ScopeInterrupted(long Scope, string Element, ImmutableArray<long> TimersGone) : FlowEvent;

/// <summary>From here on nothing inside the scope moves; its activities are cancelled, slice by slice.</summary>
/// <param name="By">id of the terminate end event that did it; null when it came from outside</param>
public sealed record ScopeCancelling(long Scope, string Element, string? By) : FlowEvent;

/// <summary>Entries were written to a scope's data, over those that were there.</summary>
public sealed record DataWritten(long Scope, Value.Context Entries) : FlowEvent;

/// <summary>A timer was armed: of a catch event, of a boundary event on the activity it is attached to, or of a start event.</summary>
/// <param name="Activity">whose timer it is; null for a start event's</param>
/// <param name="Element">id of the timer event</param>
/// <param name="RepeatsLeft">how often it is armed again after firing; null for ever; 0 for a timer that fires once</param>
/// <param name="Interval">ISO 8601 duration from one firing to the next; null for a timer that fires once</param>
/// <param name="Scope">the scope that an event sub-process belongs to; null for others</param>
public sealed record TimerSet(long Timer, long? Activity, string Element, DateTimeOffset Due, int? RepeatsLeft, string? Interval, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Scope = null) : FlowEvent;

/// <summary>An armed timer fired.</summary>
/// <param name="Due">when it was due, however late it fired</param>
/// <param name="Interrupts">true when it ends the activity that it is attached to</param>
public sealed record TimerFired(long Timer, long? Activity, string Element, DateTimeOffset Due, bool Interrupts) : FlowEvent;

/// <summary>An event began to wait for a message, a signal or a condition. It ends where its id stands among the timers gone, or with <see cref="SubscriptionHit"/>.</summary>
/// <param name="Scope">the scope that an event sub-process belongs to; null for others</param>
/// <param name="Activity">the activity that waits or is watched; null for a start event. Without scope and activity: the start of a process of this flow</param>
/// <param name="Element">id of the event or receive task</param>
/// <param name="Name">the message's or signal's name; null for a condition</param>
/// <param name="Key">what tells this conversation from others; null: any</param>
/// <param name="Definition">which of the event's definitions, from 0</param>
public sealed record Subscribed(long Subscription, long? Scope, long? Activity, string Element, SubscriptionKind Kind, string? Name, string? Key, int Definition = 0) : FlowEvent;

/// <summary>What a subscription waits for has come.</summary>
/// <param name="Payload">what came with it</param>
/// <param name="Ends">true when it waits no longer</param>
/// <param name="Interrupts">true when that ends the activity it is attached to</param>
public sealed record SubscriptionHit(
    long Subscription, long? Scope, long? Activity, string Element, SubscriptionKind Kind, string? Name, string? Key, Value.Context Payload, bool Ends, bool Interrupts) : FlowEvent;

/// <summary>The condition that a subscription watches has changed without making anything happen.</summary>
public sealed record ConditionChanged(long Subscription, string Element, bool Holds) : FlowEvent;

/// <summary>The process threw a message.</summary>
/// <param name="Key">what tells this conversation from others; null: none</param>
/// <param name="Taken">true when somebody in the same flow took it</param>
/// <param name="Ttl">ISO 8601: how long it is kept for somebody else; null for the default</param>
public sealed record MessageThrown(long Scope, string Element, string Name, string? Key, Value.Context Payload, bool Taken, string? Ttl) : FlowEvent;

/// <summary>The process threw a signal: everybody who waits for it gets it, in this flow and in others.</summary>
public sealed record SignalThrown(long Scope, string Element, string Name, Value.Context Payload) : FlowEvent;

/// <summary>The process threw an escalation.</summary>
/// <param name="Caught">true when something around it catches it; otherwise nothing follows (BPMN 2.0, clause 10.5.7)</param>
public sealed record EscalationThrown(long Scope, string Element, string Code, bool Caught) : FlowEvent;

/// <summary>An escalation was caught by a boundary event.</summary>
/// <param name="Activity">what the event is attached to</param>
/// <param name="Source">id of what threw it</param>
/// <param name="Interrupts">true when that ends the activity</param>
public sealed record EscalationCaught(long Activity, long Scope, string Element, string Source, string Code, bool Interrupts) : FlowEvent;

/// <summary>A completed activity can be undone from here on.</summary>
/// <param name="Record">the record's id; a higher one was completed later</param>
/// <param name="Element">id of the activity</param>
/// <param name="Handler">the activity or event sub-process that undoes it; null: what is recorded inside is undone</param>
/// <param name="Data">what the activity knew when it was done</param>
/// <param name="Inside">the scope that closes with it, whose records go into this one; null when it had none</param>
public sealed record CompensationKept(long Record, long Scope, string Element, string? Handler, Value.Context Data, long? Inside) : FlowEvent;

/// <summary>Completed work begins to be undone, the last first; each record once.</summary>
/// <param name="Activity">the throwing event's activity, which goes through the records</param>
public sealed record CompensationStarted(long Activity, long Scope, string Element, ImmutableArray<long> Records) : FlowEvent;

/// <summary>A transaction was cancelled and undone; it is left by its cancel event.</summary>
/// <param name="Activity">the transaction</param>
/// <param name="Element">id of its boundary event</param>
public sealed record TransactionCancelled(long Activity, long Scope, string Element) : FlowEvent;

/// <summary>A BPMN error was caught: the activity with everything in it is ended, and the flow goes on behind the event.</summary>
/// <param name="Activity">the activity that is ended</param>
/// <param name="Element">id of the boundary event that caught it</param>
/// <param name="Source">id of the service task or error end event that threw it</param>
public sealed record ErrorCaught(long Activity, long Scope, string Element, string Source, string Code) : FlowEvent;

/// <summary>The flow cannot go on here by itself; a person has to look (异常).</summary>
/// <param name="Activity">the activity that failed; null when tokens stand before an element they cannot enter or leave</param>
/// <param name="Tokens">the tokens that stand still until the incident is retried</param>
/// <param name="Code">stable, kebab-case</param>
/// <param name="Done">true when the activity itself is done and only its way out is missing</param>
/// <param name="Scope">the scope whose event sub-process cannot be armed; null for others</param>
public sealed record IncidentRaised(
    long Incident, long? Activity, ImmutableArray<long> Tokens, string Element, string Code, string Detail, bool Done, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Scope = null) : FlowEvent;

/// <summary>
/// Tokens were taken back to a point before an element (退回, 撤回意见): what they held or waited for is given up, and one token
/// stands before the element. The activities named here are cancelled next, inside first.
/// </summary>
/// <param name="Target">id of the element that the new token stands before</param>
/// <param name="Fork">the token whose split made the fork (see <see cref="Split"/>) that is given up as a whole; null when the token stays in its own branch</param>
/// <param name="ForkElement">where that fork is; null with <paramref name="Fork"/></param>
/// <param name="Cancelled">activities whose tokens are given up</param>
/// <param name="Consumed">tokens given up on flows, those that waited at the fork's join among them</param>
public sealed record FlowRewound(
    long Scope, string Target, long? Fork, string? ForkElement, ImmutableArray<long> Cancelled, ImmutableArray<long> Consumed, TokenOnFlow Produced) : FlowEvent;

/// <summary>An incident's step is tried again: its tokens move, or its activity waits for a worker again.</summary>
public sealed record IncidentResolved(long Incident, long? Activity, string Element) : FlowEvent;

public static class FlowEventNames
{
    /// <summary>Members that a history older than they are lacks.</summary>
    public static ImmutableArray<long> OrNone(this ImmutableArray<long>? ids) => ids is { IsDefault: false } known ? known : [];

    public static readonly (string, Type)[] All =
    [
        ("process_started", typeof(ProcessStarted)),
        ("process_completed", typeof(ProcessCompleted)),
        ("process_cancelled", typeof(ProcessCancelled)),
        ("element_passed", typeof(ElementPassed)),
        ("join_awaited", typeof(JoinAwaited)),
        ("activity_started", typeof(ActivityStarted)),
        ("activity_completed", typeof(ActivityCompleted)),
        ("activity_cancelled", typeof(ActivityCancelled)),
        ("scope_opened", typeof(ScopeOpened)),
        ("scope_closed", typeof(ScopeClosed)),
        ("scope_cancelling", typeof(ScopeCancelling)),
        ("data_written", typeof(DataWritten)),
        ("timer_set", typeof(TimerSet)),
        ("timer_fired", typeof(TimerFired)),
        ("error_caught", typeof(ErrorCaught)),
        ("incident_raised", typeof(IncidentRaised)),
        ("incident_resolved", typeof(IncidentResolved)),
        ("flow_rewound", typeof(FlowRewound)),
        ("flow_opened", typeof(FlowOpened)),
        ("complex_passed", typeof(ComplexPassed)),
        ("scope_interrupted", typeof(ScopeInterrupted)),
        ("subscribed", typeof(Subscribed)),
        ("subscription_hit", typeof(SubscriptionHit)),
        ("condition_changed", typeof(ConditionChanged)),
        ("message_thrown", typeof(MessageThrown)),
        ("signal_thrown", typeof(SignalThrown)),
        ("escalation_thrown", typeof(EscalationThrown)),
        ("escalation_caught", typeof(EscalationCaught)),
        ("compensation_kept", typeof(CompensationKept)),
        ("compensation_started", typeof(CompensationStarted)),
        ("transaction_cancelled", typeof(TransactionCancelled)),
    ];
}
