using System.Globalization;

namespace Workflow.Server.Http;

/// <summary>Reads query parameters, and keeps what is wrong with them; unknown and repeated parameters are wrong too.</summary>
internal sealed class Query
{
    private readonly IQueryCollection given;
    private readonly List<FieldError> errors = [];

    public Query(HttpRequest request, params ReadOnlySpan<string> known)
    {
        given = request.Query;
        foreach (var (name, values) in given)
        {
            if (!known.Contains(name)) errors.Add(new FieldError("?" + name, "field-unknown"));
            else if (values.Count > 1) errors.Add(new FieldError("?" + name, "parameter-twice"));
            else if (values[0] is { } text && (text.Length > LengthMax || text.Contains('\0', StringComparison.Ordinal) || !IsWellFormed(text)))
                errors.Add(new FieldError("?" + name, "field-format", ("pattern", "text")));
        }
    }

    private const int LengthMax = 400;

    /// <summary>The refusal that names every wrong parameter; null when all are right.</summary>
    public Problem? Problem => errors.Count == 0 ? null : new Problem(StatusCodes.Status400BadRequest, "parameter-invalid", errors: errors);

    public void Wrong(string name, string code, params ReadOnlySpan<(string Name, string Value)> values) => errors.Add(new FieldError("?" + name, code, values));

    /// <summary>Null when it was not given or is empty.</summary>
    public string? Text(string name) => given[name] is [{ Length: > 0 } text, ..] ? text : null;

    public int Integer(string name, int otherwise, int min, int max) => (int)Long(name, otherwise, min, max);

    public long Long(string name, long otherwise, long min, long max)
    {
        if (Text(name) is not { } text) return otherwise;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max) return number;
        Wrong(name, "field-range", ("min", min.ToString(CultureInfo.InvariantCulture)), ("max", max.ToString(CultureInfo.InvariantCulture)));
        return otherwise;
    }

    public DateOnly? Day(string name)
    {
        if (Text(name) is not { } text) return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return day;
        Wrong(name, "field-type", ("expected", "date (YYYY-MM-DD)"));
        return null;
    }

    /// <summary>An instant as in "2026-03-02T01:00:00Z", cut to microseconds.</summary>
    public DateTimeOffset? Instant(string name)
    {
        if (Text(name) is not { } text) return null;
        // A "+" of an offset comes as a space where the sender did not escape it.
        if (DateTimeOffset.TryParse(text.Replace(' ', '+'), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant) && text.Contains('T', StringComparison.Ordinal))
            return instant.AddTicks(-(instant.Ticks % TimeSpan.TicksPerMicrosecond));
        Wrong(name, "field-type", ("expected", "instant (2026-03-02T01:00:00Z)"));
        return null;
    }

    /// <summary>The place of one of <paramref name="choices"/>; -1 when none was given.</summary>
    public int Choice(string name, params ReadOnlySpan<string> choices)
    {
        if (Text(name) is not { } text) return -1;
        if (choices.IndexOf(text) is >= 0 and var index) return index;
        Wrong(name, "field-choice", ("choices", string.Join(", ", choices)));
        return -1;
    }

    // Query strings are decoded leniently; half a surrogate pair would break the database's encoding.
    private static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 >= text.Length || !char.IsSurrogatePair(text[i], text[i + 1])) return false;
            i++;
        }
        return true;
    }
}
