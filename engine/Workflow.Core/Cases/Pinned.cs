using System.Collections.Frozen;
using System.Collections.Immutable;
using Workflow.Core.Bpmn;
using Workflow.Core.Catalog;
using Workflow.Core.Catalog.Rules;
using Workflow.Core.Deadlines;
using Workflow.Feel;

namespace Workflow.Core.Cases;

/// <summary>What a case was started with, by exact version; it never changes under a running case.</summary>
public sealed record Pinned(JointItem JointItem, ProcessGraph Graph, WorkCalendar Calendar)
{
    private readonly FrozenDictionary<string, Expression> appliesWhen = Parse(JointItem);

    /// <summary>The decision tables that the graph's business rules name, by code, each in the version that the case keeps.</summary>
    public ImmutableSortedDictionary<string, PinnedTable> Rules { get; init; } = ImmutableSortedDictionary<string, PinnedTable>.Empty;

    /// <summary>Calendars of departments that have one of their own, by department.</summary>
    public FrozenDictionary<string, WorkCalendar> Calendars { get; init; } = FrozenDictionary<string, WorkCalendar>.Empty;

    public WorkCalendar CalendarOf(string? department) =>
        department is not null && Calendars.TryGetValue(department, out var own) ? own : Calendar;

    /// <summary>
    /// Whether a service item applies to an application with these answers, which its expression sees as
    /// <c>application</c>, as the conditions of the flow do. Anything but FEEL true is no.
    /// </summary>
    public bool Applies(ServiceItem item, Value.Context answers) => MayApply(item, answers) == true;

    /// <summary>The same while an application is filled in: null where the answers so far do not tell.</summary>
    public bool? MayApply(ServiceItem item, Value.Context answers) =>
        !appliesWhen.TryGetValue(item.Code, out var when) ? true
        : when.Evaluate(Value.Context.Empty.With("application", answers)) is Value.Boolean known ? known.Is
        : null;

    // Publication refuses what does not parse, so a failure here is a damaged catalogue.
    private static FrozenDictionary<string, Expression> Parse(JointItem jointItem) =>
        jointItem.Items.Where(i => i.AppliesWhen is not null).ToFrozenDictionary(i => i.Code, i =>
            Expression.TryParse(i.AppliesWhen!.TrimStart('='), out var expression, out var error) ? expression
            : throw new InvalidOperationException($"service item {i.Code} of {jointItem.Code}: {error.Message}"), StringComparer.Ordinal);
}

/// <summary>One version of a decision table.</summary>
public sealed record PinnedTable(int Version, DecisionTable Table);
