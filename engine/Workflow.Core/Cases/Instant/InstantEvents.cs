namespace Workflow.Core.Cases.Instant;

/// <summary>What a business rule decided (秒批), its later check by a person, and an appeal against it.</summary>
public abstract record InstantEvent : CaseEvent;

public static class InstantEventNames
{
    public static readonly (string, Type)[] All = [];
}

internal static class InstantFold
{
    public static CaseState Evolve(CaseState state, InstantEvent happened) => throw new InvalidOperationException($"no fold for {happened.GetType().Name}");
}
