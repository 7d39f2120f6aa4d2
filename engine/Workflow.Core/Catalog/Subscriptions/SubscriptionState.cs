using System.Collections.Immutable;
using Workflow.Core.Runtime;

namespace Workflow.Core.Catalog.Subscriptions;

/// <summary>A subscription as its events fold. How far it has come stands in a table beside the log.</summary>
public sealed record SubscriptionState : StreamState
{
    public static readonly SubscriptionState Empty = new();

    public SubscriptionDefined? Defined { get; init; }
    public bool IsPaused { get; init; }
    public bool IsRemoved { get; init; }
    public int Changes { get; init; }

    public override StreamState Evolve(Event happened)
    {
        var counted = this with { Changes = Changes + 1 };
        return happened switch
        {
            SubscriptionDefined defined => counted with { Defined = defined },
            SubscriptionPaused => counted with { IsPaused = true },
            SubscriptionResumed => counted with { IsPaused = false },
            SubscriptionSecretIssued => counted,
            SubscriptionRemoved => counted with { IsRemoved = true },
            _ => this,
        };
    }
}

/// <summary>The stream kind "subscription".</summary>
public sealed class SubscriptionStreams() : CatalogStreams<SubscriptionState>("subscription", SubscriptionState.Empty)
{
    public static string IdOf(string id) => "subscription-" + id;

    protected override DocumentRow? Document(string id, SubscriptionState state) => state.Defined is { } d
        ? Row(id, state.Changes, d.Region, new SubscriptionDocument(
            id, d.Account, d.Region, d.Types, d.JointItems, d.Departments, d.Target, d.Note, state.IsPaused, state.IsRemoved))
        : null;
}

/// <summary>A subscription as lists show it and as it is delivered.</summary>
public sealed record SubscriptionDocument(
    string Id, string Account, string Region, ImmutableArray<string> Types, ImmutableArray<string> JointItems, ImmutableArray<string> Departments,
    DeliveryTarget Target, string Note, bool Paused, bool Removed)
{
    public bool IsActive => !Paused && !Removed;
}

/// <summary>A setting of the whole system, by name; the only one so far is which webhook targets are allowed.</summary>
public sealed record SettingState : StreamState
{
    public static readonly SettingState Empty = new();

    public WebhookTargetsAllowed? WebhookTargets { get; init; }
    public int Changes { get; init; }

    public override StreamState Evolve(Event happened) =>
        happened is WebhookTargetsAllowed allowed ? this with { WebhookTargets = allowed, Changes = Changes + 1 } : this;
}

/// <summary>The stream kind "setting".</summary>
public sealed class SettingStreams() : CatalogStreams<SettingState>("setting", SettingState.Empty)
{
    public const string WebhookTargets = "setting-webhook-targets";

    protected override DocumentRow? Document(string id, SettingState state) =>
        state.WebhookTargets is { } allowed ? Row(id, state.Changes, null, allowed) : null;
}
