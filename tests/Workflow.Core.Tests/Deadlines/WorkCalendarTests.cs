using System.Text.Json;
using Workflow.Core.Deadlines;
using Xunit;

namespace Workflow.Core.Tests.Deadlines;

public class WorkCalendarTests
{
    private static readonly WorkCalendar China = StateCouncilCalendar.Latest;

    [Theory]
    [InlineData(2007, 2008)]
    [InlineData(2008, 2026)]
    public void Counting_and_finding_agree_with_a_walk_day_by_day(int fromYear, int toYear)
    {
        var random = new Random(fromYear);
        var first = new DateOnly(fromYear, 1, 1);
        for (var i = 0; i < 3000; i++)
        {
            var start = first.AddDays(random.Next((toYear - fromYear + 1) * 365));
            var count = random.Next(-60, 61);

            var expected = start;
            for (var left = Math.Abs(count); left > 0;)
            {
                expected = expected.AddDays(Math.Sign(count));
                if (China.IsWorkingDay(expected)) left--;
            }

            Assert.Equal(expected, China.AddWorkingDays(start, count));
            if (count > 0) Assert.Equal(count, China.WorkingDaysBetween(start, expected));
        }
    }

    [Fact]
    public void A_year_without_a_notice_counts_weekdays_and_says_that_it_is_not_published()
    {
        var newYear = new DateOnly(2027, 1, 1);
        Assert.False(China.IsPublished(newYear));
        Assert.Equal(DayKind.Weekday, China.KindOf(newYear));
        Assert.True(China.IsPublished(newYear.AddDays(-1)));
        Assert.False(China.IsPublished(new DateOnly(2026, 12, 20), newYear));
    }

    [Fact]
    public void An_amendment_is_a_version_of_its_own()
    {
        var before = StateCouncilCalendar.VersionKnownOn(new(2019, 3, 21))!.Value;
        var after = StateCouncilCalendar.VersionKnownOn(new(2019, 3, 22))!.Value;
        Assert.Equal(before + 1, after);
        Assert.True(StateCouncilCalendar.OfVersion(before).IsWorkingDay(new(2019, 5, 2)));
        Assert.False(StateCouncilCalendar.OfVersion(after).IsWorkingDay(new(2019, 5, 2)));
        Assert.Equal(DayKind.MakeUp, StateCouncilCalendar.OfVersion(after).KindOf(new(2019, 4, 28)));
        Assert.Null(StateCouncilCalendar.VersionKnownOn(new(2005, 1, 1)));
    }

    [Fact]
    public void Notices_stand_in_the_order_in_which_they_were_known() =>
        Assert.Equal(StateCouncilCalendar.Notices.OrderBy(notice => notice.KnownFrom), StateCouncilCalendar.Notices);

    [Fact]
    public void A_region_overrides_single_days_of_its_base_and_inherits_what_is_published()
    {
        // given: 广西's 三月三, off in the region only, and a half day before the Spring Festival
        var regional = new CalendarNotice(2026, null, null, [new(new(2026, 4, 20), new(2026, 4, 21))], [], [new(2026, 2, 13)]);
        var calendar = WorkCalendar.Build("450000", 1, [regional], baseCalendar: China);

        Assert.Equal(DayKind.Holiday, calendar.KindOf(new(2026, 4, 20)));
        Assert.Equal(DayKind.HalfDay, calendar.KindOf(new(2026, 2, 13)));
        Assert.Equal(DayKind.Holiday, calendar.KindOf(new(2026, 2, 17)));
        Assert.True(calendar.IsPublished(new(2025, 6, 1)));
        Assert.True(China.IsWorkingDay(new(2026, 4, 20)));
    }

    [Fact]
    public void A_half_day_is_a_whole_working_day_for_days_and_a_morning_for_hours()
    {
        var calendar = WorkCalendar.Build("x", 1, [new(2026, null, null, [], [], [new(2026, 3, 4)])]);
        var (tuesdayEvening, wednesday) = (Local(2026, 3, 3, 18, 0), new DateOnly(2026, 3, 4));

        Assert.Equal(wednesday, calendar.AddWorkingDays(new(2026, 3, 3), 1));
        Assert.Equal(TimeSpan.FromHours(3), calendar.WorkingTimeBetween(tuesdayEvening, calendar.EndOf(wednesday)));
        Assert.Equal(Local(2026, 3, 5, 10, 0), calendar.AddWorkingTime(tuesdayEvening, TimeSpan.FromHours(4)));
    }

