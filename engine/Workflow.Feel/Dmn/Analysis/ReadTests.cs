using System.Collections.Immutable;
using Workflow.Feel.Functions;
using Workflow.Feel.Language;

namespace Workflow.Feel.Dmn.Analysis;

/// <summary>
/// The tests of a cell, or of allowed values. Readable ones compare the input with constants and with nothing else: between two
/// neighbouring constants their truth does not change, so that one value stands for all there.
/// </summary>
internal sealed class ReadTests
{
    /// <summary>Words of the functions that ask for a clock or a calendar.</summary>
    private static readonly string[] AsksTheCaller = ["now", "today", "working day"];

    private readonly Node root;
    private readonly Scope scope;
    private readonly int input;
    private readonly string source;
    private readonly List<Value> constants = [];

    private ReadTests(string source)
    {
        this.source = source;
        scope = Scope.Of(Names.Open);
        input = scope.UseInput();
        root = Parser.UnaryTests(source, scope, input);
        SpeaksOfOthers = scope.Used.Any(u => u.Name != "?");
        IsReadable = Reads(root, conjunct: true);
    }

    /// <summary>Null when they are no FEEL; the model's own check tells why.</summary>
    public static ReadTests? Of(DmnUnaryTests? tests)
    {
        if (tests is null || string.IsNullOrWhiteSpace(tests.Text)) return new("-");
        if (!IsFeel(tests.ExpressionLanguage)) return null;
        try
        {
            return new(tests.Text);
        }
        catch (ParseFailure)
        {
            return null;
        }
    }

    public static bool IsFeel(string? language) => language is null || language.Contains("feel", StringComparison.OrdinalIgnoreCase);

    public bool IsAny => root is AnyTestNode;

    public bool IsReadable { get; }

    /// <summary>Names besides the input: without them its truth cannot be told at all.</summary>
    public bool SpeaksOfOthers { get; }

    /// <summary>Where its truth may change; null among them when it speaks of null.</summary>
    public IReadOnlyList<Value> Constants => constants;

    /// <summary>It compares by size, not only by equality.</summary>
    public bool IsOrdered { get; private set; }

    /// <summary>It admits whole numbers only.</summary>
    public bool IsWhole { get; private set; }

    /// <exception cref="BudgetExceeded">when the run's budget is used up</exception>
    public bool Holds(Value value, Evaluation run)
    {
        run.Step();
        var frame = new Value[scope.Layout.Size];
        frame[input] = value;
        return root.Evaluate(frame, run) is Value.Boolean { Is: true };
    }

    private bool Reads(Node node, bool conjunct)
    {
        switch (node)
        {
            case AnyTestNode: return true;
            case CompareTestNode compare: return ReadsCompared(compare.Comparator, compare.Right);
            case MatchTestNode { UsesInput: false } match: return Constant(match.Expected) is { } value && Note(value);
            case MatchTestNode match: return Reads(match.Expected, conjunct);
            case AnyOfTestNode any: return any.Tests.All(t => Reads(t, conjunct: false));
            case NotTestNode not: return Reads(not.Test, conjunct: false);
            case AndNode and: return Reads(and.Left, conjunct) && Reads(and.Right, conjunct);
            case OrNode or: return Reads(or.Left, conjunct: false) && Reads(or.Right, conjunct: false);
            case LiteralNode { Value: Value.Boolean }: return true;
            case CompareNode compare when conjunct && SaysWhole(compare): return IsWhole = true;
            case CompareNode compare when IsInput(compare.Left): return ReadsCompared(compare.Comparator, compare.Right);
            case CompareNode compare when IsInput(compare.Right): return ReadsCompared(compare.Comparator, compare.Left);
            case BetweenNode between when IsInput(between.Left): return ReadsCompared(Comparator.LessOrEqual, between.Low) && ReadsCompared(Comparator.LessOrEqual, between.High);
            case InNode within when IsInput(within.Left): return Reads(within.Test, conjunct);
            case BuiltinCallNode { Builtin.Name: "not", Arguments: [var inside] }: return Reads(inside, conjunct: false);
            case BuiltinCallNode { Builtin.Name: "list contains", Arguments: [var list, var item] } when IsInput(item): return Constant(list) is Value.List { Items: var items } && items.All(i => IsSimple(i) && Note(i));
            // The input itself as a truth.
            case SlotNode when IsInput(node): return Note(Value.True);
            default: return false;
        }
    }

