using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Workflow.Contracts.Delivery;
using Workflow.Samples.Api;

namespace Workflow.Faults.Rounds;

/// <summary>
/// The seeded driver: round by round one or two faults while people work at two servers, and after each round everything
/// that was promised is held against the log.
/// </summary>
internal sealed class FaultRounds(RoundOptions options, string folder, Action<string> say)
{
    private const int Workers = 6;

    /// <summary>Cases played to their end after each round; those of earlier rounds among them.</summary>
    private const int PlayedToEnd = 2;
    private const int StepsToEnd = 200;

    /// <summary>A round that is wrong in so many ways says nothing more by going on.</summary>
    private const int WrongMax = 20;

    private readonly Tally _tally = new();
    private int _wrongTold;
    private readonly Records _records = new();

    /// <summary>Runs them; whatever is wrong stands in the tally.</summary>
    public async Task<Tally> RunAsync(CancellationToken ct)
    {
        say(string.Create(CultureInfo.InvariantCulture, $"rounds: seed {options.Seed}, {options.Rounds} from {options.First}, faults {string.Join(',', options.Only).ToLowerInvariant()}"));
        await using var receiver = await Receiver.StartAsync(_tally);
        await using var site = await Site.BuildAsync(folder, receiver.Url);
        using var http = new HttpMessageInvoker(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(2), UseCookies = false, PooledConnectionIdleTimeout = TimeSpan.FromSeconds(20) });
        long start = await SubscribeAsync(site, http, receiver);
        await using var followers = new Followers(site, http, start);
        var audit = new Audit(site, _records, receiver, followers, _tally);

        for (int round = options.First; round < options.First + options.Rounds && _tally.Wrong.Count < WrongMax; round++)
        {
            ct.ThrowIfCancellationRequested();
            _tally.Round = round;
            receiver.Use(options.RandomOf(round, 100));
            await RoundAsync(round, site, http, audit, ct);
            _tally.Count("rounds");
        }

        await audit.EndAsync(ct);
        say(string.Create(CultureInfo.InvariantCulture, $"rounds: seed {options.Seed} · {_tally}"));
        TellWrong();
        return _tally;
    }

    /// <summary>At once: of a long run that is stopped, what it found is known.</summary>
    private void TellWrong()
    {
        foreach (string wrong in _tally.Wrong.Skip(_wrongTold)) say("WRONG " + wrong);
        _wrongTold = _tally.Wrong.Count;
    }

    private async Task RoundAsync(int round, Site site, HttpMessageInvoker http, Audit audit, CancellationToken ct)
    {
        long started = Stopwatch.GetTimestamp();
        var random = options.RandomOf(round, 0);
        var kinds = options.Only.OrderBy(_ => random.Next()).Take(random.Next(1, 3)).ToList();
        int server = random.Next(Site.ServerCount);
        using var enough = new CancellationTokenSource();
        var people = Enumerable.Range(1, Workers).Select(n => WorkerOf(round, n, site, http).RunAsync(enough.Token)).ToList();

        var trouble = new Trouble(site, _tally);
        await Task.WhenAll(kinds.Select((kind, i) => trouble.MakeAsync(kind, (server + i) % Site.ServerCount, options.RandomOf(round, 200 + i))));
        await site.HealAsync();
        var faulty = Stopwatch.GetElapsedTime(started);

        // What they have begun they bring to an answer.
        await enough.CancelAsync();
        await Task.WhenAll(people);
        await EndSomeAsync(round, site, http);
        var worked = Stopwatch.GetElapsedTime(started);
        await audit.RoundAsync(ct);
        say(string.Create(CultureInfo.InvariantCulture,
            $"round {options.Seed}/{round}: {string.Join('+', kinds).ToLowerInvariant()} at {server} · {_tally.Of("acknowledged")} acknowledged, {_tally.Of("unknown")} unknown · {faulty.TotalSeconds:0.0} + {(worked - faulty).TotalSeconds:0.0} + {(Stopwatch.GetElapsedTime(started) - worked).TotalSeconds:0.0} s · {_tally.Wrong.Count} wrong"));
        TellWrong();
    }

    /// <summary>Every case can still end: some, of this round and of earlier ones, are played there.</summary>
    private async Task EndSomeAsync(int round, Site site, HttpMessageInvoker http)
    {
        var random = options.RandomOf(round, 50);
        var worker = WorkerOf(round, 60, site, http);
        var chosen = _records.Open.Keys.OrderBy(_ => random.Next()).Take(PlayedToEnd).ToList();
        foreach (string caseId in chosen)
            if (!await worker.PlayAsync(caseId, StepsToEnd, CancellationToken.None)) _tally.Complain($"{caseId} could not be played to its end");
        _tally.Count("cases played to their end", chosen.Count);
    }

    private Worker WorkerOf(int round, int number, Site site, HttpMessageInvoker http)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{options.Seed}-{round}-{number}");
        return new Worker(new Caller(site, http, _records, _tally, options.RandomOf(round, number), name), _records, _tally, round);
    }

    /// <summary>Subscribes the receiver; the position from which everything is told.</summary>
    private static async Task<long> SubscribeAsync(Site site, HttpMessageInvoker http, Receiver receiver)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri(site.Servers[0].Url, "/api/subscriptions/rounds"))
        {
            Content = System.Net.Http.Json.JsonContent.Create(Catalogue.Subscription(receiver.Url), options: Session.Json),
        };
        request.Headers.Authorization = new("Bearer", site.Keys[Catalogue.Reader]);
        request.Headers.Add("Idempotency-Key", "subscription");
        using var answer = await http.SendAsync(request, CancellationToken.None);
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"the subscription was refused: {await answer.Content.ReadAsStringAsync()}");
        await using var command = site.Database.CreateCommand("select max(seq_id) from mt_events");
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
