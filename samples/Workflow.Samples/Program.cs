using System.Text;
using Workflow.Samples;
using Workflow.Samples.Api;
using Workflow.Samples.Demo;
using Workflow.Samples.Play;
using Workflow.Samples.Setup;
using Workflow.Samples.Walk;

Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
var (options, reason) = Options.Read(args);
if (options is null)
{
    Console.Error.WriteLine($"{reason}\n{Options.Usage}");
    return 2;
}
try
{
    return options.Command == "walk" ? await WalkAsync(options) : await DemoAsync(options);
}
catch (Exception failed) when (failed is ProblemException or StoryException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"{options.Command} stopped: {failed.Message}");
    return 1;
}

static async Task<int> WalkAsync(Options options)
{
    await Walks.PlayAsync(Walks.Find(options.Sample)!, options, Console.Out);
    return 0;
}

static async Task<int> DemoAsync(Options options)
{
    var accounts = DemoAccounts.Open(options.Data);
    var marks = new DemoMarks(options.Data);
    string[] samples = [.. Walks.All.Select(w => w.Sample)];
    if (marks.IsFilled && accounts.AreNew) await Preparation.RunAsync(options, samples, accounts.All);
    if (!marks.IsFilled)
    {
        Console.Out.WriteLine("filling the demo …");
        var (patience, key) = await Preparation.RunAsync(options, samples, accounts.All);
        using var cast = new Cast(options.Url, accounts, patience);
        var cases = await new DemoFill(marks, cast, patience, key).FillAsync();
        Console.Out.WriteLine($"{cases} demo cases, each on a test clock; it says so on the case.");
    }
    AccountTable.Print(accounts, options.Data, Console.Out);
    return 0;
}