    private bool ReadsCompared(Comparator comparator, Node right)
    {
        if (Constant(right) is not { } value || !IsSimple(value)) return false;
        IsOrdered |= comparator is not (Comparator.Equal or Comparator.Unequal);
        return Note(value);
    }

    private bool Note(Value value)
    {
        switch (value)
        {
            case Value.Range { Low: var low, High: var high }:
                IsOrdered = true;
                if (low is not Value.NullValue) constants.Add(low);
                if (high is not Value.NullValue) constants.Add(high);
                return IsSimple(low) && IsSimple(high);
            case Value.List { Items: var items }: return items.All(i => i is not Value.List && Note(i));
            default:
                constants.Add(value);
                return IsSimple(value);
        }
    }

    private bool IsInput(Node node) => node is SlotNode slot && slot.Slot == input;

    /// <summary>A value that does not depend on anything; null when it does, or cannot be computed.</summary>
    private Value? Constant(Node node)
    {
        if (node is LiteralNode literal) return literal.Value;
        if (SpeaksOfOthers || source.Contains('?', StringComparison.Ordinal)) return null;
        return Closed(node, scope, source);
    }

    /// <summary>The value of an expression without names, null when it cannot be computed by itself.</summary>
    private static Value? Closed(Node node, Scope scope, string source)
    {
        var run = new Evaluation(new Budget(10_000, 10_000, 1_000));
        var value = run.Guard(node, new Value[scope.Layout.Size]);
        if (run.Fault is not null) return null;
        // What goes wrong here goes wrong always, and is null; but for what asks the caller, who may know.
        return run.Diagnostics.Count == 0 || !AsksTheCaller.Any(word => source.Contains(word, StringComparison.Ordinal)) ? value : null;
    }

    /// <summary>What an output cell says, when it says it without asking anything else; null otherwise.</summary>
    public static Value? Output(LiteralExpression output)
    {
        if (string.IsNullOrWhiteSpace(output.Text) || !IsFeel(output.ExpressionLanguage)) return null;
        try
        {
            var outermost = Scope.Of(Names.Open);
            var said = Parser.Expression(output.Text, outermost);
            return outermost.Used.Any() ? null : Closed(said, outermost, output.Text);
        }
        catch (ParseFailure)
        {
            return null;
        }
    }

    /// <summary>The values that the tests list one by one, in their order; empty when they say anything else.</summary>
    public ImmutableArray<Value> Listed
    {
        get
        {
            var tests = root is AnyOfTestNode any ? any.Tests : [root];
            var values = tests.Select(t => t is MatchTestNode { UsesInput: false } match ? Constant(match.Expected) : null).ToList();
            return values.All(v => v is not null && IsSimple(v)) ? [.. values.OfType<Value>()] : [];
        }
    }

    /// <summary><c>floor(?) = ?</c>, <c>modulo(?, 1) = 0</c> and their like.</summary>
    private bool SaysWhole(CompareNode compare)
    {
        if (compare.Comparator != Comparator.Equal) return false;
        return IsRounded(compare.Left) && IsInput(compare.Right) || IsInput(compare.Left) && IsRounded(compare.Right)
            || IsRest(compare.Left) && IsNumber(compare.Right, 0) || IsNumber(compare.Left, 0) && IsRest(compare.Right);

        bool IsRounded(Node node) => node is BuiltinCallNode { Builtin.Name: "floor" or "ceiling", Arguments: [var of] } && IsInput(of)
            || node is BuiltinCallNode { Builtin.Name: "decimal" or "floor" or "ceiling" or "round up" or "round down" or "round half up" or "round half down", Arguments: [var number, var scale] } && IsInput(number) && IsNumber(scale, 0);

        bool IsRest(Node node) => node is BuiltinCallNode { Builtin.Name: "modulo", Arguments: [var of, var by] } && IsInput(of) && IsNumber(by, 1);

        static bool IsNumber(Node node, int number) => node is LiteralNode { Value: Value.Number { Is: var value } } && value == number;
    }

    private static bool IsSimple(Value value) => value is not (Value.List or Value.Context or Value.Range or Value.Function);
}
