using System.Text;
using System.Text.Json;
using Workflow.Core.Cases;
using Workflow.Core.Flow;
using Workflow.Core.Runtime;
using Workflow.Core.Tests.Runtime;
using Workflow.Feel;
using Workflow.Postgres.Log;
using Xunit;

namespace Workflow.Postgres.Tests.Log;

public sealed class EventJsonTests
{
    private static readonly EventJson Json = LedgerNodes.Events;
    private static readonly DateTimeOffset At = new DateTimeOffset(2026, 3, 2, 9, 30, 0, TimeSpan.FromHours(8)).AddTicks(12_345_678);

    [Fact]
    public void Members_are_PascalCase_enums_integers_nulls_written_instants_UTC_in_microseconds()
    {
        Assert.Equal(
            """{"Amount":5,"Note":"收","At":"2026-03-02T01:30:01.234567Z"}""", Text(new Deposited(5, "收", At)));
        Assert.Equal("""{"TaskId":7,"End":1,"Officer":null,"At":"2026-03-02T01:30:01.234567Z"}""", Text(new TaskClosed(7, TaskEnd.Cancelled, null, At)));
        Assert.Equal("""{"Offset":-1500000}""", Text(new TestClockMoved(TimeSpan.FromSeconds(-1.5))));
    }

