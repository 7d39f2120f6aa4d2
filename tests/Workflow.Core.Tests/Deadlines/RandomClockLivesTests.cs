using System.Collections.Immutable;
using Workflow.Core.Deadlines;
using Xunit;

namespace Workflow.Core.Tests.Deadlines;

/// <summary>
/// Random lives of clocks in days and half days: stops, an extension, edited due days, calendar notices. After each step the due
/// instant is what <see cref="SlowClock"/> says. Ten thousand, or a million where ONEGO_LONG is set.
/// </summary>
public class RandomClockLivesTests
{
    private static readonly bool Long = Environment.GetEnvironmentVariable("ONEGO_LONG") is { Length: > 0 };

    // One notice early, one late; the later version also has days with work in the morning only.
    private static readonly ImmutableArray<CalendarNotice> Few = [.. StateCouncilCalendar.Notices.Take(12)];
    private static readonly ImmutableArray<CalendarNotice> Many = [.. StateCouncilCalendar.Notices, .. HalfDays()];
    private static readonly WorkCalendar[] Calendars = [WorkCalendar.Build("cn", 1, Few), WorkCalendar.Build("cn", 2, Many)];
    private static readonly SlowDays[] Slow = [new(Few), new(Many)];

    [Fact]
    public void Whatever_happens_to_a_clock_its_due_instant_is_what_a_slow_walk_says()
    {
        var steps = new int[5];
        for (var seed = 0; seed < (Long ? 1_000_000 : 10_000); seed++) Live(new Random(seed), $"seed {seed}", steps, explained: seed % 100 == 0);
        TestContext.Current.SendDiagnosticMessage("stops {0}, extensions {1}, edits {2}, notices {3}, late notices {4}", [.. steps]);
        Assert.All(steps[..4], count => Assert.True(count >= (Long ? 100_000 : 1_000), string.Join(", ", steps)));
        Assert.True(steps[4] >= (Long ? 1_000 : 10), string.Join(", ", steps));
    }

    /// <summary>What happens next: 0 a stop and its end, 1 an extension, 2 an edited due day, 3 a notice, 4 a notice that comes too late.</summary>
    private static void Live(Random random, string seed, int[] steps, bool explained)
    {
        var halves = random.Next(2) == 0;
        var limit = new TimeLimit(random.Next(1, 40), halves ? TimeUnit.HalfDays : TimeUnit.WorkingDays);
        var at = new DateTimeOffset(2008, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(random.Next(18 * 365 * 1440));
        var version = random.Next(2);
        var slow = new SlowClock(halves, at, limit.Amount, Slow[version]);
        var due = Clocks.TimesOf(Calendars[version], limit, at, [], 0).DueAt;
        var clock = new Clock("case", limit, null, at, [], due, false, null);
        Assert.True(slow.Due() == due, $"{seed}: start {at:u}, {limit}");

        for (var step = random.Next(6); step > 0; step--)
        {
            at = at.AddMinutes(random.Next(8 * 1440));
            var what = random.Next(4);
            switch (what)
            {
                case 0:
                    var resumed = at.AddMinutes(random.Next(random.Next(3) * 8 * 1440 + 60));
                    clock = clock with { Stops = clock.Stops.Add(ClocksTests.Stop(at, resumed)) };
                    // Late stays late: then there is nothing to push.
                    if (at < clock.DueAt) slow.Stopped(at, resumed);
                    at = resumed;
                    break;
                case 1 when clock.DueAt > at && clock.ExtendedAt is null:
                    var by = limit with { Amount = random.Next(1, 15) };
                    var moved = clock.Fixed is null ? null : new FixedDue(at, Clocks.Later(Calendars[version], clock.DueAt!.Value, by));
                    clock = clock with { Limit = clock.Limit with { Amount = clock.Limit.Amount + by.Amount }, ExtendedAt = at, Fixed = moved };
                    slow.Extended(at, by.Amount);
                    break;
                case 2:
                    var last = slow.SlotOf(at) + random.Next(40);
                    while (!slow.Works(last) || slow.EndOf(last) <= at) last++;
                    Assert.True(Clocks.MayEndAt(Calendars[version], limit.Unit, slow.EndOf(last)), $"{seed}: {slow.EndOf(last):u}");
                    clock = clock with { Fixed = new(at, slow.EndOf(last)) };
                    slow.Set(at, slow.EndOf(last));
                    break;
                case 3 when clock.DueAt > at:
                    version = 1 - version;
                    slow.Days = Slow[version];
                    if (slow.Due() <= at)
                    {
                        what = 4;
                        var today = Calendars[version].EndOf(Calendars[version].DayOf(at));
                        Assert.True(Clocks.TimesOf(Calendars[version], clock, 0).DueAt <= at, $"{seed}: held");
                        clock = clock with { Fixed = new(at, today) };
                        slow.Set(at, today);
                    }
                    break;
                default: continue;
            }
            steps[what]++;
            due = Clocks.TimesOf(Calendars[version], clock, 0).DueAt;
            Assert.True(slow.Due() == due, $"{seed}: step {what} at {at:u}: {slow.Due():u}, not {due:u}");
            clock = clock with { DueAt = due };
        }
        if (!explained) return;
        var rows = Clocks.Explain(clock, Calendars[version], at);
        Assert.True(rows.Length == Clocks.MaxExplainedDays || rows.Count(row => row.IsDue) == 1 || due <= clock.StartedAt, $"{seed}: due day");
        Assert.True(rows.Length == Clocks.MaxExplainedDays || rows.Single(row => row.IsDue).Date == Calendars[version].DayOf(due.AddTicks(-1)), $"{seed}: due day");
    }

    private static IEnumerable<CalendarNotice> HalfDays()
    {
        var random = new Random(7);
        for (var year = 2008; year <= 2026; year++)
            yield return new(year, new DateOnly(year, 1, 1), null, [], [], [.. Enumerable.Range(0, 20).Select(_ => new DateOnly(year, 1, 1).AddDays(random.Next(360))).Distinct()]);
    }
}
