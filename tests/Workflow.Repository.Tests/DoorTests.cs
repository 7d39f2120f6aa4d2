using System.Text.RegularExpressions;
using Xunit;

namespace Workflow.Repository.Tests;

/// <summary>What the core can do, somebody can ask for: a route, a message, a worker. What can happen to a case, its timeline tells.</summary>
public sealed partial class DoorTests
{
    private const string Cases = "engine/Workflow.Core/Cases/";

    [Fact]
    public void Every_command_about_a_case_is_sent_by_some_door()
    {
        var commands = Checkout.Sources(Cases).SelectMany(file => Commands().Matches(Checkout.Read(file)).Select(m => m.Groups["name"].Value)).Order(StringComparer.Ordinal).ToList();
        Assert.True(commands.Count > 20, $"only {commands.Count} commands were found: the pattern misses them");

        // The engine's own next command about a stream is made by the stream's kind, timers are heard by the database room.
        var doors = string.Concat(Checkout.Sources("engine/Workflow.Server/", "engine/Workflow.Postgres/").Append(Cases + "CaseStreams.cs").Select(Checkout.Read));
        Checkout.None(commands.Where(name => !Regex.IsMatch(doors, $@"\bnew {name}\b")).Select(name => $"no door sends {name}"));
    }

    [Fact]
    public void Every_event_of_a_case_has_words_in_the_timeline()
    {
        var events = Checkout.Sources(Cases).SelectMany(file => Events().Matches(Checkout.Read(file)).Select(m => m.Groups["name"].Value)).Order(StringComparer.Ordinal).ToList();
        Assert.True(events.Count > 25, $"only {events.Count} events were found: the pattern misses them");

        var words = string.Concat(Checkout.Sources("engine/Workflow.Server/Cases/Lines/").Append("engine/Workflow.Server/Cases/TimelineView.cs").Select(Checkout.Read));
        // A row of several events has no words of its own: each of its parts has.
        events.Remove("CaseAdvanced");
        Checkout.None(events.Where(name => !Regex.IsMatch(words, $@"\b{name}( {{[^}}]*}})? e =>|\b{name}( {{[^}}]*}})? =>")).Select(name => $"the timeline has no words for {name}"));
    }

    [GeneratedRegex(@"public sealed record (?<name>\w+)(?:\((?:[^()]|\([^()]*\))*\))?\s*: CaseCommand\b", RegexOptions.ExplicitCapture)]
    private static partial Regex Commands();

    [GeneratedRegex(@"typeof\((?<name>\w+)\)\)", RegexOptions.ExplicitCapture)]
    private static partial Regex Events();
}
