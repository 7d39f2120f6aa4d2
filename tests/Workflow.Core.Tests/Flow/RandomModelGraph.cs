using System.Globalization;
using System.Text;
using Workflow.Core.Bpmn;

namespace Workflow.Core.Tests.Flow;

/// <summary>
/// The definition that a random model stands for. Every fork has the join that fits, so that whatever is done in whatever order must come to the
/// end; <see cref="PieceKind.Graph"/> is an unstructured piece: any flows forward, made sound by inclusive joins.
/// </summary>
internal sealed class RandomModelGraph
{
    private readonly List<FlowNode> nodes = [];
    private readonly List<SequenceFlow> flows = [];
    private readonly List<ProcessPart> others = [];
    private int named;

    public static ProcessGraph Of(Sequence model)
    {
        var made = new RandomModelGraph();
        made.Scope(null, model);
        return new("process", null, made.nodes, made.flows, made.others);
    }

    /// <summary>The model as text, for whoever has to mend what it found.</summary>
    public static string Show(ProcessGraph graph)
    {
        var text = new StringBuilder();
        foreach (var node in graph.Nodes.OrderBy(n => n.Id, StringComparer.Ordinal))
        {
            var more = node switch
            {
                BoundaryEvent b => $" on {b.AttachedTo}{(b.Interrupts ? "" : " beside")} {string.Join('+', b.Definitions)} {b.Handler}",
                EventNode e => $" {string.Join('+', e.Definitions)}{(e.IsParallel ? " all" : "")}",
                ActivityNode { Loop: not null } a => $" {a.Loop}",
                CallActivity c => $" {c.Called}",
                _ => "",
            };
            text.AppendLine(CultureInfo.InvariantCulture, $"{(node.Parent is null ? "" : node.Parent + ": ")}{node.GetType().Name} {node.Id}{more}");
        }
        foreach (var flow in graph.Flows.OrderBy(f => f.Id, StringComparer.Ordinal))
            text.AppendLine(CultureInfo.InvariantCulture, $"{flow.Source} -{(flow.Condition is { } c ? $"[{c.Source}]-" : flow.IsDefault ? "[*]-" : "")}> {flow.Target}");
        return text.ToString();
    }

    private void Scope(string? scope, Sequence inside, string? end = null) =>
        Link(Chain(Add(new StartEvent(Name("start"), null, scope)), scope, inside), end ?? Add(new EndEvent(Name("end"), null, scope)));

    private string Chain(string from, string? scope, Sequence sequence) => sequence.Pieces.Aggregate(from, (at, piece) => Piece(at, scope, piece));

    private string Piece(string from, string? scope, Piece piece) => piece.Kind switch
    {
        PieceKind.User => WithBoundary(Then(from, new UserTask(Name("task"), null, scope)), scope, piece.Variant),
        PieceKind.Job => WithBoundary(Then(from, new ServiceTask(Name("job"), null, scope)), scope, piece.Variant),
        PieceKind.Pass => Then(from, new PassTask(Name("pass"), null, scope)),
        PieceKind.Script => Then(from, new ScriptTask(Name("script"), null, scope, Draw.Feel("n + 1"), piece.Variant % 2 == 0 ? "n" : null)),
        PieceKind.Send => Then(from, new SendTask(Name("send"), null, scope, new(Message()))),
        PieceKind.Receive => Then(from, new ReceiveTask(Name("receive"), null, scope, piece.Variant % 2 == 0 ? new(Message()) : new(Message(), Draw.Feel("n")))),
        PieceKind.CatchTimer => Then(from, Draw.Wait(Name("wait"), "PT5M") with { Parent = scope }),
        PieceKind.CatchSignal => Then(from, Draw.Catch(Name("signal"), new SignalDefinition("shared")) with { Parent = scope }),
        PieceKind.CatchAny => Then(from, Draw.Catch(Name("any"), new MessageDefinition(Message()), Draw.After("PT5M"), new ConditionalDefinition(Draw.Feel("n > 3"))) with { Parent = scope }),
        PieceKind.CatchAll => Then(from, Draw.Catch(Name("all"), new MessageDefinition(Message()), new SignalDefinition("shared"), Draw.After("PT5M")) with { Parent = scope, IsParallel = true }),
        PieceKind.Throw => Then(from, Draw.Throw(Name("throw"), piece.Variant % 2 == 0 ? [] : new EventDefinition[] { new SignalDefinition("shared") }) with { Parent = scope }),
        PieceKind.Escalate => Then(from, Draw.Throw(Name("escalate"), new EscalationDefinition("late")) with { Parent = scope }),
        PieceKind.Link => ByLink(from, scope),
        PieceKind.Undo => Undo(from, scope, piece.Variant),
        PieceKind.Quantity => Then(
            Then(from, new UserTask(Name("gives"), null, scope) { CompletionQuantity = 2 }), new UserTask(Name("takes"), null, scope) { StartQuantity = 2 }),
        PieceKind.Cycle => WithCycle(from, scope),
        PieceKind.Parallel => Fork(from, scope, piece, new ParallelGateway(Name("fork"), null, scope), new ParallelGateway(Name("join"), null, scope), i => (null, false)),
        PieceKind.Choice => Fork(from, scope, piece, new ExclusiveGateway(Name("xor"), null, scope), new ExclusiveGateway(Name("merge"), null, scope), i => (i == 0 ? null : "go", i == 0)),
        PieceKind.Inclusive => Fork(
            from, scope, piece, new InclusiveGateway(Name("or"), null, scope), new InclusiveGateway(Name("ojoin"), null, scope), i => (i switch { 0 => null, 1 => "go", _ => "n > 1" }, i == 0)),
        PieceKind.Complex => Fork(
            from, scope, piece, new ParallelGateway(Name("fork"), null, scope),
            new ComplexGateway(Name("complex"), null, scope, Draw.Feel($"activationCount >= {1 + (piece.Variant % 3)}")), i => (null, false), "waitingForStart"),
        PieceKind.Race => Race(from, scope, piece),
        PieceKind.Loop => Loop(from, scope, piece),
        PieceKind.Sub => Sub(from, scope, piece, new SubProcess(Name("sub"), null, scope)),
        PieceKind.Transaction => Transaction(from, scope, piece),
        PieceKind.AdHoc => AdHoc(from, scope, piece),
        PieceKind.Call => Call(from, scope, piece),
        PieceKind.Each => Each(from, scope, piece),
        PieceKind.StandardLoop => Standard(from, scope, piece),
        _ => Graph(from, scope, piece.Variant),
    };

