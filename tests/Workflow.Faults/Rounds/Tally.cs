using System.Collections.Concurrent;
using System.Globalization;

namespace Workflow.Faults.Rounds;

/// <summary>What was done and what was found, over all rounds.</summary>
internal sealed class Tally
{
    private readonly ConcurrentDictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _wrong = [];

    /// <summary>Everything that should not be; a sentence each, with its round.</summary>
    public IReadOnlyCollection<string> Wrong => _wrong;

    /// <summary>The round that runs now, for the sentences.</summary>
    public int Round { get; set; }

    public void Count(string what, long number = 1) => _counts.AddOrUpdate(what, number, (_, known) => known + number);

    public long Of(string what) => _counts.GetValueOrDefault(what);

    public void Complain(string sentence) => _wrong.Enqueue(string.Create(CultureInfo.InvariantCulture, $"round {Round}: {sentence}"));

    public override string ToString() =>
        string.Join(" · ", _counts.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key} {pair.Value}")));
}
