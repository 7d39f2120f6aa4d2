using System.Text.Json.Nodes;
using Workflow.Contracts.Messages;
using Workflow.Server.Hosting;

namespace Workflow.Server.Tests.Published;

/// <summary>The messages as an AsyncAPI 3 document: on which ways they come and go, and what each holds.</summary>
internal static class AsyncApiDocument
{
    public static JsonObject Make() => new()
    {
        ["asyncapi"] = "3.0.0",
        ["info"] = new JsonObject
        {
            ["title"] = "OneGo",
            ["version"] = HealthRoutes.Version.Split('+')[0],
            ["description"] = "What happens in cases is told to integrators as CloudEvents 1.0, and what they ask comes as CloudEvents too (一件事一次办). A published version of a type is never changed "
                + "but by members that may be absent; anything else is a new version beside it. Nothing personal is ever in an event.",
            ["license"] = new JsonObject { ["name"] = "Apache 2.0", ["url"] = "https://www.apache.org/licenses/LICENSE-2.0" },
        },
        ["defaultContentType"] = CloudEventJson.MediaType,
        ["servers"] = new JsonObject
        {
            ["http"] = Server("{host}", "http", "The server itself: the feed, the door for commands, and webhooks that it sends."),
            ["rabbitmq"] = Server("{broker}", "amqp", "RabbitMQ, where the operator has set one up (--rabbitmq)."),
        },
        ["channels"] = new JsonObject
        {
            ["feed"] = Channel("/api/events", "http", "Events behind a position, in batches; resumable, waits for the first. GET with after, types, jointItems, departments, limit, waitSeconds; the header X-Next-Position is the next `after`.", MessageTypes.Events),
            ["webhooks"] = Channel(null, "http", "Events of a subscription, one request each, signed as Standard Webhooks asks; the address is the subscription's.", MessageTypes.Events),
            ["brokerEvents"] = Channel("onego.events", "rabbitmq", "Events of a subscription on a topic exchange; the routing key is type, region and joint item, joined by dots.", MessageTypes.Events, Exchange("onego.events", "topic")),
            ["commands"] = Channel("/api/messages", "http", "Commands: one (structured or binary) or a batch; by API key, or signed as Standard Webhooks asks with the account's signing secret.", MessageTypes.Commands),
            ["brokerCommands"] = Channel("onego.commands", "rabbitmq", "Commands on a quorum queue, signed as over HTTP.", MessageTypes.Commands, Queue("onego.commands")),
            ["answers"] = Answers(null, "http", "The body of the answer to POST /api/messages."),
            ["brokerReplies"] = Answers("onego.replies", "rabbitmq", "Answers by way of the broker; the routing key is the account.", Exchange("onego.replies", "direct")),
        },
        ["operations"] = new JsonObject
        {
            ["tellByFeed"] = Operation("send", "feed", "Tells what happened, to whoever asks"),
            ["tellByWebhook"] = Operation("send", "webhooks", "Tells what happened, to a subscription's address"),
            ["tellByBroker"] = Operation("send", "brokerEvents", "Tells what happened, through the broker"),
            ["takeCommands"] = Operation("receive", "commands", "Takes commands", "answers"),
            ["takeCommandsByBroker"] = Operation("receive", "brokerCommands", "Takes commands from the broker", "brokerReplies"),
        },
        ["components"] = new JsonObject
        {
            ["messages"] = Members([.. MessageTypes.Events.Concat(MessageTypes.Commands).Select(t => (t.Name, (JsonNode)Message(t))), ("answers", AnswersMessage())]),
            ["schemas"] = Members([
                .. MessageTypes.Events.Concat(MessageTypes.Commands).Select(t => (t.Name, (JsonNode)ContractSchemas.DataOf(t))),
                ("cloudEvent", CloudEventSchema()), ("event", EventSchema()), ("command", CommandSchema()),
            ]),
        },
    };

    private static JsonObject Server(string host, string protocol, string description)
    {
        var variable = host.Trim('{', '}');
        return new()
        {
            ["host"] = host, ["protocol"] = protocol, ["description"] = description,
            ["variables"] = new JsonObject { [variable] = new JsonObject { ["default"] = variable == "host" ? "localhost:5080" : "localhost:5672", ["description"] = "address and port" } },
        };
    }

    private static JsonObject Channel(string? address, string server, string description, IReadOnlyList<MessageType> types, JsonObject? bindings = null)
    {
        var channel = new JsonObject
        {
            ["address"] = address, ["description"] = description, ["servers"] = new JsonArray(Ref("servers", server)),
            ["messages"] = Members([.. types.Select(t => (t.Name, (JsonNode)Ref("components/messages", t.Name)))]),
        };
        if (bindings is not null) channel["bindings"] = bindings;
        return channel;
    }

    private static JsonObject Answers(string? address, string server, string description, JsonObject? bindings = null)
    {
        var channel = new JsonObject
        {
            ["address"] = address, ["description"] = description, ["servers"] = new JsonArray(Ref("servers", server)),
            ["messages"] = new JsonObject { ["answers"] = Ref("components/messages", "answers") },
        };
        if (bindings is not null) channel["bindings"] = bindings;
        return channel;
    }

    private static JsonObject Exchange(string name, string type) => new()
    {
        ["amqp"] = new JsonObject { ["is"] = "routingKey", ["exchange"] = new JsonObject { ["name"] = name, ["type"] = type, ["durable"] = true, ["autoDelete"] = false }, ["bindingVersion"] = "0.3.0" },
    };

    private static JsonObject Queue(string name) => new()
    {
        ["amqp"] = new JsonObject { ["is"] = "queue", ["queue"] = new JsonObject { ["name"] = name, ["durable"] = true, ["exclusive"] = false, ["autoDelete"] = false }, ["bindingVersion"] = "0.3.0" },
    };

