using Bogus;
using Workflow.Contracts.Cases;
using Workflow.Samples.Api;
using Workflow.Samples.Play;
using Workflow.Samples.Setup;

namespace Workflow.Samples.Demo;

/// <summary>
/// One demo case of a sample other than the restaurant: its own application under another name, played step by step as
/// far as it is to be left: every open task is done by its department, at the sample's pace.
/// </summary>
internal sealed class SampleStory(int number, string sample, Ending ending, DateTimeOffset present, Cast cast, Patience patience, string controlKey)
{
    private const int MostRounds = 40;
    private const int Seed = 20261101;

    /// <summary>What is told apart by the applicant's name in each sample.</summary>
    private static readonly Dictionary<string, string> Named = new(StringComparer.Ordinal)
    {
        ["newborn"] = "motherName", ["company-setup"] = "representativeName", ["joint-acceptance"] = "contactName",
    };

    private readonly CasePlayer player = new($"demo-{sample}-{number:D2}", sample, Places.Jinjiang, cast, patience, controlKey);

    public async Task PlayAsync()
    {
        var start = WorkDays.Before(present, ending switch { Ending.Filed => 1, Ending.UnderReview => 3, _ => 18 + number }, hour: 9);
        var applicant = await cast.ApplicantAsync(1 + (number % 4));
        var (who, answers) = Made();
        await player.FileAsync(applicant, "online", who, answers, SampleFiles.Materials(sample), start);
        var last = ending == Ending.Filed ? start : await GoOnAsync(start.AddHours(1));
        if (ending == Ending.Delivered) await player.RateAsync(applicant, 4 + (number % 2), "一次申请,全部办好。");
        if (last < present) await player.MoveClockAsync(present);
    }

    private (ApplicantRequest Who, Dictionary<string, object> Answers) Made()
    {
        var application = SampleFiles.Application(sample);
        var answers = application.Answers.ToDictionary(a => a.Key, a => (object)a.Value, StringComparer.Ordinal);
        var faker = new Faker("zh_CN") { Random = new Randomizer(Seed + number) };
        var name = faker.Name.LastName() + faker.Name.FirstName();
        answers[Named[sample]] = name;
        var who = application.Applicant with { Phone = $"0288601{number:D4}" };
        return (who.Kind == "person" ? who with { Name = name } : who, answers);
    }

    /// <summary>Answers with the case's own time at the end.</summary>
    private async Task<DateTimeOffset> GoOnAsync(DateTimeOffset now)
    {
        await player.MoveClockAsync(now);
        await player.AcceptAsync();
        // Under review: one round of departments has spoken, the next one has its turn.
        var rounds = ending == Ending.UnderReview ? 1 : MostRounds;
        for (var round = 0; round < rounds; round++)
        {
            now = Next(now);
            await player.MoveClockAsync(now);
            var open = (await player.ReadAsync()).Tasks.Where(t => t.State is "open" or "claimed" && t.Kind != "verify").OrderBy(t => t.TaskId).ToList();
            // Checks after the grant are left to whoever looks at the demo.
            if (open.Count == 0) return now;
            foreach (var task in open)
            {
                try { await DoAsync(task); }
                // Its turn has not come: the lead department speaks last.
                catch (ProblemException held) when (held.Code == "task-held") { }
            }
        }
        return now;
    }

    private Task DoAsync(CaseTaskAnswer task) => task.Kind switch
    {
        "review" => player.OpinionAsync(task.Item!),
        "work" => player.CompleteAsync(task.Element),
        "decide" => player.DecideAsync("grant"),
        "conclude" => player.ConcludeAsync([]),
        "deliver" => player.DeliverAsync("window", "申请人签收"),
        _ => throw new StoryException($"{sample}: nobody knows how to do a task of kind {task.Kind}"),
    };

    private DateTimeOffset Next(DateTimeOffset now) => sample switch
    {
        "company-setup" => now.AddMinutes(25),
        "newborn" when now.ToOffset(CasePlayer.Zone).Hour < 13 => now.AddHours(4),
        _ => WorkDays.After(now, 1, hour: 10),
    };
}
