using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Workflow.Feel.Tests.Values;

public sealed class TemporalArithmeticTests
{
    [Theory]
    [InlineData("2021-01-31", '+', "P1M", "2021-02-28")]
    [InlineData("P1Y", '+', "2021-01-01", "2022-01-01")]
    [InlineData("2021-01-01", '+', "PT36H", "2021-01-02")]
    [InlineData("2021-01-02", '-', "PT1S", "2021-01-01")]
    [InlineData("2021-01-02", '-', "-PT23H", "2021-01-02")]
    [InlineData("2021-01-02", '-', "PT25H", "2020-12-31")]
    [InlineData("2021-01-02", '-', "1995-01-01", "P9498D")]
    [InlineData("2021-01-01T24:00:00", '-', "PT1S", "2021-01-01T23:59:59")]
    [InlineData("-2021-01-01T10:10:10@Australia/Melbourne", '-', "P1D", "-2022-12-31T10:10:10@Australia/Melbourne")]
    [InlineData("-2021-01-01T10:10:10+11:00", '+', "P1Y", "-2020-01-01T10:10:10+11:00")]
    [InlineData("2026-03-28T12:00:00@Europe/Paris", '+', "P1D", "2026-03-29T13:00:00@Europe/Paris")]
    [InlineData("2026-03-28T12:00:00@Europe/Paris", '+', "P1M", "2026-04-28T12:00:00@Europe/Paris")]
    [InlineData("10:15:00", '+', "PT14H", "00:15:00")]
    [InlineData("10:15:00+11:00", '-', "PT11H", "23:15:00+11:00")]
    [InlineData("-P1D", '+', "10:15:00@Australia/Melbourne", "10:15:00@Australia/Melbourne")]
    [InlineData("10:15:00", '+', "PT0.5S", "10:15:00.5")]
    [InlineData("2021-01-02T10:10:10@Europe/Paris", '-', "2021-01-01T10:10:10@Asia/Dhaka", "P1DT5H")]
    [InlineData("2021-01-02T10:10:10", '-', "2021-01-01T10:10:10.25", "PT23H59M59.75S")]
    [InlineData("2021-01-02", '-', "2021-01-01T10:10:10+11:00", "P1DT49M50S")]
    [InlineData("2021-01-02T10:10:10+01:00", '-', "2021-01-01", "P1DT9H10M10S")]
    [InlineData("10:10:10", '-', "11:10:10", "-PT1H")]
    [InlineData("10:10:10+11:00", '-', "10:10:10+10:00", "-PT1H")]
    [InlineData("10:10:10@Europe/Paris", '-', "09:10:10@Europe/Paris", "PT1H")]
    [InlineData("P1Y", '+', "-P2M", "P10M")]
    [InlineData("P1D", '-', "PT2H", "PT22H")]
    [InlineData("1.5", '*', "P4DT1H", "P6DT1H30M")]
    [InlineData("P1Y11M", '*', "-2.5", "-P4Y9M")]
    [InlineData("P10Y11M", '/', "2.5", "P4Y4M")]
    [InlineData("P10DT23H", '/', "2.5", "P4DT9H12M")]
    [InlineData("PT1S", '/', "3", "PT0.333333333S")]
    [InlineData("P10Y", '/', "P5Y", "2")]
    [InlineData("P1D", '/', "PT16H", "1.5")]
    public void There_is_a_rule_for(string left, char symbol, string right, string expected)
    {
        var result = TemporalValues.Arithmetic(symbol, Temporal.Of(left), Temporal.Of(right));

        Assert.Equal(expected, result is Value.Number number ? number.Is.ToString() : TemporalValues.Text(result!));
    }

    [Theory]
    [InlineData("2021-01-01", '+', "2021-01-01")]
    [InlineData("2021-01-01", '+', "1")]
    [InlineData("10:10:10", '+', "P1Y")]
    [InlineData("P1D", '+', "P1Y")]
    [InlineData("P1D", '-', "2021-01-01")]
    [InlineData("2021-01-01", '-', "10:10:10")]
    [InlineData("P1D", '*', "P1D")]
    [InlineData("P1D", '/', "P1Y")]
    [InlineData("P1D", '/', "0")]
    [InlineData("P1D", '/', "P0D")]
    [InlineData("P1Y", '/', "P0Y")]
    [InlineData("10", '/', "P1D")]
    [InlineData("2021-01-01", '*', "2")]
    [InlineData("2021-01-02T10:10:10", '-', "2021-01-01T10:10:10Z")]
    [InlineData("2021-01-02T10:10:10@Europe/Paris", '-', "2021-01-01T10:10:10")]
    [InlineData("2021-01-02T10:10:10", '-', "2021-01-01")]
    [InlineData("10:10:10", '-', "10:10:10Z")]
    [InlineData("10:10:10+01:00", '-', "10:10:10@Europe/Paris")]
    [InlineData("999999999-12-31", '+', "P1D")]
    [InlineData("999999999-12-31", '+', "P1M")]
    [InlineData("-999999999-01-01T00:00:00Z", '-', "PT1S")]
    [InlineData("999999999-12-31T23:00:00@Europe/Paris", '+', "P2D")]
    [InlineData("P99999999999999999D", '*', "1000000000000")]
    [InlineData("P9223372036854775807M", '+', "P1M")]
    [InlineData("P9223372036854775807M", '*', "2")]
    public void There_is_none_for(string left, char symbol, string right) => Assert.Null(TemporalValues.Arithmetic(symbol, Temporal.Of(left), Temporal.Of(right)));

