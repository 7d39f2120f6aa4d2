using System.Globalization;
using System.Text.Json;
using Workflow.Core.Bpmn;
using Workflow.Core.Catalog;
using Workflow.Core.Flow;
using Workflow.Feel;
using Workflow.Server.Http;

namespace Workflow.Server.Cases;

/// <summary>
/// Checks what was filled in against the joint item's form: every answer belongs to a field that is asked, has its type
/// and lies in its range; every required field that is asked has an answer. Errors name the answer ("$.answers.area").
/// </summary>
internal static class AnswersReader
{
    private const decimal IntegerMax = JsonCheck.MaxInteger;
    private const int TextLengthMax = 4000;

    /// <param name="fields">when given, gets each field's name and whether it is asked; null where the answers so far do not tell</param>
    public static Value.Context Read(
        JointItem item, IReadOnlyDictionary<string, JsonElement> answers, List<FieldError> errors, Dictionary<string, bool?>? fields = null)
    {
        var read = Value.Context.Empty;
        foreach (var field in item.Form)
        {
            // A condition looks back only: it sees the answers of the fields before it, and never a personal one after.
            var path = Shape.Child("$.answers", field.Name);
            var whether = IsAsked(field, read);
            fields?.Add(field.Name, whether);
            var asked = whether == true;
            var given = answers.TryGetValue(field.Name, out var json) && json.ValueKind != JsonValueKind.Null;
            if (!asked && given) errors.Add(new FieldError(path, "field-not-asked"));
            else if (asked && !given && field.Required) errors.Add(new FieldError(path, "field-required"));
            else if (asked && given && One(field, json, path, errors) is { } value) read = read.With(field.Name, value);
        }
        var known = item.Form.Select(f => f.Name).ToHashSet(StringComparer.Ordinal);
        errors.AddRange(answers.Keys.Where(name => !known.Contains(name)).Select(name => new FieldError(Shape.Child("$.answers", name), "field-unknown")));
        return read;
    }

    private static bool? IsAsked(FormField field, Value.Context before) =>
        field.AskedWhen is not { } source ? true
        : !FeelSource.TryParse(source, out var when, out _) ? false
        : Surroundings.None.Evaluate(when, before.With("application", before)) is Value.Boolean known ? known.Is
        : null;

    private static Value? One(FormField field, JsonElement json, string path, List<FieldError> errors) => field.Type switch
    {
        FieldType.Boolean => json.ValueKind is JsonValueKind.True or JsonValueKind.False ? json.GetBoolean() : Wrong(path, "boolean", errors),
        FieldType.Integer or FieldType.Number => Number(field, json, path, errors),
        _ when json.ValueKind != JsonValueKind.String => Wrong(path, "string", errors),
        FieldType.Date => DateOnly.TryParseExact(json.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? new Value.Date(day) : Wrong(path, "date (YYYY-MM-DD)", errors),
        FieldType.Choice => Choice(field, json.GetString()!, path, errors),
        _ => Text(field, json.GetString()!, path, errors),
    };

    /// <summary>A number, or its decimal notation as a string, for senders whose numbers are binary fractions.</summary>
    private static Value? Number(FormField field, JsonElement json, string path, List<FieldError> errors)
    {
        var whole = field.Type == FieldType.Integer;
        decimal number;
        var isNumber = json.ValueKind == JsonValueKind.Number ? json.TryGetDecimal(out number)
            : decimal.TryParse(json.ValueKind == JsonValueKind.String && !whole ? json.GetString() : null,
                NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);
        if (!isNumber && json.ValueKind != JsonValueKind.Number) return Wrong(path, whole ? "integer" : "number", errors);
        if (isNumber && whole && number != decimal.Truncate(number)) return Wrong(path, "integer", errors);
        var (min, max) = (Math.Max(field.Min ?? -IntegerMax, -IntegerMax), Math.Min(field.Max ?? IntegerMax, IntegerMax));
        if (isNumber && number >= min && number <= max) return number;
        return OutOf("field-range", path, min, max, errors);
    }

    private static Value? Choice(FormField field, string text, string path, List<FieldError> errors)
    {
        if (field.Choices.Any(c => c.Value == text)) return text;
        errors.Add(new FieldError(path, "field-choice", ("choices", string.Join(", ", field.Choices.Select(c => c.Value)))));
        return null;
    }

    private static Value? Text(FormField field, string text, string path, List<FieldError> errors)
    {
        var (min, max) = (Math.Max(field.Min ?? 0, field.Required ? 1 : 0), Math.Min(field.Max ?? TextLengthMax, TextLengthMax));
        var length = text.AsSpan().Trim().IsEmpty ? 0 : text.Length;
        return length >= min && length <= max ? text : OutOf("field-length", path, min, max, errors);
    }

    private static Value? Wrong(string path, string expected, List<FieldError> errors)
    {
        errors.Add(new FieldError(path, "field-type", ("expected", expected)));
        return null;
    }

    private static Value? OutOf(string code, string path, decimal min, decimal max, List<FieldError> errors)
    {
        errors.Add(new FieldError(path, code, ("min", min.ToString(CultureInfo.InvariantCulture)), ("max", max.ToString(CultureInfo.InvariantCulture))));
        return null;
    }
}
