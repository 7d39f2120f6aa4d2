namespace Workflow.Feel.Dmn.Testing;

/// <summary>A value as one would write it in FEEL, to be shown to people.</summary>
public static class FeelText
{
    /// <summary>A string is quoted and a date has its sign, as inside a list, so that "10" is not 10 and the text reads back as the value; what is very long is cut.</summary>
    public static string Of(Value value)
    {
        var text = new Value.List([value]).ToString();
        return text.EndsWith(']') ? text[1..^1] : text;
    }
}
