using Npgsql;
using Workflow.Postgres.Files;

namespace Workflow.Server.Files;

/// <summary>Removes what broken uploads left. Every node runs one; doing it twice is harmless.</summary>
internal sealed class UploadSweeper(FileStore files, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    /// <summary>No upload lasts as long: a slow line brings the largest file in two hours.</summary>
    private static readonly TimeSpan Remains = TimeSpan.FromDays(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var hourly = new PeriodicTimer(Pause, time);
        while (await hourly.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await files.ClearIncompleteAsync(Remains, stoppingToken);
            }
            catch (NpgsqlException)
            {
                // The database is away; the next hour will do.
            }
        }
    }
}
