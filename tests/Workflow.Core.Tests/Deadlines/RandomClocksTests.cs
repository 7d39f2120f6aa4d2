using System.Collections.Immutable;
using Workflow.Core.Deadlines;
using Xunit;

namespace Workflow.Core.Tests.Deadlines;

/// <summary>Random clocks against <see cref="ClockOracle"/>: ten thousand, or a million where ONEGO_LONG is set.</summary>
public class RandomClocksTests
{
    private static readonly WorkCalendar China = StateCouncilCalendar.Latest;
    private static readonly bool Long = Environment.GetEnvironmentVariable("ONEGO_LONG") is { Length: > 0 };

    [Fact]
    public void A_random_clock_in_days_is_due_when_a_walk_over_the_days_says_so()
    {
        for (var seed = 0; seed < (Long ? 1_000_000 : 10_000); seed++)
        {
            var random = new Random(seed);
            var (start, stops) = Draw(random, meanDays: 12);
            var limit = random.Next(1, 61);
            var warning = random.Next(1, 6);

            var times = Clocks.TimesOf(China, new(limit, TimeUnit.WorkingDays), start, stops, warning);

            Assert.True(ClockOracle.DueInDays(start, limit, stops) == times.DueAt, $"seed {seed}");
            var yellow = limit > warning ? ClockOracle.DueInDays(start, limit - warning, stops) : default(DateTimeOffset?);
            Assert.True(yellow == times.YellowAt, $"seed {seed}, yellow");
            HoldsTogether(seed, new("case", new(limit, TimeUnit.WorkingDays), null, start, stops, times.DueAt, times.Provisional, null), times);
        }
    }

    [Fact]
    public void A_random_clock_in_hours_is_due_when_a_walk_over_the_minutes_says_so()
    {
        for (var seed = 0; seed < (Long ? 20_000 : 500); seed++)
        {
            var random = new Random(seed);
            var (start, stops) = Draw(random, meanDays: 3);
            var limit = random.Next(1, 80);

            var times = Clocks.TimesOf(China, new(limit, TimeUnit.WorkingHours), start, stops, 1);

            Assert.True(ClockOracle.DueInHours(start, limit, stops) == times.DueAt, $"seed {seed}");
            Assert.True(times.YellowAt is null == limit <= 7 && !(times.YellowAt >= times.DueAt), $"seed {seed}, yellow");
        }
    }

    /// <summary>What the other questions answer about the same clock must fit its due instant.</summary>
    private static void HoldsTogether(int seed, Clock clock, ClockTimes times)
    {
        var before = clock with { Stops = [.. clock.Stops.Where(stop => stop.StoppedAt < times.DueAt)] };
        var atDue = Clocks.ReadingAt(China, before, times.DueAt);
        // Nothing remains at the due instant, and something remained the day before, unless the clock was stopped on its last day.
        Assert.True(atDue.Remaining <= 0, $"seed {seed}, remaining {atDue.Remaining}");
        if (seed % 20 != 0) return;

        var days = Clocks.Explain(before, China, times.DueAt.AddTicks(-1));
        Assert.True(days[^1].IsDue && days.Count(day => day.IsDue) == 1, $"seed {seed}, due day");
        Assert.True(days[^1].Total == days.Sum(day => day.Adds) && days[^1].Total >= clock.Limit.Amount, $"seed {seed}, total");
    }

    /// <summary>A start in 2008–2025 and up to four stops after it, apart from each other, at whole minutes.</summary>
    private static (DateTimeOffset Start, ImmutableArray<ClockStop> Stops) Draw(Random random, int meanDays)
    {
        var start = new DateTimeOffset(2008, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(random.Next(18 * 365 * 1440));
        var stops = ImmutableArray.CreateBuilder<ClockStop>();
        var at = start;
        for (var i = random.Next(5); i > 0; i--)
        {
            var stopped = at.AddMinutes(random.Next(random.Next(2) * meanDays * 2880 + 1));
            at = stopped.AddMinutes(random.Next(random.Next(4) * meanDays * 1440 + 600));
            stops.Add(ClocksTests.Stop(stopped, at));
        }
        return (start, stops.ToImmutable());
    }
}
