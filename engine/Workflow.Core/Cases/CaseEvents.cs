using System.Collections.Immutable;
using Workflow.Core.Catalog;
using Workflow.Core.Deadlines;
using Workflow.Core.Flow;
using Workflow.Core.Runtime;
using Workflow.Feel;

namespace Workflow.Core.Cases;

/// <summary>
/// What can happen in the life of a case (办件), in the order of that life. Between these stand the flow's own
/// events (<see cref="FlowEvent"/>). Instants are in the event, so folding reads no clock.
/// </summary>
public abstract record CaseEvent : Event;

// Intake (收件)

public sealed record ApplicationFiled(
    string CaseNumber, string Region, PinnedRef Pinned, string Title, string Channel, Applicant Applicant,
    Value.Context Answers, Personal PersonalAnswers, ImmutableArray<SubCase> SubCases, ImmutableArray<FiledMaterial> Materials,
    TimeSpan ClockOffset, DateTimeOffset At) : CaseEvent;

public sealed record CaseAccepted(bool BySilence, DateTimeOffset At) : CaseEvent;
public sealed record CaseDeclined(string Reason, DateTimeOffset At) : CaseEvent;
public sealed record SupplementRequested(ImmutableArray<MissingMaterial> Missing, string? Note, DateTimeOffset At) : CaseEvent;
/// <param name="Complete">false when something that was asked for is still to come</param>
public sealed record SupplementReceived(ImmutableArray<FiledMaterial> Materials, DateTimeOffset At, bool Complete = true) : CaseEvent;

// Tasks (待办)

/// <param name="Activity">the flow's activity behind it; null for the intake task, which stands before the flow</param>
/// <param name="ServiceItem">code of the service item that the step belongs to; null for common steps</param>
public sealed record TaskOpened(
    long TaskId, long? Activity, TaskKind Kind, string Department, string Title, string Element, string? ServiceItem, DateTimeOffset At) : CaseEvent;

public sealed record TaskClaimed(long TaskId, string Officer, DateTimeOffset At) : CaseEvent;
/// <summary>A supervisor urges whoever has the task (催办).</summary>
public sealed record TaskUrged(long TaskId, string Supervisor, string Note, DateTimeOffset At) : CaseEvent;

/// <summary>
/// A task passed to another officer of its department (转办): a supervisor did it, or the substitute of an absent officer
/// took it on.
/// </summary>
/// <param name="From">who had claimed it; null when nobody had</param>
/// <param name="Reason">the supervisor's; null when a substitute took it on</param>
/// <param name="Absence">the absence it rests on; null when it rests on none</param>
public sealed record TaskReassigned(long TaskId, string Officer, string? From, string? Reason, AbsenceBasis? Absence, DateTimeOffset At) : CaseEvent;

public sealed record TaskReleased(long TaskId, DateTimeOffset At) : CaseEvent;
public sealed record TaskClosed(long TaskId, TaskEnd End, string? Officer, DateTimeOffset At) : CaseEvent;

/// <summary>An automated step waits for a worker.</summary>
/// <param name="Retries">tries in all</param>
/// <param name="Backoff">the pauses between them, see <see cref="RetryPauses"/>; null for the usual ones</param>
public sealed record JobOpened(long Activity, string Type, string Element, int Retries, DateTimeOffset At, string? Backoff = null) : CaseEvent;

public sealed record JobClosed(long Activity) : CaseEvent;

// Review (并联审批)

/// <param name="BySilence">nobody gave it: the step's time ran out, and silence consents there (默示同意)</param>
public sealed record OpinionRecorded(
    long TaskId, string Department, string Officer, Opinion Opinion, DateTimeOffset At, bool BySilence = false) : CaseEvent
{
    /// <summary>Stands for the officer of an opinion by silence.</summary>
    public const string Silence = "silence";
}
public sealed record CaseDecided(Decision Decision, string? Reason, string Officer, DateTimeOffset At) : CaseEvent;

// Timing

/// <param name="YellowAt">when the yellow card falls due; null when the rules show none</param>
public sealed record ClockStarted(
    string Clock, TimeLimit Limit, TimeLimit? Statutory, DateTimeOffset At, DateTimeOffset DueAt, DateTimeOffset? YellowAt, bool Provisional) : CaseEvent;

public sealed record ClockStopped(string Clock, SuspensionReason Reason, string? Basis, DateTimeOffset At) : CaseEvent;
public sealed record ClockResumed(string Clock, DateTimeOffset At, DateTimeOffset DueAt, DateTimeOffset? YellowAt, bool Provisional) : CaseEvent;
public sealed record ClockEnded(string Clock, DateTimeOffset At) : CaseEvent;

/// <param name="At">the card's due instant, however late it is recorded</param>
public sealed record CardShown(string Clock, Card Card, DateTimeOffset At) : CaseEvent;

// Closing

public sealed record CaseConcluded(ImmutableArray<IssuedResult> Results, DateTimeOffset At) : CaseEvent;
public sealed record CaseDelivered(string Method, string? Receipt, DateTimeOffset At) : CaseEvent;
/// <summary>The applicant rates how it was served (好差评), once.</summary>
/// <param name="Level">1 very dissatisfied … 5 very satisfied</param>
/// <param name="Comment">null when none was given</param>
public sealed record CaseRated(int Level, Personal? Comment, DateTimeOffset At) : CaseEvent;

