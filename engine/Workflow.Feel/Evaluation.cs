using System.Collections.Immutable;
using Workflow.Feel.Language;

namespace Workflow.Feel;

/// <summary>What one evaluation may use at most.</summary>
/// <param name="Steps">nodes evaluated, items visited, characters matched</param>
/// <param name="Cells">list items, context entries and characters made</param>
/// <param name="Depth">height of nested calls, in levels of the expression tree</param>
public sealed record Budget(long Steps, long Cells, int Depth)
{
    /// <summary>Enough for every model that people draw; a hostile one ends within about a second.</summary>
    public static readonly Budget Default = new(10_000_000, 10_000_000, 2_000);
}

/// <summary>Something that went wrong while evaluating; the value there became null (DMN 1.5, 10.3.2.13).</summary>
/// <param name="Code">stable, kebab-case; its words are in <see cref="DiagnosticTexts"/></param>
/// <param name="At">index of the first character concerned in the expression's source</param>
/// <param name="Within">of a decision model: name of the decision whose evaluation it was; otherwise null</param>
public sealed record Diagnostic(string Code, ImmutableArray<string> Arguments, int At, string? Within = null);

/// <summary>
/// One evaluation: what it may use, what it knows of the world, what went wrong. Made anew for each evaluation; not thread-safe.
/// The library reads no clock, no zone of the machine and no calendar: the caller passes them.
/// </summary>
/// <param name="budget">what it may use at most; <see cref="Budget.Default"/> when null</param>
/// <param name="now">what <c>now()</c> and <c>today()</c> answer; null: they answer null with an error</param>
/// <param name="calendars">by name: whether a day is a working day, or null where that calendar does not say; null for an unknown calendar</param>
public sealed class Evaluation(Budget? budget = null, DateTimeOffset? now = null, Func<string, Func<DateOnly, bool?>?>? calendars = null)
{
    /// <summary>Lists and contexts inside each other at most.</summary>
    public const int MostNesting = 500;

    private const int MostDiagnostics = 100;

    /// <summary>So many characters are walked through in the time of one step.</summary>
    private const int LongText = 64;

    private readonly Budget most = budget ?? Budget.Default;
    private List<Diagnostic>? diagnostics;
    private long steps;
    private long cells;
    private int depth;

    public DateTimeOffset? Now => now;

    public Func<string, Func<DateOnly, bool?>?>? Calendars => calendars;

    /// <summary>In the order in which they arose; at most 100.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics => diagnostics ?? (IReadOnlyList<Diagnostic>)[];

    public long StepsUsed => steps;

    public long CellsUsed => cells;

    /// <summary>Why the whole evaluation was given up ("budget-steps", "budget-cells", "budget-depth"); null when it was not.</summary>
    public string? Fault { get; internal set; }

    /// <summary>Takes down how decisions came out; null when nobody asked for it.</summary>
    internal Dmn.TraceRecorder? Trace { get; set; }

    /// <summary>Where the innermost expression under evaluation stands; diagnostics take it.</summary>
    internal int At { get; set; }

    /// <summary>Name of the decision under evaluation; diagnostics take it.</summary>
    internal string? Within { get; set; }

    internal void Step(long count = 1)
    {
        if ((steps += count) > most.Steps) throw new BudgetExceeded("budget-steps");
    }

    /// <summary>Before something of that size is made.</summary>
    internal void Make(long count)
    {
        if ((cells += count) > most.Cells) throw new BudgetExceeded("budget-cells");
    }

    /// <summary>
    /// For each list or context that was made: it may hold the same part many times, and so be cheap to make and endless to walk
    /// through; or be nested deeper than those who walk have room for.
    /// </summary>
    internal Value Hold(Value made)
    {
        if (made.Weight > most.Cells) throw new BudgetExceeded("budget-cells");
        if (made.Nesting > MostNesting) throw new BudgetExceeded("budget-depth");
        return made;
    }

    /// <summary>Before a value is walked through, by a comparison or a function.</summary>
    internal void Walk(Value through)
    {
        if (through is Value.List or Value.Context) Step(through.Weight);
        else if (through is Value.Text { Is.Length: > LongText } text) Step(text.Is.Length / LongText);
    }

    internal void Enter(int height)
    {
        if ((depth += height) > most.Depth) throw new BudgetExceeded("budget-depth");
    }

    internal void Leave(int height) => depth -= height;

    /// <summary>Evaluates from the outside: what outgrows the budget ends as null, with <see cref="Fault"/> set.</summary>
    internal Value Guard(Node root, Value[] frame)
    {
        try
        {
            Enter(root.Height);
            var value = root.Evaluate(frame, this);
            Leave(root.Height);
            return value;
        }
        catch (BudgetExceeded exceeded)
        {
            return GiveUp(exceeded.Code);
        }
        catch (InsufficientExecutionStackException)
        {
            return GiveUp("budget-depth");
        }
    }

    /// <summary>The whole is null; that is told even where so much went wrong before that nothing more is noted.</summary>
    internal Value GiveUp(string code)
    {
        Fault = code;
        if (diagnostics is { Count: MostDiagnostics }) diagnostics.RemoveAt(MostDiagnostics - 1);
        return Fail(code);
    }

    internal Value Fail(int at, string code, params ReadOnlySpan<string> arguments)
    {
        At = at;
        return Fail(code, arguments);
    }

    /// <summary>Notes what went wrong and answers null, the value of everything that cannot be computed.</summary>
    internal Value Fail(string code, params ReadOnlySpan<string> arguments)
    {
        if ((diagnostics ??= []).Count < MostDiagnostics) diagnostics.Add(new(code, [.. arguments], At, Within));
        return Value.Null;
    }
}

/// <summary>Ends an evaluation from inside; never leaves the library.</summary>
internal sealed class BudgetExceeded(string code) : Exception
{
    public string Code { get; } = code;
}
