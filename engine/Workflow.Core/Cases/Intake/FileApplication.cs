using System.Collections.Immutable;
using System.Globalization;
using Workflow.Core.Cases.Papers;
using Workflow.Core.Cases.Materials;
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

    public override bool OpensStream => true;

    // The very first event stands in the case's own time too: no later one may be before it.
    public override TimeSpan OffsetIn(StreamState state) => ((CaseState)state).IsFiled ? state.ClockOffset : TestClock;

    public override PinnedRef? Pin(StreamState state) => ((CaseState)state).Pinned ?? Ref;

    public override Outcome Decide(Pinned pinned, CaseState state, DateTimeOffset now)
    {
        if (state.IsFiled) return Outcome.Reject("case-exists");
        var parts = pinned.JointItem.Items
            .Select(i => new SubCase(i.Code, i.Name.Zh, i.Department, pinned.Applies(i, Answers))).ToImmutableArray();
        if (!parts.Any(p => p.Applies)) return Outcome.Reject("nothing-applies");
        if (Materials.FirstOrDefault(m => pinned.JointItem.Materials.All(known => known.Code != m.Material)) is { } unknown)
            return Outcome.Reject("material-unknown", ("material", unknown.Material));

        var today = pinned.Calendar.DayOf(now);
        foreach (var filed in Materials)
        {
            if (MaterialGrades.WhyNot(pinned.JointItem.Materials.First(m => m.Code == filed.Material), filed, today) is { } why)
                return Outcome.Reject(why, ("material", filed.Material), ("grade", filed.Grade.ToString()));
            if (filed.From is { } from && !Consents.Contains(from.Purpose)) return Outcome.Reject("consent-required", ("purpose", from.Purpose), ("material", filed.Material));
        }
        if (PreChecks.Of(pinned, Region, Answers, Materials) is { IsEmpty: false } found)
            return Outcome.Reject("pre-check-failed", ("rules", string.Join(", ", found.Select(f => f.Code))));

        var personal = pinned.JointItem.Form.Where(f => f.Personal).Select(f => f.Name).ToHashSet(StringComparer.Ordinal);
        var open = new Value.Context(Answers.Entries.RemoveRange(personal));
        var secret = PersonalAnswers.Write(Answers, personal);
        var progress = new Progress(pinned, state, now)
            .Add(new ApplicationFiled(
                CaseNumber(CaseId, Region, pinned.Calendar.DayOf(now)), Region, Ref, pinned.JointItem.Name.Zh, Channel, Applicant,
                open, new Personal(secret), parts, Materials, TestClock, now));
        if (About is not null) progress.Add(About with { At = now });
        foreach (var consent in Materials.Where(m => m.From is not null).GroupBy(m => m.From!.Purpose, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
            progress.Add(new ConsentGiven(consent.Key, [.. consent.Select(m => m.Material).Distinct(StringComparer.Ordinal)], By.Id, now));
        return progress.OpenIntake(now).Outcome;
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
