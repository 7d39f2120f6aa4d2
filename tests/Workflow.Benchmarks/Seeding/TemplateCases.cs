using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Workflow.Core.Cases;
using Workflow.Core.Cases.Intake;
using Workflow.Core.Cases.Review;
using Workflow.Core.Cases.Supervision;
using Workflow.Core.Cases.Timing;
using Workflow.Core.Runtime;
using Workflow.Feel;
using Workflow.Postgres.Log;

namespace Workflow.Benchmarks.Seeding;

/// <summary>A case that was really decided, to be copied.</summary>
internal sealed record TemplateCase(string StreamId, string CaseNumber, string Account, string Name, string IdNumber);

/// <summary>
/// Plays cases of the last weeks through the engine's own batcher and encoder at the instants at which they would have
/// happened: most are under review, some at the intake, some have a yellow card, claimed or urged tasks, or first opinions.
/// </summary>
internal sealed class TemplateCases
{
    private const string Series = "template";
    private static readonly TimeSpan Span = TimeSpan.FromDays(24);
    private static readonly Dictionary<string, StreamKind> Kinds = new(StringComparer.Ordinal) { ["case"] = new CaseStreams() };
    private readonly SeedPlan _plan;
    private readonly EventJson _json = new();
    private readonly TimeSpan _cardAfter;
    private readonly List<EncodedBatch> _batches = [];

    public TemplateCases(SeedPlan plan)
    {
        _plan = plan;
        _cardAfter = AgeAtFirstCard();
        _batches.Clear();
    }

    /// <summary>All of them, and the batches that write them.</summary>
    public (List<TemplateCase> Cases, List<EncodedBatch> Batches) Play()
    {
        var cases = Enumerable.Range(0, _plan.Templates).Select(t => PlayOne(t).Case).ToList();
        return (cases, _batches);
    }

    private (TemplateCase Case, CaseState State) PlayOne(int t)
    {
        // Neighbours in the log are of one time and of many regions, as they are where many windows take in.
        var filedAt = _plan.Now - Span + Span * t / _plan.Templates;
        // Every region has cases of every kind.
        return ((t + t / _plan.Regions.Count) % 20) switch
        {
            0 or 1 => One(t, _plan.Now - TimeSpan.FromMinutes(60 + t % 1_200)),
            2 => One(t, _plan.Now - _cardAfter - TimeSpan.FromMinutes(t), Accept, Late),
            3 => One(t, filedAt, Accept, (id, s) => Claim(id, s, 0), (id, s) => Claim(id, s, 3), (id, s) => Claim(id, s, 5)),
            4 => One(t, filedAt, Accept, (id, s) => Urge(id, s, 1), (id, s) => Urge(id, s, 3)),
            5 => One(t, filedAt, Accept, (id, s) => Opinion(id, s, 2), (id, s) => Opinion(id, s, 4)),
            _ => One(t, filedAt, Accept),
        };
    }

    private (TemplateCase, CaseState) One(int t, DateTimeOffset filedAt, params Func<string, CaseState, CaseCommand>[] then)
    {
        string id = People.CaseIdOf(Series, t);
        var person = new TemplateCase(id, "", People.AccountOf(t), People.NameOf(t), People.IdNumberOf(t));
        var batcher = new Batcher(Kinds, BatchLimits.Default);
        var (pin, content) = _plan.Items[t / 7 % _plan.Items.Count];
        var state = Send(batcher, content, CaseState.Empty, File(person, pin, _plan.Regions[t % _plan.Regions.Count]), 0, filedAt);
        for (int step = 0; step < then.Length; step++)
        {
            var command = then[step](id, state);
            var at = command is FireTimer ? _plan.Now : filedAt + TimeSpan.FromMinutes(40 + 5 * step);
            state = Send(batcher, content, state, command, step + 1, at);
        }

        return (person with { CaseNumber = state.CaseNumber }, state);
    }

    /// <summary>How long ago a case must have been filed for its reviews to show a yellow card now and nothing to be due for a day.</summary>
    private TimeSpan AgeAtFirstCard()
    {
        for (int days = 20; days < 120; days++)
        {
            var (_, state) = One(0, _plan.Now - TimeSpan.FromDays(days), Accept, Late);
            bool isCarded = state.Clocks.Values.Any(c => c.Card != Core.Deadlines.Card.None);
            if (isCarded && state.Agenda[0].Due > _plan.Now + TimeSpan.FromDays(1)) return TimeSpan.FromDays(days);
        }

        throw new InvalidOperationException("no age shows a yellow card with nothing due for a day");
    }

