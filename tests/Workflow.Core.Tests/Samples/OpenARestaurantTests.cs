using System.Collections.Immutable;
using System.Text.Json;
using Workflow.Core.Bpmn;
using Workflow.Core.Cases;
using Workflow.Core.Cases.Closing;
using Workflow.Core.Cases.Intake;
using Workflow.Core.Cases.Review;
using Workflow.Core.Cases.Timing;
using Workflow.Core.Catalog;
using Workflow.Core.Deadlines;
using Workflow.Core.Runtime;
using Workflow.Feel;
using Xunit;

namespace Workflow.Core.Tests.Samples;

/// <summary>The sample that newcomers meet first plays to its end on the core alone.</summary>
public sealed class OpenARestaurantTests
{
    private static readonly string Folder = Path.Combine(RepositoryRoot(), "samples", "open-a-restaurant");
    private static readonly byte[] Xml = File.ReadAllBytes(Path.Combine(Folder, "definition.bpmn"));
    private static readonly JointItem Item = JsonSerializer.Deserialize<JointItem>(File.ReadAllBytes(Path.Combine(Folder, "joint-item.json")), CatalogJson.Options)!;
    private static readonly ProcessGraph Graph = BpmnReader.Read(Xml).Graph ?? throw new InvalidOperationException("the sample's definition is refused");
    private static readonly Pinned Content = new(Item, Graph, StateCouncilCalendar.Latest);

    [Theory]
    [InlineData(299, false)]
    [InlineData(300, true)]
    public void The_fire_brigade_is_asked_from_three_hundred_square_metres(int floorArea, bool asked)
    {
        var play = Play.Filed(floorArea);

        Assert.Equal(asked, play.State.SubCases.Single(s => s.Item == "fire_safety").Applies);
    }

    [Fact]
    public void Eight_departments_begin_in_the_same_instant_and_the_case_is_delivered()
    {
        var play = Play.Filed(floorArea: 420).Accepted();

        var reviews = play.State.Tasks.Values.Where(t => t.Kind == TaskKind.Review).ToList();
        Assert.Equal(8, reviews.Select(t => t.Department).Distinct(StringComparer.Ordinal).Count());
        Assert.Single(reviews.Select(t => t.OpenedAt).Distinct());
        Assert.DoesNotContain(reviews, t => t.Department == "tobacco");

        foreach (var review in reviews) play.Opinion(review.ServiceItem!, OpinionKind.Positive);
        play.Does(TaskKind.Decide, id => new DecideCase(id, Decision.Grant, null) { By = Play.Officer("market"), CaseId = Play.Id });
        play.Does(TaskKind.Conclude, id => new Conclude(id, []) { By = Play.Officer("market"), CaseId = Play.Id });
        play.Does(TaskKind.Deliver, id => new Deliver(id, "window", null) { By = Play.Officer("window"), CaseId = Play.Id });

        Assert.Equal(CaseStatus.Granted, play.State.Status);
        Assert.NotNull(play.State.Delivered);
        Assert.True(play.State.Flow.IsCompleted);
        Assert.Empty(play.State.Agenda);
    }

    [Fact]
    public void A_denied_case_ends_with_the_delivery_of_the_refusal()
    {
        var play = Play.Filed(floorArea: 80).Accepted();
        foreach (var review in play.State.Tasks.Values.Where(t => t.Kind == TaskKind.Review).ToList())
            play.Opinion(review.ServiceItem!, review.ServiceItem == "food_licence" ? OpinionKind.Negative : OpinionKind.Positive);
        play.Does(TaskKind.Decide, id => new DecideCase(id, Decision.Deny, "the kitchen is not separate") { By = Play.Officer("market"), CaseId = Play.Id });
        play.Does(TaskKind.Deliver, id => new Deliver(id, "post", null) { By = Play.Officer("window"), CaseId = Play.Id });

        Assert.Equal(CaseStatus.Denied, play.State.Status);
        Assert.True(play.State.Flow.IsCompleted);
    }

