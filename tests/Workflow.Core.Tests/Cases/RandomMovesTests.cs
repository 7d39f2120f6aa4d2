using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Workflow.Core.Bpmn;
using Workflow.Core.Cases;
using Workflow.Core.Cases.Closing;
using Workflow.Core.Cases.Moves;
using Workflow.Core.Cases.Review;
using Workflow.Core.Cases.Supervision;
using Workflow.Core.Runtime;
using Workflow.Core.Tests.Flow;
using Xunit;

namespace Workflow.Core.Tests.Cases;

/// <summary>
/// Random moves on random definitions: whatever was accepted in whatever order, playing the open tasks concludes the case. A few
/// hundred walks; a hundred thousand, with at least five hundred accepted uses of each operation, where ONEGO_LONG is set.
/// </summary>
public class RandomMovesTests(ITestOutputHelper output)
{
    private static readonly bool Long = Environment.GetEnvironmentVariable("ONEGO_LONG") is { Length: > 0 };
    private static readonly int WalkCount = Long ? 100_000 : 400;
    private static readonly int AcceptedAtLeast = Long ? 500 : 1;
    private static readonly string[] Departments = ["a", "b", "c"];

    [Fact]
    public void After_any_moves_playing_the_open_tasks_concludes_the_case()
    {
        var watch = Stopwatch.StartNew();
        var tally = new Tally();
        var failures = new ConcurrentBag<string>();
        Parallel.ForEach(Enumerable.Range(0, WalkCount), new ParallelOptions { MaxDegreeOfParallelism = Long ? 2 : 1 }, seed =>
        {
            try
            {
                new Walk(seed, tally).Play();
            }
            catch (Exception e)
            {
                failures.Add(string.Create(CultureInfo.InvariantCulture, $"seed {seed}: {e.Message}"));
            }
            // A long run that is stopped has told how far it came.
            if (tally.Walked() % 5_000 == 0) output.WriteLine($"{tally.Walks} walks, {watch.Elapsed.TotalSeconds:F0} s, {failures.Count} failed {failures.FirstOrDefault()}\n{tally}");
        });
        output.WriteLine($"{WalkCount} walks, {tally.Commands} commands, {watch.Elapsed.TotalSeconds:F0} s");
        output.WriteLine(tally.ToString());
        Assert.True(failures.IsEmpty, string.Join('\n', failures.Take(20)));
        Assert.All(Walk.Operations, operation => Assert.True(tally.Accepted(operation) >= AcceptedAtLeast, $"{operation}: {tally.Accepted(operation)} accepted"));
    }

    /// <summary>How often each operation was accepted, and refused by which code.</summary>
    private sealed class Tally
    {
        private readonly SortedDictionary<string, int> counts = new(StringComparer.Ordinal);

        private int walks;

        public int Commands { get; private set; }

        public int Walks => walks;

        public int Walked() => Interlocked.Increment(ref walks);

        public void Add(string operation, Outcome outcome)
        {
            var key = operation + (outcome is Outcome.Rejection no ? $" refused {no.Code}" : " accepted");
            lock (counts)
            {
                Commands++;
                counts[key] = counts.GetValueOrDefault(key) + 1;
            }
        }

        public int Accepted(string operation) => counts.GetValueOrDefault(operation + " accepted");

        public override string ToString()
        {
            lock (counts) return string.Join('\n', counts.Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Value,9} {c.Key}")));
        }
    }

    private sealed class Walk(int seed, Tally tally)
    {
        public static readonly string[] Operations =
        [
            "send back branch", "send back cancel", "send back keep", "send back pause", "withdraw opinion", "delegate", "return", "recall",
            "pass on", "copy", "read copy", "urge", "reassign", "withdraw", "add signer", "remove signer",
        ];

        private readonly Random random = new(seed);
        private readonly Scenario scenario = new(RandomProcess.Make(seed, 2, Dress));

        public void Play()
        {
            scenario.Filed().AcceptedByWindow();
            for (var steps = random.Next(10, 80); steps > 0 && !scenario.State.IsClosed; steps--)
            {
                if (random.Next(2) > 0 || scenario.State.Flow.HasMore) Work();
                else Move();
                CountedGroups.AssertCounted(scenario);
            }
            Walks.PlayToTheEnd(scenario);
            Assert.DoesNotContain(scenario.State.Tasks.Values, t => t.IsOpen);
            Assert.True(scenario.State.Flow.IsCompleted && scenario.State.Flow.Tokens.IsEmpty && scenario.State.Flow.Scopes.IsEmpty);
            Assert.Empty(scenario.State.Moves.Detours);
            Assert.Empty(scenario.State.Moves.Delegations);
            Walks.AssertReplays(scenario);
        }

