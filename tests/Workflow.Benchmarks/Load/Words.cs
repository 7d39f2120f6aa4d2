using System.Globalization;

namespace Workflow.Benchmarks.Load;

/// <summary>The options of one benchmark: names with whole numbers behind them; a name that is not known is refused.</summary>
internal sealed class Words
{
    private readonly Dictionary<string, int> _values = new(StringComparer.Ordinal);

    /// <param name="known">the names with what counts when they are not given</param>
    public Words(IReadOnlyList<string> words, params (string Name, int Usual)[] known)
    {
        foreach (var (name, usual) in known) _values[name] = usual;
        for (int i = 0; i < words.Count; i += 2)
        {
            if (!_values.ContainsKey(words[i])) throw new ArgumentException($"unknown option '{words[i]}'", nameof(words));
            _values[words[i]] = i + 1 < words.Count ? int.Parse(words[i + 1], NumberStyles.None, CultureInfo.InvariantCulture) : throw new ArgumentException($"{words[i]} needs a value", nameof(words));
        }
    }

    public int this[string name] => _values[name];
}
