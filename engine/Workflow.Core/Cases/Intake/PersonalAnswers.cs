using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Workflow.Feel;

namespace Workflow.Core.Cases.Intake;

/// <summary>Answers to personal fields as one JSON text, so that they are encrypted and erased as one value.</summary>
internal static class PersonalAnswers
{
    public static string Write(Value.Context answers, IReadOnlySet<string> personal)
    {
        var bytes = new System.Buffers.ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            foreach (var (name, value) in answers.Entries.Where(e => personal.Contains(e.Key)))
            {
                json.WritePropertyName(name);
                Write(json, value);
            }
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    // A form's answers are single values; anything deeper was refused when they were checked against the form.
    private static void Write(Utf8JsonWriter json, Value value)
    {
        switch (value)
        {
            case Value.Boolean b: json.WriteBooleanValue(b.Is); break;
            case Value.Number n: json.WriteRawValue(n.Is.ToString()); break;
            case Value.Text t: json.WriteStringValue(t.Is); break;
            case Value.Date d: json.WriteStringValue(d.Is.ToString()); break;
            default: json.WriteNullValue(); break;
        }
    }
}
