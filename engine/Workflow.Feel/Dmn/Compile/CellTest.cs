using System.Collections.Frozen;
using System.Collections.Immutable;
using Workflow.Feel.Language;

namespace Workflow.Feel.Dmn;

/// <summary>
/// A cell of a decision table, made small where it compares the input with literals: most cells do. For an input of another kind
/// than the literal's, the tests' own node decides, so that errors are the language's.
/// </summary>
internal abstract class CellTest(Node node)
{
    public bool Holds(Value input, Value[] frame, Evaluation run) => Quickly(input) ?? node.Evaluate(frame, run) is Value.Boolean { Is: true };

    /// <summary>Null when this input needs the tests' own node.</summary>
    protected abstract bool? Quickly(Value input);

    /// <summary>Null for <c>-</c>, which holds for every input.</summary>
    public static CellTest? Of(Node node) => node switch
    {
        AnyTestNode => null,
        CompareTestNode { Right: LiteralNode { Value: Value.Number { Is: var number } }, Comparator: not (Comparator.Equal or Comparator.Unequal) } compare =>
            compare.Comparator is Comparator.Less or Comparator.LessOrEqual
                ? new NumberCell(node, null, false, number, compare.Comparator == Comparator.LessOrEqual)
                : new NumberCell(node, number, compare.Comparator == Comparator.GreaterOrEqual, null, false),
        MatchTestNode { UsesInput: false, Expected: LiteralNode { Value: var value } } => OfLiteral(node, value),
        AnyOfTestNode several when several.Tests.All(t => t is MatchTestNode { UsesInput: false, Expected: LiteralNode { Value: Value.Text } }) =>
            new TextsCell(node, [.. several.Tests.Select(t => ((Value.Text)((LiteralNode)((MatchTestNode)t).Expected).Value).Is)]),
        _ => new NodeCell(node),
    };

    private static CellTest OfLiteral(Node node, Value value) => value switch
    {
        Value.Text { Is: var text } => new TextCell(node, text),
        Value.Boolean { Is: var truth } => new TruthCell(node, truth),
        Value.Number { Is: var number } => new NumberCell(node, number, true, number, true),
        Value.Range { Low: Value.Number { Is: var low }, High: Value.Number { Is: var high } } range => new NumberCell(node, low, range.LowIncluded, high, range.HighIncluded),
        _ => new NodeCell(node),
    };

    private sealed class NodeCell(Node node) : CellTest(node)
    {
        protected override bool? Quickly(Value input) => null;
    }

    private sealed class TextCell(Node node, string text) : CellTest(node)
    {
        protected override bool? Quickly(Value input) => input is Value.Text { Is: var given } ? string.Equals(given, text, StringComparison.Ordinal) : null;
    }

    private sealed class TextsCell(Node node, string[] texts) : CellTest(node)
    {
        /// <summary>So many are compared faster than looked up.</summary>
        private const int Few = 4;

        private readonly FrozenSet<string>? many = texts.Length > Few ? texts.ToFrozenSet(StringComparer.Ordinal) : null;

        protected override bool? Quickly(Value input)
        {
            if (input is not Value.Text { Is: var given }) return null;
            if (many is not null) return many.Contains(given);
            foreach (var text in texts)
            {
                if (string.Equals(given, text, StringComparison.Ordinal)) return true;
            }
            return false;
        }
    }

    private sealed class TruthCell(Node node, bool truth) : CellTest(node)
    {
        protected override bool? Quickly(Value input) => input is Value.Boolean { Is: var given } ? given == truth : null;
    }

    /// <summary>Between two numbers; a null end is open.</summary>
    private sealed class NumberCell(Node node, Decimal128? low, bool lowIncluded, Decimal128? high, bool highIncluded) : CellTest(node)
    {
        private readonly bool hasLow = low.HasValue;
        private readonly bool hasHigh = high.HasValue;
        private readonly Decimal128 low = low.GetValueOrDefault();
        private readonly Decimal128 high = high.GetValueOrDefault();

        protected override bool? Quickly(Value input)
        {
            if (input is not Value.Number { Is: var given }) return null;
            if (hasLow)
            {
                var above = given.CompareTo(low);
                if (above < 0 || above == 0 && !lowIncluded) return false;
            }
            if (!hasHigh) return true;
            var below = given.CompareTo(high);
            return below < 0 || below == 0 && highIncluded;
        }
    }
}