        private static FlowNode Dress(Random random, FlowNode node) => node switch
        {
            UserTask task => DressStep(random, task),
            SubProcess when random.Next(3) == 0 => node with { Approval = PolicyOf(random) },
            ParallelGateway when node.Id.StartsWith("fork", StringComparison.Ordinal) && random.Next(2) == 0 => node with { Approval = PolicyOf(random) },
            _ => node,
        };

        /// <summary>A policy on one of several is their vote; on another it is for the signers that are added.</summary>
        private static FlowNode DressStep(Random random, UserTask task)
        {
            var isReview = random.Next(4) > 0;
            var settings = isReview && random.Next(3) == 0 ? PolicyOf(random) : ImmutableSortedDictionary<string, string>.Empty;
            return task with { Approval = settings.Add("kind", isReview ? "review" : "work").Add("department", Departments[random.Next(Departments.Length)]) };
        }

        private static ImmutableSortedDictionary<string, string> PolicyOf(Random random)
        {
            var policy = ImmutableSortedDictionary<string, string>.Empty.Add("early", random.Next(2) == 0 ? "close" : "finish");
            return random.Next(7) switch
            {
                0 => policy.Add("policy", "all"),
                1 => policy.Add("policy", "any"),
                2 => policy.Add("policy", "k-of-n").Add("k", "2"),
                3 => policy.Add("policy", "veto"),
                4 => policy.Add("policy", "in-order"),
                5 => policy.Add("policy", "weighted").Add("threshold", "2"),
                _ => policy.Add("policy", "lead").Add("lead", Departments[random.Next(Departments.Length)]),
            };
        }

        /// <summary>Ordinary work: a task done, a job, time going by.</summary>
        private void Work()
        {
            var open = Open().Where(t => !t.IsHeld).ToList();
            if (open.Count == 0 || scenario.State.Flow.HasMore || random.Next(6) == 0)
            {
                if (scenario.State.Agenda is [{ } next, ..] && next.Key.StartsWith("flow-", StringComparison.Ordinal) && random.Next(4) == 0) Walks.FallDue(scenario);
                else Walks.Play(scenario);
                return;
            }
            var kind = random.Next(5) switch { 0 => OpinionKind.Negative, 1 => OpinionKind.Conditional, _ => OpinionKind.Positive };
            scenario.Accepted(Walks.Done(scenario, open[random.Next(open.Count)], kind));
        }

