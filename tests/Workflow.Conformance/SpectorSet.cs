using System.Text;
using System.Text.Json;
using Workflow.Core.Bpmn;

namespace Workflow.Conformance;

/// <summary>
/// Models that break one rule of the standard each, or keep it: the files that <c>expected-validity.json</c> of a folder names. Each
/// process counts as executable. A valid model is read without an error, but for <see cref="CannotRun"/>. A broken one is refused by
/// a rule under the profile strict; which of them are only warned of otherwise is counted by the rule, with why that can be borne.
/// </summary>
public static class SpectorSet
{
    private const string Index = "expected-validity.json";

    /// <summary>Models that are valid as drawings and cannot run: the code that refuses them, and why that is right.</summary>
    public static readonly IReadOnlyDictionary<string, (string Code, string Why)> CannotRun = new Dictionary<string, (string, string)>(StringComparer.Ordinal)
    {
        ["098/success_timer.bpmn"] = ("timer-not-parsed", "its timer has no time: the process is not executable, where table 10.101 allows that, and nobody knows when to start it"),
        ["098/success_multiple.bpmn"] = ("timer-not-parsed", "one of its definitions is a timer without a time, as above"),
        ["106/success_cancel_event.bpmn"] = ("cancel-not-caught", "its transaction can be cancelled and has no cancel event on its boundary: nobody knows how a case goes on then (clause 10.7.2)"),
        ["142/EXT142_success.bpmn"] = ("timer-not-parsed", "behind its event gateway is a timer without a time, as above"),
    };

    public static Verdicts Run(string folder)
    {
        var verdicts = new Verdicts();
        using var expected = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, Index)));
        var (valid, read, noProcess, broken, refused) = (0, 0, 0, 0, 0);
        var borne = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var entry in expected.RootElement.EnumerateArray())
        {
            var file = entry.GetProperty("file").GetString()!;
            var path = Path.Combine(folder, file);
            if (!File.Exists(path)) { verdicts.Skip($"a file named in {Index} is absent"); continue; }
            if (entry.GetProperty("valid").GetBoolean())
            {
                valid++;
                var errors = Errors(path, DeploymentProfile.Normal, out var holdsProcess);
                if (!holdsProcess) noProcess++;
                if (errors.Count == 0) read++;
                JudgeValid(verdicts, file, errors);
            }
            else
            {
                broken++;
                var strict = Errors(path, DeploymentProfile.Strict, out _);
                var rules = strict.FindAll(f => !f.Code.StartsWith("unsupported", StringComparison.Ordinal));
                if (rules.Count == 0)
                {
                    verdicts.Fail(file, $"breaks {entry.GetProperty("rule").GetString()} and is not refused by a rule under the profile strict");
                    continue;
                }
                refused++;
                verdicts.Pass();
                if (Errors(path, DeploymentProfile.Normal, out _).Count > 0) continue;
                foreach (var code in rules.Select(f => f.Code).Distinct(StringComparer.Ordinal))
                {
                    if (!borne.TryGetValue(code, out var files)) borne[code] = files = [];
                    files.Add(file);
                }
            }
        }
        foreach (var (code, files) in borne)
        {
            if (SpectorTolerance.Why.TryGetValue(code, out var why)) verdicts.Note($"borne but under strict, {code}: {files.Count} ({string.Join(", ", files)}): {why}");
            else verdicts.Fail(code, $"is only a warning without the profile strict, and no reason is given why that can be borne: {string.Join(", ", files)}");
        }
        verdicts.Note($"{read} of {valid} valid models are read without an error, {noProcess} of them hold no process and so nothing to run; of {broken} broken ones {refused} are refused by a rule under the profile strict, {refused - borne.Values.SelectMany(f => f).Distinct(StringComparer.Ordinal).Count()} without it too");
        return verdicts;
    }

    /// <summary>A reason that no longer holds fails as one does that is missing.</summary>
    private static void JudgeValid(Verdicts verdicts, string file, List<Finding> errors)
    {
        var declared = CannotRun.TryGetValue(file, out var exception);
        if (errors.Count == 0 && declared) verdicts.Fail(file, $"is read without an error, and is listed as one that cannot run: {exception.Why}");
        else if (errors.Count > 0 && !errors.TrueForAll(f => declared && f.Code == exception.Code)) verdicts.Fail(file, $"is valid and refused: {string.Join("; ", errors.Select(f => $"{f.Code} at {f.Element}: {f.En}"))}");
        else if (declared) verdicts.Skip($"valid, and cannot run: {exception.Why}");
        else verdicts.Pass();
    }

    /// <summary>The errors of one file, every process of it taken as executable. That a drawing holds no process at all says nothing about it.</summary>
    private static List<Finding> Errors(string path, DeploymentProfile profile, out bool holdsProcess)
    {
        var bytes = File.ReadAllBytes(path);
        holdsProcess = false;
        if (XmlDoor.TryRead(bytes, out var document, out _) && document.Root is { } root)
        {
            var processes = root.Elements(BpmnReader.Model + "process").ToList();
            holdsProcess = processes.Count > 0;
            // In the text and not in the tree, so that lines stay what they are.
            bytes = Marked(bytes);
        }
        var findings = BpmnReader.Read(bytes, profile, location => Imported(path, location)).Findings;
        var drawing = !holdsProcess;
        return [.. findings.Where(f => f.Severity == FindingSeverity.Error && !(drawing && f.Code == "no-executable-process"))];
    }

    private static byte[] Marked(byte[] bytes)
    {
        // One byte a character keeps whatever encoding the file declares.
        var text = Encoding.Latin1.GetString(bytes).Replace("isExecutable=\"false\"", "isExecutable=\"true\"", StringComparison.Ordinal);
        var marked = System.Text.RegularExpressions.Regex.Replace(text, "<((?:[\\w.-]+:)?process)(?=[\\s>/])(?![^>]*isExecutable)", "<$1 isExecutable=\"true\"", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(5));
        return Encoding.Latin1.GetBytes(marked);
    }

    /// <summary>Only files beside the importing one are read, and never over the network.</summary>
    private static ReadOnlyMemory<byte>? Imported(string importing, string location)
    {
        if (location.Length == 0 || location.Contains("://", StringComparison.Ordinal) || Path.IsPathRooted(location)) return null;
        var path = Path.Combine(Path.GetDirectoryName(importing)!, location);
        return File.Exists(path) ? File.ReadAllBytes(path) : null;
    }
}
