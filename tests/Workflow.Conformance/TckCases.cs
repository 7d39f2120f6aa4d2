using Workflow.Feel;
using Workflow.Feel.Dmn;
using Workflow.Feel.Dmn.Testing;

namespace Workflow.Conformance;

/// <summary>What came of one test case of the kit, in the kit's own words.</summary>
/// <param name="Folder">level and folder, as in <c>compliance-level-3/0057-feel-context</c></param>
/// <param name="File">of the test cases, without its extension</param>
/// <param name="Message">what went wrong at each result node; empty for a success</param>
public sealed record TckResult(string Folder, string File, string Id, TckStatus Status, string Message, int Nodes)
{
    public bool Counts => Folder.StartsWith("compliance-level-", StringComparison.Ordinal);

    public string Name => $"{Folder}/{File} {Id}";
}

public enum TckStatus { Success, Error, Ignored }

/// <summary>Runs every test file of the kit: each folder holds models and the files that test them.</summary>
public static class TckCases
{
    /// <summary>Left out, with the reason.</summary>
    public static readonly (string Folder, string Reason)[] LeftOut =
    [
        ("0076-feel-external-java", "0076-feel-external-java calls methods of Java classes (DMN 1.5, 10.3.2.13.3); this engine has no JVM"),
    ];

    private static readonly DateTimeOffset Now = new(2026, 7, 1, 9, 30, 0, TimeSpan.FromHours(8));

    /// <param name="only">part of a folder's name; null: all of them</param>
    public static List<TckResult> Run(string root, string? only = null)
    {
        var results = new List<TckResult>();
        foreach (var folder in FoldersOf(root))
        {
            if (only is not null && !folder.Contains(only, StringComparison.Ordinal)) continue;
            var name = NameOf(folder);
            var models = Directory.EnumerateFiles(folder, "*.dmn").Order(StringComparer.Ordinal).Select(file => (Name: Path.GetFileName(file), Reading: DmnXml.Read(System.IO.File.ReadAllText(file)))).ToList();
            foreach (var file in Directory.EnumerateFiles(folder, "*.xml").Order(StringComparer.Ordinal)) Judge(results, name, file, models);
        }
        return results;
    }

    /// <summary>Folders that hold a model and a file of tests.</summary>
    private static IEnumerable<string> FoldersOf(string root) => Directory.EnumerateFiles(root, "*.dmn", SearchOption.AllDirectories)
        .Select(file => Path.GetDirectoryName(file)!).Distinct(StringComparer.Ordinal).Where(folder => Directory.EnumerateFiles(folder, "*.xml").Any()).Order(StringComparer.Ordinal);

    private static string NameOf(string folder) => $"{Path.GetFileName(Path.GetDirectoryName(folder))}/{Path.GetFileName(folder)}";

    private static void Judge(List<TckResult> results, string folder, string file, List<(string Name, DmnReading Reading)> models)
    {
        var (cases, findings) = DmnTestCases.Read(System.IO.File.ReadAllText(file));
        var stem = Path.GetFileNameWithoutExtension(file);
        if (cases is null)
        {
            results.Add(new(folder, stem, "", TckStatus.Error, string.Join("; ", findings.Select(DmnTestTexts.En)), 0));
            return;
        }
        if (LeftOut.FirstOrDefault(left => folder.EndsWith(left.Folder, StringComparison.Ordinal)).Reason is { } reason)
        {
            results.AddRange(cases.Cases.Select(test => new TckResult(folder, stem, test.Id, TckStatus.Ignored, reason, test.Results.Length)));
            return;
        }
        var (model, faults) = Compile(cases.ModelName, models);
        foreach (var test in cases.Cases)
        {
            if (model is null)
            {
                results.Add(new(folder, stem, test.Id, TckStatus.Error, $"the model is refused: {faults}", test.Results.Length));
                continue;
            }
            var failed = Run(model, cases with { Cases = [test] });
            results.Add(new(folder, stem, test.Id, failed.Count == 0 ? TckStatus.Success : TckStatus.Error, string.Join("; ", failed), test.Results.Length));
        }
    }

    private static (DecisionModel? Model, string Faults) Compile(string? modelName, List<(string Name, DmnReading Reading)> models)
    {
        var main = models.Find(m => m.Name == modelName);
        if (main.Name is null) main = models[0];
        if (main.Reading.Definitions is null) return (null, Say(main.Reading.Findings));
        try
        {
            var build = DecisionModel.Compile(main.Reading.Definitions, space => models.Select(m => m.Reading.Definitions).FirstOrDefault(d => d?.Namespace == space), tolerant: true);
            return (build.Model, Say(build.Findings));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return (null, $"threw {e}");
        }
    }

    private static List<string> Run(DecisionModel model, DmnTestCases cases)
    {
        try
        {
            return [.. DmnTestCases.Run(model, cases, () => new(now: Now)).Where(r => !r.Passed).Select(r => DmnTestTexts.En(r) + Why(r))];
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return [$"threw {e}"];
        }
    }

    private static string Why(DmnTestResult result) => result.Diagnostics.IsEmpty ? "" : $" ({string.Join(", ", result.Diagnostics.Take(3).Select(d => $"{d.Code} [{string.Join("; ", d.Arguments)}]"))})";

    private static string Say(IEnumerable<DmnFinding> findings) => string.Join("; ", findings.Where(f => f.IsError).Take(5).Select(f => f.ToString()));
}
