using System.Text.RegularExpressions;
using Workflow.Contracts.Identity;

namespace Workflow.Server.Http;

/// <summary>Codes in addresses. A stream's id is made of them, so nothing else gets through.</summary>
internal static partial class Codes
{
    public static bool IsCode(string text) => Code().IsMatch(text);

    public static bool IsRegion(string text) => Region().IsMatch(text);

    public static bool IsAccount(string text) => Account().IsMatch(text);

    /// <summary>Null when it is a code, otherwise the refusal.</summary>
    public static Problem? NotACode(string name, string text) =>
        IsCode(text) ? null : Problem.Parameter(name, "field-format", ("pattern", Patterns.Code));

    public static Problem? NotARegion(string name, string text) =>
        IsRegion(text) ? null : Problem.Parameter(name, "field-format", ("pattern", Patterns.Region));

    [GeneratedRegex(Patterns.Code + "(?!\n)", RegexOptions.ExplicitCapture, 100)]
    private static partial Regex Code();

    [GeneratedRegex(Patterns.Region + "(?!\n)", RegexOptions.ExplicitCapture, 100)]
    private static partial Regex Region();

    [GeneratedRegex(Patterns.Account + "(?!\n)", RegexOptions.ExplicitCapture, 100)]
    private static partial Regex Account();
}
