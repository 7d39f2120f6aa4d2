using System.Collections.Immutable;
using System.Text.Json;

namespace Workflow.Core.Catalog.Templates;

/// <summary>The templates that ship with the engine, one of each kind; a region may publish its own.</summary>
public static class NationalTemplates
{
    private const string Resource = "national-templates.json";

    private sealed record Written(string Kind, LocalText Title, string[] Lines);

    public static readonly ImmutableArray<(string Kind, TemplateContent Content)> All = Load();

    private static ImmutableArray<(string, TemplateContent)> Load()
    {
        using var stream = typeof(NationalTemplates).Assembly.GetManifestResourceStream(Resource) ?? throw new InvalidOperationException($"{Resource} is not part of this program");
        var written = JsonSerializer.Deserialize<Written[]>(stream, CatalogJson.Options)!;
        return [.. written.Select(w => (w.Kind, new TemplateContent(w.Title, string.Join('\n', w.Lines))))];
    }
}
