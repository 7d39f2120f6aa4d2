using Workflow.Samples.Play;
using Workflow.Samples.Setup;
using Workflow.Samples.Walk;

namespace Workflow.Samples.Demo;

/// <summary>Publishes all samples, fills the demo once for a data folder, and prints the accounts.</summary>
internal static class Demos
{
    public static async Task FillAsync(Options options, TextWriter to)
    {
        var accounts = DemoAccounts.Open(options.Data);
        var marks = new DemoMarks(options.Data);
        string[] samples = [.. Walks.All.Select(w => w.Sample)];
        if (marks.IsFilled && accounts.AreNew) await Preparation.RunAsync(options, samples, accounts.All);
        if (!marks.IsFilled)
        {
            to.WriteLine("filling the demo …");
            var (patience, key) = await Preparation.RunAsync(options, samples, accounts.All);
            using var cast = new Cast(options.Url, accounts, patience);
            var cases = await new DemoFill(marks, cast, patience, key).FillAsync();
            to.WriteLine($"{cases} demo cases, each on a test clock; it says so on the case.");
        }
        AccountTable.Print(accounts, options.Data, to);
    }
}
