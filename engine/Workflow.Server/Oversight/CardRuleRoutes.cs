using Workflow.Contracts;
using Workflow.Contracts.Cases;
using Workflow.Contracts.Catalog;
using Workflow.Core.Catalog.Oversight;
using Workflow.Core.Deadlines;
using Workflow.Core.Runtime;
using Workflow.Server.Catalog;
using Workflow.Server.Http;
using Workflow.Server.Identity;

namespace Workflow.Server.Oversight;

/// <summary>督办规则: what a region's rules say, and their next version.</summary>
internal static class CardRuleRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        var rules = api.MapGroup("/card-rules").WithTags("Card rules");
        rules.MapGet("/{region}", GetAsync).For(Role.Supervisor, Role.Auditor, Role.Administrator).WithSummary("A region's rules for cards and indicators, and those it inherits").Produces<CardRulesAnswer>();
        rules.MapPut("/{region}", PutAsync).For(Role.Supervisor, Role.Administrator).WithSummary("Publishes the next version of a region's rules")
            .WithDescription("Cards and indicators of the region and of those below it are derived anew by it.").Produces<CommandAccepted>();
    }

    private static async Task<IResult> GetAsync(HttpContext http, string region, RuleBooks books)
    {
        if (!Codes.IsRegion(region)) return Problem.NotFound("region-not-found");
        var chain = CardRuleBook.ChainOf(region);
        var book = await books.OfAsync(region, http.RequestAborted);
        var own = book.Nearest[0].Latest;
        return Results.Json(new CardRulesAnswer(
            region, own?.Version ?? 0, own?.At, own?.By, own?.AppliesFrom, [.. (own?.Content.Rules ?? []).Select(BodyOf)], [.. (own?.Content.Targets ?? []).Select(BodyOf)],
            [
                .. chain.Zip(book.Nearest).Skip(1).Where(r => r.Second.Latest is not null)
                    .Select(r => new InheritedRules(r.First, [.. r.Second.Latest!.Content.Rules.Select(BodyOf)], [.. r.Second.Latest.Content.Targets.Select(BodyOf)])),
                new InheritedRules(null, [.. CardRuleSet.Usual.Rules.Select(BodyOf)], [.. CardRuleSet.Usual.Targets.Select(BodyOf)]),
            ],
            [.. CardView.KindNames.Select(k => new Named(Words.Of(k.Key), k.Value))],
            [.. Indicators.All.Select(i => new Named(i.Code, i.Name.ToText()))]), Json.Options);
    }

    private static async Task<IResult> PutAsync(HttpContext http, string region, Body<CardRulesRequest> body, Principal who)
    {
        if (!Codes.IsRegion(region)) return Problem.NotFound("region-not-found");
        var (by, refused) = PublisherOf(who, region);
        if (by is null) return refused!;
        var (set, wrong) = SetOf(body.Value.Rules, body.Value.Targets);
        return set is null ? wrong! : await Commands.SubmitAsync(http, new PublishCardRules(region, set, body.Value.AppliesFrom?.ToUniversalTime()) { By = by });
    }

    /// <summary>Who supervises or administers the region publishes its rules.</summary>
    internal static (Actor? By, Problem? Refused) PublisherOf(Principal who, string region)
    {
        var role = who.Has(Role.Supervisor, region) ? Role.Supervisor : Role.Administrator;
        return who.Lacks(role, region) is { } refused ? (null, refused) : (who.As(role, region), null);
    }

    /// <summary>What the rules would say; or the refusal that names everything wrong in them.</summary>
    internal static (CardRuleSet? Set, Problem? Problem) SetOf(IReadOnlyList<CardRuleBody> rules, IReadOnlyList<IndicatorTargetBody> targets)
    {
        List<FieldError> errors = [];
        var set = new CardRuleSet([.. rules.Select((r, i) => RuleOf(r, $"$.rules[{i}]", errors))], [.. targets.Select(t => new IndicatorTarget(t.Indicator, t.Green, t.Yellow, t.JointItem))]);
        if (errors.Count == 0) errors.AddRange(CardRuleCheck.Faults(set).Select(f => new FieldError(f.Path, f.Code, ("value", f.Value))));
        return errors.Count == 0 ? (set, null) : (null, Problem.Body([.. errors]));
    }

    private static CardRule RuleOf(CardRuleBody rule, string path, List<FieldError> errors)
    {
        var (kind, card, unit) = (Words.Parse<CardRuleKind>(rule.Kind), Words.Parse<Card>(rule.Card), Words.Parse<TimeUnit>(rule.After?.Unit));
        if (kind is null) errors.Add(Words.Unknown<CardRuleKind>(path + ".kind"));
        if (card is null or Card.None) errors.Add(new FieldError(path + ".card", "field-choice", ("choices", "yellow, red")));
        if (rule.After is not null && unit is null) errors.Add(Words.Unknown<TimeUnit>(path + ".after.unit"));
        return new(kind ?? default, rule.On, card ?? default, rule.After is { } after ? new TimeLimit(after.Amount, unit ?? default) : null, rule.Clock, rule.JointItem, rule.ServiceItem);
    }

    private static CardRuleBody BodyOf(CardRule rule) => new(
        Words.Of(rule.Kind), rule.On, Words.Of(rule.Card), rule.After is { } after ? new LimitBody(after.Amount, Words.Of(after.Unit)) : null, rule.Clock, rule.JointItem, rule.ServiceItem);

    private static IndicatorTargetBody BodyOf(IndicatorTarget target) => new(target.Indicator, target.Green, target.Yellow, target.JointItem);
}
