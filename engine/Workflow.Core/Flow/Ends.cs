using Workflow.Core.Bpmn;

namespace Workflow.Core.Flow;

/// <summary>End events: a none end takes one token away; a terminate end takes all of its scope, and of nothing around it.</summary>
internal static class Ends
{
    public static void Enter(Run run, FlowNode end, Token token)
    {
        run.Add(new ElementPassed(token.Scope, end.Id, [token.Id], []));
        Scopes.EndIfEmpty(run, token.Scope);
    }

    public static void Terminate(Run run, FlowNode end, Token token)
    {
        run.Add(new ElementPassed(token.Scope, end.Id, [token.Id], []));
        run.Add(new ScopeCancelling(token.Scope, run.State.Scopes[token.Scope].Element, end.Id));
    }
}
