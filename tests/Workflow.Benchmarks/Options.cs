using System.Globalization;

namespace Workflow.Benchmarks;

/// <param name="Clients">cases under way at once</param>
/// <param name="Nodes">nodes in this process, requests going to each in turn</param>
/// <param name="Rounds">measured rounds; the median counts</param>
/// <param name="Seconds">length of a round</param>
/// <param name="Http">through the public HTTP API, each node a server, connections kept alive</param>
/// <param name="Counted">tells what each statement cost the database</param>
/// <param name="Alone">without the peers: for whoever profiles the engine</param>
public sealed record Options(int Clients = 64, int Nodes = 1, int Rounds = 3, int Seconds = 6, bool Http = false, bool Alone = false, bool Counted = false)
{
    public static Options Parse(IReadOnlyList<string> words)
    {
        var options = new Options();
        for (int i = 0; i < words.Count; i++)
        {
            if (words[i] is "--http" or "--alone" or "--statements")
            {
                options = words[i] switch
                {
                    "--http" => options with { Http = true },
                    "--alone" => options with { Alone = true },
                    _ => options with { Counted = true },
                };
                continue;
            }

            int value = i + 1 < words.Count ? int.Parse(words[i + 1], CultureInfo.InvariantCulture) : throw new ArgumentException($"{words[i]} needs a value", nameof(words));
            options = words[i] switch
            {
                "--clients" => options with { Clients = value },
                "--nodes" => options with { Nodes = value },
                "--rounds" => options with { Rounds = value },
                "--seconds" => options with { Seconds = value },
                var unknown => throw new ArgumentException($"unknown option '{unknown}'", nameof(words)),
            };
            i++;
        }

        return options;
    }
}
