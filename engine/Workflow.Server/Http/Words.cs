using System.Text.Json;

namespace Workflow.Server.Http;

/// <summary>Enums as the words they are on the wire.</summary>
public static class Words
{
    public static string Of<T>(T value) where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    public static T? Parse<T>(string? word) where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
            if (Of(value) == word) return value;
        return null;
    }

    /// <summary>The error for a word that is none of the enum's.</summary>
    public static FieldError Unknown<T>(string path) where T : struct, Enum =>
        new(path, "field-choice", ("choices", string.Join(", ", Enum.GetValues<T>().Select(Of))));
}
