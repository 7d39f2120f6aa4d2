using System.Collections.Immutable;

namespace Workflow.Feel.Functions;

/// <summary>Contexts (DMN 1.5, 10.3.4.11).</summary>
internal static class ContextFunctions
{
    private static readonly FeelType Context = new FeelType.ContextOf([]), Any = FeelType.Any, String = FeelType.String;
    private static readonly FeelType Contexts = new FeelType.ListOf(Context), Strings = new FeelType.ListOf(FeelType.String);

    public static ImmutableArray<Builtin> All =>
    [
        new("get value",
            Signature.Of(Any, (a, _) => ((Value.Context)a[0])[((Value.Text)a[1]).Is], ("m", Context), ("key", String)),
            Signature.Of(Any, GetValue, ("context", Context), ("keys", Strings))),
        new("get entries", Signature.Of(Contexts, GetEntries, ("m", Context))),
        new("context", Signature.Of(Context, OfEntries, ("entries", Contexts))),
        new("context put",
            Signature.Of(Context, (a, run) => Put((Value.Context)a[0], [a[1]], a[2], run), ("context", Context), ("key", String), ("value", Any)),
            Signature.Of(Context, (a, run) => Put((Value.Context)a[0], Items(a[1]).AsSpan(), a[2], run), ("context", Context), ("keys", Strings), ("value", Any))),
        new("context merge", Signature.Of(Context, Merge, ("contexts", Contexts))),
    ];

    private static ImmutableArray<Value> Items(Value list) => ((Value.List)list).Items;

    /// <summary>Along a path of keys, as <c>context put</c> takes one; ours, the standard has the single key only.</summary>
    private static Value GetValue(ReadOnlySpan<Value> arguments, Evaluation run)
    {
        if (Items(arguments[1]).IsEmpty) return run.Fail("no-keys");
        var value = arguments[0];
        foreach (var key in Items(arguments[1]))
        {
            if (key is not Value.Text name) return run.Fail("argument-null", "get value");
            value = value is Value.Context context ? context[name.Is] : Value.Null;
        }
        return value;
    }

    private static Value GetEntries(ReadOnlySpan<Value> arguments, Evaluation run)
    {
        var context = (Value.Context)arguments[0];
        run.Make(3L * context.Count);
        var entries = ImmutableArray.CreateBuilder<Value>(context.Count);
        foreach (var (name, value) in context.Span) entries.Add(Value.Context.OfDistinct([new("key", name), new("value", value)]));
        return new Value.List(entries.MoveToImmutable());
    }

    private static Value OfEntries(ReadOnlySpan<Value> arguments, Evaluation run)
    {
        var entries = Items(arguments[0]);
        run.Make(entries.Length);
        var made = new List<KeyValuePair<string, Value>>(entries.Length);
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in entries)
        {
            if (item is not Value.Context entry || entry["key"] is not Value.Text { Is: var key } || !entry.Has("value")) return run.Fail("entry-incomplete");
            if (!keys.Add(key)) return run.Fail("key-twice", key);
            made.Add(new(key, entry["value"]));
        }
        return made.Count == 0 ? Value.Context.Empty : Value.Context.OfDistinct([.. made]);
    }

    /// <summary>All but the last key lead through contexts that are there.</summary>
    private static Value Put(Value.Context context, ReadOnlySpan<Value> keys, Value value, Evaluation run)
    {
        if (keys.IsEmpty) return run.Fail("no-keys");
        var passed = new Value.Context[keys.Length];
        for (var i = 0; i < keys.Length; i++)
        {
            if (keys[i] is not Value.Text { Is: var key }) return run.Fail("argument-null", "context put");
            run.Make(context.Count + 1L);
            passed[i] = context;
            if (i == keys.Length - 1) continue;
            if (context[key] is not Value.Context inner) return run.Fail("not-a-context", key);
            context = inner;
        }
        for (var i = keys.Length - 1; i >= 0; i--) value = passed[i].With(((Value.Text)keys[i]).Is, value);
        return value;
    }

    /// <summary>Of two entries of one name the later counts.</summary>
    private static Value Merge(ReadOnlySpan<Value> arguments, Evaluation run)
    {
        foreach (var item in Items(arguments[0]))
        {
            if (item is not Value.Context context) return run.Fail("argument-null", "context merge");
            run.Make(context.Count);
        }
        return Value.Context.Of(Items(arguments[0]).SelectMany(c => ((Value.Context)c).Entries));
    }
}
