using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Workflow.Server.Http;

/// <summary>
/// Turns a JSON value into a typed value, naming every field that is wrong: unknown members, wrong types, missing and
/// out-of-range values. What may be absent and the ranges are read from the record itself: nullability, default values,
/// and [Range], [StringLength], [Length], [RegularExpression] on its properties. Made once per type.
/// </summary>
internal abstract class Shape
{
    /// <summary>A text without a [StringLength] of its own holds at most this many UTF-16 units.</summary>
    public const int TextLengthMax = 4000;

    /// <summary>A list without a [Length] of its own holds at most this many items.</summary>
    public const int ItemsMax = 1000;

    /// <summary>After this many wrong fields the rest is not looked at: nobody reads more, and an answer stays small.</summary>
    public const int ErrorsMax = 100;

    private static readonly ConcurrentDictionary<Type, Shape> Known = new();

    public static Shape Of(Type type) => Known.TryGetValue(type, out var shape) ? shape : Known.GetOrAdd(type, Make(type));

    /// <summary>The value, or null after adding to <paramref name="errors"/>.</summary>
    public abstract object? Read(JsonElement json, string path, List<FieldError> errors);

    private static Shape Make(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner) return Of(inner);
        if (type == typeof(JsonElement)) return new Free();
        if (type.IsEnum) return new Choice(type);
        if (Plain.For(type) is { } plain) return plain;
        if (type.IsArray) return new Items(type, type.GetElementType()!);
        if (type.IsGenericType)
        {
            var arguments = type.GetGenericArguments();
            if (arguments.Length == 1 && type.GetGenericTypeDefinition() is var open
                && (open == typeof(IReadOnlyList<>) || open == typeof(ImmutableArray<>))) return new Items(type, arguments[0]);
            if (type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>)) return new Entries(arguments[1]);
        }
        return new Members(type);
    }

    protected static object? Wrong(string path, string expected, List<FieldError> errors)
    {
        errors.Add(new FieldError(path, "field-type", ("expected", expected)));
        return null;
    }

    /// <summary>The path of a member, written as <see cref="JsonCheck"/> writes it.</summary>
    public static string Child(string path, string name) => path + JsonCheck.PathOf(name);

    /// <summary>Any JSON value, kept as it is.</summary>
    private sealed class Free : Shape
    {
        public override object Read(JsonElement json, string path, List<FieldError> errors) => json.Clone();
    }

    /// <summary>Texts, numbers, booleans, days and instants.</summary>
    private sealed class Plain(string expected, JsonValueKind kind, Func<JsonElement, object?> read) : Shape
    {
        public override object? Read(JsonElement json, string path, List<FieldError> errors) =>
            (json.ValueKind == kind || (kind == JsonValueKind.True && json.ValueKind == JsonValueKind.False)) && read(json) is { } value
                ? value
                : Wrong(path, expected, errors);

        public static Plain? For(Type type) =>
            type == typeof(string) ? new("string", JsonValueKind.String, j => j.GetString())
            : type == typeof(bool) ? new("boolean", JsonValueKind.True, j => j.GetBoolean())
            : type == typeof(int) ? new("integer", JsonValueKind.Number, j => j.TryGetInt32(out var v) ? v : null)
            : type == typeof(long) ? new("integer", JsonValueKind.Number, j => j.TryGetInt64(out var v) ? v : null)
            : type == typeof(decimal) ? new("number", JsonValueKind.Number, j => j.TryGetDecimal(out var v) ? v : null)
            : type == typeof(DateOnly) ? new("date (YYYY-MM-DD)", JsonValueKind.String, Day)
            : type == typeof(DateTimeOffset) ? new("instant (RFC 3339)", JsonValueKind.String, j => j.TryGetDateTimeOffset(out var v) ? v.ToUniversalTime() : null)
            : null;

        private static object? Day(JsonElement json) =>
            DateOnly.TryParseExact(json.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
    }

    /// <summary>An enum, as its name in camelCase.</summary>
    private sealed class Choice : Shape
    {
        private readonly Dictionary<string, object> values;

        public Choice(Type type) =>
            values = Enum.GetValues(type).Cast<object>().ToDictionary(v => JsonNamingPolicy.CamelCase.ConvertName(v.ToString()!), StringComparer.Ordinal);

        public override object? Read(JsonElement json, string path, List<FieldError> errors)
        {
            if (json.ValueKind != JsonValueKind.String) return Wrong(path, "string", errors);
            if (values.TryGetValue(json.GetString()!, out var value)) return value;
            errors.Add(new FieldError(path, "field-choice", ("choices", string.Join(", ", values.Keys))));
            return null;
        }
    }

    private sealed class Items(Type type, Type itemType) : Shape
    {
        public override object? Read(JsonElement json, string path, List<FieldError> errors)
        {
            if (json.ValueKind != JsonValueKind.Array) return Wrong(path, "array", errors);
            var count = json.GetArrayLength();
            var items = Array.CreateInstance(itemType, count);
            var (item, index) = (Of(itemType), 0);
            foreach (var element in json.EnumerateArray())
            {
                if (errors.Count >= ErrorsMax) return null;
                if (item.Read(element, $"{path}[{index}]", errors) is { } value) items.SetValue(value, index);
                index++;
            }
            if (!type.IsGenericType || type.GetGenericTypeDefinition() != typeof(ImmutableArray<>)) return items;
            return typeof(System.Runtime.InteropServices.ImmutableCollectionsMarshal).GetMethod("AsImmutableArray")!.MakeGenericMethod(itemType).Invoke(null, [items]);
        }
    }

    /// <summary>An object used as a map from names to values of one type.</summary>
    private sealed class Entries(Type valueType) : Shape
    {
        public override object? Read(JsonElement json, string path, List<FieldError> errors)
        {
            if (json.ValueKind != JsonValueKind.Object) return Wrong(path, "object", errors);
            var map = (System.Collections.IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(typeof(string), valueType))!;
            var value = Of(valueType);
            foreach (var member in json.EnumerateObject())
            {
                if (errors.Count >= ErrorsMax) return null;
                if (value.Read(member.Value, Child(path, member.Name), errors) is { } read) map[member.Name] = read;
            }
            return map;
        }
    }

    /// <summary>A record: its one public constructor's parameters are the members.</summary>
    private sealed class Members : Shape
    {
        private readonly ConstructorInfo constructor;
        private readonly Member[] members;
        private readonly Dictionary<string, int> byName;

        public Members(Type type)
        {
            constructor = type.GetConstructors() is [var only] ? only : throw new ArgumentException($"{type} has no single public constructor", nameof(type));
            members = [.. constructor.GetParameters().Select(p => new Member(p, type.GetProperty(p.Name!)))];
            byName = members.Select((m, i) => (m.Name, i)).ToDictionary(m => m.Name, m => m.i, StringComparer.Ordinal);
        }

        public override object? Read(JsonElement json, string path, List<FieldError> errors)
        {
            if (json.ValueKind != JsonValueKind.Object) return Wrong(path, "object", errors);
            var before = errors.Count;
            var values = new object?[members.Length];
            var seen = new bool[members.Length];
            foreach (var member in json.EnumerateObject())
            {
                if (errors.Count >= ErrorsMax) return null;
                var at = Child(path, member.Name);
                if (!byName.TryGetValue(member.Name, out var index)) errors.Add(new FieldError(at, "field-unknown"));
                else (values[index], seen[index]) = (members[index].Read(member.Value, at, errors), true);
            }
            for (var i = 0; i < members.Length; i++)
            {
                if (seen[i]) continue;
                if (members[i].Required) errors.Add(new FieldError(Child(path, members[i].Name), "field-required"));
                else values[i] = members[i].Default;
            }
            return errors.Count == before ? constructor.Invoke(values) : null;
        }
    }
}

