using Workflow.Core.Runtime;

namespace Workflow.Core.Catalog.Accounts;

/// <summary>Records that the password is changed: sessions end first, then the new secret is written beside the log.</summary>
public sealed record ChangePassword(string Account) : AccountCommand(Account)
{
    protected override Outcome DecideOpen(AccountState account, DateTimeOffset now) => Outcome.Accept(new PasswordChanged(now));
}
