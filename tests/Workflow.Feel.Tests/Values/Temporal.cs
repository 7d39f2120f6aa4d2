using FsCheck;
using FsCheck.Fluent;

namespace Workflow.Feel.Tests.Values;

/// <summary>Random temporal values, and those of a text.</summary>
internal static class Temporal
{
    public static Gen<FeelDate> Dates { get; } = Gen.OneOf(
        Years(-FeelDate.LargestYear, FeelDate.LargestYear), Years(-500, 500), Years(1900, 2100)).Where(date => date is not null).Select(date => date!.Value);

    /// <summary>Where the platform's calendar reaches.</summary>
    public static Gen<DateOnly> Days { get; } = Gen.Choose(0, DateOnly.MaxValue.DayNumber).Select(DateOnly.FromDayNumber);

    public static Gen<FeelZone?> Zones { get; } = Gen.OneOf(Gen.Constant<FeelZone?>(null), Gen.OneOf(Offsets(), Named()).Select(zone => (FeelZone?)zone));

    public static Gen<FeelTime> Times { get; } =
        from second in Gen.Choose(0, 86_399)
        from nanosecond in Gen.OneOf(Gen.Constant(0), Gen.Choose(0, 999_999_999))
        from zone in Zones
        select new FeelTime(second * FeelTime.NanosecondsInSecond + nanosecond, zone);

    public static Gen<FeelDateTime> DateTimes { get; } = from date in Dates from time in Times select new FeelDateTime(date, time);

    public static Gen<DayTimeDuration> Durations { get; } =
        from seconds in Gen.OneOf(Gen.Choose(-100, 100), Gen.Choose(-2_000_000_000, 2_000_000_000))
        from nanoseconds in Gen.OneOf(Gen.Constant(0), Gen.Choose(-999_999_999, 999_999_999))
        from factor in Gen.Elements(1, 1, 1_000)
        select Nanoseconds(((Int128)seconds * 1_000_000_000 + nanoseconds) * factor);

    public static Gen<YearMonthDuration> Months { get; } = Gen.OneOf(Gen.Choose(-30, 30), Gen.Choose(int.MinValue + 1, int.MaxValue)).Select(months => new YearMonthDuration(months));

    public static DayTimeDuration Nanoseconds(Int128 nanoseconds) => DayTimeDuration.TryOf(nanoseconds, out var duration) ? duration : throw new ArgumentOutOfRangeException(nameof(nanoseconds));

    /// <summary>The value of <c>@"text"</c>; also a number.</summary>
    public static Value Of(string text) => TemporalValues.OfAtLiteral(text)
        ?? (Decimal128.TryParse(text, out var number) ? new Value.Number(number) : throw new ArgumentException($"'{text}' is neither a number nor temporal", nameof(text)));

    private static Gen<FeelDate?> Years(int first, int last) =>
        from year in Gen.Choose(first, last)
        from month in Gen.Choose(1, 12)
        from day in Gen.Choose(1, 31)
        select FeelDate.TryOf(year, month, day, out var date) ? date : (FeelDate?)null;

    private static Gen<FeelZone> Offsets() =>
        Gen.Choose(-FeelZone.LargestOffset, FeelZone.LargestOffset).Select(seconds => FeelZone.TryOffset(seconds, out var zone) ? zone! : FeelZone.Utc);

    private static Gen<FeelZone> Named() => Gen.Elements("Etc/UTC", "Asia/Shanghai", "Europe/Paris", "Australia/Melbourne", "America/St_Johns")
        .Select(name => FeelZone.TryNamed(name, out var zone) ? zone! : throw new InvalidOperationException($"this machine lacks the zone {name}"));
}
