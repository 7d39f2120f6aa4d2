using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Workflow.Benchmarks.Approval;
using Workflow.Benchmarks.Load;
using Workflow.Postgres.Embedded;
using Workflow.Postgres.Migrations;

namespace Workflow.Benchmarks.Pressure;

/// <summary>
/// A server over HTTP that is asked for five times what it can do. First the best rate of a closed loop, then an open loop that offers a
/// multiple of it whatever comes back: what is admitted, how long that takes, what is refused and how, and how much memory it needs.
/// A command is the filing of an application. The server is a process of its own; this one is the load. Both and the database share the
/// machine, so what the load takes of the processors is told too.
/// </summary>
internal static class PressureBenchmark
{
    private const int Times = 5;
    private const int ConnectionsMax = 6_000;
    private static readonly int[] ClosedLoops = [64, 128, 256, 512];
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan RampUp = TimeSpan.FromSeconds(3);

    private sealed record Offered(double PerSecond, double Sent, double Seconds, IReadOnlyList<Answered> Answers, int Errors, Cpu Used)
    {
        public List<double> Admitted { get; } = [.. Answers.Where(a => a.Status == 201).Select(a => a.Milliseconds)];
        public List<Answered> Refused { get; } = [.. Answers.Where(a => a.Status is 429 or 503)];
    }

