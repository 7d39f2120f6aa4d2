using System.Text.Json;
using Workflow.Core.Catalog;
using Workflow.Core.Catalog.Calendars;
using Workflow.Core.Deadlines;
using Workflow.Core.Flow;
using Workflow.Postgres.Queries;
using Workflow.Server.Cases;

namespace Workflow.Server.Catalog;

/// <summary>What a decision outside a case may know of the world: the database's time, and the latest version of every calendar.</summary>
internal sealed class DecisionSurroundings(Documents documents, PinnedLoader published, CaseReader cases)
{
    private static readonly TimeSpan China = TimeSpan.FromHours(8);

    public async ValueTask<Surroundings> NowAsync(CancellationToken cancelled)
    {
        var calendars = new Dictionary<string, WorkCalendar>(StringComparer.Ordinal);
        foreach (var row in await documents.AllAsync("calendar", null, cancelled))
            if (JsonSerializer.Deserialize<CalendarDocument>(row.Json, CatalogJson.Options) is { } calendar)
                calendars[calendar.Code] = await published.CalendarAsync(calendar.Code, calendar.Version, cancelled);
        return new(cases.Now.ToOffset(China), code => calendars.TryGetValue(code, out var calendar) ? calendar.Says : null);
    }
}
