using System.Collections.Immutable;
using Workflow.Core.Deadlines;
using Xunit;
using static Workflow.Core.Tests.Deadlines.WorkCalendarTests;

namespace Workflow.Core.Tests.Deadlines;

public class ClocksTests
{
    private static readonly WorkCalendar China = StateCouncilCalendar.Latest;
    private static readonly TimeLimit FiveDays = new(5, TimeUnit.WorkingDays);

    // 2026-03-02 is a Monday; no notice touches that month.
    private static readonly DateTimeOffset Monday = Local(2026, 3, 2, 10, 0);

    [Fact]
    public void The_first_day_is_the_day_after_and_the_limit_ends_with_its_last_day()
    {
        var times = Clocks.TimesOf(China, FiveDays, Monday, [], 2);
        Assert.Equal(Local(2026, 3, 10, 0, 0), times.DueAt);
        Assert.Equal(TimeSpan.Zero, times.DueAt.Offset);
        Assert.False(times.Provisional);
    }

    [Fact]
    public void The_yellow_card_falls_due_when_the_warning_time_is_left()
    {
        // Due with Monday the 9th; two working days before, with Thursday the 5th, Friday and Monday are left.
        Assert.Equal(Local(2026, 3, 6, 0, 0), Clocks.TimesOf(China, FiveDays, Monday, [], 2).YellowAt);
        Assert.Null(Clocks.TimesOf(China, FiveDays, Monday, [], 0).YellowAt);
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(1, 3)]
    public void A_limit_no_longer_than_the_warning_has_no_yellow_card(int limit, int warning) =>
        Assert.Null(Clocks.TimesOf(China, new(limit, TimeUnit.WorkingDays), Monday, [], warning).YellowAt);

    [Fact]
    public void Stopped_and_resumed_on_the_same_day_nothing_is_lost()
    {
        var stop = Stop(Local(2026, 3, 4, 9, 0), Local(2026, 3, 4, 17, 0));
        Assert.Equal(Clocks.TimesOf(China, FiveDays, Monday, [], 2), Clocks.TimesOf(China, FiveDays, Monday, [stop], 2));
    }

    [Fact]
    public void The_days_after_the_stop_up_to_the_resumption_are_not_counted()
    {
        // Tuesday and Wednesday counted; Thursday, Friday, Monday out; Tuesday 10th to Thursday 12th counted.
        var stop = Stop(Local(2026, 3, 4, 9, 0), Local(2026, 3, 9, 9, 0));
        Assert.Equal(Local(2026, 3, 13, 0, 0), Clocks.TimesOf(China, FiveDays, Monday, [stop], 2).DueAt);
    }

    [Fact]
    public void A_clock_stopped_on_its_last_day_ends_with_the_day_of_resumption()
    {
        var lastDay = Local(2026, 3, 9, 15, 0);
        Assert.Equal(Local(2026, 3, 19, 0, 0), Clocks.TimesOf(China, FiveDays, Monday, [Stop(lastDay, Local(2026, 3, 18, 9, 0))], 2).DueAt);
        // Resumed on a Saturday: the Monday after.
        Assert.Equal(Local(2026, 3, 17, 0, 0), Clocks.TimesOf(China, FiveDays, Monday, [Stop(lastDay, Local(2026, 3, 14, 9, 0))], 2).DueAt);
    }

    [Fact]
    public void A_stop_after_the_due_instant_changes_nothing()
    {
        var stop = Stop(Local(2026, 3, 10, 0, 0), Local(2026, 3, 20, 9, 0));
        Assert.Equal(Local(2026, 3, 10, 0, 0), Clocks.TimesOf(China, FiveDays, Monday, [stop], 2).DueAt);
    }

    [Fact]
    public void Hours_count_working_time_from_the_instant_itself()
    {
        // 10:00–12:00, 13:30–17:30 and 09:00–11:00 the day after.
        Assert.Equal(Local(2026, 3, 3, 11, 0), Clocks.TimesOf(China, new(8, TimeUnit.WorkingHours), Monday, [], 0).DueAt);
        // An hour into it the clock stops over noon and a day.
        var stop = Stop(Local(2026, 3, 2, 11, 0), Local(2026, 3, 3, 13, 0));
        Assert.Equal(Local(2026, 3, 4, 12, 0), Clocks.TimesOf(China, new(8, TimeUnit.WorkingHours), Monday, [stop], 0).DueAt);
    }

    [Fact]
    public void A_limit_that_ends_with_the_working_day_is_due_then_and_not_next_morning() =>
        Assert.Equal(Local(2026, 3, 2, 17, 30), Clocks.TimesOf(China, new(6, TimeUnit.WorkingHours), Monday, [], 0).DueAt);

