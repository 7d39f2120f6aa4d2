using System.Collections.Immutable;
using Workflow.Feel.Language;

namespace Workflow.Feel.Dmn.Analysis;

/// <summary>Reads a table and asks the searches.</summary>
internal sealed class TableAnalyzer
{
    // The searches go one level deeper for each.
    private const int MostInputs = 200;

    private readonly DecisionTable table;
    private readonly AnalysisLimits limits;
    private readonly ImmutableArray<DmnUnaryTests?> orders;
    private readonly ImmutableArray<Axis> axes;
    private readonly ImmutableArray<ImmutableArray<Value?>> outputs;
    private readonly List<UnreadPart> unread = [];

    private TableAnalyzer(DecisionTable table, AnalysisLimits limits, ImmutableArray<Axis> axes, ImmutableArray<DmnUnaryTests?> orders)
    {
        (this.table, this.limits, this.axes, this.orders) = (table, limits, axes, orders);
        outputs = table.HitPolicy is HitPolicy.Any or HitPolicy.Priority ? [.. table.Rules.Select(r => ImmutableArray.CreateRange(r.Outputs.Select(ReadTests.Output)))] : [];
        foreach (var axis in axes)
        {
            if (!axis.UnreadRules.IsEmpty) unread.Add(new(UnreadReason.Cells, axis.UnreadRules, axis.Input));
            if (axis.HasUnreadDomain || axis.Inside.IsEmpty) unread.Add(new(UnreadReason.AllowedValues, [], axis.Input));
        }
    }

    /// <param name="table">as drawn</param>
    /// <param name="domains">by input: what is known of it</param>
    /// <param name="orders">by output: its values, the most important first; null when they are not written down</param>
    /// <param name="limits">what it may use and say</param>
    public static DecisionTableAnalysis Analyze(DecisionTable table, ImmutableArray<InputDomain> domains, ImmutableArray<DmnUnaryTests?> orders, AnalysisLimits limits)
    {
        if (table.Inputs.Length > MostInputs) return GivenUp;
        var run = new Evaluation(new Budget(limits.Steps, limits.Steps, int.MaxValue));
        try
        {
            return new TableAnalyzer(table, limits, Axes(table, domains, run), orders).Analyze();
        }
        catch (BudgetExceeded)
        {
            return GivenUp;
        }
    }

    private static DecisionTableAnalysis GivenUp => new([], 0, [], 0, [], [new(UnreadReason.Steps, [], null)], false);

    private DecisionTableAnalysis Analyze()
    {
        var (masked, overlaps, gaps) = (Masked(), Overlaps(out var moreOverlaps), Gaps(out var moreGaps, out var hasAllGaps));
        return new(overlaps, moreOverlaps, gaps, moreGaps, masked, [.. unread], unread.Count == 0 && hasAllGaps);
    }

    private static ImmutableArray<Axis> Axes(DecisionTable table, ImmutableArray<InputDomain> domains, Evaluation run)
    {
        var found = ImmutableArray.CreateBuilder<Axis>();
        // Columns of the same expression always have the same value.
        foreach (var columns in Enumerable.Range(0, table.Inputs.Length).GroupBy(i => table.Inputs[i].Expression.Text?.Trim() is { Length: > 0 } text ? text : $"#{i + 1}", StringComparer.Ordinal))
        {
            var known = columns.Select(c => domains[c]).ToList();
            var domain = new InputDomain(known.Find(d => d.Kind is not null)?.Kind, known.Exists(d => d.IsStructured), [.. known.SelectMany(d => d.Allowed)], [.. known.SelectMany(d => d.Listed)]);
            found.Add(Axis.Of(columns.Key, domain, [.. table.Rules.Select(r => ImmutableArray.CreateRange(columns.Where(c => c < r.Inputs.Length).Select(c => r.Inputs[c])))], run));
        }
        return found.ToImmutable();
    }

    private void NoteSteps(bool sufficed)
    {
        if (!sufficed && !unread.Exists(u => u.Reason == UnreadReason.Steps)) unread.Add(new(UnreadReason.Steps, [], null));
    }

    private ImmutableArray<RuleOverlap> Overlaps(out int more)
    {
        more = 0;
        if (table.HitPolicy is not (HitPolicy.Unique or HitPolicy.Any)) return [];
        var steps = new Steps(limits.Steps);
        var found = ImmutableArray.CreateBuilder<RuleOverlap>();
        var unlike = new SortedSet<int>();
        for (var first = 0; first < table.Rules.Length; first++)
        {
            for (var second = first + 1; second < table.Rules.Length && steps.Take(axes.Length); second++)
            {
                if (Common(first, second) is not { } common) continue;
                if (table.HitPolicy == HitPolicy.Any && Differ(first, second) is var differ && differ != true)
                {
                    if (differ is null) unlike.UnionWith([first + 1, second + 1]);
                    continue;
                }
                if (found.Count < limits.Overlaps) found.Add(new(first + 1, second + 1, Example(common)));
                else more++;
            }
        }
        if (unlike.Count > 0) unread.Add(new(UnreadReason.Outputs, [.. unlike], null));
        NoteSteps(!steps.AreUsedUp);
        return found.ToImmutable();
    }

