using System.Collections.Immutable;

namespace Workflow.Feel.Dmn.Analysis;

/// <param name="Element">id of the decision or business knowledge model that holds it; its name where it has no id</param>
/// <param name="Name">that element's name</param>
/// <param name="Table">the table's id; null where it has none</param>
public sealed record AnalysedTable(string Element, string Name, string? Table, DecisionTableAnalysis Analysis);

public enum AnalysisKind { Overlap, Gap, Masked, Limit }

/// <summary>One thing found, ready to be told.</summary>
/// <param name="Code">
/// stable, kebab-case; its words are in <see cref="AnalysisTexts"/>: rules-overlap, rules-differ, more-overlaps, no-rule-matches, more-gaps,
/// rule-never-matches, rule-never-reached, rule-reached-by-null, cells-unread, outputs-unread, allowed-values-unread, steps-used-up
/// </param>
/// <param name="Element">id or name of the decision or business knowledge model</param>
/// <param name="Table">the table's id, or the element's where it has none</param>
/// <param name="Rules">numbers from 1</param>
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
    public ImmutableArray<AnalysisNote> Notes { get; } = [];

    /// <param name="imports">the models that it imports, by namespace, for their types; null for one that is not known</param>
    public static DmnAnalysis Of(DmnDefinitions definitions, Func<string, DmnDefinitions?>? imports = null, AnalysisLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(definitions);
        return new([]);
    }
}
