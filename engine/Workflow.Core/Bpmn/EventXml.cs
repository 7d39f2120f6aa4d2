using System.Collections.Immutable;
using System.Xml.Linq;

namespace Workflow.Core.Bpmn;

/// <summary>Reads events of every position with their definitions (BPMN 2.0, clause 10.5).</summary>
internal static class EventXml
{
    /// <summary>Characters in the name of a message or signal at most.</summary>
    public const int MessageNameMax = 200;

    private static readonly string[] Around =
        ["dataInput", "dataOutput", "dataInputAssociation", "dataOutputAssociation", "inputSet", "outputSet", "property", "eventDefinitionRef"];

    public static FlowNode? Start(Reading reading, XElement at, string? parent) =>
        Read(reading, at, parent, (id, name) => new StartEvent(id, name, parent, Reading.IsTrue(at, "isInterrupting", otherwise: true)), "start");

    public static FlowNode? Catch(Reading reading, XElement at, string? parent) => Read(reading, at, parent, (id, name) => new CatchEvent(id, name, parent), "catch");

    public static FlowNode? Throw(Reading reading, XElement at, string? parent) => Read(reading, at, parent, (id, name) => new ThrowEvent(id, name, parent), "throw");

    public static FlowNode? End(Reading reading, XElement at, string? parent) => Read(reading, at, parent, (id, name) => new EndEvent(id, name, parent), "end");

    public static FlowNode? Boundary(Reading reading, XElement at, string? parent) => Read(
        reading, at, parent,
        (id, name) => new BoundaryEvent(id, name, parent, Roots.LocalOf(at.Attribute("attachedToRef")?.Value.Trim() ?? ""), Reading.IsTrue(at, "cancelActivity", otherwise: true)), "boundary");

    private static FlowNode? Read(Reading reading, XElement at, string? parent, Func<string, string?, EventNode> make, string position)
    {
        if (reading.IdOf(at) is not { } id) return null;
        var definitions = ImmutableArray.CreateBuilder<EventDefinition>();
        var whole = true;
        foreach (var child in reading.Children(at).Where(child => !Around.Contains(child.Name.LocalName)).Concat(Referenced(reading, at)))
        {
            if (Definition(reading, at, child, position) is { } definition) definitions.Add(definition);
            else whole = false;
        }
        if (!whole) return new RefusedNode(id, Reading.NameOf(at), parent);
        return make(id, Reading.NameOf(at)) with
        {
            Definitions = definitions.DrainToImmutable(),
            IsParallel = Reading.IsTrue(at, "parallelMultiple"),
            Data = DataXml.OfEvent(reading, at),
            Approval = reading.ApprovalOf(at),
        };
    }

    /// <summary>Event definitions that stand at the root of the file and are shared.</summary>
    private static IEnumerable<XElement> Referenced(Reading reading, XElement at)
    {
        foreach (var reference in at.Elements(BpmnReader.Model + "eventDefinitionRef"))
        {
            if (reading.Roots.Find(reference.Value) is { } shared && shared.Name.LocalName.EndsWith("EventDefinition", StringComparison.Ordinal)) yield return shared;
            else reading.Refuse("dangling-reference", reference, $"eventDefinitionRef 指向“{reference.Value.Trim()}”，而文件中没有此事件定义", $"eventDefinitionRef names '{reference.Value.Trim()}', which is no event definition of this file");
        }
    }

    /// <summary>One definition; null when it was refused.</summary>
    /// <param name="at">the element that it belongs to, whose extension elements count as well</param>
    public static EventDefinition? Definition(Reading reading, XElement at, XElement definition, string position)
    {
        var catches = position is "start" or "catch" or "boundary";
        switch (definition.Name.LocalName)
        {
            case "timerEventDefinition": return TimerSpec.Read(reading, definition) is { } timer ? new TimerDefinition(timer) : null;
            case "messageEventDefinition": return Message(reading, at, definition);
            case "signalEventDefinition":
                if (!reading.Roots.TryFollow(definition, "signalRef", "signal", out var signal)) return null;
                var signalName = signal is not null ? Roots.NameOf(signal) : Unnamed(reading, at, definition, "signal-without-name", "信号", "signal");
                return IsShort(reading, definition, signalName) ? new SignalDefinition(signalName) : null;
            case "errorEventDefinition":
                return Coded(reading, definition, "error", catches, out var error) ? new ErrorDefinition(error) : null;
            case "escalationEventDefinition":
                return Coded(reading, definition, "escalation", catches, out var escalation) ? new EscalationDefinition(escalation) : null;
            case "conditionalEventDefinition":
                var condition = definition.Element(BpmnReader.Model + "condition");
                if (condition is null || condition.Value.Trim().Length == 0) return Lacks(reading, definition, "condition-missing", "条件", "condition");
                return reading.ExpressionOf(condition, condition.Value, "condition-not-parsed") is { } when ? new ConditionalDefinition(when) : null;
            case "compensateEventDefinition":
                var activity = definition.Attribute("activityRef")?.Value.Trim();
                return new CompensationDefinition(string.IsNullOrEmpty(activity) ? null : Roots.LocalOf(activity), Reading.IsTrue(definition, "waitForCompletion", otherwise: true));
            case "cancelEventDefinition": return new CancelDefinition();
            case "terminateEventDefinition": return new TerminateDefinition();
            case "linkEventDefinition":
                var name = LinkName(at, definition);
                return name is not null ? new LinkDefinition(name) : Lacks(reading, definition, "link-without-name", "名称", "name");
            default:
                reading.RefuseUnsupported(definition, null);
                return null;
        }
    }

