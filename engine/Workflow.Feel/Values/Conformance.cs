namespace Workflow.Feel;

public abstract partial record FeelType
{
    /// <summary>True when the value is an instance of the type (DMN 1.5, 10.3.2.9 and table 57). Null is one of the type Null only.</summary>
    public bool Contains(Value value) => Contains(value, new Evaluation());

    internal bool Contains(Value value, Evaluation run)
    {
        run.Step();
        switch (this)
        {
            case Constrained named: return named.Base.Contains(value, run) && (named.Allows is null || named.Allows(value, run));
            case ListOf list: return value is Value.List of && of.Items.All(i => list.Item.Takes(i, run));
            case RangeOf range: return value is Value.Range r && range.Ends.Takes(r.Low, run) && range.Ends.Takes(r.High, run);
            case ContextOf context: return value is Value.Context c && context.Members.All(m => c.Has(m.Name) && m.Type.Takes(c[m.Name], run));
            case FunctionOf function:
                return value is Value.Function f && f.Parameters.Length == function.Parameters.Length && f.Result.ConformsTo(function.Result)
                    && f.Parameters.Zip(function.Parameters).All(p => p.Second.ConformsTo(p.First.Type));
            default: return ReferenceEquals(this, OfKind(value)) || (this == Any && value is not Value.NullValue);
        }
    }

    /// <summary>True when the value may stand where the type is asked for: an instance, or null.</summary>
    internal bool Takes(Value value, Evaluation run) => value is Value.NullValue || Contains(value, run);

    /// <summary>True when every value of this type is one of the other (10.3.2.9.3).</summary>
    public bool ConformsTo(FeelType other)
    {
        if (other == Any || this == Null || Equals(other)) return true;
        return (this, other) switch
        {
            (Constrained a, _) => a.Base.ConformsTo(other),
            (_, Constrained { Allows: null } b) => ConformsTo(b.Base),
            (ListOf a, ListOf b) => a.Item.ConformsTo(b.Item),
            (RangeOf a, RangeOf b) => a.Ends.ConformsTo(b.Ends),
            (ContextOf a, ContextOf b) => b.Members.All(m => a.Members.FirstOrDefault(x => x.Name == m.Name) is { } own && own.Type.ConformsTo(m.Type)),
            (FunctionOf a, FunctionOf b) => a.Parameters.Length == b.Parameters.Length && a.Result.ConformsTo(b.Result) && b.Parameters.Zip(a.Parameters).All(p => p.First.ConformsTo(p.Second)),
            _ => false,
        };
    }

    /// <summary>
    /// The value as the type wants it (10.3.2.9.4): a list of one as its element, a single value as a list of one, a date as the
    /// midnight (UTC) of its day. Null when it does not fit.
    /// </summary>
    internal Value? Convert(Value value, Evaluation run)
    {
        if (Takes(value, run)) return value;
        var plain = this;
        while (plain is Constrained named) plain = named.Base;
        Value? converted = (plain, value) switch
        {
            (ListOf, not Value.List) => new Value.List([value]),
            (_, Value.List { Items: [var only] }) => only,
            (_, Value.Date day) when plain == DateTime => new Value.DateTime(FeelDateTime.OfDate(day.Is)),
            _ => null,
        };
        return converted is not null && Takes(converted, run) ? converted : null;
    }

    internal static FeelType OfKind(Value value) => value switch
    {
        Value.NullValue => Null,
        Value.Boolean => Boolean,
        Value.Number => Number,
        Value.Text => String,
        Value.Date => Date,
        Value.Time => Time,
        Value.DateTime => DateTime,
        Value.DayTime => DayTimeDuration,
        Value.YearMonth => YearMonthDuration,
        _ => Any,
    };

    /// <summary>The member of a context type, of the elements of a list type, or a property of a simple type; null when that is not known.</summary>
    internal FeelType? MemberType(string name) => this switch
    {
        Constrained named => named.Base.MemberType(name),
        ContextOf context => context.Members.FirstOrDefault(m => m.Name == name)?.Type,
        ListOf list => list.Item.MemberType(name) is { } type ? new ListOf(type) : null,
        _ => null,
    };

    /// <summary>The names that may follow a dot.</summary>
    internal IEnumerable<string> MemberNames() => this switch
    {
        Constrained named => named.Base.MemberNames(),
        ContextOf context => context.Members.Select(m => m.Name),
        ListOf list => list.Item.MemberNames(),
        _ => [],
    };
}
