using System.Collections.Immutable;
using Workflow.Feel;

namespace Workflow.Core.Flow;

/// <summary>What each event does to a <see cref="FlowState"/>. Only bookkeeping: every decision was made before the event.</summary>
internal static partial class Fold
{
    public static FlowState Start(this FlowState state, ProcessStarted e) => state with
    {
        LastId = e.Scope,
        Main = state.Main ?? e.Process,
        Root = state.Root ?? (state.Main is null || state.Main == e.Process ? e.Scope : null),
        Roots = state.Roots.Add(e.Scope),
        Begun = state.IsStarted ? state.Begun : e.Data,
        IsStarted = true,
        Scopes = state.Scopes.Add(e.Scope, new Scope(e.Scope, null, e.Process, ScopeKind.Process, null, null, e.Data)),
    };

    /// <summary>A process is over; with the last one, so is the flow.</summary>
    public static FlowState End(this FlowState state, long scope, ImmutableArray<long>? gone)
    {
        if (scope != 0) state = state.Close(scope);
        state = state.Unarm(gone.OrNone());
        var roots = state.Roots.Remove(scope);
        // Timers that will start a process again keep the flow open; what else could start one went with the last process.
        return state with { Root = state.Root == scope ? null : state.Root, Roots = roots, IsCompleted = roots.IsEmpty && !state.Starts.Any(state.Timers.ContainsKey) };
    }

    public static FlowState Pass(this FlowState state, ElementPassed e)
    {
        var split = e.Beside is { } beside ? SplitBehind(state, e.Element, [state.Activities[beside].Token], e.Produced.Length) : SplitBehind(state, e.Element, e.Consumed, e.Produced.Length);
        var after = e.Consumed.Length == 1 && e.Produced.Length == 1 ? state.Tokens.GetValueOrDefault(e.Consumed[0])?.After : null;
        foreach (var token in e.Consumed) state = state.RemoveToken(token);
        return state.Put(e.Scope, e.Produced, split, after);
    }

    public static FlowState Await(this FlowState state, JoinAwaited e) => state with
    {
        Tokens = state.Tokens.SetItem(e.Token, state.Tokens[e.Token] with { Waits = true, Asks = e.Asks ? e.Element : null }),
        Ready = state.Ready.Remove(e.Token),
        Scopes = e.Asks ? state.Scopes.SetItem(e.Scope, state.Scopes[e.Scope].Asked(e.Element, 1)) : state.Scopes,
        Asking = e.Asks ? state.Asking.Add(e.Scope) : state.Asking,
    };

    public static FlowState Pass(this FlowState state, ComplexPassed e)
    {
        state = state.Pass(new ElementPassed(e.Scope, e.Element, e.Consumed, e.Produced));
        var scope = state.Scopes[e.Scope];
        var resetting = e.Reset ? scope.Resetting.Remove(e.Element) : scope.Resetting.SetItem(e.Element, e.Missing);
        return state with
        {
            Scopes = state.Scopes.SetItem(e.Scope, scope with { Resetting = resetting }),
            Asking = resetting.IsEmpty && scope.Asking.IsEmpty ? state.Asking.Remove(e.Scope) : state.Asking.Add(e.Scope),
        };
    }

    private static FlowState StopAsking(this FlowState state, Token token)
    {
        if (token.Asks is not { } join) return state;
        var scope = state.Scopes[token.Scope].Asked(join, -1);
        return state with
        {
            Scopes = state.Scopes.SetItem(scope.Id, scope),
            Asking = scope.Asking.IsEmpty && scope.Resetting.IsEmpty ? state.Asking.Remove(scope.Id) : state.Asking,
        };
    }

    private static Scope Asked(this Scope scope, string element, int change)
    {
        var count = scope.Asking.GetValueOrDefault(element) + change;
        return scope with { Asking = count == 0 ? scope.Asking.Remove(element) : scope.Asking.SetItem(element, count) };
    }

