using System.Text.Json;
using Workflow.Contracts.Messages;
using Workflow.Postgres.Queues;
using Workflow.Server.Http;

namespace Workflow.Server.Messages;

/// <summary>Keeps what could not be taken, and hands it out again.</summary>
internal sealed class DeadLetterBox(DeadLetters letters)
{
    /// <summary>Keeps an incoming message; the id of its letter, null when no more unverified ones are kept for the account.</summary>
    public async Task<string?> KeepIncomingAsync(string account, string way, bool isVerified, MessagePart part, MessageAnswer why, CancellationToken ct)
    {
        var id = await letters.KeepAsync(new NewDeadLetter(
            "in", account, way, isVerified, why.Code!, JsonSerializer.Serialize(why.Errors, Json.Options), part.Event?.Type ?? part.Type, why.Source, why.Id,
            part.Event?.Subject, Subscription: null, part.ContentType, HeadersOf(part.Headers), part.Bytes, part.Bytes.Length), ct);
        return id?.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Keeps a request whose signature failed, for the account that it names.</summary>
    public Task KeepUnverifiedAsync(string account, Arrival arrival, string code, CancellationToken ct) => letters.KeepAsync(new NewDeadLetter(
        "in", account, arrival.Way, Verified: false, code, "[]", null, null, null, null, Subscription: null, arrival.ContentType,
        HeadersOf(MessageParts.Kept(arrival)), arrival.Body, arrival.Body.Length), ct);

    private static string HeadersOf(IReadOnlyList<KeyValuePair<string, string>> headers) =>
        JsonSerializer.Serialize(headers.DistinctBy(h => h.Key).ToDictionary(h => h.Key, h => h.Value, StringComparer.Ordinal), Json.Options);

    /// <summary>The message as it arrived, to be handled again.</summary>
    public static Arrival ArrivalOf(DeadLetter letter) => new(
        "replay", letter.Letter.ContentType,
        [.. JsonSerializer.Deserialize<Dictionary<string, string>>(letter.Letter.Headers, Json.Options)!], letter.Letter.Bytes);
}
