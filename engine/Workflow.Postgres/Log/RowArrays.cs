using Npgsql;
using NpgsqlTypes;

namespace Workflow.Postgres.Log;

/// <summary>Rows on their way into one statement of the writer, which takes them column by column as arrays; the first is the item's number.</summary>
internal sealed class RowArrays<T>(string sql, params RowArrays<T>.Column[] columns)
{
    public delegate NpgsqlParameter Column(IReadOnlyList<(int Item, T Row)> rows);

    public NpgsqlBatchCommand ToCommand(IReadOnlyList<(int Item, T Row)> rows)
    {
        var command = new NpgsqlBatchCommand(sql);
        AddTo(command, rows);
        return command;
    }

    /// <summary>For a statement that takes the rows of two kinds, one after the other.</summary>
    public void AddTo(NpgsqlBatchCommand command, IReadOnlyList<(int Item, T Row)> rows)
    {
        command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [.. rows.Select(r => r.Item)] });
        foreach (var column in columns) command.Parameters.Add(column(rows));
    }

    public static Column Text(Func<T, string?> of) => Make(NpgsqlDbType.Text, of);
    public static Column Number(Func<T, long> of) => Make(NpgsqlDbType.Bigint, of);
    public static Column Integer(Func<T, int> of) => Make(NpgsqlDbType.Integer, of);
    public static Column Small(Func<T, short> of) => Make(NpgsqlDbType.Smallint, of);
    public static Column MaybeSmall(Func<T, short?> of) => Make(NpgsqlDbType.Smallint, of);
    public static Column MaybeNumber(Func<T, long?> of) => Make(NpgsqlDbType.Bigint, of);
    public static Column Truth(Func<T, bool> of) => Make(NpgsqlDbType.Boolean, of);
    public static Column Bytes(Func<T, byte[]> of) => Make(NpgsqlDbType.Bytea, of);
    public static Column Json(Func<T, byte[]> of) => Make(NpgsqlDbType.Jsonb, of);
    public static Column JsonText(Func<T, string> of) => Make(NpgsqlDbType.Jsonb, of);
    public static Column Id(Func<T, Guid> of) => Make(NpgsqlDbType.Uuid, of);
    public static Column Instant(Func<T, DateTimeOffset?> of) => Make(NpgsqlDbType.TimestampTz, row => of(row)?.UtcDateTime);

    private static Column Make<TValue>(NpgsqlDbType type, Func<T, TValue> of) => rows =>
    {
        var values = new TValue[rows.Count];
        for (int i = 0; i < values.Length; i++) values[i] = of(rows[i].Row);
        return new NpgsqlParameter<TValue[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type };
    };
}
