using Workflow.Server.Operations;
using Xunit;

namespace Workflow.Server.Tests.Operations;

/// <summary>How many requests are let in, by a clock that is moved by hand.</summary>
public sealed class AdmissionLineTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly HandClock clock = new();

    [Fact]
    public void A_few_are_let_in_while_nothing_is_answered_and_the_next_is_told_to_come_again()
    {
        var line = new AdmissionLine("commands", new AdmissionLimits(Always: 3, Wait: Second), clock);
        for (var i = 0; i < 3; i++) Assert.Null(line.TryEnter(0));

        Assert.Equal(5, line.TryEnter(0));
        Assert.Equal((3, 1), (line.UnderWay, (int)line.Refused));
    }

    [Fact]
    public void Who_is_only_looked_at_takes_no_place_and_is_counted_when_refused()
    {
        var line = new AdmissionLine("commands", new AdmissionLimits(Always: 1, Wait: Second), clock);
        Assert.Null(line.TryRefuse(0));
        Assert.Equal((0, 0), (line.UnderWay, (int)line.Refused));
        line.TryEnter(0);

        Assert.Equal(5, line.TryRefuse(0));
        Assert.Equal((1, 1), (line.UnderWay, (int)line.Refused));
    }

    [Fact]
    public void The_faster_they_are_answered_the_more_are_let_in()
    {
        var line = new AdmissionLine("commands", new AdmissionLimits(Always: 2, Wait: Second), clock);
        // Two hundred in two seconds: a hundred a second, so about a hundred may wait for one second.
        for (var i = 0; i < 200; i++)
        {
            Assert.Null(line.TryEnter(0));
            line.Leave(0);
            clock.Advance(TimeSpan.FromMilliseconds(10));
        }

        var entered = 0;
        while (line.TryEnter(0) is null) entered++;
        Assert.InRange(entered, 90, 110);
        Assert.Equal(2, line.TryEnter(0));
    }

    [Fact]
    public void A_rate_of_long_ago_counts_for_nothing()
    {
        var line = new AdmissionLine("commands", new AdmissionLimits(Always: 1, Wait: Second), clock);
        for (var i = 0; i < 100; i++)
        {
            line.TryEnter(0);
            line.Leave(0);
        }
        Assert.InRange(line.PerSecond, 50, 60);
        clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(0, line.PerSecond);
        Assert.Null(line.TryEnter(0));
        Assert.Equal(5, line.TryEnter(0));
    }

    [Fact]
    public void Large_bodies_are_counted_by_their_bytes()
    {
        var line = new AdmissionLine("commands", new AdmissionLimits(Always: 100, Wait: Second, Bytes: 1_000), clock);
        Assert.Null(line.TryEnter(5_000));
        Assert.Equal(1, line.TryEnter(1));
        line.Leave(5_000);

        Assert.Null(line.TryEnter(400));
        Assert.Null(line.TryEnter(600));
        Assert.NotNull(line.TryEnter(1));
    }

    private sealed class HandClock : TimeProvider
    {
        private long ticks = 1;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => ticks;

        public void Advance(TimeSpan by) => ticks += by.Ticks;
    }
}
