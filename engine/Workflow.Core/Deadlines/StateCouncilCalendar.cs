using System.Collections.Immutable;
using System.Text.Json;

namespace Workflow.Core.Deadlines;

/// <summary>
/// The State Council's notices on holidays and make-up working days, 2007–2026, restated as facts in
/// <c>cn-working-days.json</c>. Version n of the calendar "cn" is what the first n notices say, so the days as they
/// stood before an amendment (2015, 2019, 2020) are a version of their own.
/// </summary>
public static class StateCouncilCalendar
{
    public const string Code = "cn";

    /// <summary>In order of publication.</summary>
    public static ImmutableArray<CalendarNotice> Notices { get; } = Load();

    public static WorkCalendar Latest { get; } = OfVersion(Notices.Length);

    /// <param name="version">number of notices known, from 1 to the length of <see cref="Notices"/></param>
    public static WorkCalendar OfVersion(int version) =>
        version >= 1 && version <= Notices.Length ? WorkCalendar.Build(Code, version, Notices.Take(version))
        : throw new ArgumentOutOfRangeException(nameof(version), version, $"there are {Notices.Length} notices");

    /// <summary>The version that held on a day: what had been published by then; null before the first notice.</summary>
    public static int? VersionKnownOn(DateOnly day) => Notices.Count(notice => notice.KnownFrom <= day) is > 0 and var version ? version : null;

    private static ImmutableArray<CalendarNotice> Load()
    {
        using var stream = typeof(StateCouncilCalendar).Assembly.GetManifestResourceStream("cn-working-days.json")!;
        using var json = JsonDocument.Parse(stream);
        return [.. json.RootElement.EnumerateArray().Select(notice =>
            CalendarNotice.Read(notice, out var faults) ?? throw new InvalidOperationException($"cn-working-days.json: {string.Join(", ", faults)}"))];
    }
}
