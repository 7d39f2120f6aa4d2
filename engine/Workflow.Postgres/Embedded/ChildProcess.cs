using System.Diagnostics;

namespace Workflow.Postgres.Embedded;

/// <summary>Runs a program to its end and keeps what it said.</summary>
internal static class ChildProcess
{
    /// <summary>Runs a program; its exit code and everything it wrote. An absent program gives exit code -1.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(IReadOnlyList<string> words, CancellationToken ct, string? workingFolder = null)
    {
        var start = new ProcessStartInfo(words[0], words.Skip(1))
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workingFolder ?? Path.GetTempPath(),
        };

        Process? process;
        try
        {
            process = Process.Start(start);
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return (-1, e.Message);
        }

        using (process)
        {
            process!.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(ct);
            var error = process.StandardError.ReadToEndAsync(ct);
            try
            {
                await process.WaitForExitAsync(ct);
                return (process.ExitCode, (await output + await error).Trim());
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                throw;
            }
        }
    }

    /// <summary>Runs a program that has to succeed.</summary>
    public static async Task<string> MustRunAsync(string what, IReadOnlyList<string> words, CancellationToken ct, string? workingFolder = null)
    {
        var (exitCode, output) = await RunAsync(words, ct, workingFolder);
        return exitCode == 0 ? output : throw new EmbeddedPostgresException($"{what} failed ({words[0]}, exit code {exitCode}): {output}");
    }
}

/// <summary>The embedded PostgreSQL cannot be installed, started or stopped; the message says what to do.</summary>
public sealed class EmbeddedPostgresException(string message) : Exception(message);