    [Fact]
    public void Every_kind_of_value_comes_back_as_it_was()
    {
        var context = Value.Context.Empty
            .With("nothing", Value.Null).With("yes", true).With("no", false).With("text", "{\"$date\":1}").With("whole", 42).With("largest", 9_007_199_254_740_991m)
            .With("beyond", 9_007_199_254_740_992m).With("area", 86.5m).With("tiny", 0.000_000_1m).With("day", new Value.Date((FeelDate)new DateOnly(2026, 2, 28)))
            .With("list", new Value.List([1, "x", new Value.List([]), Value.Null])).With("$decimal", "not one")
            .With("inner", Value.Context.Empty.With("$date", 3).With("$context", Value.Context.Empty.With("$x", 1)).With("plain", 1))
            .With("single", Value.Context.Empty.With("$date", "2026-02-28")).With("empty", Value.Context.Empty);
        var happened = new DataWritten(3, context);

        Assert.Equal(happened, Json.Read("data_written", Json.Write(happened), new PersonalScope("case-1", null)));
        string text = Text(happened);
        Assert.Contains("""{"$decimal":"86.5"}""", text, StringComparison.Ordinal);
        Assert.Contains("""{"$date":"2026-02-28"}""", text, StringComparison.Ordinal);
        Assert.Contains("\"largest\":9007199254740991", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Times_durations_and_ranges_come_back_as_they_were()
    {
        var context = Value.Context.Empty
            .With("early", Date("-0044-03-15")).With("late", Date("999999999-12-31"))
            .With("time", Time("10:30:00.000000001")).With("zoned", Time("10:30:00@Asia/Shanghai"))
            .With("local", DateTime("2026-02-28T09:00:00")).With("instant", DateTime("2026-02-28T09:00:00.5+08:00")).With("there", DateTime("12026-02-28T09:00:00@Asia/Shanghai"))
            .With("days", DayTime("-P1DT2H0.5S")).With("noDays", DayTime("PT0S")).With("months", Months("P1Y2M")).With("noMonths", Months("P0M"))
            .With("range", new Value.Range(Date("2026-01-01"), true, Date("2026-12-31"), false))
            .With("open", new Value.List([new Value.Range(Value.Null, false, 10, true)]))
            .With("exact", new Value.Number(Decimal128.TryParse("0.1234567890123456789012345678901234", out var exact) ? exact : default))
            .With("below", new Value.Range(Value.Null, false, 10, false) { Comparator = "<" })
            .With("inner", Value.Context.Empty.With("$range", 1).With("$time", "x"));
        var happened = new DataWritten(3, context);

        Assert.Equal(happened, Json.Read("data_written", Json.Write(happened), new PersonalScope("case-1", null)));
        string text = Text(happened);
        Assert.Contains("""{"$dateTime":"2026-02-28T09:00:00.5+08:00"}""", text, StringComparison.Ordinal);
        Assert.Contains("""{"$time":"10:30:00@Asia/Shanghai"}""", text, StringComparison.Ordinal);
        Assert.Contains("""{"$duration":"P1Y2M"}""", text, StringComparison.Ordinal);
        Assert.Contains("""{"$range":[{"$date":"2026-01-01"},true,{"$date":"2026-12-31"},false]}""", text, StringComparison.Ordinal);

        static Value Date(string of) => new Value.Date(FeelDate.TryParse(of, out var date) ? date : throw new ArgumentException(of, nameof(of)));
        static Value Time(string of) => new Value.Time(FeelTime.TryParse(of, out var time) ? time : throw new ArgumentException(of, nameof(of)));
        static Value DateTime(string of) => new Value.DateTime(FeelDateTime.TryParse(of, out var both) ? both : throw new ArgumentException(of, nameof(of)));
        static Value DayTime(string of) => new Value.DayTime(DayTimeDuration.TryParse(of, out var duration) ? duration : throw new ArgumentException(of, nameof(of)));
        static Value Months(string of) => new Value.YearMonth(YearMonthDuration.TryParse(of, out var duration) ? duration : throw new ArgumentException(of, nameof(of)));
    }

    [Theory]
    [InlineData("""{"$time":"25:00:00"}""")]
    [InlineData("""{"$dateTime":"2026-02-28"}""")]
    [InlineData("""{"$duration":"P1Y1D"}""")]
    [InlineData("""{"$range":[1,true,2]}""")]
    [InlineData("""{"$range":[1,2,3,4]}""")]
    [InlineData("""{"$range":"[1..2]"}""")]
    [InlineData("""{"$later":"1"}""")]
    public void A_value_that_this_version_cannot_read_is_said(string stored) =>
        Assert.Throws<JsonException>(() => Json.Read("data_written", Encoding.UTF8.GetBytes($$$"""{"Scope":3,"Entries":{"x":{{{stored}}}}}"""), new PersonalScope("case-1", null)));

    [Fact]
    public void A_whole_number_beyond_what_JSON_readers_keep_is_refused()
    {
        Assert.Throws<JsonException>(() => Json.Write(new Deposited(1L << 53, "", At)));
        Assert.Throws<JsonException>(() => Json.Write(new Deposited(-(1L << 53), "", At)));
    }

    [Fact]
    public void An_unknown_member_is_ignored_a_missing_one_has_its_default_an_unknown_name_is_said()
    {
        var scope = new PersonalScope("ledger-1", null);
        Assert.Equal(new Deposited(5, null!, default), Json.Read("deposited", """{"Amount":5,"Later":{"x":[1]}}"""u8, scope));
        Assert.Equal(new UnknownEvent("invented_later"), Json.Read("invented_later", "{}"u8, scope));
    }

    [Fact]
    public void A_personal_value_is_read_with_its_own_key_on_its_own_stream_only()
    {
        var scope = new PersonalScope("ledger-1", null);
        byte[] stored = Json.Write(new LedgerOpened("n", new Personal("张三"), At), scope);
        byte[] key = scope.Key!.Bytes;

        Assert.True(scope.IsNewKey);
        Assert.DoesNotContain("张三", Encoding.UTF8.GetString(stored), StringComparison.Ordinal);
        Assert.Contains("\"Owner\":\"p1:", Encoding.UTF8.GetString(stored), StringComparison.Ordinal);
        Assert.NotEqual(stored, Json.Write(new LedgerOpened("n", new Personal("张三"), At), scope));
        Assert.Equal("张三", ((LedgerOpened)Json.Read("ledger-1", "ledger_opened", stored, key)).Owner.Value);
        Assert.True(((LedgerOpened)Json.Read("ledger-1", "ledger_opened", stored, key: null)).Owner.IsErased);
        Assert.ThrowsAny<System.Security.Cryptography.CryptographicException>(() => Json.Read("ledger-2", "ledger_opened", stored, key));
        Assert.ThrowsAny<System.Security.Cryptography.CryptographicException>(() => Json.Read("ledger-1", "ledger_opened", stored, CaseKey.Create().Bytes));
    }

    [Fact]
    public void Every_stored_name_follows_the_rule_and_has_one_type()
    {
        Assert.All(EventNames.Known, e => Assert.Equal(AliasOf(e.Type.Name), e.Alias));
        Assert.Equal(EventNames.Known.Count(), EventNames.Known.Select(e => e.Alias).Distinct().Count());
    }

    /// <summary>Marten's rule: split before capitals, lower case, joined by '_'.</summary>
    private static string AliasOf(string name)
    {
        var alias = new StringBuilder();
        for (int i = 0; i < name.Length; i++)
        {
            bool isNewWord = i > 0 && char.IsUpper(name[i]) && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (isNewWord) alias.Append('_');
            alias.Append(char.ToLowerInvariant(name[i]));
        }

        return alias.ToString();
    }

    private static string Text(Event happened) => Encoding.UTF8.GetString(Json.Write(happened));
}
