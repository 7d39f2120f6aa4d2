using System.Collections.Immutable;
using System.Xml.Linq;
using Workflow.Feel;

namespace Workflow.Core.Bpmn;

/// <summary>
/// Reads which data comes and goes: <c>approval:input</c> and <c>approval:output</c>, or the standard's data associations with
/// transformation or assignments (BPMN 2.0, clause 10.4.2). Data objects, properties, inputs and outputs are names in the data.
/// </summary>
internal static class DataXml
{
    private static readonly string[] ItemAware = ["dataObject", "dataObjectReference", "dataStoreReference", "property", "dataInput", "dataOutput"];

    public static DataMapping OfActivity(Reading reading, XElement at) => Of(reading, at);

    public static DataMapping OfEvent(Reading reading, XElement at) => Of(reading, at);

    /// <summary>The names of the data objects and properties that stand directly in a process or sub-process.</summary>
    public static ImmutableArray<string> Objects(XElement scope) =>
        [.. scope.Elements().Where(e => e.Name == BpmnReader.Model + "dataObject" || e.Name == BpmnReader.Model + "property").Select(NameOf).OfType<string>().Distinct(StringComparer.Ordinal)];

    private static DataMapping Of(Reading reading, XElement at)
    {
        var inputs = ImmutableArray.CreateBuilder<DataWay>();
        var outputs = ImmutableArray.CreateBuilder<DataWay>();
        foreach (var own in at.Elements(BpmnReader.Model + "extensionElements").Elements())
        {
            if (own.Name == BpmnReader.Approval + "input") Own(reading, own, inputs);
            else if (own.Name == BpmnReader.Approval + "output") Own(reading, own, outputs);
        }
        foreach (var association in at.Elements(BpmnReader.Model + "dataInputAssociation")) Associated(reading, association, inputs);
        foreach (var association in at.Elements(BpmnReader.Model + "dataOutputAssociation")) Associated(reading, association, outputs);
        return inputs.Count + outputs.Count == 0 ? DataMapping.None : new(inputs.DrainToImmutable(), outputs.DrainToImmutable());
    }

    private static void Own(Reading reading, XElement way, ImmutableArray<DataWay>.Builder into)
    {
        var (name, value) = (way.Attribute("name")?.Value.Trim(), way.Attribute("value")?.Value);
        if (string.IsNullOrEmpty(name) || string.IsNullOrWhiteSpace(value))
            reading.Refuse("data-way-incomplete", way, $"{way.Name.LocalName} 须有 name 和 value", $"{way.Name.LocalName} needs a name and a value");
        else if (reading.ExpressionOf(way, value, "expression-not-parsed") is { } expression) into.Add(new(name, expression));
    }

    private static void Associated(Reading reading, XElement association, ImmutableArray<DataWay>.Builder into)
    {
        var sources = association.Elements(BpmnReader.Model + "sourceRef").Select(e => ReferredName(reading, e)).OfType<string>().ToList();
        var target = association.Element(BpmnReader.Model + "targetRef") is { } end ? ReferredName(reading, end) : null;
        var transformation = association.Element(BpmnReader.Model + "transformation");
        var assignments = association.Elements(BpmnReader.Model + "assignment").ToList();
        if (transformation is not null && target is not null)
        {
            if (reading.ExpressionOf(transformation, transformation.Value, "expression-not-parsed") is { } expression) into.Add(new(target, expression));
            return;
        }
        foreach (var assignment in assignments)
        {
            var from = assignment.Element(BpmnReader.Model + "from")?.Value;
            var to = assignment.Element(BpmnReader.Model + "to")?.Value.Trim().TrimStart('=');
            if (string.IsNullOrWhiteSpace(from) || string.IsNullOrEmpty(to)) reading.Refuse("data-way-incomplete", assignment, "assignment 须有 from 和 to", "an assignment needs from and to");
            else if (reading.ExpressionOf(assignment, from, "expression-not-parsed") is { } expression) into.Add(new(NameOf(Find(assignment, to)) ?? to, expression));
        }
        if (assignments.Count == 0 && target is not null && sources is [var only] && Expression.TryParse(only, Names.Of(only), out var copy, out _)) into.Add(new(target, copy));
    }

    private static string? ReferredName(Reading reading, XElement reference)
    {
        var id = reference.Value.Trim();
        if (Find(reference, id) is { } found && ItemAware.Contains(found.Name.LocalName)) return NameOf(found);
        if (id.Length > 0 && Find(reference, id) is null)
            reading.Refuse("dangling-reference", reference, $"{reference.Name.LocalName} 指向“{id}”，而文件中没有它", $"{reference.Name.LocalName} names '{id}', which is not in this file");
        return null;
    }

    private static XElement? Find(XElement from, string id) => IdIndex.Of(from.Document!).GetValueOrDefault(id) ?? IdIndex.Of(from.Document!).GetValueOrDefault(Roots.LocalOf(id));

    /// <summary>The name under which the data knows it: of a reference, the name of what it refers to; else its own, else its id.</summary>
    private static string? NameOf(XElement? item)
    {
        if (item is null) return null;
        var referred = item.Attribute(item.Name.LocalName == "dataObjectReference" ? "dataObjectRef" : "dataStoreRef")?.Value;
        if (referred is not null && Find(item, referred.Trim()) is { } behind && behind != item) return NameOf(behind);
        return Reading.NameOf(item) ?? item.Attribute("id")?.Value;
    }
}
