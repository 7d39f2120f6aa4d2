using System.Collections.Immutable;

namespace Workflow.Feel.Functions;

/// <summary>Makes dates, times and durations of their parts (DMN 1.5, 10.3.4.1), and asks them (10.3.4.6, 10.3.4.8).</summary>
internal static class TemporalFunctions
{
    /// <summary>Longer texts are none of the forms; fractions of a second may have that many digits.</summary>
    private const int LongestText = 1_000;

    /// <summary>The platform looks on the disk for a zone that it does not know.</summary>
    private const int StepsOfZone = 100;

    private static readonly FeelType Number = FeelType.Number;

    private static readonly ImmutableArray<string> DayNames = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

    private static readonly ImmutableArray<string> MonthNames =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

    public static IEnumerable<Builtin> All =>
    [
        new("date",
            Signature.Of(FeelType.Date, (a, _) => a[0], ("from", FeelType.Date)),
            Signature.Of(FeelType.Date, (a, _) => new Value.Date(((Value.DateTime)a[0]).Is.Date), ("from", FeelType.DateTime)),
            Signature.Of(FeelType.Date, DateOfText, ("from", FeelType.String)),
            Signature.Of(FeelType.Date, DateOfParts, ("year", Number), ("month", Number), ("day", Number))),
        new("time",
            Signature.Of(FeelType.Time, (a, _) => a[0], ("from", FeelType.Time)),
            Signature.Of(FeelType.Time, (a, _) => new Value.Time(((Value.DateTime)a[0]).Is.Time), ("from", FeelType.DateTime)),
            Signature.Of(FeelType.Time, (a, _) => new Value.Time(FeelDateTime.OfDate(((Value.Date)a[0]).Is).Time), ("from", FeelType.Date)),
            Signature.Of(FeelType.Time, TimeOfText, ("from", FeelType.String)),
            Signature.Of(FeelType.Time, (a, run) => TimeOfParts(a, zone: null, run), ("hour", Number), ("minute", Number), ("second", Number)),
            Signature.Of(FeelType.Time, TimeWithOffset, ("hour", Number), ("minute", Number), ("second", Number), ("offset", FeelType.DayTimeDuration)) with { Nullable = true }),
        new("date and time",
            Signature.Of(FeelType.DateTime, DateTimeOfText, ("from", FeelType.String)),
            Signature.Of(FeelType.DateTime, (a, _) => Join(((Value.Date)a[0]).Is, a[1]), ("date", FeelType.Date), ("time", FeelType.Time)),
            Signature.Of(FeelType.DateTime, (a, _) => Join(((Value.DateTime)a[0]).Is.Date, a[1]), ("date", FeelType.DateTime), ("time", FeelType.Time)),
            Signature.Of(FeelType.DateTime, (a, run) => DateTimeOfParts(a, zone: null, run), [.. Parts]),
            Signature.Of(FeelType.DateTime, DateTimeWithOffset, [.. Parts, ("offset", FeelType.DayTimeDuration)]) with { Nullable = true },
            Signature.Of(FeelType.DateTime, DateTimeInZone, [.. Parts, ("timezone", FeelType.String)]) with { Nullable = true }),
        new("duration", Signature.Of(FeelType.Any, DurationOfText, ("from", FeelType.String))),
        new("years and months duration", [.. YearsAndMonths()]),
        new("now", Signature.Of(FeelType.DateTime, (_, run) => run.Now is { } now ? new Value.DateTime(FeelDateTime.Of(now)) : run.Fail("no-clock", "now"))),
        new("today", Signature.Of(FeelType.Date, (_, run) => run.Now is { } now ? new Value.Date(FeelDateTime.Of(now).Date) : run.Fail("no-clock", "today"))),
        OfDay("day of year", Number, date => date.DayOfYear),
        OfDay("day of week", FeelType.String, date => DayNames[date.Weekday - 1]),
        OfDay("month of year", FeelType.String, date => MonthNames[date.Month - 1]),
        OfDay("week of year", Number, date => date.WeekOfYear),
    ];

    private static (string Name, FeelType Type)[] Parts =>
        [("year", Number), ("month", Number), ("day", Number), ("hour", Number), ("minute", Number), ("second", Number)];

    private static Builtin OfDay(string name, FeelType result, Func<FeelDate, Value> ask) => new(name,
        Signature.Of(result, (a, _) => ask(((Value.Date)a[0]).Is), ("date", FeelType.Date)),
        Signature.Of(result, (a, _) => ask(((Value.DateTime)a[0]).Is.Date), ("date", FeelType.DateTime)));

    private static Value DateOfText(ReadOnlySpan<Value> arguments, Evaluation run) =>
        IsShort(arguments, run, out var text) && FeelDate.TryParse(text, out var date) ? new Value.Date(date) : NoSuch("not-a-date", text, run);

    private static Value TimeOfText(ReadOnlySpan<Value> arguments, Evaluation run) =>
        IsShort(arguments, run, out var text) && FeelTime.TryParse(text, out var time) ? new Value.Time(time) : NoSuch("not-a-time", text, run);

    /// <summary>Also of a date alone: the beginning of that day, local.</summary>
    private static Value DateTimeOfText(ReadOnlySpan<Value> arguments, Evaluation run)
    {
        if (!IsShort(arguments, run, out var text)) return NoSuch("not-a-date-and-time", text, run);
        if (FeelDateTime.TryParse(text, out var dateTime)) return new Value.DateTime(dateTime);
        return FeelDate.TryParse(text, out var date) ? new Value.DateTime(new(date, default)) : NoSuch("not-a-date-and-time", text, run);
    }

