using System.Text.Json;
using Workflow.Contracts;
using Workflow.Contracts.Cases;
using Workflow.Contracts.Catalog;
using Workflow.Core.Cases;
using Workflow.Core.Cases.Intake;
using Workflow.Core.Cases.Supervision;
using Workflow.Core.Deadlines;
using Workflow.Server.Catalog;
using Workflow.Server.Http;
using Workflow.Server.Identity;

namespace Workflow.Server.Cases;

/// <summary>A case as one caller may see it. Pure: state, pinned content and access in, the page's content out.</summary>
internal static class CaseView
{
    /// <param name="takeOver">tasks of absent colleagues for whom the caller stands in</param>
    public static CaseAnswer Of(
        string id, CaseState state, Pinned pinned, CaseAccess access, Principal who, DateTimeOffset now, NamesOf names, IReadOnlySet<long> takeOver)
    {
        var missing = state.Status == CaseStatus.SupplementAsked ? state.Supplement : null;
        return new CaseAnswer(
            id, state.CaseNumber, (int)state.Status, CaseWords.NameOf(state.Status), state.Region, state.Pinned!.JointItem, state.Pinned.JointItemVersion,
            state.Title, state.Channel, state.FiledAt, now, ApplicantOf(state, access), AnswersOf(state, pinned, access),
            [.. state.SubCases.Select(s => SubCaseOf(state, pinned, access, s))],
            [.. state.Tasks.Values.Where(access.Sees).OrderBy(t => t.Id).Select(t => TaskOf(state, pinned, access, who, t, takeOver))],
            [.. ClocksOf(state, access).Select(c => ClockView.Of(c, state, pinned, access, now, who))],
            [.. MaterialsOf(state, pinned, access, now)],
            [.. (missing is null ? [] : Checking.Awaited(state)).Select(m => new MissingRequest(m.Material, m.Reason))], missing?.Note,
            DecisionOf(state, access),
            [.. state.Concluded?.Results.Select(r => new ResultRequest(r.Item, r.Name, r.Number)) ?? []],
            access is { IsSupervisor: true } or { IsAuditor: true }
                ? [.. state.Flow.Incidents.Values.OrderBy(i => i.Id).Select(i => new IncidentAnswer(
                    i.Id, i.Element, i.Code, i.Detail, IncidentCause.Of(state.Pinned.Definition, i.Element, i.Code, i.Detail).Id, SkipIncident.MayBeSkipped(state.Flow, i)))] : [],
            [.. CaseActions.OnCase(who, state, pinned.JointItem, access), .. InstantView.ActionsOnCase(state, pinned, access, now)], state.HasTestClock, state.Version,
            names.Region, pinned.JointItem.Name.ToText(), pinned.JointItem.LeadDepartment, names.Departments,
            pinned.JointItem.Materials.ToDictionary(m => m.Code, m => m.Name.ToText(), StringComparer.Ordinal),
            [.. pinned.JointItem.Form.Where(f => access.Sees(f, state)).Select(f => new FieldAnswer(
                f.Name, f.Label.ToText(), Words.Of(f.Type), f.Personal, [.. f.Choices.Select(c => new ChoiceBody(c.Value, c.Label.ToText()))]))],
            state.Supplement?.At, EndOf(state), state.Concluded?.At, state.Delivered is { } d ? new(d.Method, d.Receipt, d.At) : null,
            ProgressView.RatingOf(state, withComment: access.SeesName), access is { IsApplicant: true, IsAgent: false } && state.MayBeRated,
            InstantView.Of(state, access), InstantView.ConsentsOf(state, pinned, access),
            IntakeView.Of(state, pinned, access), IntakeView.ObligationsOf(state, access, who), StepRoutes.StartableOf(state, pinned, access));
    }

    /// <summary>True when something personal is in what the caller gets: then the reading is logged.</summary>
    public static bool ShowsPersonal(CaseAnswer answer) => answer.Applicant is { Name: not null };

    /// <summary>The clocks of the case and of the tasks that the caller sees, oldest first.</summary>
    public static IEnumerable<CaseClock> ClocksOf(CaseState state, CaseAccess access) => state.Clocks.Values
        .Where(c => TaskOfClock(state, c.Clock.Id) is not { } task || access.Sees(task))
        .OrderBy(c => c.Clock.StartedAt).ThenBy(c => c.Clock.Id, StringComparer.Ordinal);

    public static IEnumerable<MaterialAnswer> MaterialsOf(CaseState state, Pinned pinned, CaseAccess access, DateTimeOffset? now = null) =>
        from filed in state.Materials
        let material = pinned.JointItem.Materials.FirstOrDefault(m => m.Code == filed.Material)
        where material is null ? access.SeesAllAnswers : access.Sees(material, state)
        select new MaterialAnswer(filed.Material, new Text(material?.Name.Zh ?? filed.Material, material?.Name.En ?? filed.Material),
            filed.FileId, filed.FileName, filed.ContentType, filed.Size, filed.Sha256,
            filed.Grade.ToString(), filed.ValidUntil, filed.ValidUntil < pinned.Calendar.DayOf(now ?? state.ChangedAt), filed.From?.CaseNumber, filed.From?.Number);

    private static CaseTask? TaskOfClock(CaseState state, string clock) => state.Tasks.Values.FirstOrDefault(t => t.ClockId == CaseClocks.WithoutSpecial(clock));

