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
    var accounts = DemoAccounts.Open(options.Data);
    var (patience, key) = await PrepareAsync(options, options.Sample!, accounts.All.Where(RestaurantWalk.TakesPart));
    using var cast = new Cast(options.Url, accounts, patience);
    var story = $"walk-{Guid.NewGuid():N}";
    var closing = await new RestaurantWalk(story, cast, accounts, patience, key, options.Language, Console.Out).PlayAsync();
    Console.Out.WriteLine();
    Console.Out.WriteLine(closing);
    return 0;
}

static async Task<int> DemoAsync(Options options)
{
    var accounts = DemoAccounts.Open(options.Data);
    var marks = new DemoMarks(options.Data);
    if (marks.IsFilled && accounts.AreNew) await PrepareAsync(options, "open-a-restaurant", accounts.All);
    if (!marks.IsFilled)
    {
        Console.Out.WriteLine("filling the demo …");
        var (patience, key) = await PrepareAsync(options, "open-a-restaurant", accounts.All);
        using var cast = new Cast(options.Url, accounts, patience);
        var cases = await new DemoFill(marks, cast, patience, key).FillAsync();
        Console.Out.WriteLine($"{cases} demo cases, each on a test clock; it says so on the case.");
    }
    AccountTable.Print(accounts, options.Data, Console.Out);
    return 0;
}

// What every story needs before its first line: the accounts, and the sample published by the administrator.
static async Task<(Patience Patience, string ControlKey)> PrepareAsync(Options options, string sample, IEnumerable<DemoAccount> accounts)
{
    var patience = new Patience(options.Patience);
    var (name, password) = Secrets.FirstAdministrator(options.Data);
    using var administrator = new Session(options.Url, name, password, patience);
    await administrator.SignInAsync();
    await new Catalogue(administrator).EnsureAsync(sample, accounts);
    return (patience, Secrets.ControlKey(options.Data));
}
