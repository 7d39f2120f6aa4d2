namespace Workflow.Core.Cases.Supervision;

/// <summary>What is said of cards (黄牌, 红牌): contested, lifted.</summary>
public abstract record SupervisionEvent : CaseEvent;

public static class SupervisionEventNames
{
    public static readonly (string, Type)[] All = [];
}

internal static class SupervisionFold
{
    public static CaseState Evolve(CaseState state, SupervisionEvent happened) => throw new InvalidOperationException($"no fold for {happened.GetType().Name}");
}
