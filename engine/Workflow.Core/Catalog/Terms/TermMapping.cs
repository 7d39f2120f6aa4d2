namespace Workflow.Core.Catalog.Terms;

/// <summary>A field of another system in our words.</summary>
/// <param name="Name">its name there</param>
/// <param name="Value">as written there</param>
/// <param name="Field">our name</param>
/// <param name="Ours">as written here</param>
/// <param name="Table">code of the table that says so</param>
public sealed record MappedTerm(string Name, string Value, string Field, string Ours, string Table);

/// <summary>A field or value that no table explains, or that two explain differently. It is reported and never guessed.</summary>
/// <param name="Why">"field-unmapped", "value-unmapped", "term-ambiguous" (two tables know the name) or "term-contradiction" (two names of one field, two values)</param>
/// <param name="Field">our name, where that much is known</param>
public sealed record UnmappedTerm(string Name, string Value, string Why, string? Field);

public sealed record TermMapping(IReadOnlyList<MappedTerm> Mapped, IReadOnlyList<UnmappedTerm> Unmapped)
{
    /// <summary>Maps what another system sent. Words are compared exactly, without the space around them.</summary>
    /// <param name="tables">by code</param>
    /// <param name="system">code of the system that sent it; null when that is not known</param>
    public static TermMapping Of(IReadOnlyDictionary<string, TermTable> tables, string? system, IReadOnlyDictionary<string, string> given)
    {
        List<MappedTerm> mapped = [];
        List<UnmappedTerm> unmapped = [];
        foreach (var (name, value) in given.OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            var known = TablesOf(tables, system, name.Trim());
            if (known.Count != 1)
                unmapped.Add(new(name, value, known.Count == 0 ? "field-unmapped" : "term-ambiguous", null));
            else if (OursOf(known[0].Value, system, value.Trim()) is { } ours) mapped.Add(new(name, value, known[0].Value.Field, ours, known[0].Key));
            else unmapped.Add(new(name, value, "value-unmapped", known[0].Value.Field));
        }
        // 法定代表人 and 负责人 may both be sent; when they differ, neither is taken for the other.
        foreach (var field in mapped.GroupBy(m => m.Field, StringComparer.Ordinal).Where(g => g.Select(m => m.Ours).Distinct(StringComparer.Ordinal).Count() > 1).ToList())
        {
            unmapped.AddRange(field.Select(m => new UnmappedTerm(m.Name, m.Value, "term-contradiction", m.Field)));
            mapped.RemoveAll(m => m.Field == field.Key);
        }
        return new(mapped, unmapped);
    }

    /// <summary>The tables that know a name: those that name the system before those that hold for every one.</summary>
    private static List<KeyValuePair<string, TermTable>> TablesOf(IReadOnlyDictionary<string, TermTable> tables, string? system, string name)
    {
        var ofSystem = Where(n => system is not null && n.System == system);
        return ofSystem.Count > 0 ? ofSystem : [.. tables.Where(t => t.Value.Field == name || t.Value.Names.Any(n => n.System is null && n.Name == name)).OrderBy(t => t.Key, StringComparer.Ordinal)];

        List<KeyValuePair<string, TermTable>> Where(Func<TermName, bool> ofIt) =>
            [.. tables.Where(t => t.Value.Names.Any(n => ofIt(n) && n.Name == name)).OrderBy(t => t.Key, StringComparer.Ordinal)];
    }

    private static string? OursOf(TermTable table, string? system, string value) =>
        table.Values.IsEmpty ? value
        : (system is null ? null : table.Values.FirstOrDefault(v => v.System == system && v.Value == value)?.Ours)
            ?? table.Values.FirstOrDefault(v => v.System is null && v.Value == value)?.Ours;
}
