using Workflow.Server.Hosting;

namespace Workflow.Server.Tools;

/// <summary>
/// What the binary does without a server: FEEL expressions, decision models and BPMN files on the command line. Exit codes: 0 all is
/// well, 1 it ran and something is wrong (an evaluation with errors, a failing test, a model with errors), 2 wrong arguments,
/// unreadable files or text that is no FEEL.
/// </summary>
internal static class Tool
{
    public const string Usage = """

          Workflow.Server feel '<expression>' [--context F.json] [--now 2026-03-02T09:00:00+08:00] [--lang zh|en]
                                                               evaluate FEEL (DMN 1.5); the value is printed as FEEL
          Workflow.Server dmn check <model.dmn> [--lang zh|en] findings, overlaps and gaps of a decision model
          Workflow.Server dmn test <model.dmn> <cases.xml>… [--lang zh|en]
                                                               run table tests in the format of the DMN TCK
          Workflow.Server bpmn check <model.bpmn>… [--profile strict] [--lang zh|en]
                                                               what stands in BPMN files, and whether they would be deployed
          Workflow.Server bpmn convert <in.bpmn> <out.bpmn> [--lang zh|en]
                                                               write BPMN anew as UTF-8, with everything that stands in it
    """;

    /// <summary>Null when the words are no tool's: then they are the server's arguments.</summary>
    public static int? Run(string[] words, TextWriter output, TextWriter errors)
    {
        try
        {
            return words switch
            {
                ["feel", .. var rest] => FeelTool.Run(ToolWords.Of(rest, "--context", "--now", "--lang"), output, errors),
                ["dmn", "test", .. var rest] => DmnTool.Test(ToolWords.Of(rest, "--lang"), output, errors),
                ["dmn", "check", .. var rest] => DmnTool.Check(ToolWords.Of(rest, "--lang"), output, errors),
                ["dmn", ..] => throw new StartException(ExitCode.WrongArguments, "dmn takes 'check' or 'test'; see --help."),
                ["bpmn", "check", .. var rest] => BpmnTool.Check(ToolWords.Of(rest, "--lang", "--profile"), output),
                ["bpmn", "convert", .. var rest] => BpmnTool.Convert(ToolWords.Of(rest, "--lang"), output, errors),
                ["bpmn", ..] => throw new StartException(ExitCode.WrongArguments, "bpmn takes 'check' or 'convert'; see --help."),
                _ => null,
            };
        }
        catch (StartException refused)
        {
            errors.WriteLine(refused.Message);
            return (int)refused.Code;
        }
    }

    /// <exception cref="StartException">a file that cannot be read</exception>
    public static string Read(string path) => Try(path, File.ReadAllText);

    /// <exception cref="StartException">a file that cannot be read</exception>
    public static byte[] ReadBytes(string path) => Try(path, File.ReadAllBytes);

    /// <exception cref="StartException">the file cannot be read or written</exception>
    public static T Try<T>(string path, Func<string, T> use)
    {
        try
        {
            return use(path);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new StartException(ExitCode.WrongArguments, $"{path}: {unreadable.Message}");
        }
    }
}

/// <summary>The words after a tool's name: its files or expression, and its options.</summary>
internal sealed record ToolWords(IReadOnlyList<string> Plain, IReadOnlyDictionary<string, string> Options)
{
    /// <summary>--lang, otherwise the language of the environment; English where that says nothing.</summary>
    public bool English => Options.GetValueOrDefault("--lang") is { } chosen ? chosen == "en"
        : !(Environment.GetEnvironmentVariable("LC_ALL") ?? Environment.GetEnvironmentVariable("LANG") ?? "").StartsWith("zh", StringComparison.Ordinal);

    /// <exception cref="StartException">an option that is not known or has no value</exception>
    public static ToolWords Of(IReadOnlyList<string> words, params ReadOnlySpan<string> known)
    {
        List<string> plain = [];
        Dictionary<string, string> options = new(StringComparer.Ordinal);
        for (var i = 0; i < words.Count; i++)
        {
            // An expression may begin with a minus; an option begins with two.
            if (!words[i].StartsWith("--", StringComparison.Ordinal)) plain.Add(words[i]);
            else if (!known.Contains(words[i])) throw new StartException(ExitCode.WrongArguments, $"Unknown option '{words[i]}'; see --help.");
            else if (i + 1 == words.Count) throw new StartException(ExitCode.WrongArguments, $"{words[i]} needs a value; see --help.");
            else options[words[i]] = words[++i];
        }
        if (options.GetValueOrDefault("--lang") is not (null or "zh" or "en")) throw new StartException(ExitCode.WrongArguments, "--lang takes zh or en.");
        return new(plain, options);
    }
}
