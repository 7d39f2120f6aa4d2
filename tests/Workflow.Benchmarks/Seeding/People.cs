using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Workflow.Benchmarks.Seeding;

/// <summary>Who filed the n-th case, under which ids; the same n gives the same.</summary>
internal static class People
{
    private const string Surnames = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕";
    private const string Given = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂文辉玲建国华飞红梅鑫波斌莉鹏宇浩凯健俊帆雪荣爱婷玉萍龙春云";

    /// <summary>Two or three characters: one in three has one given character only.</summary>
    public static string NameOf(long n)
    {
        uint mixed = (uint)(n * 2_654_435_761L >> 7);
        char surname = Surnames[(int)(mixed % (uint)Surnames.Length)];
        char first = Given[(int)(mixed / 64 % (uint)Given.Length)];
        char second = Given[(int)(mixed / 4_096 % (uint)Given.Length)];
        return n % 3 == 0 ? $"{surname}{first}" : $"{surname}{first}{second}";
    }

    public static string AccountOf(long n) => string.Create(CultureInfo.InvariantCulture, $"person-{n:0000000}");

    public static string IdNumberOf(long n) => string.Create(CultureInfo.InvariantCulture, $"3301021990{n:0000000}X");

    /// <summary>"case-" and 32 hex digits that are spread as the server's own ids are.</summary>
    public static string CaseIdOf(string series, long n) =>
        "case-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{series}/{n}"))).AsSpan(0, 16));

    /// <summary>A case number's last eight characters, made of the id as the engine makes them when a case is filed.</summary>
    public static string SerialOf(string caseId)
    {
        const string alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        ulong bits = ulong.Parse(caseId.AsSpan(caseId.Length - 32, 10), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return string.Create(8, bits, (span, b) =>
        {
            for (int i = span.Length - 1; i >= 0; i--, b >>= 5) span[i] = alphabet[(int)(b & 31)];
        });
    }
}
