using System.Collections.Immutable;
using Workflow.Feel.Dmn.Testing;

namespace Workflow.Feel.Dmn.Analysis;

/// <summary>How much an analysis may do and say. Whatever the table, it ends.</summary>
/// <param name="Steps">of each of its parts (reading the cells, overlaps, masked rules, gaps) at most; about ten million a second</param>
/// <param name="Overlaps">told at most; the others are counted</param>
/// <param name="Gaps">told at most; the others are counted</param>
public sealed record AnalysisLimits(long Steps, int Overlaps, int Gaps)
{
    public static readonly AnalysisLimits Default = new(3_000_000, 100, 20);
}

/// <summary>One value of an example.</summary>
/// <param name="Input">the input's expression, as it is written in the table</param>
public sealed record ExampleInput(string Input, Value Value)
{
    /// <summary>The value as one writes it in FEEL.</summary>
    public string Feel => FeelText.Of(Value);
}

/// <summary>Two rules that both match.</summary>
/// <param name="First">number from 1, below <paramref name="Second"/></param>
/// <param name="Second">number from 1</param>
/// <param name="Example">an input that both match; inputs of unknown type on which nothing depends are left out</param>
public sealed record RuleOverlap(int First, int Second, ImmutableArray<ExampleInput> Example);

/// <summary>The values of one input in a gap.</summary>
/// <param name="Input">the input's expression, as it is written in the table</param>
/// <param name="Tests">unary tests, as in a cell; <c>-</c> when it does not depend on this input</param>
public sealed record GapSide(string Input, string Tests);

/// <summary>Inputs that no rule matches: every combination of the sides. Gaps may share inputs; together they are all there is.</summary>
/// <param name="Box">in the order of the inputs; an expression that heads several columns stands once</param>
/// <param name="Example">an input inside; inputs of unknown type on which nothing depends are left out</param>
public sealed record TableGap(ImmutableArray<GapSide> Box, ImmutableArray<ExampleInput> Example);

/// <summary>A rule whose outputs never become the table's.</summary>
/// <param name="Rule">number from 1</param>
/// <param name="By">the rules that always go before it, numbers from 1; empty when its own conditions never hold</param>
/// <param name="ButForNull">it is reached after all when an input is null</param>
public sealed record MaskedRule(int Rule, ImmutableArray<int> By, bool ButForNull);

/// <summary>Something that the analysis could not read, and therefore says nothing definite about.</summary>
/// <param name="Reason">what it is</param>
/// <param name="Rules">those concerned, numbers from 1; empty: all of them</param>
/// <param name="Input">the input's expression; null when it is not about one</param>
public sealed record UnreadPart(UnreadReason Reason, ImmutableArray<int> Rules, string? Input);

public enum UnreadReason
{
    /// <summary>Cells that speak of other names, or call a function of the input.</summary>
    Cells,

    /// <summary>Outputs that are computed, so that they cannot be compared (ANY) or ranked (PRIORITY).</summary>
    Outputs,

    /// <summary>Allowed values that are computed: examples obey them as far as they speak of nothing but the input, the limits of gaps may not.</summary>
    AllowedValues,

    /// <summary>The limit of steps was reached, or the table has more than 200 inputs.</summary>
    Steps,
}

/// <summary>
/// Which rules of a decision table overlap, which are never reached, and which inputs no rule matches (DMN 1.5, 8.2.10 and
/// 8.2.11), found before the table is used. Numbers are dense: between 5 and 6 there is 5.5, unless the type's constraint says whole
/// numbers. Null is no value of an input: it never makes a gap. Inputs count as independent of each other.
/// </summary>
/// <param name="Overlaps">UNIQUE: all; ANY: those whose outputs differ; none with other hit policies, which allow them</param>
/// <param name="MoreOverlaps">how many more there are</param>
/// <param name="Gaps">none when the table has a default output; those with the fewest conditions first</param>
/// <param name="MoreGaps">how many more were found, before the search for more was given up at ten times as many as are told</param>
/// <param name="Masked">with every hit policy those that never match; FIRST and PRIORITY: also those before which others always go</param>
/// <param name="NotAnalysed">what was left out: it may match anything, and nothing that is told rests on it</param>
/// <param name="IsComplete">false when something was left out or given up, so that there may be more overlaps, gaps and masked rules</param>
public sealed record DecisionTableAnalysis(
    ImmutableArray<RuleOverlap> Overlaps,
    int MoreOverlaps,
    ImmutableArray<TableGap> Gaps,
    int MoreGaps,
    ImmutableArray<MaskedRule> Masked,
    ImmutableArray<UnreadPart> NotAnalysed,
    bool IsComplete)
{
    /// <summary>Analyses a table by itself: types are those written at its inputs. <see cref="DmnAnalysis"/> knows the model around it.</summary>
    public static DecisionTableAnalysis Of(DecisionTable table, AnalysisLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        return new ModelTypes(null, null).Analyze(table, limits ?? AnalysisLimits.Default);
    }
}
