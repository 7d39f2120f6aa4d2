using System.Collections.Immutable;
using Workflow.Core.Runtime;
using Workflow.Feel;

namespace Workflow.Core.Flow;

/// <summary>What tokens did. Self-contained: folding needs neither graph nor expression nor clock.</summary>
public abstract record FlowEvent : Event;

/// <summary>An activity began to wait: a user task for a person, a service task for a worker, a catch event for its timer.</summary>
/// <param name="Token">the token consumed from the incoming flow; the activity holds it from here on</param>
public sealed record ActivityStarted(long Activity, long Scope, string Element, ActivityKind Kind, long Token, int? Index) : FlowEvent;

public static class FlowEventNames
{
    public static readonly (string, Type)[] All =
    [
        ("activity_started", typeof(ActivityStarted)),
    ];
}
