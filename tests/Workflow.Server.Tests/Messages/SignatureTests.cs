using Workflow.Contracts.Identity;
using Workflow.Contracts.Messages;
using Workflow.Server.Tests.Cases;
using Xunit;

namespace Workflow.Server.Tests.Messages;

/// <summary>Requests signed as Standard Webhooks asks, in place of an API key.</summary>
public sealed class SignatureTests(MessageWorld messages) : IClassFixture<MessageWorld>
{
    private static DateTimeOffset Now => DateTimeOffset.UtcNow;

    [Fact]
    public void The_published_example_has_the_published_signature() =>
        // The example of the Standard Webhooks specification and its libraries.
        Assert.Equal("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", Signatures.Sign(
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, """{"test": 2432232314}"""u8));

    [Fact]
    public async Task A_signed_message_is_taken_in_the_name_of_the_account_that_signed()
    {
        var (accepted, review) = await messages.AcceptedAsync();
        var body = CloudEventJson.Write(MessageWorld.Command("opinion.give.v1", accepted.CaseId, new { taskId = review, kind = "positive" }));
        var sent = await messages.SendSignedAsync(body, "msg-" + accepted.CaseId, Now);
        Assert.Equal("200 accepted", sent.Short);
        Assert.Equal(MessageWorld.Fire, (await messages.World.HeadAsync(accepted.CaseId)).SubCases.Single(s => s.Item == "fire").Opinion!.Officer);
    }

    [Fact]
    public async Task A_request_played_again_is_answered_as_the_first_was_even_where_it_was_rejected()
    {
        var (accepted, review) = await messages.AcceptedAsync();
        var body = CloudEventJson.Write(MessageWorld.Command("opinion.give.v1", accepted.CaseId, new { taskId = review, kind = "negative" }));
        var id = "again-" + accepted.CaseId;
        var first = await messages.SendSignedAsync(body, id, Now);
        Assert.Equal("422 rejected reason-required", first.Short);
        var again = await messages.SendSignedAsync(body, id, Now);
        Assert.Equal((first.Text, first.Status, true), (again.Text, again.Status, again.Replayed));

        var other = CloudEventJson.Write(MessageWorld.Command("opinion.give.v1", accepted.CaseId, new { taskId = review, kind = "positive" }));
        Assert.Contains("signed-id-reused", (await messages.SendSignedAsync(other, id, Now)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_or_old_signature_is_refused_and_kept_for_the_account_alone()
    {
        var (accepted, review) = await messages.AcceptedAsync();
        var body = CloudEventJson.Write(MessageWorld.Command("opinion.give.v1", accepted.CaseId, new { taskId = review, kind = "positive" }));
        Refused("signature-invalid", await messages.SendSignedAsync(body, "wrong-secret", Now, Signatures.NewSecret()));
        Refused("signature-invalid", await messages.SendSignedAsync(body, "wrong-account", Now, account: "nobody"));
        Refused("signature-invalid", await messages.SendSignedAsync(body, "person", Now, account: "fire"));
        Refused("signature-expired", await messages.SendSignedAsync(body, "old", Now.AddMinutes(-6)));
        Refused("signature-expired", await messages.SendSignedAsync(body, "future", Now.AddMinutes(6)));
        Assert.Null((await messages.World.HeadAsync(accepted.CaseId)).SubCases.Single(s => s.Item == "fire").Opinion);

        // Kept once: the same bytes came four times in the account's name.
        using var api = messages.Api(MessageWorld.Fire);
        var letters = (await api.GetAsync<Workflow.Contracts.Page<DeadLetterAnswer>>("/api/dead-letters?direction=in&limit=200")).Items.Where(l => !l.Verified).ToList();
        var letter = Assert.Single(letters, l => l.ContentType == CloudEventJson.MediaType && l.Times == 3);
        Assert.Equal("signature-expired", letter.Code);
        Assert.DoesNotContain(letter.Headers.Keys, name => name is Signatures.SignatureHeader or "authorization");

        // An administrator cannot vouch for it, the account itself can.
        Assert.Equal("403 dead-letter-unverified", await messages.Administrator.RefusedAsync(HttpMethod.Post, $"/api/dead-letters/{letter.Id}/replay", new { }));
        using var replayed = await api.SendAsync(HttpMethod.Post, $"/api/dead-letters/{letter.Id}/replay", new { });
        Assert.Equal("positive", (await messages.World.HeadAsync(accepted.CaseId)).SubCases.Single(s => s.Item == "fire").Opinion!.Kind);

        static void Refused(string code, Sent sent)
        {
            Assert.Equal(401, sent.Status);
            Assert.Contains($"\"{code}\"", sent.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_secret_is_shown_once_and_signs_until_it_is_taken_back()
    {
        var admin = messages.Administrator;
        var issued = await admin.PostAsync<IssuedSecretAnswer>($"/api/accounts/{MessageWorld.Fire}/signing-secrets", new { note = "second" }, "second-secret");
        Assert.Equal("409 signing-secret-shown-once", await admin.RefusedAsync(HttpMethod.Post, $"/api/accounts/{MessageWorld.Fire}/signing-secrets", new { note = "second" }, "second-secret"));
        Assert.Contains((await admin.GetAsync<AccountAnswer>($"/api/accounts/{MessageWorld.Fire}")).SigningSecrets, s => s.Id == issued.Id && s.Note == "second");
        Assert.Equal("409 not-an-integrator", await admin.RefusedAsync(HttpMethod.Post, "/api/accounts/fire/signing-secrets", new { note = "x" }));

        // Past the signature: refused for what it is.
        Assert.Equal("422 refused message-invalid: $ field-type", (await messages.SendSignedAsync("[]"u8.ToArray(), "by-second", Now, issued.Secret)).Short);
        (await admin.SendAsync(HttpMethod.Delete, $"/api/accounts/{MessageWorld.Fire}/signing-secrets/{issued.Id}")).Dispose();
        Assert.Equal(401, (await messages.SendSignedAsync("[]"u8.ToArray(), "by-second-again", Now, issued.Secret)).Status);
    }
}
