using System.Globalization;

namespace Workflow.Faults.Rounds;

/// <summary>What a round does to servers, database and network.</summary>
internal enum FaultKind
{
    /// <summary>A server dies by kill -9 and is started again.</summary>
    Kill,

    /// <summary>PostgreSQL is stopped at once, without a checkpoint, and recovers.</summary>
    Stop,

    /// <summary>Connections between a server and PostgreSQL are reset, also in the middle of a batch or before its answer.</summary>
    Cut,

    /// <summary>What goes between a server and PostgreSQL is late, or held back for a while.</summary>
    Delay,

    /// <summary>PostgreSQL can write no further: into tables, or into its write-ahead log.</summary>
    Disk,

    /// <summary>A server, or the PostgreSQL process that writes for one, stands still.</summary>
    Pause,

    /// <summary>The clock of a server's machine jumps.</summary>
    Clock,
}

/// <summary>Which rounds are run.</summary>
/// <param name="Seed">everything that is chosen follows from it; what processes make of it in time does not</param>
/// <param name="First">number of the first round; what a round chooses does not depend on those before it</param>
/// <param name="Rounds">how many</param>
/// <param name="Only">kinds of faults to choose from</param>
internal sealed record RoundOptions(int Seed, int First, int Rounds, IReadOnlyList<FaultKind> Only)
{
    public const int RoundsUsual = 30;
    public const int RoundsLong = 1_000;

    public const string Usage =
        """
        Workflow.Faults rounds [--seed N] [--from R] [--rounds M] [--only kill,stop,cut,delay,disk,pause,clock]

          --seed N     the rounds of this seed again; without it a new one, which is printed
          --from R     begins with round R (0): "--seed N --from R --rounds 1" is round R alone
          --rounds M   how many rounds (30)
          --only …     only these kinds of faults

        Exit codes: 0 all held, 1 something did not, 2 wrong arguments.
        """;

    /// <summary>From ONEGO_SEED ("N", or "N/R" for round R alone), ONEGO_ROUNDS and ONEGO_LONG.</summary>
    public static RoundOptions FromEnvironment()
    {
        int rounds = Environment.GetEnvironmentVariable("ONEGO_LONG") is { Length: > 0 } ? RoundsLong : RoundsUsual;
        if (Environment.GetEnvironmentVariable("ONEGO_ROUNDS") is { Length: > 0 } asked) rounds = Number(asked);
        var usual = new RoundOptions(Random.Shared.Next(1, 1_000_000), 0, rounds, Enum.GetValues<FaultKind>());
        if (Environment.GetEnvironmentVariable("ONEGO_SEED") is not { Length: > 0 } seed) return usual;
        return seed.Split('/') is [var of, var round] ? usual with { Seed = Number(of), First = Number(round), Rounds = 1 } : usual with { Seed = Number(seed) };
    }

    /// <exception cref="FormatException">an argument that is not known or has no value</exception>
    public static RoundOptions Parse(IReadOnlyList<string> words)
    {
        var options = FromEnvironment();
        for (int i = 0; i < words.Count; i += 2)
        {
            if (i + 1 == words.Count) throw new FormatException($"{words[i]} needs a value");
            string value = words[i + 1];
            options = words[i] switch
            {
                "--seed" => options with { Seed = Number(value) },
                "--from" => options with { First = Number(value) },
                "--rounds" => options with { Rounds = Number(value) },
                "--only" => options with { Only = [.. value.Split(',').Select(word => Enum.TryParse<FaultKind>(word, ignoreCase: true, out var kind) ? kind : throw new FormatException($"no such fault: {word}"))] },
                _ => throw new FormatException($"unknown argument {words[i]}"),
            };
        }

        return options;
    }

    /// <summary>A round's own choices, the same whichever rounds went before.</summary>
    /// <param name="part">0 for the faults, others for each of those who work</param>
    public Random RandomOf(int round, int part)
    {
        // SplitMix64, so that neighbouring rounds have nothing in common.
        ulong mixed = ((ulong)(uint)Seed << 32) + ((ulong)(uint)round << 8) + (uint)part + 0x9E3779B97F4A7C15UL;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9UL;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL;
        return new Random((int)(mixed >> 33));
    }

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
