using Workflow.Core.Runtime;

namespace Workflow.Core.Catalog.Templates;

/// <summary>Publishes the next version of a region's template. The latest content again changes nothing.</summary>
public sealed record PublishTemplate(string Kind, string Region, TemplateContent Content) : Command
{
    public override string StreamId => TemplateStreams.IdOf(Region, Kind);

    public override Outcome Decide(object? pinned, StreamState state, DateTimeOffset now)
    {
        if (TemplateText.Faults(Kind, Content) is [var first, ..])
            return Outcome.Reject("template-invalid", ("code", first.Code), ("value", first.Value), ("line", first.Line.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        var latest = ((TemplateState)state).Latest;
        return latest?.Content == Content ? Outcome.Accept() : Outcome.Accept(new TemplatePublished(Kind, Region, (latest?.Version ?? 0) + 1, Content, By.Id, now));
    }
}
