using Workflow.Core.Catalog;
using Workflow.Core.Catalog.Calendars;
using Workflow.Core.Catalog.Definitions;
using Workflow.Core.Catalog.JointItems;
using Workflow.Core.Catalog.Regions;
using Workflow.Core.Runtime;
using Workflow.Postgres;
using Workflow.Server.Catalog;
using Workflow.Server.Http;

namespace Workflow.Server.Cases;

/// <summary>What a new case starts with: the latest published versions, each by its number.</summary>
internal sealed class Published(Node node, PinnedLoader loader)
{
    /// <summary>Null when there is no such joint item, or something it rests on is not published.</summary>
    public async ValueTask<(PinnedRef Pin, JointItem Item)?> LatestAsync(string code, CancellationToken ct) => (await LatestAsync(code, region: "", ct)).Offer;

    /// <summary>The same, and whether a region takes part.</summary>
    public async ValueTask<((PinnedRef Pin, JointItem Item)? Offer, bool HasRegion)> LatestAsync(string code, string region, CancellationToken ct)
    {
        if (!Codes.IsCode(code)) return (null, false);
        var streams = new Together(node, await node.ReadAsync(Foreseen(code, region), ct));
        var hasRegion = Codes.IsRegion(region) && await streams.OfAsync<RegionState>(RegionStreams.IdOf(region), ct) is { Defined: not null };
        return (await OfferAsync(code, streams, ct), hasRegion);
    }

    private async ValueTask<(PinnedRef Pin, JointItem Item)?> OfferAsync(string code, Together streams, CancellationToken ct)
    {
        if ((await streams.OfAsync<JointItemState>(JointItemStreams.IdOf(code), ct)).Latest is not { } latest) return null;
        var item = latest.Item;
        if ((await streams.OfAsync<DefinitionState>(DefinitionStreams.IdOf(item.Definition), ct)).Latest is not { } definition) return null;
        if ((await streams.OfAsync<CalendarState>(CalendarStreams.IdOf(item.Calendar), ct)).Latest is not { } calendar) return null;
        // Publication refuses a joint item whose definition names a decision table that is not there.
        var rules = await loader.LatestRulesAsync(await loader.GraphAsync(item.Definition, definition.Version, ct), ct);
        var pin = new PinnedRef(item.Code, latest.Version, item.Definition, definition.Version, item.Calendar, calendar.Version) { Rules = PinnedLoader.VersionsOf(rules) };
        foreach (var own in item.Limits.Calendars)
        {
            if ((await streams.OfAsync<CalendarState>(CalendarStreams.IdOf(own.Calendar), ct)).Latest is not { } further) return null;
            pin = pin.With(own.Calendar, further.Version);
        }
        return (pin, item);
    }

    /// <summary>The streams that will be asked for, should the joint item still name what it named when this node last saw it.</summary>
    private List<string> Foreseen(string code, string region)
    {
        var ids = new List<string> { JointItemStreams.IdOf(code) };
        if (Codes.IsRegion(region)) ids.Add(RegionStreams.IdOf(region));
        if (node.Known(ids[0]) is not { State: JointItemState { Latest.Item: var item } }) return ids;
        ids.Add(DefinitionStreams.IdOf(item.Definition));
        ids.AddRange(item.Limits.Calendars.Select(own => own.Calendar).Prepend(item.Calendar).Distinct(StringComparer.Ordinal).Select(CalendarStreams.IdOf));
        return ids;
    }

    /// <summary>Streams that were read in one statement; one that nobody foresaw is read by itself.</summary>
    private sealed class Together(Node node, IReadOnlyList<LoadedStream> read)
    {
        public async ValueTask<T> OfAsync<T>(string id, CancellationToken ct) where T : StreamState =>
            (T)(read.FirstOrDefault(s => s.StreamId == id)?.State ?? (await node.ReadAsync(id, ct)).State);
    }
}
