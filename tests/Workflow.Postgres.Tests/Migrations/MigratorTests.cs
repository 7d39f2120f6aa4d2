using Npgsql;
using Workflow.Postgres.Migrations;
using Workflow.Testing;
using Xunit;

namespace Workflow.Postgres.Tests.Migrations;

public sealed class MigratorTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task Eight_nodes_that_start_at_once_migrate_an_empty_database_once()
    {
        // given
        await using var database = NpgsqlDataSource.Create(await postgres.CreateEmptyDatabaseAsync());

        // when
        int[] applied = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Migrator.ApplyAsync(database))));

        // then
        Assert.Equal(Migrator.All.Count, applied.Sum());
        Assert.Equal((long)Migrator.All.Count, await Scalar(database, "select count(*) from schema_migration"));
    }

    [Fact]
    public async Task A_migration_that_was_applied_with_another_content_is_refused()
    {
        // given
        await using var database = NpgsqlDataSource.Create(await postgres.CreateDatabaseAsync());
        await Scalar(database, "update schema_migration set sha256 = 'other' where version = 2");

        // when
        var refused = await Assert.ThrowsAsync<MigrationException>(() => Migrator.ApplyAsync(database));

        // then
        Assert.Contains("derived_rows", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_older_than_its_database_does_not_start()
    {
        // given
        await using var database = NpgsqlDataSource.Create(await postgres.CreateDatabaseAsync());
        await Scalar(database, "insert into schema_migration (version, name, sha256) select max(version) + 1, 'from_the_future', '' from schema_migration");

        // when, then
        await Assert.ThrowsAsync<MigrationException>(() => Migrator.ApplyAsync(database));
    }

    [Fact]
    public async Task The_event_tables_have_the_columns_that_Marten_expects()
    {
        const string columns =
            """
            select string_agg(format('%s.%s %s%s', table_name, column_name, data_type, case is_nullable when 'NO' then ' not null' else '' end), E'\n' order by table_name, ordinal_position)
            from information_schema.columns where table_schema = 'public' and table_name like 'mt\_%'
            """;
        const string expected =
            """
            mt_event_progression.name character varying not null
            mt_event_progression.last_seq_id bigint
            mt_event_progression.last_updated timestamp with time zone
            mt_events.seq_id bigint not null
            mt_events.id uuid not null
            mt_events.stream_id character varying
            mt_events.version bigint not null
            mt_events.data jsonb not null
            mt_events.bdata bytea
            mt_events.type character varying not null
            mt_events.timestamp timestamp with time zone not null
            mt_events.tenant_id character varying
            mt_events.mt_dotnet_type character varying
            mt_events.headers jsonb
            mt_events.is_archived boolean
            mt_high_water_skips.ending_sequence bigint not null
            mt_high_water_skips.starting_sequence bigint not null
            mt_high_water_skips.timestamp timestamp with time zone
            mt_streams.id character varying not null
            mt_streams.type character varying
            mt_streams.version bigint
            mt_streams.timestamp timestamp with time zone not null
            mt_streams.created timestamp with time zone not null
            mt_streams.tenant_id character varying
            mt_streams.is_archived boolean
            """;
        Assert.Equal(expected, await Scalar(postgres.Database, columns));
    }

    [Fact]
    public async Task The_database_refuses_an_append_without_the_writers_lock()
    {
        var refused = await Assert.ThrowsAsync<PostgresException>(() => Scalar(postgres.Database, InsertEvent));
        Assert.Contains("writer's lock", refused.MessageText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("update mt_events set version = 2")]
    [InlineData("delete from mt_events")]
    [InlineData("truncate mt_events")]
    public async Task The_database_refuses_to_change_what_happened(string sql)
    {
        // given
        await using var database = NpgsqlDataSource.Create(await postgres.CreateDatabaseAsync());
        await Scalar(database, $"begin; select pg_advisory_xact_lock({AdvisoryLocks.Class}, {AdvisoryLocks.Writer}); {InsertEvent}; commit");

        // when, then
        await Assert.ThrowsAsync<PostgresException>(() => Scalar(database, sql));
    }

    private const string InsertEvent =
        "insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp) values (nextval('mt_events_sequence'), gen_random_uuid(), 'case-1', 1, '{}', 'x', now())";

    private static async Task<object?> Scalar(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
