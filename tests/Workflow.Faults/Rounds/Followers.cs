using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Npgsql;

namespace Workflow.Faults.Rounds;

/// <summary>An event's place, as a reader of the log itself saw it.</summary>
internal sealed record Place(long Position, string StreamId, long Version, string Type);

/// <summary>A public event, as the feed told it.</summary>
internal sealed record Told(string Id, string CaseId, string Type);

/// <summary>
/// Two readers that run through all faults without ever going back: one of the log's table, one of the public feed at
/// whichever server answers. An event that is committed behind a reader's back is never seen by it.
/// </summary>
internal sealed class Followers : IAsyncDisposable
{
    private const int PageMax = 5_000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(15);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(5);

    private readonly Site _site;
    private readonly HttpMessageInvoker _http;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;
    private readonly Lock _lock = new();
    private readonly List<Place> _log = [];
    private readonly List<Told> _feed = [];
    private long _logAt;
    private long _feedAt;

    public Followers(Site site, HttpMessageInvoker http, long from)
    {
        (_site, _http, Start, _logAt, _feedAt) = (site, http, from, from, from);
        _running = Task.WhenAll(Task.Run(FollowLogAsync), Task.Run(FollowFeedAsync));
    }

    /// <summary>Position behind which both began.</summary>
    public long Start { get; }

    /// <summary>What the reader of the table saw from a place in its list on.</summary>
    public IReadOnlyList<Place> Log(int from)
    {
        lock (_lock) return _log[from..];
    }

    /// <summary>What the reader of the feed was told from a place in its list on.</summary>
    public IReadOnlyList<Told> Feed(int from)
    {
        lock (_lock) return _feed[from..];
    }

    /// <summary>The reader of the table has come at least so far.</summary>
    public bool Reached(long position) => Interlocked.Read(ref _logAt) >= position;

    private async Task FollowLogAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await using var connection = await _site.Database.OpenConnectionAsync(_stop.Token);
                while (true)
                {
                    await ReadLogAsync(connection);
                    await Task.Delay(Pause, _stop.Token);
                }
            }
            catch (Exception e) when (e is NpgsqlException or IOException or TimeoutException or OperationCanceledException)
            {
                await Task.Delay(AfterFailure, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ReadLogAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("select seq_id, stream_id, version, type from mt_events where seq_id > $1 order by seq_id limit $2", connection)
        {
            Parameters = { new() { Value = _logAt }, new() { Value = PageMax } },
        };
        await using var reader = await command.ExecuteReaderAsync(_stop.Token);
        while (await reader.ReadAsync(_stop.Token))
        {
            var place = new Place(reader.GetInt64(0), reader.GetString(1), reader.GetInt64(2), reader.GetString(3));
            lock (_lock) _log.Add(place);
            Interlocked.Exchange(ref _logAt, place.Position);
        }
    }

    private async Task FollowFeedAsync()
    {
        string types = string.Join(',', Catalogue.Told.Select(t => t.Type));
        for (int turn = 0; !_stop.IsCancellationRequested; turn++)
        {
            try
            {
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
                patience.CancelAfter(AnswerPatience);
                var path = string.Create(CultureInfo.InvariantCulture, $"/api/events?after={_feedAt}&limit=500&waitSeconds=1&types={types}");
                using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_site.Servers[turn % Site.ServerCount].Url, path));
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _site.Keys[Catalogue.Reader]);
                using var response = await _http.SendAsync(request, patience.Token);
                response.EnsureSuccessStatusCode();
                var page = JsonSerializer.Deserialize<List<JsonElement>>(await response.Content.ReadAsByteArrayAsync(patience.Token))!;
                lock (_lock) _feed.AddRange(page.Select(e => new Told(e.GetProperty("id").GetString()!, e.GetProperty("subject").GetString()!, e.GetProperty("type").GetString()!)));
                _feedAt = long.Parse(response.Headers.GetValues("X-Next-Position").Single(), CultureInfo.InvariantCulture);
            }
            catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
            {
                await Task.Delay(AfterFailure, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }
}
