using Workflow.Contracts.Cases;
using Workflow.Server.Hosting;
using Workflow.Server.Papers;
using Workflow.Server.Tests.Cases;
using Xunit;

namespace Workflow.Server.Tests.Papers;

/// <summary>Notices (送达通知) by e-mail and text message.</summary>
public sealed class NoticeTests(PaperWorld world) : IClassFixture<PaperWorld>
{
    [Fact]
    public async Task The_applicant_is_told_by_mail_and_the_case_keeps_the_proof()
    {
        var id = await world.AcceptedAsync(email: "wang@example.cn");
        var mail = await world.Smtp.NextAsync("wang@example.cn");
        var notice = await NoticeAsync(id, "email", n => n.State == "sent", "applicant");
        Assert.Equal(("wang@example.cn", 1), (notice.To, notice.Attempts));
        Assert.Contains($"<{id}.1@example.cn> accepted by 127.0.0.1:{world.Smtp.Port}", notice.Proof, StringComparison.Ordinal);
        Assert.Contains($"Message-ID: <{id}.1@example.cn>", mail.Headers, StringComparison.OrdinalIgnoreCase);
        Assert.Contains((await world.HeadAsync(id)).CaseNumber, mail.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("张三", mail.Body, StringComparison.Ordinal);
        Assert.Equal("noreply@example.cn", mail.From);
        Assert.Equal("w***@example.cn", (await NoticeAsync(id, "email", n => n.State == "sent", "supervisor")).To);
    }

    [Fact]
    public async Task A_mail_server_that_is_busy_is_asked_again()
    {
        var tries = 0;
        world.Smtp.Answer = to => to == "busy@example.cn" && Interlocked.Increment(ref tries) < 3 ? "451 later" : "250 ok";
        var id = await world.AcceptedAsync(email: "busy@example.cn");
        await world.Smtp.NextAsync("busy@example.cn");
        Assert.Equal("sent", (await NoticeAsync(id, "email", n => n.State != "waiting")).State);
        Assert.Equal(3, tries);
    }

    [Fact]
    public async Task After_its_tries_it_is_given_up_and_shown_and_an_address_that_is_not_there_at_once()
    {
        world.Smtp.Answer = to => to.StartsWith("never", StringComparison.Ordinal) ? "451 later" : to.StartsWith("nobody", StringComparison.Ordinal) ? "550 no such mailbox" : "250 ok";
        var given = await NoticeAsync(await world.AcceptedAsync(email: "never@example.cn"), "email", n => n.State == "failed");
        Assert.Equal(3, given.Attempts);
        var refused = await NoticeAsync(await world.AcceptedAsync(email: "nobody@example.cn"), "email", n => n.State == "failed");
        Assert.Equal(1, refused.Attempts);
        Assert.Contains("MailboxUnavailable", refused.Error, StringComparison.Ordinal);
        var odd = await NoticeAsync(await world.AcceptedAsync(email: "not an address"), "email", n => n.State == "failed");
        Assert.Equal("the address is not one of e-mail", odd.Error);
    }

    [Fact]
    public async Task What_waits_is_listed_for_those_who_oversee_and_is_told_when_it_goes_out()
    {
        var isAway = true;
        world.Gateway.Answer = _ => Task.FromResult(Volatile.Read(ref isAway) ? 503 : 200);
        var id = await world.AcceptedAsync();
        var waiting = await PaperWorld.UntilAsync(async () => await (await world.AsAsync("supervisor")).GetAsync<NoticeLogAnswer>("/api/notices"),
            l => l.Waiting.Any(w => w.CaseId == id && w.Attempts > 0));
        Assert.Equal((true, true), (waiting.Email, waiting.Sms));
        Assert.Equal("the gateway answered 503", waiting.Waiting.First(w => w.CaseId == id).LastError);
        Assert.DoesNotContain((await (await world.AsAsync("supervisor2")).GetAsync<NoticeLogAnswer>("/api/notices")).Waiting, w => w.CaseId == id);
        Volatile.Write(ref isAway, false);
        Assert.NotEqual("waiting", (await NoticeAsync(id, "sms", n => n.State != "waiting")).State);
    }

    [Fact]
    public async Task A_text_message_goes_to_the_gateway_with_its_token()
    {
        world.Gateway.Answer = _ => Task.FromResult(200);
        var id = await world.AcceptedAsync();
        var notice = await NoticeAsync(id, "sms", n => n.State == "sent");
        var got = world.Gateway.Got.First(g => g.Json.GetProperty("id").GetString() == $"{id}.1");
        Assert.Equal(("Bearer token-1", "138 0000 0000", "/sms"), (got.Headers["authorization"], got.Json.GetProperty("to").GetString(), got.Path));
        Assert.Contains("accepted by 127.0.0.1", notice.Proof, StringComparison.Ordinal);
        Assert.DoesNotContain((await world.DocumentsAsync(id, _ => true))[0].Notices, n => n.Channel == "email");
    }

    [Theory]
    [InlineData("smtp://user:p%40ss@mail.example.cn:2525", "noreply@example.cn", true)]
    [InlineData("smtp://mail.example.cn", "noreply@example.cn", true)]
    [InlineData("smtp://127.0.0.1:25?tls=off", "noreply@example.cn", true)]
    [InlineData("smtp://mail.example.cn?tls=off", "noreply@example.cn", false)]
    [InlineData("http://mail.example.cn", "noreply@example.cn", false)]
    [InlineData("smtp://mail.example.cn", null, false)]
    [InlineData("smtp://mail.example.cn", "nobody", false)]
    public void A_mail_server_is_named_whole_or_the_server_does_not_start(string address, string? from, bool isRight)
    {
        string? Variable(string name) => name == "ONEGO_SMTP" ? address : name == "ONEGO_SMTP_FROM" ? from : null;
        if (isRight) Assert.NotNull(NoticeSettings.FromEnvironment(Variable).Mail);
        else Assert.DoesNotContain("p%40ss", Assert.Throws<StartException>(() => NoticeSettings.FromEnvironment(Variable)).Message, StringComparison.Ordinal);
        Assert.Throws<StartException>(() => NoticeSettings.FromEnvironment(name => name == "ONEGO_SMS" ? "http://sms.example.cn/send" : null));
    }

    private async Task<NoticeAnswer> NoticeAsync(string caseId, string channel, Func<NoticeAnswer, bool> isEnough, string account = "window")
    {
        var documents = await world.DocumentsAsync(caseId, d => d.Count > 0 && d[0].Notices.Any(n => n.Channel == channel && isEnough(n)), account);
        return documents[0].Notices.First(n => n.Channel == channel);
    }
}
