using System.Collections.Immutable;
using System.Globalization;

namespace Workflow.Feel.Dmn.Analysis;

/// <param name="Element">id of the decision or business knowledge model that holds it; its name where it has no id</param>
/// <param name="Name">that element's name</param>
/// <param name="Table">the table's id; null where it has none</param>
public sealed record AnalysedTable(string Element, string Name, string? Table, DecisionTableAnalysis Analysis);

public enum AnalysisKind { Overlap, Gap, Masked, Limit }

/// <summary>One thing found, ready to be told.</summary>
/// <param name="Code">
/// stable, kebab-case; its words are in <see cref="AnalysisTexts"/>: rules-overlap, more-overlaps, no-rule-matches, more-gaps,
/// rule-never-matches, rule-never-reached, rule-reached-by-null, cells-unread, outputs-unread, allowed-values-unread, steps-used-up
/// </param>
/// <param name="Element">id or name of the decision or business knowledge model</param>
/// <param name="Table">the table's id, or the element's where it has none</param>
/// <param name="Rules">numbers from 1; of a masked rule it is the first, those that go before it follow</param>
/// <param name="Arguments">what the words speak of, besides rules and example</param>
public sealed record AnalysisNote(
    AnalysisKind Kind, string Code, string Element, string Table, ImmutableArray<int> Rules, ImmutableArray<ExampleInput> Example, ImmutableArray<string> Arguments)
{
    public override string ToString() => AnalysisTexts.En(this);
}

/// <summary>The decision tables of a model, each analysed, wherever they stand in it.</summary>
/// <param name="Tables">in the order of the model</param>
public sealed record DmnAnalysis(ImmutableArray<AnalysedTable> Tables)
{
    /// <summary>All that was found, table by table: overlaps, masked rules, gaps, limits.</summary>
    public ImmutableArray<AnalysisNote> Notes { get; } = [.. Tables.SelectMany(NotesOf)];

    /// <param name="definitions">as drawn: it need not compile; what is wrong in it counts as not read</param>
    /// <param name="imports">the models that it imports, by namespace, for their types; null for one that is not known</param>
    /// <param name="limits">of each table, <see cref="AnalysisLimits.Default"/> when null; a table that uses up its steps leaves half as many to each behind it</param>
    public static DmnAnalysis Of(DmnDefinitions definitions, Func<string, DmnDefinitions?>? imports = null, AnalysisLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(definitions);
        var types = new ModelTypes(definitions, imports);
        var each = limits ?? AnalysisLimits.Default;
        var found = ImmutableArray.CreateBuilder<AnalysedTable>();
        foreach (var element in definitions.Elements)
        {
            var logic = element switch { Decision decision => decision.Logic, BusinessKnowledgeModel knowledge => knowledge.Logic, _ => null };
            foreach (var (table, names) in TableFinder.In(logic, types.Names))
            {
                var analysis = types.Analyze(table, each, names, (element as Decision)?.Variable?.TypeRef);
                // So that a model of any number of such tables costs no more than two of them.
                if (analysis.NotAnalysed.Any(u => u.Reason == UnreadReason.Steps)) each = each with { Steps = each.Steps / 2 };
                found.Add(new(element.Id ?? element.Name, element.Name, table.Id, analysis));
            }
        }
        return new(found.ToImmutable());
    }

    private static IEnumerable<AnalysisNote> NotesOf(AnalysedTable table)
    {
        var found = table.Analysis;
        foreach (var overlap in found.Overlaps) yield return Note(AnalysisKind.Overlap, "rules-overlap", [overlap.First, overlap.Second], overlap.Example);
        if (found.MoreOverlaps > 0) yield return Note(AnalysisKind.Overlap, "more-overlaps", [], [], Number(found.MoreOverlaps));
        foreach (var mask in found.Masked)
        {
            yield return Note(AnalysisKind.Masked, mask.By.IsEmpty ? "rule-never-matches" : mask.ButForNull ? "rule-reached-by-null" : "rule-never-reached", [mask.Rule, .. mask.By], []);
        }
        foreach (var gap in found.Gaps) yield return Note(AnalysisKind.Gap, "no-rule-matches", [], gap.Example, [.. gap.Box.SelectMany(s => new[] { s.Input, s.Tests })]);
        if (found.MoreGaps > 0) yield return Note(AnalysisKind.Gap, "more-gaps", [], [], Number(found.MoreGaps));
        foreach (var part in found.NotAnalysed)
        {
            var code = part.Reason switch
            {
                UnreadReason.Cells => "cells-unread", UnreadReason.Outputs => "outputs-unread", UnreadReason.AllowedValues => "allowed-values-unread", _ => "steps-used-up",
            };
            yield return Note(AnalysisKind.Limit, code, part.Rules, [], part.Input is { } input ? [input] : []);
        }

        AnalysisNote Note(AnalysisKind kind, string code, ImmutableArray<int> rules, ImmutableArray<ExampleInput> example, params ImmutableArray<string> arguments) =>
            new(kind, code, table.Element, table.Table ?? table.Element, rules, example, arguments);

        static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
    }
}
