using Workflow.Core.Runtime;

namespace Workflow.Core.Catalog.Accounts;

/// <summary>A command about one account; all but <see cref="OpenAccount"/> need it to be open.</summary>
public abstract record AccountCommand(string Account) : Command
{
    public sealed override string StreamId => AccountStreams.IdOf(Account);

    public sealed override Outcome Decide(object? pinned, StreamState state, DateTimeOffset now) =>
        state is AccountState { IsOpen: true } open ? DecideOpen(open, now)
        : state is AccountState { IsClosed: true } ? DecideClosed()
        : DecideNew(now);

    protected abstract Outcome DecideOpen(AccountState account, DateTimeOffset now);

    protected virtual Outcome DecideClosed() => Outcome.Reject("account-closed");

    protected virtual Outcome DecideNew(DateTimeOffset now) => Outcome.Reject("account-not-found");
}
