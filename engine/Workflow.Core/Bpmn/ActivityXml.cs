using System.Globalization;
using System.Xml.Linq;
using Workflow.Feel;

namespace Workflow.Core.Bpmn;

/// <summary>Reads tasks, sub-processes and call activities (BPMN 2.0, clause 10.3).</summary>
internal static class ActivityXml
{
    private static readonly string[] InEvery =
    [
        "multiInstanceLoopCharacteristics", "standardLoopCharacteristics", "ioSpecification", "dataInputAssociation", "dataOutputAssociation", "property",
        "resourceRole", "performer", "humanPerformer", "potentialOwner", "rendering", "script",
    ];

    public static FlowNode? User(Reading reading, XElement at, string? parent) => Task(reading, at, (id, name) => new UserTask(id, name, parent));

    public static FlowNode? Service(Reading reading, XElement at, string? parent) => Task(reading, at, (id, name) => new ServiceTask(id, name, parent));

    public static FlowNode? BusinessRule(Reading reading, XElement at, string? parent) => Task(reading, at, (id, name) => new BusinessRuleTask(id, name, parent));

    public static FlowNode? Pass(Reading reading, XElement at, string? parent) => Task(reading, at, (id, name) => new PassTask(id, name, parent));

    public static FlowNode? Script(Reading reading, XElement at, string? parent)
    {
        var script = at.Element(BpmnReader.Model + "script");
        if (at.Attribute("scriptFormat")?.Value.Trim() is { Length: > 0 } format && !format.Contains("feel", StringComparison.OrdinalIgnoreCase)) return ForeignScript(reading, at, parent, format, script?.Value ?? "");
        Expression? expression = null;
        if (script is not null && script.Value.Trim().Length > 0) expression = reading.ExpressionOf(script, script.Value, "script-not-parsed");
        return Task(reading, at, (id, name) => new ScriptTask(id, name, parent, expression, at.Attribute(BpmnReader.Approval + "result")?.Value.Trim() is { Length: > 0 } result ? result : null));
    }

    /// <summary>A script in another language is work of a machine outside: a job of the type <c>script:</c> and its format, unless the model names another, with the script as its input.</summary>
    private static FlowNode? ForeignScript(Reading reading, XElement at, string? parent, string format, string script)
    {
        reading.Warn("script-by-worker", at, $"脚本的语言是“{format}”而不是 FEEL，须由外部工作者执行", $"the script is written in '{format}' and not in FEEL: a worker outside has to run it");
        if (Task(reading, at, (id, name) => new ServiceTask(id, name, parent)) is not ServiceTask task) return null;
        var text = $"\"{script.Trim().Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal)}\"";
        if (Expression.TryParse(text, out var literal, out _)) task = task with { Data = task.Data with { Inputs = [.. task.Data.Inputs, new("script", literal)] } };
        return task.Approval.ContainsKey("jobType") ? task : task with { Approval = task.Approval.Add("jobType", $"script:{format}") };
    }

    public static FlowNode? Send(Reading reading, XElement at, string? parent)
    {
        var message = at.Attribute("messageRef") is null ? null : EventXml.Message(reading, at, at);
        return Task(reading, at, (id, name) => new SendTask(id, name, parent, message));
    }

    public static FlowNode? Receive(Reading reading, XElement at, string? parent)
    {
        if (EventXml.Message(reading, at, at) is { } message)
            return Task(reading, at, (id, name) => new ReceiveTask(id, name, parent, message, Reading.IsTrue(at, "instantiate")));
        return reading.IdOf(at) is { } refused ? new RefusedNode(refused, Reading.NameOf(at), parent) : null;
    }

    public static FlowNode? Call(Reading reading, XElement at, string? parent)
    {
        if (reading.IdOf(at) is not { } id) return null;
        reading.RefuseOthers(at, InEvery);
        if (at.Attribute("calledElement")?.Value.Trim() is { Length: > 0 } called) return Common(reading, at, new CallActivity(id, Reading.NameOf(at), parent, Roots.LocalOf(called)));
        reading.Refuse("call-without-target", at, "调用活动须有 calledElement", "a call activity needs calledElement");
        return new RefusedNode(id, Reading.NameOf(at), parent);
    }

    public static FlowNode? Sub(Reading reading, XElement at, string? parent)
    {
        if (reading.IdOf(at) is not { } id) return null;
        Families.ReadScope(reading, at, id);
        return Common(reading, at, new SubProcess(id, Reading.NameOf(at), parent)
        {
            IsEvent = Reading.IsTrue(at, "triggeredByEvent"),
            IsTransaction = at.Name.LocalName == "transaction",
            AdHoc = at.Name.LocalName == "adHocSubProcess" ? AdHocOf(reading, at) : null,
        });
    }

    private static AdHoc AdHocOf(Reading reading, XElement at)
    {
        var completion = at.Element(BpmnReader.Model + "completionCondition");
        var activate = at.Attribute(BpmnReader.Approval + "activate");
        return new(
            at.Attribute("ordering")?.Value.Trim() == "Sequential",
            completion is null || completion.Value.Trim().Length == 0 ? null : reading.ExpressionOf(completion, completion.Value, "condition-not-parsed"),
            Reading.IsTrue(at, "cancelRemainingInstances", otherwise: true),
            activate is null || activate.Value.Trim().Length == 0 ? null : reading.ExpressionOf(at, activate.Value, "expression-not-parsed"));
    }

    private static FlowNode? Task(Reading reading, XElement at, Func<string, string?, ActivityNode> make)
    {
        if (reading.IdOf(at) is not { } id) return null;
        reading.RefuseOthers(at, InEvery);
        return Common(reading, at, make(id, Reading.NameOf(at)));
    }

    /// <summary>Adds what all activities have in common.</summary>
    private static ActivityNode Common(Reading reading, XElement at, ActivityNode bare) => bare with
    {
        Loop = LoopXml.Read(reading, at),
        StartQuantity = Quantity(reading, at, "startQuantity"),
        CompletionQuantity = Quantity(reading, at, "completionQuantity"),
        IsForCompensation = Reading.IsTrue(at, "isForCompensation"),
        Data = DataXml.OfActivity(reading, at),
        Approval = reading.ApprovalOf(at),
    };

    /// <summary>Tokens at most: a larger number can only be a mistake.</summary>
    private const int QuantityLimit = 1_000;

    private static int Quantity(Reading reading, XElement at, string attribute)
    {
        if (at.Attribute(attribute)?.Value.Trim() is not { } text) return 1;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= QuantityLimit) return number;
        reading.Refuse("quantity-not-a-count", at, $"{attribute} 须为 1 至 {QuantityLimit} 的整数，而不是“{text}”", $"{attribute} is a whole number from 1 to {QuantityLimit}, not '{text}'");
        return 1;
    }
}
