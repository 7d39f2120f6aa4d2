using Workflow.Core.Runtime;
using Xunit;

namespace Workflow.Core.Tests.Runtime;

public sealed class RetryPausesTests
{
    [Theory]
    [InlineData("PT10S,PT1M,PT10M", new[] { 10, 60, 600, 600, 600 })]
    [InlineData("PT10S , PT1M", new[] { 10, 60, 60, 60, 60 })]
    [InlineData("PT0S", new[] { 0, 0, 0, 0, 0 })]
    [InlineData("PT1S*2..PT5S", new[] { 1, 2, 4, 5, 5 })]
    [InlineData("PT3S*1..PT1H", new[] { 3, 3, 3, 3, 3 })]
    [InlineData("PT1M*10..P1D", new[] { 60, 600, 6_000, 60_000, 86_400 })]
    public void Pauses_follow_the_failures_as_they_were_written(string written, int[] seconds)
    {
        Assert.True(RetryPauses.TryParse(written, out var pauses));
        Assert.Equal(seconds, pauses.Between(6).Select(p => (int)p.TotalSeconds));
        Assert.Equal(TimeSpan.FromSeconds(seconds[^1]), pauses.After(int.MaxValue));
    }

    [Fact]
    public void Without_a_setting_they_are_those_of_the_queues()
    {
        Assert.True(RetryPauses.TryParse(RetryPauses.Usual.Text, out var written));
        Assert.Equal(RetryPauses.Usual, written);
        Assert.Equal(Enumerable.Range(1, 20).Select(Backoff.OfQueues.After), Enumerable.Range(1, 20).Select(written.After));
        Assert.Empty(written.Between(0));
        Assert.Empty(written.Between(1));
    }

    [Theory]
    [InlineData("")]
    [InlineData("10")]
    [InlineData("PT10S,")]
    [InlineData("P1M")]
    [InlineData("P8D")]
    [InlineData("-PT1S")]
    [InlineData("PT1S*2")]
    [InlineData("PT1S*0..PT1M")]
    [InlineData("PT1S*11..PT1M")]
    [InlineData("PT0S*2..PT1M")]
    [InlineData("PT2M*2..PT1M")]
    [InlineData("PT1S*-2..PT1M")]
    public void What_is_no_setting_is_refused(string written) => Assert.False(RetryPauses.TryParse(written, out _));
}
