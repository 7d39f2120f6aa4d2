using Xunit;

namespace Workflow.Faults.Rounds;

/// <summary>The fault driver as a test: a new seed each time, printed; ONEGO_SEED runs one again.</summary>
public sealed class FaultRoundTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("onego-rounds-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Whatever_falls_while_people_work_nothing_acknowledged_is_lost_and_nothing_happens_twice()
    {
        // given
        var options = RoundOptions.FromEnvironment();
        var rounds = new FaultRounds(options, _folder, Console.WriteLine);

        // when
        var tally = await rounds.RunAsync(TestContext.Current.CancellationToken);

        // then
        Assert.True(tally.Wrong.Count == 0, $"ONEGO_SEED={options.Seed} runs it again, ONEGO_SEED={options.Seed}/R round R alone:\n{string.Join('\n', tally.Wrong)}");
        Assert.Equal(options.Rounds, tally.Of("rounds"));
        Assert.True(tally.Of("acknowledged") > 0 && tally.Of("messages") > 0 && tally.Of("cases ended") > 0, tally.ToString());
    }

    [Fact]
    public void A_seed_chooses_the_same_whichever_rounds_went_before()
    {
        var options = new RoundOptions(7, 0, 30, Enum.GetValues<FaultKind>());
        Assert.Equal(options.RandomOf(12, 3).Next(), (options with { First = 12, Rounds = 1 }).RandomOf(12, 3).Next());
        Assert.NotEqual(options.RandomOf(12, 3).Next(), options.RandomOf(13, 3).Next());
        Assert.Equal([FaultKind.Kill, FaultKind.Cut], RoundOptions.Parse(["--seed", "7", "--only", "kill,cut"]).Only);
        Assert.Throws<FormatException>(() => RoundOptions.Parse(["--only", "earthquake"]));
    }
}
