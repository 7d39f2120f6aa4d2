using Workflow.Contracts.Catalog;
using Workflow.Core.Catalog;
using Workflow.Core.Deadlines;
using Workflow.Server.Http;

namespace Workflow.Server.Catalog;

/// <summary>What holds before and around acceptance, between the contract and the core.</summary>
internal static class IntakeRulesMapping
{
    public static IntakeRules ToCore(IntakeRulesBody? body, List<FieldError> errors)
    {
        if (body is null) return IntakeRules.Default;
        var checkedBy = Words.Parse<CheckedBy>(body.CheckedBy);
        if (checkedBy is null) errors.Add(Words.Unknown<CheckedBy>("$.intake.checkedBy"));
        return new(
            checkedBy ?? CheckedBy.Window, Limit(body.SupplementLimit, "$.intake.supplementLimit", errors), Limit(body.DeficiencyLimit, "$.intake.deficiencyLimit", errors),
            body.DistrustMonths, body.Basis);
    }

    /// <summary>Null for the rules of an item that says nothing.</summary>
    public static IntakeRulesBody? ToBody(IntakeRules rules) => rules == IntakeRules.Default ? null
        : new(Words.Of(rules.CheckedBy), Limit(rules.SupplementLimit), Limit(rules.DeficiencyLimit), rules.DistrustMonths, rules.Basis);

    public static CommitmentRule? ToCore(CommitmentBody? body, string path, List<FieldError> errors) =>
        body is null ? null : new(body.Text.ToCore(), [.. body.Replaces], Limit(body.CheckWithin, path + ".checkWithin", errors)!, body.Basis);

    public static CommitmentBody? ToBody(CommitmentRule? rule) =>
        rule is null ? null : new(rule.Text.ToText(), rule.Replaces, Limit(rule.CheckWithin)!, rule.Basis);

    private static TimeLimit? Limit(LimitBody? limit, string path, List<FieldError> errors)
    {
        if (limit is null) return null;
        var unit = Words.Parse<TimeUnit>(limit.Unit);
        if (unit is null) errors.Add(Words.Unknown<TimeUnit>(path + ".unit"));
        return new(limit.Amount, unit ?? TimeUnit.WorkingDays);
    }

    private static LimitBody? Limit(TimeLimit? limit) => limit is null ? null : new(limit.Amount, Words.Of(limit.Unit));
}
