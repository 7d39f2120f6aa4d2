using System.Xml.Linq;

namespace Workflow.Core.Bpmn;

/// <summary>What must hold of events where they stand (BPMN 2.0, clauses 10.5.2 to 10.5.5).</summary>
internal static class EventCheck
{
    private static readonly Dictionary<Type, Type[]> Allowed = new()
    {
        [typeof(StartEvent)] = [typeof(TimerDefinition), typeof(MessageDefinition), typeof(SignalDefinition), typeof(ConditionalDefinition)],
        [typeof(CatchEvent)] = [typeof(TimerDefinition), typeof(MessageDefinition), typeof(SignalDefinition), typeof(ConditionalDefinition), typeof(LinkDefinition)],
        [typeof(ThrowEvent)] = [typeof(MessageDefinition), typeof(SignalDefinition), typeof(EscalationDefinition), typeof(CompensationDefinition), typeof(LinkDefinition)],
        [typeof(EndEvent)] =
        [
            typeof(MessageDefinition), typeof(SignalDefinition), typeof(EscalationDefinition), typeof(ErrorDefinition), typeof(CompensationDefinition), typeof(CancelDefinition), typeof(TerminateDefinition),
        ],
        [typeof(BoundaryEvent)] =
        [
            typeof(TimerDefinition), typeof(MessageDefinition), typeof(SignalDefinition), typeof(ConditionalDefinition), typeof(EscalationDefinition), typeof(ErrorDefinition),
            typeof(CompensationDefinition), typeof(CancelDefinition),
        ],
    };

    private static readonly Type[] InEventSubProcess =
    [
        typeof(TimerDefinition), typeof(MessageDefinition), typeof(SignalDefinition), typeof(ConditionalDefinition), typeof(EscalationDefinition), typeof(ErrorDefinition), typeof(CompensationDefinition),
    ];

    public static void Check(Reading reading)
    {
        foreach (var (node, at) in reading.Nodes.Values.Where(n => n.Node is EventNode).Select(n => ((EventNode)n.Node, n.At)))
        {
            CheckPosition(reading, node, at);
            switch (node)
            {
                case BoundaryEvent boundary: CheckBoundary(reading, boundary, at); break;
                case CatchEvent { Definitions.IsEmpty: true }: reading.Refuse("event-without-definition", at, $"捕获事件“{node.Id}”没有事件定义", $"the catch event '{node.Id}' waits for nothing"); break;
            }
        }
        CheckCatchers(reading);
    }

    private static void CheckPosition(Reading reading, EventNode node, XElement at)
    {
        var isTrigger = node is StartEvent && IsEventSubProcess(reading, node.Parent);
        var allowed = isTrigger ? InEventSubProcess : Allowed[node.GetType()];
        foreach (var definition in node.Definitions)
        {
            if (!allowed.Contains(definition.GetType()))
                reading.Refuse("event-not-here", at, $"事件“{node.Id}”的位置不允许这种事件定义", $"'{node.Id}' has an event definition that is not allowed where it stands");
            else if (definition is ErrorDefinition { Code: not null } or CompensationDefinition && isTrigger && node is StartEvent { Interrupts: false })
                reading.Refuse("error-must-interrupt", at, "错误与补偿的事件子流程总是中断", "an event sub-process for errors or compensation always interrupts");
        }
        if (node.Definitions.Any(d => d is CancelDefinition) && node is EndEvent && !(node.Parent is { } parent && reading.Nodes.TryGetValue(parent, out var around) && around.Node is SubProcess { IsTransaction: true }))
            reading.Refuse("cancel-outside-transaction", at, "取消结束事件只能在事务中", "a cancel end event stands in a transaction only");
    }

