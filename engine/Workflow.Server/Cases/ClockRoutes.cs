using Workflow.Contracts;
using Workflow.Contracts.Cases;
using Workflow.Core.Cases;
using Workflow.Core.Cases.Timing;
using Workflow.Core.Deadlines;
using Workflow.Core.Runtime;
using Workflow.Postgres.Log;
using Workflow.Postgres.Queries;
using Workflow.Server.Catalog;
using Workflow.Server.Http;
using Workflow.Server.Identity;

namespace Workflow.Server.Cases;

/// <summary>The clocks of a case, explained as of any instant; extensions, edited due dates, special procedures.</summary>
internal static class ClockRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/cases/{id}/clocks", ClocksAsync).ForSignedIn().WithSummary("The case's clocks, explained day by day")
            .WithDescription("asOf: as they were known at an instant of the case's time, by what had been recorded until then; later than now, as they stand now.")
            .Produces<IReadOnlyList<ClockExplanation>>();
        api.MapGet("/cases/{id}/clock-rules", RulesAsync).ForSignedIn().WithSummary("What the joint item allows its clocks").Produces<ClockRulesAnswer>();
        Role[] authorities = [Role.Officer, Role.Window, Role.Supervisor];
        Add("extend", ExtendAsync, authorities, "延期: extends a clock, once, with an authority's approval");
        Add("due-date", DueDateAsync, authorities, "An authority sets a due date, with a reason");
        Add("special-procedure", BeginSpecialAsync, authorities, "特别程序: begins; its time is not counted");
        Add("special-procedure-end", EndSpecialAsync, authorities, "特别程序: is over; what stood still runs on");

        void Add(string route, Delegate handler, Role[] roles, string summary) =>
            api.MapPost("/cases/{id}/" + route, handler).For(roles).WithSummary(summary).Produces<CommandAnswer>();
    }

    private static async Task<IResult> ClocksAsync(
        HttpContext http, string id, Principal who, CaseReader cases, Timeline timeline, EventJson json, Func<PinnedRef, CancellationToken, ValueTask<object>> pinned)
    {
        var query = new Query(http.Request, "asOf");
        var asOf = query.Instant("asOf");
        if (query.Problem is { } wrong) return wrong;
        var (found, problem) = await cases.ReadAsync(id, who, http.RequestAborted);
        if (found is null) return problem!;

        var (state, content, now) = (found.State, found.Pinned, cases.NowIn(found.State));
        if (asOf is { } then)
        {
            state = await FoldedAsync(timeline, json, id, then, http.RequestAborted);
            if (state.Pinned is not { } pins) return Results.Json(Array.Empty<ClockExplanation>(), Json.Options);
            (content, now) = ((Pinned)await pinned(pins, http.RequestAborted), then);
        }
        return Results.Json(CaseView.ClocksOf(state, found.Access).Select(c => ClockView.Explain(c, state, content, found.Access, now)).ToArray(), Json.Options);
    }

    /// <summary>The case by what had been recorded until an instant of its own time; nothing personal is needed, so its key is left alone.</summary>
    private static async Task<CaseState> FoldedAsync(Timeline timeline, EventJson json, string id, DateTimeOffset asOf, CancellationToken ct)
    {
        var state = CaseState.Empty;
        while (await timeline.ReadAsync(id, state.Version, Timeline.MaxLimit, ct) is { Count: > 0 } events)
        {
            foreach (var stored in events)
            {
                if (stored.At > asOf) return state;
                state = (CaseState)state.Evolve(json.Read(id, stored.Alias, stored.Data, key: null));
            }
        }
        return state;
    }

    private static async Task<IResult> RulesAsync(HttpContext http, string id, Principal who, CaseReader cases)
    {
        var (found, problem) = await cases.ReadAsync(id, who, http.RequestAborted);
        if (found is null) return problem!;
        var rules = found.Item.Limits;
        return Results.Json(new ClockRulesAnswer(
            LimitMapping.ToBody(rules.Extension), LimitMapping.ToBody(rules.ReviewExtension), [.. rules.SpecialProcedures.Select(LimitMapping.ToBody)],
            rules.Delivery is { } delivery ? JointItemMapping.Limit(delivery) : null), Json.Options);
    }

    private static Task<IResult> ExtendAsync(HttpContext http, CaseReader cases, string id, Body<ExtendRequest> body, Principal who) =>
        OnClockAsync(http, cases, id, body.Value.Clock, who, (found, clock) => ClockActions.ToMove(who, found.State, found.Item, clock.Id, owners: true) is { } by
            ? new ExtendClock(clock.Id, clock.Limit with { Amount = body.Value.Amount }, body.Value.Authority, body.Value.Reason) { By = by, CaseId = id } : null);

    private static async Task<IResult> DueDateAsync(HttpContext http, CaseReader cases, string id, Body<DueDateRequest> body, Principal who)
    {
        var request = body.Value;
        if (request.DueOn is null == request.DueAt is null) return Problem.Body(new FieldError("$.dueOn", "one-of-two", ("other", "dueAt")));
        return await OnClockAsync(http, cases, id, request.Clock, who, (found, clock) =>
        {
            if (ClockActions.ToMove(who, found.State, found.Item, clock.Id, owners: false) is not { } by) return null;
            var dueAt = request.DueAt?.ToUniversalTime() ?? found.Pinned.CalendarOf(found.State, clock.Id).EndOf(request.DueOn!.Value);
            return new ChangeDueDate(clock.Id, dueAt, request.Authority, request.Reason) { By = by, CaseId = id };
        });
    }

    private static async Task<IResult> BeginSpecialAsync(HttpContext http, CaseReader cases, string id, Body<SpecialProcedureRequest> body, Principal who)
    {
        var request = body.Value;
        List<FieldError> errors = [];
        var limit = JointItemMapping.Limit(request.Limit, "$.limit", errors);
        if (errors.Count > 0) return Problem.Body([.. errors]);
        return await OnClockAsync(http, cases, id, request.Clock, who, (found, clock) => CaseActions.ActorForClock(who, found.State, found.Item, clock.Id) is { } by
            ? new BeginSpecialProcedure(clock.Id, request.Type, limit, request.Told) { By = by, CaseId = id } : null);
    }

    private static Task<IResult> EndSpecialAsync(HttpContext http, CaseReader cases, string id, Body<SpecialProcedureEndRequest> body, Principal who) =>
        OnClockAsync(http, cases, id, body.Value.Clock, who, (found, clock) => CaseActions.ActorForClock(who, found.State, found.Item, clock.Id) is { } by
            ? new EndSpecialProcedure(clock.Id, body.Value.Result) { By = by, CaseId = id } : null);

    /// <param name="make">null when the caller may not</param>
    private static async Task<IResult> OnClockAsync(HttpContext http, CaseReader cases, string id, string clock, Principal who, Func<LoadedCase, Clock, CaseCommand?> make)
    {
        var (found, problem) = await cases.ReadAsync(id, who, http.RequestAborted);
        if (found is null) return problem!;
        if (!found.State.Clocks.TryGetValue(clock, out var known)) return Problem.NotFound("clock-not-found");
        return make(found, known.Clock) is { } command ? await CaseCommandRoutes.SubmitAsync(http, command) : Problem.Forbidden("not-your-clock");
    }
}
