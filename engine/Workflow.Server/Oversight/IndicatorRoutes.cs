using System.Text.Json;
using Workflow.Contracts;
using Workflow.Contracts.Cases;
using Workflow.Core.Catalog;
using Workflow.Core.Catalog.JointItems;
using Workflow.Core.Catalog.Oversight;
using Workflow.Core.Runtime;
using Workflow.Postgres.Queries;
using Workflow.Server.Cases;
using Workflow.Server.Catalog;
using Workflow.Server.Http;
using Workflow.Server.Identity;
using Workflow.Server.Stats;

namespace Workflow.Server.Oversight;

/// <summary>效能指标: timeliness, overdue rate, working time and the rest, by region, joint item, department or service item.</summary>
internal static class IndicatorRoutes
{
    private const int DaysUsual = 31;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan China = TimeSpan.FromHours(8);

    public static void Map(RouteGroupBuilder api) => api.MapGet("/indicators", GetAsync)
        .For(Role.Supervisor, Role.Auditor).WithSummary("Indicators in three colours, by region, joint item, department or service item")
        .WithDescription("A case counts on the day it was answered, a step on the day it was done or its time ran out, a card on the day it was shown; days of Asia/Shanghai.").Produces<IndicatorsAnswer>();

    private static async Task<IResult> GetAsync(
        HttpContext http, Principal who, IndicatorSet set, OversightProgress progress, CaseReader cases, RuleBooks books, PlaceNames places, Documents documents)
    {
        var query = new Query(http.Request, "by", "from", "to", "period", "region", "jointItem", "after");
        var by = query.Choice("by", [.. Enum.GetValues<IndicatorGroup>().Select(Words.Of)]) is >= 0 and var b ? (IndicatorGroup)b : IndicatorGroup.All;
        var period = query.Choice("period", [.. Enum.GetValues<IndicatorPeriod>().Select(Words.Of)]) is >= 0 and var p ? (IndicatorPeriod)p : IndicatorPeriod.None;
        var to = query.Day("to") ?? DateOnly.FromDateTime(cases.Now.ToOffset(China).DateTime);
        var from = query.Day("from") ?? DateOnly.FromDayNumber(Math.Max(0, to.DayNumber - DaysUsual + 1));
        var region = BoardRoutes.Region(query);
        var after = query.Long("after", 0, 0, long.MaxValue);
        if (query.Problem is { } problem) return problem;

        var ct = http.RequestAborted;
        if (after > 0 && !await progress.WaitForAsync(after, Patience, ct)) return new Problem(StatusCodes.Status503ServiceUnavailable, "not-yet-counted") { RetryAfterSeconds = 1 };
        // The position is read first, so that it never promises more than the rows hold.
        var (waiting, position) = await progress.ReadAsync(ct);
        var jointItem = query.Text("jointItem");
        var lines = await set.ReadAsync(
            CaseScopes.PrefixesOf(who, Role.Supervisor, Role.Auditor), region is null ? null : CaseScopes.PrefixOf(region), jointItem,
            StartOf(from), StartOf(to.AddDays(1)), by, period, cases.Now, ct);
        var home = region ?? who.Grants.First(g => g.Role is Role.Supervisor or Role.Auditor).Region;
        var names = new Naming(places, documents, by);
        var targets = new Dictionary<string, CardRuleBook>(StringComparer.Ordinal);
        var own = await BookAsync(home);
        List<IndicatorGroupLine> answers = [];
        foreach (var line in lines)
        {
            var book = by is IndicatorGroup.Region or IndicatorGroup.Department ? await BookAsync(line.Key[..6]) : own;
            var item = by is IndicatorGroup.JointItem or IndicatorGroup.Item ? line.Key.Split('/')[0] : jointItem;
            answers.Add(new(line.Key, await names.OfAsync(line.Key, ct), line.Period, [.. Indicators.All.Select(i => ValueOf(i, line.Sums, book, item))]));
        }
        return Results.Json(new IndicatorsAnswer(
            position, waiting, Words.Of(by), Words.Of(period), from, to,
            [.. Indicators.All.Select(i => DefinitionOf(i, own.TargetFor(i.Code, jointItem)))], answers), Json.Options);

        async ValueTask<CardRuleBook> BookAsync(string of) => targets.TryGetValue(of, out var book) ? book : targets[of] = await books.OfAsync(of, ct);
    }

    private static IndicatorValue ValueOf(Indicator indicator, IndicatorSums sums, CardRuleBook book, string? jointItem)
    {
        var (value, of) = sums.ValueOf(indicator.Code);
        return new(indicator.Code, value, of, Words.Of(Indicators.ColourOf(indicator, book.TargetFor(indicator.Code, jointItem), value)));
    }

    private static IndicatorDefinition DefinitionOf(Indicator indicator, IndicatorTarget? target) => new(
        indicator.Code, indicator.Name.ToText(), Words.Of(indicator.Unit), indicator.HigherIsBetter, indicator.OfCases, target?.Green ?? indicator.Green, target?.Yellow ?? indicator.Yellow);

    private static DateTimeOffset StartOf(DateOnly day) => new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), China).ToUniversalTime();

    /// <summary>The names of groups, each looked up once.</summary>
    private sealed class Naming(PlaceNames places, Documents documents, IndicatorGroup by)
    {
        private readonly Dictionary<string, NamesOf> regions = new(StringComparer.Ordinal);
        private readonly Dictionary<string, JointItem?> items = new(StringComparer.Ordinal);

        public async ValueTask<Text> OfAsync(string key, CancellationToken ct)
        {
            var parts = key.Split('/');
            switch (by)
            {
                case IndicatorGroup.Region: return (await PlaceAsync(key, ct)).Region;
                case IndicatorGroup.Department: return (await PlaceAsync(parts[0], ct)) is var place ? Joined(place.Region, place.Department(parts[1])) : new(key, key);
                case IndicatorGroup.JointItem: return (await ItemAsync(key, ct))?.Name.ToText() ?? new(key, key);
                case IndicatorGroup.Item:
                    var item = await ItemAsync(parts[0], ct);
                    return item is null ? new(key, key) : Joined(item.Name.ToText(), item.Items.FirstOrDefault(i => i.Code == parts[1])?.Name.ToText() ?? new(parts[1], parts[1]));
                default: return new("全部", "All");
            }
        }

        private static Text Joined(Text a, Text b) => new($"{a.Zh} · {b.Zh}", $"{a.En} · {b.En}");

        private async ValueTask<NamesOf> PlaceAsync(string region, CancellationToken ct) =>
            regions.TryGetValue(region, out var known) ? known : regions[region] = await places.OfAsync(region, ct);

        private async ValueTask<JointItem?> ItemAsync(string code, CancellationToken ct)
        {
            if (items.TryGetValue(code, out var known)) return known;
            var row = await documents.FindAsync("jointitem", code, ct);
            return items[code] = row is null ? null : JsonSerializer.Deserialize<JointItemDocument>(row.Json, CatalogJson.Options)!.Item;
        }
    }
}
