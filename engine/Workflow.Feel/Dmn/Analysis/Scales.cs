namespace Workflow.Feel.Dmn.Analysis;

/// <summary>Values of one kind that can be compared with each other, in their order.</summary>
internal abstract class Scale
{
    public abstract bool Has(Value value);

    /// <summary>A value strictly between two, as round as can be; null when there is none. An end that is null is no end.</summary>
    public abstract Value? Between(Value? low, Value? high);

    /// <summary>How readily an example uses it: 0 for round values.</summary>
    public virtual int Oddness(Value value) => 0;
}

/// <summary>Numbers are dense, unless only whole ones are allowed.</summary>
internal sealed class NumberScale(bool whole) : Scale
{
    // A half, with one place more than the shorter end needs; no two different numbers need more.
    private const int MostPlaces = 40;

    private static readonly Value.Number Half = new(0.5m);

    public override bool Has(Value value) => value is Value.Number;

    public override int Oddness(Value value) => value is Value.Number { Is.IsInteger: false } ? 1 : 0;

    public override Value? Between(Value? low, Value? high)
    {
        var (from, to) = (low is Value.Number a ? a.Is : (Decimal128?)null, high is Value.Number b ? b.Is : (Decimal128?)null);
        foreach (var candidate in Candidates(from, to))
        {
            if (!(candidate <= from) && !(candidate >= to) && (!whole || candidate.IsInteger)) return new Value.Number(candidate);
        }
        return null;
    }

    private IEnumerable<Decimal128> Candidates(Decimal128? low, Decimal128? high)
    {
        switch (low, high)
        {
            case ({ } from, { } to):
                var middle = Sum(Product(from, Half.Is), Product(to, Half.Is));
                yield return middle.Floor();
                yield return from.Floor() is var floor && Decimal128.TryAdd(floor, 1, out var next) ? next : floor;
                if (whole) yield break;
                for (var places = 1; places <= MostPlaces; places++)
                {
                    if (middle.TryRound(places, Rounding.HalfEven, out var rounded)) yield return rounded;
                }
                yield return middle;
                break;
            case ({ } from, null):
                yield return Sum(from.Floor(), 1);
                yield return Product(from, from.Sign > 0 ? 2 : Half.Is);
                yield return Decimal128.Greatest;
                break;
            case (null, { } to):
                yield return Sum(to.Ceiling(), -1);
                yield return Product(to, to.Sign < 0 ? 2 : Half.Is);
                yield return -Decimal128.Greatest;
                break;
            default:
                yield return Decimal128.Zero;
                break;
        }
    }

    private static Decimal128 Sum(Decimal128 left, Decimal128 right) => Decimal128.TryAdd(left, right, out var sum) ? sum : left;

    private static Decimal128 Product(Decimal128 left, Decimal128 right) => Decimal128.TryMultiply(left, right, out var product) ? product : left;
}

/// <summary>Texts by code points: there is always a longer one behind, but nothing before the empty one.</summary>
internal sealed class TextScale : Scale
{
    private static readonly string[] Tails = ["", "a", "A", "0", " ", "\u0001"];

    public override bool Has(Value value) => value is Value.Text;

    public override int Oddness(Value value) => value is Value.Text { Is: "" } ? 1 : 0;

    public override Value? Between(Value? low, Value? high)
    {
        var start = low is Value.Text text ? text.Is : "";
        foreach (var tail in Tails)
        {
            Value candidate = new Value.Text(start + tail);
            if ((low is null || Comparison.Order(low, candidate) < 0) && (high is null || Comparison.Order(candidate, high) < 0)) return candidate;
        }
        return null;
    }
}

/// <summary>Kinds that go in steps: days, seconds of a clock, months, nanoseconds of a duration.</summary>
internal sealed class StepScale(Func<Value, Int128?> place, Func<Int128, Value?> at, Int128 first, Int128 last, params Int128[] round) : Scale
{
    public override bool Has(Value value) => place(value) is not null;

    public override Value? Between(Value? low, Value? high)
    {
        var from = low is null ? (Int128?)null : place(low);
        var to = high is null ? (Int128?)null : place(high);
        foreach (var step in round)
        {
            var start = (from, to) switch
            {
                ({ } a, { } b) => Floor((a + b) / 2, step),
                ({ } a, null) => Floor(a, step) + step,
                (null, { } b) => Floor(b - 1, step),
                _ => Floor(0, step),
            };
            if (Fits(start)) return at(start);
            if (Fits(start + step)) return at(start + step);
        }
        return null;

        bool Fits(Int128 candidate) => !(candidate <= from) && !(candidate >= to) && candidate >= first && candidate <= last && at(candidate) is not null;
    }