    private string Fork(string from, string? scope, Piece piece, FlowNode fork, FlowNode join, Func<int, (string? When, bool IsDefault)> flow, string? onward = null)
    {
        Then(from, fork);
        nodes.Add(join);
        for (var i = 0; i < piece.Inside.Length; i++)
        {
            var first = Add(new PassTask(Name("pass"), null, scope));
            Link(fork.Id, first, flow(i).When, flow(i).IsDefault);
            Link(Chain(first, scope, piece.Inside[i]), join.Id);
        }
        if (onward is null) return join.Id;
        var next = Add(new PassTask(Name("pass"), null, scope));
        Link(join.Id, next, onward);
        return next;
    }

    private string ByLink(string from, string? scope)
    {
        var link = new LinkDefinition(Name("link"));
        Link(from, Add(Draw.Throw(Name("throw"), link) with { Parent = scope }));
        return Add(Draw.Catch(Name("catch"), link) with { Parent = scope });
    }

    private string Undo(string from, string? scope, int variant)
    {
        var task = Then(from, new UserTask(Name("undone"), null, scope));
        foreach (var node in Draw.Undoes(task, Name("undo"), scope)) nodes.Add(node);
        return variant % 2 == 0 ? task : Then(task, Draw.Throw(Name("compensate"), new CompensationDefinition(variant % 4 == 1 ? null : task, Waits: variant % 8 < 4)) with { Parent = scope });
    }

    private string WithCycle(string from, string? scope)
    {
        var task = Then(from, new UserTask(Name("task"), null, scope));
        Aside(Draw.Every(task, Name("cycle"), "R2/PT10M") with { Parent = scope }, scope);
        return task;
    }

    private string Race(string from, string? scope, Piece piece)
    {
        var race = Then(from, new EventGateway(Name("race"), null, scope, Instantiates: false, IsParallel: false));
        var merge = Add(new ExclusiveGateway(Name("merge"), null, scope));
        for (var i = 0; i < piece.Inside.Length; i++)
        {
            FlowNode target = i switch
            {
                0 => Draw.Wait(Name("late"), "PT1H") with { Parent = scope },
                1 => piece.Variant % 2 == 0 ? new ReceiveTask(Name("receive"), null, scope, new(Message())) : Draw.Catch(Name("letter"), new MessageDefinition(Message())) with { Parent = scope },
                _ => Draw.Catch(Name("when"), new ConditionalDefinition(Draw.Feel("n > 2"))) with { Parent = scope },
            };
            Link(Chain(Then(race, target), scope, piece.Inside[i]), merge);
        }
        return merge;
    }

