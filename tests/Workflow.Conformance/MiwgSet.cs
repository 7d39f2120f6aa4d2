using System.Text.Json;

namespace Workflow.Conformance;

/// <summary>
/// The interchange suite of the BPMN Model Interchange Working Group: reference models and what tools made of them. Beside what
/// <see cref="ImportSet"/> judges: each variation of <c>test-case-structure.json</c> has a reference model that was counted.
/// </summary>
public static class MiwgSet
{
    private const string Structure = "test-case-structure.json";

    public static Verdicts Run(string folder) => BpmnSuite.Run(folder, (root, counts, verdicts) =>
    {
        if (((string[])[folder, root]).Select(at => Path.Combine(at, Structure)).FirstOrDefault(File.Exists) is not { } structure) return;
        using var json = JsonDocument.Parse(File.ReadAllBytes(structure));
        var variations = json.RootElement.GetProperty("categories").EnumerateArray().SelectMany(c => c.GetProperty("cases").EnumerateArray())
            .SelectMany(c => c.GetProperty("variations").EnumerateArray()).Select(v => v.GetProperty("variation").GetString()!).ToList();
        // A part of the suite may hold tools only; then there is no reference to ask for.
        if (!Directory.Exists(Path.Combine(root, "Reference"))) verdicts.Note("the reference models are not among the files");
        else
        {
            foreach (var variation in variations)
            {
                var name = $"Reference/{variation}.bpmn";
                if (File.Exists(Path.Combine(root, name)) && counts?.TryGetProperty(name, out _) != false) verdicts.Pass();
                else verdicts.Fail($"{Structure} {variation}", "has no reference model that was counted");
            }
        }
        var files = Directory.EnumerateFiles(root, "*.bpmn", SearchOption.AllDirectories).ToList();
        verdicts.Note("files by variation: " + string.Join(", ", variations.Select(v => $"{v} {files.Count(f => IsOf(v, Path.GetFileName(f)))}")));
    });

    private static bool IsOf(string variation, string file) => file.StartsWith(variation + ".bpmn", StringComparison.Ordinal) || file.StartsWith(variation + "-", StringComparison.Ordinal);
}
