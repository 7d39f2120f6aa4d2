using System.Xml.Linq;

namespace Workflow.Core.Bpmn.Rules;

/// <summary>What holds of events beside their position (clauses 10.5.2 to 10.5.6, 10.7).</summary>
internal static class EventRules
{
    public static void Check(Reading reading, XElement root)
    {
        foreach (var at in Look.All(root, Look.IsEvent))
        {
            if (Look.Text(at, "id") is not { } id || !reading.Nodes.TryGetValue(id, out var known)) continue;
            if (at.Name.LocalName == "boundaryEvent") CheckBoundary(reading, at, id);
            // Link catches are entered by their link.
            if (at.Name.LocalName is "intermediateCatchEvent" or "intermediateThrowEvent" && !reading.FlowsTo.Contains(id) && !(at.Name.LocalName == "intermediateCatchEvent" && Look.Has(at, "linkEventDefinition")))
                reading.Model("event-without-incoming", at, $"中间事件“{id}”没有入口", $"no flow leads to the intermediate event '{id}'");
            foreach (var message in Look.Children(at, "messageEventDefinition"))
            {
                if (Look.Text(message, "messageRef") is not null && Look.Child(message, "operationRef") is null)
                    reading.Strict("message-without-operation", message, "可执行流程的消息事件须有 operationRef", "a message event of an executable process names its operation (operationRef)");
            }
            if (known.Node is EndEvent or ThrowEvent)
                foreach (var thrown in Look.Children(at, "compensateEventDefinition")) CheckCompensated(reading, at, thrown);
        }
        CheckHandlers(reading);
        CheckTransactions(reading);
    }

    private static void CheckBoundary(Reading reading, XElement at, string id)
    {
        var keeps = Look.Text(at, "cancelActivity") is "false" or "0";
        if (keeps && Look.Has(at, "cancelEventDefinition"))
            reading.Refuse("error-must-interrupt", at, $"取消事件“{id}”总是结束其事务", $"the cancel event '{id}' always ends its transaction");
        if (!Look.Has(at, "compensateEventDefinition")) return;
        // Table 10.90: when it occurs its activity is over, so there is nothing to cancel or to keep.
        if (keeps) reading.Model("compensation-keeps-activity", at, $"补偿事件“{id}”不能设 cancelActivity=\"false\"", $"the compensation event '{id}' cannot have cancelActivity=\"false\"");
        if (reading.FlowsFrom.Contains(id))
            reading.Refuse("compensation-has-outgoing", at, $"补偿事件“{id}”以关联指向补偿活动，没有顺序流", $"the compensation event '{id}' has an association to what undoes, and no sequence flow");
    }

    /// <summary>What a compensation throw names can be compensated: it has a handler or an event sub-process for it (clause 10.5.5).</summary>
    private static void CheckCompensated(Reading reading, XElement at, XElement thrown)
    {
        if (Look.Text(thrown, "activityRef") is not { } named) return;
        if (Look.Referred(at, named) is not { } activity || !Look.IsActivity(activity.Name.LocalName))
            reading.Refuse("compensation-target", thrown, $"activityRef“{named}”不是此文件中的活动", $"activityRef '{named}' is no activity of this file");
    }

    /// <summary>A compensation handler stands aside of the flow (clause 10.7.1).</summary>
    private static void CheckHandlers(Reading reading)
    {
        foreach (var (node, at) in reading.Nodes.Values)
        {
            if (node is ActivityNode { IsForCompensation: true } && (reading.FlowsFrom.Contains(node.Id) || reading.FlowsTo.Contains(node.Id)))
                reading.Refuse("handler-has-flow", at, $"补偿活动“{node.Id}”不能有顺序流", $"the compensation activity '{node.Id}' has no sequence flows");
            else if (node is BoundaryEvent { Definitions: [CompensationDefinition], Handler: { } handler } && reading.Nodes[handler].Node is ActivityNode { IsForCompensation: false })
                reading.Model("handler-not-marked", at, $"“{handler}”用于补偿，须设 isForCompensation=\"true\"", $"'{handler}' undoes and must have isForCompensation=\"true\"");
        }
    }

    /// <summary>A transaction that can be cancelled has a way on for it (clause 10.7.2).</summary>
    private static void CheckTransactions(Reading reading)
    {
        var caught = reading.Nodes.Values.Select(n => n.Node).OfType<BoundaryEvent>().Where(b => b.Definitions.Any(d => d is CancelDefinition)).Select(b => b.AttachedTo).ToHashSet(StringComparer.Ordinal);
        foreach (var (node, at) in reading.Nodes.Values)
        {
            if (node is not EndEvent { Parent: { } parent } end || !end.Definitions.Any(d => d is CancelDefinition)) continue;
            if (reading.Nodes.TryGetValue(parent, out var around) && around.Node is SubProcess { IsTransaction: true } && !caught.Contains(parent))
                reading.Refuse("cancel-not-caught", at, $"事务“{parent}”可被取消，须附着取消边界事件", $"the transaction '{parent}' can be cancelled and needs a cancel boundary event");
        }
    }
}
