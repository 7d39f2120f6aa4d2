using System.Text.RegularExpressions;
using Xunit;

namespace Workflow.Core.Tests.Bpmn;

public sealed partial class GuideTests
{
    [Fact]
    public void Every_code_that_a_definition_or_a_running_flow_can_give_is_explained_in_the_guide()
    {
        var guide = File.ReadAllText(Path.Combine(Models.Root, "docs/guides/definition-codes.md"));
        var folders = (string[])["engine/Workflow.Core/Bpmn", "engine/Workflow.Core/Bpmn/Rules", "engine/Workflow.Core/Bpmn/Soundness", "engine/Workflow.Core/Flow"];
        var files = (string[])["engine/Workflow.Core/Cases/StepSettings.cs", "engine/Workflow.Core/Catalog/Definitions/DefinitionCheck.cs", "engine/Workflow.Core/Catalog/Definitions/DecisionNeeds.cs", "engine/Workflow.Core/Catalog/Definitions/CallNeeds.cs"];
        var codes = folders.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Models.Root, folder), "*.cs")).Concat(files.Select(file => Path.Combine(Models.Root, file)))
            .SelectMany(file => Code().Matches(File.ReadAllText(file)).Select(match => match.Groups["code"].Value)).Distinct(StringComparer.Ordinal).ToList();
        Assert.True(codes.Count > 40, $"only {codes.Count} codes were found in the source");
        Assert.DoesNotContain(codes, code => !guide.Contains($"`{code}`", StringComparison.Ordinal));
    }

    // A code is the only kind of text in these folders that is lower case with hyphens.
    [GeneratedRegex("\"(?<code>[a-z]+(?:-[a-z]+)+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Code();
}
