namespace Workflow.Core.Cases.Intake;

/// <summary>What happens before and around acceptance: checks of the materials, deficiency, commitment, agents, termination.</summary>
public abstract record IntakeEvent : CaseEvent;

public static class IntakeEventNames
{
    public static readonly (string, Type)[] All = [];
}

/// <summary>What the case knows of its intake beside the application and the supplement notice.</summary>
public sealed record IntakeBook
{
    public static readonly IntakeBook Empty = new();
}

internal static class IntakeFold
{
    public static CaseState Evolve(CaseState state, IntakeEvent happened) => throw new InvalidOperationException($"no fold for {happened.GetType().Name}");
}