    private static JsonObject Operation(string action, string channel, string summary, string? reply = null)
    {
        var operation = new JsonObject { ["action"] = action, ["channel"] = Ref("channels", channel), ["summary"] = summary };
        if (reply is not null) operation["reply"] = new JsonObject { ["channel"] = Ref("channels", reply) };
        return operation;
    }

    private static JsonObject Message(MessageType type) => new()
    {
        ["name"] = type.Type, ["title"] = type.Summary.Zh, ["summary"] = type.Summary.En, ["contentType"] = CloudEventJson.MediaType,
        ["payload"] = new JsonObject
        {
            ["allOf"] = new JsonArray(
                Ref("components/schemas", MessageTypes.Events.Contains(type) ? "event" : "command"),
                new JsonObject
                {
                    ["type"] = "object",
                    ["properties"] = new JsonObject
                    {
                        ["type"] = new JsonObject { ["const"] = type.Type }, ["dataschema"] = new JsonObject { ["const"] = type.Schema }, ["data"] = Ref("components/schemas", type.Name),
                    },
                    ["required"] = new JsonArray("data"),
                }),
        },
    };

    private static JsonObject AnswersMessage() => new()
    {
        ["name"] = "answers", ["title"] = "答复", ["summary"] = "What became of each message", ["contentType"] = "application/json",
        ["payload"] = new JsonObject
        {
            ["type"] = "object", ["required"] = new JsonArray("messages"),
            ["properties"] = new JsonObject
            {
                ["messages"] = new JsonObject
                {
                    ["type"] = "array",
                    ["items"] = new JsonObject
                    {
                        ["type"] = "object", ["required"] = new JsonArray("status"),
                        ["properties"] = new JsonObject
                        {
                            ["id"] = Text("the CloudEvent's id; null when it could not be read", nullable: true), ["source"] = Text("the CloudEvent's source", nullable: true),
                            ["status"] = new JsonObject { ["enum"] = new JsonArray("accepted", "rejected", "refused") }, ["code"] = Text("stable, kebab-case; null when accepted", nullable: true),
                            ["caseId"] = Text("the case", nullable: true), ["version"] = new JsonObject { ["type"] = new JsonArray("integer", "null") },
                            ["position"] = new JsonObject { ["type"] = new JsonArray("integer", "null") }, ["deadLetter"] = Text("names the dead letter; null when accepted", nullable: true),
                        },
                    },
                },
            },
        },
    };

    private static JsonObject CloudEventSchema() => new()
    {
        ["title"] = "CloudEvent 1.0", ["type"] = "object", ["required"] = new JsonArray("specversion", "id", "source", "type"),
        ["properties"] = new JsonObject
        {
            ["specversion"] = new JsonObject { ["const"] = CloudEvent.SpecVersion },
            ["id"] = new JsonObject { ["type"] = "string", ["minLength"] = 1 },
            ["source"] = new JsonObject { ["type"] = "string", ["minLength"] = 1, ["format"] = "uri-reference" },
            ["type"] = new JsonObject { ["type"] = "string", ["minLength"] = 1 },
            ["subject"] = new JsonObject { ["type"] = "string", ["pattern"] = "^case-[0-9a-f]{32}$", ["description"] = "the case" },
            ["time"] = new JsonObject { ["type"] = "string", ["format"] = "date-time" },
            ["datacontenttype"] = new JsonObject { ["const"] = "application/json" },
            ["dataschema"] = new JsonObject { ["type"] = "string", ["format"] = "uri" },
        },
    };

    private static JsonObject EventSchema() => new()
    {
        ["title"] = "What happened in a case",
        ["allOf"] = new JsonArray(Ref("components/schemas", "cloudEvent"), new JsonObject
        {
            ["type"] = "object", ["required"] = new JsonArray("subject", "time", "dataschema", "region", "jointitem", "sequence"),
            ["properties"] = new JsonObject
            {
                ["id"] = new JsonObject { ["type"] = "string", ["description"] = "the case and the version of its stream" },
                ["source"] = new JsonObject { ["const"] = MessageTypes.Source },
                ["region"] = new JsonObject { ["type"] = "string", ["pattern"] = "^[0-9]{6}$", ["description"] = "division code (GB/T 2260)" },
                ["jointitem"] = Text("code of the joint item (一件事)"),
                ["department"] = Text("department that it belongs to; absent where it is the whole case's"),
                ["sequence"] = new JsonObject { ["type"] = "string", ["pattern"] = "^[0-9]{19}(\\.[0-9]{3})?$", ["description"] = "position in the log, and which event of that position it is; orders all events" },
            },
        }),
    };

    private static JsonObject CommandSchema() => new()
    {
        ["title"] = "What is asked of a case",
        ["allOf"] = new JsonArray(Ref("components/schemas", "cloudEvent"), new JsonObject
        {
            ["type"] = "object", ["required"] = new JsonArray("subject"),
            ["properties"] = new JsonObject
            {
                ["id"] = new JsonObject { ["type"] = "string", ["maxLength"] = 200, ["description"] = "with the source it names the command for ever: sent again it is answered as the first time" },
                ["source"] = new JsonObject { ["type"] = "string", ["maxLength"] = 400 },
            },
        }),
    };

    private static JsonObject Text(string description, bool nullable = false) => new() { ["type"] = nullable ? new JsonArray("string", "null") : "string", ["description"] = description };

    private static JsonObject Ref(string under, string name) => new() { ["$ref"] = $"#/{under}/{name}" };

    private static JsonObject Members(IEnumerable<(string Name, JsonNode Value)> members) => new(members.Select(m => new KeyValuePair<string, JsonNode?>(m.Name, m.Value)));
}
