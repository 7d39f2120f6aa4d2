using System.Globalization;
using Workflow.Contracts;
using Workflow.Contracts.Cases;
using Workflow.Core.Cases;
using Workflow.Core.Cases.Supervision;
using Workflow.Core.Catalog.Oversight;
using Workflow.Core.Deadlines;
using Workflow.Core.Runtime;
using Workflow.Postgres.Queries;
using Workflow.Server.Cases;
using Workflow.Server.Catalog;
using Workflow.Server.Http;
using Workflow.Server.Identity;
using Workflow.Server.Stats;

namespace Workflow.Server.Oversight;

/// <summary>红黄牌: the cards of a case at any instant, the list of all that a caller answers for or oversees, and what is said of them.</summary>
internal static class CardRoutes
{
    private const int PageDefault = 50;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly Role[] Readers = [Role.Supervisor, Role.Auditor, Role.Officer, Role.Window];

    public static void Map(RouteGroupBuilder all)
    {
        var api = all.MapGroup("").WithTags("Cards");
        api.MapGet("/cards", ListAsync).For(Readers).WithSummary("Cards that the caller answers for or oversees, newest first")
            .WithDescription("Follows the log: after=<position> waits until it has come so far.").Produces<Page<CardAnswer>>();
        api.MapGet("/cases/{id}/cards", OfCaseAsync).ForSignedIn().WithSummary("The case's cards, as of any instant of its own time").Produces<CaseCards>();
        api.MapGet("/cases/{id}/statuses", StatusesAsync).ForSignedIn().WithSummary("Status codes 1 to 15, per case and per service item").Produces<IReadOnlyList<CaseStatusEntry>>();
        Add("contest", [Role.Officer, Role.Window], "申诉: the department contests a card", (who, of, card) =>
            CaseActions.ActorFor(who, of.State.Region, card?.Department ?? ""), (by, id, cardId, card, reason) => new ContestCard(cardId, card, reason) { By = by, CaseId = id });
        Add("lift", [Role.Supervisor], "撤牌: a supervisor lifts a card", Supervisor, (by, id, cardId, card, reason) => new LiftCard(cardId, card, reason) { By = by, CaseId = id });
        Add("uphold", [Role.Supervisor], "维持: a supervisor keeps a contested card up", Supervisor, (by, id, cardId, card, reason) => new UpholdCard(cardId, card, reason) { By = by, CaseId = id });

        void Add(string verb, Role[] roles, string summary, Func<Principal, LoadedCase, DerivedCard?, Actor?> actor, Func<Actor, string, string, DerivedCard?, string, CaseCommand> make) =>
            api.MapPost($"/cases/{{id}}/cards/{{cardId}}/{verb}", (HttpContext http, string id, string cardId, Body<CardReasonRequest> body, Principal who, CaseReader cases, CardView cards) =>
                OnCardAsync(http, id, cardId, who, cases, cards, actor, (by, card) => make(by, id, cardId, card, body.Value.Reason)))
                .For(roles).WithSummary(summary).Produces<CommandAnswer>();
    }

    private static Actor? Supervisor(Principal who, LoadedCase of, DerivedCard? card) => of.Access.IsSupervisor ? who.As(Role.Supervisor, of.State.Region) : null;

    private static async Task<IResult> OnCardAsync(
        HttpContext http, string id, string cardId, Principal who, CaseReader cases, CardView cards,
        Func<Principal, LoadedCase, DerivedCard?, Actor?> actor, Func<Actor, DerivedCard?, CaseCommand> make)
    {
        var (found, problem) = await cases.ReadAsync(id, who, http.RequestAborted);
        if (found is null) return problem!;
        var card = (await cards.DeriveAsync(found, null, http.RequestAborted)).FirstOrDefault(c => c.Id == cardId);
        if (card is null || !CardView.Sees(found.Access, card)) return Problem.NotFound("card-not-found");
        return actor(who, found, card) is { } by ? await CaseCommandRoutes.SubmitAsync(http, make(by, card)) : Problem.Forbidden("not-your-card");
    }

    private static async Task<IResult> OfCaseAsync(HttpContext http, string id, Principal who, CaseReader cases, CardView cards)
    {
        var query = new Query(http.Request, "asOf");
        var asOf = Instant(query, "asOf");
        if (query.Problem is { } wrong) return wrong;
        var (found, problem) = await cases.ReadAsync(id, who, http.RequestAborted);
        if (found is null) return problem!;
        var now = cases.NowIn(found.State);
        // An instant to come is answered as now: what will happen by then nobody knows.
        var instant = asOf < now ? asOf : null;
        var derived = await cards.DeriveAsync(found, instant, http.RequestAborted);
        var answers = await cards.AnswersAsync(found, derived, who, now, http.RequestAborted);
        return Results.Json(new CaseCards(id, instant ?? now, [.. answers.Where(c => c.At <= now)], [.. answers.Where(c => c.At > now)]), Json.Options);
    }

