namespace Workflow.Server.Tests;

/// <summary>External test data beside the repository; tests that need it are skipped where it is absent.</summary>
internal static class SharedData
{
    /// <summary>The folder ../shared/testdata/{name}, or null.</summary>
    public static string? Folder(string name)
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (!File.Exists(Path.Combine(at.FullName, "Workflow.sln"))) continue;
            var folder = Path.GetFullPath(Path.Combine(at.FullName, "..", "shared", "testdata", name));
            return Directory.Exists(folder) ? folder : null;
        }
        return null;
    }
}
