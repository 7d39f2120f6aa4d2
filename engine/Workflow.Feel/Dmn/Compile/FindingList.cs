using System.Collections.Immutable;
using Workflow.Feel.Language;

namespace Workflow.Feel.Dmn;

/// <summary>Collects what is wrong with models while they are compiled.</summary>
internal sealed class FindingList
{
    /// <summary>More say nothing new, and a hostile model could make as many as it has elements.</summary>
    private const int Most = 1_000;

    private readonly ImmutableArray<DmnFinding>.Builder findings = ImmutableArray.CreateBuilder<DmnFinding>();

    public ImmutableArray<DmnFinding> All => findings.ToImmutable();

    public bool HasErrors { get; private set; }

    /// <summary>Errors that leave nothing to evaluate, even for who tolerates expressions that are none.</summary>
    public bool IsHopeless { get; private set; }

    /// <param name="owner">what the element belongs to; its id, or name, stands for an element that has none</param>
    public void Note(string code, bool isError, DmnElement at, DmnElement? owner, params ReadOnlySpan<string> arguments)
    {
        HasErrors |= isError;
        if (findings.Count < Most || isError && !findings.Any(f => f.IsError)) findings.Add(new(code, isError, NameOf(at) ?? NameOf(owner), [.. arguments], at.Place.Line, at.Place.Column));
    }

    public void Refuse(string code, DmnElement at, params ReadOnlySpan<string> arguments)
    {
        IsHopeless = true;
        Note(code, true, at, null, arguments);
    }

    /// <summary>A text that is not what it should be: its own words and place are arguments.</summary>
    public void Note(ParseFailure failure, string text, DmnElement at, DmnElement? owner)
    {
        var error = failure.Error;
        Note("expression-invalid", true, at, owner, Short(text), error.Code, error.Message, error.MessageZh, $"{error.Line}", $"{error.Column}");
    }

    private static string Short(string text) => text.Length <= 80 ? text.Trim() : text[..80].Trim() + "…";

    internal static string? NameOf(DmnElement? element) => element?.Id ?? element switch
    {
        DrgElement drg => drg.Name,
        ItemDefinition item => item.Name,
        DmnImport import => import.Name,
        InformationItem item => item.Name,
        _ => null,
    };
}
