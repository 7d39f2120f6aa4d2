using Workflow.Faults.Rounds;

namespace Workflow.Faults;

/// <summary>The tests' program; with the word "rounds" first it runs the fault driver by hand.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        if (args is ["rounds", .. var words]) return await RoundsAsync(words);
        if (args.Any(arg => arg is "--server" or "--internal-msbuild-node"))
            return await Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions);
        return await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
    }

    private static async Task<int> RoundsAsync(IReadOnlyList<string> words)
    {
        RoundOptions options;
        try
        {
            options = RoundOptions.Parse(words);
        }
        catch (FormatException wrong)
        {
            await Console.Error.WriteLineAsync($"{wrong.Message}\n\n{RoundOptions.Usage}");
            return 2;
        }

        string folder = Directory.CreateTempSubdirectory("onego-rounds-").FullName;
        var tally = await new FaultRounds(options, folder, Console.WriteLine).RunAsync(CancellationToken.None);
        if (tally.Wrong.Count > 0)
        {
            Console.WriteLine($"what the database and the servers left is in {folder}");
            return 1;
        }

        Directory.Delete(folder, recursive: true);
        return 0;
    }
}
