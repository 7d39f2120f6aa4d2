using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Workflow.Core.Bpmn;

namespace Workflow.Conformance;

/// <summary>
/// A process of the suite, made ready for this engine and otherwise left as it is: a script is a token for a worker, so its task becomes a
/// service task; the few conditions of the suite are put in FEEL.
/// </summary>
internal sealed partial class BetsyModel
{
    private static readonly XNamespace Model = BpmnReader.Model;
    private static readonly string[] Expressions = ["conditionExpression", "condition", "loopCondition", "loopCardinality", "activationCondition", "completionCondition"];

    private readonly XDocument xml;

    private BetsyModel(XDocument document) => xml = document;

    /// <summary>What the worker of a task has to do: its script, and the names of the data that it reads and writes.</summary>
    public sealed record Work(string Script, ImmutableArray<string> Reads, ImmutableArray<string> Writes);

    /// <summary>By the id of the task.</summary>
    public required IReadOnlyDictionary<string, Work> Works { get; init; }

    /// <param name="first">the process to be started first; null: the one that the file means</param>
    public static BetsyModel Load(string file, string? first)
    {
        var document = XDocument.Load(file, LoadOptions.SetLineInfo);
        // A case runs the first process of its file that starts by itself.
        if (first is not null && document.Root!.Elements(Model + "process").FirstOrDefault(p => p.Attribute("id")?.Value == first) is { } process)
        {
            process.Remove();
            document.Root.Elements(Model + "process").First().AddBeforeSelf(process);
        }
        var works = new Dictionary<string, Work>(StringComparer.Ordinal);
        foreach (var task in document.Descendants().Where(e => e.Name == Model + "scriptTask" || e.Name == Model + "globalScriptTask").ToList())
        {
            var properties = task.Ancestors().Elements(Model + "property").Select(Name).ToImmutableArray();
            works[task.Attribute("id")!.Value] = new(task.Element(Model + "script")?.Value.Trim() ?? "",
                [.. task.Descendants(Model + "dataInput").Select(Name), .. properties], [.. task.Descendants(Model + "dataOutput").Select(Name) is var own && own.Any() ? own : properties]);
            task.Elements(Model + "script").Remove();
            task.Name = Model + (task.Name.LocalName == "scriptTask" ? "serviceTask" : "globalUserTask");
        }
        foreach (var expression in document.Descendants().Where(e => e.Name.Namespace == Model && Expressions.Contains(e.Name.LocalName))) expression.Value = Feel(expression.Value.Trim());
        return new(document) { Works = works };
    }

    public BpmnReading Read() => BpmnReader.Read(Encoding.UTF8.GetBytes(xml.ToString()));

    /// <summary>The processes of the file that may be started.</summary>
    public bool Has(string process) => xml.Root!.Elements(Model + "process").Any(p => p.Attribute("id")?.Value == process);

    private static string Name(XElement item) => item.Attribute("name")?.Value is { Length: > 0 } name ? name : item.Attribute("id")!.Value;

    private static string Feel(string text)
    {
        var feel = Contains().Replace(text, "contains($1, \"$2\")");
        feel = Variable().Replace(feel, "$1");
        return feel.StartsWith('!') ? $"not({feel[1..]})" : feel;
    }

    [GeneratedRegex("""(\w+)\.contains\("(\w*)"\)""", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Contains();

    [GeneratedRegex(@"\$\{(\w+)\}", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Variable();
}