    private static Value DurationOfText(ReadOnlySpan<Value> arguments, Evaluation run) =>
        IsShort(arguments, run, out var text) && TemporalValues.OfDuration(text) is { } duration ? duration : NoSuch("not-a-duration", text, run);

    private static Value DateOfParts(ReadOnlySpan<Value> parts, Evaluation run) =>
        TryDate(parts, out var date) ? new Value.Date(date) : NoSuch("not-a-date", parts, run);

    private static Value TimeOfParts(ReadOnlySpan<Value> parts, FeelZone? zone, Evaluation run) =>
        TryTime(parts[..3], zone, out var time) ? new Value.Time(time) : NoSuch("not-a-time", parts[..3], run);

    private static Value TimeWithOffset(ReadOnlySpan<Value> arguments, Evaluation run)
    {
        if (HasNull(arguments[..3])) return run.Fail("null-argument", "time");
        return TryOffset(arguments[3], out var zone) ? TimeOfParts(arguments, zone, run) : run.Fail("not-an-offset", TemporalValues.Text(arguments[3])!);
    }

    private static Value DateTimeOfParts(ReadOnlySpan<Value> parts, FeelZone? zone, Evaluation run) =>
        TryDate(parts[..3], out var date) && TryTime(parts[3..6], zone, out var time)
            ? new Value.DateTime(new(date, time)) : NoSuch("not-a-date-and-time", parts[..6], run);

    private static Value DateTimeWithOffset(ReadOnlySpan<Value> arguments, Evaluation run)
    {
        if (HasNull(arguments[..6])) return run.Fail("null-argument", "date and time");
        return TryOffset(arguments[6], out var zone) ? DateTimeOfParts(arguments, zone, run) : run.Fail("not-an-offset", TemporalValues.Text(arguments[6])!);
    }

    private static Value DateTimeInZone(ReadOnlySpan<Value> arguments, Evaluation run)
    {
        if (HasNull(arguments[..6])) return run.Fail("null-argument", "date and time");
        if (arguments[6] is not Value.Text { Is: var name }) return DateTimeOfParts(arguments, zone: null, run);
        run.Step(StepsOfZone);
        return FeelZone.TryNamed(name, out var zone) ? DateTimeOfParts(arguments, zone, run) : NoSuch("not-a-zone", name, run);
    }

    private static Value.DateTime Join(FeelDate date, Value time) => new(new FeelDateTime(date, ((Value.Time)time).Is));

    /// <summary>Of each pair of dates and dates with times; the times do not take part.</summary>
    private static IEnumerable<Signature> YearsAndMonths()
    {
        FeelType[] kinds = [FeelType.Date, FeelType.DateTime];
        return from first in kinds
               from second in kinds
               select Signature.Of(
                   FeelType.YearMonthDuration, (a, _) => new Value.YearMonth(new(FeelDate.MonthsBetween(DayOf(a[0]), DayOf(a[1])))), ("from", first), ("to", second));
    }

    private static FeelDate DayOf(Value value) => value is Value.DateTime both ? both.Is.Date : ((Value.Date)value).Is;

    private static bool TryDate(ReadOnlySpan<Value> parts, out FeelDate date)
    {
        date = default;
        return TryWhole(parts[0], out var year) && TryWhole(parts[1], out var month) && TryWhole(parts[2], out var day) && FeelDate.TryOf(year, month, day, out date);
    }

    private static bool TryTime(ReadOnlySpan<Value> parts, FeelZone? zone, out FeelTime time)
    {
        time = default;
        return TryWhole(parts[0], out var hour) && TryWhole(parts[1], out var minute)
            && ((Value.Number)parts[2]).Is.TryToDecimal(out var second) && FeelTime.TryOf(hour, minute, second, zone, out time);
    }

    private static bool TryWhole(Value part, out int number) => ((Value.Number)part).Is.TryToInt32(out number);

    /// <summary>False beyond ±18 hours and for parts of a second; null is no offset.</summary>
    private static bool TryOffset(Value offset, out FeelZone? zone)
    {
        zone = null;
        if (offset is not Value.DayTime { Is: var duration }) return true;
        return duration.Nanoseconds % FeelTime.NanosecondsInSecond == 0 && FeelZone.TryOffset(duration.Nanoseconds / FeelTime.NanosecondsInSecond, out zone);
    }

    private static bool HasNull(ReadOnlySpan<Value> arguments)
    {
        foreach (var argument in arguments)
        {
            if (argument is Value.NullValue) return true;
        }
        return false;
    }

    private static bool IsShort(ReadOnlySpan<Value> arguments, Evaluation run, out string text)
    {
        text = ((Value.Text)arguments[0]).Is;
        if (text.Length > LongestText) return false;
        if (text.Contains('@', StringComparison.Ordinal)) run.Step(StepsOfZone);
        return true;
    }

    private static Value NoSuch(string code, string text, Evaluation run) => run.Fail(code, text.Length > 100 ? text[..100] + "…" : text);

    private static Value NoSuch(string code, ReadOnlySpan<Value> parts, Evaluation run)
    {
        var said = new string[parts.Length];
        for (var i = 0; i < said.Length; i++) said[i] = ((Value.Number)parts[i]).Is.ToString();
        return run.Fail(code, string.Join(", ", said));
    }
}
