using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Workflow.Core.Bpmn;

/// <summary>
/// An ISO 8601 duration such as P1Y2M10DT2H30M or P2W. Years and months are added on the calendar, in UTC; a day is 24 hours
/// (working days are the deadlines' business, not a timer's). Negative durations are refused.
/// </summary>
public sealed partial record IsoDuration(string Text, int Months, TimeSpan Rest)
{
    public bool IsZero => Months == 0 && Rest == TimeSpan.Zero;

    public static bool TryParse(string text, [NotNullWhen(true)] out IsoDuration? duration)
    {
        duration = null;
        if (Shape().Match(text) is not { Success: true } match) return false;
        if (!match.Groups.Values.Skip(1).Any(part => part.Success)) return false;
        try
        {
            var months = (int)checked((12 * Whole(match, "y")) + Whole(match, "m"));
            var days = checked((7 * Whole(match, "w")) + Whole(match, "d"));
            var rest = TimeSpan.FromDays(days) + TimeSpan.FromHours(Whole(match, "h")) + TimeSpan.FromMinutes(Whole(match, "min")) + Seconds(match);
            duration = new(text, months, rest);
            return true;
        }
        catch (Exception e) when (e is OverflowException or ArgumentException)
        {
            return false;
        }
    }

    /// <summary>False when the sum is past the last day of the calendar.</summary>
    public bool TryAddTo(DateTimeOffset instant, out DateTimeOffset sum)
    {
        try
        {
            sum = instant.AddMonths(Months) + Rest;
            return true;
        }
        catch (ArgumentOutOfRangeException)
        {
            sum = default;
            return false;
        }
    }

    private static int Whole(Match match, string part) =>
        match.Groups[part] is { Success: true, Value: var digits } ? int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture) : 0;

    private static TimeSpan Seconds(Match match) =>
        match.Groups["s"] is { Success: true, Value: var digits }
            ? TimeSpan.FromMicroseconds((double)decimal.Truncate(decimal.Parse(digits.Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture) * 1_000_000))
            : TimeSpan.Zero;

    [GeneratedRegex(@"\AP(?:(?<w>[0-9]{1,9})W|(?:(?<y>[0-9]{1,9})Y)?(?:(?<m>[0-9]{1,9})M)?(?:(?<d>[0-9]{1,9})D)?(?:T(?=[0-9])(?:(?<h>[0-9]{1,9})H)?(?:(?<min>[0-9]{1,9})M)?(?:(?<s>[0-9]{1,9}(?:[.,][0-9]{1,9})?)S)?)?)\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Shape();
}

/// <summary>An ISO 8601 instant. An offset (Z, +08:00) is required: a local time would mean something else on another machine.</summary>
public static class IsoDate
{
    private static readonly string[] Shapes =
        ["yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    public static bool TryParse(string text, out DateTimeOffset instant)
    {
        instant = default;
        if (!text.EndsWith('Z') && text.LastIndexOfAny(['+', '-']) <= text.IndexOf('T', StringComparison.Ordinal)) return false;
        if (!DateTimeOffset.TryParseExact(text, Shapes, CultureInfo.InvariantCulture, DateTimeStyles.None, out var read)) return false;
        instant = read.ToUniversalTime();
        instant = instant.AddTicks(-(instant.Ticks % TimeSpan.TicksPerMicrosecond));
        return true;
    }
}

/// <summary>An ISO 8601 repetition: R3/PT10M, R/P1D, or with its first instant R3/2026-01-05T09:00:00+08:00/P1D.</summary>
/// <param name="Times">how often in all; null for ever</param>
/// <param name="First">null when the first is one interval from the start</param>
public sealed record IsoCycle(int? Times, DateTimeOffset? First, IsoDuration Interval)
{
    public static bool TryParse(string text, [NotNullWhen(true)] out IsoCycle? cycle)
    {
        cycle = null;
        if (text.Split('/') is not { Length: 2 or 3 } parts || parts[0] is not ['R', ..]) return false;
        int? times = null;
        if (parts[0].Length > 1)
        {
            if (!int.TryParse(parts[0].AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0) return false;
            times = number;
        }
        DateTimeOffset? first = null;
        if (parts.Length == 3)
        {
            if (!IsoDate.TryParse(parts[1], out var instant)) return false;
            first = instant;
        }
        if (!IsoDuration.TryParse(parts[^1], out var interval) || interval.IsZero) return false;
        cycle = new(times, first, interval);
        return true;
    }

    public bool TryFirst(DateTimeOffset now, out DateTimeOffset due)
    {
        due = First ?? default;
        return First is not null || Interval.TryAddTo(now, out due);
    }
}
