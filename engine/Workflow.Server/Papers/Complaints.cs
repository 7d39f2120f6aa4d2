using Workflow.Core.Cases;
using Workflow.Core.Cases.Intake;
using Workflow.Core.Cases.Papers;
using Workflow.Core.Catalog;
using Workflow.Core.Runtime;
using Workflow.Feel;
using Workflow.Server.Cases;
using Workflow.Server.Http;
using Workflow.Server.Identity;

namespace Workflow.Server.Papers;

/// <summary>
/// Complaints (投诉) between their two cases: the case complained of says that there is one, the complaint is an ordinary case
/// of the published joint item <see cref="JointItemCode"/>, and its end comes back as the answer.
/// </summary>
internal sealed class Complaints(ReadStream read, Submit submit, Published published)
{
    public const string JointItemCode = "complaint";

    /// <summary>Fields that the joint item's form must have: the number of the case complained of, and the complaint.</summary>
    public const string NumberField = "caseNumber";
    public const string TextField = "complaint";

    private const string Part = "papers";

    /// <summary>What a new complaint in this region starts with; null when none is offered there.</summary>
    public async ValueTask<PinnedRef?> OfferedAsync(string region, CancellationToken ct) =>
        await published.LatestAsync(JointItemCode, ct) is var (pin, item) && Regions.Covers(item.Region, region) && HasFields(item) ? pin : null;

    /// <summary>Opens the complaint's own case for what the first case says; once, however often it is called.</summary>
    public async Task OpenAsync(string caseId, int complaintId, CancellationToken ct)
    {
        if ((await read(caseId, ct)).State is not CaseState state || state.Papers.Complaints.FirstOrDefault(c => c.Id == complaintId) is not { Text.Value: { } text } complaint) return;
        if ((await read(complaint.Case, ct)).State is CaseState { IsFiled: true }) return;
        if (await OfferedAsync(state.Region, ct) is not { } pin) return;
        var answers = Value.Context.Empty.With(NumberField, state.CaseNumber).With(TextField, text);
        var command = new FileApplication(pin, state.Region, Channels.Online, state.Applicant!, answers, [], state.TestClock)
        {
            CaseId = complaint.Case, By = Actor.System(Part), About = new ComplaintOpened(caseId, state.CaseNumber, complaintId, default),
        };
        var answer = await submit(SystemCommand.Of($"complaint-{caseId}-{complaintId}", command), ct);
        if (answer is not Answer.Accepted) throw new InvalidOperationException($"the complaint {complaintId} of {caseId} could not be opened: {answer}");
    }

    /// <summary>Takes a complaint's end back to the case complained of, when the case that ended is a complaint.</summary>
    public async Task AnswerAsync(string complaintCase, Event ended, CancellationToken ct)
    {
        (ComplaintEnd End, string? Answer)? told = ended switch
        {
            CaseDecided e => (e.Decision == Decision.Grant ? ComplaintEnd.Upheld : ComplaintEnd.Dismissed, e.Reason),
            CaseDeclined e => (ComplaintEnd.Declined, e.Reason),
            CaseWithdrawn e => (ComplaintEnd.Withdrawn, e.Reason),
            SupplementLapsed => (ComplaintEnd.Declined, null),
            CaseTerminated e => (ComplaintEnd.Terminated, e.Note),
            _ => null,
        };
        if (told is not var (end, words) || (await read(complaintCase, ct)).State is not CaseState { Papers.About: { } about } state) return;
        var command = new AnswerComplaint(complaintCase, state.CaseNumber, end, words ?? "") { CaseId = about.Case, By = Actor.System(Part) };
        var answer = await submit(SystemCommand.Of($"complaint-answer-{complaintCase}", command), ct);
        if (answer is not Answer.Accepted) throw new InvalidOperationException($"the answer of {complaintCase} could not be given to {about.Case}: {answer}");
    }

    private static bool HasFields(JointItem item) =>
        item.Form.Any(f => f is { Name: NumberField, Type: FieldType.Text }) && item.Form.Any(f => f is { Name: TextField, Type: FieldType.Text });
}
