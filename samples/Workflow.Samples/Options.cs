using System.Globalization;
using Workflow.Samples.Walk;

namespace Workflow.Samples;

/// <summary>What the program is asked to do.</summary>
/// <param name="Patience">how long a request is sent again while the server does not answer</param>
internal sealed record Options(string Command, string? Sample, Uri Url, string Data, Language Language, TimeSpan Patience)
{
    public static readonly string Usage = $"""
        usage: Workflow.Samples walk <sample> --url <address> --data <folder> [--lang zh|en|both] [--patience <seconds>]
               Workflow.Samples demo --url <address> --data <folder> [--patience <seconds>]

        walk   plays a sample case to its end through the HTTP API; samples: {Walks.Names}
        demo   fills some dozens of cases in every state, once for a data folder, and prints the accounts
        --patience   how long to go on while the server is away, for tests that kill it (15)
        """;

    private const int MostPatience = 3600;

    /// <summary>Reads the arguments; null and a reason when they are wrong.</summary>
    public static (Options? Options, string? Reason) Read(IReadOnlyList<string> args)
    {
        if (args.Count == 0) return (null, "what is to be done is missing");
        var (command, sample, next) = args[0] == "walk" && args.Count > 1 && !args[1].StartsWith('-') ? ("walk", args[1], 2) : (args[0], null, 1);
        if (command is not ("walk" or "demo")) return (null, $"'{command}' is neither walk nor demo");
        if (command == "walk" && Walks.Find(sample) is null) return (null, $"there is no sample '{sample}'; there are: {Walks.Names}");

        var (url, data, language, patience) = ((Uri?)null, (string?)null, Language.Both, TimeSpan.FromSeconds(15));
        for (; next < args.Count; next += 2)
        {
            if (next + 1 == args.Count) return (null, $"{args[next]} needs a value");
            var value = args[next + 1];
            switch (args[next])
            {
                case "--url" when Uri.TryCreate(value, UriKind.Absolute, out var parsed) && parsed.Scheme is "http" or "https": url = new Uri(value); break;
                case "--data" when Directory.Exists(value): data = value; break;
                case "--lang" when Enum.TryParse<Language>(value, ignoreCase: true, out var known): language = known; break;
                case "--patience" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= MostPatience:
                    patience = TimeSpan.FromSeconds(seconds);
                    break;
                default: return (null, $"'{args[next]} {value}' is not understood, or there is no such folder");
            }
        }
        return url is null || data is null ? (null, "--url and --data are needed") : (new(command, sample, url, data, language, patience), null);
    }
}
