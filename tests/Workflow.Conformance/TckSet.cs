namespace Workflow.Conformance;

/// <summary>
/// Judges decisions by the DMN Technology Compatibility Kit: <c>*.tar.xz</c> in the folder, or the kit's folders themselves. The
/// levels of conformance count; what the kit calls non-compliant is run too and told apart.
/// </summary>
public static class TckSet
{
    public static Verdicts Run(string folder)
    {
        var verdicts = new Verdicts();
        using var files = Archives.Open(folder, "*.tar.xz");
        if (files is null)
        {
            verdicts.Skip("this system's tar cannot unpack xz");
            return verdicts;
        }
        var results = TckCases.Run(files.Root);
        foreach (var result in results.Where(r => r.Counts || r.Status == TckStatus.Ignored))
        {
            if (result.Status == TckStatus.Ignored) verdicts.Skip(result.Message);
            else if (result.Status == TckStatus.Success) verdicts.Pass();
            else verdicts.Fail(result.Name, result.Message);
        }
        // Said also where the folder is not among the cases.
        if (results.Count > 0) foreach (var (_, reason) in TckCases.LeftOut) verdicts.Note($"left out: {reason}");
        foreach (var level in results.GroupBy(r => r.Folder.Split('/')[0]).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            verdicts.Note($"{level.Key}: {level.Count(r => r.Status == TckStatus.Success)} of {level.Count()} test cases, {level.Sum(r => r.Nodes)} result nodes, "
                + $"{level.Select(r => r.Folder).Distinct(StringComparer.Ordinal).Count()} folders");
        }
        foreach (var apart in results.Where(r => !r.Counts && r.Status == TckStatus.Error)) verdicts.Note($"apart, {apart.Name}: {apart.Message}");
        return verdicts;
    }
}