    private string Loop(string from, string? scope, Piece piece)
    {
        var merge = Then(from, new ExclusiveGateway(Name("merge"), null, scope));
        var choice = Then(Then(Chain(merge, scope, piece.Inside[0]), new UserTask(Name("task"), null, scope)), new ExclusiveGateway(Name("xor"), null, scope));
        Link(choice, merge, "go");
        var next = Add(new PassTask(Name("pass"), null, scope));
        Link(choice, next, isDefault: true);
        return next;
    }

    /// <summary>With an event sub-process and an end that throws, as the variant says.</summary>
    private string Sub(string from, string? scope, Piece piece, SubProcess sub)
    {
        Then(from, sub);
        var end = (piece.Variant % 5) switch
        {
            0 => Draw.End(Name("fail"), new ErrorDefinition("broken")),
            1 => Draw.End(Name("escalate"), new EscalationDefinition("late")),
            2 => Draw.End(Name("stop"), new TerminateDefinition()),
            _ => Draw.End(Name("end")),
        };
        Scope(sub.Id, piece.Inside[0], Add(end with { Parent = sub.Id }));
        if (piece.Inside.Length > 1 && piece.Variant / 8 % 2 == 0)
        {
            EventDefinition by = (piece.Variant / 16 % 5) switch
            {
                0 => new MessageDefinition(Message()), 1 => new SignalDefinition("shared"), 2 => new EscalationDefinition(null), 3 => new ConditionalDefinition(Draw.Feel("n > 3")), _ => Draw.After("PT30M"),
            };
            var evt = Add(new SubProcess(Name("evt"), null, sub.Id) { IsEvent = true });
            // What is thrown inside would start one that does not interrupt again and again.
            var begun = Add(new StartEvent(Name("begun"), null, evt, by is SignalDefinition or EscalationDefinition || piece.Variant / 128 % 2 == 0) { Definitions = [by] });
            Link(Chain(begun, evt, piece.Inside[1]), Add(new EndEvent(Name("end"), null, evt)));
        }
        if (piece.Variant % 5 == 0) return Rejoin(sub.Id, Draw.On(sub.Id, Name("failed"), new ErrorDefinition("broken")) with { Parent = scope }, scope);
        if (piece.Variant % 5 == 1) return Escalated(sub.Id, scope, piece.Variant / 128 % 2 == 1);
        return WithBoundary(sub.Id, scope, piece.Variant / 256);
    }

    private string Escalated(string sub, string? scope, bool interrupts)
    {
        var told = Draw.On(sub, Name("told"), new EscalationDefinition("late"), interrupts) with { Parent = scope };
        if (interrupts) return Rejoin(sub, told, scope);
        Aside(told, scope);
        return sub;
    }

    private string Transaction(string from, string? scope, Piece piece)
    {
        var sub = new SubProcess(Name("tx"), null, scope) { IsTransaction = true };
        Then(from, sub);
        var task = Undo(Add(new StartEvent(Name("start"), null, sub.Id)), sub.Id, variant: 0);
        var choice = Then(Chain(task, sub.Id, piece.Inside[0]), new ExclusiveGateway(Name("xor"), null, sub.Id));
        Link(choice, Add(Draw.End(Name("cancel"), new CancelDefinition()) with { Parent = sub.Id }), "go");
        Link(choice, Add(new EndEvent(Name("end"), null, sub.Id)), isDefault: true);
        return Rejoin(sub.Id, Draw.On(sub.Id, Name("cancelled"), new CancelDefinition()) with { Parent = scope }, scope);
    }

    private string AdHoc(string from, string? scope, Piece piece)
    {
        var completion = piece.Variant % 3 == 0 ? Draw.Feel("go") : null;
        var sub = new SubProcess(Name("adhoc"), null, scope) { AdHoc = new(piece.Variant / 3 % 2 == 0, completion, piece.Variant / 6 % 2 == 0, null) };
        Then(from, sub);
        Then(Chain(Add(new UserTask(Name("loose"), null, sub.Id)), sub.Id, piece.Inside[0]), new PassTask(Name("pass"), null, sub.Id));
        Add(new UserTask(Name("loose"), null, sub.Id));
        return sub.Id;
    }

    private string Call(string from, string? scope, Piece piece)
    {
        var called = Name("called");
        others.Add(new(called, null));
        Scope(called, piece.Inside[0]);
        var call = new CallActivity(Name("call"), null, scope, called);
        if (piece.Variant % 2 == 0) call = call with { Data = Draw.Ways((true, "go", "go"), (true, "n", "n"), (false, "n", "n")) };
        return WithBoundary(Then(from, call), scope, piece.Variant / 2);
    }

