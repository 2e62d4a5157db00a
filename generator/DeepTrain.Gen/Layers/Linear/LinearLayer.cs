using DeepTrain.Gen.Declarations;
using DeepTrain.Gen.Layers.Activations;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Signal;
using DeepTrain.Gen.Signal.Functions;

namespace DeepTrain.Gen.Layers.Linear;

/// <summary>What <c>Dense</c> and <c>Maxout</c> share: a product with a weight matrix, for one or several pieces.</summary>
internal abstract record LinearLayer(int Units, int Pieces) : LayerSpec
{
    public Init Init { get; init; }

    /// <summary>The declared scale, or null for the init's default.</summary>
    public float? InitScale { get; init; }

    public bool Bias { get; init; } = true;

    public float BiasInit { get; init; }

    public float L1 { get; init; }

    public float L2 { get; init; }

    public float MaxNorm { get; init; }

    /// <summary>Inputs of a unit, its fan-in.</summary>
    public virtual int Inputs => Input.Size;

    /// <summary>Fan-out: how many units an input reaches.</summary>
    public virtual int FanOut => Units;

    /// <summary>What a unit is called, and the argument that says how many there are.</summary>
    public virtual string UnitNoun => "unit";

    /// <summary>Columns of the product in memory: each piece padded on its own.</summary>
    public int Columns => Pieces * Runtime.PanelShape.Padded(Units);

    /// <summary>Floats of the copy of the weights that gradients go back through.</summary>
    public virtual int TransposedLength => checked(Runtime.PanelShape.Padded(Inputs) * Columns);

    public override bool HasParameters => true;

    public override long MultiplyAdds => (long)Pieces * Units * Inputs;

    public override IEnumerable<ParameterSpec> Parameters
    {
        get
        {
            int[] shape = Pieces == 1 ? [Units, Inputs] : [Pieces, Units, Inputs];
            yield return new ParameterSpec(
                "weight", shape.ToEquatableArray(), Trainable, Pieces, Units, Inputs, Init, InitScale ?? DefaultScale(Init));
            if (Bias)
                yield return ParameterSpec.Vector("bias", Units, BiasInit, Trainable, Pieces);
        }
    }

    public override Shape? Infer(Shape input, out string? problem)
    {
        problem = input.IsFlat ? null : $"{Kind} needs flat rows: put [Flatten] before it";
        return problem is null ? Shape.Flat(Units) : null;
    }

    public override bool IsProduct => true;

    /// <summary><c>Init.Auto</c> looks past everything that is neither an activation nor weights.</summary>
    public override LayerSpec ResolveInit(IEnumerable<LayerSpec> behind) =>
        ResolveInit(behind.FirstOrDefault(other => other is ActivationLayer or IRowwise || other.IsProduct) as ActivationLayer);

    /// <summary>
    /// The layer with <c>Init.Auto</c> replaced by what it means before the given activation (null for none).
    /// </summary>
    protected abstract LinearLayer ResolveInit(ActivationLayer? activation);

    public static float DefaultScale(Init init) => init switch
    {
        Init.Normal => 0.01f,
        Init.Uniform => 0.05f,
        Init.Constant or Init.Zeros => 0f,
        _ => 1f,
    };

    /// <summary>The variance of one initial weight.</summary>
    public double WeightVariance => Init.Variance(InitScale ?? DefaultScale(Init), Inputs, FanOut);

    public override void Join(SignalNetworkBuilder network) => network.Weigh(new SignalLayer
    {
        Units = Units,
        FanIn = Inputs,
        WeightVariance = WeightVariance,
        BiasMean = Bias ? BiasInit.AsDecimal() : 0,
        MaxNorm = MaxNorm.AsDecimal(),
        Decay = L2.AsDecimal(),
        Nonlinearity = Pieces == 1 ? new LinearFunction() : new MaxoutFunction(Pieces),
    });

    protected static TLayer ReadCommon<TLayer>(StepArguments arguments, TLayer layer)
        where TLayer : LinearLayer => arguments.Named(layer) with
        {
            Init = arguments.Init("Init"),
            InitScale = arguments.IsGiven("InitScale") ? ReadScale(arguments) : null,
            Bias = arguments.Flag("Bias", true),
            BiasInit = arguments.Float("BiasInit", 0f, FloatDomain.Finite),
            L1 = arguments.Float("L1", 0f, FloatDomain.NonNegative),
            L2 = arguments.Float("L2", 0f, FloatDomain.NonNegative),
            MaxNorm = arguments.Float("MaxNorm", 0f, FloatDomain.NonNegative),
        };

    // a constant may be negative; a standard deviation, a half-width and a gain may not
    private static float ReadScale(StepArguments arguments) => arguments.Float(
        "InitScale", 1f, arguments.Init("Init") is Init.Constant ? FloatDomain.Finite : FloatDomain.NonNegative);
}
