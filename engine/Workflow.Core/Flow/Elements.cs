using Workflow.Core.Bpmn;

namespace Workflow.Core.Flow;

/// <summary>Which element family does what with a token that arrives. The one place that lists them all.</summary>
internal static class Elements
{
    public static void Enter(Run run, FlowNode node, Token token)
    {
        switch (node)
        {
            case PassTask { Loop: null }: Passing.Enter(run, node, token); break;
            case ActivityNode activity: Activities.Enter(run, activity, token); break;
            case ExclusiveGateway gateway: Choice.Enter(run, gateway, token); break;
            case ParallelGateway gateway: Join.Enter(run, gateway, token); break;
            case EndEvent: Ends.Enter(run, node, token); break;
            case TerminateEndEvent: Ends.Terminate(run, node, token); break;
            case ErrorEndEvent end: Errors.Enter(run, end, token); break;
            case TimerCatch timer: Timers.Enter(run, timer, token); break;
            default: throw new InvalidOperationException($"no token can enter {node.GetType().Name} '{node.Id}'");
        }
    }

    public static ActivityKind KindOf(ActivityNode node) => node switch
    {
        UserTask => ActivityKind.UserTask,
        ServiceTask => ActivityKind.ServiceTask,
        SubProcess => ActivityKind.SubProcess,
        BusinessRuleTask => ActivityKind.BusinessRule,
        _ => throw new InvalidOperationException($"{node.GetType().Name} '{node.Id}' never waits"),
    };
}
