using Workflow.Contracts.Messages;

namespace Workflow.Server.Messages;

/// <summary>What arrived, on whichever way: one message or a batch, structured or binary.</summary>
/// <param name="Way">"http", "rabbitmq" or "replay"</param>
/// <param name="ContentType">media type of the body; null when none was given</param>
/// <param name="Headers">HTTP headers, or the broker's with their attributes named as in HTTP ("ce-id"); secrets among them are kept nowhere</param>
internal sealed record Arrival(string Way, string? ContentType, IReadOnlyList<KeyValuePair<string, string>> Headers, ReadOnlyMemory<byte> Body)
{
    /// <summary>A header's text; null when there is none of that name.</summary>
    public string? Header(string name) => Headers.FirstOrDefault(h => h.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
}

/// <summary>What became of it.</summary>
/// <param name="Answers">one for each message, in their order; one for the whole when it could not be taken apart</param>
/// <param name="TryAgain">something of it could not be decided now (database away, too busy): the whole is to be sent again, which repeats nothing</param>
internal sealed record Handled(IReadOnlyList<MessageAnswer> Answers, bool TryAgain);
