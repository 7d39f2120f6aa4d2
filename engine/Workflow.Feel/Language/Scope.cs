using System.Collections.Immutable;

namespace Workflow.Feel.Language;

/// <summary>What a name in sight stands for: a place of the frame.</summary>
/// <param name="Parts">its tokens, as the lexer cuts it; a name matches whatever blanks stand between them</param>
internal sealed record Variable(string Name, int Slot, FeelType Type, ImmutableArray<string> Parts);

/// <summary>
/// The names in sight at one place of an expression, innermost first. A scope belongs to one body (its layout); a function's body
/// is another, which captures what it takes from outside.
/// </summary>
internal sealed class Scope
{
    private readonly Scope? outer;
    private readonly Body body;
    private readonly List<Variable> variables = [];

    private Scope(Scope? outer, Body body) => (this.outer, this.body) = (outer, body);

    /// <summary>The outermost scope of an expression.</summary>
    public static Scope Of(Names names)
    {
        var scope = new Scope(null, new Body(new Layout(), null, names.Types, names.IsOpen));
        foreach (var (name, type) in names.Variables) scope.body.Root.Add(new(name, -1, type, PartsOf(name)));
        return scope;
    }

    public Layout Layout => body.Layout;

    /// <summary>What was taken from outside the expression, in the order of first use.</summary>
    public IEnumerable<Variable> Used => body.Used;

    /// <summary>Set in a filter: names may be members of the item under test, whose type is known only as far as this says.</summary>
    public (int Slot, FeelType Type)? Item { get; private init; }

    public Func<string, FeelType?>? Types => body.Types;

    /// <summary>True when names that nobody declared are taken from the context.</summary>
    public bool IsOpen => outer is null ? body.IsOpen : outer.IsOpen;

    public Scope Inner() => new(this, body);

    public Scope InnerWithItem(int slot, FeelType type) => new(this, body) { Item = (slot, type) };

    /// <summary>The scope of a function's body; <see cref="Captures"/> says what it took once it is parsed.</summary>
    public Scope Function() => new(this, new Body(new Layout(), this, body.Types, false));

    /// <summary>Of a function's scope: which place outside is copied into which place inside.</summary>
    public IReadOnlyList<(int Outside, int Inside)> Captures => body.Captures;

    public int Declare(string name, FeelType type)
    {
        var slot = Layout.Add();
        variables.Add(new(name, slot, type, PartsOf(name)));
        return slot;
    }

    /// <summary>The input of a test: a name that is there without being declared.</summary>
    public int UseInput()
    {
        var input = body.Root.FirstOrDefault(v => v.Name == "?");
        if (input is null) body.Root.Add(input = new("?", -1, FeelType.Any, ["?"]));
        return Place(input).Slot;
    }

    /// <summary>A name for a place that exists already.</summary>
    public void DeclareAt(string name, int slot, FeelType type) => variables.Add(new(name, slot, type, PartsOf(name)));

    /// <summary>The longest name in sight that the tokens begin with, and how many of them it takes; of equally long ones the innermost.</summary>
    public (Variable? Found, Scope? Where, int Length) Match(List<Token> tokens, int at)
    {
        (Variable? Found, Scope? Where, int Length) best = (null, null, 0);
        for (var scope = this; scope is not null; scope = scope.outer)
        {
            foreach (var variable in scope.outer is null ? scope.variables.Concat(scope.body.Root) : scope.variables)
            {
                if (variable.Parts.Length > best.Length && StartsWith(tokens, at, variable.Parts)) best = (variable, scope, variable.Parts.Length);
            }
        }
        return best.Found is null ? best : (Bring(best.Found, best.Where!), best.Where, best.Length);
    }

    /// <summary>A name that was not declared anywhere: taken from the context when the expression is open, otherwise null.</summary>
    public Variable? Free(string name)
    {
        var root = this;
        while (root.outer is not null) root = root.outer;
        if (!root.body.IsOpen) return null;
        var variable = new Variable(name, -1, FeelType.Any, PartsOf(name));
        root.body.Root.Add(variable);
        return Bring(variable, root);
    }

    /// <summary>The items of the filters around, innermost first, with their places as this body sees them; only those inside another scope, when one is given.</summary>
    public IEnumerable<(int Slot, FeelType Type)> Items(Scope? inside)
    {
        for (var scope = this; scope is not null && !ReferenceEquals(scope, inside); scope = scope.outer)
        {
            if (scope.Item is { } item) yield return (Bring(new Variable("item", item.Slot, item.Type, ["item"]), scope).Slot, item.Type);
        }
    }

    /// <summary>Makes a variable of a scope around usable here, capturing it into each function on the way.</summary>
    private Variable Bring(Variable variable, Scope from)
    {
        if (ReferenceEquals(from.body, body)) return from.Place(variable);
        var outside = body.Around!.Bring(variable, from);
        return outside with { Slot = body.Capture(outside.Slot) };
    }

    private Variable Place(Variable variable)
    {
        if (variable.Slot >= 0) return variable;
        if (body.Used.FirstOrDefault(u => u.Name == variable.Name) is { } known) return known;
        var placed = variable with { Slot = Layout.Add() };
        body.Used.Add(placed);
        return placed;
    }

    /// <summary>The tokens of a name; none for one that cannot stand without quotation marks, as <c>"\""</c> is, so that nothing refers to it.</summary>
    internal static ImmutableArray<string> PartsOf(string name)
    {
        try
        {
            var tokens = Lexer.Read(name);
            return [.. tokens.Take(tokens.Count - 1).Select(t => t.Text)];
        }
        catch (ParseFailure)
        {
            return [];
        }
    }

    internal static bool StartsWith(List<Token> tokens, int at, ImmutableArray<string> parts)
    {
        if (parts.Length == 0 || at + parts.Length >= tokens.Count + 1) return false;
        for (var i = 0; i < parts.Length; i++)
        {
            if (tokens[at + i].Kind is TokenKind.Text or TokenKind.End || tokens[at + i].Text != parts[i]) return false;
        }
        return true;
    }

    /// <summary>One frame's worth of names: an expression, or the body of a function.</summary>
    private sealed class Body(Layout layout, Scope? around, Func<string, FeelType?>? types, bool isOpen)
    {
        private readonly List<(int Outside, int Inside)> captures = [];

        public Layout Layout { get; } = layout;

        /// <summary>Where the function stands; null for the expression itself.</summary>
        public Scope? Around { get; } = around;

        public Func<string, FeelType?>? Types { get; } = types;

        public bool IsOpen { get; } = isOpen;

        /// <summary>Names from outside the expression; they get a place when they are first used.</summary>
        public List<Variable> Root { get; } = [];

        public List<Variable> Used { get; } = [];

        public IReadOnlyList<(int Outside, int Inside)> Captures => captures;

        public int Capture(int outside)
        {
            foreach (var (from, to) in captures)
            {
                if (from == outside) return to;
            }
            var inside = Layout.Add();
            captures.Add((outside, inside));
            return inside;
        }
    }
}
