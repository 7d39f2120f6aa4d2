using System.Collections.Concurrent;
using Workflow.Samples.Api;
using Workflow.Samples.Setup;

namespace Workflow.Samples.Play;

/// <summary>Who takes part: a signed-in session for each account, opened when it is first needed and kept.</summary>
/// <param name="connectionLife">see <see cref="Session"/></param>
internal sealed class Cast(Uri server, DemoAccounts accounts, Patience patience, TimeSpan? connectionLife = null) : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<Task<Session>>> sessions = new(StringComparer.Ordinal);

    public Task<Session> WindowAsync(string region) => AsAsync(accounts.Officer(region, "window"));
    public Task<Session> OfficerAsync(string region, string department) => AsAsync(accounts.Officer(region, department));
    public Task<Session> SupervisorAsync(string region) => AsAsync(accounts.Supervisor(region));
    public Task<Session> ApplicantAsync(int number) => AsAsync(accounts.Applicant(number));

    private Task<Session> AsAsync(DemoAccount account) =>
        sessions.GetOrAdd(account.Account, _ => new(() => SignInAsync(account))).Value;

    private async Task<Session> SignInAsync(DemoAccount account)
    {
        var session = new Session(server, account.Account, account.Password, patience, connectionLife);
        await session.SignInAsync();
        return session;
    }

    public void Dispose()
    {
        foreach (var opened in sessions.Values)
            if (opened is { IsValueCreated: true, Value: { IsCompletedSuccessfully: true, Result: var session } }) session.Dispose();
    }
}