    [Theory]
    [InlineData("10:30:00Z", "10:30:00+00:00", 0)]
    [InlineData("12:00:00+02:00", "10:30:00Z", -1)]
    [InlineData("10:30:00.0001", "10:30:00.0002", 0)]
    [InlineData("10:30:00", "10:30:00Z", null)]
    [InlineData("10:30:00@Europe/Paris", "10:30:00@Europe/Paris", 0)]
    [InlineData("10:30:00@Europe/Paris", "10:30:00+01:00", null)]
    [InlineData("2018-12-08T00:00:00@Europe/Paris", "2018-12-08T00:00:00@Asia/Dhaka", 1)]
    [InlineData("2018-10-08T00:00:00+02:00", "2018-10-08T00:00:00@Europe/Paris", 0)]
    [InlineData("2018-02-08T00:00:00+01:00", "2018-02-08T00:00:00@Europe/Paris", 0)]
    [InlineData("2018-12-08T00:00:00", "2018-12-08T00:00:00Z", null)]
    [InlineData("2018-12-08T00:00:00", "2018-12-08T14:00:00Z", null)]
    [InlineData("2018-12-08T00:00:00", "2018-12-08T14:00:01Z", -1)]
    [InlineData("2018-12-08T14:00:00@Europe/Paris", "2018-12-07T23:00:00", null)]
    [InlineData("2018-12-08T15:00:00@Europe/Paris", "2018-12-07T23:00:00", 1)]
    [InlineData("23:30:00", "09:30:00Z", null)]
    [InlineData("23:30:01", "09:30:00Z", 1)]
    [InlineData("23:30:01", "09:30:00+01:00", 1)]
    [InlineData("23:30:01", "00:00:00@Europe/Paris", null)]
    [InlineData("-0001-12-31T23:59:59.9", "0000-01-01T00:00:00", -1)]
    [InlineData("P1D", "PT24H", 0)]
    [InlineData("PT0.1S", "PT0.2S", -1)]
    [InlineData("P1Y", "P12M", 0)]
    [InlineData("-P1Y", "P1Y", -1)]
    [InlineData("2021-01-01", "2021-01-02", -1)]
    public void What_is_on_one_line_is_ordered(string left, string right, int? order)
    {
        var (a, b) = (Temporal.Of(left), Temporal.Of(right));

        Assert.Equal(order, Comparison.Order(a, b) is { } some ? Math.Sign(some) : null);
        Assert.Equal(-order, Comparison.Order(b, a) is { } other ? Math.Sign(other) : null);
        Assert.Equal(order == 0, Comparison.AreEqual(a, b));
    }

    [Fact]
    public void What_is_added_can_be_taken_away() => Prop.ForAll(Temporal.Dates.ToArbitrary(), Temporal.Durations.ToArbitrary(), Temporal.Times.ToArbitrary(), (date, duration, time) =>
    {
        var (day, length, clock) = (new Value.Date(date), new Value.DayTime(duration), new Value.Time(time));
        var whole = new Value.DayTime(Temporal.Nanoseconds(duration.Days * FeelTime.NanosecondsInDay));
        if (TemporalValues.Arithmetic('+', day, whole) is not { } later) return Math.Abs((long)date.Year) > 900_000_000;
        return whole.Equals(TemporalValues.Arithmetic('-', later, day)) && day.Equals(TemporalValues.Arithmetic('-', later, whole))
            && clock.Equals(TemporalValues.Arithmetic('-', TemporalValues.Arithmetic('+', length, clock)!, length))
            && length.Equals(TemporalValues.Negate(TemporalValues.Negate(length)!));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    [Fact]
    public void A_duration_times_a_whole_number_divided_by_it_is_itself() => Prop.ForAll(
        Temporal.Durations.ToArbitrary(), Temporal.Months.ToArbitrary(), Gen.Choose(1, 1_000).ToArbitrary(), (duration, months, times) =>
            new Value[] { new Value.DayTime(duration), new Value.YearMonth(months) }.All(value =>
                TemporalValues.Arithmetic('*', value, times) is { } product && value.Equals(TemporalValues.Arithmetic('/', product, times)))).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
}
