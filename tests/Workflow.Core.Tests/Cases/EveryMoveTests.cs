using System.Globalization;
using Workflow.Core.Bpmn;
using Workflow.Core.Cases;
using Workflow.Core.Cases.Moves;
using Workflow.Core.Flow;
using Workflow.Core.Runtime;
using Xunit;

namespace Workflow.Core.Tests.Cases;

/// <summary>
/// Every state that short sequences of moves can reach on small models. From each the case concludes by playing its open
/// tasks, and no step ever has two tokens of the flow. Sending back is tried from every task to every step in every mode: what is refused is refused by a
/// rule of docs/guides/moves.md, and what is refused to keep a join whole is done all the same on the bare flow, where every order
/// of work is searched: it must starve a join or double a branch.
/// </summary>
public sealed class EveryMoveTests(ITestOutputHelper output)
{
    private static readonly bool Long = Environment.GetEnvironmentVariable("ONEGO_LONG") is { Length: > 0 };
    private static readonly int Models = Long ? 60 : 14;
    private static readonly int StatesOfModel = Long ? 300 : 40;

    private static readonly HashSet<string> Rules = new(StringComparer.Ordinal)
    {
        "join-would-starve", "branch-would-double", "not-block-structured", "target-unknown", "target-is-itself", "target-not-done", "target-not-earlier", "target-not-open",
        "target-open", "target-not-single", "mode-before-fork", "mode-within-branch", "mode-beside-flow", "detour-open", "detour-within-detour", "already-decided", "task-kind",
    };

    private readonly SortedDictionary<string, int> counts = new(StringComparer.Ordinal);

    [Fact]
    public void From_every_state_the_case_concludes_and_what_is_refused_for_a_join_would_break_it()
    {
        var (states, whole) = (0, 0);
        for (var seed = 0; seed < Models; seed++)
        {
            try
            {
                var found = Search(SmallModel.Make(seed));
                states += found;
                if (found < StatesOfModel) whole++;
            }
            catch (Exception e)
            {
                throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"model {seed}: {e.Message}"), e);
            }
        }
        output.WriteLine($"{Models} models, {whole} of them searched whole, {states} states");
        foreach (var (what, count) in counts) output.WriteLine($"{count,9} {what}");
        Assert.All((string[])["branch accepted", "cancel accepted", "keep accepted", "pause accepted", "refused join-would-starve", "refused branch-would-double", "withdrawn"], what => Assert.True(counts.ContainsKey(what), what));
    }

    private int Search(ProcessGraph graph)
    {
        var start = new Scenario(graph).Filed().AcceptedByWindow();
        var (seen, open) = (new HashSet<string>(StringComparer.Ordinal) { Places.Of(start.State) }, new Queue<Scenario>([start]));
        while (open.TryDequeue(out var at))
        {
            Places.AssertNoneTwice(at.State);
            Walks.PlayToTheEnd(at.Fork());
            foreach (var next in Ways(at))
                if (!next.State.IsClosed && seen.Count < StatesOfModel && seen.Add(Places.Of(next.State))) open.Enqueue(next);
        }
        return seen.Count;
    }

    private IEnumerable<Scenario> Ways(Scenario at)
    {
        // Moves first, so that a bounded search has them.
        foreach (var task in at.State.Tasks.Values.Where(t => t is { IsOpen: true, IsHeld: false }).OrderBy(t => t.Id))
        {
            foreach (var sent in at.Pinned.Graph.Nodes.OfType<UserTask>().Select(s => s.Id).Append(CaseSentBack.Intake).SelectMany(s => SendBack(at, task, s))) yield return sent;
            foreach (var kind in task.Kind == TaskKind.Review ? [OpinionKind.Positive, OpinionKind.Negative] : (OpinionKind[])[OpinionKind.Positive])
            {
                var done = at.Fork();
                done.Accepted(Walks.Done(done, task, kind));
                yield return done;
            }
        }
        foreach (var given in at.State.Opinions.Values.OrderBy(o => o.TaskId))
        {
            var back = at.Fork();
            if (back.When(new WithdrawOpinion(given.TaskId, "again") { By = Scenario.Officer(given.Department, given.Officer), CaseId = at.CaseId }) is Outcome.Rejection) continue;
            Count("withdrawn");
            yield return back;
        }
        if (at.State.Agenda is [{ } next, ..] && next.Key.StartsWith("flow-", StringComparison.Ordinal))
        {
            var later = at.Fork();
            Walks.FallDue(later);
            yield return later;
        }
    }

    private IEnumerable<Scenario> SendBack(Scenario at, CaseTask task, string target)
    {
        foreach (var mode in Enum.GetValues<SendBackMode>())
        {
            var sent = at.Fork();
            if (sent.When(new SendBack(task.Id, target, mode, "missing") { By = Walks.HolderOf(task), CaseId = at.CaseId }) is not Outcome.Rejection no)
            {
                Count($"{mode.ToString().ToLowerInvariant()} accepted");
                yield return sent;
                continue;
            }
            Count($"refused {no.Code}");
            Assert.Contains(no.Code, Rules);
            if (no.Code is "join-would-starve" or "branch-would-double")
                Assert.True(BareFlow.Breaks(at.Pinned.Graph, at.State.Flow, task.Activity!.Value, target, at.Now), $"{no.Code}, but nothing breaks: {task.Element} to {target}, {mode}, {Places.Of(at.State)}");
        }
    }

    private void Count(string what) => counts[what] = counts.GetValueOrDefault(what) + 1;

    /// <summary>What tells states apart, without numbers and instants.</summary>
    private static class Places
    {
        public static string Of(CaseState state) => string.Join('|',
            BareFlow.PlacesOf(state.Flow),
            Join(state.Tasks.Values.Where(t => t.IsOpen).Select(t => $"{t.Element} {t.Department} {string.Join('+', t.Holds.Order())}")),
            Join(state.Tasks.Values.Where(t => t.End == TaskEnd.Done).Select(t => t.Element).Distinct(StringComparer.Ordinal)),
            Join(state.Opinions.Values.Select(o => $"{state.Tasks[o.TaskId].Element} {o.Opinion.Kind}")),
            Join(state.Moves.Detours.Values.Select(d => $"{state.Tasks[d.TaskId].Element} {d.Target} {d.Mode}")),
            Join(state.Reviews.Groups.Values.Select(g => $"{g.Element} {g.Outcome?.Outcome}")),
            Join(state.Reviews.ClosedEarly.Select(id => state.Tasks[id].Element)),
            $"{state.Decided is not null}");

        public static void AssertNoneTwice(CaseState state)
        {
            // A step asked beside the flow stands for itself: the flow may come to it meanwhile. What a timer reminds of, it may remind of again.
            var inFlow = state.Flow.Activities.Values.Where(a => a.Kind == ActivityKind.UserTask && state.Flow.Scopes[a.Scope].Kind != ScopeKind.Detour && a.Element != SmallModel.Beside);
            foreach (var group in inFlow.GroupBy(a => a.Element, StringComparer.Ordinal))
                Assert.True(group.Count() == 1, $"{group.Key} stands twice: {Of(state)}");
        }

        private static string Join(IEnumerable<string> parts) => string.Join(',', parts.Order(StringComparer.Ordinal));
    }
}
