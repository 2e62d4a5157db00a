using DeepTrain.Gen.Model;

namespace DeepTrain.Gen.Emission;

/// <summary>
/// The statements for one vector of columns, while they are being written: layers add statements to the loop over rows, and
/// ask for what stays the same over all rows (constants, a column's parameters) to be loaded before it.
/// </summary>
internal sealed class ElementCode(VectorType vector, Walk? walk = null)
{
    private readonly List<string> _constants = [];
    private readonly List<string> _columns = [];
    private readonly List<string> _afterRows = [];
    private readonly Names _names = new();
    private Names? _bodyNames;
    private List<string> _sums = [];
    private List<string> _body = [];

    public VectorType V { get; } = vector;

    /// <summary>What the loops go through.</summary>
    public Walk Walk { get; } = walk ?? Walk.Rows;

    /// <summary>What is declared once, before the loop over columns.</summary>
    public IReadOnlyList<string> Constants => _constants;

    /// <summary>What is declared for each vector of columns. <c>column</c> is its first column.</summary>
    public IReadOnlyList<string> Columns => _columns;

    /// <summary>What is done for each vector of columns after all rows.</summary>
    public IReadOnlyList<string> AfterRows => _afterRows;

    public string Zero => V.Zero;

    /// <summary>A function of the runtime library's in-register math.</summary>
    public string Math(string function, string argument) => V.Math(function, argument);

    /// <summary>Takes what has been written for each row since the last call. <c>row</c> is the row's number.</summary>
    public IReadOnlyList<string> TakeBody()
    {
        List<string> body = _body;
        _body = [];
        _bodyNames = null;
        return body;
    }

    /// <summary>
    /// The name of a layer's value that the caller declares itself, outside the loops over rows: always the same for one layer
    /// and one suffix.
    /// </summary>
    public string Name(LayerSpec layer, string suffix) => _names.Of(layer.LocalName(suffix), $"of {layer.Name}", out _);

    /// <summary>A number in every lane, loaded once.</summary>
    public string Constant(string wish, float value) => Constant(wish, CSharpLiteral.Of(value));

    public string Constant(string wish, string scalar)
    {
        string value = V.Broadcast(scalar);
        return Declare(wish, value, name => $"{V.Float} {name} = {value};");
    }

    /// <summary>A declaration before all loops; equal values of one name are declared once.</summary>
    /// <returns>The name, which is another than wished for where that has another value.</returns>
    public string Declare(string wish, string value, Func<string, string> declaration)
    {
        string name = _names.Of(wish, value, out bool isNew);
        if (isNew)
            _constants.Add(declaration(name));
        return name;
    }

    /// <summary>A value of the columns at hand.</summary>
    public string Column(string wish, string value)
    {
        string name = _names.Of(wish, value, out bool isNew);
        if (isNew)
            _columns.Add($"{V.Float} {name} = {value};");
        return name;
    }

    /// <summary>A layer's sum over the rows of the columns at hand.</summary>
    public string Sum(LayerSpec layer, string suffix)
    {
        string name = _names.Of(layer.LocalName(suffix), $"of {layer.Name}", out bool isNew);
        if (isNew)
            _columns.Add($"{V.Float} {name} = {Zero};");
        if (!_sums.Contains(name))
            _sums.Add(name);
        return name;
    }

    /// <summary>Takes the names of the sums that have been asked for since the last call.</summary>
    public IReadOnlyList<string> TakeSums()
    {
        List<string> sums = _sums;
        _sums = [];
        return sums;
    }

    /// <summary>A new variable in the loop over rows.</summary>
    public string Let(string wish, string value)
    {
        string name = (_bodyNames ??= _names.Inner()).New(wish);
        _body.Add($"{V.Float} {name} = {value};");
        return name;
    }

    public void Do(string statement) => _body.Add(statement);

    /// <summary>Stores a layer's sum of the columns at hand where it belongs.</summary>
    /// <param name="target">Where the sum over all rows goes.</param>
    public void StoreSum(LayerSpec layer, string suffix, Address target) =>
        _afterRows.Add($"{V.Load(Walk.TargetOfSum(layer, suffix, target))} = {Sum(layer, suffix)};");

    /// <summary>
    /// The random bits of the elements at hand: of (seed, batch, layer, element), so that neither threads nor tiles change
    /// them.
    /// </summary>
    /// <param name="layer">Whose key the bits depend on.</param>
    /// <param name="rows">
    /// How many rows share a word: the first needs only its highest bits, each of the next finds its own at the top. The
    /// loop at hand starts at the first row.
    /// </param>
    public string RandomBits(LayerSpec layer, int rows = 1)
    {
        string keyA = Declare(layer.LocalName("KeyA"), "A", name => $"{V.UInt} {name} = {Key("A")};");
        string keyB = Declare(layer.LocalName("KeyB"), "B", name => $"{V.UInt} {name} = {Key("B")};");
        string lanes = Declare("lanes", "", name => $"{V.UInt} {name} = {V.UInt}.Indices;");
        string element = $"{V.Class}.Create((uint)({Walk.Element(layer)})) + {lanes}";
        string drawn = $"{Import.CounterRandom}.Bits({element}, {keyA}, {keyB});";
        if (rows == 1)
        {
            string fresh = (_bodyNames ??= _names.Inner()).New(layer.LocalName("Bits"));
            Do($"{V.UInt} {fresh} = {drawn}");
            return fresh;
        }

        string bits = _names.Of(layer.LocalName("Bits"), $"of {layer.Name}", out bool isNew);
        if (isNew)
            _columns.Add($"{V.UInt} {bits} = default;");
        int each = 32 / rows;
        string next = each == 1 ? "bit comes" : $"{each} bits come";
        Do($"if ({Walk.Unit} % {CSharpLiteral.Of(rows)} == 0) // a random word of 32 bits serves {rows} {Walk.Unit}s");
        Do($"    {bits} = {drawn}");
        Do("else");
        Do($"    {bits} <<= {CSharpLiteral.Of(each)}; // the next {Walk.Unit}'s {next} to the top");
        return bits;

        string Key(string half) => $"{V.Class}.Create(s->{layer.PascalName}Key.{half})";
    }
}
