using System.Text;

namespace Workflow.Feel.Dmn.Testing;

/// <summary>A value as one would write it in FEEL, to be shown to people; long ones are cut.</summary>
public static class FeelText
{
    private const int MostCharacters = 2_000;

    public static string Of(Value value)
    {
        var text = new StringBuilder();
        Write(text, value);
        return text.ToString();
    }

    private static void Write(StringBuilder text, Value value)
    {
        if (text.Length > MostCharacters)
        {
            if (text[^1] != '…') text.Append('…');
            return;
        }
        switch (value)
        {
            case Value.NullValue: text.Append("null"); break;
            case Value.Boolean boolean: text.Append(boolean.Is ? "true" : "false"); break;
            case Value.Number number: text.Append(number.Is); break;
            case Value.Text words: Quoted(text, words.Is); break;
            case Value.List list:
                text.Append('[');
                for (var i = 0; i < list.Items.Length && text.Length <= MostCharacters; i++) Write(i == 0 ? text : text.Append(", "), list.Items[i]);
                text.Append(']');
                break;
            case Value.Context context:
                text.Append('{');
                for (var i = 0; i < context.Count && text.Length <= MostCharacters; i++)
                {
                    Quoted(i == 0 ? text : text.Append(", "), context.Entries[i].Key);
                    Write(text.Append(": "), context.Entries[i].Value);
                }
                text.Append('}');
                break;
            case Value.Range range:
                Write(text.Append(range.LowIncluded ? '[' : '('), range.Low);
                Write(text.Append(".."), range.High);
                text.Append(range.HighIncluded ? ']' : ')');
                break;
            case Value.Function function: text.Append("function(").AppendJoin(", ", function.Parameters.Select(p => p.Name)).Append(')'); break;
            default: text.Append("@\"").Append(TemporalValues.Text(value)).Append('"'); break;
        }
    }

    private static void Quoted(StringBuilder text, string words) =>
        text.Append('"').Append((words.Length > MostCharacters ? words[..MostCharacters] + "…" : words).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal)).Append('"');
}
