namespace Workflow.Postgres.Embedded;

/// <summary>
/// A lock between processes: an open file that nobody else may open. The operating system gives it back
/// however its holder ends.
/// </summary>
public sealed class FileLock : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly FileStream _file;

    private FileLock(FileStream file) => _file = file;

    /// <summary>The lock, or null when another process has it.</summary>
    public static FileLock? TryTake(string path)
    {
        try
        {
            return new FileLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e) when (e is not (DirectoryNotFoundException or FileNotFoundException or PathTooLongException))
        {
            return null;
        }
    }

    /// <summary>A lock that many may share while nobody has it alone; null while somebody has.</summary>
    public static FileLock? TryShare(string path)
    {
        try
        {
            return new FileLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.Read, FileShare.Read));
        }
        catch (IOException e) when (e is not (DirectoryNotFoundException or FileNotFoundException or PathTooLongException))
        {
            return null;
        }
    }

    /// <summary>Waits for the lock; a waiting process only ever waits for another one's single install or start.</summary>
    public static async Task<FileLock> TakeAsync(string path, CancellationToken ct)
    {
        while (true)
        {
            if (TryTake(path) is { } taken) return taken;
            await Task.Delay(Pause, ct);
        }
    }

    public void Dispose() => _file.Dispose();
}
