using System.Text.Json;

namespace Workflow.Contracts.Messages;

/// <summary>A CloudEvent 1.0: what our messages look like on every way they take (feed, webhook, RabbitMQ).</summary>
/// <param name="Id">with <paramref name="Source"/> it names the event for ever; not empty</param>
/// <param name="Source">URI reference of the sender's context</param>
/// <param name="Type">what it is about and in which version, for instance "dev.onego.case.accepted.v1"</param>
public sealed record CloudEvent(string Id, string Source, string Type)
{
    /// <summary>The only version of the specification that there is.</summary>
    public const string SpecVersion = "1.0";

    /// <summary>What of the source it is about: for our messages the case's id.</summary>
    public string? Subject { get; init; }

    public DateTimeOffset? Time { get; init; }

    /// <summary>Media type of the data; JSON where it is null.</summary>
    public string? DataContentType { get; init; }

    /// <summary>Absolute URI of the schema that the data adheres to.</summary>
    public string? DataSchema { get; init; }

    /// <summary>Attributes beyond the core: texts, booleans and whole numbers of 32 bits.</summary>
    public IReadOnlyDictionary<string, JsonElement> Extensions { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>JSON data; for media types of text that are not JSON, a JSON string.</summary>
    public JsonElement? Data { get; init; }

    /// <summary>Data that is neither JSON nor text.</summary>
    public byte[]? Binary { get; init; }

    /// <summary>An extension's text; null when there is none of that name.</summary>
    public string? Extension(string name) => Extensions.TryGetValue(name, out var value) ? CloudEventRules.CanonicalOf(value) : null;
}

/// <summary>Something wrong with an event.</summary>
/// <param name="Member">"$.time", "$.data.taskId"; "$" for the whole</param>
/// <param name="Code">stable: field-required, field-type, field-format, field-choice, field-unknown, one-of-two</param>
/// <param name="Expected">what would have been right, where that is short to say</param>
public sealed record EventFault(string Member, string Code, string? Expected = null);
