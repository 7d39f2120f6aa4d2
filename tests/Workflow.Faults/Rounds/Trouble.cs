using Npgsql;
using Workflow.Postgres.Embedded;

namespace Workflow.Faults.Rounds;

/// <summary>Makes faults, one at a time or two together; each ends by itself, and what is still down then is started by the site.</summary>
internal sealed class Trouble(Site site, Tally tally)
{
    // The last fault of a batch that a proxy still lets through whole: its answer is lost instead.
    private const long Everything = long.MaxValue;

    /// <param name="server">the one it is about, where it is about one</param>
    public async Task MakeAsync(FaultKind kind, int server, Random random)
    {
        await Task.Delay(random.Next(100, 700));
        tally.Count($"fault {kind.ToString().ToLowerInvariant()}");
        await (kind switch
        {
            FaultKind.Kill => KillAsync(server, random),
            FaultKind.Stop => StopAsync(random),
            FaultKind.Cut => CutAsync(site.Proxies[server], random),
            FaultKind.Delay => DelayAsync(site.Proxies[server], random),
            FaultKind.Disk => FillDiskAsync(random),
            FaultKind.Pause => PauseAsync(server, random),
            _ => JumpAsync(server, random),
        });
    }

    private async Task KillAsync(int server, Random random)
    {
        await site.KillServerAsync(server);
        // Sometimes both: then nobody is left who knows anything.
        if (random.Next(4) == 0) await site.KillServerAsync((server + 1) % Site.ServerCount);
        await Task.Delay(random.Next(300));
    }

    private async Task StopAsync(Random random)
    {
        await site.StopDatabaseAsync();
        await Task.Delay(random.Next(500));
        try
        {
            await site.StartDatabaseAsync();
        }
        catch (EmbeddedPostgresException)
        {
            // The disk became full while it recovered: it starts again once there is room, at the round's end.
            tally.Count("recoveries that met a full disk");
        }
    }

    private async Task CutAsync(TcpProxy proxy, Random random)
    {
        for (int n = random.Next(3, 8); n > 0; n--)
        {
            switch (random.Next(5))
            {
                case 0: proxy.CutAll(); break;
                case 1: proxy.CutOne(random.Next()); break;
                case 2:
                    proxy.StopAccepting();
                    proxy.CutAll();
                    await Task.Delay(random.Next(50, 400));
                    proxy.AcceptAgain();
                    break;
                default:
                    // A batch of the writer is some kilobytes; PostgreSQL gets a part of it, or all of it while its answer is lost.
                    bool isWhole = random.Next(2) == 0;
                    var cut = proxy.CutInBurst(3_000, isWhole ? Everything : random.Next(0, 12_000));
                    if (await Task.WhenAny(cut, Task.Delay(600)) == cut) tally.Count(isWhole ? "commits cut before their answer" : "commits cut in the middle");
                    proxy.Disarm();
                    break;
            }

            await Task.Delay(random.Next(50, 250));
        }
    }

    private static async Task DelayAsync(TcpProxy proxy, Random random)
    {
        var way = (Way)random.Next(2);
        if (random.Next(3) == 0)
        {
            // Longer than others wait for the writer's lock.
            proxy.Hold(way);
            await Task.Delay(random.Next(500, 4_500));
            proxy.Release(way);
            return;
        }

        foreach (var each in Enum.GetValues<Way>()) proxy.Delay(each, TimeSpan.FromMilliseconds(random.Next(120)));
        await Task.Delay(random.Next(500, 1_500));
        foreach (var each in Enum.GetValues<Way>()) proxy.Delay(each, TimeSpan.Zero);
    }

    private async Task FillDiskAsync(Random random)
    {
        // Every table that is as large as the limit can grow no more; the log's files are smaller, or they are hit as well.
        bool stopsLog = !site.HasSmallLogFiles || random.Next(3) == 0;
        long limit = stopsLog ? random.Next(0, 900_000) : Math.Max(1 << 20, await LargestTableAsync());
        tally.Count(stopsLog ? "disk full for the write-ahead log" : "disk full for tables");
        if (site.Postmaster is not { } postmaster) return;
        LimitAll(postmaster, limit);
        await Task.Delay(random.Next(400, 1_800));
        LimitAll(postmaster, null);
    }

    private static void LimitAll(int postmaster, long? bytes)
    {
        // The postmaster first: what it starts from now on is limited too.
        Processes.LimitFiles(postmaster, bytes);
        foreach (int pid in Processes.ChildrenOf(postmaster)) Processes.LimitFiles(pid, bytes);
    }

    private async Task<long> LargestTableAsync()
    {
        try
        {
            await using var command = site.Database.CreateCommand("select max(pg_relation_size(oid)) from pg_class where relkind in ('r', 'i')");
            return (long)(await command.ExecuteScalarAsync())!;
        }
        catch (NpgsqlException)
        {
            return 0;
        }
    }

    private async Task PauseAsync(int server, Random random)
    {
        int? pid = random.Next(2) == 0 ? site.ProcessOf(server) : await WriterAsync(random);
        if (pid is not { } process) return;
        Processes.Pause(process);
        await Task.Delay(random.Next(300, 4_000));
        Processes.GoOn(process);
    }

    /// <summary>The PostgreSQL process that appends for one of the servers.</summary>
    private async Task<int?> WriterAsync(Random random)
    {
        try
        {
            await using var command = site.Database.CreateCommand("select pid from pg_stat_activity where application_name like 'onego writer%' order by application_name");
            await using var reader = await command.ExecuteReaderAsync();
            var writers = new List<int>();
            while (await reader.ReadAsync()) writers.Add(reader.GetInt32(0));
            return writers.Count == 0 ? null : writers[random.Next(writers.Count)];
        }
        catch (NpgsqlException)
        {
            return null;
        }
    }

    private async Task JumpAsync(int server, Random random)
    {
        for (int n = random.Next(1, 4); n > 0; n--)
        {
            await MoveClockAsync(server, TimeSpan.FromSeconds(random.Next(-1_200, 1_200)));
            await Task.Delay(random.Next(200, 700));
        }

        await MoveClockAsync(server, TimeSpan.Zero);
    }

    private async Task MoveClockAsync(int server, TimeSpan offset)
    {
        if (site.ProcessOf(server) is null) return;
        try
        {
            await site.Servers[server].MoveClockAsync(offset).WaitAsync(TimeSpan.FromSeconds(5));
        }
        catch (Exception e) when (e is IOException or InvalidOperationException or TimeoutException or NullReferenceException)
        {
            // It is being killed or stands still; a server that is started begins with the right clock.
        }
    }
}
