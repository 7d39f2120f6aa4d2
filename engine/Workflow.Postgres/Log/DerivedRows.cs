using Npgsql;
using Workflow.Core.Runtime;

namespace Workflow.Postgres.Log;

/// <summary>The derived rows of a batch, table by table, each row once: of two changes of the same row the later one stands.</summary>
internal sealed class DerivedRows
{
    private readonly Dictionary<string, (int, CaseRow)> _cases = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (int, CaseRow)> _casesChanged = new(StringComparer.Ordinal);
    private readonly Dictionary<(string, long), (int, TaskRow)> _tasks = [];
    private readonly Dictionary<(string, long), (int, TaskRow)> _tasksChanged = [];
    private readonly Dictionary<string, (int, TimerRow)> _timers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (int, string)> _timersGone = new(StringComparer.Ordinal);
    private readonly Dictionary<(string, long), (int, JobRow)> _jobs = [];
    private readonly Dictionary<(string, long), (int, (string StreamId, long Activity))> _jobsGone = [];
    private readonly Dictionary<(string, long), (int, WaitRow)> _waits = [];
    private readonly Dictionary<(string, long), (int, (string StreamId, long Subscription))> _waitsGone = [];
    private readonly Dictionary<(string, long), (int, IncidentRow)> _incidents = [];
    private readonly Dictionary<(string, long), (int, (string StreamId, long Incident))> _incidentsGone = [];
    private readonly Dictionary<(string, string), (int, DocumentRow)> _documents = [];

    public void Add(int item, RowChanges rows)
    {
        foreach (var row in rows.Cases) _cases[row.StreamId] = (item, row);
        foreach (var row in rows.CasesChanged) _casesChanged[row.StreamId] = (item, row);
        foreach (var row in rows.TasksChanged) _tasksChanged[(row.StreamId, row.TaskId)] = (item, row);
        foreach (var row in rows.Tasks) _tasks[(row.StreamId, row.TaskId)] = (item, row);
        foreach (var row in rows.TimersGone) _timersGone[row] = (item, row);
        foreach (var row in rows.Timers) _timers[row.StreamId] = (item, row);
        foreach (var row in rows.JobsGone) _jobsGone[row] = (item, row);
        foreach (var row in rows.Jobs) _jobs[(row.StreamId, row.Activity)] = (item, row);
        foreach (var row in rows.WaitsGone) _waitsGone[row] = (item, row);
        foreach (var row in rows.Waits) _waits[(row.StreamId, row.Subscription)] = (item, row);
        foreach (var row in rows.IncidentsGone) _incidentsGone[row] = (item, row);
        foreach (var row in rows.Incidents) _incidents[(row.StreamId, row.Incident)] = (item, row);
        foreach (var row in rows.Documents) _documents[(row.Kind, row.Id)] = (item, row);
    }

    /// <summary>Rows that go before rows that come: a job offered again under its old key stays.</summary>
    public void AddTo(NpgsqlBatch batch)
    {
        Add(batch, Cases, _cases.Values);
        Add(batch, CasesChanged, _casesChanged.Values);
        Add(batch, Tasks, _tasks.Values);
        Add(batch, TasksChanged, _tasksChanged.Values);
        Add(batch, TimersGone, _timersGone.Values);
        Add(batch, Timers, _timers.Values);
        Add(batch, JobsGone, _jobsGone.Values);
        Add(batch, Jobs, _jobs.Values);
        Add(batch, WaitsGone, _waitsGone.Values);
        Add(batch, Waits, _waits.Values);
        Add(batch, IncidentsGone, _incidentsGone.Values);
        Add(batch, Incidents, _incidents.Values);
        Add(batch, Documents, _documents.Values);
    }

    private static void Add<T>(NpgsqlBatch batch, RowArrays<T> table, IReadOnlyCollection<(int, T)> rows)
    {
        if (rows.Count > 0) batch.BatchCommands.Add(table.ToCommand([.. rows]));
    }

