using static DeepTrain.Tests.Reference.Attributes;

namespace DeepTrain.Tests.Reference;

/// <summary>An optimizer as declared: it prints its attribute and builds its reference.</summary>
internal abstract record OptimizerPlan(float DefaultRate)
{
    public float LearningRate { get; init; } = DefaultRate;

    public float WeightDecay { get; init; }

    public float ClipNorm { get; init; }

    public string Kind => GetType().Name;

    public string Attribute => Print(Kind,
    [
        .. Property("LearningRate", LearningRate, DefaultRate),
        .. Property("WeightDecay", WeightDecay, this is AdamW ? 0.01f : 0),
        .. Property("ClipNorm", ClipNorm, 0),
        .. Own,
    ]);

    protected abstract IEnumerable<string> Own { get; }

    public abstract ReferenceOptimizer Build();
}

/// <summary>Turns gradients into updates: clip, weight decay, then a formula of PyTorch 2's documentation.</summary>
internal abstract class ReferenceOptimizer(OptimizerPlan plan)
{
    /// <summary>The step, from 1.</summary>
    protected int Step { get; private set; }

    protected virtual bool AddsDecayToGradient => true;

    public void Apply(IReadOnlyList<ReferenceParameter> parameters, double rate)
    {
        Step++;
        BeforeStep();
        double norm = Math.Sqrt(parameters.Sum(parameter => parameter.Gradient.Sum(g => g * g)));
        double clip = plan.ClipNorm > 0 && norm > plan.ClipNorm.AsDecimal() ? plan.ClipNorm.AsDecimal() / norm : 1;
        double decay = AddsDecayToGradient ? plan.WeightDecay.AsDecimal() : 0;
        foreach (ReferenceParameter parameter in parameters)
        {
            for (int i = 0; i < parameter.Values.Length; i++)
                Update(parameter, i, clip * parameter.Gradient[i] + decay * parameter.Values[i], rate);
        }
    }

    protected virtual void BeforeStep()
    {
    }

    protected abstract void Update(ReferenceParameter parameter, int i, double g, double rate);
}
