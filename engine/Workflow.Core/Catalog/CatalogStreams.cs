using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Workflow.Core.Runtime;

namespace Workflow.Core.Catalog;

/// <summary>A stream of one published thing: its row is a document with what lists and pages show.</summary>
public abstract class CatalogStreams<TState>(string name, TState empty) : StreamKind where TState : StreamState
{
    public sealed override string Name => name;

    public sealed override StreamState Empty => empty;

    public sealed override void Project(string streamId, StreamState before, StreamState after, IReadOnlyList<Event>? events, RowChanges rows)
    {
        if (ReferenceEquals(before, after) && events is not null) return;
        if (Document(streamId[(name.Length + 1)..], (TState)after) is { } row) rows.Documents.Add(row);
    }

    /// <summary>The row of a state; null while nothing has happened.</summary>
    protected abstract DocumentRow? Document(string id, TState state);

    protected DocumentRow Row(string id, int version, string? region, object content) =>
        new(name, id, version, region, JsonSerializer.Serialize(content, CatalogJson.Options));
}

/// <summary>How documents are written and read: camelCase, enums as words.</summary>
public static class CatalogJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };
}

/// <summary>All stream kinds of the catalogue.</summary>
public static class CatalogKinds
{
    public static readonly ImmutableArray<StreamKind> All =
    [
        new Regions.RegionStreams(), new Regions.DepartmentStreams(), new Accounts.AccountStreams(),
        new Calendars.CalendarStreams(), new Definitions.DefinitionStreams(), new JointItems.JointItemStreams(),
        new Drafts.DraftStreams(), new Templates.TemplateStreams(),
        new Rules.RuleStreams(), new Terms.TermStreams(),
        new Mandates.MandateStreams(),
        new Subscriptions.SubscriptionStreams(), new Subscriptions.SettingStreams(),
        new Oversight.CardRuleStreams(),
    ];
}
