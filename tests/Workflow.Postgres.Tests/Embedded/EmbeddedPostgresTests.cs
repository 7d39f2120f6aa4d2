using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Workflow.Postgres.Embedded;
using Workflow.Testing;
using Xunit;

namespace Workflow.Postgres.Tests.Embedded;

/// <summary>The launcher on clusters of its own, with fsync, and with hosts that really die.</summary>
public sealed class EmbeddedPostgresTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("onego-embedded-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_first_start_makes_a_durable_cluster_that_knows_Chinese()
    {
        await using var server = await EmbeddedPostgres.StartAsync(_folder);

        Assert.Equal("on on", await ScalarAsync(server.ConnectionString, "select current_setting('fsync') || ' ' || current_setting('synchronous_commit')"));
        Assert.Equal("b C.UTF-8", await ScalarAsync(server.ConnectionString, "select datlocprovider::text || ' ' || datlocale from pg_database where datname = current_database()"));
        Assert.Equal("", await ScalarAsync(server.ConnectionString, "select current_setting('listen_addresses')"));
        Assert.Equal(true, await ScalarAsync(server.ConnectionString, "select '开' ~ '[[:alpha:]]'"));
    }

    [Theory]
    [InlineData(null, 8_192, 2_048)]
    [InlineData(0, 8_192, 2_048)]
    [InlineData(null, 256, 128)]
    [InlineData(null, 65_536, 4_096)]
    [InlineData(64, 8_192, 64)]
    public void Its_buffers_are_a_quarter_of_the_memory_or_what_was_named(int? named, long memoryMegabytes, int buffersMegabytes) =>
        Assert.Equal(buffersMegabytes, new EmbeddedPostgresOptions(SharedBuffersMegabytes: named).BuffersOf(memoryMegabytes << 20));

    [Fact]
    public async Task The_server_has_the_buffers_that_were_chosen()
    {
        await using var server = await EmbeddedPostgres.StartAsync(_folder);
        Assert.Equal((long)new EmbeddedPostgresOptions().Buffers << 20, await ScalarAsync(server.ConnectionString, "select pg_size_bytes(current_setting('shared_buffers'))"));
    }

    [Fact]
    public async Task A_restart_keeps_the_data_and_the_address()
    {
        // given
        string address;
        await using (var first = await EmbeddedPostgres.StartAsync(_folder))
        {
            address = first.ConnectionString;
            await ScalarAsync(address, "create table kept as select 7 as n");
        }

        // when
        await using var second = await EmbeddedPostgres.StartAsync(_folder);

        // then
        Assert.Equal(address, second.ConnectionString);
        Assert.Equal(7, await ScalarAsync(second.ConnectionString, "select n from kept"));
    }

    [Fact]
    public async Task A_second_server_on_the_same_folder_is_refused_in_one_sentence()
    {
        // given
        await using var first = await EmbeddedPostgres.StartAsync(_folder);

        // when
        var here = await Assert.ThrowsAsync<EmbeddedPostgresException>(() => EmbeddedPostgres.StartAsync(_folder));
        var (elsewhere, said) = await Companion.HoldAsync(_folder);
        await elsewhere.WaitForExitAsync();
        elsewhere.Dispose();

        // then
        string sentence = string.Create(CultureInfo.InvariantCulture, $"The data folder '{_folder}' is in use by another server (process {Environment.ProcessId}).");
        Assert.Equal(first.ConnectionString, await EmbeddedPostgres.FindRunningAsync(_folder));
        Assert.Equal(sentence, here.Message);
        Assert.Equal(sentence, said);
        Assert.Equal(1, await ScalarAsync(first.ConnectionString, "select 1"));
    }

    [Fact]
    public async Task When_its_host_is_killed_the_server_shuts_down_cleanly()
    {
        // given
        var (host, address) = await Companion.HoldAsync(_folder);
        await ScalarAsync(address, "create table kept as select 7 as n");
        int postmaster = Postmaster();

        // when
        await KillAsync(host);

        // then
        await UntilAsync(() => !Lives(postmaster));
        Assert.False(File.Exists(PidFile));
        await using var next = await EmbeddedPostgres.StartAsync(_folder);
        Assert.Equal(7, await ScalarAsync(next.ConnectionString, "select n from kept"));
        Assert.DoesNotContain("not properly shut down", Log(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_orphaned_server_is_stopped_by_the_next_start()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "finding the watchdog needs /proc");

        // given a host that dies together with its watchdog
        var (host, address) = await Companion.HoldAsync(_folder);
        await ScalarAsync(address, "create table kept as select 7 as n");
        int orphan = Postmaster();
        using (var watchdog = Process.GetProcessById(WatchdogOf(orphan))) watchdog.Kill();
        await KillAsync(host);
        Assert.True(Lives(orphan));

        // when
        await using var next = await EmbeddedPostgres.StartAsync(_folder);

        // then
        Assert.False(Lives(orphan));
        Assert.NotEqual(orphan, Postmaster());
        Assert.Equal(7, await ScalarAsync(next.ConnectionString, "select n from kept"));
    }

    [Fact]
    public async Task When_host_and_server_are_killed_what_was_committed_is_recovered()
    {
        // given
        var (host, address) = await Companion.HoldAsync(_folder);
        await ScalarAsync(address, "create table kept as select generate_series(1, 1000) as n");
        using var postmaster = Process.GetProcessById(Postmaster());

        // when
        postmaster.Kill();
        await KillAsync(host);
        await using var next = await EmbeddedPostgres.StartAsync(_folder);

        // then
        Assert.Equal(1000L, await ScalarAsync(next.ConnectionString, "select count(*) from kept"));
    }

    [Fact]
    public async Task A_lock_file_that_names_a_living_stranger_does_not_prevent_a_start()
    {
        // given
        await using (await EmbeddedPostgres.StartAsync(_folder)) { }
        await File.WriteAllTextAsync(PidFile, string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}\n{_folder}/cluster\n1\n5432\n{_folder}/socket\n\n\nready   \n"));

        // when
        await using var server = await EmbeddedPostgres.StartAsync(_folder);

        // then
        Assert.Equal(1, await ScalarAsync(server.ConnectionString, "select 1"));
    }

    [Fact]
    public async Task A_half_made_cluster_of_a_killed_first_start_is_made_anew()
    {
        // given
        Directory.CreateDirectory(Path.Combine(_folder, "cluster.new"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "cluster.new", "PG_VERSION"), "18\n");

        // when
        await using var server = await EmbeddedPostgres.StartAsync(_folder);

        // then
        Assert.Equal(1, await ScalarAsync(server.ConnectionString, "select 1"));
    }

    [Fact]
    public async Task A_folder_whose_path_is_too_long_for_a_socket_works()
    {
        // given
        string deep = Path.Combine(_folder, new string('深', 20), new string('d', 60));

        // when
        await using var server = await EmbeddedPostgres.StartAsync(deep);

        // then
        Assert.Equal(1, await ScalarAsync(server.ConnectionString, "select 1"));
    }

    private string PidFile => Path.Combine(_folder, "cluster", "postmaster.pid");

    private int Postmaster() => int.Parse(File.ReadLines(PidFile).First(), CultureInfo.InvariantCulture);

    private string Log() => File.ReadAllText(Path.Combine(_folder, "postgres.log"));

    private static async Task KillAsync(Process host)
    {
        host.Kill();
        await host.WaitForExitAsync();
        host.Dispose();
        NpgsqlConnection.ClearAllPools();
    }

    private static bool Lives(int pid)
    {
        try
        {
            // A dead process that nobody has reaped yet is dead.
            return !OperatingSystem.IsLinux() ? !Process.GetProcessById(pid).HasExited : !File.ReadAllText($"/proc/{pid}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or ArgumentException)
        {
            return false;
        }
    }

    private static int WatchdogOf(int postmaster)
    {
        string lastWord = string.Create(CultureInfo.InvariantCulture, $"\0{postmaster}\0");
        foreach (string entry in Directory.GetDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(entry), CultureInfo.InvariantCulture, out int pid)) continue;
            try
            {
                string words = File.ReadAllText(Path.Combine(entry, "cmdline"));
                if (words.Contains("onego-watchdog", StringComparison.Ordinal) && words.EndsWith(lastWord, StringComparison.Ordinal)) return pid;
            }
            catch (IOException)
            {
                // Ended meanwhile.
            }
        }

        throw new InvalidOperationException("no watchdog");
    }

    private static async Task UntilAsync(Func<bool> reached)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!reached()) await Task.Delay(10, patience.Token);
    }

    private static async Task<object?> ScalarAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
