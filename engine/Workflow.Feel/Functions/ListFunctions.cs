using System.Collections.Immutable;
using Workflow.Feel.Language;

namespace Workflow.Feel.Functions;

/// <summary>Lists (DMN 1.5, 10.3.4.4, table 77), but for what counts and sums.</summary>
internal static class ListFunctions
{
    private static readonly FeelType Any = FeelType.Any, Number = FeelType.Number;
    private static readonly FeelType List = new FeelType.ListOf(FeelType.Any);

    /// <summary>Any function at all: how many parameters it has is looked at when it is called.</summary>
    private static readonly FeelType Function = new FeelType.Constrained("function", FeelType.Any, (value, _) => value is Value.Function);

    public static ImmutableArray<Builtin> All =>
    [
        new("list contains", Signature.Of(FeelType.Boolean, Contains, ("list", List), ("element", Any))),
        new("list replace",
            Signature.Of(List, ReplaceAt, ("list", List), ("position", Number), ("newItem", Any)),
            Signature.Of(List, ReplaceMatching, ("list", List), ("match", Function), ("newItem", Any))),
        new("append",
            Signature.Of(List, (a, run) => Made([.. Items(a[0]), a[1]], run), ("list", List), ("item", Any)),
            Signature.Of(List, (a, run) => Joined((ReadOnlySpan<Value>)[a[0], a[1]], run), ("list", List), ("item", Any)) with { Variadic = true }),
        new("concatenate", Signature.Of(List, (a, run) => Joined(Items(a[0]), run), ("list", List)) with { Variadic = true }),
        new("insert before", Signature.Of(List, InsertBefore, ("list", List), ("position", Number), ("newItem", Any))),
        new("remove", Signature.Of(List, Remove, ("list", List), ("position", Number))),
        new("reverse", Signature.Of(List, Reverse, ("list", List))),
        new("index of", Signature.Of(new FeelType.ListOf(Number), IndexOf, ("list", List), ("match", Any))),
        new("union", Signature.Of(List, (a, run) => Distinct(((Value.List)Joined(Items(a[0]), run)).Items, run), ("list", List)) with { Variadic = true }),
        new("distinct values", Signature.Of(List, (a, run) => Distinct(Items(a[0]), run), ("list", List))),
        new("flatten", Signature.Of(List, Flatten, ("list", List))),
        new("sublist",
            Signature.Of(List, Sublist, ("list", List), ("start position", Number)),
            Signature.Of(List, Sublist, ("list", List), ("start position", Number), ("length", Number))),
        new("sort", Signature.Of(List, Sort, ("list", List), ("precedes", Function))),
    ];

    private static ImmutableArray<Value> Items(Value list) => ((Value.List)list).Items;

    private static Value.List Made(ImmutableArray<Value> items, Evaluation run)
    {
        run.Make(items.Length);
        return new(items);
    }

    private static Value Contains(ReadOnlySpan<Value> arguments, Evaluation run)
    {
        foreach (var item in Items(arguments[0]))
        {
            run.Step();
            if (Comparison.AreEqual(item, arguments[1]) == true) return true;
        }
        return false;
    }

    private static Value NoSuchPosition(Value position, int length, Evaluation run) => run.Fail("position-outside", $"{Positions.Whole(position)}", $"{length}");

    private static Value ReplaceAt(ReadOnlySpan<Value> arguments, Evaluation run)
    {
        var items = Items(arguments[0]);
        if (!Positions.TryIndex(arguments[1], items.Length, out var index)) return NoSuchPosition(arguments[1], items.Length, run);
        run.Make(items.Length);
        return new Value.List(items.SetItem(index, arguments[2]));
    }

    private static Value ReplaceMatching(ReadOnlySpan<Value> arguments, Evaluation run)
    {
        if (!HasTwoParameters((Value.Function)arguments[1], run)) return Value.Null;
        var items = Items(arguments[0]);
        var replaced = ImmutableArray.CreateBuilder<Value>(items.Length);
        run.Make(items.Length);
        foreach (var item in items)
        {
            if (Holds((Value.Function)arguments[1], item, arguments[2], run) is not { } holds) return Value.Null;
            replaced.Add(holds ? arguments[2] : item);
        }
        return new Value.List(replaced.MoveToImmutable());
    }

    private static bool HasTwoParameters(Value.Function function, Evaluation run)
    {
        if (function.Parameters.Length == 2) return true;
        run.Fail("argument-count", "2", $"{function.Parameters.Length}");
        return false;
    }

    /// <summary>What a function of two says; null is no, everything else that is no truth is an error, and so null.</summary>
    private static bool? Holds(Value.Function function, Value left, Value right, Evaluation run)
    {
        var at = run.At;
        run.Step();
        var result = Calls.Call(function, [left, right], [], at, run);
        run.At = at;
        switch (result)
        {
            case Value.Boolean { Is: var holds }: return holds;
            case Value.NullValue: return false;
            default:
                run.Fail("not-boolean", Kind.Of(result));
                return null;
        }
    }

    private static Value.List Joined(ReadOnlySpan<Value> lists, Evaluation run)
    {
        var length = 0L;
        foreach (var list in lists) length += Items(list).Length;
        run.Make(length);
        var items = ImmutableArray.CreateBuilder<Value>((int)length);
        foreach (var list in lists) items.AddRange(Items(list));
        return new(items.MoveToImmutable());
    }

