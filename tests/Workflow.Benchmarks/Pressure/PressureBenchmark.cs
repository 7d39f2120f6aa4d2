using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Npgsql;
using Workflow.Benchmarks.Approval;
using Workflow.Postgres.Embedded;
using Workflow.Postgres.Migrations;

namespace Workflow.Benchmarks.Pressure;

/// <summary>
/// A server over HTTP that is asked for five times what it can do. First the best rate of a closed loop, then an open loop that offers a
/// multiple of it whatever comes back: what is admitted, how long that takes, what is refused and how, and how much memory it needs.
/// A command is the filing of an application. The load runs in the server's own process, so its cost is the server's loss.
/// </summary>
internal static class PressureBenchmark
{
    private const int Times = 5;
    private const int ConnectionsMax = 6_000;
    private static readonly int[] ClosedLoops = [64, 128, 256];
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan RampUp = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(2);

    public static async Task<int> RunAsync(Options options)
    {
        string folder = Path.Combine(Path.GetTempPath(), $"onego-bench-{Guid.NewGuid():N}");
        try
        {
            await using var postgres = await EmbeddedPostgres.StartAsync(folder, new EmbeddedPostgresOptions(SharedBuffersMegabytes: 512));
            await using (var database = NpgsqlDataSource.Create(postgres.ConnectionString)) await Migrator.ApplyAsync(database);
            await using var servers = await HttpServers.StartAsync(postgres.ConnectionString, 1);
            await RunAsync(servers, postgres.ConnectionString, await servers.SessionAsync("applicant"), TimeSpan.FromSeconds(options.Seconds));
            return 0;
        }
        finally
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task RunAsync(HttpServers servers, string connectionString, string session, TimeSpan length)
    {
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(new
        {
            jointItem = "bench", region = HttpServers.District, channel = "online",
            applicant = new { kind = "person", name = "王小明", idNumber = "11010519491231002X", phone = "13800000000" },
            answers = new { owner = "王小明" }, materials = Array.Empty<object>(),
        });
        var clients = new ConcurrentBag<RawClient>();
        RawClient Make() { var made = new RawClient(servers.Url, session, body); clients.Add(made); return made; }
        try
        {
            await ClosedAsync(Make, ClosedLoops[0], WarmUp);
            var best = new Round(0, 0, 0);
            foreach (int loop in ClosedLoops)
            {
                var before = await Cpu.ReadAsync(connectionString);
                var (count, perSecond, p99) = await ClosedAsync(Make, loop, length);
                var round = (await Cpu.ReadAsync(connectionString)).Since(before, perSecond, count);
                await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  closed loop of {loop}: {perSecond:F0} commands/s, p99 {p99:F0} ms, CPU a command {round.CpuMs:F2} ms"));
                if (round.PerSecond > best.PerSecond) best = round;
            }

            var start = await Cpu.ReadAsync(connectionString);
            var (told, admitted, refused) = await OpenAsync(Make, best.PerSecond, length);
            // Processor time, because the machine may be busy with other things: what is left of it when the admitted have had theirs.
            var all = (await Cpu.ReadAsync(connectionString)).Since(start, 0, 1);
            double ofRefusal = refused == 0 ? 0 : Math.Max(0, all.CpuMs - admitted * best.CpuMs) / refused;
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"pressure: {told} · CPU a command {best.CpuMs:F2} ms, a refusal {ofRefusal:F3} ms, both with the load's own"));
        }
        finally
        {
            foreach (var client in clients) client.Dispose();
        }
    }

    /// <summary>So many clients, each filing one application after another.</summary>
    private static async Task<(int Count, double PerSecond, double P99)> ClosedAsync(Func<RawClient> make, int count, TimeSpan length)
    {
        var taken = new ConcurrentBag<double>();
        long started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, count).Select(_ => Task.Run(async () =>
        {
            var client = make();
            while (Stopwatch.GetElapsedTime(started) < length)
                if (await client.FileAsync() is { Status: 201, Milliseconds: var ms }) taken.Add(ms);
        })));
        return (taken.Count, taken.Count / Stopwatch.GetElapsedTime(started).TotalSeconds, Rounds.Percentile(taken, 0.99));
    }

    /// <summary>Sends at a rate, not when an answer has come; what cannot be sent for want of a free connection is counted.</summary>
    private static async Task<(string Told, int Admitted, int Refused)> OpenAsync(Func<RawClient> make, double best, TimeSpan length)
    {
        double offered = best * Times;
        var (free, answers, underWay) = (new ConcurrentStack<RawClient>(), new ConcurrentBag<(double At, Answered Answer)>(), new ConcurrentDictionary<Task, bool>());
        int made = 0, errors = 0;
        long sent = 0, unsent = 0, memory = 0;
        long started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) is var passed && passed < RampUp + length)
        {
            for (long due = (long)(passed.TotalSeconds * offered); sent + unsent < due;)
            {
                if (!free.TryPop(out var client))
                {
                    if (made == ConnectionsMax) { unsent++; continue; }
                    made++;
                    client = make();
                }

                sent++;
                var one = client;
                var work = Task.Run(async () =>
                {
                    try
                    {
                        var answer = await one.FileAsync();
                        answers.Add((Stopwatch.GetElapsedTime(started).TotalSeconds, answer));
                        free.Push(one);
                    }
                    catch (Exception broken) when (broken is IOException or System.Net.Sockets.SocketException)
                    {
                        Interlocked.Increment(ref errors);
                    }
                });
                underWay.TryAdd(work, true);
                _ = work.ContinueWith(done => underWay.TryRemove(done, out bool _), TaskScheduler.Default);
            }

            memory = Math.Max(memory, GC.GetTotalMemory(forceFullCollection: false));
            await Task.Delay(Beat);
        }

        double ended = Stopwatch.GetElapsedTime(started).TotalSeconds;
        await Task.WhenAll(underWay.Keys);
        var counted = answers.Where(a => a.At >= RampUp.TotalSeconds && a.At <= ended).Select(a => a.Answer).ToList();
        double seconds = ended - RampUp.TotalSeconds;
        var admitted = counted.Where(a => a.Status == 201).Select(a => a.Milliseconds).ToList();
        var refused = counted.Where(a => a.Status is 429 or 503).ToList();
        var other = counted.Where(a => a.Status is not (201 or 429 or 503)).GroupBy(a => a.Status).Select(g => $"{g.Key}: {g.Count()}");
        string line = string.Create(CultureInfo.InvariantCulture,
            $"best {best:F0} commands/s · offered {offered:F0}/s · sent {sent / ended:F0}/s · admitted {admitted.Count / seconds:F0}/s · share of best {admitted.Count / seconds / best:F2}" +
            $" · p50/p99 of admitted {Rounds.Percentile(admitted, 0.5):F0}/{Rounds.Percentile(admitted, 0.99):F0} ms" +
            $" · refused {refused.Count / seconds:F0}/s ({string.Join(", ", refused.GroupBy(a => a.Status).Select(g => string.Create(CultureInfo.InvariantCulture, $"{g.Key}: {g.Count()}")))}; without Retry-After {refused.Count(a => a.RetryAfter is null)})" +
            $" · p99 of a refusal {Rounds.Percentile([.. refused.Select(a => a.Milliseconds)], 0.99):F0} ms · other answers {(string.Join(", ", other) is { Length: > 0 } some ? some : "none")}, broken connections {errors}" +
            $" · connections {made} · peak of managed memory {memory >> 20} MB with the load's own");
        return (line, answers.Count(a => a.Answer.Status == 201), answers.Count(a => a.Answer.Status is 429 or 503));
    }
}
