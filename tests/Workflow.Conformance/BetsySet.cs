using System.Collections.Immutable;
using System.Text.Json;
using Workflow.Feel;

namespace Workflow.Conformance;

/// <summary>
/// Runs processes that others wrote to compare engines, on the interpreter with a clock moved by hand, against the traces that
/// they expect: <c>expected-traces.json</c> in the folder, an array of processes with their test cases. A trace is a multiset. An expectation that
/// the standard contradicts is named in <c>betsy-corrections.json</c> beside this file with the clause; one that is not needed (any more) fails.
/// </summary>
public static class BetsySet
{
    private const string Expected = "expected-traces.json";

    /// <param name="Written">what the suite expects</param>
    /// <param name="Corrected">what the standard says instead</param>
    public sealed record Correction(string Process, int Case, ImmutableArray<string> Written, ImmutableArray<string> Corrected, string Clause);

    public static Verdicts Run(string folder)
    {
        using var stream = typeof(BetsySet).Assembly.GetManifestResourceStream("betsy-corrections.json")!;
        using var corrections = JsonDocument.Parse(stream);
        return Run(folder, corrections.RootElement);
    }

    /// <param name="corrections">as <c>betsy-corrections.json</c> holds them</param>
    public static Verdicts Run(string folder, JsonElement corrections)
    {
        var verdicts = new Verdicts();
        if (!File.Exists(Path.Combine(folder, Expected))) return verdicts;
        using var expected = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, Expected)));
        var named = corrections.EnumerateArray().Select(Read).ToDictionary(c => (c.Process, c.Case));
        var (processes, corrected) = (0, 0);
        foreach (var process in expected.RootElement.EnumerateArray())
        {
            processes++;
            var (id, name) = (process.GetProperty("id").GetString()!, process.GetProperty("name").GetString()!);
            foreach (var test in process.GetProperty("testCases").EnumerateArray())
            {
                var number = test.GetProperty("number").GetInt32();
                var label = $"{name} #{number}";
                var wanted = Sorted(Strings(test.GetProperty("expectedTrace")));
                var got = Sorted(BetsyRun.Trace(Path.Combine(folder, process.GetProperty("file").GetString()!), name,
                    test.TryGetProperty("alsoStart", out var also) ? also.GetString() : null, Variables(test.GetProperty("variables")), wanted.Contains(BetsyRun.Marker),
                    test.TryGetProperty("delayMs", out var delay) ? TimeSpan.FromMilliseconds(delay.GetInt32()) : null));
                if (!named.TryGetValue((id, number), out var correction))
                {
                    if (Matches(wanted, got)) verdicts.Pass();
                    else verdicts.Fail(label, $"expected [{string.Join(' ', wanted)}], got [{string.Join(' ', got)}]");
                }
                else if (!Sorted(correction.Written).SequenceEqual(wanted)) verdicts.Fail(label, $"is corrected, and expects something else than what was corrected ({correction.Clause})");
                else if (Matches(wanted, got)) verdicts.Fail(label, $"is corrected, and comes out as it is written ({correction.Clause})");
                else if (!Matches(Sorted(correction.Corrected), got)) verdicts.Fail(label, $"is corrected to [{string.Join(' ', Sorted(correction.Corrected))}], got [{string.Join(' ', got)}] ({correction.Clause})");
                else
                {
                    corrected++;
                    verdicts.Pass();
                    verdicts.Note($"corrected, {label}: [{string.Join(' ', wanted)}] is [{string.Join(' ', got)}]: {correction.Clause}");
                }
            }
        }
        if (processes > 0) verdicts.Note($"{processes} processes, {verdicts.Passed - corrected} test cases as written, {corrected} corrected by a clause");
        return verdicts;
    }

    /// <summary>The suite's ERROR is any of the errors.</summary>
    private static bool Matches(ImmutableArray<string> wanted, ImmutableArray<string> got) =>
        wanted is ["ERROR"] ? got is [var only] && only.StartsWith("ERROR", StringComparison.Ordinal) : wanted.SequenceEqual(got);

    private static Value.Context Variables(JsonElement variables) => Value.Context.Of(variables.EnumerateObject().Select(v => KeyValuePair.Create<string, Value>(v.Name,
        v.Value.ValueKind == JsonValueKind.Number ? v.Value.GetDecimal() : v.Value.GetString()!)));

    private static Correction Read(JsonElement correction) => new(correction.GetProperty("process").GetString()!, correction.GetProperty("case").GetInt32(),
        [.. Strings(correction.GetProperty("written"))], [.. Strings(correction.GetProperty("corrected"))], correction.GetProperty("clause").GetString()!);

    private static IEnumerable<string> Strings(JsonElement list) => list.EnumerateArray().Select(item => item.GetString()!);

    private static ImmutableArray<string> Sorted(IEnumerable<string> trace) => [.. trace.Order(StringComparer.Ordinal)];
}
