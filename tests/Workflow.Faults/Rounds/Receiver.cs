using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Workflow.Faults.Rounds;

/// <summary>An integrator's web server. It fails now and then; what it took, it wrote down before it said so.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private const int FailsPerMille = 15;

    private readonly WebApplication _web;
    private readonly Tally _tally;
    private readonly Lock _lock = new();
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _byCase = new(StringComparer.Ordinal);
    private Random _random = new(1);

    private Receiver(WebApplication web, Tally tally) => (_web, _tally) = (web, tally);

    public Uri Url { get; private set; } = new("http://127.0.0.1/");

    public static async Task<Receiver> StartAsync(Tally tally)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var web = builder.Build();
        var receiver = new Receiver(web, tally);
        web.MapPost("/", receiver.TakeAsync);
        await web.StartAsync();
        receiver.Url = new Uri(web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return receiver;
    }

    /// <summary>From now on it fails as this one says.</summary>
    public void Use(Random random)
    {
        lock (_lock) _random = random;
    }

    /// <summary>Ids of the messages of a case, each where it came first.</summary>
    public IReadOnlyList<string> Of(string caseId)
    {
        lock (_lock) return _byCase.TryGetValue(caseId, out var ids) ? [.. ids] : [];
    }

    private async Task<IResult> TakeAsync(HttpRequest request)
    {
        var told = await JsonSerializer.DeserializeAsync<JsonElement>(request.Body);
        string id = told.GetProperty("id").GetString()!, caseId = told.GetProperty("subject").GetString()!;
        lock (_lock)
        {
            bool fails = _random.Next(1_000) < FailsPerMille;
            // Some of the failures come after it was written down: then it is sent again.
            if (fails && _random.Next(2) == 0)
            {
                _tally.Count("messages failed");
                return Results.StatusCode(StatusCodes.Status500InternalServerError);
            }

            if (_known.Add(id))
            {
                _tally.Count("messages");
                if (_byCase.TryGetValue(caseId, out var ids)) ids.Add(id);
                else _byCase.Add(caseId, [id]);
            }
            else
            {
                _tally.Count("messages again");
            }

            return fails ? Results.StatusCode(StatusCodes.Status503ServiceUnavailable) : Results.NoContent();
        }
    }

    public async ValueTask DisposeAsync() => await _web.DisposeAsync();
}
