using DeepTrain.Gen.Model;

namespace DeepTrain.Gen.Emission;

/// <summary>
/// The statements for one vector of columns, while they are being written: layers add statements to the loop over rows, and
/// ask for what stays the same over all rows (constants, a column's parameters) to be loaded before it.
/// </summary>
internal sealed class ElementCode(VectorType vector)
{
    private readonly List<string> _constants = [];
    private readonly List<string> _columns = [];
    private readonly List<string> _afterRows = [];
    private readonly HashSet<string> _names = [];
    private List<string> _sums = [];
    private List<string> _body = [];

    public VectorType V { get; } = vector;

    /// <summary>What is declared once, before the loop over columns.</summary>
    public IReadOnlyList<string> Constants => _constants;

    /// <summary>What is declared for each vector of columns. <c>column</c> is its first column.</summary>
    public IReadOnlyList<string> Columns => _columns;

    /// <summary>What is done for each vector of columns after all rows.</summary>
    public IReadOnlyList<string> AfterRows => _afterRows;

    public string Zero => V.Zero;

    /// <summary>Takes what has been written for each row since the last call. <c>row</c> is the row's number.</summary>
    public IReadOnlyList<string> TakeBody()
    {
        List<string> body = _body;
        _body = [];
        return body;
    }

    /// <summary>A number in every lane, loaded once.</summary>
    public string Constant(string name, float value) => Constant(name, CSharpLiteral.Of(value));

    public string Constant(string name, string scalar) => Declare(name, $"{V.Float} {name} = {V.Broadcast(scalar)};");

    /// <summary>Any declaration before all loops; <paramref name="name"/> keeps it from being written twice.</summary>
    public string Declare(string name, string declaration)
    {
        if (_names.Add(name))
            _constants.Add(declaration);
        return name;
    }

    /// <summary>A value of the columns at hand.</summary>
    public string Column(string name, string value)
    {
        if (_names.Add(name))
            _columns.Add($"{V.Float} {name} = {value};");
        return name;
    }

    /// <summary>A sum over the rows of the columns at hand.</summary>
    public string Sum(string name)
    {
        _sums.Add(name);
        return Column(name, Zero);
    }

    /// <summary>Takes the names of the sums that have been asked for since the last call.</summary>
    public IReadOnlyList<string> TakeSums()
    {
        List<string> sums = _sums;
        _sums = [];
        return sums;
    }

    public string Let(string name, string value)
    {
        _body.Add($"{V.Float} {name} = {value};");
        return name;
    }

    public void Do(string statement) => _body.Add(statement);

    public void AfterRow(string statement) => _afterRows.Add(statement);

    /// <summary>
    /// The random bits of the elements at hand: of (seed, batch, layer, row * units + column), so that neither threads nor
    /// tiles change them.
    /// </summary>
    /// <param name="layer">Whose key the bits depend on.</param>
    /// <param name="rows">
    /// How many rows share a word: the first needs only its highest bits, each of the next finds its own at the top. The
    /// loop at hand starts at the first row.
    /// </param>
    public string RandomBits(LayerSpec layer, int rows = 1)
    {
        string name = layer.LocalName();
        string keyA = $"{V.Class}.Create(s->{layer.PascalName}Key.A)";
        string keyB = $"{V.Class}.Create(s->{layer.PascalName}Key.B)";
        Declare(name + "KeyA", $"{V.UInt} {name}KeyA = {keyA}, {name}KeyB = {keyB};");
        Declare("lanes", $"{V.UInt} lanes = {V.UInt}.Indices;");
        string bits = layer.LocalName("Bits");
        string element = $"{V.Class}.Create((uint)(row * {CSharpLiteral.Of(layer.Output.Size)} + column)) + lanes";
        string drawn = $"CounterRandom.Bits({element}, {name}KeyA, {name}KeyB);";
        if (rows == 1)
        {
            Do($"{V.UInt} {bits} = {drawn}");
            return bits;
        }

        if (_names.Add(bits))
            _columns.Add($"{V.UInt} {bits} = default;");
        int each = 32 / rows;
        string next = each == 1 ? "bit comes" : $"{each} bits come";
        Do($"if (row % {CSharpLiteral.Of(rows)} == 0) // a random word of 32 bits serves {rows} rows");
        Do($"    {bits} = {drawn}");
        Do("else");
        Do($"    {bits} <<= {CSharpLiteral.Of(each)}; // the next row's {next} to the top");
        return bits;
    }
}
