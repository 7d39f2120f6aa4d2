using System.Collections.Immutable;
using Workflow.Core.Bpmn;
using Workflow.Feel;

namespace Workflow.Core.Flow;

/// <summary>Tasks without anything to wait for: manual and undefined ones pass, a script is evaluated, a send task throws.</summary>
internal static class Instants
{
    public static void Enter(Run run, ActivityNode node, Token token, ImmutableArray<long>? further, Value.Context? inputs)
    {
        if (!TryWork(run, node, token.Scope, inputs, out var trouble) || !Outflow.TryChoose(run, node, token.Scope, out var flows, out trouble))
        {
            Incidents.Stop(run, token, node, trouble);
            return;
        }
        Compensations.KeepTask(run, token.Scope, node, inputs ?? Value.Context.Empty);
        run.Add(new ElementPassed(token.Scope, node.Id, [token.Id, .. further.OrNone()], run.Produce(Activities.Times(flows, node))));
        Send(run, node, token.Scope, inputs);
        if (flows.IsEmpty || AdHocs.Holds(run, token.Scope)) Scopes.EndIfEmpty(run, token.Scope);
    }

    /// <summary>One child of a loop or multi-instance. False when it failed: then an incident stands on the activity around it.</summary>
    public static bool Child(Run run, ActivityNode node, long scope, long activity)
    {
        var inputs = DataWays.In(run, node.Data, run.State.DataOf(scope));
        if (!TryWork(run, node, scope, inputs, out var trouble))
        {
            run.Add(new IncidentRaised(run.NextId, activity, [], node.Id, trouble.Code, trouble.Detail, Done: false));
            return false;
        }
        Send(run, node, scope, inputs);
        return true;
    }

    private static bool TryWork(Run run, ActivityNode node, long scope, Value.Context? inputs, [System.Diagnostics.CodeAnalysis.NotNullWhen(false)] out Trouble? trouble)
    {
        trouble = null;
        if (node is not ScriptTask { Script: { } script } task) return true;
        var data = run.State.DataOf(scope);
        if (inputs is not null) data = data.WithAll(inputs);
        var value = run.Evaluate(script, data, out var failed);
        if (failed is not null)
        {
            trouble = new("script-failed", $"the script of '{node.Id}' gives no value: {failed}");
            return false;
        }
        var result = task.Result is { } name ? Value.Context.Empty.With(name, value) : value as Value.Context ?? Value.Context.Empty;
        Activities.Write(run, scope, DataWays.Out(run, node.Data, data, result));
        return true;
    }

    private static void Send(Run run, ActivityNode node, long scope, Value.Context? inputs)
    {
        if (node is SendTask { Message: { } message }) Messages.Throw(run, scope, node.Id, message, inputs ?? Value.Context.Empty);
    }
}
