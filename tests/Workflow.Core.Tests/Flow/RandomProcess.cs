using System.Globalization;
using Workflow.Core.Bpmn;

namespace Workflow.Core.Tests.Flow;

/// <summary>
/// A random block-structured process: every fork has its join, every choice its merge, every loop a task in it, so that
/// whatever is done in whatever order must come to the end.
/// </summary>
internal sealed class RandomProcess
{
    private readonly Random random;
    private readonly List<FlowNode> nodes = [];
    private readonly List<SequenceFlow> flows = [];
    private int named;

    private readonly Func<Random, FlowNode, FlowNode>? dress;
    private string? lastTask;

    private RandomProcess(int seed, Func<Random, FlowNode, FlowNode>? dress) => (random, this.dress) = (new Random(seed), dress);

    /// <param name="dress">gives an element its settings; then conditions ask for the opinion given on the task before, instead of "go"</param>
    public static ProcessGraph Make(int seed, int size, Func<Random, FlowNode, FlowNode>? dress = null)
    {
        var process = new RandomProcess(seed, dress);
        process.Inside(null, size, depth: 0);
        return new ProcessGraph($"random-{seed}", null, process.nodes, process.flows);
    }

    private void Inside(string? scope, int size, int depth)
    {
        var start = Add(new StartEvent(Name("start"), null, scope));
        var last = Sequence(start, scope, size, depth);
        if (depth > 0 && random.Next(4) == 0)
        {
            var choice = Add(new ExclusiveGateway(Name("xor"), null, scope));
            Link(last, choice);
            Link(choice, Add(Draw.End(Name("stop"), new TerminateDefinition()) with { Parent = scope }), Go);
            Link(choice, Add(new EndEvent(Name("end"), null, scope)), isDefault: true);
        }
        else
        {
            Link(last, Add(new EndEvent(Name("end"), null, scope)));
        }
    }

    private string Sequence(string from, string? scope, int size, int depth)
    {
        for (var i = 0; i < size; i++) from = Block(from, scope, size, depth);
        return from;
    }

    private string Block(string from, string? scope, int size, int depth)
    {
        var inner = Math.Max(1, size - 1);
        return (depth < 3 ? random.Next(9) : random.Next(3)) switch
        {
            0 or 1 => Task(from, scope),
            2 => Pass(from, scope),
            3 or 4 => Parallel(from, scope, inner, depth),
            5 => Choice(from, scope, inner, depth),
            6 => Loop(from, scope, inner, depth),
            7 => SubProcess(from, scope, inner, depth),
            _ => Repeated(from, scope),
        };
    }

    private string Go => dress is null ? "go" : lastTask is null ? "true" : $"opinions.{lastTask} != \"negative\"";

    private string Task(string from, string? scope, bool byPerson = false) => TaskAnd(from, scope, byPerson).End;

    private (string End, string Step) TaskAnd(string from, string? scope, bool byPerson)
    {
        var id = Add(random.Next(dress is null ? 3 : 6) == 0 && !byPerson ? new ServiceTask(Name("job"), null, scope) : new UserTask(Name("task"), null, scope));
        Link(from, id);
        return (WithBoundary(id, scope), id);
    }

    private string Pass(string from, string? scope)
    {
        var id = Add(random.Next(2) == 0 ? new PassTask(Name("pass"), null, scope) : Draw.Wait(Name("wait"), "PT5M") with { Parent = scope });
        Link(from, id);
        return id;
    }

    private string Parallel(string from, string? scope, int size, int depth)
    {
        var fork = Add(new ParallelGateway(Name("fork"), null, scope));
        var join = Add(new ParallelGateway(Name("join"), null, scope));
        Link(from, fork);
        for (var branch = random.Next(1, 4); branch >= 0; branch--) Link(Sequence(fork, scope, random.Next(size + 1), depth + 1), join);
        return join;
    }

    private string Choice(string from, string? scope, int size, int depth)
    {
        var choice = Add(new ExclusiveGateway(Name("xor"), null, scope));
        var merge = Add(new ExclusiveGateway(Name("merge"), null, scope));
        Link(from, choice);
        var first = Add(new PassTask(Name("pass"), null, scope));
        var second = Add(new PassTask(Name("pass"), null, scope));
        Link(choice, first, Go);
        Link(choice, second, isDefault: true);
        Link(Sequence(first, scope, random.Next(size + 1), depth + 1), merge);
        Link(Sequence(second, scope, random.Next(size + 1), depth + 1), merge);
        return merge;
    }

    private string Loop(string from, string? scope, int size, int depth)
    {
        var merge = Add(new ExclusiveGateway(Name("merge"), null, scope));
        Link(from, merge);
        var choice = Add(new ExclusiveGateway(Name("xor"), null, scope));
        // The step asked is the one that each round comes to: one behind its timer might keep an old answer for ever.
        var (end, step) = TaskAnd(Sequence(merge, scope, random.Next(size + 1), depth + 1), scope, byPerson: dress is not null);
        Link(end, choice);
        var exit = Add(new PassTask(Name("pass"), null, scope));
        Link(choice, merge, dress is null ? "not(go)" : $"opinions.{step} = \"negative\"");
        Link(choice, exit, isDefault: true);
        return exit;
    }

    private string SubProcess(string from, string? scope, int size, int depth)
    {
        var sub = new SubProcess(Name("sub"), null, scope);
        if (random.Next(3) == 0) sub = sub with { Loop = new MultiInstance(null, null, Draw.Feel(Number(random.Next(4)))) };
        Add(sub);
        Link(from, sub.Id);
        Inside(sub.Id, size, depth + 1);
        return WithBoundary(sub.Id, scope);
    }

    private string Repeated(string from, string? scope)
    {
        var id = Add(Draw.Times(Name("each"), Number(random.Next(4))) with { Parent = scope });
        Link(from, id);
        return WithBoundary(id, scope);
    }

    /// <summary>Sometimes hangs a timer on the activity: an interrupting one rejoins behind it, another ends by itself.</summary>
    private string WithBoundary(string activity, string? scope)
    {
        switch (random.Next(6))
        {
            case 0:
                var merge = Add(new ExclusiveGateway(Name("merge"), null, scope));
                Link(activity, merge);
                Link(Task(Add(Draw.On(activity, Name("late"), "PT1H", interrupts: true, scope)), scope), merge);
                return merge;
            case 1:
                Link(Task(Add(Draw.On(activity, Name("remind"), "PT1H", interrupts: false, scope)), scope), Add(new EndEvent(Name("end"), null, scope)));
                return activity;
            default:
                return activity;
        }
    }

    private string Add(FlowNode node)
    {
        if (dress is not null) node = dress(random, node);
        if (node is UserTask) lastTask = node.Id;
        nodes.Add(node);
        return node.Id;
    }

    private void Link(string source, string target, string? condition = null, bool isDefault = false) =>
        flows.Add(new(Name("flow"), null, source, target, condition is null ? null : Draw.Feel(condition), isDefault));

    private string Name(string kind) => kind + Number(++named);

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
