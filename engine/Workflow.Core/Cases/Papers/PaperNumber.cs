using System.Globalization;

namespace Workflow.Core.Cases.Papers;

/// <summary>
/// The number of a document (文号): region word and kind word, year, the case's own serial, and the document's place in the
/// case. No counter, so nothing waits for another case.
/// </summary>
public static class PaperNumber
{
    private const int WordMax = 4;

    public static string Of(string regionName, string kind, string caseNumber, int id, int year)
    {
        var word = regionName.TrimEnd('省', '市', '区', '县', '旗', '州', ' ');
        if (word.Length == 0) word = regionName;
        if (word.Length > WordMax && word.Any(c => c > '~')) word = word[..WordMax];
        var serial = caseNumber[(caseNumber.LastIndexOf('-') + 1)..];
        return string.Create(CultureInfo.InvariantCulture, $"{word}{PaperKinds.Find(kind)!.Word}〔{year}〕{serial}-{id}");
    }
}