    private static Int128 Floor(Int128 value, Int128 step)
    {
        var rest = value % step;
        return value - (rest < 0 ? rest + step : rest);
    }
}

/// <summary>Which scales there are. Times and dates with a time fall apart: local ones do not compare with instants.</summary>
internal static class Scales
{
    private const long SecondsInDay = 86_400;

    private static readonly Int128[] Clock = [SecondsInDay, 3_600, 600, 60, 1];

    public static readonly Scale Text = new TextScale();

    public static readonly Scale Date = new StepScale(
        v => v is Value.Date d ? d.Is.DayNumber : null,
        n => FeelDate.TryOfDayNumber(n, out var date) ? new Value.Date(date) : null,
        Int128.MinValue, Int128.MaxValue, 1);

    public static readonly Scale YearMonth = new StepScale(
        v => v is Value.YearMonth d ? d.Is.Months : null,
        n => YearMonthDuration.TryOf(n, out var duration) ? new Value.YearMonth(duration) : null,
        Int128.MinValue, Int128.MaxValue, 12, 1);

    public static readonly Scale DayTime = new StepScale(
        v => v is Value.DayTime d ? d.Is.Nanoseconds : null,
        n => DayTimeDuration.TryOf(n, out var duration) ? new Value.DayTime(duration) : null,
        Int128.MinValue, Int128.MaxValue, [.. Clock.Select(c => c * FeelTime.NanosecondsInSecond), 1]);

    /// <summary>All the scales of a kind that the values speak of; one of them when they speak of none.</summary>
    public static IEnumerable<Scale> OfTimes(IReadOnlyList<Value> values)
    {
        var zones = values.OfType<Value.Time>().Select(t => t.Is.Zone).ToList();
        // A mere offset makes a place on the common clock; the time of a zone whose offset changes does not.
        if (zones.FirstOrDefault(z => z?.Offset is not null) is { } zone)
        {
            var offset = zone.Offset!.Value;
            yield return new StepScale(v => v is Value.Time { Is: { Zone.Offset: { } own } t } ? t.Seconds - own : null, n => AtClock(n + offset, zone), -offset, SecondsInDay - 1 - offset, Clock);
        }
        foreach (var named in zones.Where(z => z is { Offset: null }).Distinct())
        {
            yield return new StepScale(v => v is Value.Time { Is: var t } && t.Zone == named ? t.Seconds : null, n => AtClock(n, named), 0, SecondsInDay - 1, Clock);
        }
        if (zones.Count == 0 || zones.Contains(null)) yield return new StepScale(v => v is Value.Time { Is: { Zone: null } t } ? t.Seconds : null, n => AtClock(n, null), 0, SecondsInDay - 1, Clock);
    }

    public static IEnumerable<Scale> OfDateTimes(IReadOnlyList<Value> values)
    {
        var zones = values.OfType<Value.DateTime>().Select(t => t.Is.Zone).ToList();
        if (zones.Any(z => z is not null))
        {
            var zone = zones.FirstOrDefault(z => z?.Offset is not null) ?? FeelZone.Utc;
            var offset = zone.Offset!.Value;
            yield return new StepScale(v => v is Value.DateTime { Is: { Zone: not null } d } ? d.Seconds : null, n => AtDay(n + offset, zone), Int128.MinValue, Int128.MaxValue, Clock);
        }
        if (zones.Count == 0 || zones.Contains(null)) yield return new StepScale(v => v is Value.DateTime { Is: { Zone: null } d } ? d.Seconds : null, n => AtDay(n, null), Int128.MinValue, Int128.MaxValue, Clock);
    }

    private static Value? AtClock(Int128 second, FeelZone? zone) =>
        second >= 0 && second < SecondsInDay ? new Value.Time(new((long)second * FeelTime.NanosecondsInSecond, zone)) : null;

    private static Value? AtDay(Int128 second, FeelZone? zone)
    {
        var day = FeelDateTime.FloorDivide(second, SecondsInDay);
        return FeelDate.TryOfDayNumber(day, out var date) ? new Value.DateTime(new(date, new((long)(second - day * SecondsInDay) * FeelTime.NanosecondsInSecond, zone))) : null;
    }
}
