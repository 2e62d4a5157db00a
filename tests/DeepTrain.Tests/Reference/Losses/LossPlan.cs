namespace DeepTrain.Tests.Reference;

/// <summary>A loss as declared, and its formulas in plain loops over doubles.</summary>
internal abstract record LossPlan
{
    public string Kind => GetType().Name;

    public virtual IEnumerable<string> Arguments => [];

    public string Attribute => Attributes.Print(Kind, Arguments);

    /// <summary>The mean loss of some rows; <paramref name="gradient"/> becomes its derivative by the outputs.</summary>
    public abstract double Mean(double[][] y, double[][] t, Pass pass, out double[][] gradient);

    /// <summary>What <c>Predict</c> makes of the last layer's rows.</summary>
    public virtual double[][] Predict(double[][] y) => y;

    /// <summary>Targets such as the loss is meant for.</summary>
    public virtual float[] DrawTargets(Random random, int rows, int outputs) => Batch.Normal(random, rows * outputs);

    /// <summary>How many label values the loss takes, 0 for none.</summary>
    public virtual int Classes(int outputs) => 0;
}

/// <summary>A loss that averages a function of one output and one target.</summary>
internal abstract record ElementLoss : LossPlan
{
    public abstract double Value(double y, double t);

    public abstract Sum Slope(double y, double t);

    /// <summary>Whether the derivative jumps where output and target meet.</summary>
    public virtual bool HasKink => false;

    public override double Mean(double[][] y, double[][] t, Pass pass, out double[][] gradient)
    {
        int count = y.Length * y[0].Length;
        Sum sum = default;
        gradient = Rows.Build(y.Length, y[0].Length, (row, j) =>
        {
            sum.Add(Value(y[row][j], t[row][j]));
            if (HasKink)
                pass.Kink(y[row][j] - t[row][j], Math.Max(Math.Abs(y[row][j]), Math.Abs(t[row][j])));
            return pass.Round(Slope(y[row][j], t[row][j])) / count;
        });
        return pass.Round(sum) / count;
    }
}