    private static readonly RowArrays<CaseRow> Cases = new(
        WriterSql.Cases,
        RowArrays<CaseRow>.Text(r => r.StreamId), RowArrays<CaseRow>.Text(r => r.CaseNumber), RowArrays<CaseRow>.Text(r => r.Region),
        RowArrays<CaseRow>.Text(r => r.JointItem), RowArrays<CaseRow>.Text(r => r.Title), RowArrays<CaseRow>.Small(r => r.Status),
        RowArrays<CaseRow>.Text(r => r.ApplicantAccount), RowArrays<CaseRow>.Text(r => r.Personal),
        RowArrays<CaseRow>.Instant(r => r.FiledAt), RowArrays<CaseRow>.Instant(r => r.ChangedAt), RowArrays<CaseRow>.Instant(r => r.DueAt),
        RowArrays<CaseRow>.Small(r => r.Card), RowArrays<CaseRow>.Text(r => string.Join('\x1f', r.Departments)),
        RowArrays<CaseRow>.Truth(r => r.TestClock), RowArrays<CaseRow>.Number(r => r.Version), RowArrays<CaseRow>.MaybeSmall(r => r.Rating));

    private static readonly RowArrays<TaskRow> Tasks = new(
        WriterSql.Tasks,
        RowArrays<TaskRow>.Text(r => r.StreamId), RowArrays<TaskRow>.Number(r => r.TaskId), RowArrays<TaskRow>.Text(r => r.CaseNumber),
        RowArrays<TaskRow>.Text(r => r.Region), RowArrays<TaskRow>.Text(r => r.Department), RowArrays<TaskRow>.Text(r => r.Kind),
        RowArrays<TaskRow>.Text(r => r.Title), RowArrays<TaskRow>.Text(r => r.Element), RowArrays<TaskRow>.Small(r => r.State),
        RowArrays<TaskRow>.Text(r => r.Assignee), RowArrays<TaskRow>.Instant(r => r.OpenedAt), RowArrays<TaskRow>.Instant(r => r.ClosedAt),
        RowArrays<TaskRow>.Instant(r => r.DueAt), RowArrays<TaskRow>.Small(r => r.Card), RowArrays<TaskRow>.Text(r => r.Personal),
        RowArrays<TaskRow>.Text(r => r.JointItem), RowArrays<TaskRow>.Text(r => r.ServiceItem), RowArrays<TaskRow>.Instant(r => r.UrgedAt));

    private static readonly RowArrays<CaseRow> CasesChanged = new(
        WriterSql.CasesChanged,
        RowArrays<CaseRow>.Text(r => r.StreamId), RowArrays<CaseRow>.Small(r => r.Status), RowArrays<CaseRow>.Text(r => r.Personal),
        RowArrays<CaseRow>.Instant(r => r.ChangedAt), RowArrays<CaseRow>.Instant(r => r.DueAt), RowArrays<CaseRow>.Small(r => r.Card),
        RowArrays<CaseRow>.Text(r => string.Join('\x1f', r.Departments)), RowArrays<CaseRow>.Number(r => r.Version), RowArrays<CaseRow>.MaybeSmall(r => r.Rating));

    private static readonly RowArrays<TaskRow> TasksChanged = new(
        WriterSql.TasksChanged,
        RowArrays<TaskRow>.Text(r => r.StreamId), RowArrays<TaskRow>.Number(r => r.TaskId), RowArrays<TaskRow>.Text(r => r.Department),
        RowArrays<TaskRow>.Small(r => r.State), RowArrays<TaskRow>.Text(r => r.Assignee), RowArrays<TaskRow>.Instant(r => r.ClosedAt),
        RowArrays<TaskRow>.Instant(r => r.DueAt), RowArrays<TaskRow>.Small(r => r.Card), RowArrays<TaskRow>.Text(r => r.Personal),
        RowArrays<TaskRow>.Instant(r => r.UrgedAt));

