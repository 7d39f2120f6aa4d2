using System.Text.RegularExpressions;
using Workflow.Core.Bpmn;
using Workflow.Feel;

namespace Workflow.Core.Tests.Flow;

/// <summary>
/// Draws a process from text. "a -> b -> c" are flows; "x -[n > 1]-> a" has a condition, "x -[*]-> b" is the default flow;
/// a line that begins with "sub:" stands inside the sub-process "sub". What an element is follows from its name:
/// start…, end…, stop… (terminate), fork…/join… (parallel), xor… (exclusive), some… (inclusive), race… (event gateway),
/// job… (service task), pass… (manual task), sub… (sub-process); anything else is a user task. Elements given beside the
/// text replace what the name would make. A line whose prefix is no element stands in a further process of that id.
/// </summary>
internal static partial class Draw
{
    public static ProcessGraph Process(string text, params FlowNode[] special)
    {
        var nodes = special.ToDictionary(n => n.Id, StringComparer.Ordinal);
        var flows = new List<SequenceFlow>();
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var (parent, chain) = line.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon ? (line[..colon], line[(colon + 1)..]) : (null, line);
            var parts = Arrow().Split(chain);
            for (var i = 0; i < parts.Length; i += 2)
            {
                Node(parts[i].Trim(), parent);
                if (i == 0) continue;
                var (source, target, label) = (parts[i - 2].Trim(), parts[i].Trim(), parts[i - 1]);
                var id = $"{source}->{target}";
                if (flows.Exists(f => f.Id == id)) id += $"#{flows.Count}";
                flows.Add(new(id, null, source, target, label is "" or "*" ? null : Feel(label), label == "*"));
            }
        }
        var others = nodes.Values.Select(n => n.Parent).OfType<string>().Where(id => !nodes.ContainsKey(id)).Distinct(StringComparer.Ordinal);
        return new("process", null, nodes.Values, flows, others.Select(id => new ProcessPart(id, null)));

        void Node(string id, string? parent)
        {
            if (!nodes.TryAdd(id, Make(id, parent)) && parent is not null) nodes[id] = nodes[id] with { Parent = parent };
        }
    }

    public static Expression Feel(string text) => Expression.TryParse(text, out var expression, out var error) ? expression : throw new ArgumentException(error.ToString(), nameof(text));

    public static UserTask ForEach(string id, string collection, string? element = "item") => new(id, null, null) { Loop = new MultiInstance(Feel(collection), element, null) };

    public static UserTask Times(string id, string cardinality) => new(id, null, null) { Loop = new MultiInstance(null, null, Feel(cardinality)) };

    public static CatchEvent Wait(string id, string duration) => Catch(id, After(duration));

    public static BoundaryEvent On(string activity, string id, string duration, bool interrupts = true, string? parent = null) =>
        On(activity, id, After(duration), interrupts) with { Parent = parent };

    public static BoundaryEvent Every(string activity, string id, string cycle) => On(activity, id, new TimerDefinition(new(TimerForm.Cycle, cycle, null)), interrupts: false);

    public static BoundaryEvent On(string activity, string id, EventDefinition definition, bool interrupts = true) => new(id, null, null, activity, interrupts) { Definitions = [definition] };

    public static CatchEvent Catch(string id, params EventDefinition[] definitions) => new(id, null, null) { Definitions = [.. definitions] };

    public static ThrowEvent Throw(string id, params EventDefinition[] definitions) => new(id, null, null) { Definitions = [.. definitions] };

    public static EndEvent End(string id, params EventDefinition[] definitions) => new(id, null, null) { Definitions = [.. definitions] };

    /// <summary>An event sub-process with its start event; what is behind the start is drawn with the sub-process's id as prefix.</summary>
    public static FlowNode[] EventSub(string id, string start, EventDefinition definition, bool interrupts = true, string? parent = null) =>
        [new SubProcess(id, null, parent) { IsEvent = true }, new StartEvent(start, null, id, interrupts) { Definitions = [definition] }];

    /// <summary>A user task that undoes an activity, with the event on its boundary that says so.</summary>
    public static FlowNode[] Undoes(string activity, string handler, string? parent = null) =>
    [
        new UserTask(handler, null, parent) { IsForCompensation = true },
        On(activity, $"undo_{activity}", new CompensationDefinition(null)) with { Handler = handler, Parent = parent },
    ];

    public static DataMapping Ways(params (bool IsInput, string Name, string Value)[] ways) => new(
        [.. ways.Where(way => way.IsInput).Select(way => new DataWay(way.Name, Feel(way.Value)))],
        [.. ways.Where(way => !way.IsInput).Select(way => new DataWay(way.Name, Feel(way.Value)))]);

    public static TimerDefinition After(string duration) => new(new(TimerForm.Duration, duration, null));

    private static FlowNode Make(string id, string? parent) => Kind().Match(id).Value switch
    {
        "start" => new StartEvent(id, null, parent),
        "end" => new EndEvent(id, null, parent),
        "stop" => End(id, new TerminateDefinition()) with { Parent = parent },
        "fork" or "join" => new ParallelGateway(id, null, parent),
        "xor" => new ExclusiveGateway(id, null, parent),
        "some" => new InclusiveGateway(id, null, parent),
        "race" => new EventGateway(id, null, parent, Instantiates: false, IsParallel: false),
        "job" => new ServiceTask(id, null, parent),
        "pass" => new PassTask(id, null, parent),
        "sub" => new SubProcess(id, null, parent),
        _ => new UserTask(id, null, parent),
    };

    [GeneratedRegex(@"\s*-(?:\[(?<when>.*?)\]-|(?<when>))>\s*", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Arrow();

    [GeneratedRegex("^(start|end|stop|fork|join|xor|some|race|job|pass|sub)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Kind();
}
