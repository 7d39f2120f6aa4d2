using System.Text.Json;
using Workflow.Contracts.Cases;
using Workflow.Samples.Api;

namespace Workflow.Samples.Setup;

/// <summary>The files of a sample: they lie beside this program's sources; it is run from its build output below the repository.</summary>
internal static class SampleFiles
{
    public static byte[] Definition(string sample) => File.ReadAllBytes(PathOf(sample, "definition.bpmn"));

    public static byte[] JointItem(string sample) => File.ReadAllBytes(PathOf(sample, "joint-item.json"));

    /// <summary>
    /// What to publish for the decisions that its business-rule steps name, by code: "rules-{code}.json" with the name and the decision
    /// that is asked, "rules-{code}.dmn" with the model, "rules-{code}.tests.xml" with its table tests.
    /// </summary>
    public static IEnumerable<(string Code, byte[] Content)> Rules(string sample)
    {
        foreach (var path in Directory.GetFiles(Path.GetDirectoryName(PathOf(sample, "definition.bpmn"))!, "rules-*.json").Order(StringComparer.Ordinal))
        {
            using var about = JsonDocument.Parse(File.ReadAllBytes(path));
            var model = new
            {
                xml = File.ReadAllText(Path.ChangeExtension(path, ".dmn")),
                decision = about.RootElement.GetProperty("decision").GetString(),
                tests = new[] { File.ReadAllText(Path.ChangeExtension(path, ".tests.xml")) },
            };
            yield return (Path.GetFileNameWithoutExtension(path)["rules-".Length..], JsonSerializer.SerializeToUtf8Bytes(new { name = about.RootElement.GetProperty("name"), model }));
        }
    }

    /// <summary>An application for it, as somebody would file it.</summary>
    public static FileApplicationRequest Application(string sample) =>
        JsonSerializer.Deserialize<FileApplicationRequest>(File.ReadAllBytes(PathOf(sample, "application.json")), Session.Json)
        ?? throw new StoryException($"application.json of {sample} is empty");

    /// <summary>The materials on its list, with their English names.</summary>
    public static IReadOnlyList<(string Code, string Title)> Materials(string sample)
    {
        using var item = JsonDocument.Parse(JointItem(sample));
        return [.. item.RootElement.GetProperty("materials").EnumerateArray()
            .Select(m => (m.GetProperty("code").GetString()!, m.GetProperty("name").GetProperty("en").GetString()!))];
    }

    private static string PathOf(string sample, string file)
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder.TrimEnd(Path.DirectorySeparatorChar)))
        {
            var wanted = Path.Combine(folder, "samples", sample);
            if (File.Exists(Path.Combine(wanted, "definition.bpmn"))) return Path.Combine(wanted, file);
        }
        throw new StoryException($"there is no sample '{sample}' in a folder 'samples' at or above {AppContext.BaseDirectory}");
    }
}
