using System.Collections.Immutable;
using Workflow.Core.Runtime;

namespace Workflow.Core.Catalog.Subscriptions;

/// <summary>A command about one subscription; all but <see cref="DefineSubscription"/> need it to be there.</summary>
public abstract record SubscriptionCommand(string Id) : Command
{
    public sealed override string StreamId => SubscriptionStreams.IdOf(Id);

    public sealed override Outcome Decide(object? pinned, StreamState state, DateTimeOffset now) => state is SubscriptionState { Defined: { } defined } known
        ? known.IsRemoved ? DecideRemoved() : DecideDefined(known, defined, now)
        : DecideNew(now);

    protected abstract Outcome DecideDefined(SubscriptionState state, SubscriptionDefined defined, DateTimeOffset now);

    protected virtual Outcome DecideRemoved() => Outcome.Reject("subscription-removed");

    protected virtual Outcome DecideNew(DateTimeOffset now) => Outcome.Reject("subscription-not-found");
}

/// <summary>Defines a subscription or changes it; it belongs to the account that defined it first.</summary>
public sealed record DefineSubscription(
    string Id, string Account, string Region, ImmutableArray<string> Types, ImmutableArray<string> JointItems, ImmutableArray<string> Departments,
    DeliveryTarget Target, string Note) : SubscriptionCommand(Id)
{
    protected override Outcome DecideNew(DateTimeOffset now) => Outcome.Accept(new SubscriptionDefined(Account, Region, Types, JointItems, Departments, Target, Note, now));

    protected override Outcome DecideDefined(SubscriptionState state, SubscriptionDefined defined, DateTimeOffset now)
    {
        if (defined.Account != Account) return Outcome.Reject("subscription-taken");
        var same = defined.Region == Region && defined.Target == Target && defined.Note == Note
            && defined.Types.SequenceEqual(Types) && defined.JointItems.SequenceEqual(JointItems) && defined.Departments.SequenceEqual(Departments);
        return same ? Outcome.Accept() : DecideNew(now);
    }
}

/// <summary>Nothing is delivered until it is resumed; nothing is lost meanwhile.</summary>
public sealed record PauseSubscription(string Id) : SubscriptionCommand(Id)
{
    protected override Outcome DecideDefined(SubscriptionState state, SubscriptionDefined defined, DateTimeOffset now) =>
        state.IsPaused ? Outcome.Accept() : Outcome.Accept(new SubscriptionPaused(now));
}

public sealed record ResumeSubscription(string Id) : SubscriptionCommand(Id)
{
    protected override Outcome DecideDefined(SubscriptionState state, SubscriptionDefined defined, DateTimeOffset now) =>
        state.IsPaused ? Outcome.Accept(new SubscriptionResumed(now)) : Outcome.Accept();
}

/// <summary>Records that a new signing secret is issued; the caller writes it beside the log.</summary>
public sealed record IssueSubscriptionSecret(string Id) : SubscriptionCommand(Id)
{
    protected override Outcome DecideDefined(SubscriptionState state, SubscriptionDefined defined, DateTimeOffset now) => Outcome.Accept(new SubscriptionSecretIssued(now));
}

public sealed record RemoveSubscription(string Id) : SubscriptionCommand(Id)
{
    protected override Outcome DecideDefined(SubscriptionState state, SubscriptionDefined defined, DateTimeOffset now) => Outcome.Accept(new SubscriptionRemoved(now));

    protected override Outcome DecideRemoved() => Outcome.Accept();
}

/// <summary>Says which addresses webhooks may reach though they are not public.</summary>
public sealed record AllowWebhookTargets(ImmutableArray<string> Allow) : Command
{
    public override string StreamId => SettingStreams.WebhookTargets;

    public override Outcome Decide(object? pinned, StreamState state, DateTimeOffset now) =>
        (((SettingState)state).WebhookTargets?.Allow ?? []).SequenceEqual(Allow) ? Outcome.Accept() : Outcome.Accept(new WebhookTargetsAllowed(Allow, now));
}
