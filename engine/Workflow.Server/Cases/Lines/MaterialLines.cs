using Workflow.Core.Cases.Materials;

namespace Workflow.Server.Cases;

/// <summary>What became of materials after they were handed in, and what was agreed to, in words.</summary>
internal static class MaterialLines
{
    public static (string Zh, string En, DateTimeOffset? At, (string Name, string Value)[] Details)? Told(MaterialEvent told) => told switch
    {
        MaterialVerified e => ($"材料已核验:{e.Material},等级 {e.Grade}", $"Material verified: {e.Material}, grade {e.Grade}", e.At,
            [("material", e.Material), ("grade", e.Grade.ToString()), ("validUntil", e.ValidUntil is { } day ? $"{day:yyyy-MM-dd}" : "")]),
        ConsentGiven e => (e.Purpose == Consent.Certificate ? "授权使用电子证照" : "授权复用以往材料", e.Purpose == Consent.Certificate ? "Agreed to the use of certificates" : "Agreed to the use of earlier materials", e.At,
            [("purpose", e.Purpose), ("what", string.Join(", ", e.What))]),
        _ => null,
    };
}
