using Workflow.Feel.Functions;
using Xunit;

namespace Workflow.Feel.Tests.Functions;

public sealed class TemporalFunctionsTests
{
    [Theory]
    [InlineData("date", "\"-2017-12-31\"", "-2017-12-31")]
    [InlineData("date", "@2017-10-11", "2017-10-11")]
    [InlineData("date", "@2017-09-03T23:45:30@Europe/Paris", "2017-09-03")]
    [InlineData("date", "-999999999, 12, 31", "-999999999-12-31")]
    [InlineData("time", "\"11:22:33.444+01:00\"", "11:22:33.444+01:00")]
    [InlineData("time", "@11:22:33", "11:22:33")]
    [InlineData("time", "@2017-08-10T10:20:00@Asia/Dhaka", "10:20:00@Asia/Dhaka")]
    [InlineData("time", "@2017-08-10", "00:00:00Z")]
    [InlineData("time", "12, 59, 1.3", "12:59:01.3")]
    [InlineData("time", "12, 0, 0, null", "12:00:00")]
    [InlineData("time", "12, 59, 1.3, @-PT1H", "12:59:01.3-01:00")]
    [InlineData("time", "11, 59, 45, @PT2H45M55S", "11:59:45+02:45:55")]
    [InlineData("time", "11, 59, 45, @PT0S", "11:59:45Z")]
    [InlineData("date and time", "\"2018-12-10\"", "2018-12-10T00:00:00")]
    [InlineData("date and time", "\"2018-12-10T10:30:00.0001+05:00:01\"", "2018-12-10T10:30:00.0001+05:00:01")]
    [InlineData("date and time", "@2018-12-10, @10:30:00@Europe/Paris", "2018-12-10T10:30:00@Europe/Paris")]
    [InlineData("date and time", "@2018-12-10T23:00:00Z, @10:30:00", "2018-12-10T10:30:00")]
    [InlineData("date and time", "2018, 12, 10, 10, 30, 0.5", "2018-12-10T10:30:00.5")]
    [InlineData("date and time", "2018, 12, 10, 10, 30, 0, @PT8H", "2018-12-10T10:30:00+08:00")]
    [InlineData("date and time", "2018, 12, 10, 10, 30, 0, null", "2018-12-10T10:30:00")]
    [InlineData("date and time", "2018, 12, 10, 10, 30, 0, \"Asia/Shanghai\"", "2018-12-10T10:30:00@Asia/Shanghai")]
    [InlineData("duration", "\"P26M\"", "P2Y2M")]
    [InlineData("duration", "\"PT24H\"", "P1D")]
    [InlineData("years and months duration", "@2011-12-22, @2013-08-24", "P1Y8M")]
    [InlineData("years and months duration", "@2013-08-24, @2011-12-22", "-P1Y8M")]
    [InlineData("years and months duration", "@2016-09-30T23:25:00, @2017-12-28T12:12:12", "P1Y2M")]
    [InlineData("years and months duration", "@-2016-01-30T09:05:00, @-2017-02-28T02:02:02", "-P11M")]
    [InlineData("years and months duration", "@2014-12-31T23:59:59, @-2019-10-01T12:32:59", "-P4033Y2M")]
    [InlineData("years and months duration", "@2013-08-24, @2017-12-15T00:59:59", "P4Y3M")]
    [InlineData("years and months duration", "@2015-12-24T00:00:01-01:00, @2016-12-24T23:59:00-08:00", "P1Y")]
    [InlineData("day of year", "@2019-09-17", "260")]
    [InlineData("day of year", "@2020-12-31T10:00:00", "366")]
    [InlineData("day of week", "@2019-09-17T10:10:10", "Tuesday")]
    [InlineData("month of year", "@2019-09-17", "September")]
    [InlineData("week of year", "@2019-09-17", "38")]
    [InlineData("week of year", "@2003-12-29", "1")]
    [InlineData("week of year", "@2004-01-04", "1")]
    [InlineData("week of year", "@2005-01-01T00:00:00", "53")]
    [InlineData("week of year", "@999999999-12-31", "52")]
    public void The_function_answers(string name, string arguments, string expected)
    {
        var run = new Evaluation();

        Assert.Equal(expected, Calling.Text(Calling.Call(name, run, Calling.Arguments(arguments))));
        Assert.Empty(run.Diagnostics);
    }

