using System.Collections.Immutable;
using System.Text.Json;
using Workflow.Contracts.Delivery;
using Workflow.Contracts.Messages;
using Workflow.Core.Catalog;
using Workflow.Core.Catalog.Subscriptions;
using Workflow.Core.Runtime;
using Workflow.Postgres.Delivery;
using Workflow.Postgres.Queries;
using Workflow.Server.Brokers;
using Workflow.Server.Http;
using Workflow.Server.Identity;
using Workflow.Server.Messages;

namespace Workflow.Server.Delivery;

/// <summary>Subscriptions: an integrator's own; administrators of the region see them, pause, resume and remove them.</summary>
internal static class SubscriptionRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("/subscriptions").WithTags("Delivery");
        group.MapGet("", ListAsync).For(Role.Integrator, Role.Administrator).WithSummary("Lists subscriptions with their place in the log").Produces<IReadOnlyList<SubscriptionAnswer>>();
        group.MapGet("/{id}", GetAsync).For(Role.Integrator, Role.Administrator).WithSummary("Shows a subscription, its lag and the cases it holds").Produces<SubscriptionAnswer>();
        group.MapPut("/{id}", PutAsync).For(Role.Integrator).WithSummary("Defines or changes a subscription; the first answer shows its secret").Produces<SubscriptionDefinedAnswer>();
        group.MapDelete("/{id}", (HttpContext http, string id, Principal who, ReadStream read) => ChangeAsync(http, id, who, read, by => new RemoveSubscription(id) { By = by }))
            .For(Role.Integrator, Role.Administrator).WithSummary("Removes a subscription for good");
        group.MapPost("/{id}/pause", (HttpContext http, string id, Principal who, ReadStream read) => ChangeAsync(http, id, who, read, by => new PauseSubscription(id) { By = by }))
            .For(Role.Integrator, Role.Administrator).WithSummary("Delivers nothing until resumed");
        group.MapPost("/{id}/resume", (HttpContext http, string id, Principal who, ReadStream read) => ChangeAsync(http, id, who, read, by => new ResumeSubscription(id) { By = by }))
            .For(Role.Integrator, Role.Administrator).WithSummary("Goes on where it stood");
        group.MapPost("/{id}/secret", RotateAsync).For(Role.Integrator).WithSummary("Issues a new signing secret, shown this once; the one before signs too for a day").Produces<SubscriptionDefinedAnswer>();
        group.MapPost("/{id}/test", TestAsync).For(Role.Integrator).WithSummary("Sends one test message now").Produces<TestDeliveryAnswer>();
        group.MapGet("/{id}/deliveries", DeliveriesAsync).For(Role.Integrator, Role.Administrator).WithSummary("The last hundred tries, newest first").Produces<IReadOnlyList<DeliveryTryAnswer>>();
        api.MapGet("/broker", (Broker broker) => Results.Json(new BrokerAnswer(broker.State, broker.Address, broker.Error), Json.Options))
            .For(Role.Integrator, Role.Administrator).WithTags("Delivery").WithSummary("The broker as this server sees it").Produces<BrokerAnswer>();
    }

    private static async Task<IResult> PutAsync(HttpContext http, string id, Body<SubscriptionRequest> body, Principal who, Secrets secrets)
    {
        if (Codes.NotACode("id", id) is { } malformed) return malformed;
        var asked = body.Value;
        if (Errors(asked) is { Count: > 0 } errors) return Problem.Body(errors);
        if (who.Lacks(Role.Integrator, asked.Region) is { } refused) return refused;
        var target = asked.Target;
        var define = new DefineSubscription(id, who.Account, asked.Region, [.. asked.Types], [.. asked.JointItems ?? []], [.. asked.Departments ?? []],
            new DeliveryTarget(Words.Parse<TargetKind>(target.Kind)!.Value, target.Url, target.RoutingKeyPrefix), asked.Note) { By = who.As(Role.Integrator, asked.Region) };
        return await Commands.SubmitAsync(http, define, async accepted =>
        {
            // The stream's first event: the secret is shown with it and never again.
            var isFirst = !accepted.Repeated && accepted.Version == 1 && accepted.Events.Count > 0;
            var secret = await secrets.EnsureAsync(id, http.RequestAborted);
            return Results.Json(new SubscriptionDefinedAnswer(id, accepted.Version, accepted.Position, isFirst ? secret : null), Json.Options);
        });
    }

    private static List<FieldError> Errors(SubscriptionRequest asked)
    {
        List<FieldError> errors = [];
        for (var i = 0; i < asked.Types.Count; i++)
            if (MessageTypes.Events.All(t => t.Type != asked.Types[i])) errors.Add(new FieldError($"$.types[{i}]", "field-choice", ("choices", string.Join(", ", MessageTypes.Events.Select(t => t.Type)))));
        foreach (var (name, list) in ((string, IReadOnlyList<string>?)[])[("jointItems", asked.JointItems), ("departments", asked.Departments)])
            for (var i = 0; i < (list?.Count ?? 0); i++)
                if (!Codes.IsCode(list![i])) errors.Add(new FieldError($"$.{name}[{i}]", "field-format", ("pattern", Contracts.Identity.Patterns.Code)));
        var target = asked.Target;
        if (Words.Parse<TargetKind>(target.Kind) is not { } kind) errors.Add(Words.Unknown<TargetKind>("$.target.kind"));
        else if (kind == TargetKind.Webhook && target.RoutingKeyPrefix is not null) errors.Add(new FieldError("$.target.routingKeyPrefix", "field-unknown"));
        else if (kind == TargetKind.Rabbitmq && target.Url is not null) errors.Add(new FieldError("$.target.url", "field-unknown"));
        else if (kind == TargetKind.Webhook && target.Url is null) errors.Add(new FieldError("$.target.url", "field-required"));
        else if (kind == TargetKind.Webhook && !IsWebhook(target.Url!)) errors.Add(new FieldError("$.target.url", "webhook-url-invalid"));
        return errors;
    }

    private static bool IsWebhook(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0 && uri.Fragment.Length == 0 && uri.Host.Length > 0;

    private static async Task<IResult> ChangeAsync(HttpContext http, string id, Principal who, ReadStream read, Func<Actor, Command> make)
    {
        if (await FindAsync(id, who, read, http.RequestAborted) is not { } found) return Problem.NotFound("subscription-not-found");
        return await Commands.SubmitAsync(http, make(ActorOf(who, found)));
    }

    private static async Task<IResult> RotateAsync(HttpContext http, string id, Principal who, ReadStream read, Secrets secrets)
    {
        if (await FindAsync(id, who, read, http.RequestAborted) is not { } found || found.Account != who.Account) return Problem.NotFound("subscription-not-found");
        // The secret is kept encrypted and shown to nobody again, so a repetition can only say that it was issued.
        return await Commands.SubmitAsync(http, new IssueSubscriptionSecret(id) { By = ActorOf(who, found) }, async accepted => accepted.Repeated
            ? Problem.Of(StatusCodes.Status409Conflict, "signing-secret-shown-once")
            : Results.Json(new SubscriptionDefinedAnswer(id, accepted.Version, accepted.Position, await secrets.ReplaceAsync(id, http.RequestAborted)), Json.Options));
    }

    private static async Task<IResult> TestAsync(HttpContext http, string id, Principal who, ReadStream read, Deliverer deliverer, DeliveryView view, TimeProvider time)
    {
        if (await FindAsync(id, who, read, http.RequestAborted) is not { } found || found.Account != who.Account || found.Removed) return Problem.NotFound("subscription-not-found");
        var now = time.GetUtcNow();
        var told = new CloudEvent($"test-{Guid.NewGuid():N}", MessageTypes.Source, TestType)
        {
            Time = now, DataContentType = "application/json", Data = JsonSerializer.SerializeToElement(new { subscription = id }),
        };
        var message = Outgoing.Of(told, found.Region, "test");
        var sent = await deliverer.SendAsync(found, message, http.RequestAborted);
        await view.AddAsync(id, [new Tried(now, message.Id, message.Type, null, null, 1, sent.IsDelivered ? "delivered" : "failed", sent.Status, sent.Milliseconds, sent.Error)], http.RequestAborted);
        return Results.Json(new TestDeliveryAnswer(sent.IsDelivered, message.Id, sent.Status, sent.Milliseconds, sent.Error), Json.Options);
    }

    /// <summary>Type of test messages; every receiver may get one.</summary>
    public const string TestType = MessageTypes.Prefix + "subscription.test.v1";

    private static async Task<IResult> ListAsync(Principal who, Documents documents, DeliveryView view, Broker broker, CancellationToken cancelled)
    {
        var rows = await documents.AllAsync("subscription", null, cancelled);
        var mine = rows.Select(r => JsonSerializer.Deserialize<SubscriptionDocument>(r.Json, CatalogJson.Options)!).Where(s => !s.Removed && IsFor(who, s)).ToList();
        var progress = (await view.ProgressAsync([.. mine.Select(s => s.Id)], cancelled)).ToDictionary(p => p.Subscription, StringComparer.Ordinal);
        return Results.Json(mine.Select(s => AnswerOf(s, progress.GetValueOrDefault(s.Id), [], broker)), Json.Options);
    }

    private static async Task<IResult> GetAsync(string id, Principal who, ReadStream read, DeliveryView view, Broker broker, CancellationToken cancelled)
    {
        if (await FindAsync(id, who, read, cancelled) is not { Removed: false } found) return Problem.NotFound("subscription-not-found");
        return Results.Json(AnswerOf(found, (await view.ProgressAsync([id], cancelled)).SingleOrDefault(), await view.HeldAsync(id, cancelled), broker), Json.Options);
    }

    private static async Task<IResult> DeliveriesAsync(string id, Principal who, ReadStream read, DeliveryView view, CancellationToken cancelled)
    {
        if (await FindAsync(id, who, read, cancelled) is not { Removed: false }) return Problem.NotFound("subscription-not-found");
        return Results.Json((await view.TriesAsync(id, cancelled)).Select(t =>
            new DeliveryTryAnswer(t.At, t.MessageId, t.Type, t.StreamId, t.Position, t.Attempt, t.Outcome, t.Status, t.Milliseconds, t.Error)), Json.Options);
    }

    /// <summary>The subscription as committed now; null when there is none, or none that the caller may know of.</summary>
    public static async Task<SubscriptionDocument?> FindAsync(string id, Principal who, ReadStream read, CancellationToken cancelled)
    {
        if (!Codes.IsCode(id) || (await read(SubscriptionStreams.IdOf(id), cancelled)).State is not SubscriptionState { Defined: { } d } state) return null;
        var found = new SubscriptionDocument(id, d.Account, d.Region, d.Types, d.JointItems, d.Departments, d.Target, d.Note, state.IsPaused, state.IsRemoved);
        return IsFor(who, found) ? found : null;
    }

    private static bool IsFor(Principal who, SubscriptionDocument of) => of.Account == who.Account || who.Has(Role.Administrator, of.Region);

    private static Actor ActorOf(Principal who, SubscriptionDocument of) => who.As(of.Account == who.Account && who.Has(Role.Integrator) ? Role.Integrator : Role.Administrator, of.Region);

    private static SubscriptionAnswer AnswerOf(SubscriptionDocument of, SubscriptionProgress? at, IReadOnlyList<Held> held, Broker broker)
    {
        var trouble = at?.Trouble ?? (of.Target.Kind == TargetKind.Rabbitmq ? broker.Trouble : null);
        return new(of.Id, of.Account, of.Region, of.Types, of.JointItems, of.Departments,
            new TargetAnswer(Words.Of(of.Target.Kind), of.Target.Url, of.Target.RoutingKeyPrefix), of.Note,
            of.Paused ? "paused" : trouble is null ? "active" : "waiting", of.Paused ? null : trouble,
            at?.Position ?? 0, at is null ? 0 : Math.Max(0, at.Head - at.Position), at?.HeldCases ?? 0, at?.Delivered ?? 0, at?.DeliveredAt, at?.LastError, at?.LastErrorAt,
            [.. held.Select(h => new HeldCase(h.StreamId, h.Position, h.Attempts, h.NextTry, h.Error))]);
    }
}
