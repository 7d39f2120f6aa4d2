using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Workflow.Feel.Tests.Values;

public sealed class FeelDateTests
{
    [Fact]
    public void The_days_that_the_platform_knows_are_the_same_days() => Prop.ForAll(Temporal.Days.ToArbitrary(), day =>
    {
        FeelDate date = day;
        return (date.Year, date.Month, date.Day, date.DayOfYear) == (day.Year, day.Month, day.Day, day.DayOfYear)
            && date.DayNumber == day.DayNumber - new DateOnly(1970, 1, 1).DayNumber
            && date.Weekday == (day.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)day.DayOfWeek)
            && date.WeekOfYear == ISOWeek.GetWeekOfYear(day.ToDateTime(default))
            && date.TryToDateOnly(out var back) && back == day;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    [Fact]
    public void A_day_is_its_number_and_its_text() => Prop.ForAll(Temporal.Dates.ToArbitrary(), date =>
        FeelDate.TryOfDayNumber(date.DayNumber, out var numbered) && numbered == date
        && FeelDate.TryOf(date.Year, date.Month, date.Day, out var made) && made == date
        && FeelDate.TryParse(date.ToString(), out var read) && read == date).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    [Fact]
    public void The_next_day_is_one_later_and_the_first_of_a_month_follows_a_last() => Prop.ForAll(Temporal.Dates.ToArbitrary(), date =>
    {
        if (!date.TryAddDays(1, out var next)) return date.ToString() == "999999999-12-31";
        return next > date && next.TryAddDays(-1, out var back) && back == date
            && (next.Day == date.Day + 1 || (next.Day == 1 && date.Day == FeelDate.DaysInMonth(date.Year, date.Month)));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    [Fact]
    public void Months_added_can_be_counted_again() => Prop.ForAll(Temporal.Dates.ToArbitrary(), Gen.Choose(-40_000, 40_000).ToArbitrary(), (date, months) =>
    {
        if (!date.TryAddMonths(months, out var sum)) return Math.Abs((long)date.Year) > FeelDate.LargestYear - 4_000;
        // From a later day of a longer month the last month is not whole, until that day.
        return sum.Day == date.Day ? FeelDate.MonthsBetween(date, sum) == months : sum.Day < date.Day && sum.Day == FeelDate.DaysInMonth(sum.Year, sum.Month);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    [Theory]
    [InlineData("2017-12-31", 2017, 12, 31)]
    [InlineData("-2017-01-01", -2017, 1, 1)]
    [InlineData("0000-02-29", 0, 2, 29)]
    [InlineData("-0004-02-29", -4, 2, 29)]
    [InlineData("2000-02-29", 2000, 2, 29)]
    [InlineData("12017-10-01", 12017, 10, 1)]
    [InlineData("999999999-12-31", 999_999_999, 12, 31)]
    [InlineData("-999999999-12-31", -999_999_999, 12, 31)]
    public void Days_are_read_and_written(string text, int year, int month, int day)
    {
        Assert.True(FeelDate.TryParse(text, out var date));

        Assert.Equal((year, month, day), (date.Year, date.Month, date.Day));
        Assert.Equal(text, date.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("2012-12-25T")]
    [InlineData("2012-12-25Z")]
    [InlineData("2012/12/25")]
    [InlineData("2012-2-05")]
    [InlineData("2012-02-5")]
    [InlineData("2017-13-10")]
    [InlineData("2017-00-10")]
    [InlineData("2017-12-32")]
    [InlineData("2017-12-00")]
    [InlineData("2017-02-29")]
    [InlineData("1900-02-29")]
    [InlineData("998-12-31")]
    [InlineData("01211-12-31")]
    [InlineData("-0000-12-31")]
    [InlineData("+2012-12-02")]
    [InlineData("9999999999-12-25")]
    [InlineData(" 2012-12-25")]
    [InlineData("２０１２-12-25")]
    public void What_is_no_day_is_refused(string text) => Assert.False(FeelDate.TryParse(text, out _));

    [Fact]
    public void Beyond_the_years_of_the_standard_there_is_no_day()
    {
        var (first, last) = (new FeelDate(-FeelDate.LargestYear, 1, 1), new FeelDate(FeelDate.LargestYear, 12, 31));

        Assert.False(first.TryAddDays(-1, out _));
        Assert.False(last.TryAddDays(1, out _));
        Assert.False(last.TryAddDays(Int128.MaxValue, out _));
        Assert.False(first.TryAddDays(Int128.MinValue, out _));
        Assert.False(last.TryAddMonths(1, out _));
        Assert.False(last.TryAddMonths(long.MaxValue, out _));
        Assert.False(first.TryAddMonths(long.MinValue, out _));
        Assert.True(first.TryAddMonths(FeelDate.LargestYear * 24L + 11, out var end));
        Assert.Equal("999999999-12-01", end.ToString());
        Assert.False(first.TryToDateOnly(out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FeelDate(2026, 2, 29));
    }

    [Theory]
    [InlineData("2021-01-31", 1, "2021-02-28")]
    [InlineData("2020-02-29", 12, "2021-02-28")]
    [InlineData("2020-02-29", 48, "2024-02-29")]
    [InlineData("2021-03-31", -1, "2021-02-28")]
    [InlineData("0000-01-15", -1, "-0001-12-15")]
    public void Into_a_shorter_month_it_is_that_months_last_day(string start, long months, string end)
    {
        Assert.True(FeelDate.TryParse(start, out var date) && date.TryAddMonths(months, out date));
        Assert.Equal(end, date.ToString());
    }
}
