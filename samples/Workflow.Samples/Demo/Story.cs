using System.Globalization;
using System.Text.Json;
using Workflow.Contracts.Cases;
using Workflow.Samples.Api;
using Workflow.Samples.Play;
using Workflow.Samples.Setup;

namespace Workflow.Samples.Demo;

/// <summary>Where a demo case is left standing.</summary>
internal enum Ending
{
    Filed, SupplementAsked, Supplemented, Declined, WithdrawnEarly, AcceptedBySilence, UnderReview, Withdrawn, Stopped, Yellow, Red,
    ToDecide, ToConclude, ToDeliver, Delivered, Denied,
}

/// <summary>
/// One demo case: filed some days ago on its own test clock, played to where it is left, its clock then moved up to
/// the present.
/// </summary>
internal sealed class Story(int number, Ending ending, DateTimeOffset present, Cast cast, Patience patience, string controlKey)
{
    private readonly Restaurant restaurant = Restaurant.Made(number, ending);
    private readonly string region = number % 3 == 0 ? Places.Wuhou : Places.Jinjiang;

    private CasePlayer? played;

    private CasePlayer Player => played ??= new CasePlayer($"demo-{number:D2}", "open-a-restaurant", region, cast, patience, controlKey);

    public async Task PlayAsync()
    {
        var start = StartOf(ending);
        // Odd ones come through the window, even ones online; who withdraws has to have filed it.
        var online = number % 2 == 0 || ending is Ending.Withdrawn or Ending.WithdrawnEarly;
        var filer = online ? await cast.ApplicantAsync(1 + (number % 4)) : await cast.WindowAsync(region);
        await Player.FileAsync(filer, online ? "online" : "window", restaurant.Applicant(region), restaurant.Answers(region), restaurant.Papers(), start);
        var last = await GoOnAsync(filer, start);
        if (ending is Ending.Delivered or Ending.Denied && number % 5 != 4) await RateAsync(filer);
        if (last < present) await Player.MoveClockAsync(present);
    }

    /// <summary>Plays on from the filing; answers with the case's own time at the end.</summary>
    private async Task<DateTimeOffset> GoOnAsync(Session filer, DateTimeOffset start)
    {
        if (ending == Ending.Filed) return start;
        if (ending == Ending.AcceptedBySilence)
        {
            await Player.MoveClockAsync(present);
            await Player.UntilAsync("acceptance by silence", c => c.Status is not 1);
            return present;
        }
        var now = await MoveAsync(WorkDays.After(start, 1, hour: 10));
        switch (ending)
        {
            case Ending.WithdrawnEarly:
                await Player.WithdrawAsync(filer, "改换经营地址,重新申请");
                return now;
            case Ending.Declined:
                await Player.DeclineAsync("经营场所不在本区管辖范围,请向所在地提出申请");
                return now;
            case Ending.SupplementAsked or Ending.Supplemented:
                await Player.AskForSupplementAsync("请一次补齐。", new MissingRequest("floor_plan", "平面布置图未标明安全出口"));
                if (ending == Ending.SupplementAsked) return now;
                now = await MoveAsync(WorkDays.After(now, 1, hour: 15));
                await Player.SupplementAsync(filer, [("floor_plan", "Floor plan with exits")]);
                return now;
        }
        await Player.AcceptAsync();
        now = await MoveAsync(WorkDays.After(now, 1, hour: 11));
        return await ReviewAsync(filer, now);
    }

    private async Task<DateTimeOffset> ReviewAsync(Session filer, DateTimeOffset now)
    {
        var items = restaurant.Items();
        if (ending == Ending.Stopped)
        {
            await OpinionsAsync(items.Where(i => i is "business_licence" or "tax_registration"));
            await Player.ClaimAsync("fire_safety");
            await Player.StopAsync("fire_safety", "inspection", "消防法第十五条现场检查;行政许可法第四十五条");
            return now;
        }
        if (ending is Ending.UnderReview or Ending.Withdrawn)
        {
            await OpinionsAsync(items.Take(number % items.Count));
            if (ending == Ending.Withdrawn) await Player.WithdrawAsync(filer, "不再开办");
            else await Player.ClaimAsync(items[number % items.Count]);
            return now;
        }
        if (ending is Ending.Yellow or Ending.Red)
        {
            await OpinionsAsync(items.Where(i => i != "food_licence"));
            await Player.ClaimAsync("food_licence");
            return await ToCardAsync();
        }
        await OpinionsAsync(items);
        if (ending == Ending.ToDecide) return now;
        return await CloseAsync(await MoveAsync(WorkDays.After(now, 3, hour: 9)));
    }