    /// <summary>What must hold of where it hangs, and whether it can ever come to act.</summary>
    private static void CheckBoundary(Reading reading, BoundaryEvent boundary, XElement at)
    {
        if (!reading.Nodes.TryGetValue(boundary.AttachedTo, out var host) || host.Node is not (ActivityNode or RefusedNode) || host.Node.Parent != boundary.Parent)
        {
            reading.Refuse("boundary-not-attached", at, $"attachedToRef“{boundary.AttachedTo}”不是同一层的活动", $"attachedToRef '{boundary.AttachedTo}' is no activity beside this event");
            return;
        }
        if (boundary.Definitions.IsEmpty) reading.Refuse("event-without-definition", at, $"边界事件“{boundary.Id}”没有事件定义", $"the boundary event '{boundary.Id}' waits for nothing");
        foreach (var definition in boundary.Definitions)
        {
            if (!boundary.Interrupts && definition is ErrorDefinition) reading.Refuse("error-must-interrupt", at, "错误事件总是结束其活动", "an error event always ends its activity");
            if (definition is CancelDefinition && host.Node is not (SubProcess { IsTransaction: true } or RefusedNode))
                reading.Refuse("cancel-outside-transaction", at, "取消边界事件只能附着在事务上", "a cancel event is attached to a transaction only");
        }
        if (boundary.Definitions is [CompensationDefinition])
        {
            if (boundary.Handler is null) reading.Refuse("compensation-without-handler", at, $"补偿边界事件“{boundary.Id}”须以关联指向补偿活动", $"the compensation event '{boundary.Id}' needs an association to the activity that undoes");
            return;
        }
        if (host.Node is PassTask { Loop: null })
            reading.Warn("never-fires", at, $"“{boundary.AttachedTo}”会立即通过，此事件不会起作用", $"'{boundary.AttachedTo}' is passed at once, so this event never acts");
        else if (boundary.Definitions is [ErrorDefinition] && host.Node is UserTask or PassTask)
            reading.Warn("never-fires", at, $"“{boundary.AttachedTo}”中没有会抛出错误的步骤", $"nothing in '{boundary.AttachedTo}' can throw an error");
    }

    /// <summary>Two events of one activity for one code, and errors that nothing catches.</summary>
    private static void CheckCatchers(Reading reading)
    {
        var catchers = (from n in reading.Nodes.Values
                        where n.Node is BoundaryEvent
                        let boundary = (BoundaryEvent)n.Node
                        from error in boundary.Definitions.OfType<ErrorDefinition>()
                        select (boundary.AttachedTo, error.Code, n.At)).ToLookup(c => c.AttachedTo, StringComparer.Ordinal);
        foreach (var second in catchers.SelectMany(activity => activity.GroupBy(c => c.Code, StringComparer.Ordinal).SelectMany(same => same.Skip(1))))
            reading.Refuse("error-caught-twice", second.At, $"“{second.AttachedTo}”上已有事件捕获同一错误", $"'{second.AttachedTo}' has another event that catches the same");

        var handled = (from n in reading.Nodes.Values
                       where n.Node is StartEvent && IsEventSubProcess(reading, n.Node.Parent)
                       from error in ((StartEvent)n.Node).Definitions.OfType<ErrorDefinition>()
                       select (Scope: reading.Nodes[n.Node.Parent!].Node.Parent ?? "", error.Code)).ToLookup(h => h.Scope, StringComparer.Ordinal);

        foreach (var (node, at) in reading.Nodes.Values)
        {
            if (node is not EndEvent { Definitions: var thrown } || thrown.OfType<ErrorDefinition>().FirstOrDefault() is not { Code: { } code } || IsCaught(node, code)) continue;
            reading.Warn("error-not-caught", at, $"“{node.Id}”外没有事件捕获“{code}”，办件到此会因异常停下", $"nothing around '{node.Id}' catches '{code}'; a case that comes here stops with an incident");
        }

        bool IsCaught(FlowNode thrown, string code)
        {
            for (var around = thrown.Parent; ; around = reading.Nodes.TryGetValue(around, out var outer) ? outer.Node.Parent : null)
            {
                if (handled[around ?? ""].Any(h => h.Code is null || h.Code == code)) return true;
                if (around is null) return false;
                if (catchers[around].Any(c => c.Code is null || c.Code == code)) return true;
            }
        }
    }

    private static bool IsEventSubProcess(Reading reading, string? parent) => parent is not null && reading.Nodes.TryGetValue(parent, out var around) && around.Node is SubProcess { IsEvent: true };
}
