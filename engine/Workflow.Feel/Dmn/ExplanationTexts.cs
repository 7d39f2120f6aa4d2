namespace Workflow.Feel.Dmn;

/// <summary>Why a decision came out as it did, in sentences.</summary>
public static class ExplanationTexts
{
    public static string Zh(DecisionOutcome outcome) => "";

    public static string En(DecisionOutcome outcome) => "";
}
