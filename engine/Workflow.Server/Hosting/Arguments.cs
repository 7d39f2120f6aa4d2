using System.Globalization;
using Workflow.Server.Brokers;

namespace Workflow.Server.Hosting;

/// <summary>What the program was asked to do.</summary>
public enum Order { Serve, Verify, Rebuild, Help }

/// <summary>The program's arguments.</summary>
/// <param name="Port">on 127.0.0.1; 0 takes a free one</param>
/// <param name="Database">Npgsql connection string; null starts the embedded PostgreSQL in the data folder</param>
/// <param name="Data">the data folder, an absolute path</param>
public sealed record Arguments(Order Order, int Port, string? Database, string Data)
{
    /// <summary>Where RabbitMQ is; null without one.</summary>
    internal BrokerAddress? Broker { get; init; }

    /// <summary>Set instead of the argument, so that a password need not stand in the list of processes.</summary>
    public const string BrokerVariable = "ONEGO_RABBITMQ";

    public const int PortUsual = 5080;

    public const string Usage = """
        OneGo server.

          Workflow.Server [--port N] [--database S] [--data F] [--rabbitmq amqp://…]
          Workflow.Server verify   [--database S] [--data F]   check the hash chain of every stream
          Workflow.Server rebuild  [--database S] [--data F]   make every derived table anew from the log

          --port N        listen on 127.0.0.1:N (5080); 0 takes a free port
          --database S    Npgsql connection string of your own PostgreSQL, 15 or later, instead of the embedded one
          --data F        data folder (.data): embedded database, first-admin.txt, control.key, server.json
          --rabbitmq A    amqp or amqps address of a RabbitMQ for subscriptions and commands; also from ONEGO_RABBITMQ
          --help          this text

        Exit codes: 0 stopped as asked, 1 verify found damage or an unexpected error, 2 wrong arguments, 3 port taken,
        4 database cannot be used, 5 data folder cannot be used.
        """;

    /// <exception cref="StartException">an argument that is not known or has no value</exception>
    public static Arguments Parse(IReadOnlyList<string> words)
    {
        var (order, port, data) = (Order.Serve, PortUsual, ".data");
        string? database = null;
        var broker = Environment.GetEnvironmentVariable(BrokerVariable);
        for (var i = 0; i < words.Count; i++)
        {
            switch (words[i])
            {
                case "--help" or "-h" or "help": return new(Order.Help, port, database, data);
                case "verify" when i == 0: order = Order.Verify; break;
                case "rebuild" when i == 0: order = Order.Rebuild; break;
                case "--port": port = PortOf(Value(words, ref i)); break;
                case "--database": database = Value(words, ref i); break;
                case "--data": data = Value(words, ref i); break;
                case "--rabbitmq": broker = Value(words, ref i); break;
                default: throw new StartException(ExitCode.WrongArguments, $"Unknown argument '{words[i]}'; see --help.");
            }
        }
        return new(order, port, database, Path.GetFullPath(data)) { Broker = string.IsNullOrEmpty(broker) ? null : BrokerOf(broker) };
    }

    private static string Value(IReadOnlyList<string> words, ref int i) =>
        i + 1 < words.Count && words[i + 1].Length > 0 ? words[++i] : throw new StartException(ExitCode.WrongArguments, $"{words[i]} needs a value; see --help.");

    // The address may hold a password, so it is not repeated.
    private static BrokerAddress BrokerOf(string text) =>
        BrokerAddress.Parse(text) ?? throw new StartException(ExitCode.WrongArguments, "--rabbitmq takes an address that begins with amqp:// or amqps://.");

    private static int PortOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= 65535 ? port
        : throw new StartException(ExitCode.WrongArguments, $"--port takes a number from 0 to 65535, not '{text}'.");
}

/// <summary>What the program's end means to whoever started it.</summary>
public enum ExitCode { Ok = 0, Failed = 1, WrongArguments = 2, PortTaken = 3, DatabaseUnusable = 4, FolderUnusable = 5 }

/// <summary>The program cannot start; one sentence says why.</summary>
public sealed class StartException(ExitCode code, string sentence) : Exception(sentence)
{
    public ExitCode Code => code;
}
