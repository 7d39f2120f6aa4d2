using System.Collections.Immutable;
using System.Numerics;
using Workflow.Feel.Language;

namespace Workflow.Feel.Functions;

/// <summary>
/// Of lists: how many, the least, the greatest, sums and averages (DMN 1.5, 10.3.4.4). Each but <c>count</c> also takes the
/// items one by one. What is not a number, or cannot be ordered, makes the result null; so does an empty list, but for
/// <c>count</c> and <c>mode</c>.
/// </summary>
internal static class StatisticFunctions
{
    private delegate Value OfItems(ImmutableArray<Value> items, Evaluation run);

    private delegate Value OfNumbers(Decimal128[] numbers, Evaluation run);

    private static readonly FeelType AnyList = new FeelType.ListOf(FeelType.Any);

    public static IEnumerable<Builtin> All =>
    [
        new("count", Signature.Of(FeelType.Number, (a, _) => ((Value.List)a[0]).Items.Length, ("list", AnyList))),
        Either("min", FeelType.Any, "c", (items, run) => Outermost(items, sign: -1, run)),
        Either("max", FeelType.Any, "c", (items, run) => Outermost(items, sign: 1, run)),
        Numeric("sum", FeelType.Number, (numbers, run) => numbers.Length == 0 ? run.Fail("list-too-short", "sum", "1") : Number(TrySum(numbers, out var sum), sum, run)),
        Numeric("mean", FeelType.Number, (numbers, run) => numbers.Length == 0 ? run.Fail("list-too-short", "mean", "1") : Number(TryMean(numbers, out var mean), mean, run)),
        Numeric("product", FeelType.Number, Product),
        Numeric("median", FeelType.Number, Median),
        Numeric("stddev", FeelType.Number, StandardDeviation),
        Numeric("mode", new FeelType.ListOf(FeelType.Number), Mode),
    ];

    /// <summary>Of one list, or of the items one by one.</summary>
    private static Builtin Either(string name, FeelType result, string item, OfItems compute)
    {
        BuiltinBody body = (arguments, run) =>
        {
            var items = ((Value.List)arguments[0]).Items;
            run.Step(items.Length);
            return compute(items, run);
        };
        return new(name, Signature.Of(result, body, ("list", AnyList)), Signature.Of(result, body, (item, FeelType.Any)) with { Variadic = true });
    }

    private static Builtin Numeric(string name, FeelType result, OfNumbers compute) => Either(name, result, "n", (items, run) =>
    {
        run.Make(items.Length);
        var numbers = new Decimal128[items.Length];
        for (var i = 0; i < numbers.Length; i++)
        {
            if (items[i] is not Value.Number { Is: var number }) return run.Fail("item-not-a-number", name);
            numbers[i] = number;
        }
        return compute(numbers, run);
    });

    /// <summary>Of any kind that has an order, all of them of the same.</summary>
    private static Value Outermost(ImmutableArray<Value> items, int sign, Evaluation run)
    {
        if (items.IsEmpty) return run.Fail("list-too-short", sign < 0 ? "min" : "max", "1");
        var found = items[0];
        foreach (var item in items)
        {
            // The first is compared with itself: of some kinds nothing has an order.
            if (Comparison.Order(item, found) is not { } order) return run.Fail("not-comparable", Kind.Of(item), Kind.Of(found));
            if (Math.Sign(order) == sign) found = item;
        }
        return found;
    }

    private static bool TrySum(Decimal128[] numbers, out Decimal128 sum)
    {
        sum = Decimal128.Zero;
        foreach (var number in numbers)
        {
            if (!Decimal128.TryAdd(sum, number, out sum)) return false;
        }
        return true;
    }

    private static bool TryMean(Decimal128[] numbers, out Decimal128 mean) => TrySum(numbers, out mean) && Decimal128.TryDivide(mean, numbers.Length, out mean);

    private static Value Product(Decimal128[] numbers, Evaluation run)
    {
        if (numbers.Length == 0) return run.Fail("list-too-short", "product", "1");
        var product = Decimal128.One;
        foreach (var number in numbers)
        {
            if (!Decimal128.TryMultiply(product, number, out product)) return run.Fail("no-number");
        }
        return new Value.Number(product);
    }

    private static Value Median(Decimal128[] numbers, Evaluation run)
    {
        if (numbers.Length == 0) return run.Fail("list-too-short", "median", "1");
        Sort(numbers, run);
        var middle = numbers.Length / 2;
        if (numbers.Length % 2 == 1) return new Value.Number(numbers[middle]);
        return Number(TryMean(numbers[(middle - 1)..(middle + 1)], out var mean), mean, run);
    }

    /// <summary>Of a sample: the squares of the distances from the mean are divided by one less than there are.</summary>
    private static Value StandardDeviation(Decimal128[] numbers, Evaluation run)
    {
        if (numbers.Length < 2) return run.Fail("list-too-short", "stddev", "2");
        if (!TryMean(numbers, out var mean)) return run.Fail("no-number");
        var squares = Decimal128.Zero;
        foreach (var number in numbers)
        {
            if (!Decimal128.TrySubtract(number, mean, out var distance)
                || !Decimal128.TryMultiply(distance, distance, out var square)
                || !Decimal128.TryAdd(squares, square, out squares))
            {
                return run.Fail("no-number");
            }
        }
        Decimal128.TryDivide(squares, numbers.Length - 1, out var variance);
        return Number(variance.TrySqrt(out var root), root, run);
    }

    /// <summary>The numbers that are there most often, the least first.</summary>
    private static Value Mode(Decimal128[] numbers, Evaluation run)
    {
        Sort(numbers, run);
        var found = ImmutableArray.CreateBuilder<Value>();
        var most = 0;
        for (var start = 0; start < numbers.Length;)
        {
            var end = start + 1;
            while (end < numbers.Length && numbers[end] == numbers[start]) end++;
            if (end - start > most)
            {
                most = end - start;
                found.Clear();
            }
            if (end - start == most) found.Add(new Value.Number(numbers[start]));
            start = end;
        }
        run.Make(found.Count);
        return new Value.List(found.DrainToImmutable());
    }

    private static void Sort(Decimal128[] numbers, Evaluation run)
    {
        run.Step(numbers.Length * (long)BitOperations.Log2((uint)numbers.Length + 1));
        Array.Sort(numbers);
    }

    private static Value Number(bool isDone, Decimal128 number, Evaluation run) =>
        isDone ? new Value.Number(number) : run.Fail("no-number");
}
