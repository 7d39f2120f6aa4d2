using Workflow.Core.Bpmn;

namespace Workflow.Core.Catalog.JointItems;

/// <summary>What a joint item's rules about materials, pre-check and instant approval must hold.</summary>
internal static class MaterialChecks
{
    public const int MostPreChecks = 200;

    public static void Add(JointItem item, List<JointItemFault> faults)
    {
        HashSet<string> codes = new(StringComparer.Ordinal);
        if (item.PreCheck.Length > MostPreChecks) faults.Add(new("$.preCheck", "pre-checks-too-many", $"{item.PreCheck.Length}"));
        for (var i = 0; i < item.PreCheck.Length; i++)
        {
            var (rule, path) = (item.PreCheck[i], $"$.preCheck[{i}]");
            if (!codes.Add(rule.Code)) faults.Add(new(path + ".code", "code-twice", rule.Code));
            if (!FeelSource.TryParse(rule.When, out _, out var error)) faults.Add(new(path + ".when", "feel-invalid", FeelSource.En(error), FeelSource.Zh(error)));
            if (rule.Field is { } field && item.Form.All(f => f.Name != field)) faults.Add(new(path + ".field", "field-unknown", field));
            if (rule.Material is { } material && item.Materials.All(m => m.Code != material)) faults.Add(new(path + ".material", "material-unknown", material));
        }
        Rate(item.Instant.SamplePerMille, "$.instant.samplePerMille", faults);
        for (var i = 0; i < item.Items.Length; i++)
            if (item.Items[i].SamplePerMille is { } rate) Rate(rate, $"$.items[{i}].samplePerMille", faults);
    }

    private static void Rate(int perMille, string path, List<JointItemFault> faults)
    {
        if (perMille is < 0 or > 1000) faults.Add(new(path, "sample-range", $"{perMille}"));
    }
}
