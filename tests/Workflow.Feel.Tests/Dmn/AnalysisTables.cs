using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Workflow.Feel.Dmn;
using Workflow.Feel.Dmn.Analysis;
using Xunit;

namespace Workflow.Feel.Tests.Dmn;

/// <summary>
/// Values of a kind, written in FEEL. The grid has each constant that cells and allowed values use, and a value between each two neighbours and beyond
/// both ends: tests over these constants hold everywhere if they hold on the grid.
/// </summary>
internal sealed record AnalysisKindOfInput(string? Type, string[] Constants, string[] Between, bool IsOrdered, string?[] Allowed)
{
    public static readonly AnalysisKindOfInput[] All =
    [
        new("number", ["0", "1", "2", "2.5", "5", "10"], ["-1", "0.5", "1.5", "2.25", "3", "4", "7", "7.5", "11"], true, [null, "[0..10]", "0, 1, 5", "? >= 0 and floor(?) = ?", "> 1"]),
        new(null, ["0", "1", "2.5", "5"], ["-1", "0.5", "2", "3", "3.5", "6"], true, [null]),
        new("string", ["\"A\"", "\"B\"", "\"C\""], ["\"zz\"", "\"\"", "\"D\""], false, [null, "\"A\", \"B\"", "\"A\", \"B\", \"C\", \"D\""]),
        new("string", ["\"A\"", "\"B\"", "\"C\""], ["\"\"", "\"AB\"", "\"BB\"", "\"D\""], true, [null]),
        new("boolean", ["true", "false"], [], false, [null]),
        new("date", ["@\"2026-01-01\"", "@\"2026-01-02\"", "@\"2026-03-01\"", "@\"2026-12-31\""], ["@\"2025-12-31\"", "@\"2026-02-01\"", "@\"2026-06-01\"", "@\"2027-01-01\""], true, [null, ">= date(\"2026-01-01\")"]),
        new("time", ["@\"08:00:00\"", "@\"12:00:00\"", "@\"18:30:00\""], ["@\"00:00:00\"", "@\"10:00:00\"", "@\"15:00:00\"", "@\"23:00:00\""], true, [null]),
        new("date and time", ["@\"2026-01-01T00:00:00Z\"", "@\"2026-01-01T12:00:00+08:00\"", "@\"2026-05-01T00:00:00Z\""], ["@\"2025-12-31T00:00:00Z\"", "@\"2026-01-01T01:00:00Z\"", "@\"2026-02-01T00:00:00Z\"", "@\"2027-01-01T00:00:00Z\""], true, [null]),
        new("days and time duration", ["@\"P1D\"", "@\"P2D\"", "@\"PT60H\""], ["@\"-P1D\"", "@\"PT0S\"", "@\"PT12H\"", "@\"PT36H\"", "@\"PT50H\"", "@\"P9D\""], true, [null, "> @\"PT0S\""]),
        new("years and months duration", ["@\"P1Y\"", "@\"P13M\"", "@\"P3Y\""], ["@\"P1M\"", "@\"P2Y\"", "@\"P9Y\""], true, [null]),
    ];

    public Gen<string> Cell()
    {
        var constant = Gen.Elements(Constants);
        var equal = Gen.OneOf(
            Gen.Constant("-"),
            constant,
            constant.Two().Select(c => $"{c.Item1}, {c.Item2}"),
            constant.Select(c => $"not({c})"),
            constant.Two().Select(c => $"not({c.Item1}, {c.Item2})"),
            constant.Two().Select(c => $"[{c.Item1}, {c.Item2}]"),
            constant.Two().Select(c => $"? = {c.Item1} or {c.Item2} = ?"));
        var ordered = Gen.OneOf(
            Gen.Elements("<", "<=", ">", ">=").SelectMany(_ => constant, (s, c) => $"{s} {c}"),
            Gen.Elements("<", "<=", ">", ">=").SelectMany(_ => constant, (s, c) => $"not({s} {c})"),
            constant.Two().SelectMany(_ => Gen.Elements("[]", "()", "[)", "(]"), (c, b) => $"{b[0]}{c.Item1}..{c.Item2}{b[1]}"),
            constant.Three().Select(c => $"< {c.Item1}, [{c.Item2}..{c.Item3}]"),
            constant.Two().Select(c => $"? > {c.Item1} and ? <= {c.Item2}"),
            constant.Two().Select(c => $"? between {c.Item1} and {c.Item2}"));
        var tests = IsOrdered ? Gen.Frequency((2, equal), (3, ordered)) : equal;
        return Gen.Frequency((3, Gen.Constant("-")), (20, tests), (1, Gen.Elements("null", "not(null)")), (1, Gen.Constant("? = limit")));
    }
}

/// <summary>A table, and beside it all that is needed to ask each of its cells about each value of the grid.</summary>
internal sealed class AnalysisTable
{
    private const int Rules = 12;

    private readonly ImmutableArray<AnalysisKindOfInput> kinds;
    private readonly ImmutableArray<string?> allowed;
    private readonly ImmutableArray<ImmutableArray<string>> cells;
    private readonly ImmutableArray<string> outputs;