    [Fact]
    public void The_fire_inspection_stops_the_clock_of_the_case_and_a_make_up_saturday_counts()
    {
        var play = Play.Filed(floorArea: 420).Accepted();
        var fire = play.State.Tasks.Values.Single(t => t.Department == "fire");
        Assert.Equal(new DateTimeOffset(2026, 5, 15, 0, 0, 0, Play.Zone), play.State.Clocks["case"].Clock.DueAt);

        play.At(4, 27, 10).Do(new Suspend(fire.ClockId, SuspensionReason.Inspection, "消防法第十五条") { By = Play.Officer("fire"), CaseId = Play.Id });
        Assert.Equal(CaseStatus.SpecialProcedure, play.State.Status);
        Assert.Null(play.State.Clocks["case"].Clock.DueAt);

        play.At(5, 7, 15).Do(new Resume(fire.ClockId) { By = Play.Officer("fire"), CaseId = Play.Id });
        Assert.Equal(CaseStatus.SpecialProcedureEnded, play.State.Status);
        Assert.True(play.State.Clocks["case"].Clock.DueAt > new DateTimeOffset(2026, 5, 15, 0, 0, 0, Play.Zone));
    }

    private static string RepositoryRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            if (File.Exists(Path.Combine(folder, "Workflow.sln"))) return folder;
        throw new InvalidOperationException("Workflow.sln is in no folder above the tests");
    }

    /// <summary>One case played by commands alone: the state is folded from what they decide.</summary>
    private sealed class Play
    {
        public const string Id = "case-0123456789abcdef0123456789abcdef";
        public static readonly TimeSpan Zone = TimeSpan.FromHours(8);
        private const string Region = "510104";

        private DateTimeOffset now = new(2026, 4, 23, 9, 0, 0, Zone);

        public CaseState State { get; private set; } = CaseState.Empty;

        public static Actor Officer(string department) => new(ActorKind.Person, department, Role.Officer, department, Region);

        public static Play Filed(int floorArea)
        {
            var play = new Play();
            var answers = Value.Context.Empty.With("floorArea", floorArea).With("outdoorSign", true).With("cookingFumes", true)
                .With("ownSewerConnection", true).With("sellsTobacco", false);
            var applicant = new Applicant("applicant-1", ApplicantKind.Person, new Personal("周小满"), new Personal("510104199005129973"), new Personal("02886001111"));
            play.Do(new FileApplication(new PinnedRef(Item.Code, 1, Item.Definition, 1, Item.Calendar, 1), Region, "online", applicant, answers, [])
            {
                By = new Actor(ActorKind.Person, "applicant-1", Role.Applicant, null, Region), CaseId = Id,
            });
            return play;
        }

        public Play Accepted()
        {
            Does(TaskKind.Intake, id => new Accept(id) { By = Officer("window"), CaseId = Id });
            return this;
        }

        public void Opinion(string item, OpinionKind kind)
        {
            var task = State.Tasks.Values.Single(t => t.ServiceItem == item);
            Do(new RecordOpinion(task.Id, new Opinion(kind, kind == OpinionKind.Negative ? "not in order" : null, [])) { By = Officer(task.Department), CaseId = Id });
        }

        public void Does(TaskKind kind, Func<long, CaseCommand> command) => Do(command(State.Tasks.Values.Single(t => t.Kind == kind && t.IsOpen).Id));

        public Play At(int month, int day, int hour)
        {
            now = new DateTimeOffset(2026, month, day, hour, 0, 0, Zone);
            return this;
        }

        public void Do(CaseCommand command)
        {
            var outcome = command.Decide(Content, State, now);
            var events = Assert.IsType<Outcome.Events>(outcome).List;
            State = events.Aggregate(State, (state, happened) => (CaseState)state.Evolve(happened));
        }
    }
}