    /// <summary>What both certainly take; null when there is no such input.</summary>
    private ImmutableArray<Bits>? Common(int first, int second)
    {
        var common = ImmutableArray.CreateBuilder<Bits>(axes.Length);
        foreach (var axis in axes)
        {
            var both = axis.Sure[first].And(axis.Sure[second]);
            var values = both.And(axis.Inside);
            if (values.IsEmpty && axis.SpeaksOfNull && axis.AllowsNull && both[axis.Null]) values.Add(axis.Null);
            if (values.IsEmpty) return null;
            common.Add(values);
        }
        return common.MoveToImmutable();
    }

    private ImmutableArray<ExampleInput> Example(ImmutableArray<Bits> box) => [.. axes.Zip(box).Select(side => side.First.Example(side.Second)).OfType<ExampleInput>()];

    /// <summary>Null when it depends on something.</summary>
    private bool? Differ(int first, int second)
    {
        var known = true;
        for (var i = 0; i < Math.Min(outputs[first].Length, outputs[second].Length); i++)
        {
            if (table.Rules[first].Outputs[i].Text?.Trim() == table.Rules[second].Outputs[i].Text?.Trim()) continue;
            if (outputs[first][i] is { } a && outputs[second][i] is { } b)
            {
                if (Comparison.AreEqual(a, b) != true) return true;
            }
            else known = false;
        }
        return known ? false : null;
    }

    private ImmutableArray<MaskedRule> Masked()
    {
        var steps = new Steps(limits.Steps);
        var search = new MaskSearch(axes, steps);
        var ranks = table.HitPolicy == HitPolicy.Priority ? Ranks() : [];
        var masked = ImmutableArray.CreateBuilder<MaskedRule>();
        for (var rule = 0; rule < table.Rules.Length; rule++)
        {
            if (search.NeverMatches(rule))
            {
                masked.Add(new(rule + 1, [], false));
                continue;
            }
            var at = rule;
            var before = table.HitPolicy switch
            {
                HitPolicy.First => Enumerable.Range(0, rule),
                HitPolicy.Priority => Enumerable.Range(0, table.Rules.Length).Where(other => IsBefore(ranks[other], ranks[at])),
                _ => [],
            };
            if (search.Mask(rule, before) is { } mask) masked.Add(mask);
        }
        NoteSteps(!steps.AreUsedUp);
        return masked.ToImmutable();
    }

    /// <summary>By rule: the places of its outputs among the output values, the first output first; empty when they cannot be told.</summary>
    private ImmutableArray<ImmutableArray<int>> Ranks()
    {
        var lists = orders.Select(o => o is null ? [] : ReadTests.Of(o)?.Listed ?? []).ToList();
        var unranked = new List<int>();
        var ranks = ImmutableArray.CreateBuilder<ImmutableArray<int>>(table.Rules.Length);
        for (var rule = 0; rule < table.Rules.Length; rule++)
        {
            var rank = ImmutableArray.CreateBuilder<int>();
            for (var i = 0; i < Math.Min(lists.Count, outputs[rule].Length); i++)
            {
                if (lists[i].IsEmpty) continue;
                rank.Add(outputs[rule][i] is { } value ? lists[i].ToList().FindIndex(v => Comparison.AreEqual(v, value) == true) : -1);
            }
            if (rank.Contains(-1))
            {
                unranked.Add(rule + 1);
                rank.Clear();
            }
            ranks.Add(rank.ToImmutable());
        }
        if (unranked.Count > 0) unread.Add(new(UnreadReason.Outputs, [.. unranked], null));
        return ranks.MoveToImmutable();
    }

    private static bool IsBefore(ImmutableArray<int> rank, ImmutableArray<int> other)
    {
        for (var i = 0; i < Math.Min(rank.Length, other.Length); i++)
        {
            if (rank[i] != other[i]) return rank[i] < other[i];
        }
        return false;
    }

    private ImmutableArray<TableGap> Gaps(out int more, out bool areAll)
    {
        (more, areAll) = (0, true);
        if (table.Outputs.Any(o => !string.IsNullOrWhiteSpace(o.Default?.Text))) return [];
        var (boxes, sufficed) = GapSearch.Find(axes, table.Rules.Length, limits.Gaps, limits.Steps);
        NoteSteps(sufficed);
        areAll = boxes.Length < (long)limits.Gaps * GapSearch.KeptForOneTold;
        more = Math.Max(0, boxes.Length - limits.Gaps);
        return [.. boxes.Take(limits.Gaps).Select(box => new TableGap([.. axes.Zip(box).Select(side => new GapSide(side.First.Input, side.First.Tests(side.Second)))], Example(box)))];
    }
}
