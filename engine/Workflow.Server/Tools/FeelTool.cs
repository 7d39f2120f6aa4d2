using System.Globalization;
using System.Text.Json;
using Workflow.Feel;
using Workflow.Feel.Dmn.Testing;
using Workflow.Server.Cases;
using Workflow.Server.Hosting;

namespace Workflow.Server.Tools;

/// <summary>Evaluates one FEEL expression; without --now, <c>now()</c> and <c>today()</c> are null.</summary>
internal static class FeelTool
{
    public static int Run(ToolWords words, TextWriter output, TextWriter errors)
    {
        if (words.Plain is not [var source]) throw new StartException(ExitCode.WrongArguments, "feel takes one expression; see --help.");
        var context = words.Options.GetValueOrDefault("--context") is { } path ? ContextOf(path) : Value.Context.Empty;
        var run = new Evaluation(now: words.Options.GetValueOrDefault("--now") is { } now ? InstantOf(now) : null);
        if (!Expression.TryParse(source, Names.Of([.. context.Entries.Select(e => e.Key)]), out var expression, out var error))
        {
            errors.WriteLine($"{error.Line}:{error.Column}: {error.Code}: {(words.English ? error.Message : error.MessageZh)}");
            return (int)ExitCode.WrongArguments;
        }
        var value = expression.Evaluate(context, run);
        output.WriteLine(FeelText.Of(value));
        foreach (var diagnostic in run.Diagnostics)
        {
            var (line, column) = PlaceOf(source, diagnostic.At);
            errors.WriteLine($"{line}:{column}: {diagnostic.Code}: {(words.English ? DiagnosticTexts.En(diagnostic) : DiagnosticTexts.Zh(diagnostic))}");
        }
        return (int)(run.Fault is null && run.Diagnostics.Count == 0 ? ExitCode.Ok : ExitCode.Failed);
    }

    /// <summary>The members of a JSON object, each a name of the expression; an object with the one member "$feel" is a FEEL expression.</summary>
    private static Value.Context ContextOf(string path)
    {
        try
        {
            using var json = JsonDocument.Parse(Tool.Read(path), new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            if (json.RootElement.ValueKind != JsonValueKind.Object) throw new StartException(ExitCode.WrongArguments, $"{path}: a JSON object is expected.");
            List<Http.FieldError> faults = [];
            var members = json.RootElement.EnumerateObject().DistinctBy(m => m.Name, StringComparer.Ordinal).ToDictionary(m => m.Name, m => m.Value, StringComparer.Ordinal);
            var context = FeelJson.FromTrial(members, Core.Flow.Surroundings.None, faults);
            return faults is [var first, ..] ? throw new StartException(ExitCode.WrongArguments, $"{path}: {first.Path}: {first.Code}") : context;
        }
        catch (Exception wrong) when (wrong is JsonException or FormatException)
        {
            throw new StartException(ExitCode.WrongArguments, $"{path}: {wrong.Message}");
        }
    }

    private static DateTimeOffset InstantOf(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var now) ? now
        : throw new StartException(ExitCode.WrongArguments, $"--now takes an instant such as 2026-03-02T09:00:00+08:00, not '{text}'.");

    private static (int Line, int Column) PlaceOf(string source, int at)
    {
        var before = source.AsSpan(0, Math.Clamp(at, 0, source.Length));
        return (before.Count('\n') + 1, before.Length - (before.LastIndexOf('\n') + 1) + 1);
    }
}
