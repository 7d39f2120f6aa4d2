using Workflow.Postgres.Queries;
using Xunit;

namespace Workflow.Postgres.Tests.Queries;

/// <summary>Regions overseen, as spans of division codes that never overlap.</summary>
public sealed class RegionSpansTests
{
    [Theory]
    [InlineData("3301", null, "330100-330199")]
    [InlineData("", null, "000000-999999")]
    [InlineData("330106", null, "330106-330106")]
    [InlineData("3301,330106,3302", null, "330100-330199,330200-330299")]
    [InlineData("33,33", null, "330000-339999")]
    [InlineData("33", "3301", "330100-330199")]
    [InlineData("330106,330108", "3301", "330106-330106,330108-330108")]
    [InlineData("3301", "44", "")]
    [InlineData("33x", null, "")]
    public void Prefixes_become_spans_narrowed_and_without_overlap(string prefixes, string? within, string expected)
    {
        var spans = RegionSpans.Of(prefixes.Split(','), within);

        Assert.Equal(expected, string.Join(',', spans.Lows.Zip(spans.Highs, (low, high) => $"{low}-{high}")));
    }

    [Fact]
    public void Whoever_oversees_nothing_has_no_span() => Assert.Empty(RegionSpans.Of([], null).Lows);
}
