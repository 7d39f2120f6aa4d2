namespace Workflow.Feel.Functions.Patterns;

/// <summary>
/// Searches one text with one program: leftmost match, alternatives in the order of the pattern. A pattern without
/// back-references never tries an instruction twice at one place, so that the work grows with pattern × text and no further;
/// one with back-references may, and is ended by the budget.
/// </summary>
internal sealed class PatternMatcher
{
    /// <summary>Steps are told to the budget in portions.</summary>
    private const int Portion = 512;

    private readonly PatternProgram program;
    private readonly PatternFlags flags;
    private readonly string text;
    private readonly Evaluation run;

    /// <summary>A bit for each place of the text and each meeting: a way through here has led to nothing.</summary>
    private readonly ulong[] tried;
    private readonly int[] slots;

    /// <summary>What is still to be tried (instruction, place), and what is to be undone on the way back (−1 − slot, former value).</summary>
    private (int What, int Value)[] pending = new (int, int)[16];
    private int depth;
    private int steps;

    public PatternMatcher(PatternProgram program, PatternFlags flags, string text, Evaluation run)
    {
        (this.program, this.flags, this.text, this.run) = (program, flags, text, run);
        slots = new int[program.Slots];
        var words = program.HasBackReferences ? 0 : ((long)program.Meetings * (text.Length + 1) + 63) / 64;
        run.Make(words);
        run.Step(words / 8);
        tried = words <= Array.MaxLength ? new ulong[words] : throw new BudgetExceeded("budget-cells");
    }

    public int Start => slots[0];

    public int End => slots[1];

    /// <summary>What a group has matched; empty when it has not.</summary>
    public ReadOnlySpan<char> Group(int number) => slots[2 * number + 1] < 0 ? default : text.AsSpan(slots[2 * number]..slots[2 * number + 1]);

    /// <summary>The first match that begins at or after an index.</summary>
    public bool Find(int from)
    {
        Forget(from);
        // ^ without the flag m stands at the very beginning only.
        var last = program.Steps[0].Action == PatternAction.Start && !flags.Multiline ? 0 : text.Length;
        for (var start = from; start <= last; start++)
        {
            if (start > 0 && start < text.Length && char.IsLowSurrogate(text[start]) && char.IsHighSurrogate(text[start - 1])) continue;
            if (!CanBegin(start)) continue;
            slots.AsSpan().Fill(-1);
            if (!Try(start)) continue;
            slots[0] = start;
            Settle();
            return true;
        }
        Settle();
        return false;
    }

    private void Settle()
    {
        run.Step(steps);
        steps = 0;
    }

    /// <summary>The way of the last match has led somewhere; what lies behind its end has not been on it.</summary>
    private void Forget(int place)
    {
        if (tried.Length == 0) return;
        var first = (long)place * program.Meetings;
        for (var bit = first; bit < first + program.Meetings; bit++) tried[bit >> 6] &= ~(1UL << (int)(bit & 63));
    }

    private bool CanBegin(int start)
    {
        Count();
        ref readonly var first = ref program.Steps[0];
        return first.Action switch
        {
            PatternAction.Character => start < text.Length && CodePoints.At(text, start) == first.A,
            PatternAction.Class => start < text.Length && first.Set!.Has(CodePoints.At(text, start)),
            _ => true,
        };
    }

    private void Count()
    {
        if (++steps >= Portion) Settle();
    }

    private bool Try(int start)
    {
        depth = 0;
        Push(0, start);
        while (depth > 0)
        {
            var (what, value) = pending[--depth];
            if (what < 0) slots[-1 - what] = value;
            else if (Follow(what, value)) return true;
        }
        return false;
    }

    private void Push(int what, int value)
    {
        if (depth == pending.Length)
        {
            run.Make(depth);
            Array.Resize(ref pending, 2 * depth);
        }
        pending[depth++] = (what, value);
    }

    private void Set(int slot, int value)
    {
        Push(-1 - slot, slots[slot]);
        slots[slot] = value;
    }

    /// <summary>Follows one way until it matches or fails; other ways that it could have taken are left pending.</summary>
    private bool Follow(int at, int place)
    {
        while (true)
        {
            Count();
            ref readonly var step = ref program.Steps[at];
            if (step.Meeting >= 0 && tried.Length > 0 && !FirstTime(step.Meeting, place)) return false;
            switch (step.Action)
            {
                case PatternAction.Character:
                    if (place >= text.Length || CodePoints.At(text, place) != step.A) return false;
                    place += CodePoints.Width(step.A);
                    at++;
                    break;
                case PatternAction.Class:
                    if (place >= text.Length || CodePoints.At(text, place) is var character && !step.Set!.Has(character)) return false;
                    place += CodePoints.Width(character);
                    at++;
                    break;
                case PatternAction.Start:
                    if (!IsLineStart(place)) return false;
                    at++;
                    break;
                case PatternAction.End:
                    if (!IsLineEnd(place)) return false;
                    at++;
                    break;
                case PatternAction.Save or PatternAction.Turn:
                    Set(step.A, place);
                    at++;
                    break;
                case PatternAction.LeaveIdle:
                    at = slots[step.A] == place ? step.B : at + 1;
                    break;
                case PatternAction.BackReference:
                    if (!TryRepeat(step.A, ref place)) return false;
                    at++;
                    break;
                case PatternAction.Split:
                    Push(step.B, place);
                    at = step.A;
                    break;
                case PatternAction.Jump:
                    at = step.A;
                    break;
                default:
                    slots[1] = place;
                    return true;
            }
        }
    }

    private bool FirstTime(int meeting, int place)
    {
        var bit = (long)place * program.Meetings + meeting;
        ref var word = ref tried[bit >> 6];
        var mask = 1UL << (int)(bit & 63);
        if ((word & mask) != 0) return false;
        word |= mask;
        return true;
    }

    private bool IsLineStart(int place) => place == 0 || (flags.Multiline && text[place - 1] == '\n' && place < text.Length);

    private bool IsLineEnd(int place) => place == text.Length ? !flags.Multiline || place == 0 || text[^1] != '\n' : flags.Multiline && text[place] == '\n';

    private bool TryRepeat(int group, ref int place)
    {
        var again = Group(group);
        run.Step(again.Length);
        if (!flags.IgnoreCase)
        {
            if (!text.AsSpan(place).StartsWith(again, StringComparison.Ordinal)) return false;
            place += again.Length;
            return true;
        }
        for (int i = slots[2 * group], end = i + again.Length; i < end;)
        {
            if (place >= text.Length) return false;
            var (mine, other) = (CodePoints.At(text, i), CodePoints.At(text, place));
            if (!CaseVariants.Same(mine, other)) return false;
            i += CodePoints.Width(mine);
            place += CodePoints.Width(other);
        }
        return true;
    }
}