public sealed record CaseWithdrawn(string Reason, DateTimeOffset At) : CaseEvent;

// Apart from that life

/// <summary>The case's test clock was moved. Only the walk and the demo may do that, and every page says so.</summary>
public sealed record TestClockMoved(TimeSpan Offset) : CaseEvent;

/// <summary>The case's key was deleted with this event: its personal values are erased.</summary>
public sealed record PersonalDataErased(string Basis, DateTimeOffset At) : CaseEvent;

// What these events hold

/// <param name="Account">the account that filed it or in whose name it was filed</param>
public sealed record Applicant(string Account, ApplicantKind Kind, Personal Name, Personal IdNumber, Personal Phone);

public enum ApplicantKind { Person, Organisation }

/// <summary>The part of a case that belongs to one service item (子办件).</summary>
public sealed record SubCase(string Item, string Name, string Department, bool Applies);

/// <param name="Sha256">lower-case hex of the file's bytes</param>
/// <param name="ValidUntil">last day on which it is valid; null when it does not end or nobody said</param>
/// <param name="From">where it was taken over from; null for one that was handed in with this case</param>
public sealed record FiledMaterial(
    string Material, string FileId, string FileName, string ContentType, long Size, string Sha256,
    MaterialGrade Grade = MaterialGrade.C, DateOnly? ValidUntil = null, MaterialOrigin? From = null);

/// <summary>Where a material was taken over from: an earlier case of the same applicant, or a certificate issued by one.</summary>
/// <param name="Number">the certificate's number; null for a material of an earlier case</param>
public sealed record MaterialOrigin(string CaseId, string CaseNumber, string? Number);

public sealed record MissingMaterial(string Material, string Reason);

/// <summary>
/// What a task is for. Check: a department checks the materials at the intake. Verify: an obligation is checked after the grant.
/// Reconsider: a person decides again after an appeal.
/// </summary>
public enum TaskKind { Intake, Review, Decide, Conclude, Deliver, Work, Check, Verify, Reconsider }

/// <summary>Superseded: its work no longer counts, or was no longer needed (sent back, decided early, signer removed).</summary>
public enum TaskEnd { Done, Cancelled, Superseded }

/// <summary>One department's opinion (意见). A negative one needs a reason; a conditional one its conditions.</summary>
public sealed record Opinion(OpinionKind Kind, string? Reason, ImmutableArray<string> Conditions);

public enum OpinionKind { Positive, Negative, Conditional, Advisory }

/// <summary>The case's decision (决定).</summary>
public enum Decision { Grant, Deny }

/// <summary>A licence or notice issued at the end, per service item.</summary>
public sealed record IssuedResult(string Item, string Name, string Number);

/// <summary>An officer's absence as a step rests on it.</summary>
/// <param name="From">first day</param>
/// <param name="To">last day</param>
/// <param name="Basis">why: leave, illness, posting …, as it was recorded</param>
public sealed record AbsenceBasis(string Officer, DateOnly From, DateOnly To, string Basis);

public static class CaseEventNames
{
    public static readonly (string, Type)[] All =
    [
        ("application_filed", typeof(ApplicationFiled)),
        ("case_advanced", typeof(CaseAdvanced)),
        ("case_accepted", typeof(CaseAccepted)),
        ("case_declined", typeof(CaseDeclined)),
        ("supplement_requested", typeof(SupplementRequested)),
        ("supplement_received", typeof(SupplementReceived)),
        ("task_opened", typeof(TaskOpened)),
        ("task_claimed", typeof(TaskClaimed)),
        ("task_released", typeof(TaskReleased)),
        ("task_urged", typeof(TaskUrged)),
        ("task_reassigned", typeof(TaskReassigned)),
        ("task_closed", typeof(TaskClosed)),
        ("job_opened", typeof(JobOpened)),
        ("job_closed", typeof(JobClosed)),
        ("opinion_recorded", typeof(OpinionRecorded)),
        ("case_decided", typeof(CaseDecided)),
        ("clock_started", typeof(ClockStarted)),
        ("clock_stopped", typeof(ClockStopped)),
        ("clock_resumed", typeof(ClockResumed)),
        ("clock_ended", typeof(ClockEnded)),
        ("card_shown", typeof(CardShown)),
        ("case_concluded", typeof(CaseConcluded)),
        ("case_delivered", typeof(CaseDelivered)),
        ("case_withdrawn", typeof(CaseWithdrawn)),
        ("case_rated", typeof(CaseRated)),
        ("test_clock_moved", typeof(TestClockMoved)),
        ("personal_data_erased", typeof(PersonalDataErased)),
        .. Review.ReviewEventNames.All,
        .. Intake.IntakeEventNames.All,
        .. Timing.TimingEventNames.All,
        .. Supervision.SupervisionEventNames.All,
        .. Obligations.ObligationEventNames.All,
        .. Instant.InstantEventNames.All,
        .. Materials.MaterialEventNames.All,
        .. Papers.PaperEventNames.All,
        .. Moves.MoveEventNames.All,
    ];
}
