using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Xunit;

namespace Workflow.Repository.Tests;

/// <summary>
/// The core is pure: no input or output, no clock, no chance, no tasks. Read from the compiled assemblies, so that no
/// alias, extension or implicit using hides a use.
/// </summary>
public class PurityTests
{
    private static readonly string[] PureRooms = ["Workflow.Core", "Workflow.Feel"];

    /// <summary>Namespaces of which nothing may be used, but for the types of <see cref="Harmless"/>.</summary>
    private static readonly string[] Forbidden = ["System.IO", "System.Net", "System.Threading.Tasks", "System.Data", "System.Timers", "Microsoft.Win32"];

    /// <summary>Memory that looks like a stream, and errors of reading.</summary>
    private static readonly string[] Harmless =
    [
        "System.IO.Stream", "System.IO.MemoryStream", "System.IO.TextReader", "System.IO.TextWriter", "System.IO.StringReader", "System.IO.StringWriter",
        "System.IO.InvalidDataException",
    ];

    private static readonly string[] ForbiddenTypes =
    [
        "System.Random", "System.Console", "System.TimeProvider", "System.Diagnostics.Stopwatch", "System.Diagnostics.Process",
        "System.Security.Cryptography.RandomNumberGenerator", "System.Threading.Thread", "System.Threading.ThreadPool", "System.Threading.Timer",
    ];

    private static readonly string[] ForbiddenMembers =
    [
        "System.DateTime.get_Now", "System.DateTime.get_UtcNow", "System.DateTime.get_Today", "System.DateTimeOffset.get_Now", "System.DateTimeOffset.get_UtcNow",
        "System.TimeZoneInfo.get_Local", "System.Guid.NewGuid", "System.Guid.CreateVersion7",
    ];

    public static TheoryData<string> Pure => [.. PureRooms];

    [Theory]
    [MemberData(nameof(Pure))]
    public void A_pure_room_uses_nothing_that_reaches_the_world(string room)
    {
        using var file = new PEReader(File.OpenRead(Path.Combine(AppContext.BaseDirectory, $"{room}.dll")));
        var metadata = file.GetMetadataReader();

        var types = metadata.TypeReferences.Select(handle => NameOf(metadata, handle)).Distinct().ToList();
        Assert.Contains("System.Object", types);
        Checkout.None(types.Where(type => ForbiddenTypes.Contains(type)
            || (Forbidden.Any(space => type.StartsWith($"{space}.", StringComparison.Ordinal)) && !Harmless.Contains(type))));

        var members = from handle in metadata.MemberReferences
                      let member = metadata.GetMemberReference(handle)
                      where member.Parent.Kind == HandleKind.TypeReference
                      select $"{NameOf(metadata, (TypeReferenceHandle)member.Parent)}.{metadata.GetString(member.Name)}";
        // Compiled iterators ask for the thread's id; nothing else of the environment is asked.
        Checkout.None(members.Where(member => ForbiddenMembers.Contains(member)
            || (member.StartsWith("System.Environment.", StringComparison.Ordinal) && member != "System.Environment.get_CurrentManagedThreadId")));
    }

    private static string NameOf(MetadataReader metadata, TypeReferenceHandle handle)
    {
        var type = metadata.GetTypeReference(handle);
        return $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}";
    }
}
