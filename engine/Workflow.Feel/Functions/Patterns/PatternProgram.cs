namespace Workflow.Feel.Functions.Patterns;

internal enum PatternAction
{
    Character,
    Class,
    Start,
    End,
    /// <summary>Notes the place where a group begins or ends.</summary>
    Save,
    /// <summary>Goes on at one instruction, and at the other if that leads nowhere.</summary>
    Split,
    Jump,
    BackReference,
    /// <summary>Notes the place where a turn of a loop begins.</summary>
    Turn,
    /// <summary>Leaves the loop when its last turn has moved nothing; only then such a loop ends.</summary>
    LeaveIdle,
    Match,
}

/// <param name="A">the character, the slot, the group, or the instruction to go to first</param>
/// <param name="B">the instruction to go to otherwise</param>
/// <param name="Meeting">a number of its own where several ways meet in this instruction; −1 elsewhere</param>
internal readonly record struct PatternStep(PatternAction Action, int A = 0, int B = 0, CharacterSet? Set = null, int Meeting = -1);

/// <summary>A pattern as a list of instructions. Counted repetitions are written out.</summary>
internal sealed class PatternProgram
{
    /// <summary>Instructions of one program; a longer one is refused ("pattern-too-large").</summary>
    public const int MaxLength = 50_000;

    private readonly List<PatternStep> steps = [];
    private readonly bool watchIdle;

    private PatternProgram(PatternNode tree, int groups)
    {
        Groups = groups;
        Slots = 2 * (groups + 1);
        HasBackReferences = watchIdle = Refers(tree);
        Add(tree);
        Emit(new(PatternAction.Match));
        (Steps, Meetings) = Number(steps);
    }

    public static PatternProgram Of(PatternNode tree, int groups) => new(tree, groups);

    public PatternStep[] Steps { get; }

    public int Meetings { get; }

    public int Groups { get; }

    /// <summary>Places to remember: two for each group (the whole match is the first), one for each loop that could idle.</summary>
    public int Slots { get; private set; }

    public bool HasBackReferences { get; }

    private static bool Refers(PatternNode node) => node switch
    {
        PatternNode.BackReference => true,
        PatternNode.Sequence sequence => sequence.Parts.Any(Refers),
        PatternNode.Choice choice => choice.Branches.Any(Refers),
        PatternNode.Repeat repeat => Refers(repeat.Body),
        PatternNode.Group group => Refers(group.Body),
        _ => false,
    };

    private int Emit(PatternStep step)
    {
        if (steps.Count >= MaxLength) throw new PatternFailure("pattern-too-large", 0);
        steps.Add(step);
        return steps.Count - 1;
    }

    /// <summary>A split whose ways are filled in as soon as they are known.</summary>
    private void Aim(int split, int preferred, int other, bool greedy) =>
        steps[split] = steps[split] with { A = greedy ? preferred : other, B = greedy ? other : preferred };

    private void Add(PatternNode node)
    {
        switch (node)
        {
            case PatternNode.Character character: Emit(new(PatternAction.Character, character.Code)); break;
            case PatternNode.Class one: Emit(new(PatternAction.Class, Set: one.Set)); break;
            case PatternNode.Start: Emit(new(PatternAction.Start)); break;
            case PatternNode.End: Emit(new(PatternAction.End)); break;
            case PatternNode.BackReference reference: Emit(new(PatternAction.BackReference, reference.Number)); break;
            case PatternNode.Sequence sequence:
                foreach (var part in sequence.Parts) Add(part);
                break;
            case PatternNode.Group group:
                Emit(new(PatternAction.Save, 2 * group.Number));
                Add(group.Body);
                Emit(new(PatternAction.Save, 2 * group.Number + 1));
                break;
            case PatternNode.Choice choice: Add(choice); break;
            case PatternNode.Repeat repeat: Add(repeat); break;
        }
    }

    private void Add(PatternNode.Choice choice)
    {
        var ends = new List<int>();
        for (var i = 0; i < choice.Branches.Length - 1; i++)
        {
            var split = Emit(new(PatternAction.Split));
            Add(choice.Branches[i]);
            ends.Add(Emit(new(PatternAction.Jump)));
            Aim(split, split + 1, steps.Count, greedy: true);
        }
        Add(choice.Branches[^1]);
        foreach (var end in ends) steps[end] = steps[end] with { A = steps.Count };
    }

    private void Add(PatternNode.Repeat repeat)
    {
        // An empty body may be written out as often as one likes; it stays one instruction short of nothing.
        for (var i = 0; i < (repeat.Max is null ? repeat.Min - 1 : repeat.Min); i++) Written(repeat.Body);
        if (repeat.Max is null) AddLoop(repeat, atLeastOnce: repeat.Min > 0);
        else
        {
            var splits = new List<int>();
            for (var i = repeat.Min; i < repeat.Max; i++)
            {
                splits.Add(Emit(new(PatternAction.Split)));
                Written(repeat.Body);
            }
            foreach (var split in splits) Aim(split, split + 1, steps.Count, repeat.Greedy);
        }
    }

    /// <summary>At least one instruction, so that a repetition of nothing meets the limit too.</summary>
    private void Written(PatternNode body)
    {
        var before = steps.Count;
        Add(body);
        if (steps.Count == before) Emit(new(PatternAction.Jump, before + 1));
    }

    private void AddLoop(PatternNode.Repeat repeat, bool atLeastOnce)
    {
        var enter = atLeastOnce ? -1 : Emit(new(PatternAction.Split));
        var first = steps.Count;
        var turn = watchIdle ? Slots++ : -1;
        if (watchIdle) Emit(new(PatternAction.Turn, turn));
        Written(repeat.Body);
        var leave = watchIdle ? Emit(new(PatternAction.LeaveIdle, turn)) : -1;
        var again = Emit(new(PatternAction.Split));
        Aim(again, first, steps.Count, repeat.Greedy);
        if (enter >= 0) Aim(enter, first, steps.Count, repeat.Greedy);
        if (leave >= 0) steps[leave] = steps[leave] with { B = steps.Count };
    }

    /// <summary>Finds the instructions that several ways lead to: only there it is worth to remember where one has been.</summary>
    private static (PatternStep[] Steps, int Meetings) Number(List<PatternStep> steps)
    {
        var goals = new bool[steps.Count + 1];
        foreach (var step in steps)
        {
            if (step.Action is PatternAction.Split or PatternAction.Jump) goals[step.A] = true;
            if (step.Action is PatternAction.Split) goals[step.B] = true;
        }
        var meetings = 0;
        return ([.. steps.Select((step, i) => goals[i] ? step with { Meeting = meetings++ } : step)], meetings);
    }
}
