using System.Globalization;

namespace Workflow.Samples.Play;

/// <summary>Made-up numbers with right check digits. None belongs to anybody.</summary>
internal static class Numbers
{
    /// <summary>
    /// A resident id number (GB 11643): division, birthday, order code, check digit. The order codes 996 to 999 were kept
    /// for people a hundred years old and more, so with these birthdays nobody has one.
    /// </summary>
    public static string ResidentId(string region, DateOnly born, int serial)
    {
        var body = region + born.ToString("yyyyMMdd", CultureInfo.InvariantCulture) + (996 + (serial % 4)).ToString(CultureInfo.InvariantCulture);
        ReadOnlySpan<int> weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
        var sum = 0;
        for (var i = 0; i < weights.Length; i++) sum += (body[i] - '0') * weights[i];
        return body + "10X98765432"[sum % 11];
    }

    /// <summary>A unified social credit code (GB 32100) of a company: class, division, organisation code (GB 11714), check character.</summary>
    public static string CreditCode(string region, int serial)
    {
        const string alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
        var organisation = "MADEM" + serial.ToString("D3", CultureInfo.InvariantCulture);
        ReadOnlySpan<int> organisationWeights = [3, 7, 9, 10, 5, 8, 4, 2];
        var sum = 0;
        for (var i = 0; i < organisation.Length; i++)
            sum += (char.IsAsciiDigit(organisation[i]) ? organisation[i] - '0' : organisation[i] - 'A' + 10) * organisationWeights[i];
        var check = 11 - (sum % 11);
        var body = "91" + region + organisation + (check switch { 10 => "X", 11 => "0", _ => check.ToString(CultureInfo.InvariantCulture) });

        sum = 0;
        var weight = 1;
        foreach (var character in body)
        {
            sum += alphabet.IndexOf(character, StringComparison.Ordinal) * weight;
            weight = weight * 3 % 31;
        }
        return body + alphabet[(31 - (sum % 31)) % 31];
    }
}