    /// <summary>A link is known by its catch: a throw that refers to one takes its name from there, any other has its own.</summary>
    private static string? LinkName(XElement at, XElement definition)
    {
        var target = definition.Element(BpmnReader.Model + "target")?.Value.Trim();
        if (target is not null && IdIndex.Of(at.Document!).GetValueOrDefault(Roots.LocalOf(target)) is { Name.LocalName: "linkEventDefinition" } caught && caught != definition)
            return Reading.NameOf(caught) ?? Reading.NameOf(caught.Parent!);
        return Reading.NameOf(definition) ?? Reading.NameOf(at);
    }

    /// <summary>Names of messages and signals go between cases and stand in tables: a longer one could not be found there.</summary>
    private static bool IsShort(Reading reading, XElement definition, string name)
    {
        if (name.Length <= MessageNameMax) return true;
        reading.Refuse("name-too-long", definition, $"消息与信号的名称至多 {MessageNameMax} 个字符", $"the name of a message or signal has at most {MessageNameMax} characters");
        return false;
    }

    /// <summary>The message of an event definition, or of a send or receive task, which refer to it in the same way; null when it was refused.</summary>
    public static MessageDefinition? Message(Reading reading, XElement at, XElement definition)
    {
        if (!reading.Roots.TryFollow(definition, "messageRef", "message", out var message)) return null;
        var name = message is not null ? Roots.NameOf(message) : Unnamed(reading, at, definition, "message-without-name", "消息", "message");
        if (!IsShort(reading, definition, name)) return null;
        var own = at.Elements(BpmnReader.Model + "extensionElements").Elements(BpmnReader.Approval + "correlation").FirstOrDefault();
        var ttl = own?.Attribute("ttl")?.Value.Trim();
        if (ttl is not null && (!IsoDuration.TryParse(ttl, out var kept) || kept.IsZero))
        {
            reading.Refuse("ttl-not-parsed", own!, $"ttl“{ttl}”不是 ISO 8601 时长", $"the ttl '{ttl}' is no ISO 8601 duration");
            return null;
        }
        var text = own?.Attribute("key")?.Value ?? (message is null ? null : CorrelationXml.KeyOf(reading, at, message));
        if (string.IsNullOrWhiteSpace(text)) return new(name, null, ttl);
        return reading.ExpressionOf(own ?? definition, text, "key-not-parsed") is { } key ? new(name, key, ttl) : null;
    }

    /// <summary>Errors and escalations are known by their code, else by name, else by id. A throw needs one; a catch without catches all.</summary>
    private static bool Coded(Reading reading, XElement definition, string kind, bool catches, out string? code)
    {
        code = null;
        if (!reading.Roots.TryFollow(definition, $"{kind}Ref", kind, out var declared)) return false;
        if (declared?.Attribute($"{kind}Code")?.Value.Trim() is { Length: > 0 } given) code = given;
        else if (kind == "escalation" && !catches)
        {
            // An escalation that nobody catches by its code goes on all the same; one that is thrown still needs to be told from others.
            code = declared is not null ? Roots.NameOf(declared) : definition.Parent?.Attribute("id")?.Value ?? kind;
            reading.Model("escalation-without-code", definition, $"抛出的升级没有 escalationCode，以“{code}”代之", $"the escalation that is thrown has no escalationCode; it is known as '{code}'");
        }
        else if (declared is not null || !catches)
        {
            reading.Refuse(kind == "error" ? "error-without-code" : "escalation-without-code", definition, kind == "error" ? "抛出的错误须有代码" : "抛出的升级须有代码", $"{kind} has no {kind}Code");
            return false;
        }
        return true;
    }

    /// <summary>Without a reference the thing is known by the id of the element that throws it or waits for it, which no one else can mean by accident.</summary>
    private static string Unnamed(Reading reading, XElement at, XElement definition, string code, string zh, string en)
    {
        var name = at.Attribute("id")?.Value ?? at.Name.LocalName;
        reading.Model(code, definition, $"此 {definition.Name.LocalName} 没有{zh}，以元素 id“{name}”代之", $"this {definition.Name.LocalName} has no {en}; it is known by the element's id '{name}'");
        return name;
    }

    private static EventDefinition? Lacks(Reading reading, XElement definition, string code, string zh, string en)
    {
        reading.Refuse(code, definition, $"此 {definition.Name.LocalName} 没有{zh}", $"this {definition.Name.LocalName} has no {en}");
        return null;
    }
}
