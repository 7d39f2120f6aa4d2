using Workflow.Core.Bpmn;
using Workflow.Core.Flow;

namespace Workflow.Core.Tests.Flow;

/// <summary>
/// What each element may do with tokens, written from the standard and not from the interpreter: checks a log event by event, with a book of its
/// own about which token is where.
/// </summary>
internal sealed class FlowRules(ProcessGraph graph)
{
    private sealed record Place(long Scope, string? Flow, string? Holder);

    private readonly Dictionary<long, Place> tokens = [];
    private readonly Dictionary<long, long> held = [];
    private readonly Dictionary<long, (string Element, ScopeKind Kind)> scopes = [];
    private readonly HashSet<long> givenUp = [];

    /// <summary>Null when the event keeps every rule; otherwise what it breaks.</summary>
    public string? Check(FlowEvent happened)
    {
        var broken = happened switch
        {
            ProcessStarted e => Open(e.Scope, e.Process, ScopeKind.Process),
            ScopeOpened e => Open(e.Scope, e.Element, e.Kind),
            ElementPassed e => Passed(e),
            ComplexPassed e => Complex(e),
            ActivityStarted e => Started(e),
            ActivityCompleted e => Completed(e),
            ActivityCancelled e => Drop(e.Activity),
            JoinAwaited e => Awaited(e),
            ScopeInterrupted e => GiveUp(e.Scope, inScopeOnly: true),
            ScopeCancelling e => GiveUp(e.Scope, inScopeOnly: false),
            ScopeClosed e => Close(e.Scope, e.Cancelled),
            ProcessCompleted e => Close(e.Scope, e.Terminated),
            ProcessCancelled e => Close(e.Scope, cancelled: true),
            _ => null,
        };
        return broken is null ? null : $"{broken}: {Play.Show(happened)}";
    }

    private string? Open(long scope, string element, ScopeKind kind)
    {
        scopes[scope] = (element, kind);
        return null;
    }

    private string? GiveUp(long scope, bool inScopeOnly)
    {
        if (inScopeOnly)
        {
            foreach (var token in tokens.Where(t => t.Value.Scope == scope && t.Value.Flow is not null).Select(t => t.Key).ToList()) tokens.Remove(token);
        }
        else
        {
            givenUp.Add(scope);
        }
        return null;
    }

    private string? Close(long scope, bool cancelled)
    {
        var left = tokens.Where(t => t.Value.Scope == scope).Select(t => t.Key).ToList();
        if (left.Count > 0 && !cancelled && !givenUp.Contains(scope)) return $"the scope ends with tokens {string.Join(',', left)} in it";
        foreach (var token in left) tokens.Remove(token);
        scopes.Remove(scope);
        return null;
    }

    private string? Drop(long activity)
    {
        if (held.Remove(activity, out var token)) tokens.Remove(token);
        return null;
    }

    private string? Awaited(JoinAwaited e)
    {
        if (!tokens.TryGetValue(e.Token, out var place) || place.Scope != e.Scope || place.Flow is null) return "a token waits that is not on a flow";
        if (graph.Flow(place.Flow).Target != e.Element) return "a token waits at an element that its flow does not lead to";
        return graph.Node(e.Element) switch
        {
            ParallelGateway or InclusiveGateway or ComplexGateway when graph.Node(e.Element).Incoming.Length > 1 => null,
            ActivityNode { StartQuantity: > 1 } => null,
            { Parent: { } parent } when graph.Find(parent) is SubProcess { AdHoc.IsSequential: true } => null,
            _ => "a token waits at an element that lets every token in",
        };
    }

    private string? Started(ActivityStarted e)
    {
        var node = graph.Node(e.Element);
        var isNew = !tokens.ContainsKey(e.Token);
        if (isNew && scopes[e.Scope].Kind is not (ScopeKind.MultiInstanceChild or ScopeKind.Compensation) && node is not (SubProcess { IsEvent: true } or EventNode)) return "an activity begins without a token";
        if (!isNew && Take([e.Token, .. e.Consumed.OrNone()], e.Scope, e.Element) is { } broken) return broken;
        if (!isNew && node is ActivityNode { StartQuantity: var needed } && 1 + e.Consumed.OrNone().Length != needed) return $"it begins with another number of tokens than {needed}";
        tokens[e.Token] = new(e.Scope, null, e.Element);
        held[e.Activity] = e.Token;
        return null;
    }

    private string? Completed(ActivityCompleted e)
    {
        if (!held.ContainsKey(e.Activity)) return "an activity ends that has not begun";
        Drop(e.Activity);
        var node = graph.Node(e.Element);
        if (node is ActivityNode && scopes[e.Scope] is { Kind: ScopeKind.MultiInstanceChild } child && child.Element == e.Element) return e.Produced.IsEmpty ? null : "a child of a multi-instance puts tokens on flows";
        return Put(e.Scope, e.Produced, node, node is EventGateway ? (1, 1) : Leaving(node));
    }

    private string? Complex(ComplexPassed e)
    {
        var node = graph.Node(e.Element);
        if (OnePerFlow(e.Consumed) is { } twice) return twice;
        if (!e.Reset && e.Consumed.IsEmpty) return "a complex gateway starts without a token";
        return Take(e.Consumed, e.Scope, e.Element) ?? Put(e.Scope, e.Produced, node, (0, node.Outgoing.Length));
    }

