using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Workflow.Contracts.Messages;
using Workflow.Server.Http;
using Workflow.Server.Tests.Running;
using Workflow.Testing;
using Xunit;

namespace Workflow.Server.Tests.Published;

/// <summary>
/// The contracts under docs/contracts: made of the records and of the running server, served as they are committed, and
/// adhering to the official schemas. With ONEGO_WRITE_CONTRACTS=1 these tests write them anew.
/// </summary>
public sealed class ContractTests(ServerFixture running) : IClassFixture<ServerFixture>
{
    private static readonly bool MayWrite = Environment.GetEnvironmentVariable("ONEGO_WRITE_CONTRACTS") == "1";
    private static readonly JsonSerializerOptions Pretty = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" };

    public static TheoryData<string> Names => [.. MessageTypes.Events.Concat(MessageTypes.Commands).Select(t => t.Name)];

    private static MessageType TypeOf(string name) => MessageTypes.Events.Concat(MessageTypes.Commands).Single(t => t.Name == name);

    [Theory]
    [MemberData(nameof(Names))]
    public void The_committed_schema_is_that_of_the_record(string name) => IsCommitted($"schemas/{name}.json", ContractSchemas.DocumentOf(TypeOf(name)));

    [Fact]
    public void The_committed_AsyncAPI_document_is_that_of_the_records() => IsCommitted("asyncapi.json", AsyncApiDocument.Make());

    [Fact]
    public async Task The_committed_OpenAPI_document_is_that_of_the_running_server()
    {
        using var nobody = running.Browser();
        var document = JsonNode.Parse((await nobody.GetAsync("/openapi/v1.json")).Is(200).Text)!.AsObject();
        // The version carries the commit, which no file of that commit can know.
        document["info"]!["version"] = ((string)document["info"]!["version"]!).Split('+')[0];
        IsCommitted("openapi.json", document);
    }

