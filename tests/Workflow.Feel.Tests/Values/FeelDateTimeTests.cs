using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Workflow.Feel.Tests.Values;

public sealed class FeelDateTimeTests
{
    [Fact]
    public void Times_and_dates_with_times_are_read_as_they_are_written()
    {
        Prop.ForAll(Temporal.Times.ToArbitrary(), time => FeelTime.TryParse(time.ToString(), out var read) && read == time).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));
        Prop.ForAll(Temporal.DateTimes.ToArbitrary(), both => FeelDateTime.TryParse(both.ToString(), out var read) && read == both).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));
    }

    [Theory]
    [InlineData("01:02:03", "01:02:03")]
    [InlineData("11:22:33.123456789", "11:22:33.123456789")]
    [InlineData("11:22:33.1234567899", "11:22:33.123456789")]
    [InlineData("10:30:00.0100", "10:30:00.01")]
    [InlineData("23:59:00Z", "23:59:00Z")]
    [InlineData("23:00:50z", "23:00:50Z")]
    [InlineData("11:22:33-00:00", "11:22:33Z")]
    [InlineData("13:20:00+02:00", "13:20:00+02:00")]
    [InlineData("11:59:45-02:45:55", "11:59:45-02:45:55")]
    [InlineData("11:59:45+18:00", "11:59:45+18:00")]
    [InlineData("00:01:00@Etc/UTC", "00:01:00@Etc/UTC")]
    [InlineData("10:30:11.5@Australia/Melbourne", "10:30:11.5@Australia/Melbourne")]
    [InlineData("24:00:00", "00:00:00")]
    [InlineData("24:00:00.000+01:00", "00:00:00+01:00")]
    public void Times_are_read_and_written(string text, string written)
    {
        Assert.True(FeelTime.TryParse(text, out var time));
        Assert.Equal(written, time.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("23:59:60")]
    [InlineData("24:00:01")]
    [InlineData("24:00:00.1")]
    [InlineData("24:01:00")]
    [InlineData("00:60:00")]
    [InlineData("7:00:00")]
    [InlineData("07:1:00")]
    [InlineData("07:01:2")]
    [InlineData("07:20")]
    [InlineData("11:30:00T")]
    [InlineData("11:30:00.")]
    [InlineData("11:30:00.Z")]
    [InlineData("-11:30:00")]
    [InlineData("13:20:00@xyz/abc")]
    [InlineData("13:20:00@")]
    [InlineData("13:20:00@localtime")]
    [InlineData("13:20:00@../../etc/passwd")]
    [InlineData("13:20:00@China Standard Time")]
    [InlineData("13:20:00+19:00")]
    [InlineData("13:20:00+18:00:01")]
    [InlineData("13:20:00+02:60")]
    [InlineData("13:20:00+5:00")]
    [InlineData("13:20:00+05")]
    [InlineData("13:20:00+0500")]
    [InlineData("13:20:00+02:00@Europe/Paris")]
    public void What_is_no_time_is_refused(string text)
    {
        Assert.False(FeelTime.TryParse(text, out _));
        Assert.False(FeelDateTime.TryParse("2017-12-31T" + text, out _));
    }

    [Theory]
    [InlineData("2021-01-01T24:00:00", "2021-01-02T00:00:00")]
    [InlineData("-0001-12-31T24:00:00Z", "0000-01-01T00:00:00Z")]
    [InlineData("2018-12-08T10:30:11@Australia/Melbourne", "2018-12-08T10:30:11@Australia/Melbourne")]
    [InlineData("-2021-01-01T10:10:10+11:00", "-2021-01-01T10:10:10+11:00")]
    [InlineData("2021-01-01", null)]
    [InlineData("2021-01-01 10:10:10", null)]
    [InlineData("2021-02-30T10:10:10", null)]
    [InlineData("999999999-12-31T24:00:00", null)]
    public void Dates_with_times_are_read_and_written(string text, string? written) =>
        Assert.Equal(written, FeelDateTime.TryParse(text, out var both) ? both.ToString() : null);

    [Fact]
    public void A_duration_added_is_the_difference() => Prop.ForAll(Temporal.DateTimes.ToArbitrary(), Temporal.Durations.ToArbitrary(), (start, duration) =>
    {
        if (!start.TryAdd(duration, out var end)) return Math.Abs((long)start.Date.Year) > 900_000_000;
        // Where clocks are set back, a time of a named zone does not say which of the two it is.
        return FeelDateTime.TrySubtract(end, start, out var difference)
            && (difference == duration || (start.Zone is { Offset: null } && Int128.Abs(difference.Nanoseconds - duration.Nanoseconds) <= 3 * 3_600L * FeelTime.NanosecondsInSecond));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(3_000));

    [Fact]
    public void They_are_ordered_as_the_instants_are() => Prop.ForAll(Temporal.DateTimes.ToArbitrary(), Temporal.DateTimes.ToArbitrary(), (left, right) =>
    {
        var order = TemporalValues.Order(new Value.DateTime(left), new Value.DateTime(right));
        var known = FeelDateTime.TrySubtract(left, right, out var difference);
        var apart = known ? difference.Nanoseconds / FeelTime.NanosecondsInSecond : left.Seconds - right.Seconds;
        return known || Int128.Abs(apart) > 14 * 3_600 ? order is { } some && (apart == 0 ? Math.Abs(some) <= 1 : Math.Sign(some) == (apart > 0 ? 1 : -1)) : order is null;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    [Fact]
    public void The_instants_are_those_of_the_platform() => Prop.ForAll(Temporal.Days.ToArbitrary(), Gen.Choose(0, 86_399).ToArbitrary(), (day, second) =>
    {
        if (day.Year is < 3 or > 9_997) return true;
        var instant = new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).AddSeconds(second);
        return new[] { "Asia/Shanghai", "Europe/Paris", "America/St_Johns" }.All(name =>
        {
            var there = TimeZoneInfo.ConvertTime(instant, TimeZoneInfo.FindSystemTimeZoneById(name));
            Assert.True(FeelZone.TryNamed(name, out var zone));
            return zone!.OffsetAt(instant.ToUnixTimeSeconds()) == there.Offset.TotalSeconds && FeelDateTime.Of(there).Seconds == instant.ToUnixTimeSeconds();
        });
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    [Theory]
    [InlineData("2026-07-01T12:00:00@Europe/Paris", "PT2H")]
    [InlineData("2026-01-01T12:00:00@Europe/Paris", "PT1H")]
    [InlineData("2026-03-29T02:30:00@Europe/Paris", "PT1H")] // no clock shows it: it is counted on from before
    [InlineData("2026-10-25T02:30:00@Europe/Paris", "PT2H")] // shown twice: the earlier
    [InlineData("2026-10-25T03:00:00@Europe/Paris", "PT1H")]
    [InlineData("1990-07-01T12:00:00@Asia/Shanghai", "PT9H")]
    [InlineData("12026-07-01T12:00:00@Europe/Paris", "PT2H")]
    [InlineData("2026-07-01T12:00:00-03:30", "-PT3H30M")]
    [InlineData("2026-07-01T12:00:00Z", "PT0S")]
    [InlineData("12:00:00@Etc/UTC", "PT0S")]
    [InlineData("12:00:00+08:00", "PT8H")]
    [InlineData("12:00:00@Europe/Paris", null)]
    [InlineData("12:00:00", null)]
    [InlineData("2026-07-01T12:00:00", null)]
    public void The_offset_is_that_of_the_day(string text, string? offset) =>
        Assert.Equal(offset, TemporalValues.Text(TemporalValues.Property(Temporal.Of(text), "time offset")!));

    [Fact]
    public void Before_the_platforms_years_and_after_them_a_zone_has_its_cycle_of_400_years() => Prop.ForAll(
        Gen.Choose(2_400, 9_000).ToArbitrary(), Gen.Choose(1, 12).ToArbitrary(), Gen.Choose(1, 1_000_000).ToArbitrary(), (year, month, cycles) =>
        {
            Assert.True(FeelZone.TryNamed("Europe/Paris", out var zone));
            var near = new FeelDateTime(new(year, month, 1), new(0, zone));
            var far = new FeelDateTime(new(year + cycles * 400, month, 1), new(0, zone));
            return near.Offset == far.Offset;
        }).Check(Config.QuickThrowOnFailure);
}
