using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Workflow.Core.Cases;
using Workflow.Core.Runtime;
using Xunit;

namespace Workflow.Repository.Tests;

/// <summary>Stored events are frozen, and other readers of the log find them by Marten's names.</summary>
public partial class EventNameTests
{
    [Fact]
    public void Every_event_has_a_stored_name_and_every_name_an_event()
    {
        var events = typeof(Event).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Event)) && !type.IsAbstract);
        Assert.Equal(events.Select(type => type.FullName).Order(StringComparer.Ordinal), EventNames.Known.Select(known => known.Type.FullName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void No_name_is_given_twice() =>
        Checkout.None(EventNames.Known.GroupBy(known => known.Alias).Where(group => group.Count() > 1).Select(group => group.Key));

    [Fact]
    public void Names_follow_Martens_rule() =>
        Assert.Equal(EventNames.Known.Select(known => MartenAlias(known.Type.Name)), EventNames.Known.Select(known => known.Alias));

    [Theory]
    [InlineData("CaseAccepted", "case_accepted")]
    [InlineData("StepApprovedV2", "step_approved_v2")]
    [InlineData("HTTPCalled", "http_called")]
    public void The_rule_splits_before_capitals(string type, string alias) => Assert.Equal(alias, MartenAlias(type));

    [Fact]
    public void An_event_is_sealed() =>
        Checkout.None(EventNames.Known.Where(known => !known.Type.IsSealed).Select(known => known.Type.Name));

    /// <summary>What only follows from a member must not be frozen beside it: it is left out of the stored form.</summary>
    [Fact]
    public void An_event_stores_what_it_was_made_with_and_nothing_that_follows_from_it()
    {
        var seen = new HashSet<Type>();
        var waiting = new Queue<Type>(EventNames.Known.Select(known => known.Type));
        var derived = new List<string>();
        while (waiting.TryDequeue(out var type))
        {
            if (!seen.Add(type)) continue;
            foreach (var inner in type.GetGenericArguments()) waiting.Enqueue(inner);
            // Personal values have a stored form of their own: they are encrypted.
            if (type.Assembly != typeof(Event).Assembly || type.IsEnum || type == typeof(Personal)) continue;
            var given = type.GetConstructors().SelectMany(constructor => constructor.GetParameters()).Select(parameter => parameter.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
            foreach (var property in type.GetProperties().Where(property => !property.IsDefined(typeof(JsonIgnoreAttribute), inherit: true) && property.GetIndexParameters().Length == 0))
            {
                if (!given.Contains(property.Name) && property.SetMethod is null) derived.Add($"{type.Name}.{property.Name}");
                waiting.Enqueue(property.PropertyType);
            }
        }
        Checkout.None(derived);
    }

    private static string MartenAlias(string type) => Capitals().Replace(type, "_").ToLowerInvariant();

    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")]
    private static partial Regex Capitals();
}
