namespace Workflow.Feel.Dmn.Testing;

/// <summary>A value as one would write it in FEEL, to be shown to people.</summary>
public static class FeelText
{
    /// <summary>A string is quoted, so that "10" is not 10; what is very long is cut.</summary>
    public static string Of(Value value) => value is Value.Text ? new Value.List([value]).ToString() is var text && text.EndsWith(']') ? text[1..^1] : text : value.ToString();
}
