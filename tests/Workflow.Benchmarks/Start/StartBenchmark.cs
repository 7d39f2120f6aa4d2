using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Workflow.Benchmarks.Approval;
using Workflow.Benchmarks.Inboxes;
using Workflow.Benchmarks.Seeding;

namespace Workflow.Benchmarks.Start;

/// <summary>
/// From starting the server's process, embedded PostgreSQL and all, to its first answers: ready, one case, one page. After
/// it was stopped as asked, and after it and its database were killed. The operating system keeps what it has of the files.
/// </summary>
internal static class StartBenchmark
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan BetweenQuestions = TimeSpan.FromMilliseconds(5);

    private sealed record Taken(double Ready, double Case, double Page);

    public static async Task<int> RunAsync(InboxOptions options)
    {
        var parts = new List<string>();
        foreach (int cases in options.Cases)
        {
            string folder = await SeededCluster.MakeAsync(cases, options.Keep, DateTimeOffset.UtcNow);
            try
            {
                parts.Add($"{await RunAsync(folder, cases, options.Rounds)} with {InboxOptions.Short(cases)} cases");
            }
            finally
            {
                if (options.Keep is null) Directory.Delete(folder, recursive: true);
            }
        }

        await Console.Out.WriteLineAsync($"start: {string.Join(" · ", parts)}");
        return 0;
    }

    private static async Task<string> RunAsync(string folder, int cases, int rounds)
    {
        int port = FreePort();
        var url = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
        using var http = new HttpClient { BaseAddress = url };
        List<Taken> clean = [], killed = [];
        Process server = Start(folder, port);
        try
        {
            await UntilReadyAsync(http, server);
            using var supervisor = await HttpServers.Account.SignInAsync(url, "supervisor", HttpServers.Password);
            string id = (await supervisor.GetAsync<JsonElement>("/api/cases?jointItem=bench&limit=1")).GetProperty("items")[0].GetProperty("caseId").GetString()!;
            for (int round = 1; round <= rounds; round++)
            {
                await StopAsync(server);
                (server, var taken) = await OnceAsync(folder, port, http, supervisor, id);
                clean.Add(taken);
                await Console.Out.WriteLineAsync($"  {InboxOptions.Short(cases)} cases, after a stop, round {round}: {Text(taken)}");
                await KillAsync(folder, server);
                (server, taken) = await OnceAsync(folder, port, http, supervisor, id);
                killed.Add(taken);
                await Console.Out.WriteLineAsync($"  {InboxOptions.Short(cases)} cases, after kill -9, round {round}: {Text(taken)}");
            }
        }
        finally
        {
            await StopAsync(server);
            server.Dispose();
        }

        return $"{Text(Median(clean))} after a stop, {Text(Median(killed))} after kill -9";
    }

    private static async Task<(Process Server, Taken Taken)> OnceAsync(string folder, int port, HttpClient http, HttpServers.Account supervisor, string id)
    {
        long started = Stopwatch.GetTimestamp();
        var server = Start(folder, port);
        await UntilReadyAsync(http, server);
        double ready = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        await supervisor.GetAsync<JsonElement>($"/api/cases/{id}");
        double read = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        await supervisor.GetAsync<JsonElement>("/api/cases");
        return (server, new Taken(ready, read, Stopwatch.GetElapsedTime(started).TotalMilliseconds));
    }

    private static Process Start(string folder, int port) => Process.Start(new ProcessStartInfo(
        "dotnet", [Path.Combine(AppContext.BaseDirectory, "Workflow.Server.dll"), "--data", folder, "--port", port.ToString(CultureInfo.InvariantCulture)])
        { RedirectStandardOutput = false, UseShellExecute = false, Environment = { ["Logging__LogLevel__Default"] = "Error" } })!;

    private static async Task UntilReadyAsync(HttpClient http, Process server)
    {
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < Patience)
        {
            if (server.HasExited) throw new InvalidOperationException($"the server ended with {server.ExitCode}");
            try
            {
                using var answer = await http.GetAsync(new Uri("/health/ready", UriKind.Relative));
                if (answer.IsSuccessStatusCode) return;
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }

            await Task.Delay(BetweenQuestions);
        }

        throw new TimeoutException("the server did not become ready");
    }

    private static async Task StopAsync(Process server)
    {
        if (server.HasExited) return;
        using var kill = Process.Start("kill", ["-TERM", server.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        await server.WaitForExitAsync();
    }

    /// <summary>The postmaster first: its children notice and end by themselves.</summary>
    private static async Task KillAsync(string folder, Process server)
    {
        string[] lines = await File.ReadAllLinesAsync(Path.Combine(folder, "postgres", "cluster", "postmaster.pid"));
        using (var postmaster = Process.GetProcessById(int.Parse(lines[0], CultureInfo.InvariantCulture)))
        {
            postmaster.Kill();
            server.Kill();
            await postmaster.WaitForExitAsync();
        }

        await server.WaitForExitAsync();
    }

    private static Taken Median(List<Taken> all) => all.OrderBy(t => t.Case).ElementAt(all.Count / 2);

    private static string Text(Taken taken) => string.Create(CultureInfo.InvariantCulture, $"ready in {taken.Ready:F0} ms, a case in {taken.Case:F0} ms, a page in {taken.Page:F0} ms");

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
