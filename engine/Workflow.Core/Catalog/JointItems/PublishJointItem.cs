using System.Text.Json;
using Workflow.Core.Runtime;

namespace Workflow.Core.Catalog.JointItems;

/// <summary>Publishes the next version of a joint item. The latest content again changes nothing.</summary>
/// <param name="DefinitionVersion">latest deployed version of its definition when this was sent; 0 when there is none</param>
/// <param name="CalendarVersion">latest published version of its calendar when this was sent; 0 when there is none</param>
public sealed record PublishJointItem(JointItem Item, int DefinitionVersion, int CalendarVersion) : Command
{
    public override string StreamId => JointItemStreams.IdOf(Item.Code);

    public override Outcome Decide(object? pinned, StreamState state, DateTimeOffset now)
    {
        if (DefinitionVersion == 0) return Outcome.Reject("definition-not-found", ("definition", Item.Definition));
        if (CalendarVersion == 0) return Outcome.Reject("calendar-not-found", ("calendar", Item.Calendar));
        if (JointItemCheck.Faults(Item) is [var first, ..]) return Outcome.Reject("joint-item-invalid", ("path", first.Path), ("code", first.Code));

        var latest = ((JointItemState)state).Latest;
        // Immutable arrays compare by reference, so content is compared as it is written.
        if (latest is not null && Content(latest.Item) == Content(Item)) return Outcome.Accept();
        return Outcome.Accept(new JointItemPublished((latest?.Version ?? 0) + 1, Item, By.Id, now));
    }

    private static string Content(JointItem item) => JsonSerializer.Serialize(item, CatalogJson.Options);
}
