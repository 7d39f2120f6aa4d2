using System.Text.Json;
using Workflow.Server.Cases;
using Xunit;

namespace Workflow.Server.Tests.Cases;

/// <summary>Numbers of persons and organisations: the worked examples of the standards, and the shared vectors.</summary>
public sealed class IdentityNumberTests
{
    private static readonly DateOnly Today = new(2026, 1, 1);

    [Theory]
    [InlineData("11010519491231002X", null)]
    [InlineData("440524188001010014", null)]
    [InlineData("110105194912310021", "resident-id-check")]
    [InlineData("11010519491231002x", "resident-id-form")]
    [InlineData("1101051949123100", "resident-id-form")]
    [InlineData("11010520990101003X", "resident-id-birthday")]
    public void Resident_ids_are_checked_by_form_birthday_and_check_character(string id, string? fault) => Assert.Equal(fault, IdentityNumbers.FaultOfResidentId(id, Today));

    [Theory]
    [InlineData("91350100M000100Y43", null)]
    [InlineData("91350100M000100Y4Z", "credit-code-form")]
    [InlineData("91350200M000000510", "credit-code-check")]
    [InlineData("913501O0M000100Y43", "credit-code-form")]
    public void Credit_codes_are_checked_by_form_and_check_character(string code, string? fault) => Assert.Equal(fault, IdentityNumbers.FaultOfCreditCode(code));

    [Fact]
    public void The_shared_vectors_are_judged_as_they_say()
    {
        var folder = SharedData.Folder("china") ?? "";
        if (folder.Length == 0) Assert.Skip("testdata/china is not beside the repository");
        using var ids = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "resident-id.json")));
        Assert.All(Texts(ids, "valid", "id"), id => Assert.Null(IdentityNumbers.FaultOfResidentId(id, Today)));
        Assert.All(Texts(ids, "invalid", "id"), id => Assert.NotNull(IdentityNumbers.FaultOfResidentId(id, Today)));
        using var codes = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "uscc.json")));
        Assert.All(Texts(codes, "syntheticValid", "code"), code => Assert.Null(IdentityNumbers.FaultOfCreditCode(code)));
        Assert.All(Texts(codes, "checkZeroEdge", "code"), code => Assert.Null(IdentityNumbers.FaultOfCreditCode(code)));
        Assert.All(Texts(codes, "syntheticInvalid", "code"), code => Assert.NotNull(IdentityNumbers.FaultOfCreditCode(code)));
    }

    private static IEnumerable<string> Texts(JsonDocument of, string list, string member) =>
        of.RootElement.GetProperty(list).EnumerateArray().Select(e => e.ValueKind == JsonValueKind.String ? e.GetString()! : e.GetProperty(member).GetString()!);
}
