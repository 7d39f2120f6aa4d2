using System.Text.Json;
using System.Text.Json.Serialization;
using Workflow.Core.Cases;
using Workflow.Core.Runtime;
using Workflow.Feel;

namespace Workflow.Core.Tests.Cases;

/// <summary>The derived tables of one case, kept as a database would keep them.</summary>
internal sealed class Table(string streamId)
{
    private readonly SortedDictionary<string, object> rows = new(StringComparer.Ordinal);

    public void Apply(CaseState before, CaseState after, IReadOnlyList<Event>? events)
    {
        var changes = new RowChanges();
        new CaseStreams().Project(streamId, before, after, events, changes);
        foreach (var row in changes.Cases) rows.Add("case", row);
        foreach (var row in changes.CasesChanged) rows["case"] = Changed((CaseRow)rows["case"], row);
        foreach (var row in changes.Tasks) rows.Add($"task {row.TaskId}", row);
        foreach (var row in changes.TasksChanged) rows[$"task {row.TaskId}"] = Changed((TaskRow)rows[$"task {row.TaskId}"], row);
        if (changes.TimersGone.Count > 0) rows.Remove("timer");
        foreach (var row in changes.Timers) rows["timer"] = row;
        foreach (var (_, activity) in changes.JobsGone) rows.Remove($"job {activity}");
        foreach (var row in changes.Jobs) rows[$"job {row.Activity}"] = row;
    }

    // What the writer's statements for changed rows write.
    private static CaseRow Changed(CaseRow old, CaseRow now) => old with
    {
        Status = now.Status, Personal = now.Personal, ChangedAt = now.ChangedAt, DueAt = now.DueAt, Card = now.Card, Departments = now.Departments,
        Version = now.Version, Rating = now.Rating,
    };

    private static TaskRow Changed(TaskRow old, TaskRow now) => old with
    {
        Department = now.Department, State = now.State, Assignee = now.Assignee, ClosedAt = now.ClosedAt, DueAt = now.DueAt, Card = now.Card,
        Personal = now.Personal, UrgedAt = now.UrgedAt,
    };

    public static Table Rebuilt(string streamId, CaseState state)
    {
        var table = new Table(streamId);
        table.Apply(CaseState.Empty, state, null);
        return table;
    }

    public string Dump() => JsonSerializer.Serialize(rows);
}

internal static class StateDump
{
    /// <summary>Everything a page can show of a state, in one comparable text.</summary>
    public static string Dump(this CaseState state) => JsonSerializer.Serialize(new
    {
        state.Version, state.Status, state.CaseNumber, state.Agenda, state.ChangedAt, state.Decided, state.Concluded, state.Delivered,
        Tasks = state.Tasks.Values.OrderBy(t => t.Id), Clocks = state.Clocks.Values.OrderBy(c => c.Clock.Id, StringComparer.Ordinal),
        Opinions = state.Opinions.Values.OrderBy(o => o.TaskId), Activities = state.Flow.Activities.Values.OrderBy(a => a.Id),
        Timers = state.Flow.Timers.Values.OrderBy(t => t.Id), state.Flow.LastId, state.Flow.IsCompleted,
    }, WithValues);

    private static readonly JsonSerializerOptions WithValues = new() { Converters = { new ValueAsText() } };

    /// <summary>A FEEL value as its text.</summary>
    private sealed class ValueAsText : JsonConverter<Value>
    {
        public override bool CanConvert(Type typeToConvert) => typeof(Value).IsAssignableFrom(typeToConvert);

        public override Value Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException("a dump is only written");

        public override void Write(Utf8JsonWriter writer, Value value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}
