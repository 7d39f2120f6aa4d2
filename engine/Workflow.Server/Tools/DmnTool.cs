using Workflow.Core.Catalog.Rules;
using Workflow.Feel;
using Workflow.Feel.Dmn;
using Workflow.Feel.Dmn.Analysis;
using Workflow.Feel.Dmn.Testing;
using Workflow.Server.Hosting;

namespace Workflow.Server.Tools;

/// <summary>Decision models and their table tests, as a publication would look at them.</summary>
internal static class DmnTool
{
    /// <summary>Prints what was found in a model, and the overlaps and gaps of its tables; only errors count.</summary>
    public static int Check(ToolWords words, TextWriter output, TextWriter errors)
    {
        if (words.Plain is not [var path]) throw new StartException(ExitCode.WrongArguments, "dmn check takes one model; see --help.");
        if (ModelOf(path, words.English, output) is not { } model) return (int)ExitCode.Failed;
        foreach (var note in DmnAnalysis.Of(model.Definitions).Notes) output.WriteLine($"{path}: {note.Code}: {(words.English ? AnalysisTexts.En(note) : AnalysisTexts.Zh(note))}");
        output.WriteLine(words.English ? $"{path}: {model.Invocables.Length} can be asked" : $"{path}：可调用 {model.Invocables.Length} 项");
        return (int)ExitCode.Ok;
    }

    /// <summary>Prints every result, those that fail with what was expected and what came.</summary>
    public static int Test(ToolWords words, TextWriter output, TextWriter errors)
    {
        if (words.Plain is not [var path, _, ..]) throw new StartException(ExitCode.WrongArguments, "dmn test takes a model and at least one file of cases; see --help.");
        if (ModelOf(path, words.English, output) is not { } model) return (int)ExitCode.Failed;
        var (passed, failed, unread) = (0, 0, false);
        foreach (var file in words.Plain.Skip(1))
        {
            var reading = DmnTestCases.Read(Tool.Read(file));
            foreach (var finding in reading.Findings) output.WriteLine($"{file}: {finding.Code}: {(words.English ? DmnTestTexts.En(finding) : DmnTestTexts.Zh(finding))}");
            unread |= reading.Cases is null;
            foreach (var result in reading.Cases is { } cases ? DmnTestCases.Run(model, cases, () => new Evaluation()) : [])
            {
                if (result.Passed) passed++;
                else failed++;
                output.WriteLine($"{(result.Passed ? "ok  " : "FAIL")} {(words.English ? DmnTestTexts.En(result) : DmnTestTexts.Zh(result))}");
            }
        }
        output.WriteLine(words.English ? $"{passed} passed, {failed} failed" : $"通过 {passed} 个，未通过 {failed} 个");
        return (int)(failed > 0 || unread ? ExitCode.Failed : ExitCode.Ok);
    }

    /// <summary>Null when the model has an error; what was found is printed.</summary>
    private static DecisionModel? ModelOf(string path, bool english, TextWriter output)
    {
        var build = new RuleModel(new(path, path), Tool.Read(path), "", []).Compile();
        foreach (var finding in build.Findings)
            output.WriteLine($"{path}: {(finding.IsError ? "error" : "warning")}: {finding.Code}: {(english ? DmnFindingTexts.En(finding) : DmnFindingTexts.Zh(finding))}");
        return build.Model;
    }
}
