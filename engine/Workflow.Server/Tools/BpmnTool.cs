using Workflow.Core.Bpmn;
using Workflow.Core.Bpmn.Interchange;
using Workflow.Core.Catalog.Definitions;
using Workflow.Server.Hosting;

namespace Workflow.Server.Tools;

/// <summary>BPMN files on the command line: looked at as a deployment would, and written anew.</summary>
internal static class BpmnTool
{
    private static readonly Dictionary<string, string> Foreign = new(StringComparer.Ordinal) { [BpmnReader.Approval.NamespaceName] = "OneGo" };

    /// <summary>
    /// Prints the findings of each file as <c>file:line:column: severity: code: words</c>, and what stands in it. Failed when one of
    /// them would not be deployed.
    /// </summary>
    public static int Check(ToolWords words, TextWriter output)
    {
        if (words.Plain.Count == 0) throw new StartException(ExitCode.WrongArguments, "bpmn check takes at least one model; see --help.");
        var profile = words.Options.GetValueOrDefault("--profile") switch
        {
            null or "normal" => DeploymentProfile.Normal,
            "strict" => DeploymentProfile.Strict,
            _ => throw new StartException(ExitCode.WrongArguments, "--profile takes normal or strict."),
        };
        var files = words.Plain.Select(path => (Path: path, Bytes: Tool.ReadBytes(path))).ToList();
        var failed = 0;
        foreach (var (path, bytes) in files)
        {
            if (DocumentOf(path, bytes, words.English, output) is not { } document) { failed++; continue; }
            var check = DefinitionCheck.Of(bytes, profile);
            foreach (var finding in check.Findings.Select(f => f with { Line = f.Line ?? (f.Element is { } id ? document.LineOf(id) : null) }).OrderBy(f => f.Line)) output.WriteLine($"{path}:{Line(finding)} {Words(finding, words.English)}");
            foreach (var line in Contents(document.Facts, words.English)) output.WriteLine($"{path}: {line}");
            if (check.Graph is null) failed++;
            output.WriteLine($"{path}: {(check.Graph is null ? words.English ? "would be refused" : "不可部署" : words.English ? "can be deployed" : "可以部署")}");
        }
        return (int)(failed > 0 ? ExitCode.Failed : ExitCode.Ok);
    }

    /// <summary>Writes a file anew once it is known that what is written reads the same; a broken file writes nothing.</summary>
    public static int Convert(ToolWords words, TextWriter output, TextWriter errors)
    {
        if (words.Plain is not [var from, var to]) throw new StartException(ExitCode.WrongArguments, "bpmn convert takes a file to read and one to write; see --help.");
        if (DocumentOf(from, Tool.ReadBytes(from), words.English, output) is not { } document) return (int)ExitCode.Failed;
        var written = document.Write();
        if (!BpmnDocument.TryRead(written, out var again, out var refusal) || document.FirstDifferenceTo(again) is not null)
        {
            // Larger in UTF-8 than a file may be, or a fault of ours: either way a loss must not be written.
            errors.WriteLine($"{to}: {(refusal is null ? words.English ? "would not be equal; nothing was written" : "内容会改变，未写出" : words.English ? refusal.En : refusal.Zh)}");
            return (int)ExitCode.Failed;
        }
        Tool.Try(to, path =>
        {
            // Beside the target first, so that a full disk leaves no half of a model.
            var beside = path + ".new";
            File.WriteAllBytes(beside, written);
            File.Move(beside, path, overwrite: true);
            return path;
        });
        foreach (var line in Contents(document.Facts, words.English)) output.WriteLine($"{to}: {line}");
        return (int)ExitCode.Ok;
    }

    private static BpmnDocument? DocumentOf(string path, byte[] bytes, bool english, TextWriter output)
    {
        if (BpmnDocument.TryRead(bytes, out var document, out var refusal)) return document;
        output.WriteLine($"{path}:{(refusal.Line > 0 ? $"{refusal.Line}:{refusal.Column}:" : "")} error: {refusal.Code}: {(english ? refusal.En : refusal.Zh)}");
        return null;
    }

    private static string Line(Finding finding) => finding.Line is { } line ? $"{line}:" : "";

    private static string Words(Finding finding, bool english) =>
        $"{(finding.Severity == FindingSeverity.Error ? "error" : "warning")}: {finding.Code}{(finding.Element is { } id ? $" [{id}]" : "")}: {(english ? finding.En : finding.Zh)}";

    private static IEnumerable<string> Contents(BpmnFacts facts, bool english)
    {
        var diagram = facts.Elements.Where(e => e.Key.StartsWith("di:", StringComparison.Ordinal)).Sum(e => e.Value);
        yield return english
            ? $"{facts.ElementCount - diagram} elements, {diagram} of diagrams, {facts.ExecutableProcesses} of {facts.Elements.GetValueOrDefault("process")} processes executable"
            : $"元素 {facts.ElementCount - diagram} 个，图形元素 {diagram} 个，可执行流程 {facts.ExecutableProcesses}/{facts.Elements.GetValueOrDefault("process")} 个";
        // These stop a deployment as findings; in a model that is only drawn nothing else would name them.
        foreach (var flow in facts.DanglingFlows)
            yield return english ? $"line {flow.Line}: the sequence flow {flow.Flow} refers to '{flow.Missing}', which is not in the file" : $"第 {flow.Line} 行：顺序流 {flow.Flow} 指向文件中没有的“{flow.Missing}”";
        foreach (var (id, times) in facts.DuplicateIds)
            yield return english ? $"the id '{id}' is given {times} times" : $"id“{id}”出现 {times} 次";
        foreach (var import in facts.Imports)
            yield return english ? $"needs another file, which is not fetched: {import.Location} ({import.Namespace})" : $"引用另一文件（不会读取）：{import.Location}（{import.Namespace}）";
        foreach (var (space, count) in facts.Foreign)
            yield return english ? $"kept: {count} of {Foreign.GetValueOrDefault(space, space)}" : $"保留：{Foreign.GetValueOrDefault(space, space)} 的扩展 {count} 处";
    }
}
