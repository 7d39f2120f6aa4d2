using System.Collections.Immutable;
using Workflow.Core.Catalog.Rules;

namespace Workflow.Core.Catalog.Terms;

/// <summary>
/// How other systems name one of our fields, and how they write its values: 婚姻状况 is there "已婚", "1" or "有配偶", and here
/// "married". What the table does not say is not mapped.
/// </summary>
/// <param name="Field">our name of the field</param>
/// <param name="Names">its names elsewhere; our own name always counts</param>
/// <param name="Values">its values elsewhere; empty for a field whose values are the same everywhere (a person's name)</param>
public sealed record TermTable(LocalText Name, string Field, ImmutableArray<TermName> Names, ImmutableArray<TermValue> Values);

/// <param name="System">code of the system that writes it; null for every system</param>
public sealed record TermName(string? System, string Name);

/// <param name="System">code of the system that writes it; null for every system. What is said of one system goes before that</param>
/// <param name="Value">as written there</param>
/// <param name="Ours">as written here</param>
public sealed record TermValue(string? System, string Value, string Ours);

/// <summary>What a term table must hold beyond the types of its members.</summary>
public static class TermTableCheck
{
    public const int MostRows = 5_000;

    public static IReadOnlyList<TableFault> Faults(TermTable table)
    {
        List<TableFault> faults = [];
        if (table.Field.Length is 0 or > 60 || !char.IsAsciiLetter(table.Field[0]) || table.Field.Any(c => !char.IsAsciiLetterOrDigit(c) && c != '_')) faults.Add(new("$.field", "term-field-form", table.Field));
        if (table.Names.Length + table.Values.Length > MostRows) faults.Add(new("$.values", "term-rows", $"{MostRows}"));
        HashSet<(string?, string)> names = [], values = [];
        for (var i = 0; i < table.Names.Length; i++)
        {
            if (string.IsNullOrWhiteSpace(table.Names[i].Name)) faults.Add(new($"$.names[{i}].name", "term-empty", ""));
            else if (!names.Add((table.Names[i].System, table.Names[i].Name))) faults.Add(new($"$.names[{i}]", "term-twice", table.Names[i].Name));
        }
        for (var i = 0; i < table.Values.Length; i++)
        {
            if (string.IsNullOrWhiteSpace(table.Values[i].Value) || string.IsNullOrWhiteSpace(table.Values[i].Ours)) faults.Add(new($"$.values[{i}]", "term-empty", ""));
            // Two meanings of one word of one system: which is meant would be a guess.
            else if (!values.Add((table.Values[i].System, table.Values[i].Value))) faults.Add(new($"$.values[{i}]", "term-twice", table.Values[i].Value));
        }
        return faults;
    }
}
