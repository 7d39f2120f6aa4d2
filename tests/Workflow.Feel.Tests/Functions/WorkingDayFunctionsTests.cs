using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Workflow.Feel.Tests.Functions;

public sealed class WorkingDayFunctionsTests
{
    /// <summary>Monday to Friday, but not the first of a month; said for the years 2020 to 2030.</summary>
    private static readonly Func<string, Func<DateOnly, bool?>?> Plain = name => name == "plain"
        ? day => day.Year is >= 2020 and <= 2030 ? day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && day.Day != 1 : null : null;

    [Theory]
    [InlineData("add working days", "@2026-03-06, 1, \"plain\"", "2026-03-09")]
    [InlineData("add working days", "@2026-03-07, 1, \"plain\"", "2026-03-09")]
    [InlineData("add working days", "@2026-03-31, 1, \"plain\"", "2026-04-02")]
    [InlineData("add working days", "@2026-03-09, -1, \"plain\"", "2026-03-06")]
    [InlineData("add working days", "@2026-03-07, 0, \"plain\"", "2026-03-07")]
    [InlineData("add working days", "@2026-03-06T16:30:00+08:00, 5, \"plain\"", "2026-03-13T16:30:00+08:00")]
    [InlineData("working days between", "@2026-03-06, @2026-03-09, \"plain\"", "1")]
    [InlineData("working days between", "@2026-03-09, @2026-03-06, \"plain\"", "-1")]
    [InlineData("working days between", "@2026-03-07, @2026-03-08, \"plain\"", "0")]
    [InlineData("working days between", "@2026-03-06T23:00:00, @2026-03-09, \"plain\"", "1")]
    [InlineData("working days between", "@2026-03-06, @2026-03-06, \"plain\"", "0")]
    [InlineData("is working day", "@2026-03-06, \"plain\"", "true")]
    [InlineData("is working day", "@2026-04-01T09:00:00, \"plain\"", "false")]
    public void The_function_answers(string name, string arguments, string expected)
    {
        var run = new Evaluation(calendars: Plain);

        Assert.Equal(expected, Calling.Text(Calling.Call(name, run, Calling.Arguments(arguments))));
        Assert.Empty(run.Diagnostics);
    }

    [Theory]
    [InlineData("add working days", "@2026-03-06, 1, \"other\"", "calendar-unknown")]
    [InlineData("add working days", "@2026-03-06, 1.5, \"plain\"", "not-a-whole-number")]
    [InlineData("add working days", "@2030-12-30, 2, \"plain\"", "calendar-not-published")]
    [InlineData("add working days", "@2020-01-02, -1, \"plain\"", "calendar-not-published")]
    [InlineData("add working days", "@12026-03-06, 1, \"plain\"", "calendar-not-published")]
    [InlineData("add working days", "@999999999-12-31, 1, \"plain\"", "out-of-range")]
    [InlineData("working days between", "@2030-12-30, @2031-01-05, \"plain\"", "calendar-not-published")]
    [InlineData("is working day", "@2031-01-05, \"plain\"", "calendar-not-published")]
    [InlineData("is working day", "@2026-01-05, \"其他\"", "calendar-unknown")]
    public void The_function_answers_null_and_says_why(string name, string arguments, string code)
    {
        var run = new Evaluation(calendars: Plain);

        Assert.Equal(Value.Null, Calling.Call(name, run, Calling.Arguments(arguments)));
        Assert.Equal(code, Assert.Single(run.Diagnostics).Code);
    }

    [Fact]
    public void Without_calendars_every_calendar_is_unknown()
    {
        var run = new Evaluation();

        Assert.Equal(Value.Null, Calling.Call("is working day", run, Calling.Arguments("@2026-01-05, \"plain\"")));
        Assert.Equal("calendar-unknown", Assert.Single(run.Diagnostics).Code);
    }

    [Fact]
    public void So_many_days_added_are_so_many_between() => Prop.ForAll(Gen.Choose(0, 2_000).ToArbitrary(), Gen.Choose(-300, 300).ToArbitrary(), (ahead, count) =>
    {
        var run = new Evaluation(calendars: Plain);
        var start = new Value.Date((FeelDate)new DateOnly(2022, 6, 1).AddDays(ahead));
        var end = Calling.Call("add working days", run, start, count, "plain")!;
        return count == Calling.Call("working days between", run, start, end, "plain") && (count == 0 || Calling.Call("is working day", run, end, "plain") == true);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void Each_day_looked_at_is_a_step()
    {
        var run = new Evaluation(new Budget(1_000, 1_000, 10), calendars: _ => _ => true);

        Assert.Throws<BudgetExceeded>(() => Calling.Call("add working days", run, Calling.Arguments("@2026-03-06, 1000000000, \"any\"")));
        Assert.Throws<BudgetExceeded>(() => Calling.Call("working days between", new(new Budget(1_000, 1_000, 10), calendars: _ => _ => true), Calling.Arguments("@2026-03-06, @2126-03-06, \"any\"")));
    }

    [Fact]
    public void The_days_of_the_state_council_give_the_days_that_others_computed()
    {
        var folder = Path.Combine(Repository(), "../shared/testdata/calendars");
        Assert.SkipUnless(Directory.Exists(folder), "the calendars are not beside the repository");
        var days = StateCouncil(Path.Combine(folder, "holiday-cn"));
        using var vectors = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "working-day-vectors.json")));

        var (run, wrong, asked) = (new Evaluation(calendars: name => name == "国务院" ? days : null), new List<string>(), 0);
        foreach (var vector in vectors.RootElement.GetProperty("addWorkingDays").EnumerateArray())
        {
            var (start, count, due) = (Day(vector, "start"), vector.GetProperty("workingDays").GetInt32(), Day(vector, "due"));
            if (!due.Equals(Calling.Call("add working days", run, start, count, "国务院"))) wrong.Add(vector.GetRawText());
            if (count != Calling.Call("working days between", run, start, due, "国务院")) wrong.Add(vector.GetRawText());
            asked++;
        }
        foreach (var vector in vectors.RootElement.GetProperty("workingDaysBetween").EnumerateArray())
        {
            var (after, end, count) = (Day(vector, "afterExclusive"), Day(vector, "toInclusive"), vector.GetProperty("workingDays").GetInt32());
            if (count != Calling.Call("working days between", run, after, end, "国务院")) wrong.Add(vector.GetRawText());
            asked++;
        }

        Assert.Empty(wrong);
        Assert.True(asked > 700, $"only {asked} were compared");
        Assert.Empty(run.Diagnostics);
    }

    private static Value Day(JsonElement vector, string name) => new Value.Date(DateOnly.ParseExact(vector.GetProperty(name).GetString()!, "yyyy-MM-dd"));

    private static Func<DateOnly, bool?> StateCouncil(string folder)
    {
        var (years, special) = (new HashSet<int>(), new Dictionary<DateOnly, bool>());
        foreach (var file in Directory.EnumerateFiles(folder, "*.json"))
        {
            using var year = JsonDocument.Parse(File.ReadAllText(file));
            years.Add(year.RootElement.GetProperty("year").GetInt32());
            foreach (var day in year.RootElement.GetProperty("days").EnumerateArray())
                special[DateOnly.ParseExact(day.GetProperty("date").GetString()!, "yyyy-MM-dd")] = !day.GetProperty("isOffDay").GetBoolean();
        }
        return day => special.TryGetValue(day, out var isWorking) ? isWorking : years.Contains(day.Year) ? day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) : null;
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Workflow.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("these tests run inside the repository");
    }
}
