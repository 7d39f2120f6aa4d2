using Workflow.Core.Cases.Supervision;
using Xunit;

namespace Workflow.Core.Tests.Cases;

/// <summary>Incidents of one cause are told apart from which case they stand in.</summary>
public sealed class IncidentCauseTests
{
    [Theory]
    [InlineData("connection to 10.0.0.7:5432 refused after 30 ms", "connection to 10.0.0.12:5432 refused after 1250 ms")]
    [InlineData("no entry for 'a b'", "no entry for 'c'")]
    [InlineData("no entry for \"510104-260302-7M3K9QXA\"", "no entry for \"510104-260417-AAAAAAAA\"")]
    [InlineData("case case-9f00c1d2e3f405060708090a0b0c0d0e is unknown", "case case-0123456789abcdef0123456789abcdef is unknown")]
    [InlineData("id 3f2a9c01-abcd-4def-8aaa-000000000001 twice", "id fedcba98-0000-4000-9000-1234567890ab twice")]
    [InlineData("valid until 2026-03-02T01:30:00Z only", "valid until 2027-12-31T23:59:59.123456+08:00 only")]
    [InlineData("GET /files/17: 404", "GET /files/23: 503")]
    [InlineData("第3次调用失败，编号“510104”", "第17次调用失败，编号“330106”")]
    [InlineData("down for 510104-260302-7M3K9QXA-1", "down for 330106-261122-9AAA0BBB-2")]
    [InlineData("no entry for 510104-260302-7M3K9QXA", "no entry for 510104-260302-VWMNNDWJ")]
    [InlineData("timeout   after\n 3 s", "timeout after 5 s")]
    [InlineData("hash deadbeefcafebabe differs", "hash 00ff00ff00ff00ff differs")]
    public void Numbers_ids_quotations_and_instants_make_no_other_cause(string one, string other)
    {
        Assert.Equal(Of(one).Pattern, Of(other).Pattern);
        Assert.Equal(Of(one), Of(other));
    }

    [Theory]
    [InlineData("connection refused", "connection reset")]
    [InlineData("can't reach the registry", "can't read the registry")]
    [InlineData("it isn't what it's meant to be", "it isn't what it was meant to be")]
    [InlineData("证照库没有应答", "证照库拒绝访问")]
    [InlineData("GET /files/17 failed", "GET /cases/17 failed")]
    public void Other_words_are_another_cause(string one, string other) => Assert.NotEqual(Of(one).Id, Of(other).Id);

    [Fact]
    public void Definition_element_and_code_are_part_of_the_cause()
    {
        var all = new[] { ("a", "b", "c"), ("x", "b", "c"), ("a", "x", "c"), ("a", "b", "x") }.Select(c => IncidentCause.Of(c.Item1, c.Item2, c.Item3, "down").Id).ToList();
        Assert.Equal(all.Count, all.Distinct().Count());
        Assert.All(all, id => Assert.Matches("^[0-9a-f]{32}$", id));
    }

    /// <summary>Stored and compared for ever: a changed rule would split groups between two versions of the server.</summary>
    [Fact]
    public void The_fingerprint_is_frozen() =>
        Assert.Equal(("35e047506afb8908360eb7b60510e929", "connection to # refused after # ms"), (Of("connection to 10.0.0.7:5432 refused after 30 ms").Id, Of("connection to 10.0.0.7:5432 refused after 30 ms").Pattern));

    [Fact]
    public void A_pattern_is_bounded_and_never_half_a_character()
    {
        foreach (var detail in (string[])["", new string('x', 2_000), string.Concat(Enumerable.Repeat("x ", 1_000)), "x" + string.Concat(Enumerable.Repeat("😀", 500)), new string('\'', 1_999), string.Concat(Enumerable.Repeat("1 ", 900))])
        {
            var pattern = Of(detail).Pattern;
            Assert.InRange(pattern.Length, 0, IncidentCause.PatternMax);
            Assert.False(pattern.Length > 0 && char.IsHighSurrogate(pattern[^1]));
        }
    }

    /// <summary>It is computed within the append: a detail for which it throws could never become an incident.</summary>
    [Fact]
    public void Whatever_a_worker_says_has_a_cause()
    {
        var random = new Random(20260302);
        const string Signs = "ab09AZ-:./@+%#'\"`“”「」《》 \n\t_中文é😀{}()";
        for (var i = 0; i < 20_000; i++)
        {
            var detail = new string([.. Enumerable.Range(0, random.Next(60)).Select(_ => Signs[random.Next(Signs.Length)])]);
            Assert.Equal(Of(detail), Of(detail));
        }
    }

    private static IncidentCause Of(string detail) => IncidentCause.Of("open-a-shop", "register", "registry-down", detail);
}