    private string Each(string from, string? scope, Piece piece)
    {
        var loop = new MultiInstance(null, null, Draw.Feel(Number(piece.Variant % 4)))
        {
            IsSequential = piece.Variant / 4 % 2 == 0,
            Completion = piece.Variant / 8 % 2 == 0 ? Draw.Feel("numberOfCompletedInstances >= 2") : null,
            Output = "results",
            OutputElement = Draw.Feel("loopCounter"),
        };
        ActivityNode node = piece.Inside[0].Size == 0 ? new UserTask(Name("each"), null, scope) : new SubProcess(Name("each"), null, scope);
        Then(from, node with { Loop = loop });
        if (node is SubProcess) Scope(node.Id, piece.Inside[0]);
        return WithBoundary(node.Id, scope, piece.Variant / 16);
    }

    private string Standard(string from, string? scope, Piece piece)
    {
        var loop = new StandardLoop(Draw.Feel("go"), piece.Variant % 2 == 0, piece.Variant % 3 == 0 ? null : 3);
        ActivityNode node = piece.Inside[0].Size == 0 ? new UserTask(Name("again"), null, scope) : new SubProcess(Name("again"), null, scope);
        Then(from, node with { Loop = loop });
        if (node is SubProcess) Scope(node.Id, new([.. piece.Inside[0].Pieces, new Piece(PieceKind.User, 7, [])]));
        return WithBoundary(node.Id, scope, piece.Variant / 16);
    }

    /// <summary>Flows forward between any nodes; every split is of any kind, every join an inclusive one, so that no token is ever waited for in vain.</summary>
    private string Graph(string from, string? scope, int seed)
    {
        var random = new Random(seed);
        var count = 3 + random.Next(5);
        var last = count - 1;
        var targets = Enumerable.Range(0, last).Select(i => Enumerable.Range(i + 1, last - i).Where(j => j == i + 1 || random.Next(3) == 0).ToList()).ToList();
        var entries = new List<string>();
        var exits = new List<(string Id, bool HasConditions)>();
        for (var i = 0; i < count; i++)
        {
            var work = random.Next(3) == 0 ? Add(new PassTask(Name("pass"), null, scope)) : Add(new UserTask(Name("task"), null, scope));
            var join = Add(new InclusiveGateway(Name("ojoin"), null, scope));
            Link(join, work);
            entries.Add(join);
            FlowNode split = random.Next(3) switch
            {
                0 => new ParallelGateway(Name("fork"), null, scope),
                1 => new ExclusiveGateway(Name("xor"), null, scope),
                _ => new InclusiveGateway(Name("or"), null, scope),
            };
            if (i == last) exits.Add((work, false));
            else exits.Add((Then(work, split), split is not ParallelGateway));
        }
        Link(from, entries[0]);
        for (var i = 0; i < last; i++)
        {
            foreach (var j in targets[i])
                Link(exits[i].Id, entries[j], exits[i].HasConditions && j != i + 1 ? (j % 2 == 0 ? "go" : "n > 1") : null, exits[i].HasConditions && j == i + 1);
        }
        return exits[last].Id;
    }

    /// <summary>Sometimes hangs an event on the activity: an interrupting one rejoins behind it, another goes its own way.</summary>
    private string WithBoundary(string activity, string? scope, int variant)
    {
        EventDefinition? by = (variant % 10) switch
        {
            0 => Draw.After("PT1H"), 1 => new MessageDefinition(Message()), 2 => new SignalDefinition("shared"), 3 => new ConditionalDefinition(Draw.Feel("n > 3")), 4 => new ErrorDefinition(null), _ => null,
        };
        if (by is null) return activity;
        var interrupts = by is ErrorDefinition || variant / 10 % 2 == 0;
        var boundary = Draw.On(activity, Name("boundary"), by, interrupts) with { Parent = scope };
        if (interrupts) return Rejoin(activity, boundary, scope);
        Aside(boundary, scope);
        return activity;
    }

    private string Rejoin(string activity, BoundaryEvent boundary, string? scope)
    {
        var merge = Then(activity, new ExclusiveGateway(Name("merge"), null, scope));
        Link(Then(Add(boundary), new UserTask(Name("task"), null, scope)), merge);
        return merge;
    }

    private void Aside(BoundaryEvent boundary, string? scope) =>
        Then(Then(Add(boundary), new UserTask(Name("task"), null, scope)), new EndEvent(Name("end"), null, scope));

    private string Then(string from, FlowNode node)
    {
        Link(from, Add(node));
        return node.Id;
    }

    private string Add(FlowNode node)
    {
        nodes.Add(node);
        return node.Id;
    }

    private void Link(string source, string target, string? condition = null, bool isDefault = false) =>
        flows.Add(new(Name("flow"), null, source, target, condition is null ? null : Draw.Feel(condition), isDefault));

    private string Message() => Name("m");

    private string Name(string kind) => kind + Number(++named);

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
