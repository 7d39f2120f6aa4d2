using System.Globalization;

namespace Workflow.Benchmarks.FanOut;

/// <param name="Children">sizes of the measured cases</param>
/// <param name="Clients">people and workers who decide children at the same time</param>
/// <param name="Beside">children of the large case beside which other cases are measured; 0 leaves that part out</param>
/// <param name="Seconds">how long the other cases are measured without it</param>
/// <param name="InMemory">no database: only where this process spends its time</param>
internal sealed record FanOutOptions(IReadOnlyList<int> Children, ChildKind Kind = ChildKind.User, int Clients = 64, int Beside = 20_000, int Seconds = 8, bool InMemory = false)
{
    public static FanOutOptions Parse(IReadOnlyList<string> words)
    {
        var options = new FanOutOptions([1_000, 10_000, 100_000, 200_000]);
        for (int i = 0; i < words.Count; i++)
        {
            if (words[i] == "--in-memory")
            {
                options = options with { InMemory = true };
                continue;
            }

            string value = i + 1 < words.Count ? words[i + 1] : throw new ArgumentException($"{words[i]} needs a value", nameof(words));
            options = words[i++] switch
            {
                "--children" => options with { Children = [.. value.Split(',').Select(Number)] },
                "--kind" => options with { Kind = Enum.Parse<ChildKind>(value, ignoreCase: true) },
                "--clients" => options with { Clients = Number(value) },
                "--beside" => options with { Beside = Number(value) },
                "--seconds" => options with { Seconds = Number(value) },
                var unknown => throw new ArgumentException($"unknown option '{unknown}'", nameof(words)),
            };
        }

        return options;
    }

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
