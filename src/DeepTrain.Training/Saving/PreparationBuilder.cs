using System.Globalization;
using MathNet.Numerics.LinearAlgebra;

namespace DeepTrain;

/// <summary>Puts fitted steps together to columns and, where one column is not enough, to a projection of all of
/// them.</summary>
internal sealed class PreparationBuilder
{
    private readonly PreprocessingModel _model;
    private readonly Dataset? _names;

    // each raw column, until a projection has mixed them
    private readonly Column[] _columns;

    // M and mean of the projection so far
    private Matrix<double>? _matrix;
    private Vector<double>? _mean;

    public PreparationBuilder(PreprocessingModel model, Dataset? names)
    {
        (_model, _names) = (model, names);
        _columns = [.. Enumerable.Range(0, model.InputSize).Select(_ => new Column())];
    }

    public Preparation Build()
    {
        foreach (FittedStep step in _model.Steps)
        {
            switch (step)
            {
                case AffineStep affine:
                    Add(affine);
                    break;
                case LogStep log:
                    Add(log);
                    break;
                case OneHotStep oneHot:
                    Add(oneHot);
                    break;
                case ProjectionStep projection:
                    Project(
                        Matrix<double>.Build.DenseOfRowMajor(
                            projection.OutputSize, projection.InputSize, projection.Matrix.Select(number => (double)number)),
                        Vector<double>.Build.DenseOfEnumerable(projection.Mean.Select(number => (double)number)));
                    break;
                default:
                    throw Bad($"a step that shifts, scales, takes logarithms, mixes columns or makes categories, found {step.GetType().Name}");
            }
        }
        Projection? all = _matrix == null
            ? null
            : new Projection(
                [.. _matrix.EnumerateRows().SelectMany(row => row).Select(number => (float)number)],
                [.. _mean!.Select(number => (float)number)]);
        return new Preparation([.. _columns.Select((column, number) => column.Finish(InputName(number)))], all, Targets());
    }

    private void Add(AffineStep step)
    {
        if (_matrix != null || ChangesCategories(step))
        {
            Project(
                Matrix<double>.Build.DenseOfDiagonalArray([.. step.Scale.Select(number => (double)number)]),
                Vector<double>.Build.DenseOfEnumerable(step.Shift.Select(number => (double)number)));
            return;
        }
        int at = 0;
        foreach (Column column in _columns)
        {
            if (column.Categories == 0)
                column.Then(step.Shift[at], step.Scale[at]);
            at += column.Size;
        }
    }

    // a column of categories has no numbers of its own to shift and to scale by
    private bool ChangesCategories(AffineStep step)
    {
        int at = 0;
        foreach (Column column in _columns)
        {
            for (int next = at; next < at + column.Categories; next++)
            {
                if (step.Shift[next] != 0 || step.Scale[next] != 1)
                    return true;
            }
            at += column.Size;
        }
        return false;
    }

    private void Add(LogStep step)
    {
        if (_matrix != null)
            throw Bad("Log1P before columns are mixed, found it behind");
        int at = 0;
        for (int number = 0; number < _columns.Length; at += _columns[number++].Size)
        {
            Column column = _columns[number];
            for (int next = at; next < at + column.Size; next++)
            {
                if (!step.Columns[next])
                    continue;
                if (!column.IsRaw)
                    throw Bad($"Log1P as the first step of column '{InputName(number)}', found it behind others");
                column.Log = true;
            }
        }
    }

    private void Add(OneHotStep step)
    {
        if (_matrix != null)
            throw Bad("OneHot before columns are mixed, found it behind");
        int number = 0, at = 0;
        for (; at + _columns[number].Size <= step.Column; number++)
            at += _columns[number].Size;
        if (!_columns[number].IsRaw)
            throw Bad($"OneHot as the first step of column '{InputName(number)}', found it behind others");
        for (int next = 0; next < step.Values.Count; next++)
        {
            if (step.Values[next] != next)
            {
                throw Bad(FormattableString.Invariant(
                    $"categories of column '{InputName(number)}' that are numbered from 0 on, found {step.Values[next]} in place of {next}"));
            }
        }
        _columns[number].Categories = step.Values.Count;
    }

    // M2 (M1 (x - m1) - m2) is M2 M1 (x - m), where M1 m is M1 m1 + m2
    private void Project(Matrix<double> matrix, Vector<double> mean)
    {
        if (_matrix == null)
        {
            (_matrix, _mean) = (matrix, mean);
            return;
        }
        if (mean.AbsoluteMaximum() > 0)
        {
            Vector<double> shift = _matrix.PseudoInverse() * mean;
            const double Tolerance = 1e-5;
            if ((_matrix * shift - mean).L2Norm() > Tolerance * (1 + mean.L2Norm()))
                throw Bad("shifts before columns are mixed, found some behind that mixed columns cannot express");
            _mean = _mean! + shift;
        }
        _matrix = matrix * _matrix;
    }

    private NumberColumn[] Targets() => _model.Targets is not { } scaling
        ? []
        : [.. scaling.Mean.Select((mean, target) => new NumberColumn(_names?.TargetNames[target] ?? Numbered("target", target))
        {
            Shift = mean, Scale = 1 / scaling.Std[target],
        })];

    private string InputName(int number) => _names?.InputNames[number] ?? Numbered("input", number);

    private static string Numbered(string what, int number) => what + number.ToString(CultureInfo.InvariantCulture);

    private static ArgumentException Bad(string expected) =>
        new($"The preprocessing cannot be saved with a network: expected {expected}.", "prepare");

    private sealed class Column
    {
        private double _shift;
        private double _scale = 1;

        public bool Log { get; set; }

        /// <summary>0 for a column of numbers.</summary>
        public int Categories { get; set; }

        public int Size => Math.Max(Categories, 1);

        public bool IsRaw => !Log && Categories == 0 && _shift == 0 && _scale == 1;

        /// <summary>((x - a) b - shift) scale is (x - (a + shift / b)) b scale.</summary>
        public void Then(double shift, double scale) => (_shift, _scale) = (_shift + shift / _scale, _scale * scale);

        public PreparedColumn Finish(string name) => Categories > 0
            ? new CategoryColumn(name, [.. Enumerable.Range(0, Categories).Select(number => number.ToString(CultureInfo.InvariantCulture))])
            {
                AllowUnseen = true,
            }
            : new NumberColumn(name) { SignedLog = Log, Shift = (float)_shift, Scale = (float)_scale };
    }
}
