using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Workflow.Core.Bpmn;
using Workflow.Core.Flow;
using Workflow.Feel;
using Xunit;

namespace Workflow.Core.Tests.Flow;

/// <summary>Plays a process by hand, with a clock moved by hand. After every step the replayed log must equal the live state, and the same step gives the same events.</summary>
internal sealed class Play(ProcessGraph graph)
{
    public static readonly DateTimeOffset Start = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);

    public FlowState State { get; private set; } = FlowState.Empty;
    public List<FlowEvent> Log { get; } = [];
    public DateTimeOffset Now { get; set; } = Start;

    /// <summary>What expressions and calls find beside the case; null: nothing.</summary>
    public Surroundings? Around { get; init; }

    /// <summary>Checking replay after each step is quadratic; large tests check once at the end.</summary>
    public bool ChecksReplay { get; init; } = true;

    /// <summary>What waits for a person or a worker, with the number of a multi-instance's child: "a", "b#2".</summary>
    public string[] Open => [.. State.Activities.Values
        .Where(a => a.Kind is ActivityKind.UserTask or ActivityKind.ServiceTask).OrderBy(a => a.Id).Select(NameOf)];

    /// <summary>The events that wait for something, by when they began to.</summary>
    public string[] Waits => [.. State.Subscriptions.Values.Select(s => (s.Id, s.Element)).Concat(State.Timers.Values.Select(t => (t.Id, t.Element))).Order().Select(w => w.Element)];

    /// <summary>The elements that tokens passed, in order.</summary>
    public string[] Passed => [.. Log.OfType<ElementPassed>().Select(e => e.Element)];

    public IEnumerable<string> Codes => State.Incidents.Values.OrderBy(i => i.Id).Select(i => $"{i.Code} at {i.Element}");

    public static Play Begin(ProcessGraph graph, Surroundings around, params (string Name, Value Value)[] data) => new Play(graph) { Around = around }.Started(data);

    public static Play Begin(ProcessGraph graph, params (string Name, Value Value)[] data) => new Play(graph).Started(data);

    /// <summary>Without the checks after each step; <see cref="AssertEnded"/> still checks the replay.</summary>
    public static Play BeginLarge(ProcessGraph graph, params (string Name, Value Value)[] data) => new Play(graph) { ChecksReplay = false }.Started(data);

    private Play Started((string Name, Value Value)[] data)
    {
        Do(new Trigger.Begin(Data(data)));
        return this;
    }

    public static Value.Context Data(params (string Name, Value Value)[] data) => data.Aggregate(Value.Context.Empty, (all, entry) => all.With(entry.Name, entry.Value));

    public IReadOnlyList<FlowEvent> Do(Trigger trigger)
    {
        var events = Interpreter.Advance(graph, State, trigger, Now, Around);
        if (ChecksReplay) Assert.Equal(events.Select(Show), Interpreter.Advance(graph, State, trigger, Now, Around).Select(Show));
        foreach (var happened in events) State = State.Evolve(happened);
        Log.AddRange(events);
        if (ChecksReplay) AssertReplayEqualsLive();
        return events;
    }

    public Play Complete(string name, params (string Name, Value Value)[] output)
    {
        var activity = Find(name);
        Assert.NotEmpty(Do(new Trigger.Complete(activity.Id, Data(output))));
        Assert.Empty(Do(new Trigger.Complete(activity.Id, Data(output))));
        return this;
    }

    public Play Fire(string timer)
    {
        var armed = State.Timers.Values.Where(t => t.Element == timer).MinBy(t => t.Id)!;
        Now = armed.Due > Now ? armed.Due : Now;
        Assert.NotEmpty(Do(new Trigger.FireTimer(armed.Id)));
        Assert.Empty(Do(new Trigger.FireTimer(armed.Id)));
        return this;
    }

    public Play Message(string name, string? key = null, params (string Name, Value Value)[] payload)
    {
        Do(new Trigger.Message(name, key, Data(payload)));
        return this;
    }

    public Play Signal(string name, params (string Name, Value Value)[] payload)
    {
        Do(new Trigger.Signal(name, Data(payload)));
        return this;
    }

    public Play Throw(string name, string code)
    {
        Assert.NotEmpty(Do(new Trigger.Throw(Find(name).Id, code)));
        return this;
    }

    /// <summary>The open activity of this name; of several, the one that was opened first.</summary>
    public Activity Find(string name) => State.Activities.Values.OrderBy(a => a.Id).First(a => NameOf(a) == name);

    /// <summary>Whether a FEEL condition holds over what the case's process knows, or over what an open activity sees.</summary>
    public bool Holds(string condition, string? at = null) =>
        Surroundings.None.Evaluate(Draw.Feel(condition), at is null ? State.DataOf(State.Root!.Value) : State.DataOf(Find(at))) is Value.Boolean { Is: true };

    /// <summary>The process that held the state is gone; another one reads the log.</summary>
    public void Crash() => State = Log.Aggregate(FlowState.Empty, (state, happened) => state.Evolve(happened));

    public Play Retry()
    {
        Do(new Trigger.Retry(State.Incidents.Keys.Min()));
        return this;
    }

    public Play Continue()
    {
        while (State.HasMore) Assert.NotEmpty(Do(new Trigger.Continue()));
        return this;
    }

    public void AssertEnded()
    {
        Assert.True(State.IsCompleted);
        Assert.False(State.HasMore);
        Assert.Empty(State.Tokens);
        Assert.Empty(State.Activities);
        Assert.Empty(State.Scopes);
        Assert.Empty(State.Timers);
        Assert.Empty(State.Incidents);
        AssertReplayEqualsLive();
    }

    public void AssertReplayEqualsLive()
    {
        var replayed = Log.Aggregate(FlowState.Empty, (state, happened) => state.Evolve(happened));
        Assert.Equal(Show(State), Show(replayed));
    }

    public static string Show(FlowEvent happened) => happened.GetType().Name + JsonSerializer.Serialize(happened, happened.GetType(), WithValues);

    private static readonly JsonSerializerOptions WithValues = new() { Converters = { new ValuesAsText() } };

    private sealed class ValuesAsText : JsonConverter<Value>
    {
        public override bool CanConvert(Type typeToConvert) => typeToConvert.IsAssignableTo(typeof(Value));
        public override Value Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();
        public override void Write(Utf8JsonWriter writer, Value value, JsonSerializerOptions options) => writer.WriteStringValue(Text(value));
    }

    private static string Text(Value value) => value switch
    {
        Value.Context context => "{" + string.Join(',', context.Entries.OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => $"{e.Key}:{Text(e.Value)}")) + "}",
        Value.List list => "[" + string.Join(',', list.Items.Select(Text)) + "]",
        _ => value.ToString(),
    };

    public string ShowState() => Show(State);

    public static string Show(FlowState state) => string.Join('\n',
        [
            .. state.Scopes.Values.OrderBy(s => s.Id).SelectMany(ShowScope),
            .. state.Tokens.Values.OrderBy(t => t.Id).Select(t => t.ToString()),
            .. state.Activities.Values.OrderBy(a => a.Id).Select(a =>
                $"{a.Id} {a.Scope} {a.Element} {a.Kind} {a.Index} {a.Token} {a.Inside} {a.Incident} {a.IsCancelling} [{string.Join(',', a.Timers)}] {Text(a.Inputs)} {ShowRecords(a.ToUndo)}"),
            .. state.Timers.Values.OrderBy(t => t.Id).Select(t => t.ToString()),
            .. state.Subscriptions.Values.OrderBy(s => s.Id).Select(s => s.ToString()),
            .. state.Listeners.OrderBy(l => l.Key).Select(l => $"{l.Key} {string.Join(',', l.Value)}"),
            .. state.Incidents.Values.OrderBy(i => i.Id).Select(i => $"{i} {string.Join(',', i.Tokens)}"),
            string.Create(CultureInfo.InvariantCulture, $"{state.LastId} {state.Root} {state.Main} {state.IsStarted} {state.IsCompleted} {state.IsCancelled} {Text(state.Begun)}"),
            string.Join(" / ", new[] { state.Roots, state.Ready, state.Opening, state.Cancelling, state.Conditions, state.Starts, state.Asking }.Select(ids => string.Join(',', ids))),
        ]);

    private static IEnumerable<string> ShowScope(Scope s) =>
    [
        $"{s.Id} {s.Parent} {s.Element} {s.Kind} {s.Activity} {s.Index} {s.Called} {s.IsCancelling} {s.IsTerminated} {s.IsInterrupted} {Text(s.Data)}",
        $"  [{string.Join(',', s.Activities)}] [{string.Join(',', s.OnFlows.Select(f => $"{f.Key}:{string.Join('+', f.Value)}"))}] [{string.Join(',', s.Waits)}] {ShowRecords(s.Records)}",
        $"  {s.Opened}/{s.Count} {s.Done} {s.Terminated} {s.IsSequential} [{string.Join(',', s.Children)}] {(s.Items.IsEmpty ? "" : Text(new Value.List(s.Items)))} [{string.Join(',', s.Outputs.Select(o => $"{o.Key}:{Text(o.Value)}"))}]",
        $"  [{string.Join(',', s.Resetting.Select(r => $"{r.Key}:{string.Join('+', r.Value)}"))}] [{string.Join(',', s.Asking.Select(a => $"{a.Key}:{a.Value}"))}]",
    ];

    private static string ShowRecords(IEnumerable<CompensationRecord> records) =>
        "<" + string.Join(';', records.Select(r => $"{r.Id} {r.Element} {r.Handler} {Text(r.Data)} {ShowRecords(r.Inner)}")) + ">";

    private static string NameOf(Activity activity) => activity.Index is { } index ? $"{activity.Element}#{index}" : activity.Element;
}