    private async Task<DateTimeOffset> CloseAsync(DateTimeOffset now)
    {
        if (ending == Ending.Denied)
        {
            await Player.DecideAsync("deny", "食品加工区布局不符合要求,且期限内未能整改");
            now = await MoveAsync(WorkDays.After(now, 1, hour: 14));
            await Player.DeliverAsync("post", $"EMS {1000000 + number}");
            return now;
        }
        await Player.DecideAsync("grant");
        if (ending == Ending.ToConclude) return now;
        now = await MoveAsync(WorkDays.After(now, 1, hour: 9));
        await Player.ConcludeAsync([.. restaurant.Items().Select(i => new ResultRequest(i, "办理结果", $"{region}-{number:D4}-{i}"))]);
        if (ending == Ending.ToDeliver) return now;
        now = await MoveAsync(WorkDays.After(now, 2, hour: 16));
        await Player.DeliverAsync("window", "申请人签收");
        return now;
    }

    /// <summary>Several departments at once, each in its own session.</summary>
    private Task OpinionsAsync(IEnumerable<string> items) => Task.WhenAll(items.Select(async item =>
    {
        await Player.ClaimAsync(item);
        if (ending == Ending.Denied && item == "food_licence") await Player.OpinionAsync(item, "negative", "加工区与就餐区未分隔");
        else if (item == "outdoor_sign" && number % 4 == 1) await Player.OpinionAsync(item, "conditional", null, "招牌不得遮挡消防登高面");
        else await Player.OpinionAsync(item);
    }));

    /// <summary>
    /// On to the case's own card. The start was reckoned back in weekdays; holidays may have put the due day later, and
    /// then this one case's clock is taken a little beyond the present.
    /// </summary>
    private async Task<DateTimeOffset> ToCardAsync()
    {
        var due = (await Player.ReadAsync()).Clocks.First(c => c.Clock == "case").DueAt ?? throw new StoryException($"{Player.CaseNumber}: its clock does not run");
        var wanted = ending == Ending.Yellow ? due.AddHours(-12) : due.AddHours(1);
        var to = ending == Ending.Yellow ? wanted : wanted > present ? wanted : present;
        await MoveAsync(to);
        var card = ending == Ending.Yellow ? "yellow" : "red";
        if (ending == Ending.Red && number % 2 == 0) await Player.UrgeAsync("food_licence", "承诺时限已过,请今日内出具意见。");
        await Player.UntilAsync($"its {card} card", c => c.Clocks.Any(k => k.Clock == "case" && k.Card == card));
        return ending == Ending.Yellow ? DateTimeOffset.MaxValue : to;
    }

    private Task RateAsync(Session filer)
    {
        var (level, comment) = (number % 5) switch
        {
            0 => (5, "一次办完,不用来回跑。"),
            1 => (4, "指引清楚,材料只交了一遍。"),
            2 => (5, "进度看得见,很放心。"),
            _ => (ending == Ending.Denied ? 2 : 3, "等待时间偏长。"),
        };
        return Player.RateAsync(filer, level, comment);
    }

    private async Task<DateTimeOffset> MoveAsync(DateTimeOffset to)
    {
        await Player.MoveClockAsync(to);
        return to;
    }

    private DateTimeOffset StartOf(Ending wanted) => WorkDays.Before(present, wanted switch
    {
        Ending.Filed => 1 + (number % 3),
        Ending.SupplementAsked => 2 + (number % 3),
        Ending.Supplemented => 3 + (number % 2),
        Ending.WithdrawnEarly or Ending.Declined => 6 + (number % 10),
        Ending.AcceptedBySilence => 12,
        Ending.UnderReview => 3 + (number % 3),
        Ending.Withdrawn => 10 + (number % 8),
        Ending.Stopped => 5 + (number % 3),
        Ending.Yellow => 14,
        Ending.Red => 26 + (number % 5),
        Ending.ToDecide => 4 + (number % 3),
        Ending.ToConclude => 7,
        Ending.ToDeliver => 8 + (number % 3),
        _ => 20 + (number % 30),
    }, hour: 9 + (number % 7));
}
