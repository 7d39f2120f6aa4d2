using System.Xml.Linq;

namespace Workflow.Core.Bpmn.Rules;

/// <summary>What holds of data elements, their sets and their associations (clause 10.4). Data has no declared structure here, so that all of it is for the model alone.</summary>
internal static class DataRules
{
    public static void Check(Reading reading, XElement root)
    {
        foreach (var at in Look.All(root, name => name is "dataInput" or "dataOutput" or "dataObject")) CheckCollection(reading, at);
        foreach (var at in Look.All(root, "ioSpecification").Concat(Look.All(root, Look.IsEvent))) CheckSets(reading, at);
        foreach (var at in Look.All(root, Look.IsSubProcess))
        {
            if (Look.Child(at, "ioSpecification") is { } specification)
                reading.Model("io-in-sub-process", specification, $"嵌入子流程“{Look.Name(at)}”没有自己的输入输出，直接使用外层数据", $"the embedded sub-process '{Look.Name(at)}' has no inputs and outputs of its own: it sees the data around it");
        }
        foreach (var at in Look.All(root, name => name is "dataInputAssociation" or "dataOutputAssociation")) CheckAssociation(reading, at);
        foreach (var at in Look.All(root, "dataObjectReference")) CheckState(reading, at);
    }

    /// <summary>Tables 10.52 and 10.56: isCollection says the same as the item definition.</summary>
    private static void CheckCollection(Reading reading, XElement at)
    {
        if (Look.Text(at, "itemSubjectRef") is null || Look.ItemOf(at) is not { } item) return;
        if (Reading.IsTrue(at, "isCollection") != Reading.IsTrue(item, "isCollection"))
            reading.Model("collection-differs", at, $"“{Look.Name(at)}”的 isCollection 与其 itemDefinition 不一致", $"isCollection of '{Look.Name(at)}' differs from that of its item definition");
    }

    /// <summary>Clause 10.4.2: every input and output is in a set; optional and while-executing ones are among those of the set; sets that need each other say so on both sides.</summary>
    private static void CheckSets(Reading reading, XElement at)
    {
        CheckSide(reading, at, "dataInput", "inputSet", "dataInputRefs", ["optionalInputRefs", "whileExecutingInputRefs"], "outputSetRefs", "inputSetRefs");
        CheckSide(reading, at, "dataOutput", "outputSet", "dataOutputRefs", ["optionalOutputRefs", "whileExecutingOutputRefs"], "inputSetRefs", "outputSetRefs");
    }

    private static void CheckSide(Reading reading, XElement at, string data, string set, string refs, string[] parts, string across, string back)
    {
        var sets = Look.Children(at, set).ToList();
        var listed = sets.SelectMany(s => Look.Children(s, refs)).Select(Look.Words).ToHashSet(StringComparer.Ordinal);
        foreach (var item in Look.Children(at, data))
            if (Look.Text(item, "id") is { } id && !listed.Contains(id))
                reading.Model("data-not-in-set", item, $"“{id}”不在任何 {set} 中", $"'{id}' is in no {set}");
        foreach (var one in sets)
        {
            var own = Look.Children(one, refs).Select(Look.Words).ToHashSet(StringComparer.Ordinal);
            foreach (var part in parts.SelectMany(name => Look.Children(one, name)).Where(part => !own.Contains(Look.Words(part))))
                reading.Model("set-part-unknown", part, $"{part.Name.LocalName} 指向“{Look.Words(part)}”，而它不在此集合的 {refs} 中", $"{part.Name.LocalName} names '{Look.Words(part)}', which is not among the {refs} of this set");
            foreach (var other in Look.Children(one, across))
            {
                if (Look.Referred(one, other.Value) is { } paired && Look.Text(one, "id") is { } id && Look.Children(paired, back).Any(e => Look.Words(e) == id)) continue;
                reading.Model("sets-not-paired", other, $"{across} 指向“{Look.Words(other)}”，而它不指回此集合", $"{across} names '{Look.Words(other)}', which does not name this set in return");
            }
        }
    }

    /// <summary>Without a transformation an association copies one element to another of the same item (clause 10.4.2).</summary>
    private static void CheckAssociation(Reading reading, XElement at)
    {
        if (Look.Child(at, "transformation") is not null) return;
        var sources = Look.Children(at, "sourceRef").ToList();
        if (sources.Count > 1)
            reading.Model("association-sources", at, "数据关联有多个来源时须有 transformation", "a data association with several sources needs a transformation");
        if (sources is not [var only] || Look.Children(at, "assignment").Any() || Look.Child(at, "targetRef") is not { } target) return;
        var (from, to) = (Look.ItemOf(Look.Referred(at, only.Value)), Look.ItemOf(Look.Referred(at, target.Value)));
        if (from is not null && to is not null && !Look.SameItem(from, to))
            reading.Model("association-items-differ", at, $"数据关联两端的 itemDefinition 不同（“{Look.Name(from)}”与“{Look.Name(to)}”），须有 transformation", $"the ends of the data association are of different items ('{Look.Name(from)}' and '{Look.Name(to)}'); it needs a transformation");
    }

    /// <summary>A reference to a data object in a state is named after both: "Object [state]" (clause 10.4.1).</summary>
    private static void CheckState(Reading reading, XElement at)
    {
        if (Look.Child(at, "dataState") is not { } state || Look.Text(state, "name") is not { } of || Look.Referred(at, Look.Text(at, "dataObjectRef")) is not { } behind) return;
        var expected = $"{Look.Text(behind, "name")} [{of}]";
        if (Look.Text(at, "name") != expected)
            reading.Model("data-state-name", at, $"数据对象引用的名称应为“{expected}”", $"the reference is named '{expected}': the data object's name and its state");
    }
}
