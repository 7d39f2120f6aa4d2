using System.Globalization;
using System.Text;

namespace Workflow.Conformance;

/// <summary>The results as the kit publishes those of every engine: <c>tck_results.csv</c> and <c>tck_results.properties</c>.</summary>
public static class TckResults
{
    public const string Csv = "tck_results.csv";
    public const string Properties = "tck_results.properties";

    /// <summary>One line a test case: level and folder, file, id, SUCCESS, ERROR or IGNORED, and what there is to say.</summary>
    public static string CsvOf(IEnumerable<TckResult> results)
    {
        var text = new StringBuilder();
        foreach (var result in results.Where(r => r.Counts))
        {
            string[] cells = [result.Folder, result.File, result.Id, result.Status.ToString().ToUpperInvariant(), result.Message];
            text.AppendJoin(',', cells.Select(cell => $"\"{cell.ReplaceLineEndings(" ").Replace("\"", "\"\"", StringComparison.Ordinal)}\"")).Append('\n');
        }
        return text.ToString();
    }

    public static string PropertiesOf(IReadOnlyCollection<TckResult> results, DateOnly day) =>
        string.Create(CultureInfo.InvariantCulture, $"""
        vendor.name=OneGo
        vendor.url=
        product.name=OneGo Workflow.Feel
        product.url=
        product.version={typeof(Feel.Value).Assembly.GetName().Version!.ToString(3)}
        product.comment={Comment(results)}
        last.update={day:yyyy-MM-dd}
        instructions.url=

        """).ReplaceLineEndings("\n");

    public static string Comment(IReadOnlyCollection<TckResult> results)
    {
        var counted = results.Where(r => r.Counts).ToList();
        return $"DMN 1.5, .NET 10, C#; {counted.Count(r => r.Status == TckStatus.Success)} of {counted.Count(r => r.Status != TckStatus.Ignored)} test cases in "
            + $"{counted.Select(r => r.Folder).Distinct(StringComparer.Ordinal).Count()} folders; left out: {string.Join("; ", TckCases.LeftOut.Select(left => left.Reason))}";
    }

    /// <summary>Runs the kit in a folder and writes both files into another.</summary>
    public static int Write(string folder, string target, TextWriter output)
    {
        using var files = Archives.Open(folder, "*.tar.xz");
        if (files is null || TckCases.Run(files.Root) is not { Count: > 0 } results)
        {
            output.WriteLine($"there are no cases of the kit in {folder}");
            return 1;
        }
        Directory.CreateDirectory(target);
        File.WriteAllText(Path.Combine(target, Csv), CsvOf(results));
        File.WriteAllText(Path.Combine(target, Properties), PropertiesOf(results, DateOnly.FromDateTime(DateTime.UtcNow)));
        output.WriteLine(Comment(results));
        return results.Exists(r => r.Counts && r.Status == TckStatus.Error) ? 1 : 0;
    }
}
