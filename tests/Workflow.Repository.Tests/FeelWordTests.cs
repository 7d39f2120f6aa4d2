using System.Text.RegularExpressions;
using Xunit;

namespace Workflow.Repository.Tests;

/// <summary>What goes wrong in an evaluation is said in words, in both languages.</summary>
public partial class FeelWordTests
{
    [Fact]
    public void Every_diagnostic_of_FEEL_has_words()
    {
        var words = Checkout.Read("engine/Workflow.Feel/DiagnosticTexts.cs");
        var codes = (from file in Checkout.Sources("engine/Workflow.Feel/")
                     from Match call in Diagnostic().Matches(Checkout.Read(file))
                     select call.Groups["code"].Value).Distinct(StringComparer.Ordinal).ToList();
        Assert.Contains("division-by-zero", codes);
        Checkout.None(codes.Where(code => !words.Contains($"[\"{code}\"]", StringComparison.Ordinal)));
    }

    [GeneratedRegex("""(\bFail|BudgetExceeded|GiveUp)\(([A-Za-z.]*At, |at, )?"(?<code>[a-z-]+)["]""", RegexOptions.ExplicitCapture)]
    private static partial Regex Diagnostic();
}
