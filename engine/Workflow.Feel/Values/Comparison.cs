using System.Runtime.CompilerServices;

namespace Workflow.Feel;

/// <summary>FEEL's own comparison (DMN 1.5, 10.3.2.3 and tables 51 to 53).</summary>
public static class Comparison
{
    /// <summary>
    /// True, false, or null when the two are of kinds that cannot be compared. Null equals only null; lists and contexts are
    /// compared through their parts.
    /// </summary>
    public static bool? AreEqual(Value left, Value right)
    {
        if (ReferenceEquals(left, right)) return true;
        switch (left, right)
        {
            case (Value.NullValue, _) or (_, Value.NullValue): return left is Value.NullValue && right is Value.NullValue;
            case (Value.Number a, Value.Number b): return a.Is == b.Is;
            case (Value.Text a, Value.Text b): return string.Equals(a.Is, b.Is, StringComparison.Ordinal);
            case (Value.Boolean a, Value.Boolean b): return a.Is == b.Is;
            case (Value.List a, Value.List b): return AreEqual(a, b);
            case (Value.Context a, Value.Context b): return AreEqual(a, b);
            case (Value.Range a, Value.Range b):
                return a.Comparator == b.Comparator && a.LowIncluded == b.LowIncluded && a.HighIncluded == b.HighIncluded && AreEqual(a.Low, b.Low) == true && AreEqual(a.High, b.High) == true;
            case (Value.Function, Value.Function): return false;
            default: return left.GetType() == right.GetType() ? TemporalValues.AreEqual(left, right) : null;
        }
    }

    /// <summary>Below zero, zero or above; null when the two cannot be ordered.</summary>
    public static int? Order(Value left, Value right) => (left, right) switch
    {
        (Value.Number a, Value.Number b) => a.Is.CompareTo(b.Is),
        // By code points, which ordinal comparison of UTF-16 is not beyond the first plane.
        (Value.Text a, Value.Text b) => CompareCodePoints(a.Is, b.Is),
        _ => left.GetType() == right.GetType() ? TemporalValues.Order(left, right) : null,
    };

    private static int CompareCodePoints(string left, string right)
    {
        var common = Math.Min(left.Length, right.Length);
        for (var i = 0; i < common; i++)
        {
            if (left[i] == right[i]) continue;
            var (a, b) = (char.IsSurrogate(left[i]), char.IsSurrogate(right[i]));
            return a == b ? left[i] - right[i] : a ? 1 : -1;
        }
        return left.Length - right.Length;
    }

    private static bool AreEqual(Value.List left, Value.List right)
    {
        // Values may be nested as deeply as an expression makes them; the evaluation ends there, not the process.
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (left.Items.Length != right.Items.Length) return false;
        for (var i = 0; i < left.Items.Length; i++)
        {
            if (AreEqual(left.Items[i], right.Items[i]) != true) return false;
        }
        return true;
    }

    private static bool AreEqual(Value.Context left, Value.Context right)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (left.Count != right.Count) return false;
        foreach (var (name, value) in left.Span)
        {
            if (!right.Has(name) || AreEqual(value, right[name]) != true) return false;
        }
        return true;
    }
}
