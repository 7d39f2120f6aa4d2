using System.Collections.Immutable;
using System.Text.Json;
using Workflow.Feel;
using Workflow.Feel.Dmn.Testing;

namespace Workflow.Conformance;

/// <summary>
/// A second opinion on FEEL: expressions and unary tests of another engine, as arrays of objects with <c>kind</c>, <c>feel</c> and
/// <c>expected</c> in <c>*.json</c>. Where that engine and the standard differ, <c>feel-differences.json</c> beside this file names
/// the case, our value and the clause that decides; a difference that is not named fails, and so does a named one that is none.
/// </summary>
public static class FeelSet
{
    /// <param name="Ours">the value as FEEL writes it, or the code with which the text is refused</param>
    /// <param name="Clause">what decides: a clause of DMN 1.5, or a case of its compatibility kit</param>
    public sealed record Difference(string Kind, string Feel, string? Input, string? Context, string Ours, string Clause);

    public static Verdicts Run(string folder)
    {
        var verdicts = new Verdicts();
        var named = Differences().ToDictionary(d => (d.Kind, d.Feel, d.Input, d.Context));
        var agreed = 0;
        foreach (var file in Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            using var json = JsonDocument.Parse(System.IO.File.ReadAllBytes(file));
            if (json.RootElement.ValueKind != JsonValueKind.Array) continue;
            foreach (var test in json.RootElement.EnumerateArray().Where(t => t.ValueKind == JsonValueKind.Object && t.TryGetProperty("feel", out _)))
            {
                if (test.TryGetProperty("dialect", out var dialect)) { verdicts.Skip($"written in the dialect {dialect.GetString()}"); continue; }
                var (kind, feel) = (test.GetProperty("kind").GetString()!, test.GetProperty("feel").GetString()!);
                var label = $"{(test.TryGetProperty("origin", out var origin) ? origin.GetString() : Path.GetFileName(file))} {feel.ReplaceLineEndings(" ").Trim()}";
                if (Raw(test, "input") is { } input) label += $" with {input}";
                var (ours, same) = Judge(kind, feel, test);
                if (named.GetValueOrDefault((kind, feel, Raw(test, "input"), Raw(test, "context"))) is { } difference)
                {
                    if (same) verdicts.Fail(label, $"is named as a difference, and is none ({difference.Clause})");
                    else if (ours != difference.Ours) verdicts.Fail(label, $"is {ours}, and not {difference.Ours} as the difference says ({difference.Clause})");
                    else { agreed++; verdicts.Pass(); }
                }
                else if (same) verdicts.Pass();
                else verdicts.Fail(label, $"expected {test.GetProperty("expected").GetRawText()}, got {ours}");
            }
        }
        if (verdicts is { Passed: > 0 } or { Failed: > 0 }) verdicts.Note($"{agreed} differ from the other engine, each by the clause that feel-differences.json names");
        return verdicts;
    }

    private static (string Ours, bool Same) Judge(string kind, string feel, JsonElement test)
    {
        var context = test.TryGetProperty("context", out var given) ? (Value.Context)ToValue(given) : Value.Context.Empty;
        if (test.TryGetProperty("input", out var input))
        {
            // An object with the entry "?" is the whole context; anything else is the value under test.
            context = input.ValueKind == JsonValueKind.Object && input.TryGetProperty("?", out _) ? (Value.Context)ToValue(input) : context.With("?", ToValue(input));
        }
        var names = new Names([.. context.Entries.Select(e => new Parameter(e.Key, FeelType.Any))]);
        Expression? expression;
        FeelError? error;
        var parsed = kind == "unaryTest" ? Expression.TryParseTests(feel, names, out expression, out error) : Expression.TryParse(feel, names, out expression, out error);
        // In a model such an expression is null, with the refusal as the error.
        if (!parsed) return ($"refused: {error!.Code}", Expectation(test.GetProperty("expected")).Matches(Value.Null));
        var value = expression!.Evaluate(context, new Evaluation(now: new DateTimeOffset(2026, 7, 1, 9, 30, 0, TimeSpan.FromHours(8))));
        return (FeelText.Of(value), Expectation(test.GetProperty("expected")).Matches(value));
    }

    private static DmnTestValue Expectation(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Array => new DmnTestValue.List([.. json.EnumerateArray().Select(Expectation)]),
        JsonValueKind.Object => new DmnTestValue.Context([.. json.EnumerateObject().Select(p => KeyValuePair.Create(p.Name, Expectation(p.Value)))]),
        _ => new DmnTestValue.Typed(ToValue(json)),
    };

    private static Value ToValue(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.True => Value.True,
        JsonValueKind.False => Value.False,
        JsonValueKind.Number => Decimal128.TryParse(json.GetRawText(), out var number) ? new Value.Number(number) : Value.Null,
        JsonValueKind.String => new Value.Text(json.GetString()!),
        JsonValueKind.Array => new Value.List([.. json.EnumerateArray().Select(ToValue)]),
        JsonValueKind.Object => Value.Context.Of(json.EnumerateObject().Select(p => KeyValuePair.Create(p.Name, ToValue(p.Value)))),
        _ => Value.Null,
    };

    private static string? Raw(JsonElement test, string name) => test.TryGetProperty(name, out var value) ? JsonSerializer.Serialize(value) : null;

    private static ImmutableArray<Difference> Differences()
    {
        using var stream = typeof(FeelSet).Assembly.GetManifestResourceStream("feel-differences.json")!;
        using var json = JsonDocument.Parse(stream);
        return [.. json.RootElement.EnumerateArray().Select(d => new Difference(d.GetProperty("kind").GetString()!, d.GetProperty("feel").GetString()!, Raw(d, "input"), Raw(d, "context"),
            d.GetProperty("ours").GetString()!, d.GetProperty("clause").GetString()!))];
    }
}
