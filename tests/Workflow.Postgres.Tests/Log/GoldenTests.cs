using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Workflow.Core.Cases;
using Workflow.Core.Cases.Closing;
using Workflow.Core.Cases.Intake;
using Workflow.Core.Cases.Review;
using Workflow.Core.Runtime;
using Workflow.Core.Tests.Cases;
using Workflow.Feel;
using Workflow.Postgres.Log;
using Xunit;

namespace Workflow.Postgres.Tests.Log;

/// <summary>
/// What was once stored must be readable for ever. tests/corpus/events holds one stored event of every kind,
/// tests/corpus/histories whole streams as they stand in the tables. Nothing in there is ever edited; with
/// ONEGO_WRITE_CORPUS=1 the tests add what is missing.
/// </summary>
public sealed class GoldenTests
{
    private static readonly bool MayWrite = Environment.GetEnvironmentVariable("ONEGO_WRITE_CORPUS") == "1";
    private static readonly JsonSerializerOptions Pretty = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly byte[] Key = [.. Enumerable.Range(1, CaseKey.KeySize).Select(i => (byte)i)];
    private static readonly EventJson Json = new();

    [Fact]
    public void Every_kind_of_event_is_still_read_and_written_as_it_was()
    {
        foreach (var (alias, type) in EventNames.Known)
        {
            string file = Path.Combine(Corpus("events"), alias + ".json");
            if (!File.Exists(file) && MayWrite) File.WriteAllText(file, Indented(Json.Write((Event)Sample(type, alias)!, new PersonalScope("case-1", CaseKey.Of(Key)))) + "\n");
            Assert.True(File.Exists(file), $"tests/corpus/events/{alias}.json is missing: run these tests once with ONEGO_WRITE_CORPUS=1 and commit it");

            byte[] stored = File.ReadAllBytes(file);
            var scope = new PersonalScope("case-1", CaseKey.Of(Key));
            var happened = Json.Read(alias, stored, scope);
            AssertHolds(JsonNode.Parse(stored), JsonNode.Parse(Json.Write(happened, scope)), alias);
        }
    }

    /// <summary>A member may have been added since; none may be gone, renamed or changed. Sealed values differ by their nonce.</summary>
    private static void AssertHolds(JsonNode? was, JsonNode? now, string path)
    {
        switch (was)
        {
            case JsonObject o:
                foreach (var (name, value) in o) AssertHolds(value, Assert.IsType<JsonObject>(now)[name], $"{path}.{name}");
                break;
            case JsonArray a:
                Assert.Equal(a.Count, Assert.IsType<JsonArray>(now).Count);
                for (int i = 0; i < a.Count; i++) AssertHolds(a[i], now[i], $"{path}[{i}]");
                break;
            case JsonValue v when v.TryGetValue(out string? text) && text.StartsWith("p1:", StringComparison.Ordinal):
                Assert.StartsWith("p1:", (string?)now, StringComparison.Ordinal);
                break;
            default:
                Assert.True(JsonNode.DeepEquals(was, now), $"{path}: stored as {was?.ToJsonString() ?? "null"}, now {now?.ToJsonString() ?? "null"}");
                break;
        }
    }

    [Fact]
    public void A_concluded_case_of_the_first_day_still_folds_to_its_rows_and_its_chain_is_whole()
    {
        string file = Path.Combine(Corpus("histories"), "concluded-case.json");
        if (!File.Exists(file) && MayWrite) File.WriteAllText(file, HistoryOfAConcludedCase());
        var history = JsonNode.Parse(File.ReadAllText(file))!;
        string streamId = (string)history["streamId"]!;
        byte[] key = Convert.FromBase64String((string)history["key"]!);

        StreamState state = CaseState.Empty;
        string? previous = null;
        foreach (var row in history["events"]!.AsArray())
        {
            byte[] data = Encoding.UTF8.GetBytes(row!["data"]!.ToJsonString());
            string type = (string)row["type"]!;
            long version = (long)row["version"]!;
            using var headers = JsonDocument.Parse(row["headers"]!.ToJsonString());
            using var read = CanonicalJson.Parse(data);
            Assert.Equal(previous, headers.RootElement.GetProperty("previousHash").GetString());
            previous = HashChain.HashOf(
                streamId, (Guid)row["id"]!, version, type, DateTimeOffset.Parse((string)row["timestamp"]!, CultureInfo.InvariantCulture),
                headers.RootElement.GetProperty("actor"), headers.RootElement.GetProperty("commandId"), read.RootElement, previous);
            Assert.Equal(previous, headers.RootElement.GetProperty("hash").GetString());
            state = state.Evolve(Json.Read(streamId, type, data, key));
        }

        AssertHolds(history["rows"], JsonNode.Parse(RowsOf(streamId, state)), "rows");
    }

