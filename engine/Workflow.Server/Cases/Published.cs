using Workflow.Core.Catalog;
using Workflow.Core.Catalog.Calendars;
using Workflow.Core.Catalog.Definitions;
using Workflow.Core.Catalog.JointItems;
using Workflow.Core.Catalog.Regions;
using Workflow.Core.Runtime;
using Workflow.Server.Catalog;
using Workflow.Server.Http;

namespace Workflow.Server.Cases;

/// <summary>What a new case starts with: the latest published versions, each by its number.</summary>
internal sealed class Published(ReadStream read, PinnedLoader loader)
{
    /// <summary>Null when there is no such joint item, or something it rests on is not published.</summary>
    public async ValueTask<(PinnedRef Pin, JointItem Item)?> LatestAsync(string code, CancellationToken ct)
    {
        if (!Codes.IsCode(code)) return null;
        if (((JointItemState)(await read(JointItemStreams.IdOf(code), ct)).State).Latest is not { } latest) return null;
        var item = latest.Item;
        if (((DefinitionState)(await read(DefinitionStreams.IdOf(item.Definition), ct)).State).Latest is not { } definition) return null;
        if (((CalendarState)(await read(CalendarStreams.IdOf(item.Calendar), ct)).State).Latest is not { } calendar) return null;
        // Publication refuses a joint item whose definition names a decision table that is not there.
        var rules = await loader.LatestRulesAsync(await loader.GraphAsync(item.Definition, definition.Version, ct), ct);
        var pin = new PinnedRef(item.Code, latest.Version, item.Definition, definition.Version, item.Calendar, calendar.Version) { Rules = PinnedLoader.VersionsOf(rules) };
        foreach (var own in item.Limits.Calendars)
        {
            if (((CalendarState)(await read(CalendarStreams.IdOf(own.Calendar), ct)).State).Latest is not { } further) return null;
            pin = pin.With(own.Calendar, further.Version);
        }
        return (pin, item);
    }

    /// <summary>Whether a region takes part.</summary>
    public async ValueTask<bool> HasRegionAsync(string region, CancellationToken ct) =>
        Codes.IsRegion(region) && ((RegionState)(await read(RegionStreams.IdOf(region), ct)).State).Defined is not null;
}
