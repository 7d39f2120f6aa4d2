using System.Runtime.CompilerServices;
using System.Text;

namespace Workflow.Feel;

public abstract partial record Value
{
    /// <summary>Characters of <see cref="ToString"/> at most; what is longer ends with "…".</summary>
    public const int MostCharacters = 10_000;

    /// <summary>
    /// The value in words of FEEL, as <c>string()</c> writes it: a string stands for itself, inside of lists and contexts it is
    /// quoted. Null is "null". For people and messages; cut off after <see cref="MostCharacters"/>.
    /// </summary>
    public sealed override string ToString() => ValueText.Of(this);
}

/// <summary>Writes values as FEEL writes them. Everything but functions can be read again.</summary>
internal static class ValueText
{
    /// <summary>The whole text, paid for from the budget.</summary>
    public static string Of(Value value, Evaluation run) => Of(value, new Writer(run));

    public static string Of(Value value) => Of(value, new Writer(null));

    private static string Of(Value value, Writer writer)
    {
        if (value is Value.Text text)
        {
            writer.Write(text.Is);
            return writer.ToString();
        }
        // Alone a date or a duration is written plainly; among others it must be told from a string or a sum.
        if (TemporalValues.Text(value) is { } temporal) writer.Write(temporal);
        else writer.Write(value);
        return writer.ToString();
    }

    private sealed class Writer(Evaluation? run)
    {
        private readonly StringBuilder written = new();

        private bool IsFull => run is null && written.Length > Value.MostCharacters;

        public override string ToString() => IsFull ? $"{written.ToString(0, Value.MostCharacters)}…" : written.ToString();

        public void Write(string text)
        {
            run?.Make(text.Length);
            if (!IsFull) written.Append(run is null && text.Length > Value.MostCharacters ? text.AsSpan(0, Value.MostCharacters + 1) : text);
        }

        public void Write(Value value)
        {
            if (IsFull) return;
            if (run is not null) RuntimeHelpers.EnsureSufficientExecutionStack();
            else if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
            {
                Write("…");
                return;
            }
            run?.Step();
            switch (value)
            {
                case Value.NullValue: Write("null"); break;
                case Value.Boolean { Is: var holds }: Write(holds ? "true" : "false"); break;
                case Value.Number number: Write(number.Is.ToString()); break;
                case Value.Text text: Quote(text.Is); break;
                case Value.List list: Write(list); break;
                case Value.Context context: Write(context); break;
                case Value.Range range: Write(range); break;
                case Value.Function function: Write(function); break;
                default: Write($"@\"{TemporalValues.Text(value)}\""); break;
            }
        }

        private void Write(Value.List list)
        {
            var separator = "[";
            foreach (var item in list.Items)
            {
                Write(separator);
                Write(item);
                if (IsFull) return;
                separator = ", ";
            }
            Write(list.Items.IsEmpty ? "[]" : "]");
        }

        private void Write(Value.Context context)
        {
            var separator = "{";
            foreach (var (name, value) in context.Span)
            {
                Write(separator);
                if (IsName(name)) Write(name);
                else Quote(name);
                Write(": ");
                Write(value);
                if (IsFull) return;
                separator = ", ";
            }
            Write(context.IsEmpty ? "{}" : "}");
        }

        private void Write(Value.Range range)
        {
            if (range.Comparator is { } sign)
            {
                Write("(");
                Write(sign);
                Write(" ");
                Write(range.Low is Value.NullValue ? range.High : range.Low);
                Write(")");
                return;
            }
            Write(range.LowIncluded ? "[" : "(");
            Write(range.Low);
            Write("..");
            Write(range.High);
            Write(range.HighIncluded ? "]" : ")");
        }

        private void Write(Value.Function function)
        {
            Write("function(");
            for (var i = 0; i < function.Parameters.Length; i++) Write(i == 0 ? function.Parameters[i].Name : $", {function.Parameters[i].Name}");
            Write(") …");
        }

        private void Quote(string text)
        {
            if (text.AsSpan().IndexOfAny("\"\\\n\r\t") < 0) Write($"\"{text}\"");
            else
            {
                var quoted = new StringBuilder(text).Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n").Replace("\r", "\\r").Replace("\t", "\\t");
                Write($"\"{quoted}\"");
            }
        }

        /// <summary>Words of letters and digits, one blank between them; what holds other signs is quoted, so that it reads the same everywhere.</summary>
        private static bool IsName(string text)
        {
            var first = true;
            foreach (var c in text)
            {
                if (!(char.IsLetter(c) || c == '_' || (!first && (char.IsDigit(c) || c == ' ')))) return false;
                first = false;
            }
            return text.Length > 0 && text[^1] != ' ' && !text.Contains("  ", StringComparison.Ordinal);
        }
    }
}
