namespace Workflow.Feel.Dmn;

/// <summary>The words of findings, with element and place.</summary>
public static class DmnFindingTexts
{
    public static string Zh(DmnFinding finding) => finding.Code;

    public static string En(DmnFinding finding) => finding.Code;
}
