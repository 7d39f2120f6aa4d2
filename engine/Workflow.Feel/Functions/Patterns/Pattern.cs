using System.Text;

namespace Workflow.Feel.Functions.Patterns;

/// <summary>A regular expression as XPath knows it (functions 3.1, 5.6), ready to search with. Immutable.</summary>
internal sealed class Pattern
{
    /// <summary>Patterns that are kept; two whose places collide take turns.</summary>
    private const int Kept = 256;

    /// <summary>Longer ones are compiled each time: what is kept must stay small.</summary>
    private const int LongestKept = 2_000;

    private const int FailureSteps = 200;

    private static readonly Entry?[] Cache = new Entry?[Kept];

    private readonly PatternFlags flags;
    private readonly PatternProgram program;

    private Pattern(PatternFlags flags, PatternProgram program) => (this.flags, this.program) = (flags, program);

    /// <summary>
    /// The pattern, or null with what is wrong noted: "pattern-flags", "pattern-invalid", "pattern-too-large". What it costs
    /// is the same whether it was kept or not, so that an evaluation ends at the same place each time.
    /// </summary>
    public static Pattern? Find(string source, string letters, Evaluation run)
    {
        run.Step(source.Length + letters.Length + 1L);
        ref var place = ref Cache[(uint)HashCode.Combine(string.GetHashCode(source, StringComparison.Ordinal), string.GetHashCode(letters, StringComparison.Ordinal)) % Kept];
        var entry = Volatile.Read(ref place);
        if (entry?.Source != source || entry.Letters != letters)
        {
            entry = Entry.Of(source, letters);
            if (entry.Size <= LongestKept) Volatile.Write(ref place, entry);
        }
        run.Step(entry.Size);
        if (entry.Pattern is null) run.Fail(entry.Code!, entry.Arguments);
        return entry.Pattern;
    }

    private sealed record Entry(string Source, string Letters, Pattern? Pattern, string? Code, string[] Arguments)
    {
        /// <summary>What reading it cost, in steps. A failure costs more than the few characters that it takes.</summary>
        public int Size => Source.Length + (Code == "pattern-too-large" ? PatternProgram.MaxLength : Pattern?.program.Steps.Length ?? FailureSteps);

        public static Entry Of(string source, string letters)
        {
            if (PatternFlags.Of(letters) is not { } flags) return new(source, letters, null, "pattern-flags", [letters]);
            try
            {
                var (tree, groups) = PatternParser.Parse(source, flags);
                return new(source, letters, new(flags, PatternProgram.Of(tree, groups)), null, []);
            }
            catch (PatternFailure failure)
            {
                return new(source, letters, null, failure.Code, [source, $"{failure.At + 1}"]);
            }
        }
    }

    public bool Matches(string text, Evaluation run) => new PatternMatcher(program, flags, text, run).Find(0);

    /// <summary>Every match, from left to right, replaced; null with what is wrong noted ("pattern-matches-nothing", "replacement-invalid").</summary>
    public string? Replace(string text, string replacement, Evaluation run)
    {
        if (MatchesNothing(run) || Parts(replacement, run) is not { } parts) return null;
        var made = new StringBuilder();
        var rest = Search(text, run, (matcher, from) =>
        {
            Append(text.AsSpan(from..matcher.Start));
            foreach (var (literal, group) in parts)
            {
                Append(literal ?? (group == 0 ? text.AsSpan(matcher.Start..matcher.End) : matcher.Group(group)));
            }
        });
        Append(text.AsSpan(rest));
        return made.ToString();

        void Append(ReadOnlySpan<char> piece)
        {
            run.Make(piece.Length);
            made.Append(piece);
        }
    }

    /// <summary>What stands between the matches; null with what is wrong noted ("pattern-matches-nothing").</summary>
    public List<string>? Split(string text, Evaluation run)
    {
        if (MatchesNothing(run)) return null;
        var pieces = new List<string>();
        var rest = Search(text, run, (matcher, from) => Add(text[from..matcher.Start]));
        Add(text[rest..]);
        return pieces;

        void Add(string piece)
        {
            run.Make(piece.Length + 1L);
            pieces.Add(piece);
        }
    }

    /// <summary>Where the last match ended.</summary>
    private int Search(string text, Evaluation run, Action<PatternMatcher, int> found)
    {
        var matcher = new PatternMatcher(program, flags, text, run);
        var from = 0;
        for (var next = 0; next <= text.Length && matcher.Find(next);)
        {
            found(matcher, from);
            from = matcher.End;
            // Only a pattern that looks at its surroundings can still match nothing here; it must not do so twice.
            next = matcher.End > matcher.Start ? from : CodePoints.Skip(text, from, 1) + (from == text.Length ? 1 : 0);
        }
        return from;
    }

    /// <summary>A pattern that is content with nothing would be found everywhere and nowhere: an error (FORX0003).</summary>
    private bool MatchesNothing(Evaluation run)
    {
        if (!Matches("", run)) return false;
        run.Fail("pattern-matches-nothing");
        return true;
    }

    /// <summary>Texts and numbers of groups in turn (5.6.3).</summary>
    private List<(string? Literal, int Group)>? Parts(string replacement, Evaluation run)
    {
        if (flags.Literal) return [(replacement, 0)];
        var parts = new List<(string?, int)>();
        var literal = new StringBuilder();
        for (var i = 0; i < replacement.Length; i++)
        {
            var next = i + 1 < replacement.Length ? replacement[i + 1] : '\0';
            switch (replacement[i])
            {
                case '\\' when next is '\\' or '$':
                    literal.Append(replacement[++i]);
                    break;
                case '$' when char.IsAsciiDigit(next):
                    if (literal.Length > 0) parts.Add((literal.ToString(), 0));
                    literal.Clear();
                    var group = replacement[++i] - '0';
                    // Further digits belong to it as long as there are that many groups.
                    for (; i + 1 < replacement.Length && char.IsAsciiDigit(replacement[i + 1]) && 10 * group + replacement[i + 1] - '0' <= program.Groups; i++)
                        group = 10 * group + replacement[i + 1] - '0';
                    if (group <= program.Groups) parts.Add((null, group));
                    break;
                case '\\' or '$':
                    run.Fail("replacement-invalid", replacement);
                    return null;
                default:
                    literal.Append(replacement[i]);
                    break;
            }
        }
        if (literal.Length > 0) parts.Add((literal.ToString(), 0));
        return parts;
    }
}
