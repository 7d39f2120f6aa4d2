namespace Workflow.Feel.Language;

/// <summary>The FEEL name of a value's kind, as messages say it.</summary>
internal static class Kind
{
    public static string Of(Value value) => value switch
    {
        Value.NullValue => "null",
        Value.Boolean => "boolean",
        Value.Number => "number",
        Value.Text => "string",
        Value.Date => "date",
        Value.Time => "time",
        Value.DateTime => "date and time",
        Value.DayTime => "days and time duration",
        Value.YearMonth => "years and months duration",
        Value.List => "list",
        Value.Context => "context",
        Value.Range => "range",
        _ => "function",
    };
}
