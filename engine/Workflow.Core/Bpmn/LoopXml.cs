using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;
using Workflow.Feel;

namespace Workflow.Core.Bpmn;

/// <summary>Reads how often an activity is carried out (BPMN 2.0, clause 10.3.8).</summary>
internal static class LoopXml
{
    public static LoopSpec? Read(Reading reading, XElement activity)
    {
        if (activity.Element(BpmnReader.Model + "standardLoopCharacteristics") is { } loop) return Standard(reading, loop);
        return activity.Element(BpmnReader.Model + "multiInstanceLoopCharacteristics") is { } at ? Multi(reading, activity, at) : null;
    }

    private static StandardLoop Standard(Reading reading, XElement at)
    {
        reading.RefuseOthers(at, "loopCondition");
        var condition = at.Element(BpmnReader.Model + "loopCondition") is { } when ? reading.ExpressionOf(when, when.Value, "condition-not-parsed") : null;
        int? maximum = null;
        if (at.Attribute("loopMaximum")?.Value.Trim() is { } text)
        {
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0) maximum = number;
            else reading.Refuse("loop-maximum-not-a-count", at, $"loopMaximum“{text}”不是正整数", $"loopMaximum '{text}' is no positive whole number");
        }
        if (condition is null && maximum is null && at.Element(BpmnReader.Model + "loopCondition") is null)
            reading.Refuse("loop-without-end", at, "标准循环须有 loopCondition 或 loopMaximum", "a standard loop needs loopCondition or loopMaximum");
        return new(condition, Reading.IsTrue(at, "testBefore"), maximum);
    }

    private static MultiInstance Multi(Reading reading, XElement activity, XElement at)
    {
        reading.RefuseOthers(at, "loopCardinality", "loopDataInputRef", "loopDataOutputRef", "inputDataItem", "outputDataItem", "complexBehaviorDefinition", "completionCondition");
        var own = at.Element(BpmnReader.Model + "extensionElements")?.Element(BpmnReader.Approval + "collection");
        var (list, element) = Collection(reading, activity, at, own);
        var cardinality = at.Element(BpmnReader.Model + "loopCardinality");
        if (list is null && own?.Attribute("expression") is null && cardinality is null)
            reading.Refuse("multi-instance-without-collection", at, "多实例须有集合或 loopCardinality", "a multi-instance needs a collection or loopCardinality");
        if (list is not null && cardinality is not null)
            reading.Refuse("multi-instance-ambiguous", at, "多实例只能有集合与 loopCardinality 之一", "a multi-instance has either a collection or loopCardinality, not both");
        if (element == LoopSpec.LoopCounter) reading.Refuse("multi-instance-ambiguous", at, $"“{LoopSpec.LoopCounter}”是实例序号，不能用作元素名", $"'{LoopSpec.LoopCounter}' is the child's number and cannot name its element");

        var (output, outputElement) = Output(reading, activity, at, own);
        return new(list, element, cardinality is null ? null : reading.ExpressionOf(cardinality, cardinality.Value, "cardinality-not-parsed"))
        {
            IsSequential = Reading.IsTrue(at, "isSequential"),
            Completion = at.Element(BpmnReader.Model + "completionCondition") is { } until && until.Value.Trim().Length > 0 ? reading.ExpressionOf(until, until.Value, "condition-not-parsed") : null,
            Output = output,
            OutputElement = outputElement,
            Throws = Throws(reading, activity, at),
        };
    }

    private static (Expression? List, string? Element) Collection(Reading reading, XElement activity, XElement at, XElement? own)
    {
        if (own?.Attribute("expression")?.Value is { } text)
            return (reading.ExpressionOf(own, text, "collection-not-parsed"), own.Attribute("element")?.Value is { Length: > 0 } name ? name : null);
        if (at.Element(BpmnReader.Model + "loopDataInputRef") is not { } reference) return (null, null);
        // The data input of the activity is filled by an association; what that copies from is the list.
        var input = reference.Value.Trim();
        var filled = DataXml.OfActivity(reading, activity).Inputs.FirstOrDefault(way => way.Target == ItemName(activity, input));
        var source = filled?.Value ?? (Expression.TryParse(ItemName(activity, input), Names.Of(ItemName(activity, input)), out var direct, out _) ? direct : null);
        var item = at.Element(BpmnReader.Model + "inputDataItem");
        return (source, item is null ? null : Reading.NameOf(item) ?? item.Attribute("id")?.Value);
    }

    private static (string? Name, Expression? Element) Output(Reading reading, XElement activity, XElement at, XElement? own)
    {
        if (own?.Attribute("output")?.Value is { Length: > 0 } name)
        {
            var element = own.Attribute("outputElement")?.Value;
            if (!string.IsNullOrWhiteSpace(element)) return (name, reading.ExpressionOf(own, element, "expression-not-parsed"));
            reading.Refuse("data-way-incomplete", own, "有 output 时须有 outputElement", "output needs outputElement");
            return (null, null);
        }
        if (at.Element(BpmnReader.Model + "loopDataOutputRef") is not { } reference || at.Element(BpmnReader.Model + "outputDataItem") is not { } item) return (null, null);
        var output = ItemName(activity, reference.Value.Trim());
        var way = activity.Elements(BpmnReader.Model + "dataOutputAssociation").FirstOrDefault(e => e.Element(BpmnReader.Model + "sourceRef")?.Value.Trim() is { } id && ItemName(activity, id) == output);
        var target = way?.Element(BpmnReader.Model + "targetRef")?.Value.Trim() is { } to ? ItemName(activity, to) : output;
        var each = Reading.NameOf(item) ?? item.Attribute("id")?.Value ?? "";
        return Expression.TryParse(each, Names.Of(each), out var value, out _) ? (target, value) : (null, null);
    }

    private static string ItemName(XElement at, string id)
    {
        var found = IdIndex.Of(at.Document!).GetValueOrDefault(Roots.LocalOf(id));
        if (found?.Attribute("dataObjectRef")?.Value is { } behind) return ItemName(at, behind);
        return found is null ? id : Reading.NameOf(found) ?? id;
    }

    /// <summary>Behaviours None, One and Complex tell of children that are done by throwing an event; All tells nothing.</summary>
    private static ImmutableArray<MultiInstanceThrow> Throws(Reading reading, XElement activity, XElement at)
    {
        switch (at.Attribute("behavior")?.Value.Trim() ?? "All")
        {
            case "All": return [];
            case "None": return Referred("noneBehaviorEventRef") is { } each ? [new(MultiInstanceMoment.Each, null, each)] : [];
            case "One": return Referred("oneBehaviorEventRef") is { } first ? [new(MultiInstanceMoment.First, null, first)] : [];
            case "Complex": return [.. at.Elements(BpmnReader.Model + "complexBehaviorDefinition").Select(Complex).OfType<MultiInstanceThrow>()];
            case var other:
                reading.Refuse("behavior-unknown", at, $"behavior 没有“{other}”", $"there is no behavior '{other}'");
                return [];
        }

        EventDefinition? Referred(string attribute)
        {
            if (at.Attribute(attribute)?.Value is { } name && reading.Roots.Find(name) is { } definition) return EventXml.Definition(reading, activity, definition, "throw");
            reading.Refuse("dangling-reference", at, $"{attribute} 须指向文件中的事件定义", $"{attribute} must name an event definition of this file");
            return null;
        }

        MultiInstanceThrow? Complex(XElement definition)
        {
            var condition = definition.Element(BpmnReader.Model + "condition") is { } when ? reading.ExpressionOf(when, when.Value, "condition-not-parsed") : null;
            var thrown = definition.Element(BpmnReader.Model + "event")?.Elements()
                .Select(e => e.Name.LocalName == "eventDefinitionRef" ? reading.Roots.Find(e.Value) : e)
                .FirstOrDefault(e => e is not null && e.Name.LocalName.EndsWith("EventDefinition", StringComparison.Ordinal));
            return condition is not null && thrown is not null && EventXml.Definition(reading, activity, thrown, "throw") is { } what ? new(MultiInstanceMoment.When, condition, what) : null;
        }
    }
}