    private static ApplicantAnswer? ApplicantOf(CaseState state, CaseAccess access)
    {
        if (state.Applicant is not { } applicant) return null;
        var full = access.SeesAllAnswers;
        return new ApplicantAnswer(
            Words.Of(applicant.Kind),
            access.SeesName ? applicant.Name.Value : null,
            full ? applicant.IdNumber.Value : access.SeesName ? Masked(applicant.IdNumber.Value) : null,
            full || access.Departments.Count > 0 ? applicant.Phone.Value : null,
            full && applicant.Account.Length > 0 ? applicant.Account : null);
    }

    /// <summary>Enough to tell two people of one name apart: the first three characters and the last two.</summary>
    private static string? Masked(string? number) =>
        number is { Length: > 5 } ? string.Concat(number.AsSpan(0, 3), new string('*', number.Length - 5), number.AsSpan(number.Length - 2)) : number is null ? null : "*";

    private static Dictionary<string, JsonElement?> AnswersOf(CaseState state, Pinned pinned, CaseAccess access)
    {
        var answers = new Dictionary<string, JsonElement?>(StringComparer.Ordinal);
        var personal = state.PersonalAnswers.Value is { } text ? JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(text)! : [];
        foreach (var field in pinned.JointItem.Form.Where(f => access.Sees(f, state)))
        {
            if (state.Answers.Has(field.Name)) answers[field.Name] = FeelJson.ToJson(state.Answers[field.Name]);
            else if (personal.TryGetValue(field.Name, out var secret)) answers[field.Name] = secret;
            else if (field.Personal && state.PersonalAnswers.IsErased) answers[field.Name] = null;
        }
        return answers;
    }

    private static SubCaseAnswer SubCaseOf(CaseState state, Pinned pinned, CaseAccess access, SubCase part)
    {
        var tasks = state.Tasks.Values.Where(t => t.ServiceItem == part.Item).ToList();
        var given = state.Opinions.Values.Where(o => tasks.Any(t => t.Id == o.TaskId)).MaxBy(o => o.TaskId);
        var progress = !part.Applies ? "not-applicable" : tasks.Any(t => t.IsOpen) ? "open" : tasks.Any(t => t.End == TaskEnd.Done) ? "done" : "not-opened";
        var item = pinned.JointItem.Items.FirstOrDefault(i => i.Code == part.Item);
        var name = item?.Name;
        var seen = tasks.Where(access.Sees).OrderBy(t => t.Id).ToList();
        var clock = seen.LastOrDefault(t => t.IsOpen) is { } open ? state.Clocks.GetValueOrDefault(open.ClockId) : null;
        return new SubCaseAnswer(
            part.Item, new Text(name?.Zh ?? part.Name, name?.En ?? part.Name), part.Department, part.Applies, progress,
            given is not null && access.SeesOpinion(state, given.Department) ? OpinionOf(given, access) : null,
            [.. seen.Select(t => t.Id)], clock?.Clock is { IsRunning: true } running ? running.DueAt : null, Words.Of(clock?.Card ?? Card.None), item?.ItemCode, item?.Basis);
    }

    private static OpinionAnswer OpinionOf(OpinionRecorded given, CaseAccess access) => new(
        given.TaskId, Words.Of(given.Opinion.Kind), given.Opinion.Reason, given.Opinion.Conditions.IsDefault ? [] : given.Opinion.Conditions,
        access.SeesOfficers && !given.BySilence ? given.Officer : null, given.At, given.BySilence);

    private static EndAnswer? EndOf(CaseState state) =>
        state.Declined is { } declined ? new("declined", declined.Reason, declined.At)
        : state.Withdrawn is { } withdrawn ? new("withdrawn", withdrawn.Reason, withdrawn.At)
        : IntakeView.EndOf(state);

    private static CaseTaskAnswer TaskOf(CaseState state, Pinned pinned, CaseAccess access, Principal who, CaseTask task, IReadOnlySet<long> takeOver)
    {
        var item = pinned.JointItem.Items.FirstOrDefault(i => i.Code == task.ServiceItem);
        var step = pinned.NodeOf(state.Flow, task.Activity, task.Element) is { } node ? StepSettings.Of(node) : null;
        var isReview = task.Kind == TaskKind.Review;
        var clock = state.Clocks.GetValueOrDefault(task.DueClock) ?? state.Clocks.GetValueOrDefault(task.ClockId);
        return new CaseTaskAnswer(
            task.Id, Words.Of(task.Kind), task.Title, task.Element, task.Department, task.ServiceItem, CaseWords.StateOf(task),
            access.SeesOfficers ? task.ClosedBy ?? task.Assignee : null, task.OpenedAt, task.ClosedAt,
            task.IsOpen && clock?.Clock is { IsRunning: true } running ? running.DueAt : null,
            Words.Of(task.IsOpen ? clock?.Card ?? Card.None : Card.None), [.. CaseActions.OnTask(who, state, task, takeOver.Contains(task.Id)), .. ReviewActions.On(who, state, pinned, task)],
            item?.Name.ToText(), access.SeesOfficers && !task.Urges.IsEmpty ? task.Urges[^1].At : null, access.SeesOfficers ? [.. task.Urges.Select(u => new UrgeAnswer(u.Note, u.Supervisor, u.At))] : [],
            isReview && step is not null ? Words.Of(step.Policy) : null, isReview && step is not null ? Words.Of(step.Timeout) : null,
            isReview ? step?.Fields : null, isReview ? step?.Materials : null, step?.Basis ?? item?.Basis, [.. task.Holds.Select(Words.Of)], MoveActions.Of(state, task, access));
    }

    private static DecisionAnswer? DecisionOf(CaseState state, CaseAccess access) => state.Decided is not { } decided ? null
        : new(Words.Of(decided.Decision), decided.Reason, access.SeesOfficers ? decided.Officer : null, decided.At);
}