    public static FlowState Start(this FlowState state, ActivityStarted e)
    {
        var split = state.Tokens.GetValueOrDefault(e.Token)?.Split;
        if (state.Tokens.ContainsKey(e.Token)) state = state.RemoveToken(e.Token);
        foreach (var further in e.Consumed.OrNone()) state = state.RemoveToken(further);
        var scope = state.Scopes[e.Scope];
        return state with
        {
            LastId = Math.Max(state.LastId, Math.Max(e.Activity, e.Token)),
            Tokens = state.Tokens.Add(e.Token, new Token(e.Token, e.Scope, null, e.Activity, split)),
            Activities = state.Activities.Add(e.Activity, new Activity(e.Activity, e.Scope, e.Element, e.Kind, e.Index) { Token = e.Token, Inputs = e.Inputs ?? Value.Context.Empty }),
            Scopes = state.Scopes.SetItem(e.Scope, scope with { Activities = scope.Activities.Add(e.Activity) }),
        };
    }

    public static FlowState Complete(this FlowState state, ActivityCompleted e)
    {
        var split = SplitBehind(state, e.Element, [state.Activities[e.Activity].Token], e.Produced.Length);
        return state.Remove(e.Activity).Put(e.Scope, e.Produced, split, e.Produced.Length == 1 ? e.Activity : null);
    }

    /// <summary>Takes an activity away with its token, its timers and its incident. Its inside is gone before.</summary>
    public static FlowState Remove(this FlowState state, long id)
    {
        var activity = state.Activities[id];
        state = state.Unarm(activity.Timers);
        var scope = state.Scopes[activity.Scope];
        return state with
        {
            Tokens = state.Tokens.Remove(activity.Token),
            Incidents = activity.Incident is { } incident ? state.Incidents.Remove(incident) : state.Incidents,
            Activities = state.Activities.Remove(id),
            Cancelling = state.Cancelling.Remove(id),
            Scopes = state.Scopes.SetItem(scope.Id, scope with { Activities = scope.Activities.Remove(id) }),
        };
    }

    public static FlowState Open(this FlowState state, ScopeOpened e)
    {
        var scopes = state.Scopes.Add(e.Scope, new Scope(e.Scope, e.Parent, e.Element, e.Kind, e.Activity, e.Index, e.Data)
        {
            Count = e.Count ?? 0,
            Items = e.Items,
            IsSequential = e.Sequential,
            Called = e.Called,
        });
        var opening = e.Count > 0 ? state.Opening.Add(e.Scope) : state.Opening;
        if (e.Kind == ScopeKind.MultiInstanceChild)
        {
            var body = scopes[e.Parent];
            body = body with { Children = body.Children.Add(e.Scope), Opened = e.Again ? body.Opened : body.Opened + 1, Done = e.Again ? body.Done - 1 : body.Done };
            scopes = scopes.SetItem(body.Id, body);
            if (body.IsSequential || body.Opened == body.Count) opening = opening.Remove(body.Id);
        }
        var activities = state.Activities;
        if (e.Activity is { } id)
        {
            var around = activities[id] with { Inside = e.Scope };
            if (e.Kind == ScopeKind.Compensation)
            {
                scopes = scopes.SetItem(e.Scope, scopes[e.Scope] with { Records = around.ToUndo[^1].Inner });
                around = around with { ToUndo = around.ToUndo.RemoveAt(around.ToUndo.Count - 1) };
            }
            activities = activities.SetItem(id, around);
        }
        return state with { LastId = e.Scope, Scopes = scopes, Opening = opening, Activities = activities };
    }

    public static FlowState Close(this FlowState state, ScopeClosed e)
    {
        var scope = state.Scopes[e.Scope];
        state = state.Close(e.Scope);
        if (scope.Kind != ScopeKind.MultiInstanceChild) return state;
        var body = state.Scopes[scope.Parent!.Value];
        body = body with
        {
            Children = body.Children.Remove(e.Scope),
            Done = e.Cancelled ? body.Done : body.Done + 1,
            Terminated = e.Cancelled ? body.Terminated + 1 : body.Terminated,
            Outputs = e.Output is { } output ? body.Outputs.SetItem(scope.Index!.Value, output) : body.Outputs,
        };
        return state with
        {
            Scopes = state.Scopes.SetItem(body.Id, body),
            Opening = body is { IsSequential: true, IsCancelling: false } && !e.Cancelled ? state.Opening.Add(body.Id) : state.Opening,
        };
    }

