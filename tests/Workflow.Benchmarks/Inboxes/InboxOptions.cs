using System.Globalization;

namespace Workflow.Benchmarks.Inboxes;

/// <param name="Cases">live cases of each measured database</param>
/// <param name="Rate">commands a second that go through a node while pages are read</param>
/// <param name="Commands">commands a second while their processor time is measured, in each size the same</param>
/// <param name="Clients">officers who read one page after another</param>
/// <param name="Seconds">length of a round</param>
/// <param name="Rounds">rounds of commands for each size, in turn; the median counts</param>
/// <param name="Keep">folder in which seeded databases are kept and found again; null: made and deleted</param>
internal sealed record InboxOptions(IReadOnlyList<int> Cases, int Rate = 200, int Commands = 800, int Clients = 4, int Seconds = 6, int Rounds = 3, string? Keep = null)
{
    public static InboxOptions Parse(IReadOnlyList<string> words)
    {
        var options = new InboxOptions([10_000, 100_000, 1_000_000]);
        for (int i = 0; i < words.Count; i++)
        {
            string value = i + 1 < words.Count ? words[i + 1] : throw new ArgumentException($"{words[i]} needs a value", nameof(words));
            options = words[i++] switch
            {
                "--cases" => options with { Cases = [.. value.Split(',').Select(Number)] },
                "--rate" => options with { Rate = Number(value) },
                "--commands" => options with { Commands = Number(value) },
                "--clients" => options with { Clients = Number(value) },
                "--seconds" => options with { Seconds = Number(value) },
                "--rounds" => options with { Rounds = Number(value) },
                "--keep" => options with { Keep = value },
                var unknown => throw new ArgumentException($"unknown option '{unknown}'", nameof(words)),
            };
        }

        return options;
    }

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    public static string Short(int cases) => cases switch
    {
        >= 1_000_000 when cases % 1_000_000 == 0 => string.Create(CultureInfo.InvariantCulture, $"{cases / 1_000_000} M"),
        >= 1_000 when cases % 1_000 == 0 => string.Create(CultureInfo.InvariantCulture, $"{cases / 1_000} k"),
        _ => cases.ToString(CultureInfo.InvariantCulture),
    };
}
