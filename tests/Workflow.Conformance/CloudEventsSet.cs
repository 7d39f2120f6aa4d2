using System.Text;
using System.Text.Json;
using Workflow.Contracts.Messages;
using Workflow.Server.Http;

namespace Workflow.Conformance;

/// <summary>
/// Judges the CloudEvents codec: files below <c>format-json/</c> by their <c>testType</c> (events and batches, valid and
/// invalid; a valid one equals the sample that it names), and the scenarios of the HTTP binding in <c>*.feature</c> files.
/// </summary>
public static class CloudEventsSet
{
    public static Verdicts Run(string folder)
    {
        var verdicts = new Verdicts();
        foreach (var file in Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(file));
            if (json.RootElement.ValueKind != JsonValueKind.Object || !json.RootElement.TryGetProperty("testType", out var type)) continue;
            foreach (var test in json.RootElement.GetProperty("tests").EnumerateArray()) Judge(verdicts, $"{Path.GetFileName(file)} {test.GetProperty("id").GetString()}", type.GetString()!, test);
        }
        foreach (var file in Directory.EnumerateFiles(folder, "*.feature", SearchOption.AllDirectories).Order(StringComparer.Ordinal)) HttpFeature.Judge(verdicts, file);
        return verdicts;
    }

    private static void Judge(Verdicts verdicts, string name, string type, JsonElement test)
    {
        switch (type)
        {
            case "ValidSingleEvent":
                var (read, faults) = CloudEventJson.Read(test.GetProperty("event"));
                if (read is null) verdicts.Fail(name, $"refused: {Say(faults)}");
                else Compare(verdicts, name, CloudEventSamples.Of(test.GetProperty("sampleId").GetString()!), read);
                break;
            case "InvalidSingleEvent":
                if (CloudEventJson.Read(test.GetProperty("event")).Event is not null) verdicts.Fail(name, "was taken");
                else verdicts.Pass();
                break;
            case "ValidBatch":
                var (batch, wrong) = CloudEventJson.ReadBatch(test.GetProperty("batch"));
                var samples = CloudEventSamples.BatchOf(test.GetProperty("sampleId").GetString()!);
                if (batch is null) verdicts.Fail(name, $"refused: {Say(wrong)}");
                else if (batch.Count != samples.Count) verdicts.Fail(name, $"{batch.Count} events instead of {samples.Count}");
                else foreach (var (sample, one) in samples.Zip(batch)) Compare(verdicts, name, sample, one);
                if (batch is [] && samples is []) verdicts.Pass();
                break;
            case "InvalidBatch":
                if (CloudEventJson.ReadBatch(test.GetProperty("batch")).Events is not null) verdicts.Fail(name, "was taken");
                else verdicts.Pass();
                break;
            default:
                verdicts.Fail(name, $"the test type {type} is not known");
                break;
        }
    }

    /// <summary>Equal as the specification counts: also after being written and read again, structured and in headers.</summary>
    private static void Compare(Verdicts verdicts, string name, CloudEvent sample, CloudEvent read)
    {
        verdicts.Expect(name, Canonical(sample), Canonical(read));
        using var written = JsonDocument.Parse(CloudEventJson.Write(read));
        verdicts.Expect($"{name}, written again", Canonical(sample), Canonical(CloudEventJson.Read(written.RootElement).Event!));
        var (binary, faults) = CloudEventHeaders.Read(CloudEventHeaders.Write(read), read.DataContentType, CloudEventHeaders.BodyOf(read));
        if (binary is null) verdicts.Fail($"{name}, in headers", Say(faults));
        else verdicts.Expect($"{name}, in headers", Canonical(sample), Canonical(binary));
    }

    internal static string Canonical(CloudEvent of)
    {
        var text = new StringBuilder($"id={of.Id}; source={of.Source}; type={of.Type}; subject={of.Subject}; datacontenttype={of.DataContentType}; dataschema={of.DataSchema}; "
            + $"time={of.Time?.UtcTicks / TimeSpan.TicksPerMillisecond}");
        // An extension in JSON or in a header carries no type beyond its text.
        foreach (var name in of.Extensions.Keys.Order(StringComparer.Ordinal)) text.Append($"; {name}={of.Extension(name)}");
        if (of.Data is { } data) text.Append($"; data={JsonSerializer.Serialize(data)}");
        if (of.Binary is { } bytes) text.Append($"; bytes={Convert.ToHexStringLower(bytes)}");
        return text.ToString();
    }

    internal static string Say(IEnumerable<EventFault> faults) => string.Join(", ", faults.Select(f => $"{f.Member} {f.Code}"));

    /// <summary>Gherkin as far as the binding's feature uses it: outlines with one table of examples, doc strings and tables.</summary>
    private static class HttpFeature
    {
        public static void Judge(Verdicts verdicts, string file)
        {
            var scenarios = File.ReadAllText(file).ReplaceLineEndings("\n").Split("Scenario Outline:").Skip(1);
            foreach (var scenario in scenarios)
            {
                var examples = scenario[scenario.IndexOf("Examples:", StringComparison.Ordinal)..].Split('\n').Where(l => l.Trim().StartsWith('|')).Skip(1).Select(l => Cells(l)[0]);
                foreach (var contentType in examples) One(verdicts, $"{Path.GetFileName(file)} {contentType}", scenario.Replace("<contentType>", contentType, StringComparison.Ordinal));
            }
        }

        private static void One(Verdicts verdicts, string name, string scenario)
        {
            var blocks = scenario.Split("\"\"\"");
            var (head, body) = Request(blocks[1]);
            var attributes = blocks[2].Split('\n').Where(l => l.Trim().StartsWith('|')).Select(Cells).Where(c => c[0] != "key").ToDictionary(c => c[0], c => c[1], StringComparer.Ordinal);
            var contentType = head.First(h => h.Key.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)).Value;
            var (read, faults) = contentType.StartsWith(CloudEventJson.MediaType, StringComparison.Ordinal)
                ? Structured(body) : CloudEventHeaders.Read(head, contentType, Encoding.UTF8.GetBytes(body));
            if (read is null) { verdicts.Fail(name, $"refused: {Say(faults)}"); return; }
            verdicts.Expect($"{name} attributes", string.Join("; ", attributes.OrderBy(a => a.Key, StringComparer.Ordinal)), string.Join("; ", AttributesOf(read).OrderBy(a => a.Key, StringComparer.Ordinal)));
            using var data = JsonDocument.Parse(blocks[3]);
            verdicts.Expect($"{name} data", true, read.Data is { } given && JsonElement.DeepEquals(given, data.RootElement));
        }

        private static (CloudEvent?, IReadOnlyList<EventFault>) Structured(string body)
        {
            if (!JsonDoor.TryRead(Encoding.UTF8.GetBytes(body), out var document, out _)) return (null, [new EventFault("$", "json-malformed")]);
            using (document) return CloudEventJson.Read(document.RootElement);
        }

        private static (List<KeyValuePair<string, string>> Head, string Body) Request(string text)
        {
            var lines = text.Split('\n').Skip(1).Select(l => l.Trim()).ToList();
            var empty = lines.FindIndex(l => l.Length == 0);
            var head = lines.Take(empty).Skip(1).Select(l => l.Split(": ", 2)).Select(p => new KeyValuePair<string, string>(p[0], p[1])).ToList();
            return (head, string.Join('\n', lines.Skip(empty + 1)).Trim());
        }

        private static IEnumerable<KeyValuePair<string, string>> AttributesOf(CloudEvent read)
        {
            yield return new("id", read.Id);
            yield return new("specversion", CloudEvent.SpecVersion);
            yield return new("type", read.Type);
            yield return new("source", read.Source);
            if (read.Subject is { } subject) yield return new("subject", subject);
            if (read.Time is { } time) yield return new("time", time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture));
            if (read.DataContentType is { } type) yield return new("datacontenttype", type);
            if (read.DataSchema is { } schema) yield return new("dataschema", schema);
            foreach (var name in read.Extensions.Keys) yield return new(name, read.Extension(name)!);
        }

        private static string[] Cells(string line) => [.. line.Trim().Trim('|').Split('|').Select(c => c.Trim())];
    }
}
