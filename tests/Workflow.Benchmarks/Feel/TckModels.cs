using System.Diagnostics;
using System.Globalization;
using Workflow.Feel.Dmn;

namespace Workflow.Benchmarks.Feel;

/// <summary>Reads and compiles every model of the compatibility kit for three seconds: models a second.</summary>
internal static class TckModels
{
    public static void Run(string? folder)
    {
        if (folder is null || !Directory.Exists(folder))
        {
            Console.WriteLine("models a second: not measured, name the folder of the kit's unpacked TestCases after --feel");
            return;
        }
        var texts = Directory.EnumerateFiles(folder, "*.dmn", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(File.ReadAllText).ToArray();
        var watch = new Stopwatch();
        var (models, round) = (0, 0);
        // The first round pays for the compilation of the code itself.
        for (; watch.Elapsed < TimeSpan.FromSeconds(3); round++)
        {
            if (round == 1) watch.Start();
            foreach (var text in texts)
            {
                if (DmnXml.Read(text).Definitions is { } definitions) DecisionModel.Compile(definitions);
            }
            if (round > 0) models += texts.Length;
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{texts.Length} models, {texts.Sum(t => t.Length) / 1024:N0} KiB: {models / watch.Elapsed.TotalSeconds:N0} models read and compiled a second"));
    }
}
