using System.Collections.Immutable;
using System.Globalization;

namespace Workflow.Core.Cases.Moves;

/// <summary>What the case knows of its moves beside tasks and opinions.</summary>
public sealed record MoveBook
{
    public static readonly MoveBook Empty = new();

    /// <summary>Which round a step is in, by element id, or "element#number" for one child of a multi-instance; 1 where nothing stands.</summary>
    public ImmutableDictionary<string, int> Rounds { get; init; } = ImmutableDictionary.Create<string, int>(StringComparer.Ordinal);

    /// <summary>What waits for a step played beside the flow, by the waiting task.</summary>
    public ImmutableSortedDictionary<long, CaseSentBack> Detours { get; init; } = ImmutableSortedDictionary<long, CaseSentBack>.Empty;

    /// <summary>What is being prepared by somebody else, by the waiting task.</summary>
    public ImmutableSortedDictionary<long, TaskDelegated> Delegations { get; init; } = ImmutableSortedDictionary<long, TaskDelegated>.Empty;

    public ImmutableSortedDictionary<long, Copy> Copies { get; init; } = ImmutableSortedDictionary<long, Copy>.Empty;

    /// <summary>The delegation that a task prepares; null for every other task.</summary>
    public TaskDelegated? DelegationOf(long delegateTask) => Delegations.Values.FirstOrDefault(d => d.Delegate == delegateTask);

    /// <summary>What a task at the window was opened for; null for every other task.</summary>
    public CaseSentBack? DetourOf(long windowTask) => Detours.Values.FirstOrDefault(d => d.Detour == windowTask);

    public int RoundOf(string element, int? index) =>
        index is { } number && Rounds.TryGetValue(KeyOf(element, number), out var own) ? own : Rounds.GetValueOrDefault(element, 1);

    internal static string KeyOf(string element, int index) => string.Create(CultureInfo.InvariantCulture, $"{element}#{index}");
}

/// <summary>A copy (抄送) as it stands.</summary>
/// <param name="ReadBy">who took note of it first; null while nobody has</param>
public sealed record Copy(CopySent Sent, string? ReadBy, DateTimeOffset? ReadAt);
