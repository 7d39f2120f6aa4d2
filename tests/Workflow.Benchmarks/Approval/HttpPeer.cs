using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Workflow.Postgres.Log;
using Workflow.Postgres.Migrations;

namespace Workflow.Benchmarks.Approval;

/// <summary>
/// What HTTP and a group commit cost without an engine: the same web server in a process of its own, and for each request three events of 300 bytes
/// in the engine's own tables, written by one connection, up to 256 requests a commit, the stream's version checked. No session, no reading of the
/// body, nothing decided, no command ids, hashes, headers or rows beside the log.
/// </summary>
internal static class HttpPeer
{
    public const string Serves = "The peer serves on ";
    private const int EventsPerCommand = 3;
    private const int CommandsPerBatch = 256;

    private const string Append =
        """
        with item as (
          select unnest($1::text[]) as id, unnest($2::bigint[]) as expected, unnest($3::bigint[]) as added
        ), created as (
          insert into mt_streams (id, type, version, timestamp, created) select id, 'peer', added, now(), now() from item where expected = 0
          on conflict (id) do nothing returning id
        ), moved as (
          update mt_streams s set version = i.expected + i.added, timestamp = now() from item i
          where s.id = i.id and i.expected > 0 and s.version = i.expected returning s.id
        ), accepted as (
          select id from created union all select id from moved
        ), written as (
          insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp, mt_dotnet_type)
          select nextval('mt_events_sequence'), e.id, e.stream_id, e.version, e.data, 'peer', now(), 'peer'
          from (select unnest($4::uuid[]) as id, unnest($5::text[]) as stream_id, unnest($6::bigint[]) as version, unnest($7::jsonb[]) as data) e
          where (e.stream_id in (select id from accepted)) is true
          returning seq_id
        )
        select (select count(*) from accepted), (select max(seq_id) from written)
        """;

    private static readonly string Data = $$"""{"Text":"{{new string('x', 288)}}"}""";

    private sealed record Command(string Stream, TaskCompletionSource<(long Version, long Position)> Done);

    /// <summary>The program: serves until its input ends.</summary>
    public static async Task<int> RunAsync(string connectionString)
    {
        await using (var migrated = NpgsqlDataSource.Create(connectionString)) await Migrator.ApplyAsync(migrated);
        var commands = Channel.CreateUnbounded<Command>(new UnboundedChannelOptions { SingleReader = true });
        await using var database = LogWriter.DataSourceFor(connectionString, "peer");
        var writer = WriteAsync(database, commands.Reader);

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        await using var app = builder.Build();
        app.Run(http => AnswerAsync(http, commands.Writer));
        await app.StartAsync();
        await Console.Out.WriteLineAsync(Serves + app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        await Task.WhenAny(writer, Console.In.ReadLineAsync());
        return writer.IsFaulted ? 1 : 0;
    }

    private static async Task AnswerAsync(HttpContext http, ChannelWriter<Command> commands)
    {
        await http.Request.Body.CopyToAsync(Stream.Null, http.RequestAborted);
        // "/api/applications" opens a case, "/api/cases/{id}/…" goes on with it.
        string[] path = http.Request.Path.Value!.Split('/', 5);
        string stream = path is [_, _, "cases", var id, ..] ? id : $"case-{Guid.NewGuid():N}";
        var command = new Command(stream, new(TaskCreationOptions.RunContinuationsAsynchronously));
        commands.TryWrite(command);
        var (version, position) = await command.Done.Task;
        byte[] answer = Encoding.ASCII.GetBytes($$"""{"caseId":"{{stream}}","version":{{version}},"position":{{position}}}""");
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = answer.Length;
        await http.Response.Body.WriteAsync(answer, http.RequestAborted);
    }

    private static async Task WriteAsync(NpgsqlDataSource database, ChannelReader<Command> commands)
    {
        await using var connection = await database.OpenConnectionAsync();
        var versions = new Dictionary<string, long>(StringComparer.Ordinal);
        var waiting = new List<Command>();
        while (await commands.WaitToReadAsync())
        {
            waiting.Clear();
            while (waiting.Count < CommandsPerBatch && commands.TryRead(out var command)) waiting.Add(command);
            // A stream stands once in a statement: its commands are folded.
            var streams = waiting.GroupBy(c => c.Stream, StringComparer.Ordinal).Select(g => (Stream: g.Key, Expected: versions.GetValueOrDefault(g.Key), Added: (long)g.Count() * EventsPerCommand)).ToList();
            long position = await AppendAsync(connection, streams);
            foreach (var (stream, expected, added) in streams) versions[stream] = expected + added;
            foreach (var command in waiting) command.Done.SetResult((versions[command.Stream], position));
        }
    }

    private static async Task<long> AppendAsync(NpgsqlConnection connection, List<(string Stream, long Expected, long Added)> streams)
    {
        var events = streams.SelectMany(s => Enumerable.Range(1, (int)s.Added).Select(n => (s.Stream, Version: s.Expected + n))).ToList();
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand(WriterSql.Lock),
                new NpgsqlBatchCommand(Append)
                {
                    Parameters =
                    {
                        new NpgsqlParameter<string[]> { TypedValue = [.. streams.Select(s => s.Stream)] },
                        new NpgsqlParameter<long[]> { TypedValue = [.. streams.Select(s => s.Expected)] },
                        new NpgsqlParameter<long[]> { TypedValue = [.. streams.Select(s => s.Added)] },
                        new NpgsqlParameter<Guid[]> { TypedValue = [.. events.Select(_ => Guid.NewGuid())] },
                        new NpgsqlParameter<string[]> { TypedValue = [.. events.Select(e => e.Stream)] },
                        new NpgsqlParameter<long[]> { TypedValue = [.. events.Select(e => e.Version)] },
                        new NpgsqlParameter { Value = Enumerable.Repeat(Data, events.Count).ToArray(), NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.Jsonb },
                    },
                },
            },
        };
        await using var reader = await batch.ExecuteReaderAsync();
        await reader.NextResultAsync();
        await reader.ReadAsync();
        var (accepted, position) = (reader.GetInt64(0), reader.GetInt64(1));
        return accepted == streams.Count ? position : throw new InvalidOperationException($"{accepted} of {streams.Count} streams were as expected");
    }
}