    [Fact]
    public void A_clock_that_runs_into_a_year_without_a_calendar_is_provisional()
    {
        Assert.True(Clocks.TimesOf(China, FiveDays, Local(2026, 12, 28, 9, 0), [], 1).Provisional);
        Assert.False(Clocks.TimesOf(China, new(3, TimeUnit.WorkingDays), Local(2026, 12, 28, 9, 0), [], 1).Provisional);
    }

    [Fact]
    public void Used_and_remaining_are_read_at_any_instant()
    {
        var clock = Running(FiveDays, Monday, Stop(Local(2026, 3, 4, 9, 0), Local(2026, 3, 9, 9, 0)));
        Assert.Equal(new(TimeUnit.WorkingDays, 0, 5), Clocks.ReadingAt(China, clock, Local(2026, 3, 3, 23, 59)));
        Assert.Equal(new(TimeUnit.WorkingDays, 2, 3), Clocks.ReadingAt(China, clock, Local(2026, 3, 8, 12, 0)));
        Assert.Equal(new(TimeUnit.WorkingDays, 4, 1), Clocks.ReadingAt(China, clock, Local(2026, 3, 12, 23, 59)));
        Assert.Equal(new(TimeUnit.WorkingDays, 5, 0), Clocks.ReadingAt(China, clock, Local(2026, 3, 13, 0, 0)));
        Assert.Equal(new(TimeUnit.WorkingDays, 7, -2), Clocks.ReadingAt(China, clock, Local(2026, 3, 17, 0, 0)));
        var hours = Running(new(8, TimeUnit.WorkingHours), Monday);
        Assert.Equal(new(TimeUnit.WorkingHours, 2.5m, 5.5m), Clocks.ReadingAt(China, hours, Local(2026, 3, 2, 14, 0)));
    }

    [Fact]
    public void An_explanation_says_of_each_day_whether_it_counts_and_why_not()
    {
        // given: started on Wednesday before 清明 2026, stopped for a day in between
        var clock = Running(new(3, TimeUnit.WorkingDays), Local(2026, 4, 1, 9, 0), Stop(Local(2026, 4, 2, 9, 0), Local(2026, 4, 3, 9, 0)));
        var days = Clocks.Explain(clock, China, Local(2026, 4, 1, 12, 0));
        Assert.Equal(
            """
            2026-04-01 Weekday Start 0
            2026-04-02 Weekday Counted 1
            2026-04-03 Weekday Counted 2
            2026-04-04 Holiday NotWorking 2
            2026-04-05 Holiday NotWorking 2
            2026-04-06 Holiday NotWorking 2
            2026-04-07 Weekday Counted 3 due
            """, Text(days));
        // and with the stop known
        Assert.Equal(
            """
            2026-04-01 Weekday Start 0
            2026-04-02 Weekday Counted 1
            2026-04-03 Weekday Stopped 1
            2026-04-04 Holiday NotWorking 1
            2026-04-05 Holiday NotWorking 1
            2026-04-06 Holiday NotWorking 1
            2026-04-07 Weekday Counted 2
            2026-04-08 Weekday Counted 3 due
            """, Text(Clocks.Explain(clock, China, Local(2026, 4, 20, 12, 0)).TakeWhile(day => day.Date <= new DateOnly(2026, 4, 8))));
    }

    [Fact]
    public void An_explanation_of_a_clock_that_stands_still_ends_today_and_names_no_due_day()
    {
        var clock = Running(FiveDays, Monday, new ClockStop(Local(2026, 3, 4, 9, 0), null, SuspensionReason.Inspection, null));
        var days = Clocks.Explain(clock, China, Local(2026, 3, 11, 9, 0));
        Assert.Equal(new DateOnly(2026, 3, 11), days[^1].Date);
        Assert.DoesNotContain(days, day => day.IsDue);
        Assert.Equal(2, days[^1].Total);
    }

    internal static Clock Running(TimeLimit limit, DateTimeOffset startedAt, params ImmutableArray<ClockStop> stops) =>
        new("case", limit, null, startedAt, stops, null, Provisional: false, EndedAt: null);

    internal static ClockStop Stop(DateTimeOffset stoppedAt, DateTimeOffset resumedAt) => new(stoppedAt, resumedAt, SuspensionReason.Inspection, "行政许可法 45");

    private static string Text(IEnumerable<ClockDay> days) =>
        string.Join('\n', days.Select(day => $"{day.Date:yyyy-MM-dd} {day.Kind} {day.Role} {day.Total}{(day.IsDue ? " due" : "")}"));
}
