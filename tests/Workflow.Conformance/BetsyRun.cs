using Workflow.Core.Bpmn;
using Workflow.Core.Flow;
using Workflow.Feel;

namespace Workflow.Conformance;

/// <summary>
/// Plays one test case of the suite on the interpreter: workers that do what the scripts say, a clock that jumps to what is due next, and a
/// shelf for messages that nobody takes yet. What they did is the trace.
/// </summary>
internal sealed class BetsyRun
{
    /// <summary>Far more than any process of the suite needs; one that runs for ever ends here.</summary>
    private const int TurnsMax = 1_000;

    public const string Marker = "MARKER_exists";

    private static readonly DateTimeOffset Start = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan LongWork = TimeSpan.FromSeconds(10);

    private readonly BetsyModel model;
    private readonly ProcessGraph graph;
    private readonly Dictionary<long, (DateTimeOffset From, DateTimeOffset Until)> working = [];
    private readonly List<(DateTimeOffset From, DateTimeOffset Until)> stamps = [];
    private readonly List<MessageThrown> shelf = [];
    private readonly List<string> trace = [];
    private FlowState state = FlowState.Empty;
    private DateTimeOffset now = Start;
    private bool endedByError;
    private bool marked;

    private BetsyRun(BetsyModel model, ProcessGraph graph) => (this.model, this.graph) = (model, graph);

    /// <param name="process">the process that the test is about</param>
    /// <param name="first">one that is started before it; null for none</param>
    /// <param name="looksForMarker">whether the test looks for the marker, which is a file beside the log</param>
    /// <param name="wait">when the trace is looked at; null: when nothing more happens</param>
    public static IReadOnlyList<string> Trace(string file, string process, string? first, Value.Context variables, bool looksForMarker, TimeSpan? wait)
    {
        var loaded = BetsyModel.Load(file, first);
        if (loaded.Read().Graph is not { } read) return ["ERROR_deployment"];
        var run = new BetsyRun(loaded, read);
        run.Do(new Trigger.Begin(variables));
        if (first is not null && loaded.Has(process) && process != read.Id) run.Do(new Trigger.StartProcess(process, variables));
        run.GoOn(wait is { } until ? Start + until : DateTimeOffset.MaxValue);
        if (run.marked && looksForMarker) run.trace.Add(Marker);
        if (run.endedByError) run.trace.Add("ERROR_thrownErrorEvent");
        else if (!run.state.Incidents.IsEmpty) run.trace.Add("ERROR_runtime");
        return run.trace;
    }

    private void GoOn(DateTimeOffset until)
    {
        for (var turns = 0; turns < TurnsMax; turns++)
        {
            foreach (var activity in state.Activities.Values.Where(IsAtWork))
                working.TryAdd(activity.Id, (now, now + (TakesLong(model.Works[activity.Element].Script) ? LongWork : TimeSpan.Zero)));
            foreach (var gone in working.Keys.Where(id => !state.Activities.TryGetValue(id, out var activity) || !IsAtWork(activity)).ToList()) working.Remove(gone);

            (DateTimeOffset At, int Kind, long Id) work = working.Count > 0 ? working.Select(w => (w.Value.Until, 0, w.Key)).Min() : (DateTimeOffset.MaxValue, 0, 0);
            (DateTimeOffset At, int Kind, long Id) timer = state.Timers.IsEmpty ? (DateTimeOffset.MaxValue, 1, 0) : state.Timers.Values.Select(t => (t.Due, 1, t.Id)).Min();
            // Work that is done at the instant at which a timer is due is done.
            var (at, kind, id) = work.CompareTo(timer) <= 0 ? work : timer;
            if (at == DateTimeOffset.MaxValue || at > until) return;
            now = at > now ? at : now;
            if (kind == 1) Do(new Trigger.FireTimer(id));
            else Finish(state.Activities[id]);
        }
        trace.Add($"still running after {TurnsMax} steps");
    }

    private void Finish(Activity activity)
    {
        var work = model.Works[activity.Element];
        var data = state.DataOf(activity);
        var output = Value.Context.Empty;
        if (work.Script.StartsWith("SCRIPT_", StringComparison.Ordinal)) trace.Add(work.Script);
        switch (work.Script)
        {
            case "THROW_ERROR": Do(new Trigger.Throw(activity.Id, "ERR_CODE")); return;
            case "CREATE_MARKER_FILE": marked = true; break;
            case "SET_STRING_DATA": output = work.Writes.Aggregate(output, (all, name) => all.With(name, "text")); break;
            case "LOG_DATA": trace.Add(work.Reads.Any(name => data[name] is Value.Text { Is: "text" }) ? "DATA_correct" : "DATA_wrong"); break;
            case "INCREMENT_INTEGER_VARIABLE" or "INCREMENT_INTEGER_VARIABLE_AND_LOG":
                output = output.With("integerVariable", data["integerVariable"] is Value.Number { Is: var number } && number.TryToInt32(out var soFar) ? soFar + 1 : 0);
                if (work.Script.EndsWith("LOG", StringComparison.Ordinal)) trace.Add("INCREMENT");
                break;
            case "CREATE_TIMESTAMP_LOG_1" or "CREATE_TIMESTAMP_LOG_2":
                var stamp = working[activity.Id];
                if (stamps.Exists(other => other.From < stamp.Until && stamp.From < other.Until)) trace.Add("EXECUTION_parallel");
                stamps.Add(stamp);
                break;
        }
        Do(new Trigger.Complete(activity.Id, output));
    }

    private void Do(Trigger trigger)
    {
        Take(trigger);
        while (state.HasMore && Take(new Trigger.Continue())) { }
        // What nobody took lies on the shelf until somebody waits for it, as the product's messages do between cases.
        for (var i = 0; i < shelf.Count; i++)
        {
            var message = shelf[i];
            if (!Take(new Trigger.Message(message.Name, message.Key, message.Payload))) continue;
            shelf.Remove(message);
            i = -1;
        }
    }

    private bool Take(Trigger trigger)
    {
        var events = Interpreter.Advance(graph, state, trigger, now);
        foreach (var happened in events)
        {
            state = state.Evolve(happened);
            if (happened is MessageThrown { Taken: false } thrown) shelf.Add(thrown);
            if (happened is IncidentRaised { Code: "error-not-caught" } raised && graph.Find(raised.Element) is EndEvent) endedByError = true;
        }
        return !events.IsEmpty;
    }

    private bool IsAtWork(Activity activity) => activity is { Kind: ActivityKind.ServiceTask or ActivityKind.UserTask, Incident: null, IsCancelling: false } && model.Works.ContainsKey(activity.Element);

    private static bool TakesLong(string script) => script is "WAIT_TEN_SECONDS" or "CREATE_TIMESTAMP_LOG_1" or "CREATE_TIMESTAMP_LOG_2";
}
