using System.Text.Json;
using Workflow.Contracts.Cases;
using Workflow.Samples.Api;
using Workflow.Samples.Play;
using Workflow.Samples.Setup;

namespace Workflow.Samples.Walk;

/// <summary>
/// What every walk stands on: one case of a sample with a player for it, people to act, a test clock, and a timeline that
/// is printed as it grows.
/// </summary>
internal sealed class WalkStage
{
    public const string Region = Places.Jinjiang;

    private readonly string sample;
    private readonly TimelinePrinter printer;
    private readonly Language language;
    private readonly TextWriter to;

    public WalkStage(string sample, Cast cast, DemoAccounts accounts, Patience patience, string controlKey, Language language, TextWriter to)
    {
        (this.sample, Cast, this.language, this.to) = (sample, cast, language, to);
        Player = new CasePlayer($"walk-{Guid.NewGuid():N}", sample, Region, cast, patience, controlKey);
        printer = new TimelinePrinter(Player, accounts, language, to);
    }

    public CasePlayer Player { get; }
    public Cast Cast { get; }

    /// <summary>An instant of the story's year: its days are fixed ones of a published calendar, so every walk tells the same.</summary>
    public static DateTimeOffset On(int month, int day, int hour, int minute) => new(2026, month, day, hour, minute, 0, CasePlayer.Zone);

    public void PrintHead()
    {
        to.WriteLine(language switch
        {
            Language.Zh => "本办件使用测试时钟:数日之隔由演示拨动,办件页面会注明“测试时钟”。",
            Language.En => "This case runs on a test clock: the days between the steps are moved on by the walk, and the case's page says so.",
            _ => "本办件使用测试时钟:数日之隔由演示拨动,办件页面会注明。\nThis case runs on a test clock: the days between the steps are moved on by the walk, and the case's page says so.",
        });
        to.WriteLine();
        printer.PrintHead();
    }

    public Task<CaseAnswer> PrintNewAsync() => printer.PrintNewAsync();

    /// <summary>Lets time pass on the case's own clock.</summary>
    public async Task PassAsync(DateTimeOffset to)
    {
        await Player.MoveClockAsync(to);
        printer.PrintClock(to);
    }

    /// <summary>Files the sample's own application (application.json), with a stand-in for each material but those left out.</summary>
    public async Task<Session> FileSampleAsync(DateTimeOffset at, params IReadOnlyList<string> without)
    {
        var applicant = await Cast.ApplicantAsync(1);
        var application = SampleFiles.Application(sample);
        var answers = application.Answers.ToDictionary(a => a.Key, a => (object)a.Value, StringComparer.Ordinal);
        var papers = SampleFiles.Materials(sample).Where(m => !without.Contains(m.Code));
        await Player.FileAsync(applicant, application.Channel, application.Applicant, answers, papers, at);
        await PrintNewAsync();
        return applicant;
    }

    /// <summary>Several departments at once: each takes its review on and gives its opinion.</summary>
    public Task OpinionsAsync(params IReadOnlyList<string> items) => Task.WhenAll(items.Select(async item =>
    {
        await Player.ClaimAsync(item);
        await Player.OpinionAsync(item);
    }));

    /// <summary>One result for each item: its name, and a number made of place, year and case.</summary>
    public IReadOnlyList<ResultRequest> Results(params IReadOnlyList<(string Item, string Name)> results) =>
        [.. results.Select((r, i) => new ResultRequest(r.Item, r.Name, $"{Region}-2026-{i + 1:D2}-{Player.CaseNumber[^4..]}"))];

    /// <summary>A story is only told to its end when the case says so itself.</summary>
    public void CheckGranted(CaseAnswer ended, IReadOnlyCollection<string> items, int status = 11)
    {
        if (ended.Status != status) throw new StoryException($"{ended.CaseNumber} should have ended with status {status} and is '{ended.StatusName.Zh}' ({ended.Status})");
        if (ended.Tasks.Any(t => t.State is "open" or "claimed")) throw new StoryException($"{ended.CaseNumber} still has open tasks");
        if (!ended.TestClock) throw new StoryException($"{ended.CaseNumber} does not say that it runs on a test clock");
        foreach (var item in items)
        {
            var opinions = ended.SubCases.Where(s => s.Item == item && s.Opinion is not null).ToList();
            if (opinions.Count != 1) throw new StoryException($"{item} should have one opinion and has {opinions.Count}");
        }
    }

    /// <summary>Reviews that had to wait for another: a certificate that a step needs is there before the step begins.</summary>
    public static void CheckAfter(CaseAnswer read, string item, params IReadOnlyList<string> needed)
    {
        var opened = read.Tasks.Where(t => t.Item == item).Min(t => t.OpenedAt);
        foreach (var first in needed)
            if (read.Tasks.Where(t => t.Item == first).Max(t => t.ClosedAt) is not { } closed || closed > opened)
                throw new StoryException($"{item} began before {first} was done");
    }
}
