using Workflow.Core.Bpmn;
using Workflow.Core.Flow;
using Workflow.Feel;

namespace Workflow.Core.Tests.Flow;

/// <summary>Where a random run gets its decisions from: made up once, kept, and played again without some of them when a failure is made smaller.</summary>
internal sealed class Choices(IReadOnlyList<int> known, Random? random)
{
    private int at;

    public List<int> Made { get; } = [];

    public int Next(int below)
    {
        var value = at < known.Count ? known[at] : random?.Next(1 << 16) ?? at * 7;
        at++;
        Made.Add(value);
        return value % below;
    }
}

/// <summary>
/// Does random things to a process until it has ended: completes, fails, throws, sends, fires, crashes. After every step all rules are checked.
/// </summary>
internal sealed class RandomDriver(ProcessGraph graph, Choices choices)
{
    /// <summary>After so many steps only what leads to the end is done.</summary>
    private const int WildSteps = 40;

    private const int StepLimit = 3_000;
    private readonly FlowRules rules = new(graph);
    private int seen;

    public Play Play { get; } = new(graph) { ChecksReplay = false };

    /// <summary>Null when all went well; otherwise what went wrong.</summary>
    public string? Run()
    {
        try
        {
            Play.Do(new Trigger.Begin(Play.Data(("go", true), ("n", 1))));
            for (var step = 0; step < StepLimit; step++)
            {
                if (Broken() is { } broken) return broken;
                if (choices.Next(12) == 0)
                {
                    var live = Play.ShowState();
                    Play.Crash();
                    if (Play.ShowState() != live) return $"replay gives another state:\n{live}\n---\n{Play.ShowState()}";
                }
                if (Play.State.IsCompleted) return Left();
                var next = Next(step);
                if (Play.State.HasMore) next = new Trigger.Continue();
                if (next is not { } trigger) return "nothing can be done and it has not ended";
                if (trigger is Trigger.FireTimer fire && Play.State.Timers[fire.Timer].Due > Play.Now) Play.Now = Play.State.Timers[fire.Timer].Due;
                Play.Do(trigger);
            }
            return $"still open after {StepLimit} steps";
        }
        catch (Exception e)
        {
            return e.ToString();
        }
    }

    private string? Broken()
    {
        for (; seen < Play.Log.Count; seen++)
            if (rules.Check(Play.Log[seen]) is { } broken) return broken;
        return Play.State.HasMore ? null : FlowAtRest.Check(graph, Play.State);
    }

    private string? Left()
    {
        var state = Play.State;
        var left = state.Tokens.Count + state.Activities.Count + state.Scopes.Count + state.Timers.Count + state.Subscriptions.Count + state.Incidents.Count + state.Starts.Count + state.Asking.Count;
        return left == 0 ? null : $"ended and left something behind:\n{Play.ShowState()}";
    }

    /// <summary>One thing that somebody, a worker, another case or the clock could do now; always three decisions, so that leaving some out shifts nothing else.</summary>
    private Trigger? Next(int step)
    {
        var (what, which, data) = (choices.Next(100), choices.Next(1 << 16), choices.Next(1 << 16));
        var state = Play.State;
        var isWild = step < WildSteps;
        if (isWild && what == 99 && which % 4 == 0) return new Trigger.Cancel();
        var work = state.Activities.Values.Where(a => a.Kind is ActivityKind.UserTask or ActivityKind.ServiceTask).OrderBy(a => a.Id).ToList();
        var events = state.Subscriptions.Values.Where(s => s.Kind != SubscriptionKind.Condition && (isWild || IsAwaited(s.Element))).OrderBy(s => s.Id).ToList();
        var timers = state.Timers.Values.Where(t => isWild || IsAwaited(t.Element)).OrderBy(t => t.Id).ToList();
        var adHocs = state.Activities.Values.Where(a => a.Inside is { } inner && state.Scopes[inner].IsEmpty && graph.Find(a.Element) is SubProcess { AdHoc: not null }).OrderBy(a => a.Id).ToList();

        if (state.Incidents.Count > 0 && (what < 30 || work.Count + events.Count + timers.Count == 0)) return new Trigger.Retry(state.Incidents.Keys.Order().ElementAt(which % state.Incidents.Count));
        if (work.Count > 0 && (what < 60 || events.Count + timers.Count == 0)) return Work(work[which % work.Count], data, isWild);
        if (events.Count > 0 && (what < 80 || timers.Count == 0)) return Send(events[which % events.Count], data);
        if (timers.Count > 0) return new Trigger.FireTimer(timers[which % timers.Count].Id);
        if (adHocs.Count == 0) return null;
        var inside = adHocs[which % adHocs.Count];
        var loose = graph.Loose(inside.Element).Where(node => isWild || EndsAdHoc(node)).Select(node => node.Id).Order(StringComparer.Ordinal).ToList();
        return new Trigger.StartAdHoc(inside.Id, loose[data % loose.Count]);
    }

    private Trigger Work(Activity activity, int data, bool isWild)
    {
        if (isWild && activity.Kind == ActivityKind.ServiceTask && activity.Incident is null)
        {
            if (data % 7 == 0) return new Trigger.Fail(activity.Id, "worker-failed", "once");
            if (data % 7 == 1) return new Trigger.Throw(activity.Id, "e1");
        }
        var go = data / 7 % 2 == 0 || (!isWild && EndsAdHoc(graph.Node(activity.Element)));
        return new Trigger.Complete(activity.Id, Play.Data(("go", go), ("n", data / 14 % 6)));
    }

    private static Trigger Send(Subscription waiting, int data) => waiting.Kind == SubscriptionKind.Signal
        ? new Trigger.Signal(waiting.Name!, Value.Context.Empty)
        : new Trigger.Message(waiting.Name!, data % 2 == 0 ? waiting.Key : null, data % 3 == 0 ? Value.Context.Empty : Play.Data(("x", data)));

    /// <summary>The task alone in its ad-hoc sub-process, after which the condition of that holds in the end.</summary>
    private bool EndsAdHoc(FlowNode node) => node is UserTask { Outgoing.IsEmpty: true, Parent: { } parent } && graph.Find(parent) is SubProcess { AdHoc: not null };

    /// <summary>True for what a token waits for, not for what only might happen beside it.</summary>
    private bool IsAwaited(string element) => graph.Node(element) is CatchEvent or ReceiveTask;
}
