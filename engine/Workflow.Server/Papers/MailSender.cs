using System.Net.Mail;
using System.Net.Sockets;
using System.Text;

namespace Workflow.Server.Papers;

/// <summary>
/// Hands messages to the one mail server that the operator named; no other host is ever connected to. A message has the same
/// Message-ID at every try, so that one sent twice after a crash is known again.
/// </summary>
internal sealed class MailSender(MailServer server)
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public async Task<NoticeTry> SendAsync(string to, NoticeText text, CancellationToken ct)
    {
        if (!MailAddress.TryCreate(to, out var address) || to.AsSpan().ContainsAny('\r', '\n')) return NoticeTry.Failed("the address is not one of e-mail", isFinal: true);
        var id = $"<{text.Id}@{new MailAddress(server.From).Host}>";
        using var message = new MailMessage(new MailAddress(server.From), address)
        {
            Subject = text.Subject, SubjectEncoding = Encoding.UTF8, Body = text.Body, BodyEncoding = Encoding.UTF8, IsBodyHtml = false,
        };
        message.Headers.Add("Message-ID", id);
        message.Headers.Add("Auto-Submitted", "auto-generated");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        try
        {
            using var client = new SmtpClient(server.Host, server.Port) { EnableSsl = server.Tls, UseDefaultCredentials = false, Credentials = server.Credential, DeliveryMethod = SmtpDeliveryMethod.Network };
            await client.SendMailAsync(message, patience.Token);
            return NoticeTry.Done($"{id} accepted by {server.Host}:{server.Port}");
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return NoticeTry.Failed($"no answer within {Patience.TotalSeconds} seconds");
        }
        catch (SmtpFailedRecipientException refused)
        {
            return NoticeTry.Failed($"the mail server refuses the address: {refused.StatusCode}", IsPermanent(refused.StatusCode));
        }
        catch (SmtpException failed)
        {
            // The server's own sentence may repeat the address, so only what kind of failure it was is kept.
            return NoticeTry.Failed(failed.InnerException is SocketException socket ? $"the mail server cannot be reached: {socket.SocketErrorCode}"
                : failed.InnerException is System.Security.Authentication.AuthenticationException ? "the mail server's certificate is not trusted"
                : $"the mail server answered {failed.StatusCode}");
        }
        catch (Exception broken) when (broken is IOException or SocketException or System.Security.Authentication.AuthenticationException or FormatException)
        {
            return NoticeTry.Failed("the mail server cannot be used: " + broken.GetType().Name);
        }
    }

    private static bool IsPermanent(SmtpStatusCode code) =>
        code is SmtpStatusCode.MailboxUnavailable or SmtpStatusCode.MailboxNameNotAllowed or SmtpStatusCode.UserNotLocalTryAlternatePath;
}
