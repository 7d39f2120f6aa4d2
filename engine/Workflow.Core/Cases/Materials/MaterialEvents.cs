using System.Collections.Immutable;
using Workflow.Core.Catalog;
using Workflow.Feel;

namespace Workflow.Core.Cases.Materials;

/// <summary>What becomes of materials (材料) after they were handed in, and what the applicant agreed to.</summary>
public abstract record MaterialEvent : CaseEvent;

/// <summary>A window held a material against its original (核验).</summary>
/// <param name="ValidUntil">last day on which it is valid, as the original says; null when it does not end or nobody looked</param>
public sealed record MaterialVerified(string Material, string FileId, MaterialGrade Grade, DateOnly? ValidUntil, string Officer, DateTimeOffset At) : MaterialEvent;

/// <summary>The applicant agreed, on one sheet, that what it gave before is used again for one purpose (授权).</summary>
/// <param name="Purpose">one of <see cref="Consent.Purposes"/></param>
/// <param name="What">codes of the materials, or names of the fields, that it is given for</param>
/// <param name="By">account that gave it: the applicant's, or the window's for a sheet signed there</param>
public sealed record ConsentGiven(string Purpose, ImmutableArray<string> What, string By, DateTimeOffset At) : MaterialEvent;

public static class MaterialEventNames
{
    public static readonly (string, Type)[] All =
    [
        ("material_verified", typeof(MaterialVerified)),
        ("consent_given", typeof(ConsentGiven)),
    ];
}

internal static class MaterialFold
{
    public static CaseState Evolve(CaseState state, MaterialEvent happened) => happened switch
    {
        MaterialVerified e => CaseEvolution.At(state, e.At) with
        {
            Materials = [.. state.Materials.Select(m => m.Material == e.Material && m.FileId == e.FileId ? m with { Grade = e.Grade, ValidUntil = e.ValidUntil ?? m.ValidUntil } : m)],
        },
        ConsentGiven e => CaseEvolution.At(state, e.At) with { Consents = state.Consents.Add(e) },
        _ => throw new InvalidOperationException($"no fold for {happened.GetType().Name}"),
    };
}

/// <summary>What consent is asked for. Each purpose stands on the sheet by itself and can be refused by itself.</summary>
public static class Consent
{
    /// <summary>A paper handed in with an earlier case is used again.</summary>
    public const string EarlierCase = "earlier-case";

    /// <summary>A certificate issued by an agency is used instead of a paper.</summary>
    public const string Certificate = "certificate";

    /// <summary>The purpose that the applicant's consent has to name for what is taken over from there.</summary>
    public static string PurposeOf(MaterialOrigin from) => from.Number is null ? EarlierCase : Certificate;

    public static readonly ImmutableArray<string> Purposes = [EarlierCase, Certificate];
}

/// <summary>Questions about grades and validity that intake and rules ask.</summary>
public static class MaterialGrades
{
    /// <summary>For expressions: code of the material → "A" to "D", the best of its files.</summary>
    public static Value.Context InputOf(IEnumerable<FiledMaterial> filed) =>
        filed.GroupBy(m => m.Material, StringComparer.Ordinal).Aggregate(Value.Context.Empty, (all, m) => all.With(m.Key, m.Min(f => f.Grade).ToString()));

    /// <summary>Null when a file can be handed in on this day; otherwise the code that says why not.</summary>
    public static string? WhyNot(Material asked, FiledMaterial filed, DateOnly today) =>
        filed.Grade > asked.LeastGrade ? "material-grade"
        : filed.ValidUntil < today && asked.Expired == ExpiredMaterial.Refuse ? "material-expired"
        : null;
}
