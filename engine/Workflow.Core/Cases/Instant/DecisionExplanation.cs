using System.Collections.Immutable;
using Workflow.Core.Catalog;
using Workflow.Core.Flow;
using Workflow.Feel;
using Workflow.Feel.Dmn;

namespace Workflow.Core.Cases.Instant;

/// <summary>
/// Why a decision came out as it did, as it is kept in the event: every decision on the way with its value, and of each
/// table the inputs and the rules that matched. Words are made of it when it is read, never stored.
/// </summary>
/// <param name="Decisions">in order of evaluation; the one that was asked comes last</param>
/// <param name="Shortened">it was too long to be kept whole: values or decisions are left out</param>
/// <param name="Problems">what went wrong on the way</param>
public sealed record DecisionExplanation(ImmutableArray<ExplainedDecision> Decisions, bool Shortened, ImmutableArray<ExplainedProblem> Problems)
{
    /// <summary>Decisions, tables and rules kept at most, each; and parts of values (entries, items, 100 characters of text) in all.</summary>
    public const int MostKept = 200, MostParts = 10_000;

    private const int MostProblems = 20;

    public static readonly DecisionExplanation Empty = new([], false, []);

    /// <summary>For a case: ordered, without functions, of bounded size.</summary>
    public static DecisionExplanation Of(DecisionOutcome outcome)
    {
        var room = new Room(MostParts);
        // What was asked for counts most, so the room is given from the end.
        var kept = outcome.Traces.TakeLast(MostKept).Reverse().Select(trace => new ExplainedDecision(
            trace.Id, trace.Name, room.Take(trace.Value), [.. trace.Tables.Take(MostKept).Select(table => Of(table, room))])).ToList();
        return new([.. Enumerable.Reverse(kept)], room.IsShort || outcome.Traces.Length > MostKept, [.. outcome.Diagnostics.Take(MostProblems).Select(d => new ExplainedProblem(d.Code, d.Arguments))]);
    }

    // The column of conditions that rules in the short form have says nothing by its input.
    private static ExplainedTable Of(TableTrace table, Room room) => new(
        table.Element, table.HitPolicy.ToString(), [.. table.Inputs.Where(i => i.Input != "true").Take(MostKept).Select(i => new ExplainedValue(i.Input, room.Take(i.Value)))],
        [.. table.Matched.Take(MostKept).Select(rule => new ExplainedRule(
            rule.Number, rule.Id, [.. rule.Outputs.Take(MostKept).Select(o => new ExplainedValue(o.Output, room.Take(o.Value)))], [.. rule.Annotations.Take(MostKept)]))]);

    /// <summary>The sentences: which rules matched, with which inputs, and what each decision on the way was.</summary>
    public LocalText Words()
    {
        var told = new DecisionOutcome(Decisions.IsEmpty ? Value.Null : Decisions[^1].Value, !Problems.IsEmpty, [.. Problems.Select(p => new Diagnostic(p.Code, p.Arguments, 0))], [.. Decisions.Select(d => d.ToTrace())]);
        return new(ExplanationTexts.Zh(told), ExplanationTexts.En(told));
    }

    private sealed class Room(int most)
    {
        private int left = most;

        public bool IsShort { get; private set; }

        public Value Take(Value value)
        {
            var size = SizeOf(value, left);
            if (size > left)
            {
                IsShort = true;
                return Value.Null;
            }
            left -= size;
            return Ordered.Of(value);
        }
    }

    /// <summary>Parts of a value; counting stops above a limit.</summary>
    internal static int SizeOf(Value value, int limit)
    {
        var size = 1;
        switch (value)
        {
            case Value.Text text: return 1 + text.Is.Length / 100;
            case Value.List list:
                foreach (var item in list.Items)
                    if ((size += SizeOf(item, limit - size)) > limit) break;
                return size;
            case Value.Context context:
                foreach (var (name, entry) in context.Entries)
                    if ((size += name.Length / 100 + SizeOf(entry, limit - size)) > limit) break;
                return size;
            default: return size;
        }
    }
}

/// <param name="Code">stable; its words are FEEL's</param>
public sealed record ExplainedProblem(string Code, ImmutableArray<string> Arguments);

/// <summary>A decision, or a call of a business knowledge model, and its value.</summary>
public sealed record ExplainedDecision(string Id, string Name, Value Value, ImmutableArray<ExplainedTable> Tables)
{
    internal DecisionTrace ToTrace() => new(Id, Name, Value, [.. Tables.Select(t => t.ToTrace())]);
}

/// <param name="Element">id of the table, or of the decision that it belongs to</param>
/// <param name="HitPolicy">by its name, so that no order of names is stored</param>
public sealed record ExplainedTable(string Element, string HitPolicy, ImmutableArray<ExplainedValue> Inputs, ImmutableArray<ExplainedRule> Matched)
{
    internal TableTrace ToTrace() => new(Element, [.. Inputs.Select(i => (i.Name, i.Value))], [.. Matched.Select(r => r.ToTrace())], Enum.TryParse<HitPolicy>(HitPolicy, out var policy) ? policy : default);
}

/// <param name="Number">from 1, as drawn</param>
public sealed record ExplainedRule(int Number, string Id, ImmutableArray<ExplainedValue> Outputs, ImmutableArray<string> Annotations)
{
    internal RuleTrace ToTrace() => new(Number, Id, [.. Outputs.Select(o => (o.Name, o.Value))], Annotations);
}

/// <param name="Name">the input's expression, or the output's name</param>
public sealed record ExplainedValue(string Name, Value Value);