    private static Value.List Joined(ImmutableArray<Value> lists, Evaluation run) => Joined(lists.AsSpan(), run);

    private static Value InsertBefore(ReadOnlySpan<Value> arguments, Evaluation run)
    {
        var items = Items(arguments[0]);
        if (!Positions.TryIndex(arguments[1], items.Length, out var index)) return NoSuchPosition(arguments[1], items.Length, run);
        return Made(items.Insert(index, arguments[2]), run);
    }

    private static Value Remove(ReadOnlySpan<Value> arguments, Evaluation run)
    {
        var items = Items(arguments[0]);
        if (!Positions.TryIndex(arguments[1], items.Length, out var index)) return NoSuchPosition(arguments[1], items.Length, run);
        return Made(items.RemoveAt(index), run);
    }

    private static Value Reverse(ReadOnlySpan<Value> arguments, Evaluation run)
    {
        var items = Items(arguments[0]);
        run.Make(items.Length);
        var reversed = ImmutableArray.CreateBuilder<Value>(items.Length);
        for (var i = items.Length - 1; i >= 0; i--) reversed.Add(items[i]);
        return new Value.List(reversed.MoveToImmutable());
    }

    private static Value IndexOf(ReadOnlySpan<Value> arguments, Evaluation run)
    {
        var items = Items(arguments[0]);
        var found = ImmutableArray.CreateBuilder<Value>();
        for (var i = 0; i < items.Length; i++)
        {
            run.Step();
            if (Comparison.AreEqual(items[i], arguments[1]) != true) continue;
            run.Make(1);
            found.Add(i + 1);
        }
        return new Value.List(found.DrainToImmutable());
    }

    /// <summary>Each value where it first stands.</summary>
    private static Value.List Distinct(ImmutableArray<Value> items, Evaluation run)
    {
        var distinct = ImmutableArray.CreateBuilder<Value>();
        // Equal in FEEL is equal by content only for simple values; the others are compared one by one.
        var simple = new HashSet<Value>();
        var others = new List<Value>();
        foreach (var item in items)
        {
            run.Step();
            if (item is Value.NullValue or Value.Boolean or Value.Number or Value.Text ? !simple.Add(item) : others.Exists(IsEqual)) continue;
            if (item is not (Value.NullValue or Value.Boolean or Value.Number or Value.Text)) others.Add(item);
            run.Make(1);
            distinct.Add(item);

            bool IsEqual(Value other)
            {
                run.Step();
                return Comparison.AreEqual(other, item) == true;
            }
        }
        return new(distinct.DrainToImmutable());
    }

    /// <summary>The items of all lists in the list, however deep.</summary>
    private static Value Flatten(ReadOnlySpan<Value> arguments, Evaluation run)
    {
        var flat = ImmutableArray.CreateBuilder<Value>();
        // Not by calling itself: lists may be nested deeper than the stack is high.
        var open = new Stack<(ImmutableArray<Value> Items, int Next)>();
        open.Push((Items(arguments[0]), 0));
        while (open.TryPop(out var top))
        {
            run.Step();
            if (top.Next == top.Items.Length) continue;
            open.Push((top.Items, top.Next + 1));
            if (top.Items[top.Next] is Value.List inner) open.Push((inner.Items, 0));
            else
            {
                run.Make(1);
                flat.Add(top.Items[top.Next]);
            }
        }
        return new Value.List(flat.DrainToImmutable());
    }

    private static Value Sublist(ReadOnlySpan<Value> arguments, Evaluation run)
    {
        var items = Items(arguments[0]);
        if (!Positions.TryIndex(arguments[1], items.Length, out var first)) return NoSuchPosition(arguments[1], items.Length, run);
        var length = arguments.Length == 3 ? Positions.Whole(arguments[2]) : items.Length - first;
        if (length < 1 || length > items.Length - first) return run.Fail("length-outside", $"{length}", $"{items.Length - first}");
        return Made(items.Slice(first, (int)length), run);
    }

    /// <summary>By merging: what precedes nothing of the other keeps its place, and an order that contradicts itself ends too.</summary>
    private static Value Sort(ReadOnlySpan<Value> arguments, Evaluation run)
    {
        var precedes = (Value.Function)arguments[1];
        if (!HasTwoParameters(precedes, run)) return Value.Null;
        var from = Items(arguments[0]).ToArray();
        run.Make(2L * from.Length);
        var to = new Value[from.Length];
        for (var width = 1L; width < from.Length; width *= 2)
        {
            for (var start = 0L; start < from.Length; start += 2 * width)
            {
                var (left, middle, end) = ((int)start, (int)Math.Min(start + width, from.Length), (int)Math.Min(start + 2 * width, from.Length));
                for (int right = middle, at = left; at < end; at++)
                {
                    var takeRight = left == middle;
                    if (!takeRight && right < end)
                    {
                        if (Holds(precedes, from[right], from[left], run) is not { } before) return Value.Null;
                        takeRight = before;
                    }
                    to[at] = takeRight ? from[right++] : from[left++];
                }
            }
            (from, to) = (to, from);
        }
        return new Value.List([.. from]);
    }
}
