using Workflow.Core.Catalog.Templates;
using Workflow.Core.Runtime;
using Workflow.Server.Hosting;
using Workflow.Server.Http;

namespace Workflow.Server.Papers;

/// <summary>Publishes the templates that ship with the engine, where the whole country has none of that kind yet.</summary>
internal static class ShippedTemplates
{
    public static Task EnsureAsync(Submit submit, ReadStream read, CancellationToken cancelled) => Task.WhenAll(NationalTemplates.All.Select(async shipped =>
    {
        var (kind, content) = shipped;
        var state = (TemplateState)(await read(TemplateStreams.IdOf(TemplateStreams.WholeCountry, kind), cancelled)).State;
        if (state.Latest is not null) return;
        var command = new PublishTemplate(kind, TemplateStreams.WholeCountry, content) { By = Actor.System("setup") };
        var answer = await submit(SystemCommand.Of($"template-{kind}-1", command), cancelled);
        if (answer is not Answer.Accepted) throw new StartException(ExitCode.DatabaseUnusable, $"The template {kind} could not be published: {answer}.");
    }));
}
