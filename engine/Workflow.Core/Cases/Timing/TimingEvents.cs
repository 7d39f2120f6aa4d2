namespace Workflow.Core.Cases.Timing;

/// <summary>What happens to clocks beside start, stop and end: extensions, edited due dates, calendar notices, special procedures.</summary>
public abstract record TimingEvent : CaseEvent;

public static class TimingEventNames
{
    public static readonly (string, Type)[] All = [];
}

internal static class TimingFold
{
    public static CaseState Evolve(CaseState state, TimingEvent happened) => throw new InvalidOperationException($"no fold for {happened.GetType().Name}");
}
