using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Workflow.Core.Bpmn;
using Workflow.Server.Http;

namespace Workflow.Conformance;

/// <summary>
/// Judges the doors. <c>json-expected.json</c> beside <c>json/</c> names what the JSON reader must take; <c>xmlconf-index.json</c>
/// beside the archive or folder of the W3C suite names what the XML reader must; every file below <c>xml-attacks/</c> is refused, as
/// XML or, where it is harmless XML, as no process model. Each of the three may be absent. Every input is measured.
/// </summary>
public static class BadInputSet
{
    /// <summary>The aim on a quiet machine is a second, and is reported; several fail, on a busy one too.</summary>
    public static readonly TimeSpan LongestAllowed = TimeSpan.FromSeconds(5);
    public const long LargestAllowed = 64 * 1024 * 1024;

    public static Verdicts Run(string folder)
    {
        var verdicts = new Verdicts();
        var meter = new Meter(verdicts);
        Json(verdicts, meter, folder);
        XmlConf(verdicts, meter, folder);
        Attacks(verdicts, meter, folder);
        meter.Report();
        return verdicts;
    }

    private static void Json(Verdicts verdicts, Meter meter, string folder)
    {
        var index = Path.Combine(folder, "json-expected.json");
        if (!File.Exists(index)) return;
        using var expected = JsonDocument.Parse(File.ReadAllBytes(index));
        var (taken, refused) = (0, 0);
        foreach (var entry in expected.RootElement.EnumerateObject())
        {
            var file = Path.Combine(folder, "json", entry.Name);
            if (!File.Exists(file)) { verdicts.Skip("a JSON file named in json-expected.json is absent"); continue; }
            var bytes = File.ReadAllBytes(file);
            var accepted = meter.Measure($"json/{entry.Name}", () =>
            {
                if (!JsonDoor.TryRead(bytes, out var document, out _)) return false;
                using (document) JsonCheck.Faults(bytes);
                return true;
            });
            if (accepted is not { } yes) continue;
            switch (entry.Value.GetString())
            {
                case "must-accept": verdicts.Expect($"json/{entry.Name} is JSON", true, yes); break;
                case "must-reject": verdicts.Expect($"json/{entry.Name} is JSON", false, yes); break;
                default: verdicts.Pass(); if (yes) taken++; else refused++; break;
            }
        }
        verdicts.Note($"json: of those that a reader may take or refuse, {taken} taken, {refused} refused");
    }

    private static void XmlConf(Verdicts verdicts, Meter meter, string folder)
    {
        var index = Path.Combine(folder, "xmlconf-index.json");
        if (!File.Exists(index)) return;
        using var files = XmlConfFiles.Find(folder);
        if (files is null) { verdicts.Fail("xmlconf", "neither a folder nor an archive of the files can be opened (tar and xz are needed)"); return; }
        using var expected = JsonDocument.Parse(File.ReadAllBytes(index));
        var (doctypes, declared) = (0, 0);
        foreach (var entry in expected.RootElement.EnumerateArray())
        {
            var name = entry.GetProperty("file").GetString()!;
            if (!File.Exists(files.PathOf(name))) { verdicts.Skip("an XML file named in xmlconf-index.json is absent"); continue; }
            var bytes = File.ReadAllBytes(files.PathOf(name));
            XmlRefusal? refusal = null;
            if (meter.Measure($"xmlconf/{name}", () => XmlDoor.TryRead(bytes, out _, out refusal)) is not { } accepted) continue;
            if (refusal?.Code == "xml-doctype") { doctypes++; verdicts.Pass(); }
            else if (entry.GetProperty("type").GetString() == "not-wf") verdicts.Expect($"xmlconf/{name} is well-formed", false, accepted);
            else if (accepted) { declared++; verdicts.Pass(); }
            else if (TextOf(entry, "recommendation") == "XML1.0-errata4e") verdicts.Skip("names legal only by the fifth edition of XML 1.0; .NET's reader knows those of the fourth");
            else if (TextOf(entry, "namespace") == "no") verdicts.Skip("legal only for readers without namespaces; the door reads with them");
            else verdicts.Fail($"xmlconf/{name}", $"is well-formed and was refused: {refusal}");
        }
        verdicts.Note($"xmlconf: {doctypes} refused for their DOCTYPE (counted as passed), {declared} without one taken");
    }

