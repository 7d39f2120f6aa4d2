using System.Collections.Frozen;
using System.Globalization;

namespace Workflow.Server.Cases;

/// <summary>
/// Identity numbers of persons (居民身份证号, GB 11643) and organisations (统一社会信用代码, GB 32100), by form and check
/// character. Whether a number was ever issued is another question, and not answered here.
/// </summary>
public static class IdentityNumbers
{
    private const int Length = 18;
    private const string ResidentChecks = "10X98765432";
    private const string CreditAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    /// <summary>Registering authorities, GB 32100 clause 5.</summary>
    private const string CreditAuthorities = "123456789ANY";

    /// <summary>First two digits of division codes (GB/T 2260); 10 stands for the state's own bodies.</summary>
    private static readonly FrozenSet<int> Provinces =
        new[] { 10, 11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54, 61, 62, 63, 64, 65, 71, 81, 82 }.ToFrozenSet();

    private static readonly int[] ResidentWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

    /// <summary>Null when it is a resident id, otherwise the code of what is wrong with it.</summary>
    /// <param name="today">a birthday after it is wrong</param>
    public static string? FaultOfResidentId(string id, DateOnly today)
    {
        if (id.Length != Length || id.AsSpan(0, 17).ContainsAnyExceptInRange('0', '9') || id[17] is not ((>= '0' and <= '9') or 'X')) return "resident-id-form";
        if (id[0] is < '1' or '9' || id.AsSpan(14, 3).SequenceEqual("000")) return "resident-id-form";
        if (!DateOnly.TryParseExact(id.AsSpan(6, 8), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var birth)
            || birth.Year < 1800 || birth > today) return "resident-id-birthday";
        var sum = 0;
        for (var i = 0; i < ResidentWeights.Length; i++) sum += (id[i] - '0') * ResidentWeights[i];
        return ResidentChecks[sum % 11] == id[17] ? null : "resident-id-check";
    }

    /// <summary>
    /// Null when it is a credit code, otherwise the code of what is wrong with it: "credit-code-form" or, when only the
    /// check character is wrong, "credit-code-check". The two are told apart because registered codes are reported
    /// that fail the check.
    /// </summary>
    public static string? FaultOfCreditCode(string code)
    {
        if (code.Length != Length || code.AsSpan().ContainsAnyExcept(CreditAlphabet)) return "credit-code-form";
        if (!CreditAuthorities.Contains(code[0], StringComparison.Ordinal) || code[1] is < '1' or > '9') return "credit-code-form";
        if (code.AsSpan(2, 6).ContainsAnyExceptInRange('0', '9')) return "credit-code-form";
        if (!Provinces.Contains(int.Parse(code.AsSpan(2, 2), NumberStyles.None, CultureInfo.InvariantCulture))) return "credit-code-form";
        var (sum, weight) = (0, 1);
        for (var i = 0; i < Length - 1; i++, weight = weight * 3 % 31) sum += CreditAlphabet.IndexOf(code[i], StringComparison.Ordinal) * weight;
        return CreditAlphabet[(31 - sum % 31) % 31] == code[17] ? null : "credit-code-check";
    }
}
