using System.Text.RegularExpressions;
using Xunit;

namespace Workflow.Repository.Tests;

public partial class StyleTests
{
    private const int MaxLines = 400;

    /// <summary>
    /// Files that argue their case, with their length. A number may only shrink: a shorter file asks for a smaller number
    /// here, and one of at most <see cref="MaxLines"/> leaves the list.
    /// </summary>
    private static readonly Dictionary<string, int> LongFiles = new(StringComparer.Ordinal);

    /// <summary>Files outside the server that may look at a clock: the database's time is carried on by the machine's counter.</summary>
    private static readonly string[] MayReadClock = ["engine/Workflow.Postgres/Log/DatabaseClock.cs", "engine/Workflow.Postgres/NodeSettings.cs"];

    private static readonly string[] WrittenByHand = [".cs", ".ts", ".tsx", ".js", ".mjs", ".css", ".sql", ".sh", ".py"];

    [Fact]
    public void A_file_is_at_most_400_lines_or_argues_its_case()
    {
        var tooLong = Checkout.Files.Where(file => WrittenByHand.Contains(Path.GetExtension(file)))
            .Select(file => (File: file, Lines: Checkout.Lines(file).Length)).Where(file => file.Lines > MaxLines).ToDictionary(file => file.File, file => file.Lines);
        Assert.Equal(LongFiles.OrderBy(file => file.Key, StringComparer.Ordinal), tooLong.OrderBy(file => file.Key, StringComparer.Ordinal));
    }

    [Fact]
    public void Nothing_is_marked_as_unfinished()
    {
        // Put together here, so that this file is not found itself.
        string[] marks = ["TO" + "DO", "FIX" + "ME", "HA" + "CK", "XX" + "X"];
        var pattern = new Regex($@"\b({string.Join('|', marks)})\b|{"NotImplemented" + "Exception"}|{"under-" + "construction"}");
        Checkout.None(Checkout.Matches(Checkout.TextFiles.Where(file => !IsLock(file)), pattern));
    }

    [Fact]
    public void Only_the_server_reads_a_clock() =>
        Checkout.None(Checkout.Matches(Checkout.Sources("engine/").Where(file => !file.StartsWith("engine/Workflow.Server/", StringComparison.Ordinal)).Except(MayReadClock, StringComparer.Ordinal), ReadsClock(), comments: false));

    [Fact]
    public void SQL_is_written_in_the_database_room_only() =>
        Checkout.None(Checkout.Matches(Checkout.Sources("engine/", "samples/").Where(file => !file.StartsWith("engine/Workflow.Postgres/", StringComparison.Ordinal)), HoldsSql(), comments: false));

    [Fact]
    public void Lock_files_and_settings_name_no_registry()
    {
        var files = Checkout.Files.Where(file => IsLock(file) || Path.GetFileName(file) is ".npmrc" or "nuget.config" or "NuGet.Config").ToList();
        Assert.NotEmpty(files);
        // Where a package asks for funds, in a member "url" or a list, is no registry address.
        Checkout.None(Checkout.Matches(files, NamesRegistry()).Where(line => !line.Contains("\"url\":", StringComparison.Ordinal) && !StandsInAList().IsMatch(line)));
        Assert.All(Checkout.Files.Where(file => file.EndsWith(".csproj", StringComparison.Ordinal)),
            project => Assert.Contains(Path.Combine(Path.GetDirectoryName(project)!, "packages.lock.json").Replace('\\', '/'), Checkout.Files));
    }

    /// <summary>Words for another library's own, and an example of a notice as the State Council writes it.</summary>
    private static readonly string[] MaySpeak = ["designer/src/bpmn/simulation.ts", "designer/src/bpmn/translate.ts", "designer/src/dmn/chinese.ts", "designer/src/admin/NewNotice.tsx"];

    [Fact]
    public void What_the_web_app_says_stands_in_its_catalogues()
    {
        var components = Checkout.Files.Where(file => file.StartsWith("designer/src/", StringComparison.Ordinal) && Path.GetExtension(file) is ".ts" or ".tsx")
            .Where(file => !file.Contains("exts.", StringComparison.Ordinal) && !file.Contains(".test.", StringComparison.Ordinal)).Except(MaySpeak, StringComparer.Ordinal);
        Checkout.None(Checkout.Matches(components, Chinese(), comments: false).Where(line => !ChineseInComment().IsMatch(line)));
    }

    [Fact]
    public void No_file_names_a_place_on_one_machine()
    {
        var pattern = new Regex($@"(?<![\w.}})\]>*-])/({"wo" + "rk"}|{"ro" + "ot"}|home/[a-z]+)/\w");
        Checkout.None(Checkout.Matches(Checkout.TextFiles, pattern));
    }

    [Fact]
    public void Text_files_are_UTF8_without_a_mark_and_with_plain_line_ends()
    {
        string[] endings = [".cs", ".csproj", ".props", ".json", ".md", ".sql", ".sh", ".ts", ".tsx", ".css", ".bpmn"];
        var wrong = Checkout.Files.Where(file => endings.Contains(Path.GetExtension(file)))
            .Where(file => File.ReadAllBytes(Path.Combine(Checkout.Root, file)) is var bytes && (bytes.AsSpan().StartsWith("\uFEFF"u8) || bytes.Contains((byte)'\r')));
        Checkout.None(wrong);
    }

    private static bool IsLock(string file) => Path.GetFileName(file) is "packages.lock.json" or "package-lock.json";

    // Ticks since the machine started tell no time of day; the database room measures its patience by them.
    [GeneratedRegex(@"\bDateTime(Offset)?\.(Utc)?(Now|Today)\b|\bTimeProvider\b|\bStopwatch\b")]
    private static partial Regex ReadsClock();

    [GeneratedRegex("\"[^\"]*\\b(select\\s[^\"]+\\sfrom\\s|insert\\s+into\\s|update\\s+\\w+\\s+set\\s|delete\\s+from\\s|(create|drop|alter|truncate)\\s+(table|index|schema|role)\\b)", RegexOptions.IgnoreCase)]
    private static partial Regex HoldsSql();

    [GeneratedRegex("^[^:]+:\\d+: \"https://[^\"]+\",?$")]
    private static partial Regex StandsInAList();

    [GeneratedRegex(@"[\u4e00-\u9fff]")]
    private static partial Regex Chinese();

    [GeneratedRegex(@"(//|/\*).*[\u4e00-\u9fff]")]
    private static partial Regex ChineseInComment();

    [GeneratedRegex("https?://|registry\\s*=")]
    private static partial Regex NamesRegistry();
}
