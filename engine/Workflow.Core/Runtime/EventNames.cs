using System.Collections.Concurrent;

namespace Workflow.Core.Runtime;

/// <summary>
/// The stored names of events, frozen: a name once written is never given to another type, and a type's members
/// are only added to. The alias follows Marten's rule (split before capitals, lower case, joined by '_').
/// </summary>
public static class EventNames
{
    // One line an event, in the order of a case's life; kept whole so that a diff shows every change of the format.
    private static readonly (string Alias, Type Type)[] All =
    [
        .. Flow.FlowEventNames.All,
        .. Cases.CaseEventNames.All,
        .. Catalog.CatalogEventNames.All,
    ];

    public static IEnumerable<(string Alias, Type Type)> Known => All;

    /// <summary>The event's .NET type as Marten writes it: "Namespace.Type, Assembly".</summary>
    public static string DotnetTypeOf(Event happened) =>
        DotnetTypes.GetOrAdd(happened.GetType(), static type => $"{type.FullName}, {type.Assembly.GetName().Name}");

    // An assembly's name is made anew at each question.
    private static readonly ConcurrentDictionary<Type, string> DotnetTypes = new();
}
