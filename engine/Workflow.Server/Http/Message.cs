using System.Collections.Frozen;
using System.Text;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Workflow.Server.Http;

/// <summary>What people are told about a code, in Chinese and English. A detail may name values as {value}.</summary>
/// <param name="Zh">title in Chinese</param>
/// <param name="En">title in English</param>
public sealed record Message(string Zh, string En, string? ZhDetail = null, string? EnDetail = null);

/// <summary>
/// Every stable code that an answer can carry, with its texts; one file per subject. A test holds that each code that
/// occurs in the sources stands here once.
/// </summary>
public static class Messages
{
    // One line a subject, so that subjects are added without touching each other.
    private static readonly FrozenDictionary<string, Message> All =
        new[]
        {
            HttpMessages.All,
            CatalogMessages.All,
            CaseMessages.All,
            PeopleMessages.All,
            ReviewMessages.All,
            OversightMessages.All,
            IntegrationMessages.All,
            DeliveryMessages.All,
            CardMessages.All,
            PaperMessages.All,
            InstantMessages.All,
            MoveMessages.All,
            TimingMessages.All,
            IntakeMessages.All,
            IncidentMessages.All,
        }.SelectMany(subject => subject).ToFrozenDictionary(m => m.Key, m => m.Value, StringComparer.Ordinal);

    public static IReadOnlyDictionary<string, Message> Known => All;

    public static string Title(string code, bool english) =>
        All.TryGetValue(code, out var message) ? english ? message.En : message.Zh : code;

    public static string? Detail(string code, bool english, IReadOnlyDictionary<string, string>? values) =>
        All.TryGetValue(code, out var message) && (english ? message.EnDetail : message.ZhDetail) is { } text ? Fill(text, values) : null;

    private static string Fill(string text, IReadOnlyDictionary<string, string>? values)
    {
        if (values is null || !text.Contains('{', StringComparison.Ordinal)) return text;
        var filled = new StringBuilder(text);
        foreach (var (name, value) in values) filled.Replace("{" + name + "}", value);
        return filled.ToString();
    }

    /// <summary>English when the request prefers it over Chinese; Chinese otherwise, which is the original.</summary>
    public static bool PrefersEnglish(HttpRequest request) => PrefersEnglish(request.Headers.AcceptLanguage);

    public static bool PrefersEnglish(StringValues acceptLanguage)
    {
        if (acceptLanguage.Count == 0 || !StringWithQualityHeaderValue.TryParseList(acceptLanguage, out var languages)) return false;
        double zh = 0, en = 0;
        foreach (var language in languages)
        {
            var weight = language.Quality ?? 1;
            if (language.Value.StartsWith("en", StringComparison.OrdinalIgnoreCase)) en = Math.Max(en, weight);
            if (language.Value.StartsWith("zh", StringComparison.OrdinalIgnoreCase)) zh = Math.Max(zh, weight);
        }
        return en > zh;
    }
}
