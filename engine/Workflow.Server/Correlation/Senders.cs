using Workflow.Core.Runtime;
using Workflow.Postgres.Correlation;
using Workflow.Server.Cases;
using Workflow.Server.Identity;

namespace Workflow.Server.Correlation;

/// <summary>Whom a sender may reach, and in whose name the receiving case is told.</summary>
/// <param name="Who">the account with the grants that hold now; null for a case</param>
internal sealed record Sender(Reach Reach, Principal? Who)
{
    public Actor ActorIn(string region) => Who?.As(Role.Integrator, region) ?? Actor.System("message");
}

/// <summary>
/// Who may send to which case; what is not allowed here finds nobody. An account: to cases of the regions in which it is an
/// integrator now, and when it also works for departments (officer, window), only to those in which they have a part: what it
/// may see. A case: to cases of its own region, of regions below it and of those above it. For which names a case listens at
/// all, its model says.
/// </summary>
internal sealed class Senders(AccountDirectory accounts, CaseReader cases)
{
    /// <summary>How a case that throws stands in the ids of commands.</summary>
    public const string Case = "system";

    /// <param name="principal">the account; <see cref="Case"/> for a case</param>
    /// <param name="region">of the throwing case</param>
    public async ValueTask<Sender> OfAsync(string principal, bool isCase, string region, CancellationToken ct)
    {
        if (isCase) return new(LineOf(region), null);
        var account = await accounts.FindAsync(principal, ct);
        return OfAccount(new Principal(principal, account.IsOpen ? AccountDirectory.GrantsOf(account) : [], ByKey: true));
    }

    public static Sender OfAccount(Principal who) => new(new Reach(CaseScopes.PrefixesOf(who, Role.Integrator), []), who);

    /// <summary>Region and below by its beginning, those above it one by one.</summary>
    public static Reach LineOf(string region)
    {
        if (region.Length == 0) return Reach.Nowhere;
        var prefix = CaseScopes.PrefixOf(region);
        return new([prefix], [.. Enumerable.Range(0, prefix.Length / 2).Select(pairs => prefix[..(2 * pairs)].PadRight(region.Length, '0'))]);
    }

    /// <summary>Asked of each case that its region admits already.</summary>
    public async ValueTask<bool> MaySendAsync(Sender sender, string caseId, CancellationToken ct)
    {
        if (sender.Who is not { } who || !(who.Has(Role.Officer) || who.Has(Role.Window))) return true;
        return await cases.FindAsync(caseId, who, ct) is { } found && (found.Access.IsWindow || found.Access.Departments.Count > 0);
    }
}
