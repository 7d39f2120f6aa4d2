using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Workflow.Feel.Tests.Values;

public sealed class DurationTests
{
    [Fact]
    public void Durations_are_read_as_they_are_written_and_are_the_sum_of_their_parts()
    {
        Prop.ForAll(Temporal.Durations.ToArbitrary(), duration =>
            DayTimeDuration.TryParse(duration.ToString(), out var read) && read == duration
            && duration.Nanoseconds == duration.Days * FeelTime.NanosecondsInDay
                + (Int128)(((duration.Hours * 60 + duration.Minutes) * 60 + duration.Seconds) * FeelTime.NanosecondsInSecond)).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));
        Prop.ForAll(Temporal.Months.ToArbitrary(), duration =>
            YearMonthDuration.TryParse(duration.ToString(), out var read) && read == duration
            && duration.Months == duration.Years * 12 + duration.MonthsOfYear).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));
    }

    [Theory]
    [InlineData("P1D", "P1D")]
    [InlineData("PT24H", "P1D")]
    [InlineData("PT1000M0.999999999S", "PT16H40M0.999999999S")]
    [InlineData("P1DT2H3M4.1234S", "P1DT2H3M4.1234S")]
    [InlineData("-PT1H2M", "-PT1H2M")]
    [InlineData("P0D", "PT0S")]
    [InlineData("-PT0S", "PT0S")]
    [InlineData("PT0.S", "PT0S")]
    [InlineData("PT0.0000000019S", "PT0.000000001S")]
    [InlineData("P007D", "P7D")]
    [InlineData("P99999999999999999D", "P99999999999999999D")]
    [InlineData("P26M", "P2Y2M")]
    [InlineData("P1Y27M", "P3Y3M")]
    [InlineData("-P100M", "-P8Y4M")]
    [InlineData("P0Y", "P0M")]
    [InlineData("-P0M", "P0M")]
    [InlineData("P1Y0M", "P1Y")]
    [InlineData("-P999999999M", "-P83333333Y3M")]
    [InlineData("P9223372036854775807M", "P768614336404564650Y7M")]
    public void Durations_are_read_and_written(string text, string written) => Assert.Equal(written, TemporalValues.Text(TemporalValues.OfDuration(text)!));

    [Theory]
    [InlineData("")]
    [InlineData("P")]
    [InlineData("-P")]
    [InlineData("PT")]
    [InlineData("P1DT")]
    [InlineData("P0")]
    [InlineData("1Y")]
    [InlineData("P1H")]
    [InlineData("P1S")]
    [InlineData("PT1D")]
    [InlineData("PT1Y")]
    [InlineData("PT.5S")]
    [InlineData("PT1.5M")]
    [InlineData("P1.5D")]
    [InlineData("P1Y1D")]
    [InlineData("P1M1Y")]
    [InlineData("PT1S1M")]
    [InlineData("P-1D")]
    [InlineData("+P1D")]
    [InlineData("--P1D")]
    [InlineData("p1d")]
    [InlineData("P1W")]
    [InlineData("P 1D")]
    [InlineData("P1D ")]
    [InlineData("PT0.")]
    [InlineData("PT5")]
    [InlineData("P9223372036854775808M")]
    [InlineData("P999999999999999999999999999999999999999999999999999999Y")]
    [InlineData("P999999999999999999999D")]
    [InlineData("P99999999999999999999999999999999999999999999DT99999999999999999999999999999999999999H")]
    public void What_is_no_duration_is_refused(string text) => Assert.Null(TemporalValues.OfDuration(text));

    [Fact]
    public void The_longest_has_34_digits_of_nanoseconds_and_its_negative()
    {
        var longest = Int128.Parse(new string('9', 34), System.Globalization.CultureInfo.InvariantCulture);

        Assert.True(DayTimeDuration.TryOf(longest, out var duration));
        Assert.True(DayTimeDuration.TryOf(-longest, out _));
        Assert.False(DayTimeDuration.TryOf(longest + 1, out _));
        Assert.True(DayTimeDuration.TryParse(duration.ToString(), out var read) && read == duration);
        Assert.False(YearMonthDuration.TryOf(long.MinValue, out _));
    }

    [Theory]
    [InlineData("P1Y2M", "years", "1")]
    [InlineData("P26M", "months", "2")]
    [InlineData("-P26M", "years", "-2")]
    [InlineData("-P26M", "months", "-2")]
    [InlineData("P1Y", "days", null)]
    [InlineData("P1D", "years", null)]
    [InlineData("P1D", "months", null)]
    [InlineData("PT49H", "days", "2")]
    [InlineData("PT49H", "hours", "1")]
    [InlineData("PT61M1.5S", "minutes", "1")]
    [InlineData("PT61M1.5S", "seconds", "1.5")]
    [InlineData("-P1DT2H3M4S", "hours", "-2")]
    [InlineData("-P1DT2H3M4S", "seconds", "-4")]
    [InlineData("2018-12-10", "weekday", "1")]
    [InlineData("2018-12-10", "day", "10")]
    [InlineData("2018-12-10", "hour", null)]
    [InlineData("2018-12-10", "time offset", null)]
    [InlineData("-0044-03-15", "year", "-44")]
    [InlineData("2018-12-09T10:30:01.25", "weekday", "7")]
    [InlineData("2018-12-09T10:30:01.25", "month", "12")]
    [InlineData("2018-12-09T10:30:01.25", "hour", "10")]
    [InlineData("2018-12-09T10:30:01.25", "second", "1.25")]
    [InlineData("10:30:01", "minute", "30")]
    [InlineData("10:30:01", "year", null)]
    [InlineData("10:30:01", "hours", null)]
    public void The_parts_can_be_asked(string text, string property, string? expected) =>
        Assert.Equal(expected, (TemporalValues.Property(Temporal.Of(text), property) as Value.Number)?.Is.ToString());

    [Fact]
    public void A_zone_is_named_and_an_offset_is_not()
    {
        Assert.Equal("Etc/UTC", TemporalValues.Property(Temporal.Of("2018-12-10T10:30:00@Etc/UTC"), "timezone"));
        Assert.Equal(Value.Null, TemporalValues.Property(Temporal.Of("2018-12-10T10:30:00+01:00"), "timezone"));
        Assert.Equal(Value.Null, TemporalValues.Property(Temporal.Of("10:30:00"), "timezone"));
    }
}
