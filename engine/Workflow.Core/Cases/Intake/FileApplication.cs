using System.Collections.Immutable;
using System.Globalization;
using Workflow.Core.Cases.Obligations;
using Workflow.Core.Cases.Papers;
using Workflow.Core.Cases.Materials;
using Workflow.Core.Flow;
using Workflow.Core.Runtime;
using Workflow.Feel;

namespace Workflow.Core.Cases.Intake;

/// <summary>
/// An applicant files one application for everything (收件). Which service items apply is decided here, once, by the
/// answers. Answers to personal fields are kept apart, encrypted.
/// </summary>
/// <param name="Ref">the published versions that the case will keep</param>
/// <param name="Channel">how it came in, for instance "window" or "online"</param>
/// <param name="Answers">every answer of the form, checked against it</param>
/// <param name="TestClock">offset of a test clock; zero for a real case</param>
public sealed record FileApplication(
    PinnedRef Ref, string Region, string Channel, Applicant Applicant, Value.Context Answers, ImmutableArray<FiledMaterial> Materials,
    TimeSpan TestClock = default) : CaseCommand
{
    /// <summary>What the case complains of, when it is a complaint (投诉); its instant is the command's.</summary>
    public ComplaintOpened? About { get; init; }

    /// <summary>Purposes for which the applicant agreed that what it gave before is used again; see <see cref="Consent"/>.</summary>
    public ImmutableArray<string> Consents { get; init; } = [];

    /// <summary>Codes of the items for which the applicant commits itself (告知承诺).</summary>
    public ImmutableArray<string> Commitments { get; init; } = [];

    /// <summary>Keyed hash of the applicant's id number, by which its promises are remembered; empty when nothing is promised.</summary>
    public string TrustKey { get; init; } = "";

    /// <summary>Promises that this applicant broke.</summary>
    public ImmutableArray<BrokenPromise> Broken { get; init; } = [];

    /// <summary>What an agent (代办) who files in the applicant's name goes by; null when nobody does.</summary>
    public AgentMandate? Mandate { get; init; }

    public override bool OpensStream => true;

    // The very first event stands in the case's own time too: no later one may be before it.
    public override TimeSpan OffsetIn(StreamState state) => ((CaseState)state).IsFiled ? state.ClockOffset : TestClock;

    public override PinnedRef? Pin(StreamState state) => ((CaseState)state).Pinned ?? Ref;

    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        if (state.IsFiled) return Outcome.Reject("case-exists");
        var parts = pinned.JointItem.Items
            .Select(i => new SubCase(i.Code, i.Name.Zh, i.Department, pinned.Applies(i, Answers, now))).ToImmutableArray();
        if (!parts.Any(p => p.Applies)) return Outcome.Reject("nothing-applies");
        if (Materials.FirstOrDefault(m => pinned.JointItem.Materials.All(known => known.Code != m.Material)) is { } unknown)
            return Outcome.Reject("material-unknown", ("material", unknown.Material));

        var realDay = pinned.Calendar.DayOf(now - TestClock);
        if (Mandate is { } mandate && !mandate.Covers(By.Id, pinned.JointItem.Code, realDay)) return Outcome.Reject("no-mandate");
        var today = pinned.Calendar.DayOf(now);
        foreach (var filed in Materials)
        {
            if (MaterialGrades.WhyNot(pinned.JointItem.Materials.First(m => m.Code == filed.Material), filed, today) is { } why)
                return Outcome.Reject(why, ("material", filed.Material), ("grade", filed.Grade.ToString()));
            if (filed.From is { } from && !Consents.Contains(Consent.PurposeOf(from))) return Outcome.Reject("consent-required", ("purpose", Consent.PurposeOf(from)), ("material", filed.Material));
        }
        if (PreChecks.Of(pinned, Region, Answers, Materials, now) is { IsEmpty: false } found)
            return Outcome.Reject("pre-check-failed", ("rules", string.Join(", ", found.Select(f => f.Code))));

        var personal = pinned.JointItem.Form.Where(f => f.Personal).Select(f => f.Name).ToHashSet(StringComparer.Ordinal);
        var open = Ordered.Of(Answers.Without(personal));
        var secret = PersonalAnswers.Write(Answers, personal);
        var progress = new Progress(pinned, state, now)
            .Add(new ApplicationFiled(
                CaseNumber(CaseId, Region, pinned.Calendar.DayOf(now)), Region, Ref, pinned.JointItem.Name.Zh, Channel, Applicant,
                open, new Personal(secret), parts, Materials, TestClock, now));
        if (About is not null) progress.Add(About with { At = now });
        foreach (var consent in Materials.Where(m => m.From is not null).GroupBy(m => Consent.PurposeOf(m.From!), StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
            progress.Add(new ConsentGiven(consent.Key, [.. consent.Select(m => m.Material).Distinct(StringComparer.Ordinal)], By.Id, now));
        if (Mandate is { } given) progress.Add(new AgentNamed(By.Id, given.Id, given.To, now));
        return progress.Commit(Commitments, TrustKey, Broken, realDay, now) ?? progress.OpenIntake(now).Outcome;
    }

    /// <summary>
    /// The number people use (办件编号): division code, day, and eight characters made of the case's id without the
    /// letters that are mistaken for digits. No counter, so nothing waits for another case.
    /// </summary>
    private static string CaseNumber(string caseId, string region, DateOnly day)
    {
        const string alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        var bits = ulong.Parse(caseId.AsSpan(caseId.Length - 32, 10), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        var serial = string.Create(8, bits, (span, b) =>
        {
            for (var i = span.Length - 1; i >= 0; i--, b >>= 5) span[i] = alphabet[(int)(b & 31)];
        });
        return string.Create(CultureInfo.InvariantCulture, $"{region}-{day:yyMMdd}-{serial}");
    }
}

/// <summary>A mandate (授权) as whoever sends a command knows it.</summary>
/// <param name="JointItems">codes; empty for all</param>
/// <param name="From">first day</param>
/// <param name="To">last day</param>
public sealed record AgentMandate(string Id, string Agent, ImmutableArray<string> JointItems, DateOnly From, DateOnly To, bool IsRevoked)
{
    public bool Covers(string agent, string jointItem, DateOnly day) =>
        Agent == agent && !IsRevoked && From <= day && day <= To && (JointItems.IsEmpty || JointItems.Contains(jointItem, StringComparer.Ordinal));
}