    private static string HistoryOfAConcludedCase()
    {
        var shop = new Scenario(Shop.Bpmn);
        var commands = new List<DecidedCommand>();
        shop.Filed();
        Record(shop, commands, new FileApplicationMark(shop.CaseId) { By = Scenario.Applicant });
        Play(new Accept(shop.Task(TaskKind.Intake).Id) { By = Scenario.Window, CaseId = shop.CaseId });
        foreach (string department in (string[])["a", "b", "c"])
            Play(new RecordOpinion(shop.Task(TaskKind.Review, department).Id, new Opinion(OpinionKind.Positive, "符合要求", [])) { By = Scenario.Officer(department), CaseId = shop.CaseId });
        Play(new DecideCase(shop.Task(TaskKind.Decide).Id, Decision.Grant, null) { By = Scenario.Lead, CaseId = shop.CaseId });
        Play(new Conclude(shop.Task(TaskKind.Conclude).Id, [new IssuedResult("a", "许可证", "许-0001")]) { By = Scenario.Lead, CaseId = shop.CaseId });
        Play(new Deliver(shop.Task(TaskKind.Deliver).Id, "counter", null) { By = Scenario.Window, CaseId = shop.CaseId });

        var encoded = new EncodedBatch(
            new Batch(1, [new BatchItem(shop.CaseId, StreamHead.None, CaseState.Empty, shop.State, commands)]),
            new Dictionary<string, StreamKind>(StringComparer.Ordinal) { ["case"] = new CaseStreams() }, Json);
        var rows = new JsonArray([.. encoded.Rows.Select(e => new JsonObject
        {
            ["version"] = e.Version, ["id"] = e.Id, ["type"] = e.Type, ["timestamp"] = e.At.ToString(HashChain.InstantFormat, CultureInfo.InvariantCulture),
            ["data"] = JsonNode.Parse(e.Data), ["headers"] = JsonNode.Parse(e.Headers),
        })]);
        return new JsonObject
        {
            ["streamId"] = shop.CaseId, ["key"] = Convert.ToBase64String(encoded.Ends[0].Key!.Bytes), ["events"] = rows, ["rows"] = JsonNode.Parse(RowsOf(shop.CaseId, shop.State)),
        }.ToJsonString(Pretty) + "\n";

        void Play(CaseCommand command)
        {
            shop.Now += TimeSpan.FromHours(3);
            shop.Accepted(command);
            Record(shop, commands, command);
        }
    }

    private static void Record(Scenario shop, List<DecidedCommand> commands, Command command)
    {
        int before = commands.Sum(c => c.Events.Count);
        var id = new CommandId(command.By.Id, "http", $"c{commands.Count + 1}");
        commands.Add(new DecidedCommand(new Envelope(id, command, default), null, shop.History[before..], shop.Now, shop.History.Count));
    }

    /// <summary>Stands for the command that <see cref="Scenario.Filed"/> has sent already.</summary>
    private sealed record FileApplicationMark(string Case) : Command
    {
        public override string StreamId => Case;
        public override Outcome Decide(object? pinned, StreamState state, DateTimeOffset now) => throw new NotSupportedException();
    }

    private static string RowsOf(string streamId, StreamState state)
    {
        var rows = new RowChanges();
        new CaseStreams().Project(streamId, CaseState.Empty, state, events: null, rows);
        return JsonSerializer.Serialize(new { rows.Cases, rows.Tasks, rows.Timers, rows.Jobs }, Pretty);
    }

    /// <summary>A value of a type with every member filled, the same at every run.</summary>
    private static object? Sample(Type type, string name)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner) return Sample(inner, name);
        if (type == typeof(string)) return "text of " + name;
        if (type == typeof(bool)) return true;
        if (type == typeof(DateTimeOffset)) return new DateTimeOffset(2026, 3, 2, 1, 2, 3, TimeSpan.Zero).AddTicks(4_567_890);
        if (type == typeof(DateOnly)) return new DateOnly(2026, 3, 2);
        if (type == typeof(TimeSpan)) return TimeSpan.FromMinutes(90);
        if (type == typeof(decimal)) return 86.5m;
        if (type == typeof(Personal)) return new Personal("王小明");
        if (type == typeof(Event)) return Sample(typeof(TaskOpened), name);
        if (type == typeof(Value)) return (Value)86.5m;
        if (type == typeof(Value.Context)) return Value.Context.Empty.With("area", 120).With("sign", true).With("on", new Value.Date((FeelDate)new DateOnly(2026, 3, 2)));
        if (type.IsEnum) return Enum.GetValues(type).GetValue(Enum.GetValues(type).Length - 1);
        if (type.IsPrimitive) return Convert.ChangeType(7, type, CultureInfo.InvariantCulture);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>)) return ArrayOf(type, name);
        if (typeof(IEnumerable).IsAssignableFrom(type)) throw new NotSupportedException($"an event member of type {type}: say here what a sample of it is");
        var constructor = type.GetConstructors().OrderByDescending(c => c.GetParameters().Length).First();
        return constructor.Invoke([.. constructor.GetParameters().Select(p => Sample(p.ParameterType, p.Name!))]);
    }

    private static object ArrayOf(Type type, string name)
    {
        var element = type.GetGenericArguments()[0];
        var items = Array.CreateInstance(element, 1);
        items.SetValue(Sample(element, name), 0);
        return typeof(ImmutableArray).GetMethods().Single(m => m.Name == nameof(ImmutableArray.Create) && m.GetParameters() is [{ ParameterType.IsArray: true }])
            .MakeGenericMethod(element).Invoke(null, [items])!;
    }

    private static string Indented(byte[] json) => JsonNode.Parse(json)!.ToJsonString(Pretty);

    private static string Corpus(string part, [CallerFilePath] string here = "")
    {
        string folder = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "corpus", part));
        if (MayWrite) Directory.CreateDirectory(folder);
        return folder;
    }
}
