using NpgsqlTypes;
using Npgsql;
using Workflow.Postgres.Queries;

namespace Workflow.Postgres.Correlation;

/// <summary>In which regions cases may be reached by a message or a signal.</summary>
/// <param name="Prefixes">beginnings of division codes: there and below</param>
/// <param name="Regions">exactly these as well: those above a throwing case's own</param>
public sealed record Reach(IReadOnlyList<string> Prefixes, IReadOnlyList<string> Regions)
{
    public static readonly Reach Nowhere = new([], []);

    internal NpgsqlParameter Patterns => new() { Value = Scope.Patterns(Prefixes), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };

    internal NpgsqlParameter Exactly => new() { Value = Regions.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };
}