        private void Move()
        {
            var open = Open();
            if (open.Count == 0) return;
            var task = open[random.Next(open.Count)];
            var by = Walks.HolderOf(task);
            var colleague = $"{task.Department}-{random.Next(3)}";
            switch (Rare() ?? random.Next(22))
            {
                case 0 or 1 or 2 or 3 or 4: SendBack(task, by, offered: true); break;
                case 5 or 6 or 7: SendBack(task, by, offered: false); break;
                case 8 or 9 or 10:
                    if (scenario.State.Opinions.IsEmpty) break;
                    var given = scenario.State.Opinions.Values.OrderBy(o => o.TaskId).ElementAt(random.Next(2) == 0 ? scenario.State.Opinions.Count - 1 : random.Next(scenario.State.Opinions.Count));
                    Do("withdraw opinion", new WithdrawOpinion(given.TaskId, "again") { By = Scenario.Officer(given.Department, given.Officer), CaseId = scenario.CaseId });
                    break;
                case 11 or 12:
                    var department = Departments[random.Next(Departments.Length)];
                    Do("delegate", new DelegateTask(task.Id, department, random.Next(2) == 0 ? null : colleague, "prepare", true, []) { By = by, CaseId = scenario.CaseId });
                    break;
                case 13:
                    if (scenario.State.Moves.Delegations.Values.FirstOrDefault() is { } d && scenario.State.Tasks[d.Delegate] is var handed)
                        Do("return", new ReturnTask(d.Delegate, "looked at") { By = Walks.HolderOf(handed), CaseId = scenario.CaseId });
                    break;
                case 14:
                    if (scenario.State.Moves.Delegations.Values.FirstOrDefault() is { } own && scenario.State.Tasks[own.TaskId] is var delegating)
                        Do("recall", new ReturnTask(own.TaskId, null) { By = Walks.HolderOf(delegating), CaseId = scenario.CaseId });
                    break;
                case 15: Do("pass on", new PassTaskOn(task.Id, colleague, "busy", true, []) { By = by, CaseId = scenario.CaseId }); break;
                case 16: Do("copy", new SendCopy(Departments[random.Next(Departments.Length)], null, "for your files", true) { By = by, CaseId = scenario.CaseId }); break;
                case 17:
                    if (scenario.State.Moves.Copies.Values.LastOrDefault() is { } copy)
                        Do("read copy", new ReadCopy(copy.Sent.Copy) { By = Scenario.Officer(copy.Sent.Department), CaseId = scenario.CaseId });
                    break;
                case 18:
                    var position = Enum.GetValues<SignerPosition>()[random.Next(3)];
                    Do("add signer", new AddSigner(task.Id, Departments[random.Next(Departments.Length)], null, position, null, "sign too") { By = by, CaseId = scenario.CaseId });
                    break;
                case 19:
                    if (open.Find(t => scenario.State.Reviews.Signers.ContainsKey(t.Id)) is { } signer) task = signer;
                    else if (random.Next(6) > 0) break;
                    var host = scenario.State.Reviews.Signers.GetValueOrDefault(task.Id)?.Host ?? task.Id;
                    Do("remove signer", new RemoveSigner(task.Id, "not needed") { By = Walks.HolderOf(scenario.State.Tasks[host]), CaseId = scenario.CaseId });
                    break;
                case 20: Do("urge", new UrgeTask(task.Id, "hurry") { By = Walks.Supervisor, CaseId = scenario.CaseId }); break;
                default:
                    if (random.Next(15) == 0) Do("withdraw", new Withdraw("changed my mind") { By = Scenario.Applicant, CaseId = scenario.CaseId });
                    else Do("reassign", new ReassignTask(task.Id, colleague, "ill", true, []) { By = Walks.Supervisor, CaseId = scenario.CaseId });
                    break;
            }
        }

        /// <summary>What needs something done before it is rarely possible, so it is tried more often while it is.</summary>
        private int? Rare()
        {
            if (!scenario.State.Moves.Delegations.IsEmpty && random.Next(4) == 0) return random.Next(3) == 0 ? 13 : 14;
            return Open().Exists(t => scenario.State.Reviews.Signers.ContainsKey(t.Id)) && random.Next(3) == 0 ? 19 : null;
        }

        private void SendBack(CaseTask task, Actor by, bool offered)
        {
            var targets = SendBackTarget.Of(scenario.Pinned, scenario.State, task);
            var modes = Enum.GetValues<SendBackMode>();
            var (target, mode) = (CaseSentBack.Intake, modes[random.Next(modes.Length)]);
            if (offered && targets.Length > 0)
            {
                // Those that move tokens are rarer, so they go first.
                var moving = targets.Where(t => t.Modes[0] is SendBackMode.Branch or SendBackMode.Cancel).ToList();
                var one = moving.Count > 0 && random.Next(3) > 0 ? moving[random.Next(moving.Count)] : targets[random.Next(targets.Length)];
                (target, mode) = (one.Element, one.Modes[random.Next(3) > 0 ? 0 : random.Next(one.Modes.Length)]);
            }
            else
            {
                var steps = scenario.Pinned.Graph.Nodes.OfType<UserTask>().Select(t => t.Id).Order(StringComparer.Ordinal).ToList();
                target = steps[random.Next(steps.Count)];
            }
            var outcome = Do($"send back {mode.ToString().ToLowerInvariant()}", new SendBack(task.Id, target, mode, "missing") { By = by, CaseId = scenario.CaseId });
            var wasOffered = targets.FirstOrDefault(t => t.Element == target)?.Modes.Contains(mode) == true;
            Assert.Equal(wasOffered, outcome is Outcome.Events);
        }

        private Outcome Do(string operation, CaseCommand command)
        {
            var outcome = scenario.When(command);
            tally.Add(operation, outcome);
            return outcome;
        }

        private List<CaseTask> Open() => [.. scenario.State.Tasks.Values.Where(t => t.IsOpen).OrderBy(t => t.Id)];
    }
}
