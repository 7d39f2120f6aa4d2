using System.Buffers;
using System.Buffers.Binary;
using Npgsql;

namespace Workflow.Benchmarks.Seeding;

/// <summary>Which columns a table has, as COPY sends them, and which of them may hold something that belongs to one case alone.</summary>
internal sealed class SeedTable
{
    private static readonly byte[] Signature = [.. "PGCOPY\n"u8, 0xFF, .. "\r\n"u8, 0];
    private const int HeaderLength = 19;

    private SeedTable(string name, string[] columns, string[] types, string keyColumn) =>
        (Name, Columns, Types, Key) = (name, columns, types, Array.IndexOf(columns, keyColumn));

    public string Name { get; }

    public string[] Columns { get; }

    public string[] Types { get; }

    /// <summary>Index of the column that names the stream.</summary>
    public int Key { get; }

    public int IndexOf(string column) => Array.IndexOf(Columns, column);

    /// <summary>
    /// Every table whose rows belong to a stream, whatever migrations have made of it: mt_streams and all with a column "stream_id".
    /// What a trigger keeps (case_watch) comes with its table. Asynchronous projections' rows, which have a generation, are left out: they would be two thirds of all rows, and nothing measured here reads them.
    /// </summary>
    public static async Task<List<SeedTable>> AllAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(
            """
            select c.relname, k.attname, array_agg(a.attname::text order by a.attnum), array_agg(format_type(a.atttypid, null) order by a.attnum)
            from pg_class c
            join pg_attribute k on k.attrelid = c.oid and k.attname = case when c.relname = 'mt_streams' then 'id' else 'stream_id' end
            join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
            where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> 'case_watch'
              and not exists (select from pg_attribute g where g.attrelid = c.oid and g.attname = 'generation')
            group by c.relname, k.attname
            order by c.relname = 'mt_events' desc, c.relname
            """,
            connection);
        List<SeedTable> tables = [];
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) tables.Add(new(reader.GetString(0), reader.GetFieldValue<string[]>(2), reader.GetFieldValue<string[]>(3), reader.GetString(1)));
        return tables;
    }

    public string CopyIn => $"copy {Name} ({string.Join(", ", Columns.Select(c => $"\"{c}\""))}) from stdin (format binary)";

    /// <summary>The rows of these streams, field by field, in the order of their versions where they have one.</summary>
    public async Task<List<byte[]?[]>> ReadAsync(NpgsqlConnection connection, string series)
    {
        string order = IndexOf("version") >= 0 ? ", t.version" : "";
        string sql = $"copy (select {string.Join(", ", Columns.Select(c => $"t.\"{c}\""))} from {Name} t join {series} s on s.id = t.\"{Columns[Key]}\" order by s.ordinal{order}) to stdout (format binary)";
        await using var copy = await connection.BeginRawBinaryCopyAsync(sql);
        using var memory = new MemoryStream();
        await copy.CopyToAsync(memory);
        return Parse(memory.GetBuffer().AsSpan(0, (int)memory.Length));
    }

    private List<byte[]?[]> Parse(ReadOnlySpan<byte> bytes)
    {
        List<byte[]?[]> rows = [];
        bytes = bytes[HeaderLength..];
        while (BinaryPrimitives.ReadInt16BigEndian(bytes) is var count && count >= 0)
        {
            bytes = bytes[2..];
            var row = new byte[]?[count];
            for (int i = 0; i < count; i++)
            {
                int length = BinaryPrimitives.ReadInt32BigEndian(bytes);
                bytes = bytes[4..];
                if (length < 0) continue;
                row[i] = bytes[..length].ToArray();
                bytes = bytes[length..];
            }

            if (count != Columns.Length) throw new InvalidOperationException($"{Name} came with {count} columns");
            rows.Add(row);
        }

        return rows;
    }

    public static void Begin(ArrayBufferWriter<byte> to)
    {
        to.ResetWrittenCount();
        to.Write(Signature);
        to.GetSpan(8)[..8].Clear();
        to.Advance(8);
    }

    public static void End(ArrayBufferWriter<byte> to)
    {
        BinaryPrimitives.WriteInt16BigEndian(to.GetSpan(2), -1);
        to.Advance(2);
    }
}