    private AnalysisTable(HitPolicy policy, ImmutableArray<AnalysisKindOfInput> kinds, ImmutableArray<string?> allowed, ImmutableArray<ImmutableArray<string>> cells, ImmutableArray<string> outputs)
    {
        (this.kinds, this.allowed, this.cells, this.outputs) = (kinds, allowed, cells, outputs);
        Table = new()
        {
            HitPolicy = policy,
            Inputs = [.. kinds.Select((k, i) => new TableInput(new($"input {(char)('a' + i)}", null) { TypeRef = k.Type }, allowed[i] is { } values ? new(values, null) : null))],
            Outputs = [new(null, null, new("\"high\", \"low\"", null), null)],
            Rules = [.. cells.Select((row, i) => new TableRule([.. row.Select(c => new DmnUnaryTests(c, null))], [new(outputs[i], null)], []))],
        };
    }

    public DecisionTable Table { get; }

    /// <summary>The table as the one decision of a model, with the inputs that its cells speak of.</summary>
    public DmnDefinitions Model => new("model", "urn:model")
    {
        Elements =
        [
            .. Table.Inputs.Select(i => new InputData(i.Expression.Text!, new(i.Expression.Text!, i.Expression.TypeRef)) { Id = i.Expression.Text!.Replace(' ', '-') }),
            new InputData("limit", null) { Id = "limit" },
            new Decision("decided", new("decided", null))
            {
                Id = "decided",
                Information = [.. Table.Inputs.Select(i => i.Expression.Text!.Replace(' ', '-')).Append("limit").Select(id => new InformationRequirement(false, new("#" + id)))],
                Logic = Table,
            },
        ],
    };

    public static readonly Gen<AnalysisTable> Any =
        from policy in Gen.Elements(HitPolicy.Unique, HitPolicy.First, HitPolicy.Any, HitPolicy.Priority)
        from columns in Gen.Choose(1, 4)
        from kinds in Gen.ArrayOf(Gen.Elements(AnalysisKindOfInput.All), columns)
        from allowed in Gen.CollectToArray(kinds, k => Gen.Elements(k.Allowed))
        from count in Gen.Choose(0, Rules)
        from rows in Gen.ArrayOf(Gen.CollectToArray(kinds, k => k.Cell()), count)
        from outputs in Gen.ArrayOf(Gen.Elements("\"high\"", "\"low\""), count)
        select new AnalysisTable(policy, [.. kinds], [.. allowed], [.. rows.Select(r => r.ToImmutableArray())], [.. outputs]);

    /// <summary>By input: the values of its grid, allowed or not; null last.</summary>
    public ImmutableArray<ImmutableArray<Value>> Grid => [.. kinds.Select(k => ImmutableArray.CreateRange(k.Constants.Concat(k.Between).Append("null").Select(Feel)))];

    public ImmutableArray<string> Outputs => outputs;

    public int Count => cells.Length;

    /// <summary>True, false, or null when it depends on more than the input.</summary>
    public bool? Takes(int rule, int input, Value value) => cells[rule][input].Contains("limit", StringComparison.Ordinal) ? null : Passes(cells[rule][input], value);

    /// <summary>Three-valued over all inputs.</summary>
    public bool? Takes(int rule, IReadOnlyList<Value> values)
    {
        bool? all = true;
        for (var i = 0; i < values.Count; i++)
        {
            if (Takes(rule, i, values[i]) is not { } takes) all = null;
            else if (!takes) return false;
        }
        return all;
    }

    /// <summary>By the table; null too, where its input values do not speak against it.</summary>
    public bool IsAllowed(int input, Value value) => allowed[input] is not { } tests || Passes(tests, value);

    /// <summary>The example's value of each input; one that nothing depends on is left out of it.</summary>
    public List<Value> Values(ImmutableArray<ExampleInput> example) =>
        [.. Table.Inputs.Select(i => example.FirstOrDefault(e => e.Input == i.Expression.Text) is { Value: not null } said ? Feel(said.Feel) : new Value.Number(99))];

    public static bool Passes(string tests, Value value)
    {
        if (!Tests.TryGetValue(tests, out var expression))
        {
            Assert.True(Expression.TryParseTests(tests, Names.Open, out expression, out var error), $"{tests}: {error}");
            Tests[tests] = expression!;
        }
        return expression!.Evaluate(Value.Context.Of([new("?", value)])) is Value.Boolean { Is: true };
    }

    public static Value Feel(string text)
    {
        Assert.True(Expression.TryParse(text, out var expression, out var error), $"{text}: {error}");
        return expression!.Evaluate(Value.Context.Empty);
    }

    private static readonly Dictionary<string, Expression> Tests = new(StringComparer.Ordinal);

    public override string ToString() =>
        $"{Table.HitPolicy}\n{string.Join(" | ", kinds.Select((k, i) => $"{k.Type}: {allowed[i]}"))}\n{string.Join("\n", cells.Select((r, i) => $"{i + 1}: {string.Join(" | ", r)} → {outputs[i]}"))}";
}
