using System.Collections;
using System.Reflection;
using Workflow.Feel.Dmn;
using Xunit;

namespace Workflow.Feel.Tests.Dmn;

/// <summary>Compares two models member by member: lists in records compare by reference, which says nothing here.</summary>
internal static class ModelEquality
{
    public static void Same(object? expected, object? actual, string path = "")
    {
        if (expected is null || actual is null)
        {
            Assert.True(expected is null && actual is null, $"{path}: {expected} <> {actual}");
            return;
        }
        Assert.True(expected.GetType() == actual.GetType(), $"{path}: {expected.GetType()} <> {actual.GetType()}");
        if (expected is DmnPlace) return;
        if (expected is string or bool or Enum)
        {
            Assert.True(expected.Equals(actual), $"{path}: {expected} <> {actual}");
            return;
        }
        if (expected is IEnumerable left && actual is IEnumerable right)
        {
            var (lefts, rights) = (left.Cast<object?>().ToList(), right.Cast<object?>().ToList());
            Assert.True(lefts.Count == rights.Count, $"{path}: {lefts.Count} <> {rights.Count} items");
            for (var i = 0; i < lefts.Count; i++) Same(lefts[i], rights[i], $"{path}[{i}]");
            return;
        }
        if (expected is ValueTuple<string, string>)
        {
            Assert.True(expected.Equals(actual), $"{path}: {expected} <> {actual}");
            return;
        }
        foreach (var member in expected.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (member.GetIndexParameters().Length == 0) Same(member.GetValue(expected), member.GetValue(actual), $"{path}.{member.Name}");
        }
    }
}
