using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Threading.Channels;
using Npgsql;
using Workflow.Core.Catalog.Oversight;
using Workflow.Postgres.Log;
using Workflow.Postgres.Projections;
using Workflow.Postgres.Queries;

namespace Workflow.Benchmarks.Seeding;

/// <summary>
/// Fills a migrated database with live cases. A few are decided by the engine and written by its own statements; what then
/// stands in the tables, whatever tables those are, is multiplied by binary COPY under the writer's lock. So every seeded case
/// has its own ids, key and hash chain, and can be read, decided on, verified and rebuilt like any other.
/// </summary>
internal sealed class Seeder(string connectionString, SeedPlan plan, Action<string> say)
{
    private const string Series = "seed_template";
    private const int CasesPerChunk = 1_000;
    private const int ChunksUnderWay = 3;

    // Below this, keeping indexes up row by row costs less than making them anew.
    private const int CasesWorthNewIndexes = 20_000;

    // Beside the tables: the log of changes of the database, and room to work.
    private const double RoomFactor = 1.6;
    private const long RoomBesides = 4L << 30;

    public async Task RunAsync(string? folder)
    {
        var clock = Stopwatch.StartNew();
        await using var database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { CommandTimeout = 0 });
        await using var connection = await database.OpenConnectionAsync();
        await CatchUpAsync(database);
        await RunAsync(connection, "create temp table seed_daily as select * from case_daily");
        var (cases, batches) = new TemplateCases(plan).Play();
        await WriteAsync(batches);
        await CatchUpAsync(database);
        long sizeOfTemplates = await SizeAsync(connection);
        say(string.Create(CultureInfo.InvariantCulture, $"{cases.Count} cases decided by the engine in {clock.Elapsed.TotalSeconds:F1} s"));
        RefuseWithoutRoom(folder, sizeOfTemplates);

