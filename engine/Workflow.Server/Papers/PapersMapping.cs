using Workflow.Contracts.Catalog;
using Workflow.Core.Cases.Papers;
using Workflow.Core.Catalog;
using Workflow.Server.Http;

namespace Workflow.Server.Papers;

/// <summary>A joint item's rules of documents between the contract and the core.</summary>
internal static class PapersMapping
{
    public static PaperRules? ToCore(PapersBody? body, List<FieldError> errors)
    {
        if (body is null) return null;
        List<NoticeChannel> channels = [];
        foreach (var (index, word) in body.Channels.Index())
        {
            if (Words.Parse<NoticeChannel>(word) is { } channel) channels.Add(channel);
            else errors.Add(Words.Unknown<NoticeChannel>($"$.papers.channels[{index.ToString(System.Globalization.CultureInfo.InvariantCulture)}]"));
        }
        return new PaperRules([.. body.Kinds ?? []], [.. channels.Distinct()], body.EmailField);
    }

    public static PapersBody? ToBody(PaperRules? rules) => rules is null ? null : new([.. rules.Channels.Select(Words.Of)], rules.Kinds, rules.EmailField);
}
