using Workflow.Contracts.Cases;
using Workflow.Core.Cases;
using Workflow.Core.Cases.Supervision;
using Workflow.Core.Catalog.Oversight;
using Workflow.Core.Runtime;
using Workflow.Postgres;
using Workflow.Postgres.Queries;
using Workflow.Server.Cases;
using Workflow.Server.Catalog;
using Workflow.Server.Http;
using Workflow.Server.Identity;

namespace Workflow.Server.Oversight;

/// <summary>
/// What a region's next rules would have done to the log so far: which cards appear, disappear or change. Stores nothing, so
/// it takes no Idempotency-Key.
/// </summary>
internal static class CardPreviewRoute
{
    /// <summary>Changes shown of one page; the counts are of all.</summary>
    private const int ShownMax = 200;

    public static void Map(RouteGroupBuilder api) => api.MapPost("/card-rules/preview", PreviewAsync).For(Role.Supervisor, Role.Administrator)
        .WithTags("Card rules").WithMetadata(new NoCommand()).WithSummary("Tells which cards a region's next rules would change, page by page").Produces<CardPreview>();

    private static async Task<IResult> PreviewAsync(
        HttpContext http, Body<CardPreviewRequest> body, Principal who, CaseWalk walk, Histories histories, RuleBooks books, PinnedLoader pinned, Node node)
    {
        var (region, rules, targets, appliesFrom, cursor) = body.Value;
        var (by, refused) = CardRuleRoutes.PublisherOf(who, region);
        if (by is null) return refused!;
        var (set, wrong) = CardRuleRoutes.SetOf(rules, targets);
        if (set is null) return wrong!;
        var after = default(Cursor?);
        if (cursor is not null && !Cursor.TryParse(cursor, out after)) return Problem.Body(new FieldError("$.cursor", "cursor-invalid"));

        var ct = http.RequestAborted;
        var (ids, last) = await walk.ReadAsync(CaseScopes.PrefixOf(region), after?.StreamId ?? "", ct);
        Dictionary<string, (CardRuleBook Old, CardRuleBook New)> known = new(StringComparer.Ordinal);
        List<(CaseState State, string Id, CardChange Change)> changes = [];
        foreach (var (id, history) in await histories.ReadAsync(ids, ct))
        {
            var steps = CaseSteps.Of(history);
            if (steps is not [.., { After: { Pinned: { } versions } state }]) continue;
            if (!known.TryGetValue(state.Region, out var pair)) known[state.Region] = pair = await BooksAsync(state.Region);
            var content = (Pinned)await pinned.LoadAsync(versions, ct);
            var now = node.Now + state.ClockOffset;
            var (old, made) = (Cards.Derive(steps, content, pair.Old).Where(c => c.At <= now), Cards.Derive(steps, content, pair.New).Where(c => c.At <= now));
            changes.AddRange(CardChanges.Between(old, made).Select(c => (state, id, c)));
        }
        return Results.Json(new CardPreview(
            ids.Count, last is null ? null : new Cursor(null, last, 0).ToString(),
            [
                .. changes.GroupBy(c => (c.State.Region, c.Change.Department)).OrderBy(g => g.Key).Select(g => new CardPreviewCount(
                    g.Key.Region, g.Key.Department, g.Count(c => c.Change.Old is null), g.Count(c => c.Change.New is null), g.Count(c => c.Change is { Old: not null, New: not null }))),
            ],
            [.. changes.OrderBy(c => c.Id, StringComparer.Ordinal).Take(ShownMax).Select(c => ChangeOf(c.State, c.Id, c.Change))]), Json.Options);

        async ValueTask<(CardRuleBook, CardRuleBook)> BooksAsync(string of)
        {
            var book = await books.OfAsync(of, ct);
            return (book, book.With(region, CardRuleBook.ChainOf(of).IndexOf(region), set, appliesFrom?.ToUniversalTime(), node.Now));
        }
    }

    private static CardPreviewChange ChangeOf(CaseState state, string id, CardChange change)
    {
        var any = (change.New ?? change.Old)!;
        return new(id, state.CaseNumber, Words.Of(any.Rule), any.Subject, any.Department, change.Old is { } old ? Words.Of(old.Card) : null, change.Old?.At, change.New is { } made ? Words.Of(made.Card) : null, change.New?.At);
    }
}
