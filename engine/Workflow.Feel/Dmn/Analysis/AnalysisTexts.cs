namespace Workflow.Feel.Dmn.Analysis;

/// <summary>The words of what an analysis found.</summary>
public static class AnalysisTexts
{
    public static string Zh(AnalysisNote note) => note.Code;

    public static string En(AnalysisNote note) => note.Code;
}
