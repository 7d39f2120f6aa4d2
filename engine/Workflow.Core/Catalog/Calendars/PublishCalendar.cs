using System.Text.Json;
using Workflow.Core.Runtime;

namespace Workflow.Core.Catalog.Calendars;

/// <summary>
/// Publishes the next version of a calendar, which belongs to the region that its publisher acted in at first. The
/// latest content again changes nothing.
/// </summary>
/// <param name="BaseKnown">that the base in that version has been published; versions are never removed, so it stays true</param>
public sealed record PublishCalendar(string Code, CalendarContent Content, bool BaseKnown) : Command
{
    public override string StreamId => CalendarStreams.IdOf(Code);

    public override Outcome Decide(object? pinned, StreamState state, DateTimeOffset now)
    {
        if (Content.Base is { } basis && !BaseKnown) return Outcome.Reject("calendar-not-found", ("calendar", basis));
        // A base that had a base of its own would make a day's reason hard to follow, and could close a circle.
        if (Content.Base == Code) return Outcome.Reject("calendar-base-invalid");
        if (Content.Hours is { IsValid: false }) return Outcome.Reject("working-hours-invalid");

        var latest = ((CalendarState)state).Latest;
        if (latest is not null && latest.Region != By.Region) return Outcome.Reject("belongs-to-other-region");
        if (latest is not null && Written(latest.Content) == Written(Content)) return Outcome.Accept();
        return Outcome.Accept(new CalendarPublished(Code, (latest?.Version ?? 0) + 1, Content, By.Id, now, By.Region));
    }

    private static string Written(CalendarContent content) => JsonSerializer.Serialize(content, CatalogJson.Options);
}
