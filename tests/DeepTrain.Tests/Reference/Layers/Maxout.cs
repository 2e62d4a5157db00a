namespace DeepTrain.Tests.Reference;

internal sealed record Maxout(int Units, int Pieces = 2) : LinearPlan(Units, Pieces)
{
    public override IEnumerable<string> Arguments =>
        Pieces == 2 ? base.Arguments : [base.Arguments.First(), Pieces.ToString(), .. base.Arguments.Skip(1)];

    public override ReferenceLayer Build(LayerPlace place) => new MaxoutReference(place, this);
}

/// <summary>y_j = max over pieces p of (x W_p' + b_p)_j; where pieces tie the first takes the gradient.</summary>
internal sealed class MaxoutReference(LayerPlace place, Maxout plan) : LinearReference(place, plan)
{
    private int[][] _winners = [];

    public override double[][] Forward(double[][] x, Pass pass)
    {
        double[][][] products = [.. Enumerable.Range(0, Pieces).Select(piece => Product(x, piece, pass))];
        _winners = new int[x.Length][];
        for (int row = 0; row < x.Length; row++)
        {
            _winners[row] = new int[Outputs];
            double scale = products.Max(product => product[row].Largest());
            for (int unit = 0; unit < Outputs; unit++)
            {
                int winner = 0;
                for (int piece = 1; piece < Pieces; piece++)
                {
                    if (products[piece][row][unit] > products[winner][row][unit])
                        winner = piece;
                }

                _winners[row][unit] = winner;
                for (int piece = 0; piece < Pieces; piece++)
                {
                    if (piece != winner)
                        pass.Kink(products[winner][row][unit] - products[piece][row][unit], scale);
                }
            }
        }

        return Rows.Build(x.Length, Outputs, (row, unit) => products[_winners[row][unit]][row][unit]);
    }

    public override double[][] Backward(double[][] x, double[][] y, double[][] gradient, Pass pass)
    {
        IEnumerable<double[][]> gradients = Enumerable.Range(0, Pieces).Select(piece =>
            Rows.Build(x.Length, Outputs, (row, unit) => _winners[row][unit] == piece ? gradient[row][unit] : 0));
        return Backward(x, [.. gradients], pass);
    }
}
