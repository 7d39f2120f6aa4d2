using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Workflow.Contracts;
using Workflow.Core.Catalog.Accounts;
using Workflow.Postgres;
using Workflow.Postgres.Log;
using Workflow.Server.Cases;
using Workflow.Server.Http;
using Workflow.Server.Identity;
using Workflow.Server.Operations;

namespace Workflow.Server.Live;

/// <summary>
/// Server-sent events: "case X changed" for the cases that the account may see at that moment, nothing of their content.
/// One connection per browser; after a break it resumes behind Last-Event-ID, on whichever node.
/// </summary>
internal static class StreamRoutes
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    /// <summary>What does not leave within this time is not read. The web server's own minimum rate forgives a stream everything it was sent before.</summary>
    private static readonly TimeSpan WritePatience = TimeSpan.FromSeconds(5);

    /// <summary>Tabs share a connection; so many browsers of one account are a mistake or an attack.</summary>
    private const int ConnectionsPerAccountMax = 20;

    public static void Map(RouteGroupBuilder api) => api.MapGet("/stream", Listen).ForSignedIn().WithMetadata(OwnPace.Instance).WithTags("Live")
        .WithSummary("Server-sent events: which visible cases have changed")
        .WithDescription("Event 'case' with data {caseId, position}; the id is the position. Resumes behind Last-Event-ID. A comment line every 15 seconds.")
        .Produces<CaseChanged>(contentType: "text/event-stream");

    private static async Task<IResult> Listen(HttpContext http, Principal who, Node node, LiveCases cases, AccountDirectory accounts, Listeners listeners, IHostApplicationLifetime life)
    {
        var header = http.Request.Headers["Last-Event-ID"].ToString();
        if (header.Length > 0 && !(long.TryParse(header, NumberStyles.None, CultureInfo.InvariantCulture, out var given) && given >= 0))
            return Problem.Parameter("Last-Event-ID", "field-type", ("expected", "integer"));
        using var place = listeners.Enter(who.Account, ConnectionsPerAccountMax);
        if (place is null) return new Problem(StatusCodes.Status429TooManyRequests, "too-many-streams");

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, life.ApplicationStopping);
        var session = http.Features.Get<Session>();
        long? after = header.Length > 0 ? long.Parse(header, CultureInfo.InvariantCulture) : null;
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers["X-Accel-Buffering"] = "no";
        try
        {
            await WriteAsync(http, $"retry: 2000\nid: {after ?? node.Position}\n\n", ended.Token);
            await FollowAsync(http, new Listener(who.Account, session, accounts), node.ChangesAsync(after ?? node.Position, ended.Token), cases, ended.Token);
        }
        catch (OperationCanceledException)
        {
            // The browser went, or the server stops; the browser comes back behind its last id.
        }
        return Results.Empty;
    }

    private static async Task FollowAsync(HttpContext http, Listener listener, IAsyncEnumerable<Change> changes, LiveCases cases, CancellationToken ended)
    {
        await using var change = changes.GetAsyncEnumerator(ended);
        var next = change.MoveNextAsync().AsTask();
        while (true)
        {
            var first = await Task.WhenAny(next, Task.Delay(Heartbeat, ended));
            ended.ThrowIfCancellationRequested();
            if (await listener.PrincipalAsync(ended) is not { } now) return;
            if (first != next)
            {
                await WriteAsync(http, ": still here\n\n", ended);
                continue;
            }
            if (!await next) return;
            await TellAsync(http, now, change.Current, cases, ended);
            next = change.MoveNextAsync().AsTask();
        }
    }

    private static async Task TellAsync(HttpContext http, Principal who, Change change, LiveCases cases, CancellationToken ended)
    {
        List<string> visible = [];
        foreach (var id in change.StreamIds)
        {
            if (!id.StartsWith("case-", StringComparison.Ordinal)) continue;
            if (await cases.AtAsync(id, change.Position).WaitAsync(ended) is var (state, pinned) && CaseAccess.Of(who, state, pinned).MaySee) visible.Add(id);
        }
        // Only the last message of a change carries its position: after a break in between all of them come again.
        var told = new StringBuilder();
        foreach (var (index, id) in visible.Index())
        {
            if (index == visible.Count - 1) told.Append(CultureInfo.InvariantCulture, $"id: {change.Position}\n");
            told.Append("event: case\ndata: ").Append(JsonSerializer.Serialize(new CaseChanged(id, change.Position), Json.Options)).Append("\n\n");
        }
        if (told.Length > 0) await WriteAsync(http, told.ToString(), ended);
    }

    private static async Task WriteAsync(HttpContext http, string text, CancellationToken ended)
    {
        try
        {
            await http.Response.BodyWriter.WriteAsync(Encoding.UTF8.GetBytes(text), ended).AsTask().WaitAsync(WritePatience, ended);
        }
        catch (TimeoutException slow)
        {
            // Nothing is kept for it; when it reads again it finds its connection broken and comes back behind its last id.
            http.Abort();
            throw new OperationCanceledException("the listener does not read", slow);
        }
    }

    /// <summary>Who listens, with the grants that hold at each message; null when the session has ended meanwhile.</summary>
    private sealed class Listener(string account, Session? session, AccountDirectory accounts)
    {
        public async ValueTask<Principal?> PrincipalAsync(CancellationToken cancelled)
        {
            AccountState state = await accounts.FindAsync(account, cancelled);
            return state.IsOpen && (session is null || session.PasswordChanges == state.PasswordChanges) ? new Principal(account, AccountDirectory.GrantsOf(state)) : null;
        }
    }
}

/// <summary>Open live connections by account.</summary>
internal sealed class Listeners
{
    private readonly Dictionary<string, int> open = new(StringComparer.Ordinal);
    private readonly Lock gate = new();

    /// <summary>Connections of an account that are open now.</summary>
    public int OpenOf(string account)
    {
        lock (gate) return open.GetValueOrDefault(account);
    }

    /// <returns>to be disposed of at the end of the connection; null when there are too many</returns>
    public IDisposable? Enter(string account, int max)
    {
        lock (gate)
        {
            var count = open.GetValueOrDefault(account);
            if (count >= max) return null;
            open[account] = count + 1;
        }
        return new Place(this, account);
    }

    private void Leave(string account)
    {
        lock (gate)
        {
            if (--open[account] == 0) open.Remove(account);
        }
    }

    private sealed class Place(Listeners listeners, string account) : IDisposable
    {
        private int left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref left, 1) == 0) listeners.Leave(account);
        }
    }
}
