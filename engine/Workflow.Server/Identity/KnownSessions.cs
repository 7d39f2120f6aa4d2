using System.Collections.Concurrent;

namespace Workflow.Server.Identity;

/// <summary>
/// Sessions of cookies that were opened lately. Opening one costs as much as a small command (two keys, a ticket, claims), and a page sends the same
/// cookie with every request. Nothing that ends a session is missed: the account and the count of its password changes are asked at each request,
/// the ticket's own end stands beside, and after <see cref="AgeMax"/> the cookie is opened again, which also prolongs it.
/// </summary>
internal sealed class KnownSessions(TimeProvider time)
{
    public static readonly TimeSpan AgeMax = TimeSpan.FromMinutes(1);

    /// <summary>More cookies than this at once do not come to one node; then the cache starts anew.</summary>
    private const int EntriesMax = 20_000;

    private const string InPieces = "chunks-";

    private readonly ConcurrentDictionary<string, Entry> entries = new(StringComparer.Ordinal);

    private sealed record Entry(Session Session, long OpenedAt, DateTimeOffset Until);

    /// <summary>The session of a request's cookie, or null: no cookie, not ours, too old.</summary>
    public async ValueTask<Session?> OfAsync(HttpContext http)
    {
        if (http.Request.Cookies[Sessions.CookieName] is not { Length: > 0 } cookie) return null;
        // A cookie in pieces says only how many there are; that names nobody.
        if (cookie.StartsWith(InPieces, StringComparison.OrdinalIgnoreCase)) return (await Sessions.OpenAsync(http))?.Session;
        if (entries.TryGetValue(cookie, out var known) && time.GetElapsedTime(known.OpenedAt) < AgeMax && time.GetUtcNow() < known.Until) return known.Session;
        if (await Sessions.OpenAsync(http) is not var (session, until)) return null;
        if (entries.Count >= EntriesMax) entries.Clear();
        entries[cookie] = new(session, time.GetTimestamp(), until);
        return session;
    }
}