    private static async Task<IResult> StatusesAsync(HttpContext http, string id, Principal who, CaseReader cases, Histories histories)
    {
        var (found, problem) = await cases.ReadAsync(id, who, http.RequestAborted);
        if (found is null) return problem!;
        var entries = (await histories.ReadAsync([id], http.RequestAborted)).TryGetValue(id, out var history) ? Core.Cases.Supervision.StatusCodes.Derive(CaseSteps.Of(history)) : [];
        var access = found.Access;
        return Results.Json(entries
            .Where(e => e.Item is null || access.IsApplicant || access.SeesAllWork || access.Departments.Contains(e.Department!))
            .Select(e => new CaseStatusEntry(e.Item, e.Department, (int)e.Code, CaseWords.NameOf(e.Code), e.At, e.Version)).ToArray(), Json.Options);
    }

    private static async Task<IResult> ListAsync(HttpContext http, Principal who, CardList list, OversightProgress progress, CaseReader cases, PlaceNames places)
    {
        var query = new Query(http.Request, "region", "department", "jointItem", "rule", "card", "standing", "from", "to", "after", "cursor", "limit");
        var region = BoardRoutes.Region(query);
        var (from, before) = CaseReadRoutes.FiledBetween(query);
        var filter = new CardList.Filter(
            region is null ? null : CaseScopes.PrefixOf(region), query.Text("department"), query.Text("jointItem"), Choice<CardRuleKind>(query, "rule"), Choice<Card>(query, "card"),
            Choice<CardStanding>(query, "standing"), from, before);
        var after = query.Long("after", 0, 0, long.MaxValue);
        var limit = query.Integer("limit", PageDefault, 1, CardList.MaxLimit);
        var cursor = CaseReadRoutes.CursorOf(query);
        if (query.Problem is { } problem) return problem;

        if (after > 0 && !await progress.WaitForAsync(after, Patience, http.RequestAborted))
            return new Problem(Microsoft.AspNetCore.Http.StatusCodes.Status503ServiceUnavailable, "not-yet-counted") { RetryAfterSeconds = 1 };
        var (rows, next) = await list.ReadAsync(ScopeOf(who), filter, cases.Now, cursor, limit, http.RequestAborted);
        Dictionary<string, NamesOf> names = new(StringComparer.Ordinal);
        foreach (var of in rows.Select(r => r.Region).Distinct(StringComparer.Ordinal)) names[of] = await places.OfAsync(of, http.RequestAborted);
        return Results.Json(new Page<CardAnswer>([.. rows.Select(r => AnswerOf(r, names[r.Region], who))], next?.ToString()), Json.Options);
    }

    /// <summary>Departments see what they answer for, those who oversee all of their regions.</summary>
    private static Scope ScopeOf(Principal who) => CaseScopes.OfTasks(who) with { RegionPrefixes = CaseScopes.PrefixesOf(who, Role.Supervisor, Role.Auditor) };

    private static CardAnswer AnswerOf(CardRow row, NamesOf names, Principal who)
    {
        var said = row.Standing switch
        {
            CardStanding.Lifted => new CardSaid(null, new("", "", "", default), null),
            CardStanding.Upheld => new CardSaid(new("", "", "", "", default), null, new("", "", "", default)),
            CardStanding.Contested => new CardSaid(new("", "", "", "", default), null, null),
            _ => CardSaid.Nothing,
        };
        return new CardAnswer(
            row.CaseId, row.CaseNumber, row.Title, row.Id, Words.Of(row.Rule), CardView.KindNames[row.Rule], Words.Of(row.Card), row.Subject, CardView.SubjectOf(row.Subject, null), row.Region,
            row.JointItem, row.Department, names.Department(row.Department), row.ServiceItem, row.At, Words.Of(row.Standing), CardView.ActionsOf(who, row.Region, row.Department, said));
    }

    private static T? Choice<T>(Query query, string name) where T : struct, Enum
    {
        var index = query.Choice(name, [.. Enum.GetValues<T>().Select(Words.Of)]);
        return index < 0 ? null : Enum.GetValues<T>()[index];
    }

    /// <summary>An instant of ISO 8601 with its offset.</summary>
    private static DateTimeOffset? Instant(Query query, string name)
    {
        if (query.Text(name) is not { } text) return null;
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)) return instant;
        query.Wrong(name, "field-type", ("expected", "instant (ISO 8601)"));
        return null;
    }
}
