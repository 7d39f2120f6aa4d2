using System.Xml.Linq;

namespace Workflow.Core.Bpmn.Rules;

/// <summary>What holds of the data of a multi-instance (clause 10.3.8, table 10.29).</summary>
internal static class LoopDataRules
{
    public static void Check(Reading reading, XElement root)
    {
        foreach (var at in Look.All(root, "multiInstanceLoopCharacteristics"))
        {
            CheckSide(reading, at, "loopDataInputRef", "inputDataItem", "dataInput");
            CheckSide(reading, at, "loopDataOutputRef", "outputDataItem", "dataOutput");
        }
    }

    private static void CheckSide(Reading reading, XElement at, string list, string item, string kind)
    {
        if (Look.Child(at, list) is not { } reference) return;
        var named = Look.Referred(at, reference.Value);
        // An embedded sub-process has no inputs of its own: there the list is a data object around it.
        var fits = at.Parent is { } activity && Look.IsSubProcess(activity.Name.LocalName)
            ? named?.Name.LocalName is "dataObject" or "dataObjectReference" or "property" or "dataInput" or "dataOutput"
            : named?.Name.LocalName == kind && named.Ancestors().Contains(at.Parent);
        if (!fits)
        {
            reading.Model("loop-data-unknown", reference, $"{list} 指向“{Look.Words(reference)}”，而它不是此活动的 {kind}", $"{list} names '{Look.Words(reference)}', which is no {kind} of this activity");
            return;
        }
        if (Look.Child(at, item) is not { } each || Look.ItemOf(each) is not { } one || Look.ItemOf(named) is not { } all) return;
        var isElement = !Reading.IsTrue(one, "isCollection") && !Reading.IsTrue(each, "isCollection");
        if (!isElement || (one != all && Look.Text(one, "structureRef") != Look.Text(all, "structureRef")))
            reading.Model("loop-item-differs", each, $"{item} 须为 {list} 所列的单个元素，类型相同", $"{item} is one element of what {list} lists, of the same structure");
    }
}