    [Fact]
    public void Days_are_those_of_the_calendars_zone()
    {
        var lateInLondon = new DateTimeOffset(2026, 3, 3, 16, 30, 0, TimeSpan.Zero);
        Assert.Equal(new DateOnly(2026, 3, 4), China.DayOf(lateInLondon));
        Assert.Equal(new DateTimeOffset(2026, 3, 3, 16, 0, 0, TimeSpan.Zero), China.StartOf(new(2026, 3, 4)));
    }

    [Theory]
    [InlineData("1800-01-01", 5)]
    [InlineData("1998-12-30", 5)]
    [InlineData("2100-12-28", 10)]
    [InlineData("2500-01-01", -5)]
    [InlineData("2101-01-03", -5)]
    public void Beyond_the_years_covered_weekdays_are_counted(string from, int count)
    {
        var start = DateOnly.Parse(from);
        var end = China.AddWorkingDays(start, count);
        Assert.Equal(Math.Abs(count), Math.Abs(China.WorkingDaysBetween(start, end)));
        Assert.True(China.IsWorkingDay(end));
    }

    [Theory]
    [InlineData("""{"year": 2027, "published": "2026-11-05", "off": ["2027-01-01/2027-01-03"], "makeUp": ["2027-01-09"], "half": []}""", "")]
    [InlineData("""{"off": []}""", "year field-required")]
    [InlineData("""{"year": "2027"}""", "year field-type")]
    [InlineData("""{"year": 1}""", "year field-range")]
    [InlineData("""{"year": 2027, "holidays": []}""", "holidays field-unknown")]
    [InlineData("""{"year": 2027, "off": ["2027-02-30"], "makeUp": [7]}""", "off[0] field-type; makeUp[0] field-type")]
    [InlineData("""{"year": 2027, "off": ["2030-01-01", "2027-03-09/2027-03-01", "2027-01-01/2027-12-31"]}""", "off[0] days-outside; off[1] days-outside; off[2] days-outside")]
    [InlineData("""{"year": 2027, "off": ["2027-01-01/2027-01-03"], "makeUp": ["2027-01-02"]}""", "2027-01-02 day-twice")]
    [InlineData("""[]""", " field-type")]
    public void A_notice_is_read_whole_or_each_field_at_fault_is_named(string text, string expected)
    {
        using var json = JsonDocument.Parse(text);
        var notice = CalendarNotice.Read(json.RootElement, out var faults);
        Assert.Equal(expected, string.Join("; ", faults.Select(fault => $"{fault.Path} {fault.Code}")));
        Assert.Equal(expected.Length == 0, notice is not null);
    }

    [Fact]
    public void Notices_and_hours_are_stored_as_they_were_given_and_nothing_more()
    {
        var notice = StateCouncilCalendar.Notices[^1] with { Off = [new(new(2026, 1, 1), new(2026, 1, 3))], MakeUp = [new(2026, 1, 4)] };
        var stored = JsonSerializer.Serialize(notice);
        Assert.Equal("""{"Year":2026,"Published":"2025-11-04","Source":null,"Off":[{"First":"2026-01-01","Last":"2026-01-03"}],"MakeUp":["2026-01-04"],"Half":[]}""", stored);
        Assert.Equal(stored, JsonSerializer.Serialize(JsonSerializer.Deserialize<CalendarNotice>(stored)));

        var hours = JsonSerializer.Serialize(WorkingHours.Usual);
        Assert.Equal("""{"Full":[{"Start":"09:00:00","End":"12:00:00"},{"Start":"13:30:00","End":"17:30:00"}],"Half":[{"Start":"09:00:00","End":"12:00:00"}]}""", hours);
        Assert.True(JsonSerializer.Deserialize<WorkingHours>(hours)!.IsValid);
    }

    [Fact]
    public void Hours_that_overlap_are_not_a_calendar()
    {
        var hours = new WorkingHours([new(new(9, 0), new(12, 0)), new(new(11, 0), new(17, 0))], []);
        Assert.Throws<ArgumentException>(() => WorkCalendar.Build("x", 1, [], hours));
    }

    internal static DateTimeOffset Local(int year, int month, int day, int hour, int minute) =>
        new DateTimeOffset(year, month, day, hour, minute, 0, TimeSpan.FromHours(8)).ToUniversalTime();
}
