using System.Collections.Immutable;
using Workflow.Core.Cases;
using Workflow.Core.Runtime;

namespace Workflow.Core.Catalog.Accounts;

/// <summary>Opens an account with its first grants. A name is never used twice, not even after it was closed.</summary>
public sealed record OpenAccount(string Account, AccountKind Kind, string Region, Personal DisplayName, ImmutableArray<GrantWish> Grants) : AccountCommand(Account)
{
    protected override Outcome DecideNew(DateTimeOffset now) => Outcome.Accept(
    [
        new AccountOpened(Account, Kind, Region, DisplayName, now),
        .. Grants.DistinctBy(g => g.Id).Select(g => new RoleGranted(g.Id, g.Role, g.Region, g.Department, now)),
    ]);

    protected override Outcome DecideOpen(AccountState account, DateTimeOffset now) => Outcome.Reject("account-exists");

    protected override Outcome DecideClosed() => Outcome.Reject("account-exists");
}

/// <summary>A role to be held in a region, and for officers in one department of it.</summary>
public sealed record GrantWish(Role Role, string Region, string? Department)
{
    public string Id => Department is null
        ? $"{Role.ToString().ToLowerInvariant()}.{Region}"
        : $"{Role.ToString().ToLowerInvariant()}.{Region}.{Department}";
}
