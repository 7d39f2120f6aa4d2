using Workflow.Core.Bpmn;
using Workflow.Feel;

namespace Workflow.Core.Flow;

/// <summary>
/// Throw and end events (BPMN 2.0, clauses 10.5.3 and 13.5.3). The token moves first and the throw follows, in the order of the definitions, so
/// that whatever the throw brings about finds the token where it is.
/// </summary>
internal static class Throwing
{
    public static void Enter(Run run, EventNode node, Token token)
    {
        var ends = node is EndEvent;
        var payload = DataWays.In(run, node.Data, run.State.DataOf(token.Scope)) ?? Value.Context.Empty;
        if (node.Definitions.OfType<ErrorDefinition>().FirstOrDefault() is { Code: { } code } && !Errors.IsCaught(run, token.Scope, code))
        {
            Incidents.Stop(run, token, node, Errors.NotCaught(code, node.Name));
            return;
        }
        if (node.Definitions.OfType<CompensationDefinition>().FirstOrDefault() is { } compensation && Compensations.TryThrow(run, node, token, compensation))
        {
            foreach (var other in node.Definitions.Where(d => d is not CompensationDefinition)) Throw(run, token.Scope, node, other, payload);
            return;
        }
        run.Add(new ElementPassed(token.Scope, node.Id, [token.Id], ends ? [] : run.Produce(node.Outgoing)));
        foreach (var definition in node.Definitions) Throw(run, token.Scope, node, definition, payload);
        if (ends || node.Outgoing.IsEmpty) Scopes.EndIfEmpty(run, token.Scope);
    }

    /// <summary>Throws one definition from a scope; nothing when that scope is gone or being cancelled by what was thrown before.</summary>
    public static void Throw(Run run, long scope, FlowNode node, EventDefinition definition, Value.Context payload)
    {
        if (!run.State.Scopes.ContainsKey(scope) || run.State.IsBlocked(scope)) return;
        switch (definition)
        {
            case MessageDefinition message: Messages.Throw(run, scope, node.Id, message, payload); break;
            case SignalDefinition signal: Messages.Broadcast(run, scope, node.Id, signal.Signal, payload); break;
            case EscalationDefinition { Code: { } code }: Escalations.Throw(run, scope, node.Id, code); break;
            case ErrorDefinition { Code: { } code }: Errors.Throw(run, scope, node.Id, code, node.Name); break;
            case CancelDefinition: Transactions.Cancel(run, scope, node); break;
            case TerminateDefinition: run.Add(new ScopeCancelling(scope, run.State.Scopes[scope].Element, node.Id)); break;
        }
    }

    /// <summary>Throws from an activity that goes on (behaviour of a multi-instance): what catches it on the activity's own boundary does not end it.</summary>
    public static void ThrowBeside(Run run, long activity, FlowNode node, EventDefinition definition)
    {
        if (!run.State.Activities.TryGetValue(activity, out var host)) return;
        foreach (var boundary in run.GraphOf(host.Scope).BoundariesOf(host.Element).Where(b => b.Interrupts && b.Definitions.Any(d => Answers(d, definition))))
        {
            run.Add(new ElementPassed(host.Scope, boundary.Id, [], run.Produce(boundary.Outgoing), host.Id));
            return;
        }
        Throw(run, host.Scope, node, definition, Value.Context.Empty);
    }

    private static bool Answers(EventDefinition caught, EventDefinition thrown) => (caught, thrown) switch
    {
        (SignalDefinition c, SignalDefinition t) => c.Signal == t.Signal,
        (MessageDefinition c, MessageDefinition t) => c.Message == t.Message,
        (EscalationDefinition c, EscalationDefinition t) => c.Code is null || c.Code == t.Code,
        (ErrorDefinition c, ErrorDefinition t) => c.Code is null || c.Code == t.Code,
        (CompensationDefinition or CancelDefinition, _) => false,
        _ => false,
    };
}
