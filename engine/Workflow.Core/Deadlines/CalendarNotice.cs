using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Workflow.Core.Deadlines;

/// <summary>
/// One published notice about the working days of a year (放假调休通知): what it says; what follows from it is not stored.
/// A later notice wins day by day over an earlier one, which is how the State Council has amended a year three times.
/// </summary>
/// <param name="Year">the year the notice is about; it may name days of the weeks around that year</param>
/// <param name="Published">day of publication; null where it is not known for certain</param>
/// <param name="Off">days without work (放假)</param>
/// <param name="MakeUp">weekend days with work (调休上班)</param>
/// <param name="Half">days with work in the half-day hours only</param>
public sealed record CalendarNotice(
    int Year, DateOnly? Published, string? Source,
    ImmutableArray<DayRange> Off, ImmutableArray<DateOnly> MakeUp, ImmutableArray<DateOnly> Half)
{
    public const int MinYear = 2000;
    public const int MaxYear = 2099;
    public const int MaxEntries = 400;
    public const int MaxSourceLength = 500;

    /// <summary>First day on which the notice could be known: publication, else the day before the first day it names.</summary>
    [JsonIgnore]
    public DateOnly KnownFrom => Published ?? Named.DefaultIfEmpty(new DateOnly(Year, 1, 2)).Min().AddDays(-1);

    private IEnumerable<DateOnly> Named => [.. Off.Select(range => range.First), .. MakeUp, .. Half];

    /// <summary>
    /// Reads <c>{"year": 2026, "published": "2025-11-04", "off": ["2026-01-01/2026-01-03"], "makeUp": ["2026-01-04"], "half": []}</c>.
    /// </summary>
    /// <param name="faults">path below the notice and a stable code (field-required, field-type, field-range, field-unknown,
    /// day-twice, days-outside); empty when the notice was read</param>
    public static CalendarNotice? Read(JsonElement json, out ImmutableArray<(string Path, string Code)> faults)
    {
        var reading = new Reading();
        var notice = json.ValueKind == JsonValueKind.Object ? reading.Notice(json) : null;
        if (notice is null) reading.Fault("", "field-type");
        else reading.FindTwice(notice);
        faults = [.. reading.Faults];
        return faults.IsEmpty ? notice : null;
    }

    /// <summary>Collects faults, so that the sender hears all of them at once.</summary>
    private sealed class Reading
    {
        public List<(string Path, string Code)> Faults { get; } = [];

        public void Fault(string path, string code) => Faults.Add((path, code));

        public CalendarNotice Notice(JsonElement json)
        {
            foreach (var member in json.EnumerateObject())
                if (member.Name is not ("year" or "published" or "source" or "off" or "makeUp" or "half")) Fault(member.Name, "field-unknown");

            var year = 0;
            if (!json.TryGetProperty("year", out var yearJson)) Fault("year", "field-required");
            else if (yearJson.ValueKind != JsonValueKind.Number || !yearJson.TryGetInt32(out year)) Fault("year", "field-type");
            else if (year is < MinYear or > MaxYear) Fault("year", "field-range");

            var source = Text(json, "source");
            if (source?.Length > MaxSourceLength) Fault("source", "field-range");
            var published = Text(json, "published") is { } text ? Day(text, "published") : null;
            return new(year, published, source, List(json, "off", Range, year), Days(json, "makeUp", year), Days(json, "half", year));
        }

        public void FindTwice(CalendarNotice notice)
        {
            var seen = new HashSet<DateOnly>();
            foreach (var day in notice.Off.SelectMany(range => range.Days).Concat(notice.MakeUp).Concat(notice.Half))
                if (!seen.Add(day)) { Fault(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), "day-twice"); return; }
        }

        private string? Text(JsonElement json, string name)
        {
            if (!json.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null) return null;
            if (value.ValueKind == JsonValueKind.String) return value.GetString();
            Fault(name, "field-type");
            return null;
        }

        private ImmutableArray<DateOnly> Days(JsonElement json, string name, int year) =>
            [.. List(json, name, Range, year).SelectMany(range => range.Days)];

        private ImmutableArray<DayRange> List(JsonElement json, string name, Func<string, string, DayRange?> read, int year)
        {
            if (!json.TryGetProperty(name, out var list) || list.ValueKind == JsonValueKind.Null) return [];
            if (list.ValueKind != JsonValueKind.Array) { Fault(name, "field-type"); return []; }
            if (list.GetArrayLength() > MaxEntries) { Fault(name, "field-range"); return []; }

            var found = ImmutableArray.CreateBuilder<DayRange>();
            foreach (var (i, item) in list.EnumerateArray().Index())
            {
                var path = $"{name}[{i}]";
                if (item.ValueKind != JsonValueKind.String) Fault(path, "field-type");
                else if (read(item.GetString()!, path) is not { } range) continue;
                else if (Math.Abs(range.First.Year - year) > 1 || range.Last < range.First || range.Length > 31) Fault(path, "days-outside");
                else found.Add(range);
            }
            return found.ToImmutable();
        }

        private DayRange? Range(string text, string path)
        {
            var slash = text.IndexOf('/', StringComparison.Ordinal);
            if (slash < 0) return Day(text, path) is { } day ? new(day, day) : null;
            return Day(text[..slash], path) is { } first && Day(text[(slash + 1)..], path) is { } last ? new(first, last) : null;
        }

        private DateOnly? Day(string text, string path)
        {
            if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return day;
            Fault(path, "field-type");
            return null;
        }
    }
}

/// <summary>Days from <paramref name="First"/> to <paramref name="Last"/>, both included.</summary>
public readonly record struct DayRange(DateOnly First, DateOnly Last)
{
    [JsonIgnore]
    public int Length => Last.DayNumber - First.DayNumber + 1;

    [JsonIgnore]
    public IEnumerable<DateOnly> Days
    {
        get { for (var day = First; day <= Last; day = day.AddDays(1)) yield return day; }
    }
}
