using Workflow.Samples.Play;
using Workflow.Samples.Setup;

namespace Workflow.Samples.Walk;

/// <summary>One sample played to its end.</summary>
/// <param name="Departments">codes of the departments that act in it, the window among them</param>
/// <param name="PlayAsync">tells the story and answers with its closing line</param>
internal sealed record WalkPlan(string Sample, IReadOnlyList<string> Departments, Func<WalkStage, Task<string>> PlayAsync)
{
    /// <summary>Accounts that the story needs; opening one is slow on purpose, so no more than these.</summary>
    public bool Needs(DemoAccount account) =>
        account.Account == "applicant-1" || account.Region == WalkStage.Region && (account.Role == "supervisor" || Departments.Contains(account.Department));
}

/// <summary>The samples that can be played.</summary>
internal static class Walks
{
    public static readonly IReadOnlyList<WalkPlan> All =
    [
        new("open-a-restaurant", [Places.Window, "approval", "market", "urban", "fire", "health", "ecology", "water", "tax"], RestaurantWalk.PlayAsync),
        new("newborn", [Places.Window, "health", "maternity", "police", "hrss", "medical_insurance", "tax"], NewbornWalk.PlayAsync),
        new("company-setup", [Places.Window, "approval", "police", "tax", "hrss", "medical_insurance", "housing_fund", "bank"], CompanyWalk.PlayAsync),
        new("joint-acceptance", [Places.Window, "housing", "planning", "civil_defence", "archives", "water", "urban"], AcceptanceWalk.PlayAsync),
    ];

    public static string Names => string.Join(", ", All.Select(w => w.Sample));

    public static WalkPlan? Find(string? sample) => All.FirstOrDefault(w => w.Sample == sample);

    /// <summary>Publishes the sample where it is not yet, plays it on a new case, and prints timeline and closing line.</summary>
    public static async Task PlayAsync(WalkPlan walk, Options options, TextWriter to)
    {
        var accounts = DemoAccounts.Open(options.Data);
        var (patience, key) = await Preparation.RunAsync(options, [walk.Sample], accounts.All.Where(walk.Needs));
        using var cast = new Cast(options.Url, accounts, patience);
        var closing = await walk.PlayAsync(new WalkStage(walk.Sample, cast, accounts, patience, key, options.Language, to));
        to.WriteLine();
        to.WriteLine(closing);
    }
}
