using System.Diagnostics;

namespace Workflow.Feel.Tests.Dmn;

/// <summary>Archives of models that other people wrote, beside the repository; unpacked once for all tests that want them.</summary>
public sealed class ForeignModels : IDisposable
{
    private readonly Dictionary<string, DirectoryInfo?> unpacked = new(StringComparer.Ordinal);

    /// <summary>Files of an archive with that ending; none when the archive, or a tar that knows xz, is not there.</summary>
    public IReadOnlyList<FileInfo> Files(string archive, string ending)
    {
        if (!unpacked.TryGetValue(archive, out var folder)) unpacked[archive] = folder = Unpack(archive);
        return folder is null ? [] : [.. folder.EnumerateFiles("*" + ending, SearchOption.AllDirectories).OrderBy(f => f.FullName, StringComparer.Ordinal)];
    }

    public static string Shared { get; } = Path.Combine(FindRoot(), "../shared/testdata");

    private static DirectoryInfo? Unpack(string archive)
    {
        var file = Path.Combine(Shared, archive);
        if (!File.Exists(file)) return null;
        var folder = Directory.CreateTempSubdirectory("onego-dmn-");
        using var tar = Process.Start(new ProcessStartInfo("tar", ["-xJf", file, "-C", folder.FullName]))!;
        tar.WaitForExit();
        return tar.ExitCode == 0 ? folder : null;
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Workflow.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("these tests run inside the repository");
    }

    public void Dispose()
    {
        foreach (var folder in unpacked.Values) folder?.Delete(recursive: true);
    }
}
