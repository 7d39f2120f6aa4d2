using System.Text.RegularExpressions;
using Xunit;

namespace Workflow.Repository.Tests;

/// <summary>
/// The repository's files as they lie on disk. Asks no git, so that the tests hold in an unpacked archive too: what
/// .gitignore names as a folder is left out.
/// </summary>
internal static class Checkout
{
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = FileAttributes.ReparsePoint };

    public static readonly string Root = FindRoot();

    /// <summary>Paths from the root, with '/', in order.</summary>
    public static readonly IReadOnlyList<string> Files = [.. Walk(Root, Ignored()).Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    private static readonly string[] BinaryEndings = [".png", ".ico", ".woff", ".woff2", ".pdf", ".zip", ".gz", ".xz", ".jpg", ".svgz", ".docx"];

    public static IEnumerable<string> TextFiles => Files.Where(file => !BinaryEndings.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase));

    public static IEnumerable<string> Sources(params string[] folders) =>
        Files.Where(file => file.EndsWith(".cs", StringComparison.Ordinal) && folders.Any(folder => file.StartsWith(folder, StringComparison.Ordinal)));

    public static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    public static string[] Lines(string file) => File.ReadAllLines(Path.Combine(Root, file));

    /// <summary>"file:line: text" of each line that a pattern matches; lines that are only a comment can be left out.</summary>
    public static IEnumerable<string> Matches(IEnumerable<string> files, Regex pattern, bool comments = true) =>
        from file in files
        from line in Lines(file).Index()
        where (comments || !line.Item.TrimStart().StartsWith("//", StringComparison.Ordinal)) && pattern.IsMatch(line.Item)
        select $"{file}:{line.Index + 1}: {line.Item.Trim()}";

    /// <summary>Fails with every line, not with the first few.</summary>
    public static void None(IEnumerable<string?> found)
    {
        var list = found.ToList();
        Assert.True(list.Count == 0, string.Join(Environment.NewLine, list));
    }

    private static HashSet<string> Ignored() =>
    [
        ".git",
        .. File.ReadAllLines(Path.Combine(FindRoot(), ".gitignore")).Where(line => line.EndsWith('/')).Select(line => line.Trim('/')),
    ];

    private static IEnumerable<string> Walk(string folder, HashSet<string> ignored)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*", Everything)) yield return file;
        foreach (var inner in Directory.EnumerateDirectories(folder, "*", Everything))
            if (!ignored.Contains(Path.GetFileName(inner)))
                foreach (var file in Walk(inner, ignored)) yield return file;
    }

    private static string FindRoot()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "Workflow.sln"))) return at.FullName;
        throw new InvalidOperationException("the tests run outside the repository");
    }
}
