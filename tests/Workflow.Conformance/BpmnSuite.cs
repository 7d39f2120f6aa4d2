using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using Workflow.Core.Bpmn;
using Workflow.Core.Bpmn.Interchange;

namespace Workflow.Conformance;

/// <summary>
/// Judges the import of BPMN files: what is read counts as many elements as an independent count says, is written, is read again and is
/// equal; what is broken is refused with its line and column. The counts are <c>element-counts.json[.xz]</c>: an object of
/// file name → <c>sha256</c> (its beginning), <c>root</c>, <c>elements</c>, <c>executable</c>, <c>danglingSequenceFlows</c>,
/// <c>duplicateIds</c>, or <c>parseError</c>. One verdict a file.
/// </summary>
internal static partial class BpmnSuite
{
    /// <summary>Elements that the counts leave out: they only point, hold others or say something.</summary>
    private static readonly string[] NotCounted = ["incoming", "outgoing", "flowNodeRef", "extensionElements", "documentation", "text"];

    /// <summary>Refusals that name no flaw of the form, but what the door never takes: files made to exhaust a reader or to read other files.</summary>
    private static readonly string[] Guards = ["xml-too-large", "xml-too-deep", "xml-too-many-attributes", "xml-too-many-nodes", "xml-doctype"];

    /// <summary>What was seen, for the notes.</summary>
    public sealed class Tally
    {
        public int Read { get; set; }
        public int Refused { get; set; }
        public int Elements { get; set; }
        public int Diagrams { get; set; }
        public int Foreign { get; set; }
        public SortedSet<string> Judged { get; } = new(StringComparer.Ordinal);
    }

    /// <summary>Judges the files of a folder or archive.</summary>
    /// <param name="given">a folder of files, a folder with archives beside the counts, or one archive</param>
    /// <param name="root">called with the folder of the files once they are judged</param>
    public static Verdicts Run(string given, Action<string, JsonElement?, Verdicts>? root = null)
    {
        var verdicts = new Verdicts();
        using var files = Archives.OpenAll(given);
        if (files is null)
        {
            verdicts.Skip("this system's tar cannot unpack the archive");
            return verdicts;
        }
        var beside = Directory.Exists(given) ? given : Path.GetDirectoryName(Path.GetFullPath(given))!;
        using var counts = CountsIn(beside, files.Root, verdicts);
        if (verdicts.Skipped > 0) return verdicts;

        var tally = new Tally();
        if (counts is not null)
            foreach (var entry in counts.RootElement.EnumerateObject()) Judge(files.Root, entry.Name, entry.Value, verdicts, tally);
        var leftOut = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(files.Root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var name = Path.GetRelativePath(files.Root, file).Replace('\\', '/');
            if (tally.Judged.Contains(name)) continue;
            if (name.EndsWith(".bpmn", StringComparison.Ordinal) || name.EndsWith(".bpmn20.xml", StringComparison.Ordinal)) JudgeUncounted(file, name, counts is not null, verdicts, tally);
            else if (name.StartsWith("element-counts.json", StringComparison.Ordinal)) continue;
            else leftOut[Path.GetExtension(name)] = leftOut.GetValueOrDefault(Path.GetExtension(name)) + 1;
        }
        root?.Invoke(files.Root, counts?.RootElement, verdicts);
        if (verdicts is { Passed: 0, Failed: 0 }) return verdicts;
        foreach (var (extension, count) in leftOut) verdicts.Note($"left out, no BPMN: {count} {extension}");
        verdicts.Note($"{tally.Read} read and written and read again, {tally.Refused} refused with a place; {tally.Elements} elements, {tally.Diagrams} of diagrams, {tally.Foreign} foreign elements and attributes kept");
        return verdicts;
    }

