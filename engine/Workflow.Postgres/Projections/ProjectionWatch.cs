using System.Diagnostics;
using Npgsql;
using Workflow.Postgres.Figures;
using Workflow.Postgres.Log;

namespace Workflow.Postgres.Projections;

/// <summary>
/// One step of a projection as it is measured and traced. An event carries the trace of the command that made it (its correlation), so the
/// step gets a span in each of those traces. Asks the database nothing while nobody listens.
/// </summary>
internal sealed class ProjectionWatch : IDisposable
{
    /// <summary>Traces that one step enters; what is above is not shown.</summary>
    private const int TracesMax = 64;

    private const string StepSql =
        """
        select (extract(epoch from clock_timestamp() - min(timestamp)) * 1000)::float8, (array_agg(distinct headers ->> 'correlation'))[1:$3]
        from mt_events where seq_id > $1 and seq_id <= $2
        """;

    private readonly List<Activity> _spans = [];
    private readonly long _started = Environment.TickCount64;
    private double _ageMs;

    /// <returns>to be disposed of at the end of the step; null while nobody listens</returns>
    public static async Task<ProjectionWatch?> BeginAsync(NpgsqlConnection connection, string name, ProjectionPart part, CancellationToken ct)
    {
        if (!WriterMetrics.ProjectionDelay.Enabled && !CommandTraces.Source.HasListeners()) return null;
        var watch = new ProjectionWatch();
        await using var command = new NpgsqlCommand(StepSql, connection) { Parameters = { new() { Value = part.After }, new() { Value = part.UpTo }, new() { Value = TracesMax } } };
        await using var reader = await command.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct) || reader.IsDBNull(0)) return watch;
        watch._ageMs = Math.Max(0, reader.GetDouble(0));
        foreach (string? trace in reader.GetFieldValue<string?[]>(1)) watch.Enter(trace, name);
        return watch;
    }

    private void Enter(string? trace, string name)
    {
        if (trace is not { Length: 32 } || trace.AsSpan().ContainsAnyExcept("0123456789abcdef")) return;
        // Whose child it is stands nowhere: it is one of the trace's own beginnings.
        var context = new ActivityContext(ActivityTraceId.CreateFromString(trace), default, ActivityTraceFlags.Recorded, isRemote: true);
        if (CommandTraces.Source.StartActivity("project", ActivityKind.Consumer, context) is not { } span) return;
        span.SetTag("onego.projection", name);
        _spans.Add(span);
    }

    public void Dispose()
    {
        WriterMetrics.ProjectionDelay.Record(_ageMs + Environment.TickCount64 - _started);
        // The last begun first: each was begun inside the one before.
        for (int i = _spans.Count - 1; i >= 0; i--) _spans[i].Dispose();
    }
}
