using Xunit;

namespace Workflow.Core.Tests.Simulation;

/// <summary>The simulation can fail: with any one rule of the store or of the driver switched off it finds a seed that notices.</summary>
public sealed class BrokenRuleTests
{
    private const int SeedsAtMost = 300;

    public static TheoryData<string> Rules => [.. Enum.GetNames<Broken>().Where(n => n != nameof(Broken.Nothing))];

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_rule_that_is_switched_off_is_noticed(string rule)
    {
        var broken = Enum.Parse<Broken>(rule);
        for (int seed = 1; seed <= SeedsAtMost; seed++)
            if (Runs.Breaks(Plan.Without(broken, seed)) is not null) return;
        Assert.Fail($"{rule}: nothing was noticed in {SeedsAtMost} runs");
    }

    [Fact]
    public void A_failure_is_made_smaller_and_told_with_its_seed_and_trace()
    {
        int seed = Enumerable.Range(1, SeedsAtMost).First(s => Runs.Breaks(Plan.Without(Broken.LookUpWithoutFence, s)) is not null);

        string told = Runs.Tell(Plan.Without(Broken.LookUpWithoutFence, seed));

        Assert.Contains($"ONEGO_SEED={seed}", told, StringComparison.Ordinal);
        Assert.Contains("commit node-", told, StringComparison.Ordinal);
    }
}