        var tables = await SeedTable.AllAsync(connection);
        var patterns = await PatternsAsync(connection, tables, cases);
        tables = tables.FindAll(t => patterns.UsedTables.Contains(t.Name));
        await CopyAsync(connection, tables, patterns.Cases);
        await FinishAsync(connection);
        long size = await SizeAsync(connection);
        say(string.Create(CultureInfo.InvariantCulture, $"{plan.Cases} live cases in {clock.Elapsed.TotalSeconds:F0} s, {size >> 20} MB of tables and indexes"));
    }

    private async Task WriteAsync(List<EncodedBatch> batches)
    {
        await using var writes = LogWriter.DataSourceFor(connectionString, "seed");
        await using var connection = await writes.OpenConnectionAsync();
        await RunAsync(connection, "set synchronous_commit = off");
        foreach (var encoded in batches)
        {
            await using var batch = new NpgsqlBatch(connection);
            encoded.AddTo(batch, "seed");
            await batch.ExecuteNonQueryAsync();
        }
    }

    private Task CatchUpAsync(NpgsqlDataSource database)
    {
        var contents = plan.Items.ToDictionary(i => i.Ref.JointItem, i => (object)i.Content, StringComparer.Ordinal);
        var oversight = new Oversight(
            new Histories(database, new EventJson()), (pin, _) => ValueTask.FromResult(contents[pin.JointItem]), (_, _) => ValueTask.FromResult(CardRuleBook.Usual));
        return new ProjectionRunner(database, [.. Projection.All, oversight.Projection]).CatchUpAsync(CancellationToken.None);
    }

    private void RefuseWithoutRoom(string? folder, long sizeOfTemplates)
    {
        long needed = (long)(RoomFactor * sizeOfTemplates * plan.CopiesOfEach) + RoomBesides;
        if (folder is null) return;
        long free = new DriveInfo(folder).AvailableFreeSpace;
        say(string.Create(CultureInfo.InvariantCulture, $"disk: about {needed >> 20} MB needed while seeding, {free >> 20} MB free"));
        if (free < needed)
            throw new IOException(string.Create(CultureInfo.InvariantCulture, $"{plan.Cases} cases need about {needed >> 20} MB below {folder}; {free >> 20} MB are free."));
    }

    private static async Task<(List<CasePattern> Cases, HashSet<string> UsedTables)> PatternsAsync(NpgsqlConnection connection, List<SeedTable> all, List<TemplateCase> cases)
    {
        await RunAsync(connection, $"create temp table {Series} (ordinal int, id text primary key)");
        await using (var ids = new NpgsqlCommand($"insert into {Series} select * from unnest($1::int[], $2::text[])", connection))
        {
            ids.Parameters.Add(new() { Value = Enumerable.Range(0, cases.Count).ToArray() });
            ids.Parameters.Add(new() { Value = cases.Select(c => c.StreamId).ToArray() });
            await ids.ExecuteNonQueryAsync();
        }

        await RunAsync(connection, $"analyze {Series}");
        List<(SeedTable Table, Dictionary<string, List<byte[]?[]>> Rows)> read = [];
        foreach (var table in all)
        {
            var rows = await table.ReadAsync(connection, Series);
            if (rows.Count == 0) continue;
            read.Add((table, rows.GroupBy(r => Encoding.ASCII.GetString(r[table.Key]!), StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.ToList(), StringComparer.Ordinal)));
        }

        var used = read.ConvertAll(r => r.Table);
        var patterns = cases.ConvertAll(c => new CasePattern(c, used, read.ConvertAll(r => r.Rows.GetValueOrDefault(c.StreamId) ?? [])));
        return (patterns, used.Select(t => t.Name).ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>One transaction: what is interrupted leaves nothing behind.</summary>
    private async Task CopyAsync(NpgsqlConnection connection, List<SeedTable> tables, List<CasePattern> patterns)
    {
        var clock = Stopwatch.StartNew();
        await RunAsync(connection, "set synchronous_commit = off");
        await RunAsync(connection, "set maintenance_work_mem = '1GB'");
        await using var transaction = await connection.BeginTransactionAsync();
        await RunAsync(connection, WriterSql.Lock);
        long position = await NumberAsync(connection, "select coalesce(max(seq_id), 0) from mt_events") + 1;
        var indexes = plan.Cases >= CasesWorthNewIndexes ? await DropIndexesAsync(connection, tables) : [];

        var full = Channel.CreateBounded<ArrayBufferWriter<byte>[]>(ChunksUnderWay);
        var empty = Channel.CreateUnbounded<ArrayBufferWriter<byte>[]>();
        for (int i = 0; i < ChunksUnderWay; i++) empty.Writer.TryWrite([.. tables.Select(_ => new ArrayBufferWriter<byte>(1 << 20))]);
        var producing = Task.Run(() => ProduceAsync(patterns, position, full.Writer, empty.Reader));
        long bytes = 0;
        await foreach (var chunk in full.Reader.ReadAllAsync())
        {
            for (int i = 0; i < tables.Count; i++)
            {
                await using var copy = await connection.BeginRawBinaryCopyAsync(tables[i].CopyIn);
                await copy.WriteAsync(chunk[i].WrittenMemory);
                bytes += chunk[i].WrittenCount;
            }

            empty.Writer.TryWrite(chunk);
        }

        long last = await producing;
        say(string.Create(CultureInfo.InvariantCulture, $"{bytes >> 20} MB of rows by COPY in {clock.Elapsed.TotalSeconds:F1} s; {last} events"));
        foreach (string index in indexes) await RunAsync(connection, index);
        await RunAsync(connection, string.Create(CultureInfo.InvariantCulture, $"select setval('mt_events_sequence', {last})"));
        await transaction.CommitAsync();
        if (indexes.Count > 0) say(string.Create(CultureInfo.InvariantCulture, $"{indexes.Count} indexes made after {clock.Elapsed.TotalSeconds:F1} s"));
    }

    /// <summary>Copies of neighbouring templates take turns: cases of one time stand together, those of one region do not.</summary>
    private async Task<long> ProduceAsync(List<CasePattern> patterns, long position, ChannelWriter<ArrayBufferWriter<byte>[]> full, ChannelReader<ArrayBufferWriter<byte>[]> empty)
    {
        try
        {
            var scratch = new ArrayBufferWriter<byte>(1 << 16);
            int group = Math.Max(1, Math.Min(patterns.Count, plan.Regions.Count));
            ArrayBufferWriter<byte>[]? chunk = null;
            int inChunk = 0;
            for (int first = 0; first < patterns.Count; first += group)
            {
                for (int copy = 1; copy < plan.CopiesOfEach; copy++)
                {
                    for (int t = first; t < Math.Min(first + group, patterns.Count); t++)
                    {
                        if (chunk is null)
                        {
                            chunk = await empty.ReadAsync();
                            foreach (var table in chunk) SeedTable.Begin(table);
                        }

                        patterns[t].Copy((long)copy * patterns.Count + t, position, chunk, scratch);
                        position += patterns[t].EventCount;
                        if (++inChunk < CasesPerChunk) continue;
                        await SendAsync(chunk, full);
                        (chunk, inChunk) = (null, 0);
                    }
                }
            }

            if (chunk is not null) await SendAsync(chunk, full);
            full.Complete();
            return position - 1;
        }
        catch (Exception failed)
        {
            full.Complete(failed);
            throw;
        }
    }

    private static ValueTask SendAsync(ArrayBufferWriter<byte>[] chunk, ChannelWriter<ArrayBufferWriter<byte>[]> full)
    {
        foreach (var table in chunk) SeedTable.End(table);
        return full.WriteAsync(chunk);
    }

    /// <summary>Drops the tables' indexes and keys; the statements that make them again, word for word what the migrations made.</summary>
    private static async Task<List<string>> DropIndexesAsync(NpgsqlConnection connection, List<SeedTable> tables)
    {
        List<(string Drop, string Make)> all = [];
        await using (var command = new NpgsqlCommand(
            """
            select
              case when k.conname is null then format('drop index %I', i.relname) else format('alter table %I drop constraint %I', t.relname, k.conname) end,
              case when k.conname is null then pg_get_indexdef(i.oid) else format('alter table %I add constraint %I %s', t.relname, k.conname, pg_get_constraintdef(k.oid)) end
            from pg_index x
            join pg_class i on i.oid = x.indexrelid
            join pg_class t on t.oid = x.indrelid
            left join pg_constraint k on k.conindid = i.oid and k.contype in ('p', 'u')
            where t.relnamespace = 'public'::regnamespace and t.relname = any($1)
            """,
            connection) { Parameters = { new() { Value = tables.ConvertAll(t => t.Name) } } })
        await using (var reader = await command.ExecuteReaderAsync())
            while (await reader.ReadAsync()) all.Add((reader.GetString(0), reader.GetString(1)));
        foreach (var (drop, _) in all) await RunAsync(connection, drop);
        return all.ConvertAll(i => i.Make);
    }

    /// <summary>Counts are multiplied, whoever follows the log has seen it all, and the planner knows what is there.</summary>
    private async Task FinishAsync(NpgsqlConnection connection)
    {
        await RunAsync(connection, string.Create(CultureInfo.InvariantCulture,
            $"""
            update case_daily d set
              filed = d.filed + (d.filed - coalesce(b.filed, 0)) * {plan.CopiesOfEach - 1}, accepted = d.accepted + (d.accepted - coalesce(b.accepted, 0)) * {plan.CopiesOfEach - 1},
              concluded = d.concluded + (d.concluded - coalesce(b.concluded, 0)) * {plan.CopiesOfEach - 1}, opinions = d.opinions + (d.opinions - coalesce(b.opinions, 0)) * {plan.CopiesOfEach - 1},
              yellow = d.yellow + (d.yellow - coalesce(b.yellow, 0)) * {plan.CopiesOfEach - 1}, red = d.red + (d.red - coalesce(b.red, 0)) * {plan.CopiesOfEach - 1}
            from case_daily e
            left join seed_daily b using (generation, day, region, joint_item, department)
            where (d.generation, d.day, d.region, d.joint_item, d.department) = (e.generation, e.day, e.region, e.joint_item, e.department)
            """));
        foreach (string sql in (string[])
            [
                "update mt_event_progression set last_seq_id = (select max(seq_id) from mt_events)",
                "update paper_cursor set position = (select max(seq_id) from mt_events)",
                "update message_router set position = (select max(seq_id) from mt_events)",
                "vacuum (freeze, analyze)", "checkpoint",
            ])
            await RunAsync(connection, sql);
    }

    private static Task<long> SizeAsync(NpgsqlConnection connection) =>
        NumberAsync(connection, "select sum(pg_total_relation_size(oid))::bigint from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'");

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<long> NumberAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