    [Fact]
    public void Nothing_lies_beside_the_contracts() => Assert.Equal(
        Names.Select(n => $"{n.Data}.json").Order(StringComparer.Ordinal),
        Directory.EnumerateFiles(Path.Combine(Folder, "schemas")).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal));

    [Fact]
    public async Task The_server_serves_what_is_committed()
    {
        using var nobody = running.Browser();
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(Folder, "asyncapi.json")), (await nobody.GetAsync("/contracts/asyncapi.json")).Is(200).Text);
        foreach (var name in Names.Select(n => n.Data))
        {
            var answer = (await nobody.GetAsync($"/contracts/schemas/{name}.json")).Is(200);
            Assert.Equal(("application/schema+json", await File.ReadAllTextAsync(Path.Combine(Folder, "schemas", $"{name}.json"))), (answer.MediaType, answer.Text));
        }
        foreach (var none in (string[])["none.v1.json", "..%2Fasyncapi.json", "case.accept.v1"]) (await nobody.GetAsync($"/contracts/schemas/{none}")).Is(404);
    }

    [Fact]
    public void Every_example_of_AsyncAPI_adheres_to_its_schema_and_a_broken_one_does_not()
    {
        var folder = SharedData.Folder("asyncapi");
        Assert.SkipWhen(folder is null, "the external documents are absent: ../shared/testdata/asyncapi");
        var schema = Official("3.1.0");
        var examples = Directory.EnumerateFiles(Path.Combine(folder!, "examples"), "*.y*ml", SearchOption.AllDirectories)
            .Select(f => (File: f, Json: YamlJson.Parse(File.ReadAllText(f))!.AsObject())).Where(e => e.Json.ContainsKey("asyncapi")).ToList();
        Assert.True(examples.Count >= 15, $"only {examples.Count} examples");
        foreach (var (file, json) in examples)
        {
            Assert.True(schema.ErrorsOf(json) is [], $"{Path.GetFileName(file)}: {string.Join("; ", schema.ErrorsOf(json))}");
            foreach (var (breaking, broken) in Broken(json)) Assert.False(schema.Admits(broken), $"{Path.GetFileName(file)} {breaking} is still admitted");
            // They are written for 3.1.0, and say so.
            Assert.Contains(Official("3.0.0").ErrorsOf(json), e => e == "/asyncapi const");
        }
    }

    private static IEnumerable<(string What, JsonObject Json)> Broken(JsonObject json)
    {
        yield return ("without info", With(json, j => j.Remove("info")));
        yield return ("without a version", With(json, j => j.Remove("asyncapi")));
        yield return ("with a member nobody knows", With(json, j => j["surprise"] = 1));
        yield return ("with channels as a list", With(json, j => j["channels"] = new JsonArray("a")));
        if (json["operations"]?.AsObject().FirstOrDefault().Key is { } operation) yield return ("with an operation that neither sends nor receives", With(json, j => j["operations"]![operation] = new JsonObject { ["action"] = "shout", ["channel"] = new JsonObject { ["$ref"] = "#/channels/x" } }));
    }

    private static JsonObject With(JsonObject json, Action<JsonObject> change)
    {
        var copy = json.DeepClone().AsObject();
        change(copy);
        return copy;
    }

    [Fact]
    public void Our_AsyncAPI_document_adheres_to_the_official_schema_and_every_reference_leads_somewhere()
    {
        var ours = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "asyncapi.json")))!;
        foreach (var reference in References(ours))
            Assert.True(reference.TrimStart('#', '/').Split('/').Aggregate((JsonNode?)ours, (at, step) => at is JsonObject o && o.TryGetPropertyValue(step, out var next) ? next : null) is not null, reference);
        Assert.SkipWhen(SharedData.Folder("asyncapi") is null, "the official schema is absent: ../shared/testdata/asyncapi");
        Assert.Empty(Official("3.0.0").ErrorsOf(ours));
        foreach (var (breaking, broken) in Broken(ours.AsObject())) Assert.False(Official("3.0.0").Admits(broken), breaking);
    }

    [Fact]
    public void Our_schemas_adhere_to_their_own()
    {
        Assert.SkipWhen(SharedData.Folder("asyncapi") is null, "the schema of schemas is absent: ../shared/testdata/asyncapi holds it");
        var draft = Official("3.0.0").Within("http://json-schema.org/draft-07/schema");
        Assert.False(draft.Admits(JsonNode.Parse("""{"type":"text"}""")));
        foreach (var name in Names.Select(n => n.Data)) Assert.Empty(draft.ErrorsOf(JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "schemas", $"{name}.json")))));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Schema_and_server_agree_on_what_a_command_may_be(string name)
    {
        var type = TypeOf(name);
        var schema = new JsonSchema(ContractSchemas.DocumentOf(type));
        foreach (var (what, data) in Variants(type))
        {
            var errors = new List<FieldError>();
            Shape.Of(type.Data).Read(JsonSerializer.SerializeToElement(data), "$.data", errors);
            var bySchema = schema.ErrorsOf(data);
            Assert.True(errors.Count == 0 == (bySchema.Count == 0), $"{name} {what}: the server says [{string.Join(", ", errors.Select(e => $"{e.Path} {e.Code}"))}], the schema [{string.Join(", ", bySchema)}]");
        }
    }

    public static TheoryData<string> Commands => [.. MessageTypes.Commands.Select(t => t.Name)];

    /// <summary>A right message, and for each member what could be wrong with it: gone, null, of another type, too long, unknown.</summary>
    private static IEnumerable<(string What, JsonObject Data)> Variants(MessageType type)
    {
        var right = Right(type.Data);
        yield return ("right", right);
        yield return ("with a member nobody knows", With(right, j => j["surprise"] = 1));
        foreach (var (name, value) in right.ToList())
        {
            yield return ($"without {name}", With(right, j => j.Remove(name)));
            foreach (var wrong in (JsonNode?[])[null, "", new string('x', 81), new string('x', 2001), 1.5m, 7, true, new JsonArray(), new JsonArray(1), new JsonObject(), new JsonArray([.. Enumerable.Range(0, 201).Select(_ => (JsonNode?)"a")])])
                yield return ($"{name} = {Cut(wrong?.ToJsonString() ?? "null")}", With(right, j => j[name] = wrong?.DeepClone()));
            if (value is JsonArray { Count: > 0 } list && list[0] is JsonObject item)
                foreach (var (inner, _) in item.ToList()) yield return ($"{name}[0] without {inner}", With(right, j => j[name]![0]!.AsObject().Remove(inner)));
        }
    }

    private static string Cut(string text) => text.Length > 30 ? text[..30] + "…" : text;

    private static JsonObject Right(Type record) => new(record.GetConstructors().Single().GetParameters().Select(p => new KeyValuePair<string, JsonNode?>(JsonNamingPolicy.CamelCase.ConvertName(p.Name!), RightOf(p, record))));

    private static JsonNode? RightOf(ParameterInfo parameter, Type record)
    {
        var choices = record.GetProperty(parameter.Name!)!.GetCustomAttribute<System.ComponentModel.DataAnnotations.AllowedValuesAttribute>();
        var type = parameter.ParameterType;
        if (choices is not null) return (string)choices.Values[0]!;
        if (type == typeof(string)) return "a-text";
        if (type == typeof(long) || type == typeof(int?)) return 1;
        if (type == typeof(bool)) return true;
        if (type == typeof(IReadOnlyDictionary<string, JsonElement>)) return new JsonObject { ["any"] = 1 };
        if (type == typeof(IReadOnlyList<string>)) return new JsonArray("a");
        return new JsonArray(Right(type.GetGenericArguments()[0]));
    }

    private static JsonSchema Official(string version) => Schemas.GetOrAdd(version, v => JsonSchema.Parse(File.ReadAllText(Path.Combine(SharedData.Folder("asyncapi")!, "schemas", $"{v}.json"))));

    private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, JsonSchema> Schemas = new(StringComparer.Ordinal);

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject o => o.SelectMany(m => m is { Key: "$ref", Value: JsonValue value } ? [(string)value!] : References(m.Value)),
        JsonArray a => a.SelectMany(References),
        _ => [],
    };

    private static void IsCommitted(string file, JsonNode made)
    {
        var (path, text) = (Path.Combine(Folder, file), made.ToJsonString(Pretty) + "\n");
        if (MayWrite)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }
        Assert.True(File.Exists(path) && File.ReadAllText(path) == text,
            $"docs/contracts/{file} is not what the program has now. A published version may only gain members that may be absent; then run these tests once with ONEGO_WRITE_CONTRACTS=1, look at the difference, and build again.");
    }

    private static string Folder
    {
        get
        {
            var at = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(at!.FullName, "Workflow.sln"))) at = at.Parent;
            return Path.Combine(at.FullName, "docs", "contracts");
        }
    }
}
