namespace Workflow.Conformance;

/// <summary>What came of a run: counts, each failure, and lines that say more than a count.</summary>
public sealed class Verdicts
{
    private readonly List<(string Case, string Why)> _failures = [];
    private readonly SortedDictionary<string, int> _skips = new(StringComparer.Ordinal);
    private readonly List<string> _notes = [];

    public int Passed { get; private set; }
    public int Failed => _failures.Count;
    public int Skipped => _skips.Values.Sum();
    public IReadOnlyList<(string Case, string Why)> Failures => _failures;
    public IReadOnlyList<string> Notes => _notes;

    public void Pass() => Passed++;

    public void Fail(string @case, string why) => _failures.Add((@case, why));

    public void Skip(string reason) => _skips[reason] = _skips.GetValueOrDefault(reason) + 1;

    public void Note(string line) => _notes.Add(line);

    /// <summary>Passes when what came out is what was expected.</summary>
    public void Expect<T>(string @case, T expected, T actual)
    {
        if (EqualityComparer<T>.Default.Equals(expected, actual)) Pass();
        else Fail(@case, $"expected {expected}, got {actual}");
    }

    /// <returns>the exit code: 0 when nothing failed</returns>
    public int Print(TextWriter output)
    {
        foreach (var (name, why) in _failures) output.WriteLine($"FAILED {name}: {why}");
        foreach (var (reason, count) in _skips) output.WriteLine($"skipped {count}: {reason}");
        foreach (var note in _notes) output.WriteLine(note);
        output.WriteLine($"{Passed} passed, {Failed} failed, {Skipped} skipped");
        return Failed == 0 ? 0 : 1;
    }
}
