namespace Workflow.Server.Tests;

/// <summary>External test data beside the repository; tests that need it are skipped where it is absent.</summary>
internal static class SharedData
{
    /// <summary>The folder that holds Workflow.sln, or null.</summary>
    public static string? Repository
    {
        get
        {
            for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            {
                if (File.Exists(Path.Combine(at.FullName, "Workflow.sln"))) return at.FullName;
            }
            return null;
        }
    }

    /// <summary>The folder ../shared/testdata/{name}, or null.</summary>
    public static string? Folder(string name) =>
        Repository is { } root && Path.GetFullPath(Path.Combine(root, "..", "shared", "testdata", name)) is var folder && Directory.Exists(folder) ? folder : null;
}
