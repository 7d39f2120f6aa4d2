using System.Globalization;
using System.Text.Json;
using Workflow.Core.Deadlines;

namespace Workflow.Conformance;

/// <summary>
/// Judges the State Council calendar. Files are known by what they hold, not by name: arrays <c>addWorkingDays</c>,
/// <c>workingDaysBetween</c> and <c>vectors</c> (due dates before and after an amendment), an object <c>workingDaysPerYear</c>,
/// and year files with <c>year</c> and <c>days</c>.
/// </summary>
public static class CalendarSet
{
    public static Verdicts Run(string folder)
    {
        var verdicts = new Verdicts();
        foreach (var file in Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var name = Path.GetRelativePath(folder, file);
            using var json = JsonDocument.Parse(File.ReadAllBytes(file));
            if (json.RootElement.ValueKind != JsonValueKind.Object) continue;
            foreach (var vector in ListOf(json.RootElement, "addWorkingDays")) AddWorkingDays(verdicts, name, vector);
            foreach (var vector in ListOf(json.RootElement, "workingDaysBetween")) Between(verdicts, name, vector);
            foreach (var vector in ListOf(json.RootElement, "vectors")) Amendment(verdicts, name, vector);
            if (json.RootElement.TryGetProperty("workingDaysPerYear", out var years)) PerYear(verdicts, name, years);
            if (json.RootElement.TryGetProperty("year", out var about) && about.TryGetInt32(out var year))
                foreach (var day in ListOf(json.RootElement, "days")) Day(verdicts, name, year, day);
        }
        return verdicts;
    }

    private static void AddWorkingDays(Verdicts verdicts, string file, JsonElement vector)
    {
        var (start, count, due) = (DayOf(vector, "start"), vector.GetProperty("workingDays").GetInt32(), DayOf(vector, "due"));
        var calendar = StateCouncilCalendar.Latest;
        var label = $"{file} {start:yyyy-MM-dd} + {count}";
        var actual = calendar.AddWorkingDays(start, count);
        if (actual != due) verdicts.Fail(label, $"expected {due:yyyy-MM-dd}, got {actual:yyyy-MM-dd}");
        else if (vector.TryGetProperty("startIsWorkday", out var works) && works.GetBoolean() != calendar.IsWorkingDay(start))
            verdicts.Fail(label, $"the start is said to be a {(works.GetBoolean() ? "" : "non-")}working day");
        else if (DueOnClock(calendar, start, count) != due) verdicts.Fail(label, $"a clock of {count} days ends on {DueOnClock(calendar, start, count):yyyy-MM-dd}");
        else verdicts.Pass();
    }

    /// <summary>The same sum through a clock started in the middle of the day, as a case counts.</summary>
    private static DateOnly DueOnClock(WorkCalendar calendar, DateOnly start, int count) => calendar.DayOf(
        Clocks.TimesOf(calendar, new(count, TimeUnit.WorkingDays), calendar.StartOf(start).AddHours(11), [], 0).DueAt.AddTicks(-1));

    private static void Between(Verdicts verdicts, string file, JsonElement vector)
    {
        var (after, to) = (DayOf(vector, "afterExclusive"), DayOf(vector, "toInclusive"));
        verdicts.Expect($"{file} ({after:yyyy-MM-dd}, {to:yyyy-MM-dd}]", vector.GetProperty("workingDays").GetInt32(), StateCouncilCalendar.Latest.WorkingDaysBetween(after, to));
    }

    /// <summary>A case "2019-labour": the original is what the year's first notice says, the revised what all its notices say.</summary>
    private static void Amendment(Verdicts verdicts, string file, JsonElement vector)
    {
        if (!vector.TryGetProperty("dueUnderOriginalNotice", out _)) return;
        var (name, start, count) = (vector.GetProperty("case").GetString()!, DayOf(vector, "start"), vector.GetProperty("workingDays").GetInt32());
        if (!int.TryParse(name.Split('-')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var year)
            || StateCouncilCalendar.Notices.Count(notice => notice.Year == year) < 2)
        {
            verdicts.Fail($"{file} {name}", "no amendment of that year is known");
            return;
        }
        var versions = StateCouncilCalendar.Notices.Index().Where(entry => entry.Item.Year == year).Select(entry => entry.Index + 1).ToList();
        foreach (var (member, version) in new[] { ("dueUnderOriginalNotice", versions[0]), ("dueUnderRevisedNotice", versions[^1]) })
        {
            var actual = StateCouncilCalendar.OfVersion(version).AddWorkingDays(start, count);
            verdicts.Expect($"{file} {name} {start:yyyy-MM-dd} + {count} {member}", DayOf(vector, member), actual);
        }
    }

    private static void PerYear(Verdicts verdicts, string file, JsonElement years)
    {
        foreach (var year in years.EnumerateObject())
        {
            var first = new DateOnly(int.Parse(year.Name, CultureInfo.InvariantCulture), 1, 1);
            verdicts.Expect($"{file} working days of {year.Name}", year.Value.GetInt32(), StateCouncilCalendar.Latest.WorkingDaysBetween(first.AddDays(-1), first.AddYears(1).AddDays(-1)));
        }
    }

    private static void Day(Verdicts verdicts, string file, int year, JsonElement day)
    {
        var date = DayOf(day, "date");
        if (!StateCouncilCalendar.Latest.IsPublished(new(year, 1, 1))) verdicts.Skip($"{year} is not covered by the notices 2007–2026");
        else verdicts.Expect($"{file} {date:yyyy-MM-dd} is off", day.GetProperty("isOffDay").GetBoolean(), !StateCouncilCalendar.Latest.IsWorkingDay(date));
    }

    private static IEnumerable<JsonElement> ListOf(JsonElement json, string name) =>
        json.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : [];

    private static DateOnly DayOf(JsonElement json, string name) =>
        DateOnly.ParseExact(json.GetProperty(name).GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