    private static JsonDocument? CountsIn(string folder, string root, Verdicts verdicts)
    {
        foreach (var at in (string[])[folder, root])
        {
            if (((string[])["element-counts.json", "element-counts.json.xz"]).Select(name => Path.Combine(at, name)).FirstOrDefault(File.Exists) is not { } file) continue;
            if (Archives.ReadPacked(file) is { } json) return JsonDocument.Parse(json);
            verdicts.Skip("this system cannot open the packed counts");
        }
        return null;
    }

    private static void Judge(string root, string name, JsonElement facts, Verdicts verdicts, Tally tally)
    {
        tally.Judged.Add(name);
        var path = Path.GetFullPath(Path.Combine(root, name));
        if (!path.StartsWith(root, StringComparison.Ordinal) || !File.Exists(path))
        {
            verdicts.Skip("counted, and not among the files");
            return;
        }
        var bytes = File.ReadAllBytes(path);
        if (facts.TryGetProperty("sha256", out var sha) && !Convert.ToHexStringLower(SHA256.HashData(bytes)).StartsWith(sha.GetString()!, StringComparison.OrdinalIgnoreCase))
        {
            verdicts.Fail(name, "is not the file that was counted: its SHA-256 differs");
            return;
        }
        var read = BpmnDocument.TryRead(bytes, out var document, out var refusal);
        List<string> faults = [];
        if (facts.TryGetProperty("parseError", out var broken) && read && OtherEncoding(broken.GetString()!)) Again(bytes, document!, faults);
        else if (broken.ValueKind == JsonValueKind.String) Broken(broken.GetString()!, bytes, refusal, faults);
        else if (facts.TryGetProperty("root", out var rootName) && rootName.GetString() != "bpmn:definitions")
        {
            if (refusal is not { Code: "not-bpmn", Line: > 0, Column: > 0 }) faults.Add($"its root is {rootName.GetString()}, and it was {Said(refusal)}");
        }
        else if (!read && Guards.Contains(refusal!.Code))
        {
            verdicts.Skip($"well-formed, and refused by a guard of the door: {refusal.Code}");
            verdicts.Note($"refused by a guard: {name}: {refusal.En}");
            return;
        }
        else if (!read) faults.Add($"refused: {Said(refusal)}");
        else
        {
            Counts(facts, document!.Facts, faults);
            Again(bytes, document, faults);
        }
        Verdict(name, document, faults, verdicts, tally);
    }

    /// <summary>A file that nobody counted is at least read, written and read again. Whether a refusal is right, nobody has said.</summary>
    private static void JudgeUncounted(string file, string name, bool others, Verdicts verdicts, Tally tally)
    {
        var bytes = File.ReadAllBytes(file);
        if (others) verdicts.Note($"not counted: {name}");
        if (!BpmnDocument.TryRead(bytes, out var document, out var refusal))
        {
            verdicts.Skip("refused, and nobody counted it");
            verdicts.Note($"refused: {name}: {refusal.Code}: {refusal.En}");
            return;
        }
        List<string> faults = [];
        Again(bytes, document, faults);
        Verdict(name, document, faults, verdicts, tally);
    }

    private static void Verdict(string name, BpmnDocument? document, List<string> faults, Verdicts verdicts, Tally tally)
    {
        if (faults.Count > 0) verdicts.Fail(name, string.Join("; ", faults));
        else verdicts.Pass();
        if (document is null) { tally.Refused++; return; }
        tally.Read++;
        var diagram = document.Facts.Elements.Where(e => e.Key.StartsWith("di:", StringComparison.Ordinal)).Sum(e => e.Value);
        tally.Elements += document.Facts.ElementCount - diagram;
        tally.Diagrams += diagram;
        tally.Foreign += document.Facts.Foreign.Values.Sum();
    }

    /// <summary>The parser that counted knows few encodings; such a file is not broken.</summary>
    private static bool OtherEncoding(string error) => error.StartsWith("unknown encoding", StringComparison.Ordinal) || error.StartsWith("multi-byte encodings", StringComparison.Ordinal);