    private CaseState Send(Batcher batcher, Pinned content, CaseState state, CaseCommand command, int step, DateTimeOffset at)
    {
        // The stream's id stands in the command's, so that a copy's commands have ids of their own.
        string key = string.Create(CultureInfo.InvariantCulture, $"{command.CaseId}/{step}");
        var inputs = new Queue<BatchInput>();
        inputs.Enqueue(new BatchInput.Submit(new Envelope(new CommandId(command.By.Id, "seed", key), command, SHA256.HashData(Encoding.UTF8.GetBytes(key))), 1));
        Answer? answer = null;
        while (inputs.TryDequeue(out var input))
        {
            foreach (var output in batcher.Handle(input, at))
            {
                switch (output)
                {
                    case BatchOutput.Commit commit: inputs.Enqueue(Write(commit.Batch)); break;
                    case BatchOutput.LoadPinned load: inputs.Enqueue(new BatchInput.PinnedLoaded(load.Pin, content)); break;
                    case BatchOutput.Reply reply: answer = reply.Answer; break;
                }
            }
        }

        return answer is Answer.Accepted accepted ? accepted.Events.Aggregate(state, (s, e) => (CaseState)s.Evolve(e))
            : throw new InvalidOperationException($"{command.GetType().Name} of a template: {answer}");
    }

    private BatchInput.Committed Write(Batch batch)
    {
        var encoded = new EncodedBatch(batch, Kinds, _json);
        _batches.Add(encoded);
        var item = batch.Items.Single();
        var (hash, at, key, _) = encoded.Ends[0];
        int rows = item.RowCount;
        var head = rows == 0 ? item.Expected : new StreamHead(item.Expected.Version + rows, item.Expected.Version + rows, at, hash, key);
        return new BatchInput.Committed(batch.Id, [new ItemVerdict(true, false, head, [.. Enumerable.Range(1, rows).Select(i => item.Expected.Version + i)], [])]);
    }

    private static FileApplication File(TemplateCase person, PinnedRef pin, string region) => new(
        pin, region, "online", new Applicant(person.Account, ApplicantKind.Person, new(person.Name), new(person.IdNumber), new("13800000000")),
        Value.Context.Empty.With("area", 120m).With("sign", true).With("name", "便民店").With("owner", person.Name), [])
    { CaseId = person.StreamId, By = new Actor(ActorKind.Person, person.Account, Role.Applicant) };

    private static Accept Accept(string id, CaseState state) => new(state.Tasks.Values.Single(t => t.IsOpen && t.Kind == TaskKind.Intake).Id)
    {
        CaseId = id, By = new Actor(ActorKind.Person, $"clerk-{state.Region}", Role.Window, "window", state.Region),
    };

    private static FireTimer Late(string id, CaseState state) => new() { CaseId = id, By = Actor.System("timer") };

    private static ClaimTask Claim(string id, CaseState state, int department) => new(Review(state, department)) { CaseId = id, By = Officer(state, department) };

    private static UrgeTask Urge(string id, CaseState state, int department) => new(Review(state, department), "请尽快办理")
    {
        CaseId = id, By = new Actor(ActorKind.Person, "supervisor", Role.Supervisor, null, state.Region),
    };

    public static RecordOpinion Opinion(string id, CaseState state, int department) =>
        new(Review(state, department), new Opinion(OpinionKind.Positive, "符合要求", [])) { CaseId = id, By = Officer(state, department) };

    /// <summary>The officer of a department, whatever the region: the account names both.</summary>
    public static string OfficerOf(string region, string department) => $"officer-{region}-{department}";

    private static Actor Officer(CaseState state, int department)
    {
        string code = string.Create(CultureInfo.InvariantCulture, $"d{department}");
        return new Actor(ActorKind.Person, OfficerOf(state.Region, code), Role.Officer, code, state.Region);
    }

    private static long Review(CaseState state, int department) =>
        state.Tasks.Values.Single(t => t.IsOpen && t.Kind == TaskKind.Review && t.Department == string.Create(CultureInfo.InvariantCulture, $"d{department}")).Id;
}
