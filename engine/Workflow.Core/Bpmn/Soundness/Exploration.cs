namespace Workflow.Core.Bpmn.Soundness;

/// <summary>
/// Plays a net in every way, the shortest plays first, and keeps the play that came to each problem. Past its limits it plays some more by
/// a fixed random order and says that it is not complete.
/// </summary>
internal sealed class Exploration
{
    /// <summary>Nodes looked at in all.</summary>
    private const long WorkLimit = 20_000_000;

    private const int WalkSteps = 2_000;
    private const int ProblemLimit = 20;
    private const int PathLimit = 60;

    private readonly Net net;
    private readonly string scope;
    private readonly Moves moves;
    private readonly List<(Marking At, int Before, Move? Move)> states = [];
    private readonly Dictionary<(SoundnessKind, string), SoundnessProblem> problems = [];
    private readonly HashSet<NetNode> doubled = [];
    private readonly List<int> rests = [];
    private long work;

    public Exploration(Net net, string scope, int states)
    {
        (this.net, this.scope) = (net, scope);
        moves = new(net);
        IsComplete = Play(states) && moves.TriesAll;
        foreach (var state in rests) Rest(this.states[state].At, [.. PlayTo(state)]);
        if (!IsComplete) Walk();
    }

    public bool IsComplete { get; }
    public int States => states.Count;
    public IEnumerable<SoundnessProblem> Problems => problems.Values;

    private bool Play(int limit)
    {
        var known = new HashSet<Marking>();
        states.Add((moves.Nothing, -1, null));
        foreach (var move in moves.Begin()) Go(0, move, known);
        for (var i = 1; i < states.Count; i++)
        {
            if (states.Count > limit || (work += net.Nodes.Count) > WorkLimit / 2) return false;
            var moved = false;
            foreach (var move in moves.In(states[i].At))
            {
                moved = true;
                if (move.Node != net.Stop) Go(i, move, known);
            }
            if (!moved) rests.Add(i);
        }
        return true;
    }

    private void Go(int from, Move move, HashSet<Marking> known)
    {
        if (After(states[from].At, move, () => PlayTo(from)) is { } next && known.Add(next)) states.Add((next, from, move));
    }

    /// <summary>The marking behind a move; null where the play is not followed: a second token came to where one stands.</summary>
    private Marking? After(Marking at, Move move, Func<IEnumerable<Move>> play)
    {
        var left = at.With(move.Gone, []);
        // A token that a split sends to an end is gone at once; one behind a merge shows that the merge acted.
        var come = move.Come.Where(edge => edge.To != net.End || !IsSplit(move.Node)).ToList();
        foreach (var edge in come.Where(edge => left.Has(edge.Place) && edge.To != net.Stop))
        {
            if (!edge.IsSide) doubled.Add(move.Node);
            if (!edge.IsSide) Note(SoundnessKind.LackOfSynchronisation, move.Node.Element ?? FirstOf(edge), [.. play(), move], []);
            return null;
        }
        return left.With([], [.. come.Select(edge => edge.Place), .. move.Marks]);
    }

    private static bool IsSplit(NetNode node) => node.Rule is Rule.Either or Rule.All or Rule.Some or Rule.Root;

    /// <summary>Nothing moves any more: fine when every token has ended.</summary>
    private void Rest(Marking at, IReadOnlyList<Move> play)
    {
        // What waits because branches went on twice is mended with that.
        if (play.GroupBy(move => move.Node).Any(same => same.Count() > 1 && doubled.Contains(same.Key))) return;
        var stuck = net.Nodes.FindAll(node => node.Rule is Rule.Join or Rule.OrJoin or Rule.Complex && node.In.Exists(edge => at.Has(edge.Place)));
        if (stuck.Count == 0) return;
        // A join that waits for what another stuck one holds is not the cause.
        var cause = stuck.Find(node => !moves.MayCome(at, node)) ?? stuck[0];
        Note(SoundnessKind.Deadlock, cause.Element ?? scope, play, cause.In.Where(edge => at.Has(edge.Place)));
    }

    private void Walk()
    {
        var random = 1u;
        while (work < WorkLimit && problems.Count < ProblemLimit)
        {
            var played = new List<Move>();
            var at = moves.Nothing;
            var choices = moves.Begin().ToList();
            while (played.Count < WalkSteps)
            {
                work += net.Nodes.Count;
                if (choices.Count == 0)
                {
                    Rest(at, played);
                    break;
                }
                random = (random * 1664525) + 1013904223;
                var move = choices[(int)((random >> 8) % (uint)choices.Count)];
                if (move.Node == net.Stop || After(at, move, () => played) is not { } next) break;
                played.Add(move);
                at = next;
                choices = [.. moves.In(at)];
            }
            // A walk of no moves would be the same for ever.
            work += WalkSteps;
        }
    }

    private IEnumerable<Move> PlayTo(int state)
    {
        var play = new List<Move>();
        for (var i = state; states[i].Move is { } move; i = states[i].Before) play.Add(move);
        play.Reverse();
        return play;
    }

    private void Note(SoundnessKind kind, string element, IEnumerable<Move> play, IEnumerable<NetEdge> waiting)
    {
        if (problems.Count >= ProblemLimit || problems.ContainsKey((kind, element))) return;
        var path = new List<string>();
        foreach (var move in play)
        {
            foreach (var edge in move.Taken) edge.Trail.AddTo(path, PathLimit);
            if (move.Node.Element is { } id && path.Count < PathLimit) path.Add(id);
        }
        foreach (var edge in waiting) edge.Trail.AddTo(path, PathLimit);
        if (path.Count == PathLimit) path.Add("…");
        if (path.Count == 0 || path[^1] != element) path.Add(element);
        problems.Add((kind, element), new(kind, scope, element, [.. path]));
    }

    private string FirstOf(NetEdge edge)
    {
        var ids = new List<string>();
        edge.Trail.AddTo(ids, 1);
        return ids.FirstOrDefault() ?? edge.To.Element ?? scope;
    }
}
