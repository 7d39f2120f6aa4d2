using System.Collections.Immutable;

namespace Workflow.Feel.Dmn;

/// <summary>
/// One model at one place of the tree of imports. A model that is imported on two ways stands there twice: its input data may
/// have other values on each.
/// </summary>
/// <param name="alias">how the importing model calls it; empty for the outermost, and for an import without a name</param>
internal sealed class Unit(DmnDefinitions definitions, string alias, Unit? importer)
{
    /// <summary>Models in the tree of imports at most.</summary>
    public const int Most = 1_000;

    private readonly Dictionary<string, Part> byId = new(StringComparer.Ordinal);

    public DmnDefinitions Definitions => definitions;

    public string Alias => alias;

    public Unit? Importer => importer;

    public List<Unit> Imports { get; } = [];

    /// <summary>In the order of the file.</summary>
    public List<Part> Parts { get; } = [];

    public TypeTable Types { get; set; } = null!;

    /// <summary>The aliases that lead here from the outermost model.</summary>
    public ImmutableArray<string> Path { get; } = importer is null ? [] : alias.Length == 0 ? importer.Path : importer.Path.Add(alias);

    public void Add(Part part)
    {
        Parts.Add(part);
        if (part.Element.Id is { } id) byId.TryAdd(id, part);
    }

    /// <summary>What a reference means here: <c>#id</c>, or <c>namespace#id</c> of this model or one that it imports.</summary>
    public Part? Find(string href)
    {
        var hash = href.LastIndexOf('#');
        var (space, id) = hash < 0 ? ("", href) : (href[..hash], href[(hash + 1)..]);
        if (space.Length == 0 || space == definitions.Namespace) return byId.GetValueOrDefault(id) ?? (space.Length == 0 ? null : InImports(space, id));
        return InImports(space, id);
    }

    /// <summary>How this model calls a part of it or of an import.</summary>
    public string NameOf(Part part)
    {
        var path = part.Unit.Path.AsSpan()[Path.Length..];
        return path.IsEmpty ? part.Name : $"{string.Join('.', path.ToArray())}.{part.Name}";
    }

    private Part? InImports(string space, string id)
    {
        // Nearest first.
        var level = Imports;
        while (level.Count > 0)
        {
            foreach (var import in level)
            {
                if (import.Definitions.Namespace == space && import.byId.TryGetValue(id, out var found)) return found;
            }
            level = [.. level.SelectMany(i => i.Imports)];
        }
        return null;
    }
}
