using System.Text.RegularExpressions;
using KnownTexts = Workflow.Server.Http.Messages;
using Xunit;

namespace Workflow.Server.Tests.Http;

/// <summary>Every code that an answer can carry has its texts.</summary>
public sealed partial class MessageTests
{
    [Fact]
    public void Every_code_in_the_sources_has_a_text_in_both_languages()
    {
        var used = Sources().SelectMany(file => Codes().Matches(File.ReadAllText(file)).Select(m => m.Groups["code"].Value))
            .ToHashSet(StringComparer.Ordinal);
        Assert.True(used.Count > 80, $"only {used.Count} codes were found in the sources: the pattern misses them");
        Assert.Empty(used.Where(code => !KnownTexts.Known.ContainsKey(code)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Texts_are_Chinese_in_Chinese_and_name_the_same_values_in_both_languages()
    {
        foreach (var (code, message) in KnownTexts.Known)
        {
            Assert.True(Han().IsMatch(message.Zh), $"{code}: {message.Zh}");
            Assert.False(Han().IsMatch(message.En), $"{code}: {message.En}");
            Assert.Equal(message.ZhDetail is null, message.EnDetail is null);
            // A value that is words itself has them in Chinese under its name and "Zh".
            Assert.Equal(Named(message.ZhDetail?.Replace("Zh}", "}", StringComparison.Ordinal)), Named(message.EnDetail));
        }
    }

    private static IEnumerable<string> Named(string? text) =>
        Values().Matches(text ?? "").Select(m => m.Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Sources()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Workflow.sln"))) folder = folder.Parent;
        Assert.NotNull(folder);
        return new[] { "Workflow.Server", "Workflow.Core/Catalog", "Workflow.Core/Cases" }
            .SelectMany(room => Directory.EnumerateFiles(Path.Combine(folder.FullName, "engine", room), "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));
    }

    // Where a code stands: rejections, problems, wrong fields and parameters.
    [GeneratedRegex("""(?:Outcome\.Reject\(|[ =]Reject\(|Problem\.(?:NotFound|Forbidden)\(|Problem\.(?:Of|Parameter)\([^,;]*, |new Problem\([^,;]*, |new FieldError\([^;]*?, |JointItemFault\([^,]*, |faults\.Add\(new\([^,]*, )"(?<code>[a-z]+(?:-[a-z]+)*)"[,)]""", RegexOptions.ExplicitCapture)]
    private static partial Regex Codes();

    [GeneratedRegex("[\u4e00-\u9fff]")]
    private static partial Regex Han();

    [GeneratedRegex("{[a-zA-Z]+}")]
    private static partial Regex Values();
}
