namespace Workflow.Feel.Functions;

/// <summary>
/// Working days (工作日) of a named calendar: an extension, not of the standard. The calendars come from the caller of the
/// evaluation (<see cref="Evaluation.Calendars"/>); a day that its calendar does not yet say makes the result null, never a guess.
/// </summary>
/// <remarks>
/// <c>add working days(date, days, calendar)</c>: the n-th working day strictly after the date, or strictly before it where n
/// is negative, or the date itself for 0; a date and time keeps its time. <c>working days between(from, to, calendar)</c>: how
/// many lie after the one day up to and with the other, negative where they stand the other way round, so that
/// <c>working days between(d, add working days(d, n, c), c) = n</c>. <c>is working day(date, calendar)</c>.
/// </remarks>
internal static class WorkingDayFunctions
{
    private static readonly FeelType[] Days = [FeelType.Date, FeelType.DateTime];

    public static IEnumerable<Builtin> All =>
    [
        new("add working days", [.. from day in Days select Signature.Of(day, Add, ("date", day), ("days", FeelType.Number), ("calendar", FeelType.String))]),
        new("working days between",
        [
            .. from first in Days
               from second in Days
               select Signature.Of(FeelType.Number, Between, ("from", first), ("to", second), ("calendar", FeelType.String)),
        ]),
        new("is working day", [.. from day in Days select Signature.Of(FeelType.Boolean, Is, ("date", day), ("calendar", FeelType.String))]),
    ];

    private static Value Add(ReadOnlySpan<Value> arguments, Evaluation run)
    {
        if (!((Value.Number)arguments[1]).Is.TryToInt64(out var days)) return run.Fail("not-a-whole-number", "days", ((Value.Number)arguments[1]).Is.ToString());
        if (Calendar.Find(arguments[2], run) is not { } calendar) return Value.Null;

        var (day, step) = (DayOf(arguments[0]), Math.Sign(days));
        for (var left = days; left != 0;)
        {
            if (!day.TryAddDays(step, out day)) return run.Fail("out-of-range", "add working days");
            if (calendar.IsWorking(day) is not { } isWorking) return Value.Null;
            if (isWorking) left -= step;
        }
        return arguments[0] is Value.DateTime { Is: var start } ? new Value.DateTime(start with { Date = day }) : new Value.Date(day);
    }

    private static Value Between(ReadOnlySpan<Value> arguments, Evaluation run)
    {
        if (Calendar.Find(arguments[2], run) is not { } calendar) return Value.Null;

        var (day, end) = (DayOf(arguments[0]), DayOf(arguments[1]));
        var step = end.CompareTo(day);
        long count = 0;
        while (day != end)
        {
            if (!day.TryAddDays(step, out day)) return run.Fail("out-of-range", "working days between");
            if (calendar.IsWorking(day) is not { } isWorking) return Value.Null;
            if (isWorking) count += step;
        }
        return new Value.Number(count);
    }

    private static Value Is(ReadOnlySpan<Value> arguments, Evaluation run) =>
        Calendar.Find(arguments[1], run)?.IsWorking(DayOf(arguments[0])) is { } isWorking ? isWorking : Value.Null;

    private static FeelDate DayOf(Value value) => value is Value.DateTime both ? both.Is.Date : ((Value.Date)value).Is;

    /// <summary>A calendar of the evaluation; what it does not know is noted there.</summary>
    private sealed class Calendar(string name, Func<DateOnly, bool?> ask, Evaluation run)
    {
        public static Calendar? Find(Value name, Evaluation run)
        {
            var text = ((Value.Text)name).Is;
            if (run.Calendars?.Invoke(text) is { } ask) return new(text, ask, run);
            run.Fail("calendar-unknown", text);
            return null;
        }

        public bool? IsWorking(FeelDate day)
        {
            run.Step();
            if (day.TryToDateOnly(out var known) && ask(known) is { } isWorking) return isWorking;
            run.Fail("calendar-not-published", name, day.ToString());
            return null;
        }
    }
}
