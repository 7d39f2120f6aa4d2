using Workflow.Postgres;
using Workflow.Postgres.Files;
using Workflow.Postgres.Projections;
using Workflow.Postgres.Queues;
using Workflow.Server.Brokers;
using Workflow.Server.Catalog;
using Workflow.Server.Correlation;
using Workflow.Server.Delivery;
using Workflow.Server.Identity;
using Workflow.Server.Incidents;
using Workflow.Server.Messages;
using Workflow.Server.Papers;

namespace Workflow.Server.Hosting;

/// <summary>What a node does besides answering: fires timers, keeps the asynchronous views, passes on what was committed.</summary>
internal sealed partial class Workers(
    Node node, TimerPump timers, ProjectionRunner projections, JobQueue jobs, FileStore files, AccountDirectory accounts, PublicEvents events, DeliveryWorker deliveries, Broker broker, PaperWorker papers, NoticeSender notices,
    MessageRouter router, CommandConsumer commands, IncidentRunner retries, CalendarNotices calendars, ILogger<Workers> log) : BackgroundService
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    // No upload takes a day; what is older and not complete is what a killed node left.
    private static readonly TimeSpan UploadPatience = TimeSpan.FromDays(1);
    private static readonly TimeSpan BetweenChores = TimeSpan.FromHours(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        KeepAsync("timers", timers.RunAsync, stoppingToken),
        KeepAsync("projections", projections.RunAsync, stoppingToken),
        KeepAsync("changes", FollowAsync, stoppingToken),
        KeepAsync("deliveries", deliveries.RunAsync, stoppingToken),
        KeepAsync("broker", stopping => broker.RunAsync(commands.ServeAsync, stopping), stoppingToken),
        KeepAsync("messages", router.RunAsync, stoppingToken),
        KeepAsync("papers", papers.RunAsync, stoppingToken),
        KeepAsync("notices", notices.RunAsync, stoppingToken),
        KeepAsync("files", ClearFilesAsync, stoppingToken));

    private async Task ClearFilesAsync(CancellationToken stopping)
    {
        while (true)
        {
            await files.ClearIncompleteAsync(UploadPatience, stopping);
            await Task.Delay(BetweenChores, stopping);
        }
    }

    private async Task FollowAsync(CancellationToken stopping)
    {
        await foreach (var change in node.ChangesAsync(null, stopping))
        {
            foreach (var streamId in change.StreamIds) accounts.Changed(streamId);
            timers.Wake();
            projections.Wake();
            jobs.Wake();
            deliveries.Changed(change.StreamIds);
            events.Wake();
            router.Wake();
            papers.Wake();
            retries.Changed();
            calendars.Changed(change.StreamIds);
        }
    }

    // A worker that fails starts again: a node without timers would be worse than one that complains.
    private async Task KeepAsync(string name, Func<CancellationToken, Task> work, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await work(stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failed)
            {
                Failed(log, failed, name);
            }
            await Task.Delay(PauseAfterFailure, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(20, LogLevel.Error, "worker {Worker} failed and starts again")]
    private static partial void Failed(ILogger log, Exception failed, string worker);
}
