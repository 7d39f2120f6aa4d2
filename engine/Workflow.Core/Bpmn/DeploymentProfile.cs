namespace Workflow.Core.Bpmn;

/// <summary>How strictly a model is read before it is deployed.</summary>
public enum DeploymentProfile
{
    /// <summary>Refused is what cannot run or whose meaning is unclear; other broken rules of the standard are warnings.</summary>
    Normal,

    /// <summary>Every broken rule of the standard is refused.</summary>
    Strict,
}
