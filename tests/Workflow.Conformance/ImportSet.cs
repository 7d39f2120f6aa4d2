namespace Workflow.Conformance;

/// <summary>Any folder or archive of BPMN files against its <c>element-counts.json[.xz]</c>; without one the files are read, written and read again.</summary>
public static class ImportSet
{
    public static Verdicts Run(string folder) => BpmnSuite.Run(folder);
}
