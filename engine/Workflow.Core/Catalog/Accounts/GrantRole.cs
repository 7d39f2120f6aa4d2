using Workflow.Core.Runtime;

namespace Workflow.Core.Catalog.Accounts;

/// <summary>Grants a role; the second time nothing happens.</summary>
public sealed record GrantRole(string Account, GrantWish Wish) : AccountCommand(Account)
{
    protected override Outcome DecideOpen(AccountState account, DateTimeOffset now) =>
        account.Grants.ContainsKey(Wish.Id) ? Outcome.Accept()
        : Outcome.Accept(new RoleGranted(Wish.Id, Wish.Role, Wish.Region, Wish.Department, now));
}

/// <summary>Takes a grant back. Nobody takes the administrator's role from himself: somebody has to be left.</summary>
public sealed record RevokeRole(string Account, string GrantId) : AccountCommand(Account)
{
    protected override Outcome DecideOpen(AccountState account, DateTimeOffset now)
    {
        if (!account.Grants.TryGetValue(GrantId, out var grant)) return Outcome.Accept();
        return grant.Role == Role.Administrator && By.Id == Account ? Outcome.Reject("own-administrator")
            : Outcome.Accept(new RoleRevoked(GrantId, now));
    }
}