    private static string? TextOf(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static void Attacks(Verdicts verdicts, Meter meter, string folder)
    {
        var root = Path.Combine(folder, "xml-attacks");
        if (!Directory.Exists(root)) return;
        var (refused, plain) = (0, new List<string>());
        foreach (var (name, bytes) in AttacksIn(root))
        {
            XmlRefusal? refusal = null;
            if (meter.Measure($"xml-attacks/{name}", () => XmlDoor.TryRead(bytes, out _, out refusal)) is not { } accepted) continue;
            if (!accepted) { refused++; verdicts.Pass(); }
            else if (Encoding.UTF8.GetString(bytes).Contains("<!DOCTYPE", StringComparison.Ordinal) && !IsInText(bytes)) verdicts.Fail($"xml-attacks/{name}", "has a DOCTYPE and was taken");
            else if (BpmnReader.Read(bytes).Graph is not null) verdicts.Fail($"xml-attacks/{name}", "was taken as a process model");
            else { plain.Add(name); verdicts.Pass(); }
        }
        verdicts.Note($"xml-attacks: {refused} refused as XML; {plain.Count} are plain XML without a DOCTYPE, refused as no process model: {string.Join(", ", plain)}");
    }

    /// <summary>Files that are XML, and each payload of a list of payloads in a text file.</summary>
    private static IEnumerable<(string Name, byte[] Bytes)> AttacksIn(string root)
    {
        foreach (var file in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var name = Path.GetRelativePath(root, file);
            if (Path.GetFileName(file) is var leaf && (leaf.StartsWith("LICENSE", StringComparison.OrdinalIgnoreCase) || leaf.StartsWith("README", StringComparison.OrdinalIgnoreCase))) continue;
            var bytes = File.ReadAllBytes(file);
            yield return (name, bytes);
            if (!file.EndsWith(".txt", StringComparison.OrdinalIgnoreCase)) continue;
            var blocks = Encoding.UTF8.GetString(bytes).ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            foreach (var (i, block) in blocks.Where(block => block.StartsWith('<')).Index()) yield return ($"{name}#{i + 1}", Encoding.UTF8.GetBytes(block));
        }
    }

    /// <summary>A DOCTYPE inside a CDATA section or comment is text.</summary>
    private static bool IsInText(byte[] bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        var at = text.IndexOf("<!DOCTYPE", StringComparison.Ordinal);
        return text.LastIndexOf("<![CDATA[", at, StringComparison.Ordinal) > text.LastIndexOf("]]>", at, StringComparison.Ordinal)
            || text.LastIndexOf("<!--", at, StringComparison.Ordinal) > text.LastIndexOf("-->", at, StringComparison.Ordinal);
    }

    /// <summary>Time and allocated bytes of each input. An exception, five seconds or 64 MB is a failure of its own.</summary>
    private sealed class Meter(Verdicts verdicts)
    {
        private (string Name, TimeSpan Time) _slowest;
        private (string Name, long Bytes) _largest;

        public bool? Measure(string name, Func<bool> read)
        {
            if (_slowest.Name is null) Warm();
            var before = GC.GetAllocatedBytesForCurrentThread();
            var watch = Stopwatch.GetTimestamp();
            bool accepted;
            try { accepted = read(); }
            catch (Exception e) when (e is not OutOfMemoryException) { verdicts.Fail(name, $"threw {e.GetType().Name}: {e.Message}"); return null; }
            var time = Stopwatch.GetElapsedTime(watch);
            var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
            if (_slowest.Name is null || time > _slowest.Time) _slowest = (name, time);
            if (_largest.Name is null || bytes > _largest.Bytes) _largest = (name, bytes);
            if (time > LongestAllowed) verdicts.Fail(name, $"took {time.TotalSeconds:F2} s");
            else if (bytes > LargestAllowed) verdicts.Fail(name, $"allocated {bytes / 1048576.0:F1} MB");
            else return accepted;
            return null;
        }

        public void Report()
        {
            if (_slowest.Name is null) return;
            verdicts.Note($"slowest: {_slowest.Name} {_slowest.Time.TotalMilliseconds:F1} ms (aim 1 s)");
            verdicts.Note($"largest: {_largest.Name} {_largest.Bytes / 1048576.0:F2} MB allocated (aim {LargestAllowed / 1048576} MB)");
        }

        // The first call of anything pays for its compilation.
        private static void Warm()
        {
            byte[] json = [.. "{\"a\":[1,\"x\\u0041\"]}"u8], broken = [.. "{"u8], xml = [.. "<a b='c'/>"u8], bomb = [.. "<!DOCTYPE a><a>"u8];
            foreach (var bytes in new[] { json, broken }) if (JsonDoor.TryRead(bytes, out var document, out _)) using (document) JsonCheck.Faults(bytes);
            foreach (var bytes in new[] { xml, bomb }) XmlDoor.TryRead(bytes, out _, out _);
        }
    }
}