    private static FlowState Close(this FlowState state, long id)
    {
        var scope = state.Scopes[id];
        foreach (var token in scope.OnFlows.Values.SelectMany(tokens => tokens)) state = state.RemoveToken(token);
        state = state.Unarm(scope.Waits);
        return state with
        {
            Scopes = state.Scopes.Remove(id),
            Opening = state.Opening.Remove(id),
            Cancelling = state.Cancelling.Remove(id),
            Asking = state.Asking.Remove(id),
            Activities = scope.Activity is { } activity ? state.Activities.SetItem(activity, state.Activities[activity] with { Inside = null }) : state.Activities,
        };
    }

    public static FlowState StartCancelling(this FlowState state, ScopeCancelling e) => state with
    {
        Cancelling = state.Cancelling.Add(e.Scope),
        Scopes = state.Scopes.SetItem(e.Scope, state.Scopes[e.Scope] with { IsCancelling = true, IsTerminated = e.By is not null }),
    };

    public static FlowState Write(this FlowState state, DataWritten e)
    {
        var scope = state.Scopes[e.Scope];
        return state with { Scopes = state.Scopes.SetItem(e.Scope, scope with { Data = scope.Data.WithAll(e.Entries) }) };
    }

    public static FlowState StartCancelling(this FlowState state, long activity) => state with
    {
        Activities = state.Activities.SetItem(activity, state.Activities[activity] with { IsCancelling = true }),
        Cancelling = state.Cancelling.Add(activity),
    };

    public static FlowState Catch(this FlowState state, ErrorCaught e) => state.StartCancelling(e.Activity);

    public static FlowState Catch(this FlowState state, EscalationCaught e) => e.Interrupts ? state.StartCancelling(e.Activity) : state;

    public static FlowState Raise(this FlowState state, IncidentRaised e)
    {
        foreach (var id in e.Tokens) state = state.StopAsking(state.Tokens[id]);
        var tokens = state.Tokens.ToBuilder();
        foreach (var id in e.Tokens) tokens[id] = tokens[id] with { Incident = e.Incident, Waits = false, Asks = null };
        var (activities, opening) = (state.Activities, state.Opening);
        if (e.Activity is { } failed)
        {
            var activity = activities[failed];
            activities = activities.SetItem(failed, activity with { Incident = e.Incident });
            if (activity.Inside is { } body) opening = opening.Remove(body);
        }
        return state with
        {
            LastId = e.Incident,
            Tokens = tokens.ToImmutable(),
            Ready = state.Ready.Except(e.Tokens),
            Activities = activities,
            Opening = opening,
            Incidents = state.Incidents.Add(e.Incident, new Incident(e.Incident, e.Activity, e.Element, e.Code, e.Detail) { Tokens = [.. e.Tokens], Done = e.Done, Scope = e.Scope }),
        };
    }

    public static FlowState Resolve(this FlowState state, long id)
    {
        var incident = state.Incidents[id];
        var tokens = state.Tokens.ToBuilder();
        foreach (var token in incident.Tokens) tokens[token] = tokens[token] with { Incident = null };
        var (activities, opening) = (state.Activities, state.Opening);
        if (incident.Activity is { } failed)
        {
            var activity = activities[failed];
            activities = activities.SetItem(failed, activity with { Incident = null });
            if (activity.Inside is { } body && state.Scopes[body] is { Kind: ScopeKind.MultiInstanceBody } around && around.Opened < around.Count && (!around.IsSequential || around.Children.IsEmpty))
                opening = opening.Add(body);
        }
        return state with
        {
            Tokens = tokens.ToImmutable(),
            Ready = state.Ready.Union(incident.Tokens),
            Activities = activities,
            Opening = opening,
            Incidents = state.Incidents.Remove(id),
        };
    }

