using DeepTrain.Runtime;

namespace DeepTrain;

/// <summary>
/// Makes a dataset of a file's rows in one pass. A row is kept as a number for each column; categories and fills are known
/// at the end, and put in then.
/// </summary>
internal sealed class CsvLoader : IDisposable
{
    // more are no categories but names of rows, and would be as many inputs
    private const int MostCategories = 10_000;

    private readonly CsvRowReader _reader;
    private readonly CsvOptions _options;
    private readonly CsvSchema? _given;
    private readonly int[] _features;
    private readonly int[] _targets;
    private readonly CategoryIndex?[] _categories; // of each feature
    private readonly ColumnFill[] _fills;
    private readonly List<int> _labels = [];
    private readonly FloatRows _memory = new("inputs");
    private SpilledFloats? _disk;
    private CategoryIndex? _classes;
    private int _rows;

    /// <param name="reader">Behind its header.</param>
    /// <param name="options">Which columns are what.</param>
    /// <param name="given">What another file was read with; null to learn from this one.</param>
    /// <exception cref="ArgumentException">The options name what there is not, or contradict each other.</exception>
    public CsvLoader(CsvRowReader reader, CsvOptions options, CsvSchema? given)
    {
        (_reader, _options, _given) = (reader, options, given);
        ColumnNames columns = reader.Columns;
        if (given == null)
        {
            var roles = new CsvRoles(columns, options);
            (_features, _targets) = (roles.Features, roles.Targets);
            _categories = [.. _features.Select(column => roles.IsCategorical(column) ? new CategoryIndex() : null)];
        }
        else
        {
            _features = [.. given.Columns.Select(column => columns.Find(column.Name, "the schema"))];
            // rows to predict have none
            IEnumerable<string> targets = given.Targets.All(columns.Has) ? given.Targets : [];
            _targets = [.. targets.Select(name => columns.Find(name, "the schema"))];
            _categories = [.. given.Columns.Select((_, number) => given.CategoriesOf(number))];
            _classes = given.IsClassification ? new CategoryIndex(given.ClassNames) : null;
        }
        _fills = [.. _features.Select(_ => new ColumnFill())];
        if (options.Streamed)
            _disk = new SpilledFloats(options.StreamFolder, _features.Length + _targets.Length);
    }

    /// <summary>Takes the row that the reader stands at.</summary>
    /// <exception cref="InvalidDataException">A cell is not what its column is.</exception>
    public void Add()
    {
        if (_rows == 0 && _given == null && _targets.Length == 1)
        {
            bool isText = !_reader.IsMissing(_targets[0]) && !_reader.LooksLikeNumber(_targets[0]);
            _classes = _options.Classification ?? isText ? new CategoryIndex() : null;
        }
        int floatTargets = _classes == null ? _targets.Length : 0;
        int size = _features.Length + floatTargets;
        Span<float> row = _disk == null ? _memory.Append(size) : _disk.Append(size);
        for (int feature = 0; feature < _features.Length; feature++)
            row[feature] = _categories[feature] == null ? Number(feature) : Category(feature);
        for (int target = 0; target < floatTargets; target++)
        {
            int column = _targets[target];
            if (_reader.IsMissing(column) || !_reader.TryNumber(column, out row[_features.Length + target]))
            {
                string advice = _given == null && _targets.Length == 1 ? " (or Classification = true)" : "";
                throw _reader.Error(column, $"a finite number to predict{advice}");
            }
        }
        if (_classes != null && _targets.Length > 0)
            _labels.Add(Label());
        _rows++;
    }

    /// <summary>The dataset of all rows.</summary>
    /// <exception cref="InvalidDataException">There are none, or a column has nothing to fill it with.</exception>
    public Dataset Finish()
    {
        if (_rows == 0)
            throw new InvalidDataException($"{_reader.File}: expected rows behind the header, but there are none.");
        _disk?.Complete();
        int[]?[] newNumbers = new int[_features.Length][];
        int[]? newLabels = null;
        string[]? classes = null;
        if (_given == null && _classes != null)
            (classes, newLabels) = _classes.Sort();
        CsvSchema schema = _given ?? new CsvSchema(
            _options, LearnColumns(newNumbers), [.. _targets.Select(column => _reader.Columns.All[column])], classes);

        bool hasLabels = _classes != null && _targets.Length > 0;
        int targetSize = hasLabels ? 0 : _targets.Length;
        RowFormat format = RowFormat.Create(
            [schema.InputSize], targetSize, schema.InputNames, targetSize == 0 ? null : schema.Targets,
            hasLabels ? schema.ClassNames : null).WithSchema(schema);
        int[]? labels = hasLabels ? [.. _labels.Select(label => newLabels?[label] ?? label)] : null;
        var expansion = new CsvExpansion(schema.Columns, _given == null ? newNumbers : null);
        if (_disk != null)
        {
            var rows = new CsvRows(_disk, _rows, expansion);
            _disk = null; // the rows' now
            return new Dataset(rows, format, labels);
        }
        float[] inputs = Dataset.NewArray(_rows, schema.InputSize), targets = Dataset.NewArray(_rows, targetSize);
        _memory.Drain((row, raw) =>
        {
            expansion.Expand(raw[.._features.Length], inputs.AsSpan(row * schema.InputSize, schema.InputSize));
            raw[_features.Length..].CopyTo(targets.AsSpan(row * targetSize, targetSize));
        });
        return new Dataset(new MemoryRows(_rows, inputs, targets), format, labels);
    }

