using System.Text;
using Workflow.Core.Bpmn;

namespace Workflow.Core.Tests.Bpmn;

/// <summary>Small models written as XML, read from bytes as a deployment reads them.</summary>
internal static class Models
{
    public static BpmnReading Read(string xml) => BpmnReader.Read(Encoding.UTF8.GetBytes(xml));

    /// <summary>Reads one executable process "p" with this content.</summary>
    public static BpmnReading ReadProcess(string content) => Read(
        $"""
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:approval="http://onego.dev/schema/approval" targetNamespace="t">
        <process id="p" isExecutable="true">
        {content}
        </process></definitions>
        """);

    public static string Arrow(string source, string target, string content = "") =>
        $"""<sequenceFlow id="{source}_{target}" sourceRef="{source}" targetRef="{target}">{content}</sequenceFlow>""";

    public static string Condition(string text) => $"<conditionExpression>{System.Security.SecurityElement.Escape(text)}</conditionExpression>";

    /// <summary>start → x → end around one element with the id x.</summary>
    public static string Around(string element) => $"""<startEvent id="s"/>{element}<endEvent id="e"/>{Arrow("s", "x")}{Arrow("x", "e")}""";

    /// <summary>The repository's root: the folder that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Workflow.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("these tests run inside the repository");
    }
}
