using System.Collections.Immutable;
using Workflow.Core.Cases.Papers;

namespace Workflow.Core.Catalog.Templates;

/// <summary>One thing wrong in a template.</summary>
/// <param name="Code">stable, kebab-case</param>
/// <param name="Value">what was found there</param>
/// <param name="Line">line of the body, from 1; 0 for the title</param>
public sealed record TemplateFault(string Code, string Value, int Line);

/// <summary>A piece of a template's line: text as it stands, or the name of a placeholder.</summary>
public readonly record struct TemplatePart(bool IsPlaceholder, string Text);

/// <summary>Reads a template's text. Placeholders are names between double braces; there is nothing else to it.</summary>
public static class TemplateText
{
    /// <summary>Most characters of a body.</summary>
    public const int LengthMax = 20_000;

    private const string Opens = "{{";
    private const string Closes = "}}";

    /// <summary>What keeps a template of a kind from being published; empty when nothing does.</summary>
    public static IReadOnlyList<TemplateFault> Faults(string kind, TemplateContent content)
    {
        if (PaperKinds.Find(kind) is not { } known) return [new("template-kind-unknown", kind, 0)];
        List<TemplateFault> faults = [];
        if (string.IsNullOrWhiteSpace(content.Title.Zh) || content.Title.Zh.AsSpan().ContainsAny('\n', '{')) faults.Add(new("template-title", content.Title.Zh, 0));
        if (string.IsNullOrWhiteSpace(content.Body) || content.Body.Length > LengthMax) faults.Add(new("template-length", content.Body.Length.ToString(System.Globalization.CultureInfo.InvariantCulture), 0));
        foreach (var (index, line) in Lines(content.Body).Index())
        {
            if (PartsOf(line) is not { } parts) faults.Add(new("template-placeholder-malformed", line, index + 1));
            else faults.AddRange(parts.Where(p => p.IsPlaceholder && !known.Has(p.Text)).Select(p => new TemplateFault("template-placeholder-unknown", p.Text, index + 1)));
        }
        return faults;
    }

    public static IEnumerable<string> Lines(string body) => body.ReplaceLineEndings("\n").Split('\n');

    /// <summary>A line as text and placeholders in their order; null when its braces do not match.</summary>
    public static ImmutableArray<TemplatePart>? PartsOf(string line)
    {
        var parts = ImmutableArray.CreateBuilder<TemplatePart>();
        for (var at = 0; at < line.Length;)
        {
            var opens = line.IndexOf(Opens, at, StringComparison.Ordinal);
            var text = opens < 0 ? line[at..] : line[at..opens];
            if (text.Contains(Closes, StringComparison.Ordinal)) return null;
            if (text.Length > 0) parts.Add(new(false, text));
            if (opens < 0) break;
            var closes = line.IndexOf(Closes, opens + Opens.Length, StringComparison.Ordinal);
            if (closes < 0) return null;
            var name = line[(opens + Opens.Length)..closes].Trim();
            if (name.Length == 0 || !name.All(char.IsAsciiLetterOrDigit)) return null;
            parts.Add(new(true, name));
            at = closes + Closes.Length;
        }
        return parts.ToImmutable();
    }
}
