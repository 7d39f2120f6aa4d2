using Workflow.Core.Runtime;

namespace Workflow.Core.Catalog.Accounts;

/// <summary>Closes an account for good: its grants and keys go, its sessions end.</summary>
public sealed record CloseAccount(string Account) : AccountCommand(Account)
{
    protected override Outcome DecideOpen(AccountState account, DateTimeOffset now) =>
        By.Id == Account && account.Grants.Values.Any(g => g.Role == Role.Administrator) ? Outcome.Reject("own-administrator")
        : Outcome.Accept(new AccountClosed(now));

    protected override Outcome DecideClosed() => Outcome.Accept();
}
