using System.Text.Json;
using Workflow.Core.Bpmn;
using Workflow.Core.Bpmn.Soundness;

namespace Workflow.Conformance;

/// <summary>
/// Judges what is found in models before they are deployed: <c>expected-soundness.json</c> in the folder or the one above it is a list of
/// <c>file</c> (from the list's own folder), <c>sound</c> and <c>problems</c> (Deadlock, LackOfSync). One verdict a file; the kinds of problems must be the
/// same, and where a model can be run too, what runs must be judged as the drawing is.
/// </summary>
public static class SoundnessSet
{
    private const string Expected = "expected-soundness.json";

    public static Verdicts Run(string folder)
    {
        var verdicts = new Verdicts();
        if (((string?[])[folder, Path.GetDirectoryName(folder)]).OfType<string>().FirstOrDefault(at => File.Exists(Path.Combine(at, Expected))) is not { } root) return verdicts;
        using var list = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(root, Expected)));
        foreach (var entry in list.RootElement.EnumerateArray())
        {
            var name = entry.GetProperty("file").GetString()!;
            var path = Path.GetFullPath(Path.Combine(root, name));
            if (!path.StartsWith(folder, StringComparison.Ordinal) || !File.Exists(path)) verdicts.Skip("expected, and not among the files");
            else Judge(name, File.ReadAllBytes(path), entry, verdicts);
        }
        return verdicts;
    }

    private static void Judge(string name, byte[] bytes, JsonElement expected, Verdicts verdicts)
    {
        if (ProcessOutline.Read(bytes) is not { } outline)
        {
            verdicts.Fail(name, "holds no process");
            return;
        }
        var report = SoundnessCheck.Of(outline);
        var wanted = string.Join(", ", expected.GetProperty("problems").EnumerateArray().Select(p => p.GetString()!).Order(StringComparer.Ordinal));
        var found = Kinds(report);
        var why = report.Problems.Select(p => $"{Name(p.Kind)} at {p.Element}: {string.Join(" → ", p.Path)}").ToList();
        if (expected.GetProperty("sound").GetBoolean() != report.Problems.IsEmpty || wanted != found)
            verdicts.Fail(name, $"expected [{wanted}], found [{found}]; {string.Join("; ", why)}");
        else if (BpmnReader.Read(bytes).Graph is { Others.IsEmpty: true } graph && outline.Others.IsEmpty && Kinds(SoundnessCheck.Of(graph)) is var run && run != found)
            verdicts.Fail(name, $"as it runs: [{run}], as it is drawn: [{found}]");
        else verdicts.Pass();
        foreach (var line in why) verdicts.Note($"{name}: {line}");
        foreach (var scope in report.Incomplete) verdicts.Note($"{name}: {scope} was not looked through whole");
    }

    private static string Kinds(SoundnessReport report) => string.Join(", ", report.Problems.Select(p => Name(p.Kind)).Distinct().Order(StringComparer.Ordinal));

    private static string Name(SoundnessKind kind) => kind switch { SoundnessKind.Deadlock => "Deadlock", SoundnessKind.LackOfSynchronisation => "LackOfSync", _ => "Livelock" };
}
