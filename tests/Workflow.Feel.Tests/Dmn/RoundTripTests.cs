using System.Xml.Linq;
using Workflow.Feel.Dmn;
using Xunit;

namespace Workflow.Feel.Tests.Dmn;

/// <summary>Models of other tools are read whole, and written so that nothing is lost.</summary>
public sealed class RoundTripTests(ForeignModels models, ITestOutputHelper output) : IClassFixture<ForeignModels>
{
    [Theory]
    [InlineData("dmn-tck/tck-cases.tar.xz", 100)]
    [InlineData("bpmn-operaton/models.tar.xz", 150)]
    public void Read_written_and_read_again_a_model_is_the_same(string archive, int atLeast)
    {
        var files = models.Files(archive, ".dmn");
        if (files.Count == 0) Assert.Skip($"{archive} is not beside the repository, or tar cannot unpack it");

        var (read, refused) = (0, new List<string>());
        foreach (var file in files)
        {
            var bytes = File.ReadAllBytes(file.FullName);
            var reading = DmnXml.Read(bytes);
            Assert.Equal(reading.Definitions is null, reading.Findings.Any(f => f.IsError));
            if (reading.Definitions is not { } definitions)
            {
                refused.Add($"{file.Name}: {reading.Findings.First(f => f.IsError)}");
                Assert.All(reading.Findings, f => Assert.True(f.Line > 0 && f.Column > 0));
                continue;
            }
            read++;

            var written = DmnXml.Write(definitions);
            var again = DmnXml.Read(written);

            Assert.True(again.Definitions is not null, $"{file.Name}: {string.Join("; ", again.Findings)}");
            ModelEquality.Same(definitions, again.Definitions, file.Name);
            Assert.Equal(written, DmnXml.Write(again.Definitions!));
            using var stream = new MemoryStream(bytes);
            Assert.Equal(Counts(XElement.Load(stream)), Counts(XElement.Parse(written)));
        }
        output.WriteLine($"{archive}: {files.Count} files, {read} read, {refused.Count} refused");
        foreach (var line in refused) output.WriteLine(line);
        Assert.True(read >= atLeast, $"only {read} of {files.Count} read: {string.Join("\n", refused)}");
    }

    private static List<string> Counts(XElement root) =>
        [.. root.DescendantsAndSelf().CountBy(e => e.Name.LocalName).Select(c => $"{c.Key} {c.Value}").Order(StringComparer.Ordinal)];
}