    /// <summary>Refused with a place: on the line that the other parser names, or further in the tag that begins there; a DOCTYPE is refused before what is wrong behind it.</summary>
    private static void Broken(string expected, byte[] bytes, BpmnRefusal? refusal, List<string> faults)
    {
        if (refusal is not { Line: > 0, Column: > 0, Code: not "not-bpmn" }) { faults.Add($"cannot be parsed ({expected}), and it was {Said(refusal)}"); return; }
        if (Place().Match(expected) is not { Success: true } place) return;
        var line = int.Parse(place.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        var isThere = refusal.Code == "xml-doctype" ? refusal.Line <= line : refusal.Line >= line && refusal.Line <= EndOfTag(bytes, line);
        if (!isThere) faults.Add($"expected '{expected}', got {Said(refusal)}");
    }

    /// <summary>The line on which the first &gt; from the beginning of a line on stands; the last line when there is none.</summary>
    private static int EndOfTag(byte[] bytes, int line)
    {
        var at = 1;
        foreach (var b in bytes)
        {
            if (b == '>' && at >= line) return at;
            if (b == '\n') at++;
        }
        return at;
    }

    private static void Counts(JsonElement facts, BpmnFacts found, List<string> faults)
    {
        var expected = facts.GetProperty("elements").EnumerateObject().ToDictionary(e => e.Name, e => e.Value.GetInt32(), StringComparer.Ordinal);
        foreach (var name in expected.Keys.Union(found.Elements.Keys, StringComparer.Ordinal).Except(NotCounted, StringComparer.Ordinal).Order(StringComparer.Ordinal))
            Expect(name, expected.GetValueOrDefault(name), found.Elements.GetValueOrDefault(name));
        Expect("executable processes", Number("executable"), found.ExecutableProcesses);
        Expect("dangling sequence flows", Number("danglingSequenceFlows"), found.DanglingFlows.Length);
        // The counts do not say whether an id that stands three times is one or two too many.
        if (Number("duplicateIds") != found.DuplicateIds.Values.Sum(times => times - 1)) Expect("duplicate ids", Number("duplicateIds"), found.DuplicateIds.Count);

        int Number(string name) => facts.TryGetProperty(name, out var value) ? value.ValueKind == JsonValueKind.Array ? value.GetArrayLength() : value.GetInt32() : 0;
        void Expect(string what, int wanted, int got) { if (wanted != got) faults.Add($"{what}: expected {wanted}, got {got}"); }
    }

    private static void Again(byte[] bytes, BpmnDocument document, List<string> faults)
    {
        var written = document.Write();
        if (!BpmnDocument.TryRead(written, out var again, out var refusal)) { faults.Add($"written, and then refused: {Said(refusal)}"); return; }
        if (document.FirstDifferenceTo(again) is { } difference) faults.Add($"written, and then line {difference.Line} {difference.Here} is line {difference.OtherLine} {difference.There}");
        if (!document.Facts.Elements.SequenceEqual(again.Facts.Elements) || !document.Facts.Foreign.SequenceEqual(again.Facts.Foreign)) faults.Add("written, and then counted otherwise");
        if (!again.Write().AsSpan().SequenceEqual(written)) faults.Add("written again, and then other bytes");
        var (before, after) = (BpmnReader.Read(bytes).Findings.Select(Words), BpmnReader.Read(written).Findings.Select(Words));
        if (!before.Order(StringComparer.Ordinal).SequenceEqual(after.Order(StringComparer.Ordinal))) faults.Add("written, and then another verdict on running it");

        static string Words(Finding finding) => $"{finding.Severity} {finding.Code} {finding.Element} {finding.En}";
    }

    private static string Said(BpmnRefusal? refusal) => refusal is null ? "taken" : $"{refusal.Code} at {refusal.Line}:{refusal.Column}: {refusal.En}";

    [GeneratedRegex(@"line (\d+), column \d+", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Place();
}
