using DeepTrain.Gen.Emission;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Planning;
using DeepTrain.Runtime;

namespace DeepTrain.Gen.Layers.Linear;

/// <summary>Maxout's part of a column pass: the largest piece forward, the gradient to that piece alone backward.</summary>
internal static class MaxoutColumns
{
    public static string EmitForward(ElementCode code, Stage stage, string pieces)
    {
        VectorType v = code.V;
        string best = code.Let(stage.Linear!.LocalName("Best"), v.Load(pieces));
        for (int piece = 1; piece < stage.Linear.Pieces; piece++)
        {
            string name = stage.Linear.LocalName("Piece" + CSharpLiteral.Of(piece));
            string other = code.Let(name, v.Load(Piece(stage, pieces, piece)));

            // NaN has to pass, whichever piece it is in
            code.Do($"{best} = {v.Select($"{v.Greater(other, best)} | ~{v.Class}.Equals({other}, {other})", other, best)};");
        }

        return best;
    }

    public static void EmitBackward(ElementCode code, Stage stage, string gradient, string pieces, string pieceDelta)
    {
        VectorType v = code.V;
        string best = EmitForward(code, stage, pieces);
        string left = code.Let(stage.Linear!.LocalName("Left"), gradient);
        for (int piece = 0; piece < stage.Linear.Pieces; piece++)
        {
            // the first of equal pieces takes the gradient and leaves nothing
            string wins = code.Let(
                stage.Linear.LocalName("Wins" + CSharpLiteral.Of(piece)),
                $"{v.Class}.Equals({v.Load(Piece(stage, pieces, piece))}, {best})");
            code.Do($"{v.Load(Piece(stage, pieceDelta, piece))} = {left} & {wins};");
            if (piece < stage.Linear.Pieces - 1)
                code.Do($"{left} = {v.Class}.AndNot({left}, {wins});");
        }
    }

    private static Address Piece(Stage stage, string pointer, int piece) =>
        Address.At(pointer, piece * PanelShape.Padded(stage.Linear!.Units));
}
