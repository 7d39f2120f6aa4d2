using System.Collections.Immutable;
using Workflow.Core.Deadlines;
using Workflow.Core.Runtime;

namespace Workflow.Core.Catalog.Calendars;

/// <summary>A version of a working-day calendar is published; running clocks are counted by it when it reaches their case.</summary>
/// <param name="Version">from 1</param>
/// <param name="Region">division code of its owner, who alone publishes its next versions; null for the whole country's</param>
public sealed record CalendarPublished(string Code, int Version, CalendarContent Content, string By, DateTimeOffset At, string? Region) : CatalogEvent;

/// <summary>What a calendar says, whole.</summary>
/// <param name="Name">what people call it</param>
/// <param name="Base">code of the calendar whose days hold where the notices are silent; null for a calendar of its own</param>
/// <param name="BaseVersion">its exact version; 0 without a base</param>
/// <param name="Notices">in order of publication: a later one wins, day by day</param>
/// <param name="Hours">working hours; null for those of the base, or the usual</param>
public sealed record CalendarContent(LocalText Name, string? Base, int BaseVersion, ImmutableArray<CalendarNotice> Notices, WorkingHours? Hours);

/// <summary>A calendar with all its versions.</summary>
public sealed record CalendarState : StreamState
{
    public static readonly CalendarState Empty = new();

    public ImmutableArray<CalendarPublished> Versions { get; init; } = [];

    public CalendarPublished? Latest => Versions.IsEmpty ? null : Versions[^1];

    public CalendarPublished? Version(int version) => version >= 1 && version <= Versions.Length ? Versions[version - 1] : null;

    public override StreamState Evolve(Event happened) =>
        happened is CalendarPublished published ? this with { Versions = Versions.Add(published) } : this;
}

/// <summary>The stream kind "calendar".</summary>
public sealed class CalendarStreams() : CatalogStreams<CalendarState>("calendar", CalendarState.Empty)
{
    public static string IdOf(string code) => "calendar-" + code;

    protected override DocumentRow? Document(string id, CalendarState state) => state.Latest is { } latest
        ? Row(id, latest.Version, latest.Region, new CalendarDocument(id, latest.Version, latest.At, latest.Content))
        : null;
}

/// <summary>The latest version of a calendar.</summary>
public sealed record CalendarDocument(string Code, int Version, DateTimeOffset PublishedAt, CalendarContent Content);
