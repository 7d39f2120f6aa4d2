using System.Collections.Concurrent;
using Workflow.Core.Catalog.Accounts;
using Workflow.Core.Runtime;
using Workflow.Server.Http;

namespace Workflow.Server.Identity;

/// <summary>
/// Accounts as requests are checked against. An entry is used for at most <see cref="AgeMax"/> after it was read from the
/// database, and is thrown away as soon as the change feed names its stream: a grant taken back on any node stops
/// working within that time even when no notification arrives.
/// </summary>
public sealed class AccountDirectory(ReadStream read, TimeProvider time)
{
    public static readonly TimeSpan AgeMax = TimeSpan.FromSeconds(1);

    /// <summary>More accounts than this at once do not work on one node; then the cache starts anew.</summary>
    private const int EntriesMax = 20_000;

    private readonly ConcurrentDictionary<string, Entry> entries = new(StringComparer.Ordinal);

    private sealed record Entry(AccountState State, long ReadAt);

    /// <summary>The account's state; an empty one when there is no such account.</summary>
    public async ValueTask<AccountState> FindAsync(string account, CancellationToken cancelled)
    {
        if (entries.TryGetValue(account, out var known) && time.GetElapsedTime(known.ReadAt) < AgeMax) return known.State;
        return await ReadAsync(account, cancelled);
    }

    /// <summary>The same, read from the database now, for what an older entry does not know yet.</summary>
    public async ValueTask<AccountState> ReadAsync(string account, CancellationToken cancelled)
    {
        // The age counts from before the read, so that it never looks younger than it is.
        var asked = time.GetTimestamp();
        var (state, _) = await read(AccountStreams.IdOf(account), cancelled);
        if (entries.Count >= EntriesMax) entries.Clear();
        entries[account] = new((AccountState)state, asked);
        return (AccountState)state;
    }

    /// <summary>Told by the change feed that a stream has new events.</summary>
    public void Changed(string streamId)
    {
        if (streamId.StartsWith("account-", StringComparison.Ordinal)) entries.TryRemove(streamId["account-".Length..], out _);
    }

    public static IReadOnlyList<Grant> GrantsOf(AccountState account) =>
        [.. account.Grants.Values.Select(g => new Grant(g.GrantId, g.Role, g.Region, g.Department))];
}