    public static FlowState Rewind(this FlowState state, FlowRewound e)
    {
        var split = state.Tokens[e.Cancelled.IsEmpty ? e.Consumed[0] : state.Activities[e.Cancelled[0]].Token].Split;
        if (e.Fork is { } fork)
        {
            while (split is not null && (split.Token != fork || split.Element != e.ForkElement)) split = split.Outer;
            split = split?.Outer;
        }
        foreach (var token in e.Consumed) state = state.RemoveToken(token);
        foreach (var id in e.Cancelled)
        {
            state = state with
            {
                Activities = state.Activities.SetItem(id, state.Activities[id] with { IsCancelling = true }),
                Cancelling = state.Cancelling.Add(id),
            };
        }
        return state.Put(e.Scope, [e.Produced], split, after: null);
    }

    private static FlowState Put(this FlowState state, long scopeId, ImmutableArray<TokenOnFlow> produced, Split? split, long? after)
    {
        if (produced.IsEmpty) return state;
        var (tokens, ready, scope) = (state.Tokens, state.Ready, state.Scopes[scopeId]);
        var onFlows = scope.OnFlows;
        foreach (var (id, flow) in produced)
        {
            tokens = tokens.Add(id, new Token(id, scopeId, flow, null, split) { After = after });
            ready = ready.Add(id);
            onFlows = onFlows.SetItem(flow, onFlows.GetValueOrDefault(flow, []).Add(id));
        }
        return state with
        {
            LastId = Math.Max(state.LastId, produced[^1].Token),
            Tokens = tokens,
            Ready = ready,
            Scopes = state.Scopes.SetItem(scopeId, scope with { OnFlows = onFlows }),
        };
    }

    private static FlowState RemoveToken(this FlowState state, long id)
    {
        var token = state.Tokens[id];
        state = state with { Tokens = state.Tokens.Remove(id), Ready = state.Ready.Remove(id) };
        state = state.StopAsking(token);
        if (token.Flow is { } flow)
        {
            var scope = state.Scopes[token.Scope];
            var left = scope.OnFlows[flow].Remove(id);
            var onFlows = left.IsEmpty ? scope.OnFlows.Remove(flow) : scope.OnFlows.SetItem(flow, left);
            state = state with { Scopes = state.Scopes.SetItem(scope.Id, scope with { OnFlows = onFlows }) };
        }
        return token.Incident is { } incident ? state.RemoveFromIncident(incident, id) : state;
    }

    /// <summary>An incident whose tokens are all gone (their scope was cancelled) is gone as well.</summary>
    private static FlowState RemoveFromIncident(this FlowState state, long id, long token)
    {
        var incident = state.Incidents[id];
        var left = incident.Tokens.Remove(token);
        return state with { Incidents = left.IsEmpty ? state.Incidents.Remove(id) : state.Incidents.SetItem(id, incident with { Tokens = left }) };
    }

    /// <summary>The fork that tokens belong to behind an element: a new one where several leave, the one around where branches met.</summary>
    private static Split? SplitBehind(FlowState state, string element, ImmutableArray<long> consumed, int produced)
    {
        if (consumed.IsEmpty) return produced > 1 ? new Split(0, element, null) : null;
        var split = state.Tokens.GetValueOrDefault(consumed[0])?.Split;
        for (var i = 1; i < consumed.Length; i++) split = Around(split, state.Tokens[consumed[i]].Split);
        return produced > 1 ? new Split(consumed[0], element, split) : split;
    }

    /// <summary>Where two branches of one fork meet, they are outside it; otherwise inside the innermost fork that both are in.</summary>
    private static Split? Around(Split? one, Split? other)
    {
        if (one is not null && one.Token == other?.Token) return one.Outer;
        for (var a = one; a is not null; a = a.Outer)
        {
            for (var b = other; b is not null; b = b.Outer)
                if (a.Token == b.Token) return a;
        }
        return null;
    }
}