    private static readonly RowArrays<TimerRow> Timers = new(
        WriterSql.Timers, RowArrays<TimerRow>.Text(r => r.StreamId), RowArrays<TimerRow>.Instant(r => r.DueAt));

    private static readonly RowArrays<string> TimersGone = new(WriterSql.TimersGone, RowArrays<string>.Text(id => id));

    private static readonly RowArrays<JobRow> Jobs = new(
        WriterSql.Jobs, RowArrays<JobRow>.Text(r => r.StreamId), RowArrays<JobRow>.Number(r => r.Activity), RowArrays<JobRow>.Text(r => r.Type),
        RowArrays<JobRow>.Text(r => r.Element), RowArrays<JobRow>.Integer(r => r.Retries), RowArrays<JobRow>.Instant(r => r.AvailableAt),
        RowArrays<JobRow>.Text(r => string.Join(' ', r.Pauses.Select(p => (long)p.TotalMilliseconds))));

    private static readonly RowArrays<(string StreamId, long Activity)> JobsGone = new(
        WriterSql.JobsGone, RowArrays<(string StreamId, long Activity)>.Text(r => r.StreamId), RowArrays<(string StreamId, long Activity)>.Number(r => r.Activity));

    private static readonly RowArrays<WaitRow> Waits = new(
        WriterSql.Waits, RowArrays<WaitRow>.Text(r => r.StreamId), RowArrays<WaitRow>.Number(r => r.Subscription), RowArrays<WaitRow>.Small(r => (short)r.Kind),
        RowArrays<WaitRow>.Text(r => r.Name), RowArrays<WaitRow>.Bytes(r => r.Address), RowArrays<WaitRow>.Text(r => r.Element),
        RowArrays<WaitRow>.Text(r => r.Region), RowArrays<WaitRow>.Text(r => r.JointItem), RowArrays<WaitRow>.Number(r => r.Version));

    private static readonly RowArrays<(string StreamId, long Subscription)> WaitsGone = new(
        WriterSql.WaitsGone, RowArrays<(string StreamId, long Subscription)>.Text(r => r.StreamId), RowArrays<(string StreamId, long Subscription)>.Number(r => r.Subscription));

    private static readonly RowArrays<(string StreamId, long Incident)> IncidentsGone = new(
        WriterSql.IncidentsGone, RowArrays<(string StreamId, long Incident)>.Text(r => r.StreamId), RowArrays<(string StreamId, long Incident)>.Number(r => r.Incident));

    private static readonly RowArrays<IncidentRow> Incidents = new(
        WriterSql.Incidents, RowArrays<IncidentRow>.Text(r => r.StreamId), RowArrays<IncidentRow>.Number(r => r.Incident), RowArrays<IncidentRow>.Number(r => r.Version),
        RowArrays<IncidentRow>.Text(r => r.CaseNumber), RowArrays<IncidentRow>.Text(r => r.Region), RowArrays<IncidentRow>.Text(r => r.JointItem),
        RowArrays<IncidentRow>.Text(r => r.Definition), RowArrays<IncidentRow>.Integer(r => r.DefinitionVersion), RowArrays<IncidentRow>.Text(r => r.Element),
        RowArrays<IncidentRow>.MaybeNumber(r => r.Activity), RowArrays<IncidentRow>.Text(r => string.Join(' ', r.Tokens)), RowArrays<IncidentRow>.Truth(r => r.Done),
        RowArrays<IncidentRow>.Text(r => r.Code), RowArrays<IncidentRow>.Text(r => r.Detail), RowArrays<IncidentRow>.Text(r => r.Cause), RowArrays<IncidentRow>.Text(r => r.Pattern));

    private static readonly RowArrays<DocumentRow> Documents = new(
        WriterSql.Documents, RowArrays<DocumentRow>.Text(r => r.Kind), RowArrays<DocumentRow>.Text(r => r.Id), RowArrays<DocumentRow>.Integer(r => r.Version),
        RowArrays<DocumentRow>.Text(r => r.Region), RowArrays<DocumentRow>.JsonText(r => r.Json));
}
