using Workflow.Core.Bpmn;

namespace Workflow.Core.Flow;

/// <summary>Which element family does what with a token that arrives. The one place that lists them all.</summary>
internal static class Elements
{
    public static void Enter(Run run, FlowNode node, Token token)
    {
        switch (node)
        {
            case ActivityNode activity: Activities.Enter(run, activity, token); break;
            case ExclusiveGateway gateway: Choice.Enter(run, gateway, token); break;
            case ParallelGateway gateway: Join.Enter(run, gateway, token); break;
            case InclusiveGateway gateway: Inclusive.Enter(run, gateway, token); break;
            case ComplexGateway gateway: Complexes.Enter(run, gateway, token); break;
            case EventGateway gateway: EventGateways.Enter(run, gateway, token); break;
            case CatchEvent wait: Catching.Enter(run, wait, token); break;
            case ThrowEvent or EndEvent: Throwing.Enter(run, (EventNode)node, token); break;
            default: throw new InvalidOperationException($"no token can enter {node.GetType().Name} '{node.Id}'");
        }
    }

    public static ActivityKind KindOf(ActivityNode node) => node switch
    {
        UserTask => ActivityKind.UserTask,
        ServiceTask => ActivityKind.ServiceTask,
        SubProcess => ActivityKind.SubProcess,
        BusinessRuleTask => ActivityKind.BusinessRule,
        ReceiveTask => ActivityKind.ReceiveTask,
        CallActivity => ActivityKind.CallActivity,
        _ => throw new InvalidOperationException($"{node.GetType().Name} '{node.Id}' never waits"),
    };

    /// <summary>Whether its work is done the moment it is started: nothing to wait for, nothing on its boundary acts.</summary>
    public static bool IsInstant(ActivityNode node) => node is PassTask or ScriptTask or SendTask;
}
