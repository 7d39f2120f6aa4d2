using System.Globalization;
using System.Net;
using Workflow.Server.Hosting;

namespace Workflow.Server.Papers;

/// <summary>How notices leave this server besides the applicant's page; said by the operator, never over the API.</summary>
/// <param name="Mail">null: no e-mail is sent</param>
/// <param name="Sms">null: no text message is sent</param>
public sealed record NoticeSettings(MailServer? Mail, SmsGateway? Sms, NoticeRules Rules)
{
    public static readonly NoticeSettings None = new(null, null, NoticeRules.Usual);

    private const string SmtpVariable = "ONEGO_SMTP";
    private const string FromVariable = "ONEGO_SMTP_FROM";
    private const string SmsVariable = "ONEGO_SMS";
    private const string TokenVariable = "ONEGO_SMS_TOKEN";

    /// <exception cref="StartException">one of the variables cannot be used; its value, which may hold a password, is not repeated</exception>
    public static NoticeSettings FromEnvironment(Func<string, string?> variable)
    {
        var mail = variable(SmtpVariable) is { Length: > 0 } smtp
            ? MailServer.Parse(smtp, variable(FromVariable)) ?? throw Wrong($"{SmtpVariable} takes smtp://[user:password@]host[:port], and {FromVariable} the sender's address; ?tls=off only for this machine.")
            : null;
        var sms = variable(SmsVariable) is { Length: > 0 } gateway
            ? SmsGateway.Parse(gateway, variable(TokenVariable)) ?? throw Wrong($"{SmsVariable} takes an address that begins with https:// (http:// only for this machine).")
            : null;
        return new(mail, sms, NoticeRules.Usual);

        static StartException Wrong(string sentence) => new(ExitCode.WrongArguments, sentence);
    }

    /// <summary>Whether something is sent through a channel.</summary>
    public bool Sends(string channel) => channel switch
    {
        Channels.Email => Mail is not null,
        Channels.Sms => Sms is not null,
        _ => false,
    };

    /// <summary>Channels as they stand in the outbox and on the wire.</summary>
    internal static class Channels
    {
        public const string Email = "email";
        public const string Sms = "sms";
    }
}

/// <summary>How often a notice is tried.</summary>
/// <param name="FirstPause">after the first failure; then twice the one before</param>
/// <param name="Tries">in all, from 1; then it is given up and its case says so</param>
public sealed record NoticeRules(TimeSpan FirstPause, TimeSpan LongestPause, int Tries)
{
    /// <summary>Over about a day and a half: 1 min, 2, 4 … 6 h.</summary>
    public static readonly NoticeRules Usual = new(TimeSpan.FromMinutes(1), TimeSpan.FromHours(6), 12);
}

/// <summary>The one mail server (SMTP) that messages are handed to.</summary>
/// <param name="Tls">STARTTLS, with a certificate that this machine trusts; off only for a server on this machine</param>
public sealed record MailServer(string Host, int Port, bool Tls, NetworkCredential? Credential, string From)
{
    private const int SubmissionPort = 587;

    /// <summary>"smtp://user:password@host:587", "smtp://localhost:25?tls=off"; null for anything else.</summary>
    public static MailServer? Parse(string address, string? from)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme != "smtp" || uri.Host.Length == 0 || uri.AbsolutePath.Length > 1) return null;
        if (from is null || !System.Net.Mail.MailAddress.TryCreate(from, out var sender)) return null;
        var isPlain = uri.Query == "?tls=off";
        if ((uri.Query.Length > 0 && !isPlain) || (isPlain && !uri.IsLoopback)) return null;
        var user = uri.UserInfo.Split(':', 2);
        var credential = user is [{ Length: > 0 } name, var password] ? new NetworkCredential(Uri.UnescapeDataString(name), Uri.UnescapeDataString(password)) : null;
        if (uri.UserInfo.Length > 0 && credential is null) return null;
        return new(uri.Host, uri.Port > 0 ? uri.Port : SubmissionPort, !isPlain, credential, sender.ToString());
    }
}

/// <summary>The seam for text messages: a gateway's web address that takes {"id", "to", "text"} as JSON.</summary>
/// <param name="Token">sent as a bearer token; null for none</param>
public sealed record SmsGateway(Uri Address, string? Token)
{
    public static SmsGateway? Parse(string address, string? token) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.UserInfo.Length == 0 && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
            ? new(uri, string.IsNullOrEmpty(token) ? null : token) : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Address.Host}:{Address.Port}");
}