    public static async Task<int> RunAsync(Options options)
    {
        // What follows an answer is a few bytes read: the thread that hears of it does that too, instead of handing it to another.
        Environment.SetEnvironmentVariable(ServerProgram.InlineCompletions, "1");
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
        using var clients = new RawClients(servers.Url);
        await ClosedAsync(clients, session, ClosedLoops[0], WarmUp);
        await using (var database = NpgsqlDataSource.Create(connectionString))
        await using (var checkpoint = database.CreateCommand("checkpoint")) await checkpoint.ExecuteNonQueryAsync();
        var best = new Round(0, 0, 0);
        foreach (int loop in ClosedLoops)
        {
            var before = await Cpu.ReadAsync(connectionString);
            var (count, perSecond, p99) = await ClosedAsync(clients, session, loop, length);
            var round = (await Cpu.ReadAsync(connectionString)).Since(before, perSecond, count);
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"  closed loop of {loop}: {perSecond:F0} commands/s, p99 {p99:F0} ms, CPU a command {round.OwnMs:F2} ms server + {round.DatabaseMs:F2} ms PostgreSQL + {round.LoadMs:F2} ms load"));
            if (round.PerSecond > best.PerSecond) best = round;
        }

        long calm = servers.PeakMemory;
        var offered = await OpenAsync(clients, session, connectionString, best.PerSecond * Times, length);
        await Console.Out.WriteLineAsync(
            $"pressure: {Told(offered, best)} · connections {clients.Made} · peak of the server's memory {servers.PeakMemory >> 20} MB, {calm >> 20} MB before" +
            $" · CPU a command {best.CpuMs + best.LoadMs:F2} ms ({best.LoadMs:F2} of it the load's), {Refusal(offered, best)}");
    }

    /// <summary>Processor time of one refusal: what is left when those that were admitted have had theirs.</summary>
    private static string Refusal(Offered offered, Round best)
    {
        if (offered.Refused.Count == 0) return "a refusal none";
        double server = offered.Used.Own - offered.Admitted.Count * best.OwnMs, load = offered.Used.Load - offered.Admitted.Count * best.LoadMs;
        return string.Create(CultureInfo.InvariantCulture,
            $"a refusal {server / offered.Refused.Count * 1000:F0} µs server + {load / offered.Refused.Count * 1000:F0} µs load" +
            $" · processors in use: server {Share(offered.Used.Own):F2}, PostgreSQL {Share(offered.Used.Database):F2}, load {Share(offered.Used.Load):F2} of {Environment.ProcessorCount}");

        double Share(double milliseconds) => milliseconds / 1000 / offered.Seconds;
    }

    private static string Told(Offered offered, Round best)
    {
        var (admitted, refused, seconds) = (offered.Admitted, offered.Refused, offered.Seconds);
        var other = offered.Answers.Where(a => a.Status is not (201 or 429 or 503)).GroupBy(a => a.Status).Select(g => $"{g.Key}: {g.Count()}");
        return string.Create(CultureInfo.InvariantCulture,
            $"best {best.PerSecond:F0} commands/s · offered {offered.PerSecond:F0}/s · sent {offered.Sent:F0}/s · admitted {admitted.Count / seconds:F0}/s · share of best {admitted.Count / seconds / best.PerSecond:F2}" +
            $" · p50/p99 of admitted {Rounds.Percentile(admitted, 0.5):F0}/{Rounds.Percentile(admitted, 0.99):F0} ms" +
            $" · refused {refused.Count / seconds:F0}/s ({string.Join(", ", refused.GroupBy(a => a.Status).Select(g => $"{g.Key}: {g.Count()}"))}; without Retry-After {refused.Count(a => a.RetryAfter is null)})" +
            $" · p99 of a refusal {Rounds.Percentile([.. refused.Select(a => a.Milliseconds)], 0.99):F0} ms · other answers {(string.Join(", ", other) is { Length: > 0 } some ? some : "none")}, broken connections {offered.Errors}");
    }

    private static Task<Answered> FileAsync(RawClient client, string session) => client.PostAsync("/api/applications", session, Guid.NewGuid(), HttpCases.Filing);

    /// <summary>So many clients, each filing one application after another.</summary>
    private static async Task<(int Count, double PerSecond, double P99)> ClosedAsync(RawClients clients, string session, int count, TimeSpan length)
    {
        var taken = new ConcurrentBag<double>();
        long started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, count).Select(_ => Task.Run(async () =>
        {
            var client = clients.Take();
            while (Stopwatch.GetElapsedTime(started) < length)
                if (await FileAsync(client, session) is { Status: 201, Milliseconds: var ms }) taken.Add(ms);
            clients.GiveBack(client);
        })));
        return (taken.Count, taken.Count / Stopwatch.GetElapsedTime(started).TotalSeconds, Rounds.Percentile(taken, 0.99));
    }

    /// <summary>Sends at a rate, not when an answer has come; what cannot be sent for want of a free connection is not, and shows in what was sent.</summary>
    private static async Task<Offered> OpenAsync(RawClients clients, string session, string connectionString, double offered, TimeSpan length)
    {
        var (answers, underWay) = (new ConcurrentBag<Answered>(), new CountdownEvent(1));
        int errors = 0;
        long sent = 0, unsent = 0, sentBefore = 0;
        bool isCounting = false;
        var before = default(Cpu);
        long started = Stopwatch.GetTimestamp(), counted = started;
        while (Stopwatch.GetElapsedTime(started) is var passed && passed < RampUp + length)
        {
            if (!isCounting && passed >= RampUp)
            {
                before = await Cpu.ReadAsync(connectionString);
                (counted, sentBefore) = (Stopwatch.GetTimestamp(), sent);
                Volatile.Write(ref isCounting, true);
            }

            for (long due = (long)(passed.TotalSeconds * offered); sent + unsent < due;)
            {
                if (clients.Made - ConnectionsMax >= 0 && !clients.HasFree) { unsent++; continue; }
                sent++;
                underWay.AddCount();
                _ = OneAsync(clients.Take());
            }

            await Task.Delay(1);
        }

        double seconds = Stopwatch.GetElapsedTime(counted).TotalSeconds;
        Volatile.Write(ref isCounting, false);
        var used = await Cpu.ReadAsync(connectionString);
        underWay.Signal();
        await Task.Run(underWay.Wait);
        return new Offered(offered, (sent - sentBefore) / seconds, seconds, [.. answers], errors, new Cpu(used.Own - before.Own, used.Database - before.Database, used.Load - before.Load));

        async Task OneAsync(RawClient client)
        {
            try
            {
                var answer = await FileAsync(client, session);
                if (Volatile.Read(ref isCounting)) answers.Add(answer);
                clients.GiveBack(client);
            }
            catch (Exception broken) when (broken is IOException or System.Net.Sockets.SocketException)
            {
                Interlocked.Increment(ref errors);
            }
            finally
            {
                underWay.Signal();
            }
        }
    }
}
