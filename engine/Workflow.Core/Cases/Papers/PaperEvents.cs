namespace Workflow.Core.Cases.Papers;

/// <summary>Documents (文书) issued, notices served (送达), complaints (投诉).</summary>
public abstract record PaperEvent : CaseEvent;

public static class PaperEventNames
{
    public static readonly (string, Type)[] All = [];
}

internal static class PaperFold
{
    public static CaseState Evolve(CaseState state, PaperEvent happened) => throw new InvalidOperationException($"no fold for {happened.GetType().Name}");
}