/// <summary>A member of a record and the limits that stand on it.</summary>
internal sealed class Member
{
    private readonly Type type;
    private readonly bool nullable;
    private readonly ValidationAttribute[] limits;

    public Member(ParameterInfo parameter, PropertyInfo? property)
    {
        Name = JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!);
        type = parameter.ParameterType;
        nullable = new NullabilityInfoContext().Create(parameter).WriteState == NullabilityState.Nullable;
        Required = !nullable && !parameter.HasDefaultValue;
        Default = parameter.HasDefaultValue ? parameter.DefaultValue : null;
        limits = [.. parameter.GetCustomAttributes<ValidationAttribute>(), .. property?.GetCustomAttributes<ValidationAttribute>() ?? []];
    }

    public string Name { get; }
    public bool Required { get; }
    public object? Default { get; }

    public object? Read(JsonElement json, string path, List<FieldError> errors)
    {
        if (json.ValueKind == JsonValueKind.Null && type != typeof(JsonElement))
        {
            if (!nullable) errors.Add(new FieldError(path, "field-required"));
            return null;
        }
        // Lengths first: a list of a million items is refused before its items are read.
        if (TooLong(json) is { } error)
        {
            errors.Add(error with { Path = path });
            return null;
        }
        var value = Shape.Of(type).Read(json, path, errors);
        if (value is null) return null;
        foreach (var limit in limits)
        {
            if (limit.IsValid(value) && !(value is "" && limit is RegularExpressionAttribute { Pattern: var whole } && !IsMatch(whole))) continue;
            errors.Add(limit switch
            {
                RangeAttribute range => new FieldError(path, "field-range", ("min", Show(range.Minimum)), ("max", Show(range.Maximum))),
                AllowedValuesAttribute choices => new FieldError(path, "field-choice", ("choices", string.Join(", ", choices.Values))),
                RegularExpressionAttribute pattern => new FieldError(path, "field-format", ("pattern", pattern.Pattern)),
                _ => new FieldError(path, "field-format", ("pattern", limit.GetType().Name)),
            });
            return null;
        }
        return value;
    }

    // The attribute takes an empty text for none at all; here it is a text, which its pattern admits or not.
    private static bool IsMatch(string pattern) => Regex.IsMatch("", pattern, RegexOptions.None, PatternPatience);

    private static readonly TimeSpan PatternPatience = TimeSpan.FromMilliseconds(100);

    private FieldError? TooLong(JsonElement json)
    {
        // What is kept as it is (a stored value) is bounded by whoever keeps it.
        if (type == typeof(JsonElement)) return null;
        var (min, max, length) = json.ValueKind switch
        {
            JsonValueKind.String => limits.OfType<StringLengthAttribute>().FirstOrDefault() is { } own
                ? (own.MinimumLength, own.MaximumLength, json.GetString()!.Length)
                : (0, Shape.TextLengthMax, json.GetString()!.Length),
            JsonValueKind.Array => limits.OfType<LengthAttribute>().FirstOrDefault() is { } own
                ? (own.MinimumLength, own.MaximumLength, json.GetArrayLength())
                : (0, Shape.ItemsMax, json.GetArrayLength()),
            JsonValueKind.Object => (0, Shape.ItemsMax, json.GetPropertyCount()),
            _ => (0, 0, 0),
        };
        return length < min || length > max ? new FieldError("", "field-length", ("min", Show(min)), ("max", Show(max))) : null;
    }

    private static string Show(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}
