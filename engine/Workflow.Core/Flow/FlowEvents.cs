using System.Collections.Immutable;
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

/// <summary>Every token is gone: the process is at its end.</summary>
/// <param name="Terminated">true when a terminate end event ended it</param>
public sealed record ProcessCompleted(long Scope, string Process, bool Terminated) : FlowEvent;

/// <summary>The process was ended from outside (withdrawn, terminated) and everything inside it is cancelled.</summary>
public sealed record ProcessCancelled(long Scope, string Process) : FlowEvent;

/// <summary>Tokens went through an event, a gateway or a task without work of its own.</summary>
/// <param name="Consumed">the tokens taken in: none for a start event, one per incoming flow for a join</param>
/// <param name="Produced">the tokens put on outgoing flows: none for an end event</param>
public sealed record ElementPassed(long Scope, string Element, ImmutableArray<long> Consumed, ImmutableArray<TokenOnFlow> Produced) : FlowEvent;

/// <param name="Token">the new token's id</param>
/// <param name="Flow">id of the sequence flow it stands on</param>
public sealed record TokenOnFlow(long Token, string Flow);

/// <summary>A token arrived at a join (汇聚) and waits there for the other branches.</summary>
public sealed record JoinAwaited(long Scope, string Element, long Token) : FlowEvent;

/// <summary>An activity began to wait: a user task for a person, a service task for a worker, a catch event for its timer, a sub-process for its inside.</summary>
/// <param name="Token">the token it holds from here on; a new one for a child of a multi-instance</param>
/// <param name="Index">loop counter from 1 for a child of a multi-instance</param>
public sealed record ActivityStarted(long Activity, long Scope, string Element, ActivityKind Kind, long Token, int? Index) : FlowEvent;

/// <summary>An activity is done; its token left on the outgoing flows.</summary>
/// <param name="TimersGone">boundary timers that were disarmed with it</param>
public sealed record ActivityCompleted(
    long Activity, long Scope, string Element, ActivityKind Kind, int? Index, ImmutableArray<TokenOnFlow> Produced, ImmutableArray<long> TimersGone) : FlowEvent;

/// <summary>An activity was ended before it was done: by a boundary event, a terminate end event, or from outside.</summary>
/// <param name="TimersGone">timers that were disarmed with it</param>
public sealed record ActivityCancelled(
    long Activity, long Scope, string Element, ActivityKind Kind, int? Index, ImmutableArray<long> TimersGone) : FlowEvent;

/// <summary>The inside of a sub-process, of a multi-instance, or of one of its children was opened.</summary>
/// <param name="Activity">the activity whose inside this is; null for a child of a multi-instance</param>
/// <param name="Data">what the scope starts with: for a child, its element of the collection and its loopCounter</param>
/// <param name="Count">how many children a multi-instance body will open; null for other kinds</param>
/// <param name="Items">the collection a multi-instance body goes through; empty when only a number was given</param>
/// <param name="Again">true for a child that had ended and was taken back</param>
public sealed record ScopeOpened(
    long Scope, long Parent, string Element, ScopeKind Kind, long? Activity, int? Index, Value.Context Data, int? Count, ImmutableArray<Value> Items, bool Again = false) : FlowEvent;

/// <summary>A scope below the process ended; what was left in it is gone.</summary>
/// <param name="Cancelled">true when something around it was cancelled; false when it ended by itself</param>
public sealed record ScopeClosed(long Scope, string Element, ScopeKind Kind, bool Cancelled) : FlowEvent;

/// <summary>From here on nothing inside the scope moves; its activities are cancelled, slice by slice.</summary>
/// <param name="By">id of the terminate end event that did it; null when it came from outside</param>
public sealed record ScopeCancelling(long Scope, string Element, string? By) : FlowEvent;

/// <summary>Entries were written to a scope's data, over those that were there.</summary>
public sealed record DataWritten(long Scope, Value.Context Entries) : FlowEvent;

/// <summary>A timer was armed: a catch event's own, or a boundary event's on the activity it is attached to.</summary>
/// <param name="Element">id of the timer event</param>
/// <param name="RepeatsLeft">how often it is armed again after firing; null for ever; 0 for a timer that fires once</param>
/// <param name="Interval">ISO 8601 duration from one firing to the next; null for a timer that fires once</param>
public sealed record TimerSet(long Timer, long Activity, string Element, DateTimeOffset Due, int? RepeatsLeft, string? Interval) : FlowEvent;

/// <summary>An armed timer fired.</summary>
/// <param name="Due">when it was due, however late it fired</param>
/// <param name="Interrupts">true when it ends the activity that it is attached to</param>
public sealed record TimerFired(long Timer, long Activity, string Element, DateTimeOffset Due, bool Interrupts) : FlowEvent;

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
public sealed record IncidentRaised(
    long Incident, long? Activity, ImmutableArray<long> Tokens, string Element, string Code, string Detail, bool Done) : FlowEvent;

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
    ];
}