    public void Dispose() => _disk?.Dispose();

    private float Number(int feature)
    {
        int column = _features[feature];
        if (_reader.IsMissing(column))
        {
            if (_given == null ? _options.Missing.Kind == MissingKind.Error : _given.Columns[feature].Fill == null)
                throw _reader.Error(column, "a finite number (Missing says what else an empty cell may be)");
            return float.NaN;
        }
        if (!_reader.TryNumber(column, out float value))
        {
            string advice = _given == null ? " (a column of texts is named in Categorical)" : "";
            throw _reader.Error(column, $"a finite number{advice}");
        }
        _fills[feature].Add(value);
        return value;
    }

    private float Category(int feature)
    {
        int column = _features[feature];
        CategoryIndex categories = _categories[feature]!;
        if (_reader.IsMissing(column))
        {
            if (_given == null ? _options.Missing.Kind == MissingKind.Error : _given.Columns[feature].Fill == null)
                throw _reader.Error(column, "a category (Missing says what else an empty cell may be)");
            return -1;
        }
        if (_given == null)
        {
            int number = categories.FindOrAdd(_reader.Cell(column));
            if (number >= MostCategories)
                throw _reader.Error(column, $"one of at most {MostCategories} categories, each of which is an input");
            return number;
        }
        int known = categories.Find(_reader.Cell(column));
        if (known < 0 && _given.Options.UnknownCategory == UnknownCategory.Error)
            throw _reader.Error(column, $"one of the categories {Quoted.Names([.. categories.Texts])}");
        return known;
    }

    private int Label()
    {
        int column = _targets[0];
        if (_reader.IsMissing(column))
            throw _reader.Error(column, "the name of a class");
        if (_given == null)
        {
            int label = _classes!.FindOrAdd(_reader.Cell(column));
            return label < MostCategories ? label : throw _reader.Error(column, $"one of at most {MostCategories} classes");
        }
        int known = _classes!.Find(_reader.Cell(column));
        return known >= 0 ? known : throw _reader.Error(column, $"one of the classes {Quoted.Names([.. _classes.Texts])}");
    }

    private CsvColumn[] LearnColumns(int[]?[] newNumbers)
    {
        var columns = new CsvColumn[_features.Length];
        for (int feature = 0; feature < columns.Length; feature++)
        {
            string name = _reader.Columns.All[_features[feature]];
            string[]? categories = null;
            float? fill = 0;
            if (_categories[feature] == null)
                fill = Fill(feature, name);
            else
                (categories, newNumbers[feature]) = _categories[feature]!.Sort();
            columns[feature] = new CsvColumn(
                name, categories == null ? null : Array.AsReadOnly(categories),
                _options.Missing.Kind == MissingKind.Error ? null : fill);
        }
        return columns;
    }

    private float Fill(int feature, string name)
    {
        MissingKind kind = _options.Missing.Kind;
        if (kind is MissingKind.Error or MissingKind.Value)
            return _options.Missing.Value;
        if (_fills[feature].Count == 0)
        {
            throw new InvalidDataException(
                $"{_reader.File}, column {Quoted.Value(name)}: expected a number to fill empty cells by, but all are "
                + "empty.");
        }
        if (kind == MissingKind.Mean)
            return _fills[feature].Mean;
        float[] values = new float[_fills[feature].Count];
        int count = 0;
        ReadColumn(feature, value =>
        {
            if (!float.IsNaN(value))
                values[count++] = value;
        });
        return Quantiles.Median(values);
    }

    private void ReadColumn(int feature, Action<float> take)
    {
        if (_disk == null)
        {
            _memory.Visit((_, row) => take(row[feature]));
            return;
        }
        const int BlockRows = 4096;
        float[] block = new float[BlockRows * _disk.Size];
        for (int start = 0; start < _rows; start += BlockRows)
        {
            Span<float> raw = block.AsSpan(0, Math.Min(BlockRows, _rows - start) * _disk.Size);
            _disk.Read(start, raw);
            for (int next = feature; next < raw.Length; next += _disk.Size)
                take(raw[next]);
        }
    }

    // a sum in double: 2^53 of them before a row is lost
    private sealed class ColumnFill
    {
        private double _sum;

        public int Count { get; private set; }

        public float Mean => (float)(_sum / Count);

        public void Add(float value)
        {
            _sum += value;
            Count++;
        }
    }
}
