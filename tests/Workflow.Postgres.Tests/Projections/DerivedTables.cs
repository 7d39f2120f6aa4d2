using Npgsql;
using Workflow.Core.Cases;
using Workflow.Core.Catalog;
using Workflow.Postgres.Log;
using Workflow.Postgres.Projections;
using Workflow.Postgres.Tests.Log;

namespace Workflow.Postgres.Tests.Projections;

/// <summary>The tables that follow from the log, compared with themselves.</summary>
internal static class DerivedTables
{
    /// <summary>All of their rows as text, leases and tries aside.</summary>
    public static async Task<List<(string Table, string Rows)>> DumpAsync(this NpgsqlDataSource database)
    {
        var dump = new List<(string, string)>();
        foreach (string table in (string[])["case_row", "case_watch", "task_row", "timer", "job", "incident", "case_wait", "document"])
        {
            string rows = (string)(await database.ScalarAsync(
                $"select coalesce(string_agg(row, E'\\n' order by row), '') from (select (to_jsonb(t) - array['lease_until', 'lease_owner', 'attempts', 'worker', 'tries'])::text as row from {table} t) r"))!;
            dump.Add((table, rows));
        }

        return dump;
    }

    public static Task<IReadOnlyList<(string StreamId, string Detail)>> RebuildAsync(this NpgsqlDataSource database) =>
        new Rebuild(database, [new CaseStreams(), .. CatalogKinds.All], new EventJson()).RunAsync(null, CancellationToken.None);
}
