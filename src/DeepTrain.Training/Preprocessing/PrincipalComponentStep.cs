using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace DeepTrain;

/// <summary>Turns rows to their principal axes, and whitens them if asked: the eigenvectors of the covariance.</summary>
internal sealed record PrincipalComponentStep(int? Components, bool Whitens) : PreprocessingStep
{
    // the covariance is size^2 doubles, and its eigenvectors take size^3 operations
    private const int MostColumns = 4096;

    // below this part of the largest, a variance is rounding
    private const double LeastVariance = 1e-10;

    public override string Name => Whitens ? "Whiten" : "PrincipalComponents";

    public override FittedStep Fit(FitRows rows)
    {
        int size = rows.Size;
        if (size > MostColumns)
            throw new ArgumentException($"Expected at most {MostColumns} inputs for {Name}; there are {size}.");
        if (Components > size)
            throw new ArgumentException($"Expected at most {size} components, as inputs, for {Name}, not {Components}.");
        ColumnMoments moments = rows.Moments();
        Evd<double> axes = Covariance(rows, moments.Mean).Evd(Symmetricity.Symmetric);
        double[] variances = [.. axes.EigenValues.Select(value => Math.Max(0, value.Real))];
        int[] order = [.. Enumerable.Range(0, size).OrderByDescending(axis => variances[axis])];
        double least = variances[order[0]] * LeastVariance;
        // without a number all that vary, at least one: whitening would blow up rounding
        int count = Components ?? Math.Max(1, order.Count(axis => variances[axis] > least));
        float[] matrix = new float[count * size];
        for (int component = 0; component < count; component++)
        {
            int axis = order[component];
            double scale = Whitens && variances[axis] > least ? 1 / Math.Sqrt(variances[axis]) : 1;
            Vector<double> vector = axes.EigenVectors.Column(axis);
            // an axis has two directions: that with its largest part above 0, so that every machine has the same
            double sign = Math.Sign(vector[vector.AbsoluteMaximumIndex()]);
            for (int column = 0; column < size; column++)
                matrix[component * size + column] = (float)(sign * scale * vector[column]);
        }
        return new ProjectionStep(Array.ConvertAll(moments.Mean, mean => (float)mean), matrix);
    }

    private static Matrix<double> Covariance(FitRows rows, double[] mean)
    {
        int size = rows.Size;
        double[] sums = new double[size * size];
        double[] centred = new double[size];
        rows.Visit((_, row) =>
        {
            for (int column = 0; column < size; column++)
                centred[column] = row[column] - mean[column];
            for (int column = 0; column < size; column++)
            {
                double factor = centred[column];
                Span<double> sum = sums.AsSpan(column * size, column + 1);
                for (int other = 0; other < sum.Length; other++)
                    sum[other] += factor * centred[other];
            }
        });
        for (int column = 0; column < size; column++)
        {
            for (int other = 0; other <= column; other++)
            {
                sums[column * size + other] /= rows.Rows;
                sums[other * size + column] = sums[column * size + other];
            }
        }
        return Matrix<double>.Build.Dense(size, size, sums);
    }
}
