using System.Globalization;
using Workflow.Samples;
using Workflow.Samples.Demo;
using Workflow.Samples.Walk;
using Workflow.Server.Tests.Cases;
using Xunit;

namespace Workflow.Server.Tests.Samples;

/// <summary>Every sample is published and played to its end, as ./run.sh --walk does it.</summary>
public sealed class WalkTests(WalkTests.Town town) : IClassFixture<WalkTests.Town>
{
    public static TheoryData<string> Names => [.. Walks.All.Select(w => w.Sample)];

    [Theory, MemberData(nameof(Names))]
    public async Task A_walk_ends_with_its_concluded_line(string sample)
    {
        await using var told = new StringWriter(CultureInfo.InvariantCulture);

        await Walks.PlayAsync(Walks.Find(sample)!, new Options("walk", sample, town.Server.Address, town.Server.Data, Language.Both, TimeSpan.FromSeconds(30)), told);

        var lines = told.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        TestContext.Current.TestOutputHelper?.WriteLine(told.ToString());
        Assert.StartsWith("concluded: ", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_demo_fills_cases_of_every_sample_and_fills_them_once()
    {
        var options = new Options("demo", null, town.Server.Address, town.Server.Data, Language.Both, TimeSpan.FromSeconds(30));
        await using var first = new StringWriter(CultureInfo.InvariantCulture);
        await Demos.FillAsync(options, first);
        await using var second = new StringWriter(CultureInfo.InvariantCulture);
        await Demos.FillAsync(options, second);

        Assert.Contains("61 demo cases", first.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("demo cases", second.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_sample_is_answered_with_the_names_of_those_that_are_there()
    {
        var (options, reason) = Options.Read(["walk", "no-such-sample", "--url", "http://127.0.0.1:1", "--data", town.Server.Data]);

        Assert.Null(options);
        Assert.All(Walks.All, walk => Assert.Contains(walk.Sample, reason!, StringComparison.Ordinal));
    }

    /// <summary>One server for all of them.</summary>
    public sealed class Town : IAsyncLifetime
    {
        public RunningServer Server { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Server = await RunningServer.StartAsync();

        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }
}
