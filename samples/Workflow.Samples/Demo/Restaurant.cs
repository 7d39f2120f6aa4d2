using Bogus;
using Workflow.Contracts.Cases;
using Workflow.Samples.Play;

namespace Workflow.Samples.Demo;

/// <summary>A made-up restaurant, the same for the same number.</summary>
internal sealed record Restaurant(
    int Number, string Name, string Owner, DateOnly OwnerBorn, string Street, int FloorArea, int Seats, string Form, string Menu, string Fuel,
    int Workers, bool Sign, bool Fumes, bool Sewer, bool Tobacco)
{
    private const int Seed = 20260901;

    private static readonly string[] Streets = ["春熙路示范段", "红星路示范段", "东大街示范段", "科华路示范段", "桐梓林示范路", "武侯祠示范街"];
    private static readonly string[] Words = ["锦", "蓉", "川", "竹", "巷子", "江畔", "老灶", "青花", "望江", "浣花", "三盏", "半山"];
    private static readonly string[] Kinds = ["小馆", "火锅", "面庄", "茶餐厅", "串串香", "饺子馆", "川菜馆", "咖啡", "烘焙坊", "素食"];

    public static Restaurant Made(int number, Ending ending)
    {
        var faker = new Faker("zh_CN") { Random = new Randomizer(Seed + number) };
        // A fire inspection needs a place that is large enough for one.
        var large = ending == Ending.Stopped || faker.Random.Bool(0.45f);
        return new Restaurant(
            number, faker.PickRandom(Words) + faker.PickRandom(Words) + faker.PickRandom(Kinds), faker.Name.LastName() + faker.Name.FirstName(),
            new DateOnly(faker.Random.Int(1964, 2002), faker.Random.Int(1, 12), faker.Random.Int(1, 28)),
            $"{faker.PickRandom(Streets)} {faker.Random.Int(1, 399)} 号",
            large ? faker.Random.Int(300, 1200) : faker.Random.Int(18, 290), faker.Random.Int(8, 260),
            faker.PickRandom("restaurant", "snack_bar", "drinks"), faker.PickRandom("hot", "hot_and_cold", "drinks"),
            faker.PickRandom("pipeline_gas", "electricity"), faker.Random.Int(2, 40),
            faker.Random.Bool(0.8f), faker.Random.Bool(0.8f), faker.Random.Bool(0.5f), faker.Random.Bool(0.3f));
    }

    /// <summary>Codes of the service items that these answers call for, in the order of the joint item.</summary>
    public IReadOnlyList<string> Items() =>
    [
        "business_licence", "food_licence", .. Sign ? ["outdoor_sign"] : (string[])[], .. FloorArea >= 300 ? ["fire_safety"] : (string[])[],
        "health_certificates", .. Fumes ? ["fume_record"] : (string[])[], .. Sewer ? ["drainage"] : (string[])[], "tax_registration",
        .. Tobacco ? ["tobacco"] : (string[])[],
    ];

    public ApplicantRequest Applicant(string region) => Number % 3 == 1
        ? new("organisation", $"成都{Name}餐饮有限公司", Numbers.CreditCode(region, Number), Phone)
        : new("person", Owner, Numbers.ResidentId(region, OwnerBorn, Number), Phone);

    public Dictionary<string, object> Answers(string region)
    {
        var answers = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["storeName"] = Name, ["creditCode"] = Numbers.CreditCode(region, Number), ["operatorName"] = Owner,
            ["operatorIdNumber"] = Numbers.ResidentId(region, OwnerBorn, Number), ["operatorPhone"] = Phone, ["address"] = $"成都市{Street}",
            ["floorArea"] = FloorArea, ["floor"] = 1 + (Number % 3), ["seats"] = Seats, ["businessForm"] = Form, ["menu"] = Menu,
            ["foodWorkers"] = Workers, ["outdoorSign"] = Sign, ["cookingFumes"] = Fumes, ["fuel"] = Fuel, ["ownSewerConnection"] = Sewer,
            ["sellsTobacco"] = Tobacco, ["resultDelivery"] = "window",
        };
        if (Sign) answers["signArea"] = 2 + (Number % 14);
        if (Fumes) answers["stoves"] = 1 + (Number % 8);
        return answers;
    }

    public IEnumerable<(string Code, string Title)> Papers() =>
    [
        ("application_form", "Joint application form"), ("operator_id", "Identity document"), ("premises_proof", "Lease"), ("floor_plan", "Floor plan"),
        ("food_safety_rules", "Food safety rules"), ("equipment_list", "Equipment list"), ("worker_health_certificates", "Health certificates"),
        .. Sign ? [("sign_design", "Picture of the sign")] : ((string, string)[])[],
        .. FloorArea >= 300 ? [("fire_plan", "Evacuation plan"), ("fire_facilities_plan", "Fire equipment plan")] : ((string, string)[])[],
    ];

    private string Phone => $"0288600{Number:D4}";
}
