using System.Collections.Immutable;
using System.Text.Json;
using Workflow.Contracts.Identity;
using Workflow.Core.Cases.Review;
using Workflow.Core.Catalog;
using Workflow.Core.Catalog.Accounts;
using Workflow.Core.Runtime;
using Workflow.Postgres;
using Workflow.Postgres.Queries;
using Workflow.Server.Http;

namespace Workflow.Server.Identity;

/// <summary>
/// The officers of departments (经办人): who they are, what they have to do, who is absent and who takes over. Accounts are
/// read as they stand, not from the directory: an absence just recorded counts in the next request.
/// </summary>
internal sealed class Officers(ReadStream read, OfficerList list, Node node)
{
    private static readonly TimeSpan China = TimeSpan.FromHours(8);

    /// <summary>Today, by the database's clock, in the calendar's zone.</summary>
    public DateOnly Today => DateOnly.FromDateTime(node.Now.ToOffset(China).DateTime);

    public async Task<IReadOnlyList<OfficerAnswer>> OfAsync(string region, string department, CancellationToken cancelled)
    {
        var isWindow = department == Departments.Window;
        var rows = await list.ReadAsync(region, department, Words.Of(isWindow ? Role.Window : Role.Officer), isWindow ? null : department, cancelled);
        var today = Today;
        return [.. rows.Select(row =>
        {
            var account = JsonSerializer.Deserialize<AccountDocument>(row.Json, CatalogJson.Options)!;
            var away = account.Absences.IsDefault ? null : account.Absences.FirstOrDefault(a => a.From <= today && today <= a.To);
            return new OfficerAnswer(row.Account, account.DisplayName, row.OpenTasks, away is null ? null : new AbsenceAnswer(away.Id, away.From, away.To, away.Substitute, away.Basis));
        })];
    }

    public async ValueTask<bool> WorksForAsync(string account, string region, string department, CancellationToken cancelled) =>
        await FindAsync(account, cancelled) is { IsOpen: true } open
        && open.Grants.Values.Any(g => g.Region == region && (department == Departments.Window ? g.Role == Role.Window : g.Role == Role.Officer && g.Department == department));

    /// <summary>The account as it stands; an empty one when there is no such account.</summary>
    public async ValueTask<AccountState> FindAsync(string account, CancellationToken cancelled) =>
        Codes.IsAccount(account) ? (AccountState)(await read(AccountStreams.IdOf(account), cancelled)).State : AccountState.Empty;

    /// <summary>What is recorded of these accounts' absences, as commands about cases need it.</summary>
    public async ValueTask<ImmutableArray<OfficerAbsence>> AbsencesAsync(IEnumerable<string> officers, CancellationToken cancelled)
    {
        var absences = ImmutableArray.CreateBuilder<OfficerAbsence>();
        foreach (var officer in officers)
            foreach (var away in (await FindAsync(officer, cancelled)).Absences.Values)
                absences.Add(new OfficerAbsence(officer, away.From, away.To, away.Substitute, away.Basis));
        return absences.ToImmutable();
    }

    /// <summary>Whether <paramref name="account"/> may take over today what <paramref name="holder"/> has claimed.</summary>
    public async ValueTask<bool> ReplacesAsync(string account, string holder, CancellationToken cancelled)
    {
        var today = Today;
        return (await AbsencesAsync([holder], cancelled)).Any(a => a.Substitute == account && a.Covers(today));
    }
}
