using Workflow.Core.Bpmn;

namespace Workflow.Core.Catalog.JointItems;

/// <summary>One thing wrong in a joint item.</summary>
/// <param name="Path">as in "$.items[2].appliesWhen"</param>
/// <param name="Code">stable, kebab-case</param>
/// <param name="Value">what was found there</param>
/// <param name="ValueZh">the same in Chinese, where it is words</param>
public sealed record JointItemFault(string Path, string Code, string Value, string? ValueZh = null);

/// <summary>What a joint item must hold beyond the types of its members.</summary>
public static class JointItemCheck
{
    public static IReadOnlyList<JointItemFault> Faults(JointItem item)
    {
        List<JointItemFault> faults = [];
        var codes = item.Items.Select(i => i.Code).ToHashSet(StringComparer.Ordinal);

        if (item.Items.IsEmpty) faults.Add(new("$.items", "items-missing", ""));
        Unique(item.Items.Select(i => i.Code), "$.items", "code", faults);
        Unique(item.Materials.Select(m => m.Code), "$.materials", "code", faults);
        Unique(item.Form.Select(f => f.Name), "$.form", "name", faults);
        Limits(item.Promised, item.Statutory, "$", faults);

        for (var i = 0; i < item.Items.Length; i++)
        {
            Feel(item.Items[i].AppliesWhen, $"$.items[{i}].appliesWhen", faults);
            Limits(item.Items[i].Promised, item.Items[i].Statutory, $"$.items[{i}]", faults);
            foreach (var (index, code) in (item.Items[i].Commitment?.Replaces ?? []).Index())
                if (item.Materials.All(m => m.Code != code)) faults.Add(new($"$.items[{i}].commitment.replaces[{index}]", "commitment-replaces-unknown", code));
        }
        faults.AddRange(LimitCheck.Faults(item));
        for (var i = 0; i < item.Materials.Length; i++) Needed(item.Materials[i].NeededBy, codes, $"$.materials[{i}].neededBy", faults);
        for (var i = 0; i < item.Form.Length; i++) Field(item.Form[i], codes, $"$.form[{i}]", faults);
        Papers(item, faults);
        MaterialChecks.Add(item, faults);
        return faults;
    }

    private static void Papers(JointItem item, List<JointItemFault> faults)
    {
        if (item.Papers is not { } rules) return;
        foreach (var (index, kind) in rules.Kinds.Index())
            if (Cases.Papers.PaperKinds.Find(kind) is null) faults.Add(new($"$.papers.kinds[{index}]", "paper-kind-unknown", kind));
        if (rules.EmailField is { } field && item.Form.All(f => f.Name != field || f.Type != FieldType.Text)) faults.Add(new("$.papers.emailField", "field-unknown", field));
    }

    private static void Field(FormField field, HashSet<string> codes, string path, List<JointItemFault> faults)
    {
        Needed(field.NeededBy, codes, path + ".neededBy", faults);
        Feel(field.AskedWhen, path + ".askedWhen", faults);
        if (field.Type == FieldType.Choice && field.Choices.IsEmpty) faults.Add(new(path + ".choices", "choices-missing", field.Name));
        if (field.Type != FieldType.Choice && !field.Choices.IsEmpty) faults.Add(new(path + ".choices", "choices-unexpected", field.Name));
        Unique(field.Choices.Select(c => c.Value), path + ".choices", "value", faults);
        if (field.Min > field.Max) faults.Add(new(path + ".max", "max-below-min", field.Name));
    }

    private static void Feel(string? expression, string path, List<JointItemFault> faults)
    {
        if (expression is not null && !FeelSource.TryParse(expression, out _, out var error))
            faults.Add(new(path, "feel-invalid", FeelSource.En(error), FeelSource.Zh(error)));
    }

    private static void Needed(IEnumerable<string> neededBy, HashSet<string> codes, string path, List<JointItemFault> faults)
    {
        foreach (var (index, code) in neededBy.Index())
            if (!codes.Contains(code)) faults.Add(new($"{path}[{index}]", "item-unknown", code));
    }

    private static void Unique(IEnumerable<string> values, string path, string member, List<JointItemFault> faults)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (var (index, value) in values.Index())
            if (!seen.Add(value)) faults.Add(new($"{path}[{index}].{member}", "code-twice", value));
    }

    // Hours cannot be held against days without a calendar; then there is nothing to compare.
    private static void Limits(Deadlines.TimeLimit promised, Deadlines.TimeLimit statutory, string path, List<JointItemFault> faults)
    {
        if ((promised.Unit == statutory.Unit && promised.Amount > statutory.Amount) || promised.HalfDays > statutory.HalfDays)
            faults.Add(new(path + ".promised.amount", "promise-beyond-law", promised.ToString()));
    }
}
