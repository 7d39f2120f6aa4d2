namespace Workflow.Samples.Setup;

/// <summary>Files that hold secrets: readable by their owner only, and never half written.</summary>
internal static class PrivateFile
{
    public static void Write(string path, string text)
    {
        var unfinished = path + ".new";
        File.Delete(unfinished);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new StreamWriter(unfinished, options)) file.Write(text);
        File.Move(unfinished, path, overwrite: true);
    }
}