    private string? Passed(ElementPassed e)
    {
        var scope = scopes[e.Scope];
        if (e.Consumed.IsEmpty && graph.Find(e.Element) is not (StartEvent or EventGateway or BoundaryEvent or CatchEvent))
        {
            // The beginning of a scope, or of what undoes an activity: tokens before elements that no flow leads to.
            if (scope.Element != e.Element && scope.Kind is not ScopeKind.Call) return "tokens come from nowhere";
            foreach (var (token, flow) in e.Produced)
            {
                if (graph.Flow(flow).Source.Length > 0) return "a scope begins on a flow that leads on from another element";
                tokens[token] = new(e.Scope, flow, null);
            }
            return null;
        }
        var node = graph.Node(e.Element);
        switch (node)
        {
            case StartEvent:
                if (!e.Consumed.IsEmpty) return "a start event takes tokens";
                break;
            case BoundaryEvent boundary:
                if (e.Beside is { } beside ? !held.ContainsKey(beside) : e.Consumed is not [var host] || tokens.GetValueOrDefault(host)?.Holder != boundary.AttachedTo) return "a boundary event acts without its activity";
                if (e.Beside is null && !boundary.Interrupts && !boundary.Definitions.Any(d => d is CancelDefinition)) return "an event that does not interrupt takes the token of its activity";
                foreach (var token in e.Consumed) tokens.Remove(token);
                return Put(e.Scope, e.Produced, node, Leaving(node));
            case CatchEvent when e.Beside is { } waits:
                if (!held.ContainsKey(waits)) return "a cycle fires without its event";
                break;
            case EventGateway { Instantiates: true }: break;
            case SubProcess { AdHoc: not null } when scope.Element == e.Element:
                foreach (var token in e.Consumed) tokens.Remove(token);
                return null;
            case ParallelGateway or InclusiveGateway or ComplexGateway:
                if (OnePerFlow(e.Consumed) is { } twice) return twice;
                if (node is ParallelGateway && e.Consumed.Length != node.Incoming.Length) return "a parallel gateway fires before every branch has come";
                break;
            default:
                var needed = node is ActivityNode activity ? activity.StartQuantity : 1;
                if (e.Consumed.Length != needed) return $"it takes {e.Consumed.Length} tokens instead of {needed}";
                break;
        }
        return Take(e.Consumed, e.Scope, e.Element) ?? Put(e.Scope, e.Produced, node, Leaving(node));
    }

    private string? OnePerFlow(IEnumerable<long> consumed)
    {
        var flows = consumed.Select(token => tokens.GetValueOrDefault(token)?.Flow).ToList();
        return flows.Distinct(StringComparer.Ordinal).Count() == flows.Count ? null : "a join takes two tokens of one flow";
    }

    /// <summary>How many of the outgoing flows get a token: at least, at most.</summary>
    private (int Least, int Most) Leaving(FlowNode node)
    {
        var all = node.Outgoing.Length;
        return node switch
        {
            EndEvent => (0, 0),
            SubProcess { IsEvent: true } or ActivityNode { IsForCompensation: true } => (0, 0),
            ExclusiveGateway => (1, 1),
            EventGateway { IsParallel: true } => (all, all),
            EventGateway => (1, 1),
            ParallelGateway => (all, all),
            InclusiveGateway or ComplexGateway => (1, all),
            ThrowEvent { Definitions: var thrown } when thrown.Any(d => d is CompensationDefinition { Waits: false }) => (0, all),
            _ when node.Outgoing.Any(flow => graph.Flow(flow) is { Condition: not null } or { IsDefault: true }) => (1, all),
            _ => (all, all),
        };
    }

    private string? Take(IEnumerable<long> consumed, long scope, string element)
    {
        foreach (var token in consumed)
        {
            if (!tokens.TryGetValue(token, out var place)) return $"token {token} is taken that is not there";
            if (place.Scope != scope) return $"token {token} is taken from another scope";
            if (place.Flow is null || graph.Flow(place.Flow).Target != element) return $"token {token} is not before this element";
            tokens.Remove(token);
        }
        return null;
    }

    private string? Put(long scope, IEnumerable<TokenOnFlow> produced, FlowNode node, (int Least, int Most) leaving)
    {
        var made = produced.ToList();
        var times = node is ActivityNode { CompletionQuantity: var quantity } ? quantity : 1;
        var flows = made.GroupBy(token => token.Flow, StringComparer.Ordinal).ToList();
        if (flows.Exists(flow => !node.Outgoing.Contains(flow.Key))) return "a token leaves on a flow that is not outgoing";
        if (flows.Exists(flow => flow.Count() != times)) return $"a flow gets another number of tokens than {times}";
        if (flows.Count < leaving.Least || flows.Count > leaving.Most) return $"{flows.Count} flows are taken instead of {leaving.Least} to {leaving.Most}";
        foreach (var (token, flow) in made)
            if (!tokens.TryAdd(token, new(scope, flow, null))) return $"token {token} is made twice";
        return null;
    }
}
