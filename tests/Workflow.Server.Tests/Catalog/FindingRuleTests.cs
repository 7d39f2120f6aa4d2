using System.Text.RegularExpressions;
using Workflow.Server.Catalog;
using Xunit;

namespace Workflow.Server.Tests.Catalog;

/// <summary>Every finding in a model is explained in both languages and in the guide.</summary>
public sealed partial class FindingRuleTests
{
    [Fact]
    public void Every_code_of_a_finding_in_the_sources_has_its_rule_in_both_languages()
    {
        var used = Sources().SelectMany(file => Code().Matches(File.ReadAllText(file)).Select(m => m.Groups["code"].Value)).ToHashSet(StringComparer.Ordinal);
        Assert.True(used.Count > 45, $"only {used.Count} codes were found in the sources: the pattern misses them");
        Assert.Empty(used.Where(code => !FindingRules.All.ContainsKey(code)).Order(StringComparer.Ordinal));
        Assert.Empty(FindingRules.All.Keys.Where(code => !used.Contains(code)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Rules_are_Chinese_in_Chinese_and_stand_in_the_guide()
    {
        var guide = File.ReadAllText(Path.Combine(Root(), "docs", "guides", "definition-codes.md"));
        foreach (var (code, rule) in FindingRules.All)
        {
            Assert.True(Han().IsMatch(rule.Zh), $"{code}: {rule.Zh}");
            Assert.False(Han().IsMatch(rule.En), $"{code}: {rule.En}");
            Assert.Contains($"`{code}`", guide, StringComparison.Ordinal);
        }
    }

    private static IEnumerable<string> Sources()
    {
        var core = Path.Combine(Root(), "engine", "Workflow.Core");
        // FindingTexts names the codes of the expression language, which are details of findings and no findings.
        return Directory.EnumerateFiles(Path.Combine(core, "Bpmn"), "*.cs").Where(file => Path.GetFileName(file) != "FindingTexts.cs")
            .Concat(Directory.EnumerateFiles(Path.Combine(core, "Bpmn", "Rules"), "*.cs"))
            .Append(Path.Combine(core, "Bpmn", "Soundness", "SoundnessCheck.cs")).Append(Path.Combine(core, "Bpmn", "Soundness", "SoundnessTexts.cs")).Append(Path.Combine(core, "Catalog", "Definitions", "CallNeeds.cs"))
            .Append(Path.Combine(core, "Cases", "StepSettings.cs")).Append(Path.Combine(core, "Cases", "Review", "ReviewCheck.cs")).Append(Path.Combine(core, "Catalog", "Definitions", "DefinitionCheck.cs")).Append(Path.Combine(core, "Catalog", "Definitions", "DecisionNeeds.cs"));
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Workflow.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("these tests run inside the repository");
    }

    // A code is the only kind of text in these files that is lower case with hyphens; some have none.
    [GeneratedRegex("\"(?<code>[a-z]+(?:-[a-z]+)+)\"|Refuse\\(\"(?<code>[a-z]+)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Code();

    [GeneratedRegex("[\u4e00-\u9fff]")]
    private static partial Regex Han();
}
