using System.Xml.Linq;

namespace Workflow.Core.Bpmn.Rules;

/// <summary>What holds between the operations and messages that tasks name and the data that they declare (clauses 8.4.3, 10.3.3 and 10.3.6). Jobs and messages carry names here and no structures, so that all of it is for the model alone.</summary>
internal static class InterfaceRules
{
    public static void Check(Reading reading, XElement root)
    {
        foreach (var at in Look.All(root, "serviceTask")) CheckService(reading, at);
        foreach (var at in Look.All(root, "sendTask")) CheckMessage(reading, at, "inputSet", "dataInput");
        foreach (var at in Look.All(root, "receiveTask")) CheckMessage(reading, at, "outputSet", "dataOutput");
        foreach (var at in Look.All(root, "callActivity")) CheckCall(reading, at);
        foreach (var at in root.Elements().Where(e => Look.Child(e, "supportedInterfaceRef") is not null)) CheckSupported(reading, at);
    }

    /// <summary>A service task that names an operation has one input, the operation's message, and at most one output (table 10.8).</summary>
    private static void CheckService(Reading reading, XElement at)
    {
        if (Look.Text(at, "operationRef") is not { } name || Look.Referred(at, name) is not { } operation || operation.Name.LocalName != "operation") return;
        var specification = Look.Child(at, "ioSpecification");
        if (Count(specification, "inputSet") != 1 || Count(specification, "dataInput") != 1)
            reading.Model("operation-data", at, $"服务任务“{Look.Name(at)}”引用操作“{name}”，须恰有一个输入及其 inputSet", $"the service task '{Look.Name(at)}' names the operation '{name}' and has exactly one input, in one inputSet");
        else Compare(reading, at, Look.Child(specification!, "dataInput"), MessageItem(operation, "inMessageRef"));
        var answers = Look.Child(operation, "outMessageRef") is not null;
        if (Count(specification, "outputSet") > 1 || Count(specification, "dataOutput") > 1 || (answers && Count(specification, "dataOutput") != 1))
            reading.Model("operation-data", at, $"服务任务“{Look.Name(at)}”的输出须与操作“{name}”的 outMessageRef 对应", $"the outputs of the service task '{Look.Name(at)}' follow from outMessageRef of the operation '{name}'");
        else if (answers) Compare(reading, at, Look.Child(specification!, "dataOutput"), MessageItem(operation, "outMessageRef"));
    }

    /// <summary>A send or receive task has at most one input or output, and that one is its message (tables 10.9 and 10.10).</summary>
    private static void CheckMessage(Reading reading, XElement at, string set, string data)
    {
        if (Look.Child(at, "ioSpecification") is not { } specification || Look.Text(at, "messageRef") is not { } name) return;
        if (Count(specification, set) > 1 || Count(specification, data) > 1)
            reading.Model("operation-data", at, $"“{Look.Name(at)}”至多有一个 {data} 及其 {set}", $"'{Look.Name(at)}' has at most one {data}, in one {set}");
        else if (Look.Child(specification, data) is { } only && Look.Referred(at, name) is { } message) Compare(reading, at, only, ItemOfMessage(message));
    }

    /// <summary>A call that declares data, or calls what declares some, has just the inputs and outputs of what it calls (clause 10.3.6).</summary>
    private static void CheckCall(Reading reading, XElement at)
    {
        if (Look.Text(at, "calledElement") is not { } name || Look.Referred(at, name) is not { } called || called.Name.LocalName == "callActivity") return;
        var (own, other) = (Look.Child(at, "ioSpecification"), Look.Child(called, "ioSpecification"));
        if (own is null && other is null) return;
        foreach (var side in (string[])["dataInput", "dataOutput"])
        {
            var (mine, theirs) = (Data(own, side), Data(other, side));
            var free = new List<XElement>(mine);
            var matched = mine.Count == theirs.Count && theirs.TrueForAll(data => free.FindIndex(m => Fits(m, data)) is var found and >= 0 && Taken(free, found));
            if (!matched)
                reading.Model("call-data-differs", at, $"调用活动的 {side} 与被调用的“{name}”不一致", $"{side} of the call activity differs from that of '{name}', which it calls");
        }

        static bool Taken(List<XElement> from, int index)
        {
            from.RemoveAt(index);
            return true;
        }
    }

    /// <summary>What offers an interface binds each of its operations to its own data (clause 10.4.2, InputOutputBinding).</summary>
    private static void CheckSupported(Reading reading, XElement at)
    {
        var bindings = Look.Children(at, "ioBinding").ToList();
        var bound = bindings.Select(b => Look.Referred(at, Look.Text(b, "operationRef"))).ToHashSet();
        foreach (var reference in Look.Children(at, "supportedInterfaceRef"))
        {
            if (Look.Referred(at, reference.Value) is not { } offered) continue;
            foreach (var operation in Look.Children(offered, "operation"))
                if (!bound.Contains(operation))
                    reading.Model("operation-not-bound", at, $"“{Look.Name(at)}”提供接口“{Look.Words(reference)}”，而操作“{Look.Name(operation)}”没有 ioBinding", $"'{Look.Name(at)}' offers the interface '{Look.Words(reference)}' and has no ioBinding for its operation '{Look.Name(operation)}'");
        }
        foreach (var binding in bindings)
        {
            if (Look.Referred(at, Look.Text(binding, "operationRef")) is not { } operation) continue;
            if (Look.Referred(at, Look.Text(binding, "inputDataRef")) is { } input) Compare(reading, binding, AsData(at, input, "dataInput", "dataInputRefs"), MessageItem(operation, "inMessageRef"));
            if (Look.Referred(at, Look.Text(binding, "outputDataRef")) is { } output && Look.Child(operation, "outMessageRef") is not null)
                Compare(reading, binding, AsData(at, output, "dataOutput", "dataOutputRefs"), MessageItem(operation, "outMessageRef"));
        }
    }

    /// <summary>The standard binds sets, and many files the data itself.</summary>
    private static XElement? AsData(XElement at, XElement bound, string data, string refs) =>
        bound.Name.LocalName == data ? bound : Look.Child(bound, refs) is { } first ? Look.Referred(at, first.Value) : bound;

    private static void Compare(Reading reading, XElement at, XElement? data, XElement? item)
    {
        if (data is null || item is null || Look.SameItem(Look.ItemOf(data), item)) return;
        reading.Model("operation-item-differs", at, $"“{Look.Name(data)}”与消息的 itemDefinition“{Look.Name(item)}”不同", $"'{Look.Name(data)}' is not of the message's item '{Look.Name(item)}'");
    }

    private static XElement? MessageItem(XElement operation, string side) =>
        Look.Child(operation, side) is { } reference && Look.Referred(operation, reference.Value) is { } message ? ItemOfMessage(message) : null;

    private static XElement? ItemOfMessage(XElement message) => Look.Referred(message, Look.Text(message, "itemRef"));

    private static bool Fits(XElement mine, XElement theirs) =>
        Look.ItemOf(mine) is not { } one || Look.ItemOf(theirs) is not { } other || Look.SameItem(one, other);

    private static List<XElement> Data(XElement? specification, string side) => specification is null ? [] : [.. Look.Children(specification, side)];

    private static int Count(XElement? specification, string name) => specification is null ? 0 : Look.Children(specification, name).Count();
}