    [Theory]
    [InlineData("date", "\"2012-12-25T\"", "not-a-date")]
    [InlineData("date", "\"2012-12-25T10:00:00\"", "not-a-date")]
    [InlineData("date", "2017, 2, 29", "not-a-date")]
    [InlineData("date", "2017.5, 2, 1", "not-a-date")]
    [InlineData("date", "2017, -8, 2", "not-a-date")]
    [InlineData("date", "1000999999, 12, 31", "not-a-date")]
    [InlineData("date", "100099999999999999999, 12, 31", "not-a-date")]
    [InlineData("time", "\"24:01:00\"", "not-a-time")]
    [InlineData("time", "24, 0, 0, null", "not-a-time")]
    [InlineData("time", "23, 59, 60", "not-a-time")]
    [InlineData("time", "23, 59, -1", "not-a-time")]
    [InlineData("time", "23, 59.5, 0", "not-a-time")]
    [InlineData("time", "12, null, 0, null", "null-argument")]
    [InlineData("time", "null, null, null, @PT1H", "null-argument")]
    [InlineData("time", "12, 0, 0, @PT19H", "not-an-offset")]
    [InlineData("time", "12, 0, 0, @PT0.5S", "not-an-offset")]
    [InlineData("date and time", "\"2018-12-10T\"", "not-a-date-and-time")]
    [InlineData("date and time", "\"10:30:00\"", "not-a-date-and-time")]
    [InlineData("date and time", "2018, 2, 30, 10, 30, 0", "not-a-date-and-time")]
    [InlineData("date and time", "2018, 12, null, 10, 30, 0, null", "null-argument")]
    [InlineData("date and time", "2018, 12, 10, 10, 30, 0, \"Mars/Olympus\"", "not-a-zone")]
    [InlineData("duration", "\"P1Y1D\"", "not-a-duration")]
    [InlineData("now", "", "no-clock")]
    [InlineData("today", "", "no-clock")]
    public void The_function_answers_null_and_says_why(string name, string arguments, string code)
    {
        var run = new Evaluation();

        Assert.Equal(Value.Null, Calling.Call(name, run, Calling.Arguments(arguments)));
        Assert.Equal(code, Assert.Single(run.Diagnostics).Code);
        Assert.True(DiagnosticTexts.Has(code), $"{code} has no words");
    }

    [Theory]
    [InlineData("date", "2017")]
    [InlineData("date", "null")]
    [InlineData("date", "2017, 1, null")]
    [InlineData("date", "@10:00:00")]
    [InlineData("date and time", "@2018-12-10")]
    [InlineData("duration", "@P1D")]
    [InlineData("now", "123")]
    [InlineData("day of week", "\"foo\"")]
    [InlineData("week of year", "@10:00:00")]
    public void There_is_no_such_call(string name, string arguments) => Assert.Null(Calling.Call(name, new(), Calling.Arguments(arguments)));

    [Theory]
    [InlineData("date")]
    [InlineData("time")]
    [InlineData("date and time")]
    [InlineData("duration")]
    public void A_long_text_is_not_read(string name)
    {
        var run = new Evaluation();

        Assert.Equal(Value.Null, Calling.Call(name, run, "P1" + new string('0', 1_000_000) + "D"));
        Assert.InRange(Assert.Single(run.Diagnostics).Arguments[0].Length, 1, 101);
    }

    [Fact]
    public void Zones_that_nobody_knows_are_dear() => Assert.Throws<BudgetExceeded>(() =>
    {
        var run = new Evaluation(new Budget(10_000, 10_000, 10));
        for (var i = 0; i < 1_000; i++) Calling.Call("time", run, $"10:00:00@Area/City{i}");
    });

    [Fact]
    public void Now_and_today_are_what_the_caller_says()
    {
        var run = new Evaluation(now: new DateTimeOffset(2026, 3, 2, 1, 30, 0, TimeSpan.FromHours(8)).AddTicks(15));

        Assert.Equal("2026-03-02T01:30:00.0000015+08:00", Calling.Text(Calling.Call("now", run)));
        Assert.Equal("2026-03-02", Calling.Text(Calling.Call("today", run)));
    }

    [Fact]
    public void Parameters_have_the_standards_names()
    {
        Assert.Equal("from|from|from|year,month,day", Names("date"));
        Assert.Equal("from|from|from|from|hour,minute,second|hour,minute,second,offset", Names("time"));
        Assert.Equal(
            "from|date,time|date,time|year,month,day,hour,minute,second|year,month,day,hour,minute,second,offset|year,month,day,hour,minute,second,timezone",
            Names("date and time"));
        Assert.Equal("from,to|from,to|from,to|from,to", Names("years and months duration"));
        Assert.Equal("date|date", Names("week of year"));
    }

    [Theory]
    [InlineData("date and time(2018, 12, 10, 10, 30, 0, \"Asia/Shanghai\").timezone", "Asia/Shanghai")]
    [InlineData("date and time(year: 2018, month: 12, day: 10, hour: 10, minute: 30, second: 0, offset: @\"PT8H\").time offset", "PT8H")]
    [InlineData("time([\"10:00:00\"])", "10:00:00")]
    [InlineData("day of week(date: @\"2019-09-17\")", "Tuesday")]
    [InlineData("-@\"P1D\"", "-P1D")]
    [InlineData("@\"2021-01-31\" + @\"P1M\" = date(2021, 2, 28)", "true")]
    [InlineData("(for day in @\"2021-01-31\"..@\"2021-02-02\" return day)[-1]", "2021-02-02")]
    public void The_language_calls_it(string source, string expected)
    {
        Assert.True(Expression.TryParse(source, out var expression, out var error), error?.Message);
        Assert.Equal(expected, Calling.Text(expression.Evaluate(Value.Context.Empty)));
    }

    [Fact]
    public void No_built_in_has_more_parameters_than_a_call_has_room_for() =>
        Assert.All(Builtins.Names, name => Assert.All(Builtins.Find(name)!.Signatures, s => Assert.InRange(s.Parameters.Length, 0, Workflow.Feel.Language.FewValues.Length)));

    private static string Names(string function) => string.Join('|', Builtins.Find(function)!.Signatures.Select(s => string.Join(',', s.Parameters.Select(p => p.Name))));
}
