using Npgsql;

namespace Workflow.Benchmarks.Approval;

/// <summary>
/// The same work as a careful engineer writes it by hand: a table of cases, one of reviews, one transaction a step,
/// the case's row locked where two steps could meet. No history, no clocks, no inbox, no command ids.
/// </summary>
internal sealed class HandWritten(NpgsqlDataSource database)
{
    private const string Schema =
        """
        create schema hand_written;
        create table hand_written.cases (
          id uuid primary key, number text not null unique, region text not null, title text not null, applicant text not null, answers jsonb not null,
          status text not null, filed_at timestamptz not null default now(), accepted_at timestamptz, decided_at timestamptz, decision text, concluded_at timestamptz);
        create index on hand_written.cases (region, status, filed_at desc);
        create table hand_written.reviews (
          case_id uuid not null references hand_written.cases (id), department text not null, status text not null, opinion text, reason text, officer text,
          opened_at timestamptz not null default now(), closed_at timestamptz, primary key (case_id, department));
        create index on hand_written.reviews (department, status, opened_at);
        """;

    public static async Task CreateAsync(NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand(Schema);
        await command.ExecuteNonQueryAsync();
    }

    public async Task PlayAsync()
    {
        var id = Guid.NewGuid();
        await InTransactionAsync(async (c, t) =>
            await RunAsync(c, t,
                "insert into hand_written.cases (id, number, region, title, applicant, answers, status) values ($1, $2, '310101', '开办餐饮店一件事', '王小明', $3::jsonb, 'filed')",
                id, id.ToString("N"), """{"area":120,"sign":true,"name":"老王饭店"}"""));
        await InTransactionAsync(async (c, t) =>
        {
            await RunAsync(c, t, "update hand_written.cases set status = 'reviewing', accepted_at = now() where id = $1 and status = 'filed'", id);
            await RunAsync(c, t, "insert into hand_written.reviews (case_id, department, status) select $1, 'd' || i, 'open' from generate_series(0, 5) i", id);
        });
        await Task.WhenAll(Enumerable.Range(0, Restaurant.Departments).Select(i => OpinionAsync(id, $"d{i}")));
        await InTransactionAsync(async (c, t) =>
            await RunAsync(c, t, "update hand_written.cases set status = 'decided', decision = 'grant', decided_at = now() where id = $1 and status = 'reviewed'", id));
        await InTransactionAsync(async (c, t) =>
            await RunAsync(c, t, "update hand_written.cases set status = 'concluded', concluded_at = now() where id = $1 and status = 'decided'", id));
    }

    private Task OpinionAsync(Guid id, string department) => InTransactionAsync(async (c, t) =>
    {
        // Without this lock the last two opinions would each see the other's review still open.
        await RunAsync(c, t, "select from hand_written.cases where id = $1 for update", id);
        await RunAsync(c, t,
            "update hand_written.reviews set status = 'done', opinion = 'positive', reason = '符合要求', officer = 'officer', closed_at = now() where case_id = $1 and department = $2 and status = 'open'",
            id, department);
        await RunAsync(c, t,
            "update hand_written.cases set status = 'reviewed' where id = $1 and not exists (select from hand_written.reviews where case_id = $1 and status = 'open')", id);
    });

    private async Task InTransactionAsync(Func<NpgsqlConnection, NpgsqlTransaction, Task> work)
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await work(connection, transaction);
        await transaction.CommitAsync();
    }

    private static async Task RunAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, string sql, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection, transaction);
        foreach (object value in values) command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync();
    }
}
