using Workflow.Core.Bpmn;
using Xunit;

namespace Workflow.Core.Tests.Bpmn;

public sealed class IsoTimeTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("PT90S", "2026-01-31T08:01:30Z")]
    [InlineData("PT0.5S", "2026-01-31T08:00:00.5Z")]
    [InlineData("P1DT1H", "2026-02-01T09:00:00Z")]
    [InlineData("P2W", "2026-02-14T08:00:00Z")]
    [InlineData("P1M", "2026-02-28T08:00:00Z")]
    [InlineData("P1Y2M", "2027-03-31T08:00:00Z")]
    [InlineData("PT0S", "2026-01-31T08:00:00Z")]
    public void A_duration_is_added(string text, string expected)
    {
        Assert.True(IsoDuration.TryParse(text, out var duration));
        Assert.True(duration.TryAddTo(Now, out var sum));
        Assert.Equal(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), sum);
    }

    [Theory]
    [InlineData("")]
    [InlineData("P")]
    [InlineData("PT")]
    [InlineData("P1DT")]
    [InlineData("-P1D")]
    [InlineData("P1H")]
    [InlineData("PT1.5H")]
    [InlineData("1D")]
    [InlineData("P1D ")]
    [InlineData("P9999999999D")]
    [InlineData("P999999999D")]
    public void What_is_no_duration_is_refused(string text) => Assert.False(IsoDuration.TryParse(text, out _));

    [Fact]
    public void A_duration_past_the_end_of_the_calendar_is_refused()
    {
        Assert.True(IsoDuration.TryParse("P9000Y", out var duration));
        Assert.False(duration.TryAddTo(Now, out _));
        Assert.False(TimerSpec.TryPlan(TimerForm.Duration, "P9000Y", Now, out _));
    }

    [Theory]
    [InlineData("2026-01-05T09:00:00+08:00", "2026-01-05T01:00:00Z")]
    [InlineData("2026-01-05T09:00Z", "2026-01-05T09:00:00Z")]
    [InlineData("2026-01-05T09:00:00.1234567Z", "2026-01-05T09:00:00.123456Z")]
    public void A_date_is_an_instant_in_utc(string text, string expected)
    {
        Assert.True(IsoDate.TryParse(text, out var instant));
        Assert.Equal(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), instant);
        Assert.Equal(TimeSpan.Zero, instant.Offset);
    }

    [Theory]
    [InlineData("2026-01-05T09:00:00")]
    [InlineData("2026-01-05")]
    [InlineData("2026-02-30T09:00:00Z")]
    [InlineData("tomorrow")]
    [InlineData("")]
    public void A_date_without_an_offset_or_outside_the_calendar_is_refused(string text) => Assert.False(IsoDate.TryParse(text, out _));

    [Theory]
    [InlineData("R3/PT10M", 2, "2026-01-31T08:10:00Z")]
    [InlineData("R/P1D", null, "2026-02-01T08:00:00Z")]
    [InlineData("R1/2026-03-01T00:00:00Z/P1D", 0, "2026-03-01T00:00:00Z")]
    public void A_cycle_says_how_often_and_when_first(string text, int? left, string first)
    {
        Assert.True(TimerSpec.TryPlan(TimerForm.Cycle, text, Now, out var plan));
        Assert.Equal(left, plan.RepeatsLeft);
        Assert.Equal(DateTimeOffset.Parse(first, System.Globalization.CultureInfo.InvariantCulture), plan.Due);
    }

    [Theory]
    [InlineData("R0/PT1S")]
    [InlineData("R3/PT0S")]
    [InlineData("R3")]
    [InlineData("PT1S")]
    [InlineData("R-1/PT1S")]
    [InlineData("R3/a/PT1S")]
    [InlineData("0 0 * * *")]
    public void What_is_no_cycle_is_refused(string text) => Assert.False(IsoCycle.TryParse(text, out _));
}
